"""Mutations that break the first rules: references, order of days, parties, ceasefires, venues, evidence."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from hypothesis import strategies as st

from negotiation_data.dates import calendars
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Part
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.values import needing_evidence
from tests.table.mutations.participation_ceasefire_outcome import (
    Draw,
    Frames,
    Row,
    append,
    change,
    choose,
    cite,
    date_columns,
    plain,
    set_date,
    tables,
    uncite,
)

_DAY = timedelta(days=1)
_NOT_HELD = ["planned", "cancelled", "refused", "not_held"]


def some_days(draw: Draw) -> timedelta:
    return timedelta(days=draw(st.integers(1, 5)))


def exact(name: str) -> pl.Expr:
    """Whether a date is known to the day."""
    return pl.col(f"{name}_precision") == "day"


# ---------------------------------------------------------------------------- identity


def nd201(frames: Frames, draw: Draw) -> Frames | None:
    """A process has the id of somebody or some place."""
    ids = pl.concat(
        frames[name].select(taken=key) for name, key in (("actors", "actor_id"), ("places", "place_id"), ("sources", "source_id"))
    )
    taken, process = choose(draw, ids), choose(draw, frames["processes"])
    return taken and process and append(frames, "processes", process | {"process_id": taken["taken"]})


#: Columns that refer to another record, need no evidence, and may be null: filled, they break nothing else.
_FREE_REFERENCES = (
    ("documents", "version_of_document_id"),
    ("documents", "round_id"),
    ("rounds", "replaces_round_id"),
    ("positions", "addressee_actor_id"),
    ("positions", "speaker_person_id"),
    ("participants", "institution_id"),
    ("actor_names", "source_id"),
    ("actor_changes", "other_actor_id"),
    ("incident_reports", "claimant"),
    ("incident_reports", "actor_id"),
    ("ceasefire_events", "document_id"),
    ("outcomes", "document_id"),
    ("ceasefires", "document_id"),
)


def nd202(frames: Frames, draw: Draw) -> Frames | None:
    """Something refers to a record that there is not."""
    here = [(table, column) for table, column in _FREE_REFERENCES if frames[table][column].null_count()]
    if not here:
        return None
    table, column = draw(st.sampled_from(here))
    row = choose(draw, frames[table].filter(pl.col(column).is_null()))
    return row and change(uncite(frames, table, row, column), table, row, **{column: "nowhere-to-be-found"})


def nd203(frames: Frames, draw: Draw) -> Frames | None:
    """A number counts a session that there was not, or a position is another version of none."""
    here = [(table, column) for table, column in (("round_numbers", "session"), ("positions", "alternative_to")) if frames[table].height]
    if not here:
        return None
    table, column = draw(st.sampled_from(here))
    row = choose(draw, frames[table])
    return row and change(plain(uncite(frames, table, row, column), table, row, None), table, row, **{column: "no-such-entry"})


# ---------------------------------------------------------------------------- time


def nd301(frames: Frames, draw: Draw) -> Frames | None:
    """A round is concluded and has no end."""
    row = choose(draw, frames["rounds"].filter(pl.col("status") == "concluded"))
    return row and set_date(uncite(frames, "rounds", row, "end"), "rounds", row, "end", None)


def nd302(frames: Frames, draw: Draw) -> Frames | None:
    """A round or session ends before it starts."""
    events = frames["ceasefire_events"].select("round_id").drop_nulls()
    dated = pl.col("end").is_not_null() & pl.col("start_earliest").is_not_null()
    found = [("rounds", row) for row in frames["rounds"].filter(dated).join(events, on="round_id", how="anti").to_dicts()]
    found += [("sessions", row) for row in frames["sessions"].filter(dated).to_dicts()]
    if not found:
        return None
    table, row = draw(st.sampled_from(found))
    changed = set_date(frames, table, row, "end", f"{row['start_earliest'] - some_days(draw)}")
    return plain(changed, table, row, "end")


def nd303(frames: Frames, draw: Draw) -> Frames | None:
    """A session of the days before its round, or after it."""
    rounds = frames["rounds"].filter(exact("start"), exact("end")).select("round_id", opened="start_earliest", closed="end_latest")
    row = choose(draw, frames["sessions"].join(rounds, on="round_id"))
    if row is None:
        return None
    day = draw(st.sampled_from([row["opened"] - some_days(draw), row["closed"] + _DAY]))
    for name in ("start", "end"):
        if row[name] is not None:
            frames = plain(set_date(frames, "sessions", row, name, f"{day}"), "sessions", row, name)
    return frames


def nd304(frames: Frames, draw: Draw) -> Frames | None:
    """A term that ends before it begins, or a ceasefire that ended before it took effect."""
    events = frames["ceasefire_events"].select("ceasefire_id")
    begun = pl.col("effective_earliest").is_not_null()
    terms = frames["ceasefires"].filter(begun, pl.col("planned_end").is_not_null(), pl.col("fixed_term_days").is_null())
    ended = frames["ceasefires"].filter(begun, pl.col("ended").is_not_null()).join(events, on="ceasefire_id", how="anti")
    declared = frames["ceasefires"].filter(
        begun,
        pl.col("declared_earliest").is_not_null(),
        pl.col("replaces_ceasefire_id").is_null(),
        pl.any_horizontal(pl.col("planned_end", "fixed_term_days").is_null()),
    )
    found = [("planned_end", row) for row in terms.to_dicts()] + [("ended", row) for row in ended.to_dicts()]
    found += [("effective", row) for row in declared.to_dicts()]
    if not found:
        return None
    name, row = draw(st.sampled_from(found))
    day = row["declared_earliest" if name == "effective" else "effective_earliest"] - _DAY
    return plain(set_date(frames, "ceasefires", row, name, f"{day}"), "ceasefires", row, name)


def days_supported(frames: Frames) -> pl.DataFrame:
    """Rows of evidence that support a date that is known to the day, with the day, and nothing of their own."""
    parts = []
    for table in catalog.model().tables.values():
        for column in table.columns:
            if column.format == "edtf" and column.part is Part.VALUE and not table.shared:
                rows = frames[table.name].filter(exact(column.name))
                key = row_key_expression(table)
                parts.append(
                    rows.select(
                        record_id=table.record_key,
                        row_key=key,
                        table=pl.lit(table.name),
                        column=pl.lit(column.name),
                        day=f"{column.name}_earliest",
                    )
                )
    plain_support = frames["evidence"].filter(pl.col("stance").is_in(["supports", "partial"]), pl.col("reported").is_null())
    told = plain_support.with_columns(pl.col("table").cast(pl.String))
    return told.join(pl.concat(parts), on=["record_id", "row_key", "table", "column"], nulls_equal=True)


def nd305(frames: Frames, draw: Draw) -> Frames | None:
    """A wording in another calendar, days away from the date."""
    row = choose(draw, days_supported(frames).filter(pl.col("day").dt.year() > 1990))
    if row is None:
        return None
    calendar = draw(st.sampled_from([*calendars.Calendar]))
    told = calendars.from_gregorian(row["day"] + timedelta(days=draw(st.integers(3, 20))), calendar)
    return change(frames, "evidence", row, wording=f"{told.year}/{told.month}/{told.day}", calendar=calendar.value)


# ---------------------------------------------------------------------------- participation


def nd401(frames: Frames, draw: Draw) -> Frames | None:
    """Third parties are listed, and there were none; or there were none, and it is not said why."""
    found = [(table, row) for table in ("rounds", "ceasefires") for row in frames[table].to_dicts()]
    if not found:
        return None
    table, row = draw(st.sampled_from(found))
    if row["mediation"] == "third_party":
        changed = change(frames, table, row, mediation=draw(st.sampled_from(["none", "unknown"])), mediation_reason="Nobody was there.")
        return uncite(changed, table, row, "mediation", "mediation_reason")
    return uncite(change(frames, table, row, mediation_reason=None), table, row, "mediation_reason")


def nd402(frames: Frames, draw: Draw) -> Frames | None:
    """Talks of delegations, with one party."""
    alone = frames["round_parties"].group_by("round_id").len().filter(pl.col("len") == 1)
    rows = frames["rounds"].join(alone, on="round_id", how="semi").filter(~pl.col("status").is_in(_NOT_HELD))
    row = choose(draw, rows)
    if row is None:
        return None
    return plain(change(frames, "rounds", row, kind=draw(st.sampled_from(["formal_round", "informal_talks"]))), "rounds", row, "kind")


def nd403(frames: Frames, draw: Draw) -> Frames | None:
    """A party is listed as a mediator too."""
    mediated = frames["rounds"].filter(pl.col("mediation") == "third_party")
    row = choose(draw, frames["round_parties"].join(mediated, on="round_id", how="semi"))
    if row is None:
        return None
    new = {name: row[name] for name in ("round_id", "actor_id")}
    new |= {"role": draw(st.sampled_from(["mediator", "facilitator"])), "engagement": "offered"}
    return cite(append(frames, "round_mediators", new), draw, "round_mediators", new, None)


def nd404(frames: Frames, draw: Draw) -> Frames | None:
    """A delegation of one who did not take part."""
    there = pl.concat(frames[name].select("round_id", "actor_id") for name in ("round_parties", "round_mediators", "delegations"))
    others = frames["rounds"].select("round_id").join(frames["actors"].select("actor_id"), how="cross")
    row = choose(draw, others.join(there, on=["round_id", "actor_id"], how="anti"))
    return row and append(frames, "delegations", row | {"disclosed": "unnamed"})


def nd405(frames: Frames, draw: Draw) -> Frames | None:
    """A co-head alone, or a second head."""
    led = frames["participants"].filter(pl.col("role").is_in(["head", "co_head"]))
    row = choose(draw, led)
    if row is None:
        return None
    team = ["round_id", "actor_id"]
    members = frames["participants"].filter(pl.col("role") == "member").join(led, on=team, how="semi")
    second = choose(draw, members) if draw(st.booleans()) else None
    if second is not None:
        row, role = second, "head"
    else:
        role = "co_head" if row["role"] == "head" else "member"
    return plain(change(frames, "participants", row, role=role), "participants", row, "role", None)


def nd406(frames: Frames, draw: Draw) -> Frames | None:
    """Somebody without a name or a description."""
    row = choose(draw, frames["participants"].filter(pl.col("person_id").is_null()))
    return row and change(uncite(frames, "participants", row, "described_as"), "participants", row, described_as=None)


# ---------------------------------------------------------------------------- ceasefires and places


def nd501(frames: Frames, draw: Draw) -> Frames | None:
    """Ended, and not when."""
    row = choose(draw, frames["ceasefires"].filter(pl.col("status") == "ended"))
    if row is None:
        return None
    frames = uncite(frames, "ceasefires", row, "ended", "ended_time", "ended_zone")
    return change(frames, "ceasefires", row, **date_columns("ended", None), ended_time=None, ended_zone=None, ended_at=None)


def nd502(frames: Frames, draw: Draw) -> Frames | None:
    """Declared by nobody, or jointly by one."""
    declarations = frames["ceasefires"].select("ceasefire_id", "declaration")
    declared = frames["ceasefire_parties"].filter("declared").join(declarations, on="ceasefire_id")
    few = declared.filter((pl.len().over("ceasefire_id") <= 2) | (pl.col("declaration") == "unilateral"))
    row = choose(draw, few)
    return row and plain(change(frames, "ceasefire_parties", row, declared=False), "ceasefire_parties", row, "declared", None)


def nd601(frames: Frames, draw: Draw) -> Frames | None:
    """A venue in another country than its place."""
    hosts = frames["round_mediators"].filter(pl.col("role") == "host")
    places = frames["places"].filter(pl.col("country").is_not_null())
    rows = frames["rounds"].filter(pl.col("venue_country").is_not_null()).join(places, on="place_id", how="semi")
    row = choose(draw, rows.join(hosts, on="round_id", how="anti"))
    if row is None:
        return None
    other = "ISL" if row["venue_country"] != "ISL" else "NOR"
    return plain(change(frames, "rounds", row, venue_country=other), "rounds", row, "venue_country")


def nd602(frames: Frames, draw: Draw) -> Frames | None:
    """A place becomes a part of another country; or its country another, where nothing else depends on it."""
    places = frames["places"].filter(pl.col("country").is_not_null())
    alone = places.filter(pl.col("parent_place_id").is_null(), pl.col("precision") != "country")
    countries = places.filter(pl.col("precision") == "country").select(new_parent="place_id", of="country")
    found = alone.join(countries, how="cross").filter(pl.col("of") != pl.col("country")).to_dicts()
    used = pl.concat([frames["rounds"].select("place_id"), places.select(place_id="parent_place_id")])
    parents = places.select(parent_place_id="place_id")
    movable = places.join(parents, on="parent_place_id", how="semi").join(used.drop_nulls(), on="place_id", how="anti")
    found += [row | {"new_parent": None} for row in movable.to_dicts()]
    if not found:
        return None
    row = draw(st.sampled_from(found))
    changed = {"parent_place_id": row["new_parent"]} if row["new_parent"] else {"country": "ISL" if row["country"] != "ISL" else "NOR"}
    return plain(uncite(change(frames, "places", row, **changed), "places", row, "parent_place_id"), "places", row, "country")


# ---------------------------------------------------------------------------- evidence


def nd701(frames: Frames, draw: Draw) -> Frames | None:
    """A value that sources report has lost its evidence."""
    needing = [(table, column, values.collect()) for table, column, values in needing_evidence(tables(frames))]
    needing = [found for found in needing if found[2].height]
    if not needing:
        return None
    table, column, values = draw(st.sampled_from(needing))
    value = draw(st.sampled_from(values.to_dicts()))
    here = (
        (pl.col("record_id") == value["record_id"])
        & (pl.col("table") == table.name)
        & pl.col("row_key").eq_missing(pl.lit(value["row_key"], pl.String))
        & pl.col("column").eq_missing(pl.lit(column and column.name, pl.String))
    )
    return frames | {"evidence": frames["evidence"].filter(~here)}


def _other_span(frames: Frames, row: Row, start: int, end: int) -> Frames:
    """Another passage for one row of evidence, with a hash that no other has."""
    return change(frames, "evidence", row, span_start=start, span_end=end, span_sha256=f"{start:032x}{end:032x}")


def nd702(frames: Frames, draw: Draw) -> Frames | None:
    """A passage beyond the end of the text, or of no text."""
    row = choose(draw, frames["evidence"].join(frames["sources"].select("source_id", "text_length"), on="source_id"))
    if row is None:
        return None
    start = row["text_length"] or 0
    return _other_span(frames, row, start, start + draw(st.integers(1, 400)))


def nd703(frames: Frames, draw: Draw) -> Frames | None:
    """An empty passage, or one of more than a sentence."""
    lengths = frames["sources"].filter(pl.col("text_length").is_not_null()).select("source_id", "text_length")
    row = choose(draw, frames["evidence"].join(lengths, on="source_id"))
    if row is None:
        return None
    if row["text_length"] > 401 and draw(st.booleans()):
        return _other_span(frames, row, 0, 401)
    return _other_span(frames, row, row["text_length"], row["text_length"])


_OPEN = (("rounds", "level"), ("rounds", "track"), ("rounds", "channel"), ("documents", "stage"), ("documents", "summary"))


def nd704(frames: Frames, draw: Draw) -> Frames | None:
    """Evidence for what is not coded."""
    found = [(table, column, row) for table, column in _OPEN for row in frames[table].filter(pl.col(column).is_null()).to_dicts()]
    if not found:
        return None
    table, column, row = draw(st.sampled_from(found))
    return cite(uncite(frames, table, row, column), draw, table, row, column)


_CODED = (("rounds", "start"), ("rounds", "summary"), ("ceasefires", "declared"), ("incidents", "date"), ("documents", "kind"))


def nd705(frames: Frames, draw: Draw) -> Frames | None:
    """What is coded is listed as missing."""
    found = [(table, column, row) for table, column in _CODED for row in frames[table].to_dicts()]
    if not found:
        return None
    table, column, row = draw(st.sampled_from(found))
    record = row[catalog.model().tables[table].record_key]
    entries = frames["missing_values"].filter(pl.col("record_id") == record)["entry"].to_list()
    new = {"record_id": record, "entry": max(entries, default=0) + 1, "field": f"/{column}", "table": table, "column": column}
    return append(frames, "missing_values", new | {"reason": draw(st.sampled_from(["not_reported", "withheld"]))})


MUTATIONS = {name.upper(): mutation for name, mutation in list(globals().items()) if name.startswith("nd") and name[2:].isdigit()}
COMPANIONS: dict[str, set[str]] = {
    # A truce that takes effect sooner may bind while the one before it still does.
    "ND304": {"ND506"},
}
