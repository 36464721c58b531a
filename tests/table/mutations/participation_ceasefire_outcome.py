"""Mutations of participation, ceasefires and outcomes: for each rule the smallest change that must break it.

Each takes the finished frames of a valid data set and a `draw` as of Hypothesis, and returns new frames; None where the
data set has no row to which it could apply. Values that come or go take their evidence with them, so that only the rule
in question is broken; what cannot be helped is listed in `COMPANIONS`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import hypothesis
import hypothesis.strategies as st
import polars as pl

from negotiation_data.dates import edtf
from negotiation_data.schema import catalog
from negotiation_data.table.frames import Frames, row_key_expression
from negotiation_data.table.kinship import ancestors, families, linked_families
from negotiation_data.table.rule import Tables

Draw = Callable[[st.SearchStrategy[Any]], Any]
Row = dict[str, Any]

_NOT_HELD = ["planned", "cancelled", "refused", "not_held"]
_NEXT_ROUND = ["next_round_date", "next_round_place_id", "next_round_id"]

#: What else must be reported when a rule is broken in this way, and why.
COMPANIONS: dict[str, set[str]] = {
    "ND210": {"ND408", "ND416", "ND419", "ND420", "ND510", "ND715"},  # in a circle nobody can tell who is a part of whom
    "ND407": {"ND409"},  # one more is listed than the delegation had
    "ND318": {"ND512"},  # an event that is moved leaves its incident
    "ND510": {"ND211"},  # whoever was accused before may be referred to by nothing else
    "ND419": {"ND211"},  # so may whoever spoke
    "ND420": {"ND211", "ND316"},  # so may the institution; and the office that a person held was in that
    "ND805": {"ND211"},  # and the place of the next round
    "ND808": {"ND306"},  # a document of the day before a first round is older than the process
}


# ---------------------------------------------------------------------------- helpers


def choose(draw: Draw, rows: pl.DataFrame | pl.LazyFrame) -> Row | None:
    """One of the rows; None if there is none."""
    found = sorted(rows.lazy().collect().rows(named=True), key=lambda row: str([*row.values()]))  # joins keep no order
    return draw(st.sampled_from(found)) if found else None


def tables(frames: Frames) -> Tables:
    return Tables(catalog.model(), frames)


def of_row(frames: Frames, table: str, row: Row) -> pl.Expr:
    """Whether a row of the table is this one, by its key."""
    return pl.all_horizontal(pl.col(name).cast(pl.String) == str(row[name]) for name in catalog.model().tables[table].key)


def change(frames: Frames, table: str, row: Row, **values: object) -> Frames:
    """With other values in one row of a table, and reports on them that say nothing else."""
    frames = plain(frames, table, row, *values)
    against = at(table, row, *values) & (pl.col("stance") == "contradicts")
    reported = pl.when(~against.fill_null(False)).then("reported").alias("reported")  # it may be what is now coded
    frames = frames | {"evidence": frames["evidence"].with_columns(reported)}
    there = [name for name, value in values.items() if value is not None]
    if there:
        frames = frames | {"missing_values": frames["missing_values"].filter(~at(table, row, *there))}
    frame = frames[table]
    here = of_row(frames, table, row)
    new = [pl.when(here).then(pl.lit(value, frame.schema[name])).otherwise(pl.col(name)).alias(name) for name, value in values.items()]
    return frames | {table: frame.with_columns(new)}


def date_columns(name: str, text: str | None) -> Row:
    """The four columns of a date."""
    if text is None:
        return dict.fromkeys((name, f"{name}_earliest", f"{name}_latest", f"{name}_precision"))
    date = edtf.parse(text)
    return {
        name: text,
        f"{name}_earliest": date.earliest,
        f"{name}_latest": date.latest,
        f"{name}_precision": date.precision.value,
    }


def set_date(frames: Frames, table: str, row: Row, name: str, text: str | None) -> Frames:
    return change(frames, table, row, **date_columns(name, text))


def append(frames: Frames, table: str, row: Row) -> Frames:
    """With one more row of a table; what is not given is null."""
    frame = frames[table]
    new = pl.DataFrame([{name: row.get(name) for name in frame.columns}], schema=frame.schema)
    return frames | {table: pl.concat([frame, new]).sort(catalog.model().tables[table].key)}


def row_key(table: str, row: Row) -> str | None:
    known = catalog.model().tables[table]
    if not known.identity:
        return None
    values = pl.DataFrame({name: [str(row[name])] for name in known.identity})
    key: str = values.select(row_key_expression(known)).item()
    return key


def at(table: str, row: Row, *columns: str | None) -> pl.Expr:
    """Whether a row of `evidence` or `missing_values` speaks of these columns of a row; None: of the row as such."""
    wanted = pl.any_horizontal(pl.col("column").eq_missing(pl.lit(column, pl.String)) for column in columns)
    record = pl.lit(row[catalog.model().tables[table].record_key], pl.String)
    key = pl.col("row_key").eq_missing(pl.lit(row_key(table, row), pl.String))
    return pl.all_horizontal(pl.col("record_id") == record, pl.col("table").cast(pl.String) == table, key, wanted)


def uncite(frames: Frames, table: str, row: Row, *columns: str | None) -> Frames:
    """Without what is said of these values in evidence and among the missing."""
    names = ("evidence", "missing_values")
    return frames | {name: frames[name].filter(~at(table, row, *columns)) for name in names}


def neutral(frames: Frames) -> pl.DataFrame:
    """Sources that are no side's own."""
    sides = frames["actors"].select(origin="actor_id")
    return frames["sources"].join(frames["source_origins"].join(sides, on="origin", how="semi"), on="source_id", how="anti")


def once(evidence: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """Without reports, of those meant, that a source makes of the same value in the same way for a second time."""
    same = ["record_id", "table", "row_key", "column", "source_id", "stance", "reported", "attributed_to", "attributed_as"]
    return evidence.filter(pl.struct(same).is_first_distinct() | ~where)


def plain(frames: Frames, table: str, row: Row, *columns: str | None) -> Frames:
    """Reports that agree with these values say nothing of their own, so that a changed value contradicts none."""
    agreeing = at(table, row, *columns) & pl.col("stance").is_in(["supports", "partial"])
    silent = [pl.when(~agreeing.fill_null(False)).then(name).alias(name) for name in ("reported", "wording", "calendar")]
    return frames | {"evidence": once(frames["evidence"].with_columns(silent), agreeing.fill_null(False))}


def cite(frames: Frames, draw: Draw, table: str, row: Row, *columns: str | None) -> Frames:
    """With evidence for values, where there is none, and with none of them among the missing."""
    missing = frames["missing_values"].filter(~at(table, row, *columns))
    frames = frames | {"missing_values": missing}
    record = row[catalog.model().tables[table].record_key]
    for column in columns:
        supports = pl.col("stance").is_in(["supports", "partial"])
        if frames["evidence"].filter(at(table, row, column), supports).height:
            continue
        entries = frames["evidence"].filter(pl.col("record_id") == record)["entry"].to_list()
        silent = neutral(frames).join(frames["evidence"].filter(at(table, row, column)), on="source_id", how="anti")
        last = silent.filter(pl.col("published_earliest") == pl.col("published_earliest").max())
        hypothesis.assume(last.height)  # every source may have spoken of it
        frames = append(
            frames,
            "evidence",
            {
                "record_id": record,
                "entry": max(entries, default=0) + 1,
                "field": f"/{table}/{row_key(table, row)}/{column}",
                "table": table,
                "row_key": row_key(table, row),
                "column": column,
                "source_id": draw(st.sampled_from(sorted(last["source_id"]))),
                "stance": "supports",
            },
        )
    return frames


def redate(frames: Frames, draw: Draw, table: str, row: Row, name: str, day: datetime.date) -> Frames:
    """With another day, and evidence for it: what was said of the old one has its own wording."""
    frames = set_date(uncite(frames, table, row, name), table, row, name, day.isoformat())
    return cite(frames, draw, table, row, name)


def moved(day: datetime.date, days: int) -> datetime.date | None:
    """A day so much later or earlier; None where there is no such day."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return None


def unused(name: str, taken: pl.Series) -> str:
    known = set(taken.to_list())
    return next(candidate for number in range(1, len(known) + 2) if (candidate := f"{name}-{number}") not in known)


# ---------------------------------------------------------------------------- participation


def nd407(frames: Frames, draw: Draw) -> Frames | None:
    """The same person once more, for the same side."""
    row = choose(draw, frames["participants"].filter(pl.col("person_id").is_not_null()))
    if row is None:
        return None
    again = row | {"participant": unused("again", frames["participants"]["participant"]), "role": "member", "office": None}
    return cite(append(frames, "participants", again), draw, "participants", again, None, "role")


def nd408(frames: Frames, draw: Draw) -> Frames | None:
    """Somebody of one side is announced for another in another round of the process, and stays away."""
    rounds = frames["rounds"].lazy().select("round_id", "process_id")
    of_family = families(tables(frames))
    named = frames["participants"].lazy().filter(pl.col("person_id").is_not_null())
    seats = named.join(rounds, on="round_id").join(of_family, on="actor_id")
    people = seats.select("process_id", "person_id", other_round="round_id", other_family="family")
    sides = frames["round_parties"].lazy().select("round_id", "actor_id").join(rounds, on="round_id").join(of_family, on="actor_id")
    row = choose(
        draw,
        sides.join(people, on="process_id")
        .filter(pl.col("round_id") != pl.col("other_round"))
        .filter(pl.col("family") != pl.col("other_family"))
        .join(linked_families(tables(frames)), on=["family", "other_family"], how="anti")
        .join(seats, on=["round_id", "person_id"], how="anti"),
    )
    if row is None:
        return None
    name = unused("turncoat", frames["participants"]["participant"])
    new = {"participant": name, "role": "adviser", "attendance": "declined"} | {
        column: row[column] for column in ("round_id", "person_id", "actor_id")
    }
    return cite(append(frames, "participants", new), draw, "participants", new, None, "role")


def nd409(frames: Frames, draw: Draw) -> Frames | None:
    """More women than members."""
    row = choose(draw, frames["delegations"].filter(pl.col("size").is_not_null()))
    if row is None:
        return None
    return cite(change(frames, "delegations", row, women=row["size"] + 1), draw, "delegations", row, "women")


def nd410(frames: Frames, draw: Draw) -> Frames | None:
    """Unnamed with names, or named without."""
    row = choose(draw, frames["delegations"])
    if row is None:
        return None
    team = frames["participants"].filter(
        pl.col("round_id") == row["round_id"],
        pl.col("actor_id") == row["actor_id"],
        ~pl.col("attendance").is_in(["absent", "declined"]),
    )
    return change(frames, "delegations", row, disclosed="unnamed" if team["person_id"].count() else "partly")


def nd411(frames: Frames, draw: Draw) -> Frames | None:
    """An actor ceases in the year before it takes part in something."""
    events = pl.concat(
        frames[table].select(key, "actor_id").join(frames[parent].select(key, day=f"{date}_earliest"), on=key).select("actor_id", "day")
        for table, parent, key, date in (
            ("round_parties", "rounds", "round_id", "start"),
            ("round_mediators", "rounds", "round_id", "start"),
            ("ceasefire_parties", "ceasefires", "ceasefire_id", "declared"),
            ("incident_actors", "incidents", "incident_id", "date"),
        )
    )
    event = choose(draw, events.filter(pl.col("day").dt.year() > 1))
    if event is None:
        return None
    frames = uncite(frames, "actors", event, "start", "end")
    frames = set_date(frames, "actors", event, "start", None)
    frames = set_date(frames, "actors", event, "end", f"{event['day'].year - 1:04}")
    return cite(frames, draw, "actors", event, "end")


def nd412(frames: Frames, draw: Draw) -> Frames | None:
    """A party attends talks that were not held."""
    not_held = frames["rounds"].filter(pl.col("status").is_in(_NOT_HELD))
    row = choose(draw, frames["round_parties"].join(not_held, on="round_id", how="semi"))
    return None if row is None else change(frames, "round_parties", row, attendance="attended")


def nd413(frames: Frames, draw: Draw) -> Frames | None:
    """A party stays away, and its delegate does not."""
    there = frames["participants"].filter(pl.col("attendance") == "attended")
    row = choose(draw, frames["round_parties"].join(there, on=["round_id", "actor_id"], how="semi"))
    if row is None:
        return None
    return change(frames, "round_parties", row, attendance=draw(st.sampled_from(["absent", "declined"])))


def nd414(frames: Frames, draw: Draw) -> Frames | None:
    """A member of a party's delegation observes."""
    pair = ["round_id", "actor_id"]
    members = frames["participants"].filter(pl.col("role").is_in(["member", "head"]))
    row = choose(draw, members.join(frames["round_parties"], on=pair, how="semi").join(frames["round_mediators"], on=pair, how="anti"))
    if row is None:
        return None
    return change(frames, "participants", row, role=draw(st.sampled_from(["observer", "host", "mediator"])))


def nd415(frames: Frames, draw: Draw) -> Frames | None:
    """A host of another country."""
    venues = frames["rounds"].filter(pl.col("venue_country").is_not_null()).select("round_id", "venue_country")
    hosts = frames["round_mediators"].filter(pl.col("role") == "host", pl.col("engagement") == "acted")
    row = choose(draw, hosts.join(venues, on="round_id"))
    if row is None:
        return None
    return change(frames, "actors", row, country="CHE" if row["venue_country"] != "CHE" else "NOR")


def nd416(frames: Frames, draw: Draw) -> Frames | None:
    """One party becomes a part of the other."""
    pairs = pl.concat(
        frames[table].select(key, "actor_id").join(frames[table].select(key, parent="actor_id"), on=key).select("actor_id", "parent")
        for table, key in (("round_parties", "round_id"), ("ceasefire_parties", "ceasefire_id"))
    ).filter(pl.col("actor_id") != pl.col("parent"))
    circular = ancestors(tables(frames)).select(parent="actor_id", actor_id="ancestor_id").collect()
    row = choose(draw, pairs.join(circular, on=["actor_id", "parent"], how="anti"))
    if row is None:
        return None
    return change(uncite(frames, "actors", row, "parent_actor_id"), "actors", row, parent_actor_id=row["parent"])


def nd417(frames: Frames, draw: Draw) -> Frames | None:
    """A party leaves the process and stays in its rounds."""
    parties = frames["round_parties"].join(frames["rounds"].select("round_id", "process_id"), on="round_id")
    row = choose(draw, frames["process_parties"].join(parties, on=["process_id", "actor_id"], how="semi"))
    if row is None:
        return None
    frames = uncite(frames, "process_parties", row, None, "joined", "left")
    return frames | {"process_parties": frames["process_parties"].filter(~of_row(frames, "process_parties", row))}


def nd418(frames: Frames, draw: Draw) -> Frames | None:
    """A position is put to the one who takes it."""
    row = choose(draw, frames["positions"])
    return None if row is None else change(frames, "positions", row, addressee_actor_id=row["actor_id"])


def nd419(frames: Frames, draw: Draw) -> Frames | None:
    """Somebody of another side speaks."""
    family, linked = families(tables(frames)).collect(), linked_families(tables(frames)).collect()
    places = pl.concat(frames[name].select("person_id", "actor_id") for name in ("offices", "participants"))
    belongs = places.filter(pl.col("person_id").is_not_null()).join(family, on="actor_id").select("person_id", other_family="family")
    own = belongs.select("person_id", family="other_family")
    at_home = pl.concat([own, belongs.join(linked, on="other_family").select("person_id", "family")])
    people = belongs.select("person_id").unique()
    pairs = frames["positions"].join(family, on="actor_id").join(people, how="cross")
    row = choose(draw, pairs.join(at_home, on=["person_id", "family"], how="anti"))
    return None if row is None else change(frames, "positions", row, speaker_person_id=row["person_id"])


def nd420(frames: Frames, draw: Draw) -> Frames | None:
    """Somebody is of an institution of another side."""
    family, linked = families(tables(frames)).collect(), linked_families(tables(frames)).collect()
    institutions = family.select(other="actor_id", other_family="family").filter(pl.col("other") != pl.col("other_family"))
    pairs = frames["participants"].join(family, on="actor_id").join(institutions, how="cross")
    strange = pairs.filter(pl.col("family") != pl.col("other_family")).join(linked, on=["family", "other_family"], how="anti")
    row = choose(draw, strange)
    if row is None:
        return None
    return cite(change(frames, "participants", row, institution_id=row["other"]), draw, "participants", row, "institution_id")


# ---------------------------------------------------------------------------- ceasefires


def begun_on(ceasefire: Row) -> datetime.date | None:
    """The last day on which a ceasefire can have begun."""
    day: datetime.date | None = ceasefire["effective_latest"] or ceasefire["declared_latest"]
    return day


def nd504(frames: Frames, draw: Draw) -> Frames | None:
    """An extension to the day before the planned end."""
    planned = frames["ceasefires"].filter(pl.col("planned_end_earliest").is_not_null()).select("ceasefire_id", end="planned_end_earliest")
    extended = frames["ceasefire_events"].filter(pl.col("kind") == "extended", pl.col("until").is_not_null())
    row = choose(draw, extended.join(planned, on="ceasefire_id").filter((pl.col("date_latest") < pl.col("end")).fill_null(True)))
    if row is not None:
        day = moved(row["end"], -1)
        return None if day is None else redate(frames, draw, "ceasefire_events", row, "until", day)
    begun = pl.coalesce("effective_latest", "declared_latest")
    ceasefire = choose(draw, frames["ceasefires"].filter(begun < pl.col("planned_end_earliest")))
    day = None if ceasefire is None else moved(ceasefire["planned_end_earliest"], -1)
    if ceasefire is None or day is None:
        return None
    name = {"ceasefire_id": ceasefire["ceasefire_id"], "event": unused("prolonged", frames["ceasefire_events"]["event"])}
    declared = ceasefire["effective"] or ceasefire["declared"]
    if neutral(frames).filter(pl.col("published_earliest") > begun_on(ceasefire)).is_empty():
        return None  # nobody could tell of it
    event = name | {"kind": "extended"} | date_columns("date", declared) | date_columns("until", day.isoformat())
    return cite(append(frames, "ceasefire_events", event), draw, "ceasefire_events", event, None, "date", "until")


def nd505(frames: Frames, draw: Draw) -> Frames | None:
    """What another replaces ended for no clear reason."""
    replaced = frames["ceasefires"].select(ceasefire_id="replaces_ceasefire_id").filter(pl.col("ceasefire_id").is_not_null())
    row = choose(draw, frames["ceasefires"].join(replaced, on="ceasefire_id", how="semi"))
    if row is not None:
        return change(frames, "ceasefires", row, end_reason="unclear")
    earlier = frames["ceasefires"].filter((pl.col("end_reason") != "superseded").fill_null(True))
    earlier = earlier.select("process_id", earlier="ceasefire_id", its_declared="declared_latest")
    pairs = frames["ceasefires"].join(earlier, on="process_id").filter(pl.col("its_declared") < pl.col("declared_earliest"))
    row = choose(draw, pairs)
    return None if row is None else change(frames, "ceasefires", row, replaces_ceasefire_id=row["earlier"])


def _a_day_earlier(day: datetime.date) -> list[pl.Expr]:
    earlier = day - datetime.timedelta(days=1)
    return [
        pl.lit(f"{earlier}").alias("declared"),
        *(pl.lit(earlier).alias(f"declared_{bound}") for bound in ("earliest", "latest")),
        pl.lit("day", pl.Enum([precision.value for precision in edtf.Precision])).alias("declared_precision"),
    ]


def nd506(frames: Frames, draw: Draw) -> Frames | None:
    """A ceasefire is told a second time, under another id."""
    until = pl.when(pl.col("ended").is_not_null()).then("ended_earliest").when(pl.col("status") == "in_force").then("observed_until")
    whole = ~pl.col("scope").is_in(["area", "means"]).fill_null(False)
    lasting = frames["ceasefires"].filter(
        whole, pl.col("declared_earliest").is_not_null(), until - pl.col("effective_latest") > pl.duration(days=1)
    )
    bound = frames["ceasefire_parties"].group_by("ceasefire_id").agg(pl.len(), pl.col("declared").any())
    row = choose(draw, lasting.join(bound.filter(pl.col("declared"), pl.col("len") > 1), on="ceasefire_id", how="semi"))
    if row is None:
        return None
    new = unused("told-again", frames["ceasefires"]["ceasefire_id"])
    copied = ["ceasefires", "ceasefire_parties", "ceasefire_mediators"]
    for table in copied:
        rows = frames[table].filter(pl.col("ceasefire_id") == row["ceasefire_id"]).with_columns(ceasefire_id=pl.lit(new))
        if table == "ceasefires":  # what others say of the one they do not say of the other; a day apart, they are not plainly one
            rows = rows.with_columns(_a_day_earlier(row["declared_earliest"]))
            reason = pl.when(pl.col("end_reason").is_not_null()).then(pl.lit("unclear")).cast(rows.schema["end_reason"])
            rows = rows.with_columns(round_id=pl.lit(None, pl.String), replaces_ceasefire_id=pl.lit(None, pl.String), end_reason=reason)
        frames = frames | {table: pl.concat([frames[table], rows]).sort(catalog.model().tables[table].key)}
    for table in ("evidence", "missing_values"):
        said = frames[table].filter(pl.col("record_id") == row["ceasefire_id"], pl.col("table").cast(pl.String).is_in(copied))
        said = said.filter(~pl.col("column").is_in(["round_id", "replaces_ceasefire_id"]).fill_null(False))
        if table == "evidence":
            of_the_day = pl.col("column").eq_missing("declared")
            said = said.with_columns(pl.when(~of_the_day).then(name).alias(name) for name in ("reported", "wording", "calendar"))
        frames = frames | {table: pl.concat([frames[table], said.with_columns(record_id=pl.lit(new))])}
    return frames


def nd507(frames: Frames, draw: Draw) -> Frames | None:
    """What has begun is only proposed; or what ended by an event is in force."""
    begun = frames["ceasefires"].filter(pl.col("effective").is_not_null(), pl.col("status") != "ended")
    endings = frames["ceasefire_events"].filter(pl.col("kind").is_in(["expired", "collapsed", "superseded"]))
    resumed = frames["ceasefire_events"].filter(pl.col("kind") == "resumed")
    key = "ceasefire_id"
    over = frames["ceasefires"].join(endings, on=key, how="semi").join(resumed, on=key, how="anti").filter(pl.col("status") == "ended")
    replaced = frames["ceasefires"].select(ceasefire_id="replaces_ceasefire_id")
    row = choose(draw, pl.concat([begun, over.join(replaced, on=key, how="anti")]))
    if row is None:
        return None
    if row["status"] != "ended":
        return change(plain(frames, "ceasefires", row, "status"), "ceasefires", row, status="proposed")
    gone = ["ended", "ended_time", "ended_zone"]
    nothing = date_columns("ended", None) | dict.fromkeys([*gone[1:], "ended_at", "end_reason"])
    frames = change(frames, "ceasefires", row, status="declared", **nothing)
    return plain(uncite(frames, "ceasefires", row, *gone, "end_reason"), "ceasefires", row, "status")


def nd508(frames: Frames, draw: Draw) -> Frames | None:
    """One side where more declared it, two where one did."""
    row = choose(draw, frames["ceasefires"])
    if row is None:
        return None
    frames = change(frames, "ceasefires", row, side="bilateral" if row["declaration"] == "unilateral" else "unilateral")
    return cite(frames, draw, "ceasefires", row, "side")


def nd509(frames: Frames, draw: Draw) -> Frames | None:
    """Superseded, and nothing took its place."""
    replaced = frames["ceasefires"].select(ceasefire_id="replaces_ceasefire_id")
    succeeded = frames["ceasefire_events"].filter(pl.col("kind") == "superseded")
    ended = frames["ceasefires"].filter(pl.col("status") == "ended")
    row = choose(draw, ended.join(replaced, on="ceasefire_id", how="anti").join(succeeded, on="ceasefire_id", how="anti"))
    return None if row is None else change(frames, "ceasefires", row, end_reason="superseded")


def nd510(frames: Frames, draw: Draw) -> Frames | None:
    """The accuser is the accused."""
    row = choose(draw, frames["ceasefire_events"].filter(pl.col("kind") == "violation_alleged", pl.col("by_actor_id").is_not_null()))
    return None if row is None else change(frames, "ceasefire_events", row, against_actor_id=row["by_actor_id"])


def nd511(frames: Frames, draw: Draw) -> Frames | None:
    """Watched by a mechanism, and of the class that has none."""
    row = choose(draw, frames["ceasefires"])
    if row is None:
        return None
    watched = draw(st.sampled_from(["agreed_in_principle", "established"]))
    frames = change(frames, "ceasefires", row, monitoring=watched, **{"class": "cessation_of_hostilities"})
    return cite(frames, draw, "ceasefires", row, "monitoring", "class")


def nd512(frames: Frames, draw: Draw) -> Frames | None:
    """An event is taken for an incident of another time."""
    processes = frames["ceasefires"].select("ceasefire_id", "process_id")
    incidents = frames["incidents"].select("process_id", other="incident_id", first="date_earliest", last="date_latest")
    pairs = frames["ceasefire_events"].join(processes, on="ceasefire_id").join(incidents, on="process_id")
    elsewhen = (pl.col("date_latest") < pl.col("first")) | (pl.col("date_earliest") > pl.col("last").dt.offset_by("7d"))
    row = choose(draw, pairs.filter(elsewhen))
    if row is None:
        return None
    return change(uncite(frames, "ceasefire_events", row, "incident_id"), "ceasefire_events", row, incident_id=row["other"])


# ---------------------------------------------------------------------------- outcomes


def nd801(frames: Frames, draw: Draw) -> Frames | None:
    """An agreement that nothing shows."""
    shown = pl.concat(
        [
            frames["outcomes"].filter(pl.col("kind").is_in(["agreement", "ceasefire", "joint_statement"])).select("round_id"),
            frames["documents"].filter(pl.col("kind").is_in(["ceasefire_agreement", "agreement", "joint_statement"])).select("round_id"),
            frames["ceasefires"].select("round_id"),
        ]
    )
    held = frames["rounds"].filter(~pl.col("status").is_in(_NOT_HELD), pl.col("outcome").is_not_null())
    row = choose(draw, held.join(shown, on="round_id", how="anti"))
    if row is None:
        return None
    return change(frames, "rounds", row, outcome=draw(st.sampled_from(["agreement", "partial_agreement"])))


def nd802(frames: Frames, draw: Draw) -> Frames | None:
    """Talks fail in which something was agreed."""
    agreed = frames["outcomes"].filter(pl.col("kind").is_in(["agreement", "ceasefire"]), pl.col("state").is_in(["agreed", "done"]))
    held = frames["rounds"].filter(pl.col("outcome").is_not_null(), ~pl.col("status").is_in(_NOT_HELD))
    row = choose(draw, held.join(agreed, on="round_id", how="semi"))
    if row is not None:
        return change(frames, "rounds", row, outcome=draw(st.sampled_from(["no_agreement", "collapsed"])))
    # Or what one side only said was agreed in talks that failed is said to be agreed.
    failed = frames["rounds"].filter(pl.col("outcome").is_in(["no_agreement", "collapsed"]))
    claimed = frames["outcomes"].filter(pl.col("kind") == "agreement", ~pl.col("state").is_in(["agreed", "done"]))
    row = choose(draw, claimed.join(failed, on="round_id", how="semi"))
    return None if row is None else change(frames, "outcomes", row, state="agreed")


def nd803(frames: Frames, draw: Draw) -> Frames | None:
    """A ceasefire forgets the round that it came of, or the round the ceasefire."""
    pair = ["ceasefire_id", "round_id"]
    listed = frames["outcomes"].filter(pl.col("kind") == "ceasefire").select(pair)
    own = frames["ceasefires"].join(listed, on=pair, how="semi")
    row = choose(draw, own.join(frames["ceasefire_events"], on=pair, how="anti"))
    if row is not None:
        return uncite(change(frames, "ceasefires", row, round_id=None), "ceasefires", row, "round_id")
    failed = frames["rounds"].filter(pl.col("outcome").is_in(["no_agreement", "collapsed"]))  # of these one side may claim a truce
    named = frames["outcomes"].filter(pl.col("kind") == "ceasefire", pl.col("ceasefire_id").is_not_null())
    row = choose(draw, named.join(failed, on="round_id", how="anti"))
    if row is None:
        return None
    return uncite(change(frames, "outcomes", row, ceasefire_id=None, state="agreed"), "outcomes", row, "ceasefire_id")


def nd804(frames: Frames, draw: Draw) -> Frames | None:
    """Ended, and still going on or put off."""
    row = choose(draw, frames["rounds"].filter(pl.col("status") == "concluded", pl.col("outcome").is_not_null()))
    if row is None:
        return None
    return change(frames, "rounds", row, outcome=draw(st.sampled_from(["ongoing", "postponed"])))


def nd805(frames: Frames, draw: Draw) -> Frames | None:
    """Another round was agreed, and nothing is said of it."""
    row = choose(draw, frames["outcomes"].filter(pl.col("kind") == "next_round"))
    if row is None:
        return None
    nothing = date_columns("next_round_date", None) | dict.fromkeys(_NEXT_ROUND[1:])
    return uncite(change(frames, "rounds", row, **nothing), "rounds", row, *_NEXT_ROUND)


def nd806(frames: Frames, draw: Draw) -> Frames | None:
    """The round that was replaced is of another process."""
    others = frames["rounds"].select(other="round_id", of="process_id")
    row = choose(draw, frames["rounds"].join(others, how="cross").filter(pl.col("of") != pl.col("process_id")))
    if row is None:
        return None
    return change(uncite(frames, "rounds", row, "replaces_round_id"), "rounds", row, replaces_round_id=row["other"])


def nd807(frames: Frames, draw: Draw) -> Frames | None:
    """Nothing came of it, beside what did."""
    row = choose(draw, frames["outcomes"].filter(pl.col("kind") != "none"))
    if row is None:
        return None
    name = unused("nothing", frames["outcomes"]["outcome"])
    none = {"round_id": row["round_id"], "outcome": name, "kind": "none", "summary": "Nothing came of it."}
    return cite(append(frames, "outcomes", none), draw, "outcomes", none, None)


def nd808(frames: Frames, draw: Draw) -> Frames | None:
    """A document of another process; or, with but one process, one signed before its round."""
    owners = frames["documents"].select("document_id", document_process="process_id")
    rows = (
        frames["outcomes"]
        .filter(pl.col("document_id").is_not_null())
        .join(frames["rounds"].select("round_id", "process_id"), on="round_id")
    )
    strange = rows.drop("document_id").join(owners, how="cross").filter(pl.col("process_id") != pl.col("document_process"))
    row = choose(draw, strange)
    if row is not None:
        return change(frames, "outcomes", row, document_id=row["document_id"])
    rounds = frames["rounds"].select("round_id", first="start_earliest").filter(pl.col("first").is_not_null())
    texts = frames["documents"].filter(pl.col("kind").is_in(["ceasefire_agreement", "agreement", "readout"]))
    row = choose(draw, texts.join(rounds, on="round_id"))
    day = None if row is None else moved(row["first"], -1)
    return None if row is None or day is None else redate(frames, draw, "documents", row, "date", day)


def nd809(frames: Frames, draw: Draw) -> Frames | None:
    """The last round of a process announces another, which nobody looked for."""
    observed = frames["processes"].select("process_id", "observed_until")
    last_day = pl.max_horizontal("start_latest", "end_latest")
    rounds = frames["rounds"].join(observed, on="process_id").with_columns(last_day=last_day)
    last = rounds.filter(
        (pl.col("start_latest") == pl.col("start_latest").max().over("process_id"))
        & (last_day < pl.col("observed_until").dt.offset_by("-1d"))
    )
    row = choose(draw, last)
    if row is None:
        return None
    day = row["last_day"] + datetime.timedelta(days=1)
    frames = uncite(change(frames, "rounds", row, next_round_id=None), "rounds", row, "next_round_id")
    return redate(frames, draw, "rounds", row, "next_round_date", day)


def nd810(frames: Frames, draw: Draw) -> Frames | None:
    """An answer on a subject that nobody else spoke of."""
    row = choose(draw, frames["positions"])
    if row is None:
        return None
    others = frames["positions"].filter(pl.col("round_id") == row["round_id"], pl.col("actor_id") != row["actor_id"])
    spoken = set(others["issue"].cast(pl.String).to_list())
    kind = frames["positions"].schema["issue"]
    assert isinstance(kind, pl.Enum)
    free = [issue for issue in kind.categories.to_list() if issue not in spoken]
    if not free:
        return None
    return change(frames, "positions", row, act=draw(st.sampled_from(["accept", "reject"])), issue=draw(st.sampled_from(free)))


MUTATIONS: dict[str, Callable[[Frames, Draw], Frames | None]] = {
    name.upper(): mutation for name, mutation in list(globals().items()) if name.startswith("nd") and name[2:].isdigit()
}
