"""Rows to frames: typed, with their computed columns, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema.model import Model, Part, Table

if TYPE_CHECKING:
    from negotiation_data.table.rows import Columns  # needs more than polars, which readers do not have

__all__ = ["Frames", "compact", "computed", "finished", "joined", "row_key_expression", "to_frames"]

Frames = dict[str, pl.DataFrame]


def to_frames(model: Model, columns: Columns) -> Frames:
    """Frames of rows as read: typed, unordered, computed columns still empty."""
    frames = {}
    for name, table in model.tables.items():
        schema = frame_schema(table)
        series = [
            pl.Series(column, values, dtype=kind, strict=True) for (column, kind), values in zip(schema.items(), columns[name], strict=True)
        ]
        frames[name] = pl.DataFrame(series)
    return frames


def compact(frames: Frames) -> Frames:
    """Without tables that have no rows and columns that have no values: all that need be sent or kept. See `joined`."""
    return {
        name: frame.select(column.name for column in frame.iter_columns() if column.null_count() < frame.height)
        for name, frame in frames.items()
        if frame.height
    }


def joined(model: Model, parts: Iterable[Frames]) -> Frames:
    """The whole tables of parts as `compact` left them. Raises an error of polars where one is not of the schema."""
    parts = list(parts)
    return {
        name: pl.concat([frame_schema(table).to_frame(), *(part[name] for part in parts if name in part)], how="diagonal")
        for name, table in model.tables.items()
    }


def finished(model: Model, frames: Frames) -> Frames:
    """The tables as they are published: computed columns filled, rows in the order of their key."""
    return {name: _with_computed(table, frames[name]).sort(table.key) for name, table in model.tables.items()}


def _with_computed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    for column in table.columns:
        if column.part is Part.FUNCTION:
            frame = _COMPUTED[(table.name, column.name)](frame)
    return frame.select(frame_schema(table).names())


def _sequence(rounds: pl.DataFrame) -> pl.DataFrame:
    """Place in the process by earliest start, latest start, id; rounds without any bound come last."""
    in_order = rounds.sort("process_id", "start_earliest", "start_latest", "round_id", nulls_last=True)
    return in_order.with_columns(sequence=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("process_id"))


#: How each column that the schema calls derived is computed; a test demands that none is left out.
_COMPUTED: Mapping[tuple[str, str], Callable[[pl.DataFrame], pl.DataFrame]] = {("rounds", "sequence"): _sequence}


def computed(table: str, column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """What fills a computed column of a whole table."""
    return _COMPUTED[table, column]


def row_key_expression(table: Table) -> pl.Expr:
    """The row key by which evidence points to a row of this table: see `record.pointer.row_key`."""
    if not table.identity:
        return pl.lit(None, pl.String)
    parts = [
        pl.col(name).cast(pl.String).str.replace_all("~", "~0", literal=True).str.replace_all("/", "~1", literal=True)
        for name in table.identity
    ]
    return pl.concat_str(parts, separator="/")
