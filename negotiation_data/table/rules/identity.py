"""Identity: one id for one thing, and everything referred to is there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.schema.model import Part
from negotiation_data.table import tombstones
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.rules.text import folded


@rule(
    "ND201",
    "An id names one record in the whole data set.",
    cure="Rename one of the two, with its file.",
    explanation="Evidence, `show` and readers name a record by its id alone. A place and an actor of the same id could not be told apart.",
    tables=(),
)
def ids_are_unique(tables: Tables) -> Iterator[Finding]:
    record_tables = [table for table in tables.model.record_tables if table.name in tables]
    ids = pl.concat(
        [tables[table.name].select(record=pl.col(table.record_key), owner=pl.lit(table.name)) for table in record_tables]
        or [pl.LazyFrame(schema={"record": pl.String, "owner": pl.String})]
    )
    # Few ids are there twice if any: only for those is it worth knowing whose they are.
    repeated = ids.group_by("record").len().filter(pl.col("len") > 1).select("record")
    twice = ids.join(repeated, on="record", how="semi").with_columns(owners=pl.col("owner").sort().str.join(" and ").over("record"))
    for table in record_tables:
        rows = twice.filter(pl.col("owner") == table.name).rename({"record": table.record_key})
        yield Finding(table.name, rows, f"The id {{{table.record_key}}} stands for records of {{owners}}.", table.record_key)


@rule(
    "ND202",
    "What a record refers to is in the data.",
    cure="Add the record referred to, a file of that name, or mend the spelling.",
    explanation="A round without its place, a mediator that is no actor: a join would silently lose the row.",
    tables=(),
    own="every list",
)
def references_exist(tables: Tables) -> Iterator[Finding]:
    for table in tables.model.tables.values():
        for column in table.columns if table.name in tables else ():
            targets = [tables.model.tables[name] for name in column.references]
            own_record = column.part is Part.PARENT_KEY and not table.shared  # a row lies in its record's file
            if not targets or own_record or not all(target.name in tables for target in targets):
                continue
            known = pl.concat([tables[target.name].select(known=pl.col(target.record_key)) for target in targets])
            rows = tables[table.name].with_columns(referred_to=pl.col(column.name)).filter(pl.col(column.name).is_not_null())
            if column.is_list:
                rows = rows.explode("referred_to")
            dangling = rows.join(known, left_on="referred_to", right_on="known", how="anti")
            wanted = " or ".join(target.kinds[0] for target in targets) if len(targets) < len(tables.model.kinds) else "record"
            told = _with_nearest(tombstones.with_story(dangling, tables.get("tombstones")), known)
            yield Finding(table.name, told, f"There is no {wanted} '{{referred_to}}'{{nearest}}.", column.name)


def _with_nearest(dangling: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """With the known id that is most like each which is not, as words for a message."""
    ids: list[str] = []

    def nearest(name: str) -> str:
        if not ids:  # only where something dangles
            ids.extend(known.collect()["known"].drop_nulls())
        close = difflib.get_close_matches(name, ids, n=1, cutoff=0.75)
        return f"; there is '{close[0]}'" if close else ""

    by_spelling = pl.col("referred_to").map_elements(nearest, return_dtype=pl.String).fill_null("")
    return dangling.with_columns(nearest=pl.coalesce("story", by_spelling))


@rule(
    "ND203",
    "What an entry refers to in its own record is there.",
    cure="Mend the spelling, or add the entry referred to.",
    explanation="A version of a proposal names the other version, a number the session that it counts.",
    tables=(),
)
def rows_referred_to_exist(tables: Tables) -> Iterator[Finding]:
    for table in tables.model.tables.values():
        for column in table.columns:
            if column.row_of is None or table.name not in tables:
                continue
            target = next(other for other in tables.model.tables.values() if other.kinds == table.kinds and other.path == (column.row_of,))
            if target.name not in tables:
                continue
            known = tables[target.name].select(pl.col(target.record_key), pl.col(target.identity[0]).alias("known"))
            rows = (
                tables[table.name]
                .filter(pl.col(column.name).is_not_null())
                .join(known, left_on=[table.record_key, column.name], right_on=[target.record_key, "known"], how="anti")
            )
            yield Finding(table.name, rows, f"`{column.row_of}` has no entry '{{{column.name}}}'.", column.name)


@rule(
    "ND205",
    "A name belongs to one actor at a time.",
    cure="Give each name its time with `valid_from` and `valid_to`; if the two are one actor, make one record of them; if not, take the name from one.",
    explanation=(
        "Names are how other data are matched to actors, and a name of two gives the one's deeds to the other. In a published data set of ceasefires eight "
        "names have more than one id. Names are compared without case, accents, punctuation and spaces, over the time for which each is valid."
    ),
    tables=("actors",),
    level=Level.WARNING,
)
def names_are_of_one_actor(tables: Tables) -> Iterator[Finding]:
    printed = tables["actors"].select("actor_id", "name", since=_since("start"), until=_until("end"), origin=pl.lit("actors"))
    names = [printed]
    if "actor_names" in tables:
        lifetimes = printed.select("actor_id", "since", "until")
        since = pl.when(pl.col("valid_from").is_null()).then("since").otherwise(_since("valid_from"))
        until = pl.when(pl.col("valid_to").is_null()).then("until").otherwise(_until("valid_to"))
        other = tables["actor_names"].join(lifetimes, on="actor_id")
        names.append(other.select("actor_id", "name", since=since, until=until, origin=pl.lit("actor_names")))
    yield from _shared(pl.concat(names), "actor_id")


@rule(
    "ND206",
    "A name belongs to one person.",
    cure="If the two are one person, make one record of them; if not, say so in the `note` of both, and give the names by which sources tell them apart.",
    explanation=(
        "Two people of one name are rare among negotiators, and one person with two records is not: spellings differ from source to source. "
        "Names are compared without case, accents, punctuation and spaces."
    ),
    tables=("people",),
    level=Level.WARNING,
)
def names_are_of_one_person(tables: Tables) -> Iterator[Finding]:
    always = pl.lit(None, pl.Date)
    named = [
        tables[table].select("person_id", "name", since=always, until=always, origin=pl.lit(table))
        for table in ("people", "person_names")
        if table in tables
    ]
    yield from _shared(pl.concat(named), "person_id")


def _since(name: str) -> pl.Expr:
    """The first day on which something had certainly begun: null if it has no beginning, never if that may be any day."""
    return pl.when(pl.col(name).is_not_null()).then(pl.col(f"{name}_latest").fill_null(date.max))


def _until(name: str) -> pl.Expr:
    """The last day on which something had certainly not ended: null if it has no end, never if that may be any day."""
    return pl.when(pl.col(name).is_not_null()).then(pl.col(f"{name}_earliest").fill_null(date.min))


def _shared(names: pl.LazyFrame, key: str) -> Iterator[Finding]:
    """Names that two bear at one time. `names` has `key`, name, since, until (null: always), and origin, the table."""
    names = names.with_columns(folded=folded(pl.col("name"))).filter(pl.col("folded") != "")
    # Most names are borne once; only the others are compared in pairs.
    several = names.filter(pl.col(key).min().over("folded") != pl.col(key).max().over("folded"))
    pairs = several.join(several, on="folded", suffix="_other").filter(
        pl.col(f"{key}_other") < pl.col(key),
        (pl.col("since") <= pl.col("until_other")).fill_null(True),
        (pl.col("since_other") <= pl.col("until")).fill_null(True),
    )
    rows = pairs.group_by(key, "name", "origin").agg(other=pl.col(f"{key}_other").min()).collect()
    for origin in sorted(set(rows["origin"])):
        borne = rows.lazy().filter(pl.col("origin") == origin)
        yield Finding(origin, borne, f"'{{name}}' is a name of {{{key}}} and of {{other}}.", "name")


_LINKS = ("process_links", "document_links", "actor_links", "person_links", "place_links")


@rule(
    "ND207",
    "An id of another data set is the same as one record here.",
    cure="Make one record of the two; or choose the relation `broader`, `narrower` or `related` where the other data set divides the world otherwise.",
    explanation=(
        "Two records that are both the same as one thing elsewhere are one thing, or one link is wrong: joined by it, every value is counted twice. "
        "In a published data set of ceasefires 22 actor ids have more than one spelling. Ids of different versions of a data set are not compared."
    ),
    tables=(),
)
def external_ids_are_of_one_record(tables: Tables) -> Iterator[Finding]:
    for table in _LINKS:
        if table in tables:
            key = tables.model.tables[table].record_key
            same = tables[table].filter(pl.col("relation") == "same")
            several = same.filter(pl.len().over("scheme", "external_id") > 1)
            pairs = several.join(several, on=["scheme", "external_id"], suffix="_other").filter(
                pl.col(f"{key}_other") < pl.col(key), (pl.col("version") == pl.col("version_other")).fill_null(True)
            )
            rows = pairs.group_by(key, "scheme", "external_id").agg(other=pl.col(f"{key}_other").min())
            yield Finding(table, rows, f"{{scheme}} {{external_id}} is given as the same as {{{key}}} and as {{other}}.", "external_id")


_NUMBER = ("of digits only", r"^[0-9]+$")
_FORMS = {
    **dict.fromkeys(("ucdp_actor", "ucdp_conflict", "ucdp_dyad", "ucdp_peace_agreement", "pax_process", "pax_agreement"), _NUMBER),
    **dict.fromkeys(("gw", "cow", "geonames"), _NUMBER),
    "wikidata": ("Q and digits", r"^Q[0-9]+$"),
}


@rule(
    "ND208",
    "An id of another data set has the form that ids have there.",
    cure="Write the id as it stands there: one id a link, without `.0`, prefix or address; for several ids write several links.",
    explanation=(
        "Spreadsheets turn the id 299 into 299.0, and cells hold lists such as 309, 310: such ids are found in published data and match nothing when they "
        "are joined. Ids of UCDP, PA-X, Gleditsch-Ward, Correlates of War and GeoNames are whole numbers, those of Wikidata Q and a number."
    ),
    tables=(),
)
def external_ids_have_their_form(tables: Tables) -> Iterator[Finding]:
    for table in _LINKS:
        if table in tables:
            for form in dict.fromkeys(_FORMS.values()):
                schemes = [scheme for scheme, its in _FORMS.items() if its == form]
                rows = tables[table].filter(pl.col("scheme").is_in(schemes), ~pl.col("external_id").str.contains(form[1]))
                yield Finding(table, rows, f"'{{external_id}}' is no id of {{scheme}}, which is {form[0]}.", "external_id")


@rule(
    "ND209",
    "An actor bears a name within its lifetime.",
    cure="Mend `valid_from` or `valid_to`, or `start` or `end` of the actor; a name from before or after belongs to the actor that it grew out of or became.",
    explanation=(
        "Actors split, merge and are renamed. A name that its actor bears before it exists most often belongs to the one before it, and gives that one's "
        "history to its successor."
    ),
    tables=("actors", "actor_names"),
)
def names_within_lifetime(tables: Tables) -> Iterator[Finding]:
    life = tables["actors"].select("actor_id", "start", "end", "start_earliest", "end_latest")
    names = tables["actor_names"].join(life, on="actor_id")
    for bound in ("valid_from", "valid_to"):
        early = names.filter(pl.col(f"{bound}_latest") < pl.col("start_earliest"))
        yield Finding("actor_names", early, f"`{bound}` is {{{bound}}}, before {{actor_id}} came to be, {{start}}.", bound)
        late = names.filter(pl.col(f"{bound}_earliest") > pl.col("end_latest"))
        yield Finding("actor_names", late, f"`{bound}` is {{{bound}}}, after {{actor_id}} ceased, {{end}}.", bound)


# Columns by which one record of a kind leads to another of the same kind.
_CHAINS = (
    ("actors", "parent_actor_id"),
    ("places", "parent_place_id"),
    ("rounds", "replaces_round_id"),
    ("rounds", "next_round_id"),
    ("ceasefires", "replaces_ceasefire_id"),
    ("documents", "version_of_document_id"),
    ("tombstones", "now"),
)
# Each step doubles how far is looked: chains of up to 4,096 records.
_DOUBLINGS = 12


@rule(
    "ND210",
    "No chain of records leads back to itself.",
    cure="Find the link that is wrong, most often one that was written the wrong way round, and take it out.",
    explanation=(
        "A part of itself, a version of itself, a round that follows itself: whoever follows such a chain to its end never arrives. "
        "Looked at are parents of actors and places, rounds that replace or follow, ceasefires that replace, versions of documents, "
        "and ids that tombstones lead to."
    ),
    tables=(),
)
def chains_end(tables: Tables) -> Iterator[Finding]:
    for table, link in _CHAINS:
        if table in tables:
            key = tables.model.tables[table].record_key
            links = tables[table].select(key, link).drop_nulls()
            if tables.model.tables[table].column(link).is_list:
                links = links.explode(link)
            rows = links.join(_far_along(links.rename({key: "from", link: "to"})).lazy(), left_on=key, right_on="to", how="semi")
            yield Finding(table, rows, f"The chain of {{{key}}}, which goes on to {{{link}}}, leads back to it.", link)


def _far_along(steps: pl.LazyFrame) -> pl.DataFrame:
    """Where chains lead after more steps than any chain has records: there only those arrive that go round."""
    far = steps.collect()
    for _ in range(_DOUBLINGS):
        if far.is_empty():
            break
        far = far.join(far, left_on="to", right_on="from").select("from", to="to_right")
    return far.select("to").unique()


@rule(
    "ND211",
    "Something refers to every actor, person, place and source.",
    cure="Refer to it where it belongs, or take the record out until something does.",
    explanation="A record that nothing refers to is left over from a mended slip, or the reference to it was forgotten.",
    tables=(),
    level=Level.NOTE,
)
def something_refers_to_it(tables: Tables) -> Iterator[Finding]:
    for target in ("actors", "people", "places", "sources"):
        if target in tables:
            key = tables.model.tables[target].record_key
            rows = tables[target].join(_referred_to(tables, target), left_on=key, right_on="id", how="anti")
            yield Finding(target, rows, f"Nothing refers to {{{key}}}.", key)


def _referred_to(tables: Tables, target: str) -> pl.LazyFrame:
    """The ids of records of a table that others refer to, or that a report names instead of the coded one."""
    parts = [pl.LazyFrame(schema={"id": pl.String})]
    for table in tables.model.tables.values():
        for column in table.columns if table.name in tables and table.name != "tombstones" else ():
            if target in column.references and column.part is Part.VALUE:
                ids = tables[table.name].select(id=pl.col(column.name))
                parts.append((ids.explode("id") if column.is_list else ids).unique())
    if "evidence" in tables:
        reported = tables["evidence"].filter(pl.col("reported").is_not_null())
        words = pl.col("reported").unique().str.extract_all("[a-z0-9]+(?:-[a-z0-9]+)*")
        parts.append(reported.select(id=words).explode("id").unique())
    return pl.concat(parts)


@rule(
    "ND212",
    "A source gives one number to one round.",
    cure="Read the source again: say what it counts with `series` or another `unit`, or take the number from the round that it does not mean.",
    explanation=(
        "Sources count rounds differently, and so each count is kept with its source. Within one count two rounds cannot both be the second; "
        "most often the source counts something else, such as the rounds in one city."
    ),
    tables=("rounds", "round_numbers"),
    level=Level.WARNING,
)
def one_number_for_one_round(tables: Tables) -> Iterator[Finding]:
    # Sessions and days are counted anew in each round.
    across = tables["round_numbers"].filter(pl.col("unit").is_in(["round", "meeting"]))
    counted = across.join(tables["rounds"].select("round_id", "process_id"), on="round_id")
    count = ["process_id", "counted_by_source_id", "unit", "series", "number"]
    rows = counted.with_columns(first_round=pl.col("round_id").min().over(count)).filter(pl.col("first_round") != pl.col("round_id"))
    yield Finding("round_numbers", rows, "{counted_by_source_id} gives the number {number} to {first_round} and to {round_id}.", "number")
