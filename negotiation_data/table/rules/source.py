"""Sources: each once, with a day and its origins; and what rests on one origin or on the word of one side."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.schema.model import Column, Known, Table
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.reports import ADDRESS, ASPECTS, SUPPORTING, entries, independent_origins, origins_of_rounds, sides
from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND706",
    "The dates, place, parties and third parties of a round rest on more than one origin.",
    cure=(
        "Look for a report that does not come from the same origin; where there is none, leave it. Origins are those that `sources` name: outlets that carry "
        "one agency's report are one origin."
    ),
    explanation=(
        "Ten pages that reprint one agency are one report. Data sets of events coded from news count such pages as ten confirmations, or as ten events."
    ),
    tables=("rounds", "round_parties", "round_mediators", "evidence", "sources", "source_origins"),
    level=Level.NOTE,
    own=("rounds", "round_parties", "round_mediators", "evidence"),
)
def rounds_rest_on_several_origins(tables: Tables) -> Iterator[Finding]:
    counted = origins_of_rounds(tables).filter(pl.col("origins") == 1)
    for aspect, column, _, _ in ASPECTS:
        rows = tables["rounds"].join(counted.filter(pl.col("aspect") == aspect), on="round_id")
        yield Finding("rounds", rows, f"What is reported of its {aspect} rests on one origin, {{origin}}.", column)


# Of a ceasefire that one side declares, and of a position, that side is the one to ask.
_CEASEFIRES, _POSITIONS = "ceasefires", "positions"

#: Tables of what both sides of a conflict could know and say.
_BY_BOTH_SIDES = ["rounds", "outcomes", _POSITIONS, _CEASEFIRES, "incidents"]


@rule(
    "ND715",
    "What both sides could know is not known from one side alone.",
    cure="Look for a report that is not of that side; where there is none, leave it, so that readers see whose word it is.",
    explanation=(
        "When a truce began, or where an incident happened, is often told by one side and repeated without its name. What a side says of itself is not meant: "
        "its positions, its unilateral ceasefire, its figures of the dead, which have a claimant."
    ),
    tables=("evidence", "sources", "source_origins", "actors", "process_parties"),
    level=Level.NOTE,
    own=("evidence", *_BY_BOTH_SIDES),
)
def not_one_side_alone(tables: Tables) -> Iterator[Finding]:
    told_by = tables.once(_told_by_one_side)
    for table in (tables.model.tables[name] for name in _BY_BOTH_SIDES if name in tables):
        rows = tables[table.name].with_columns(record_id=pl.col(table.record_key), failing_row=row_key_expression(table))
        if table.name == _CEASEFIRES:
            rows = rows.filter(pl.col("declaration") != "unilateral")
        here = told_by.filter(pl.col("table") == table.name)
        for column in _facts(table):
            name = None if column is None else column.name
            of_value = here.filter(pl.col("column").is_null() if name is None else pl.col("column") == name).drop("table", "column")
            found = rows.join(of_value, left_on=["record_id", "failing_row"], right_on=["record_id", "row_key"], nulls_equal=True)
            if name is not None:
                found = found.filter(pl.col(name).is_not_null())
            if table.name == _POSITIONS:
                own = sides(tables).select(actor_id="speaker", in_process="in_process", one_side="side")
                found = found.join(own, on=["in_process", "actor_id", "one_side"], how="anti")
            told = "Every report of it" if column is None else f"Every report of `{'/'.join(column.path)}`"
            yield Finding(table.name, found, f"{told} is the word of one side, {{one_side}}.", name)


# A zone goes with its clock.
_FORMATS_OF_OTHERS = ("iana-zone",)


def _facts(table: Table) -> Iterator[Column | None]:
    """What both sides could know: rows as such (None), and reported values of tables other than the positions."""
    if table.path:
        yield None
    if table.name != _POSITIONS:
        yield from (column for column in table.columns if column.known is Known.REPORTED and column.format not in _FORMATS_OF_OTHERS)


def _told_by_one_side(tables: Tables) -> pl.LazyFrame:
    """Values (by address, with `in_process`) of which every report that supports them is the word of `one_side`.

    A report is that of whom it is attributed to; else, unless it is attributed to one without a name, of its origin.
    """
    processes = pl.concat(
        [pl.LazyFrame(schema={"record_id": pl.String, "in_process": pl.String})]
        + [tables[table.name].select(record_id=table.record_key, in_process="process_id") for table in _of_processes(tables)]
    )
    speaker = (
        pl.when(pl.col("attributed_to").is_not_null()).then("attributed_to").when(pl.col("attributed_as").is_null()).then("from_origin")
    )
    return (
        tables["evidence"]
        .filter(pl.col("table").is_in(_BY_BOTH_SIDES), pl.col("stance").is_in(SUPPORTING))
        .with_columns(pl.col("table", "column").cast(pl.String))
        .join(processes, on="record_id")
        .join(independent_origins(tables), on="source_id", how="left")
        .with_columns(speaker=speaker)
        .join(sides(tables), on=["in_process", "speaker"], how="left")
        .group_by("in_process", *ADDRESS)
        .agg(one_side=pl.col("side").min(), sides=pl.col("side").n_unique(), others=pl.col("side").null_count())
        .filter(pl.col("others") == 0, pl.col("sides") == 1)
        .drop("others", "sides")
    )


def _of_processes(tables: Tables) -> list[Table]:
    """Tables of records that belong to a process."""
    return [
        table
        for table in tables.model.record_tables
        if table.name in tables and any("processes" in column.references and not column.is_list for column in table.columns)
    ]


# ---------------------------------------------------------------------------- what is said of them


@rule(
    "ND711",
    "Every source says where its content comes from, and an origin is always written the same.",
    cure="Add the origin, `own` where it is the source's own reporting; write one origin by one name, an actor's id where it is one.",
    explanation=(
        "Whether two sources are independent is counted by their origins. A source without one, or an agency written in two ways, looks independent of the rest. "
        "Free-text names in other data sets fall apart in this way, by hyphens and spaces."
    ),
    tables=("sources", "source_origins"),
    level=Level.WARNING,
)
def sources_have_origins(tables: Tables) -> Iterator[Finding]:
    bare = tables["sources"].join(tables["source_origins"], on="source_id", how="anti")
    yield Finding("sources", bare, "Where {source_id} has its content from is not said.")
    names = tables["source_origins"].select("origin").unique().with_columns(letters=pl.col("origin").str.replace_all("-", "", literal=True))
    spelled = names.with_columns(spellings=pl.col("origin").sort().str.join(", ").over("letters"), count=pl.len().over("letters"))
    rows = tables["source_origins"].join(spelled.filter(pl.col("count") > 1), on="origin")
    yield Finding("source_origins", rows, "One origin is written in {count} ways: {spellings}.", "origin")


@rule(
    "ND712",
    "One document that was read is one source.",
    cure="Keep one record, and have all evidence point to it.",
    explanation=(
        "A page recorded twice, as with and without `www.` or with a tracking parameter, confirms itself. Addresses are compared without scheme, `www.`, "
        "final slash, fragment and tracking parameters, and texts by their hash."
    ),
    tables=("sources",),
)
def documents_are_one_source(tables: Tables) -> Iterator[Finding]:
    sources = tables["sources"].with_columns(address=address(pl.col("url")))
    for key, column, told in (("address", "url", "have one address"), ("text_sha256", "text_sha256", "have one text")):
        alike = sources.filter(pl.col(key).is_not_null()).with_columns(
            count=pl.len().over(key), sources=pl.col("source_id").sort().str.join(" and ").over(key)
        )
        yield Finding("sources", alike.filter(pl.col("count") > 1), f"{{sources}} {told}.", column)


def address(url: pl.Expr) -> pl.Expr:
    """An address without what does not change the page. The host is in lower case; the path keeps its case, which may matter."""
    bare = url.str.replace(r"#.*$", "").str.replace(r"^[A-Za-z]+://", "").str.replace(r"^(?i:www\.)", "")
    untracked = bare.str.replace_all(r"([?&])utm_[^&]*", "${1}").str.replace_all(r"&{2,}", "&").str.replace("?&", "?", literal=True)
    short = untracked.str.replace(r"[?&]+$", "").str.replace(r"/+($|\?)", "${1}")
    host = short.str.extract(r"^([^/?]*)", 1)
    return pl.concat_str(host.str.to_lowercase(), short.str.strip_prefix(host))


@rule(
    "ND717",
    "A source says when it was published or when it was read, and on what the day of publication rests.",
    cure="Give `published`, as a set as wide as the ignorance, or `read_on`; `published_basis: none` means that there is no `published`.",
    explanation="A page without any day cannot be set against what it reports, nor be found again as it then was.",
    tables=("sources",),
)
def sources_have_a_day(tables: Tables) -> Iterator[Finding]:
    undated = pl.col("published").is_null()
    yield Finding("sources", tables["sources"].filter(undated & pl.col("read_on").is_null()), "It has neither `published` nor `read_on`.")
    basis = pl.col("published_basis") == "none"
    yield Finding("sources", tables["sources"].filter(~undated & basis), "It was published {published}, on no basis.", "published_basis")
    told = "It has no day of publication, and says that one was found: {published_basis}."
    yield Finding("sources", tables["sources"].filter(undated & ~basis), told, "published_basis")


@rule(
    "ND719",
    "A report is attributed to another than the source itself.",
    cure="Delete the name: what a source says in its own voice has no `attributed_to` and has come `via` nobody.",
    explanation="`attributed_to` and `via` lead away from the source. One that leads back to it makes its own reporting look like hearsay.",
    tables=("evidence", "source_origins"),
    level=Level.WARNING,
)
def attributed_to_others(tables: Tables) -> Iterator[Finding]:
    own = tables["source_origins"].filter(pl.col("relation") == "own").select("source_id", itself="origin")
    to_itself = tables["evidence"].join(own, left_on=["source_id", "attributed_to"], right_on=["source_id", "itself"], how="semi")
    yield Finding(
        "evidence", entries(to_itself), "{source_id} is {attributed_to}'s own, and this is attributed to {attributed_to}.", "attributed_to"
    )
    through = tables["evidence"].with_columns(through="via").explode("through")
    round_trip = through.join(own, left_on=["source_id", "through"], right_on=["source_id", "itself"], how="semi")
    yield Finding("evidence", entries(round_trip), "{source_id} is {through}'s own, and has this by way of {through}.", "via")
    twice = through.filter(pl.col("through") == pl.col("attributed_to"))
    yield Finding("evidence", entries(twice), "{attributed_to} said this, and it also came by way of {attributed_to}.", "via")


@rule(
    "ND720",
    "An outlet's report is its own, or another's.",
    cure="Say `relation: own` for the outlet itself; name as an origin the one that it cites or carries.",
    explanation="A source that quotes its own outlet is a loop: it has no origin, and whoever counts independent reports finds one that is nobody's.",
    tables=("sources", "source_origins"),
)
def no_source_quotes_itself(tables: Tables) -> Iterator[Finding]:
    letters = pl.col("outlet").str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
    outlets = tables["sources"].select("source_id", "outlet", letters=letters)
    rows = (
        tables["source_origins"]
        .filter(pl.col("relation") != "own")
        .join(outlets, on="source_id")
        .filter(pl.col("origin").str.replace_all("-", "", literal=True) == pl.col("letters"))
    )
    yield Finding("source_origins", rows, "{outlet} is said to stand to itself, {origin}, in the relation `{relation}`.", "relation")
