"""For each rule of evidence and of drift, a change that breaks it in good tables, and it alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import polars as pl
from hypothesis import strategies as st

from negotiation_data.schema import catalog
from negotiation_data.schema.model import Column, ColumnType, Known

Frames = dict[str, pl.DataFrame]
T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]
Mutation = Callable[[Frames, Draw], Frames | None]

ADDRESS = ["record_id", "table", "row_key", "column"]
REPORT = ["reported", "wording", "calendar", "attributed_to", "attributed_as", "via", "note"]


# ---------------------------------------------------------------------------- helpers


def any_row(draw: Draw, frame: pl.DataFrame, where: pl.Expr | None = None) -> dict[str, Any] | None:
    """Any row (that is as `where` says), with its number as `at`; None where there is none."""
    rows = frame.with_row_index("at")
    rows = rows if where is None else rows.filter(where)
    return rows.row(draw(st.integers(0, rows.height - 1)), named=True) if rows.height else None


def changed(frame: pl.DataFrame, where: pl.Expr, **values: Any) -> pl.DataFrame:
    """The frame with values set wherever `where` holds."""
    return frame.with_columns(
        pl.when(where).then(pl.lit(pl.Series(name, [value], dtype=frame.schema[name])).first()).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def added(frame: pl.DataFrame, *rows: dict[str, Any]) -> pl.DataFrame:
    """The frame with rows at its end; what a row does not give is null."""
    new = [{name: row.get(name) for name in frame.columns} for row in rows]
    return pl.concat([frame, pl.DataFrame(new, schema=frame.schema, orient="row")])


def with_report(frames: Frames, like: dict[str, Any], **values: Any) -> Frames:
    """The tables with one more entry of evidence: a copy of another in which `values` are set."""
    evidence = frames["evidence"]
    entry = evidence.filter(record_id=like["record_id"])["entry"].max()
    return {**frames, "evidence": added(evidence, {**like, **values, "entry": int(entry) + 1})}  # type: ignore[arg-type]


def same(row: dict[str, Any], *names: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).cast(pl.String).eq_missing(pl.lit(row[name], pl.String)) for name in names)


def column_of(row: dict[str, Any]) -> Column | None:
    return catalog.model().tables[row["table"]].column(row["column"]) if row["column"] else None


def is_closed(column: Column | None) -> bool:
    """Whether its values can be compared as they stand."""
    if column is None or column.is_list or column.format:
        return False
    return bool(column.references) or column.type in (ColumnType.ENUM, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.BOOLEAN)


def coded(frames: Frames, row: dict[str, Any]) -> Any:
    """The value that a row of evidence speaks of; None where there is none."""
    table = catalog.model().tables[row["table"]]
    rows = frames[table.name].filter(pl.col(table.record_key) == row["record_id"])
    if row["row_key"] is not None:
        rows = rows.filter(pl.concat_str([pl.col(name).cast(pl.String) for name in table.identity], separator="/") == row["row_key"])
    return rows[row["column"]][0] if rows.height else None


def as_reported(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def another(column: Column, value: Any) -> str:
    if column.vocabulary:
        return next(name for name in column.vocabulary.names if name != value)
    if isinstance(value, bool):
        return as_reported(not value)
    return as_reported(value + 1) if isinstance(value, int | float) else f"not-{value}"


def supported_value(frames: Frames, draw: Draw) -> dict[str, Any] | None:
    """A report that supports a coded value which can be compared."""
    evidence = frames["evidence"].with_row_index("at").filter(pl.col("stance") == "supports", pl.col("reported").is_null())
    fitting = [row for row in evidence.to_dicts() if is_closed(column_of(row)) and coded(frames, row) is not None]
    return draw(st.sampled_from(fitting)) if fitting else None


# ---------------------------------------------------------------------------- evidence


def nd706(frames: Frames, draw: Draw) -> Frames | None:
    """All who report a round's dates carry one agency."""
    dates = (pl.col("table") == "rounds") & pl.col("column").is_in(["start", "end"]) & pl.col("stance").is_in(["supports", "partial"])
    row = any_row(draw, frames["evidence"], dates)
    if row is None:
        return None
    sources = frames["evidence"].filter(dates, same(row, "record_id"))["source_id"].unique().to_list()
    others = frames["source_origins"].filter(~pl.col("source_id").is_in(sources))
    return {
        **frames,
        "source_origins": added(others, *({"source_id": source, "origin": "agency-of-all", "relation": "carries"} for source in sources)),
    }


def nd707(frames: Frames, draw: Draw) -> Frames | None:
    """A report with another value is given as support."""
    row = supported_value(frames, draw)
    if row is None:
        return None
    column = column_of(row)
    assert column is not None
    return with_report(frames, row, reported=another(column, coded(frames, row)))


def nd708(frames: Frames, draw: Draw) -> Frames | None:
    """A value of which nothing is reported is said to be contested."""
    spoken = frames["evidence"].select("record_id", "field")
    missing = frames["missing_values"]
    silent = missing.join(spoken, on=["record_id", "field"], how="anti").filter(pl.col("reason") != "contested")
    entries = missing.filter(pl.len().over("record_id", "entry") == 1)
    row = any_row(draw, silent.join(entries.select("record_id", "entry"), on=["record_id", "entry"], how="semi"))
    if row is not None:
        return {**frames, "missing_values": changed(missing, same(row, "record_id", "entry"), reason="contested")}
    listed = missing.filter(pl.col("field") == "/level").select("record_id")
    rounds = frames["rounds"].filter(pl.col("level").is_null(), ~pl.col("round_id").is_in(listed["record_id"].to_list()))
    row = any_row(draw, rounds)
    if row is None:
        return None
    entry = missing.filter(record_id=row["round_id"]).height + 1
    new = {"record_id": row["round_id"], "entry": entry, "field": "/level", "table": "rounds", "column": "level", "reason": "contested"}
    return {**frames, "missing_values": added(missing, new)}


def nd709(frames: Frames, draw: Draw) -> Frames | None:
    """A report of the very value that is coded is said to contradict it."""
    row = supported_value(frames, draw)
    return row and with_report(frames, row, stance="contradicts", reported=as_reported(coded(frames, row)), note="Left from before.")


def nd710(frames: Frames, draw: Draw) -> Frames | None:
    """A source read in part is said to leave a row out."""
    row = any_row(draw, frames["evidence"], pl.col("column").is_null() & pl.col("row_key").is_not_null())
    silent = (
        frames["sources"]
        if row is None
        else frames["sources"].join(frames["evidence"].filter(same(row, *ADDRESS)), on="source_id", how="anti")
    )
    partly = any_row(draw, silent, pl.col("read_extent") != "whole")
    if row is None or partly is None:
        return None
    said = dict.fromkeys([*REPORT, "span_start", "span_end", "span_sha256"])
    return with_report(frames, row, **{**said, "source_id": partly["source_id"], "stance": "omits"})


def nd711(frames: Frames, draw: Draw) -> Frames | None:
    """A source has no origin."""
    row = any_row(draw, frames["sources"])
    return row and {**frames, "source_origins": frames["source_origins"].filter(pl.col("source_id") != row["source_id"])}


def nd712(frames: Frames, draw: Draw) -> Frames | None:
    """A source has the address of another, written in another way."""
    read = any_row(draw, frames["sources"], pl.col("url").str.starts_with("https://") & ~pl.col("url").str.contains("#", literal=True))
    again = read and any_row(draw, frames["sources"], pl.col("source_id") != read["source_id"])
    if not read or not again:
        return None
    bare = read["url"].removeprefix("https://").removeprefix("www.")
    tracked = f"http://www.{bare}{'&' if '?' in bare else '?'}utm_source=other#top"
    return {**frames, "sources": changed(frames["sources"], same(again, "source_id"), url=tracked)}


def nd713(frames: Frames, draw: Draw) -> Frames | None:
    """A report is entered twice."""
    row = any_row(draw, frames["evidence"])
    return row and with_report(frames, row)


def nd714(frames: Frames, draw: Draw) -> Frames | None:
    """A source that supports a value contradicts it too."""
    row = any_row(draw, frames["evidence"], (pl.col("stance") == "supports") & pl.col("row_key").is_not_null())
    return row and with_report(frames, row, stance="contradicts", reported=None, wording=None, calendar=None, note=None)


def nd715(frames: Frames, draw: Draw) -> Frames | None:
    """All that is reported of a value is attributed to one party."""
    told = frames["evidence"].filter(
        pl.col("table").is_in(["rounds", "incidents"]),
        # once by a source, and nothing against it: else a name too many would be one report twice, or for and against
        (pl.col("stance").is_in(["supports", "partial"]) & pl.struct("source_id").is_first_distinct()).all().over(ADDRESS),
        (pl.len() == pl.col("source_id").n_unique()).over(ADDRESS),
        (pl.col("via").is_null().all() & pl.col("attributed_to").is_null().any()).over(ADDRESS),
    )
    fitting = [row for row in told.to_dicts() if (column := column_of(row)) is not None and column.known is Known.REPORTED]
    fitting = [row for row in fitting if coded(frames, row) is not None]
    if not fitting:
        return None
    row = draw(st.sampled_from(fitting))
    record = frames[row["table"]].filter(pl.col(catalog.model().tables[row["table"]].record_key) == row["record_id"])
    here = same(row, *ADDRESS)
    own = frames["source_origins"].join(frames["evidence"].filter(here), on="source_id", how="semi")["origin"].to_list()
    party = any_row(draw, frames["process_parties"].filter(pl.col("process_id") == record["process_id"][0], ~pl.col("actor_id").is_in(own)))
    return party and {**frames, "evidence": changed(frames["evidence"], here, attributed_to=party["actor_id"], attributed_as=None)}


def nd716(frames: Frames, draw: Draw) -> Frames | None:
    """Somebody is described in a sentence."""
    row = any_row(draw, frames["evidence"], pl.col("attributed_to").is_null())
    told = "one who had been there on both days and who did not wish that anybody knew of it"
    return row and {**frames, "evidence": changed(frames["evidence"], same(row, "record_id", "entry"), attributed_as=told)}


def nd717(frames: Frames, draw: Draw) -> Frames | None:
    """A source has no day at all."""
    row = any_row(draw, frames["sources"])
    dates = dict.fromkeys(("published", "published_earliest", "published_latest", "published_precision", "read_on"))
    return row and {**frames, "sources": changed(frames["sources"], same(row, "source_id"), **dates, published_basis="none")}


def nd718(frames: Frames, draw: Draw) -> Frames | None:
    """A passage has two hashes."""
    row = any_row(draw, frames["evidence"], pl.col("span_sha256").is_not_null())
    return row and with_report(frames, row, span_sha256=row["span_sha256"][::-1], attributed_to=None, attributed_as="one who was there")


def nd719(frames: Frames, draw: Draw) -> Frames | None:
    """One who said it is said to have passed it on, too."""
    row = any_row(draw, frames["evidence"], pl.col("attributed_to").is_null() & pl.col("via").is_null())
    sides = frames["process_parties"]["actor_id"].to_list()
    neutral = any_row(draw, frames["actors"], ~pl.col("actor_id").is_in(sides) & pl.col("parent_actor_id").is_null())
    if row is None or neutral is None:
        return None
    named = {"attributed_to": neutral["actor_id"], "via": [neutral["actor_id"]]}
    return {**frames, "evidence": changed(frames["evidence"], same(row, "record_id", "entry"), **named)}


def nd720(frames: Frames, draw: Draw) -> Frames | None:
    """A source cites its own outlet."""
    row = any_row(draw, frames["source_origins"], pl.col("relation") != "own")
    if row is None:
        return None
    outlet = row["origin"].replace("-", " ").title()
    return {**frames, "sources": changed(frames["sources"], same(row, "source_id"), outlet=outlet)}


def nd721(frames: Frames, draw: Draw) -> Frames | None:
    """Of a value there is half a report for it, and one against it."""
    each_once = (pl.len() == pl.col("source_id").n_unique()).over(ADDRESS)  # else two reports of one source may become the same
    one_way = each_once & pl.col("stance").is_in(["supports", "partial"]).all().over(ADDRESS) & pl.col("row_key").is_not_null()
    row = any_row(draw, frames["evidence"], one_way)
    other = row and any_row(draw, frames["sources"].join(frames["evidence"].filter(same(row, *ADDRESS)), on="source_id", how="anti"))
    if not row or not other:
        return None
    weak = {**frames, "evidence": changed(frames["evidence"], same(row, *ADDRESS), stance="partial", note=None)}
    said = dict.fromkeys([*REPORT, "span_start", "span_end", "span_sha256"])
    return with_report(weak, row, **{**said, "source_id": other["source_id"], "stance": "contradicts"})


# ---------------------------------------------------------------------------- drift

#: How many invented actors have the one country, of those with two that no other actor has.
OF_ONE_COUNTRY = 25


def invented(number: int, country: str) -> dict[str, Any]:
    """An actor that no other resembles, in id or name."""
    word = "".join(f"{'bdfgklmnprstvz'[part // 5 % 14]}{'aeiou'[part % 5]}" for part in (number % 70, number // 70, 7))
    name = f"{word} {word[::-1]}".title()
    note = "Invented for a proof."
    return {"actor_id": f"invented-{number:04}", "name": name, "kind": "other", "country": country, "review": "coded", "note": note}


def one_more(frames: Frames, draw: Draw) -> Frames:
    """The tables with one actor more, to whom nothing refers."""
    return {**frames, "actors": added(frames["actors"], invented(0, "ATA")).sort("actor_id")}


def many_more(frames: Frames, draw: Draw) -> Frames:
    """The tables with so many actors more, of two countries, that they are most of all."""
    actors = frames["actors"]
    names = actors.schema["country"].categories.to_list()  # type: ignore[attr-defined]
    one, other = [name for name in names if name not in actors["country"].cast(pl.String).to_list()][:2]
    count = max(60, 2 * actors.height)
    new = (invented(number, one if number < OF_ONE_COUNTRY else other) for number in range(count))
    return {**frames, "actors": added(actors, *new).sort("actor_id")}


def countries(frames: Frames) -> tuple[str, str]:
    """The two countries that only invented actors have."""
    invented = frames["actors"].filter(INVENTED).sort("actor_id")["country"].cast(pl.String)
    return invented[0], invented[-1]


INVENTED = pl.col("actor_id").str.starts_with("invented-")


def nd901(frames: Frames, draw: Draw) -> Frames | None:
    """An actor is gone."""
    row = any_row(draw, frames["actors"], INVENTED)
    return row and {**frames, "actors": frames["actors"].filter(~same(row, "actor_id"))}


def nd902(frames: Frames, draw: Draw) -> Frames | None:
    """An actor is another."""
    row = any_row(draw, frames["actors"], INVENTED)
    return row and {**frames, "actors": changed(frames["actors"], same(row, "actor_id"), name="Quite Another")}


def nd903(frames: Frames, draw: Draw) -> Frames | None:
    """No actor has a note any more."""
    return {**frames, "actors": changed(frames["actors"], pl.lit(True), note=None)}


def nd904(frames: Frames, draw: Draw) -> Frames | None:
    """Two countries change places, as codes do that are renumbered."""
    one, other = countries(frames)
    flipped = pl.col("country").cast(pl.String).replace({one: other, other: one}).cast(frames["actors"].schema["country"])
    return {**frames, "actors": frames["actors"].with_columns(country=flipped)}


def nd905(frames: Frames, draw: Draw) -> Frames | None:
    """One country is merged into another."""
    one, other = countries(frames)
    return {**frames, "actors": changed(frames["actors"], pl.col("country") == one, country=other)}


MUTATIONS: dict[str, Mutation] = {
    name.upper(): function for name, function in sorted(globals().items()) if name.startswith("nd") and name[2:].isdigit()
}

#: The earlier release with which a rule of drift compares, made of good tables: it is what the mutation is given.
BASES: dict[str, Callable[[Frames, Draw], Frames]] = {
    "ND901": one_more,
    "ND902": one_more,
    "ND903": many_more,
    "ND904": many_more,
    "ND905": many_more,
}

COMPANIONS: dict[str, set[str]] = {
    # A source without origins counts as one of its own, so that what two reported may be left with one origin.
    "ND711": {"ND706"},
    # Apart from its hash, the passage may then say of the value what another entry of the source says.
    "ND718": {"ND713"},
}
