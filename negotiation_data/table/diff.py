"""What differs between two editions of the tables: records, rows, cells, disputes, coverage.

Rows are matched by their key, entries of evidence by all that they say: the number of an entry changes when another is
put before it, which is no change. Labels are compared as text, as a list of labels may have grown in between. These are
joins that polars has; a library for them (diffly) would be asked for less than it takes to prepare frames for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl

from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema.model import Column, Model, Part, Table
from negotiation_data.table import tombstones
from negotiation_data.table.frames import Frames
from negotiation_data.table.tombstones import Burial

__all__ = ["Cell", "Change", "Count", "Diff", "Dispute", "RecordChange", "RowChange", "diff", "plain_frames"]


class Change(StrEnum):
    """What became of a record or row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that differs, as text; None where there is none."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs: `row` has its values in the later edition (in the earlier one if it was removed).

    `cells` are the values that differ, of a changed row. Of columns that are computed from others none is listed
    unless nothing else in the row differs.
    """

    table: str
    key: str | None
    change: Change
    row: Mapping[str, Any]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that differs. `burial` is its tombstone, where one was put since."""

    table: str
    record_id: str
    change: Change
    rows: tuple[RowChange, ...]
    burial: Burial | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Of one table: rows in both editions, and how many were added, removed, changed; and how many cells were."""

    before: int
    after: int
    added: int
    removed: int
    changed: int
    cells: int


@dataclass(frozen=True, slots=True, order=True)
class Dispute:
    """A value about which sources disagree: its record and the pointer to it."""

    record_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs between two editions. `tables` are counts of those that differ, by name."""

    records: tuple[RecordChange, ...]
    tables: Mapping[str, Count]
    opened: tuple[Dispute, ...] = ()
    closed: tuple[Dispute, ...] = ()
    new_columns: tuple[str, ...] = field(default=())
    lost_columns: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.records or self.tables or self.new_columns or self.lost_columns)

    def of(self, change: Change) -> list[RecordChange]:
        return [record for record in self.records if record.change is change]


def plain_frames(model: Model, frames: Mapping[str, pl.DataFrame]) -> Frames:
    """Tables of any edition with the columns of this schema: labels as text, null for what the edition does not have."""
    found = {}
    for table in model.tables.values():
        schema = frame_schema(table)
        given = frames.get(table.name, schema.to_frame())
        found[table.name] = given.select(
            (pl.col(name) if name in given.columns else pl.lit(None, kind)).cast(_plain_type(kind), strict=False).alias(name)
            for name, kind in schema.items()
        )
    return found


def _plain_type(kind: pl.DataType) -> pl.DataType:
    if isinstance(kind, pl.Enum):
        return pl.String()
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Enum):
        return pl.List(pl.String())
    return kind


def diff(model: Model, before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> Diff:
    """What differs. The editions may be of other schemas; what either lacks counts as null, and is listed."""
    old, new = plain_frames(model, before), plain_frames(model, after)
    rows: defaultdict[tuple[str, str], list[RowChange]] = defaultdict(list)
    counts = {}
    owners = _owners(model, old) | _owners(model, new)
    for table in model.tables.values():
        found = list(
            _entries(table, old[table.name], new[table.name]) if table.exploded else _rows(table, old[table.name], new[table.name])
        )
        if found:
            counts[table.name] = _count(old[table.name], new[table.name], found)
        for change in found:
            record = change.row[table.record_key]
            rows[(owners.get(record, table.name), record)].append(change)
    disputes = _disputes(old), _disputes(new)
    return Diff(
        records=tuple(_records(model, rows, new)),
        tables=counts,
        opened=tuple(sorted(disputes[1] - disputes[0])),
        closed=tuple(sorted(disputes[0] - disputes[1])),
        new_columns=tuple(sorted(_columns(after, model) - _columns(before, model))),
        lost_columns=tuple(sorted(_columns(before, model) - _columns(after, model))),
    )


def _columns(frames: Mapping[str, pl.DataFrame], model: Model) -> set[str]:
    """Columns by table, with those that this schema does not have."""
    order = set(model.tables)
    return {f"{name}.{column}" for name, frame in frames.items() if frame.width and name in order for column in frame.columns}


def _owners(model: Model, frames: Frames) -> dict[str, str]:
    """The table of each record that is alive, by id."""
    alive = (table for table in model.record_tables if table.name != tombstones.TABLE)
    return {name: table.name for table in alive for name in frames[table.name][table.record_key].to_list()}


def _records(model: Model, rows: Mapping[tuple[str, str], list[RowChange]], new: Frames) -> Iterator[RecordChange]:
    buried = tombstones.index(model, new).buried
    order = list(model.tables)
    for (owner, record), changes in sorted(rows.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        own = next((change for change in changes if change.table == owner), None)
        change = own.change if own and own.change is not Change.CHANGED else Change.CHANGED
        yield RecordChange(owner, record, change, tuple(changes), buried.get(record) if change is Change.REMOVED else None)


# ---------------------------------------------------------------------------- rows


def _rows(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[RowChange]:
    """Rows by the table's key."""
    key = list(table.key)
    yield from (_change(table, row, Change.REMOVED) for row in _without(old, new, key))
    yield from (_change(table, row, Change.ADDED) for row in _without(new, old, key))
    rest = [name for name in new.columns if name not in key]
    if not rest:
        return
    both = new.join(old, on=key, how="inner", nulls_equal=True, suffix=" before", maintain_order="left")
    for row in both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} before")) for name in rest)).iter_rows(named=True):
        cells = tuple(_cells(table, row, rest))
        if cells:  # lists that differ in their order only are the same
            yield _change(table, {name: row[name] for name in new.columns}, Change.CHANGED, cells)


def _without(frame: pl.DataFrame, other: pl.DataFrame, key: list[str]) -> Iterator[dict[str, Any]]:
    return frame.join(other, on=key, how="anti", nulls_equal=True, maintain_order="left").iter_rows(named=True)


def _cells(table: Table, row: Mapping[str, Any], names: list[str]) -> Iterator[Cell]:
    found = [(table.column(name), _text(row[f"{name} before"]), _text(row[name])) for name in names]
    differing = [(column, before, after) for column, before, after in found if before != after]
    written = [entry for entry in differing if _is_told(entry[0])]
    yield from (Cell(column.name, before, after) for column, before, after in written or differing)


def _is_told(column: Column) -> bool:
    return column.part is Part.VALUE


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case list():
            return ", ".join(sorted(map(str, value)))
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}" if value.is_integer() else repr(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _change(table: Table, row: Mapping[str, Any], change: Change, cells: tuple[Cell, ...] = ()) -> RowChange:
    key = "/".join(str(row[name]).replace("~", "~0").replace("/", "~1") for name in table.identity) if table.identity else None
    return RowChange(table.name, key, change, row, cells)


# ---------------------------------------------------------------------------- entries without a name


def _entries(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[RowChange]:
    """Rows by all that they say, apart from the number of the entry; the same row twice counts twice."""
    said = [column.name for column in table.columns if column.part is not Part.ORDINAL]
    counted = [frame.select(said).group_by(said, maintain_order=True).len() for frame in (old, new)]
    both = counted[1].join(counted[0], on=said, how="full", nulls_equal=True, coalesce=True, suffix=" before", maintain_order="left_right")
    differing = both.with_columns(more=pl.col("len").fill_null(0).cast(pl.Int64) - pl.col("len before").fill_null(0).cast(pl.Int64))
    for row in differing.filter(pl.col("more") != 0).iter_rows(named=True):
        change = Change.ADDED if row["more"] > 0 else Change.REMOVED
        for _ in range(abs(row["more"])):
            yield _change(table, {name: row[name] for name in said}, change)


def _count(old: pl.DataFrame, new: pl.DataFrame, found: list[RowChange]) -> Count:
    by_kind = {change: sum(row.change is change for row in found) for change in Change}
    cells = sum(len(row.cells) for row in found)
    return Count(old.height, new.height, by_kind[Change.ADDED], by_kind[Change.REMOVED], by_kind[Change.CHANGED], cells)


# ---------------------------------------------------------------------------- disputes


def _disputes(frames: Frames) -> set[Dispute]:
    """Values that some report contradicts or omits, or that are left open because sources disagree."""
    against = frames["evidence"].filter(pl.col("stance").is_in(["contradicts", "omits"])).select("record_id", "field")
    contested = frames["missing_values"].filter(pl.col("reason") == "contested").select("record_id", "field")
    return {Dispute(record, field) for record, field in pl.concat([against, contested]).unique().iter_rows()}
