"""A reader's own frame made to fit its table: columns in place and of their types, and what had to be done for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from negotiation_data.derive.polars import frame_schema
from negotiation_data.problem import Level
from negotiation_data.schema.model import Table

__all__ = ["ROW", "Misfit", "conform"]

#: Position of a row in the frame as it was given, from 0.
ROW = "row"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where a frame does not fit: a column as a whole, or `rows` of it by position."""

    code: str
    level: Level
    column: str
    message: str
    cure: str
    rows: pl.Series | None = None


def conform(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Misfit]]:
    """The frame with the table's columns and types, in its order; what does not fit is null there and told of."""
    misfits = list(_extra(table, frame))
    columns = []
    for name, wanted in frame_schema(table).items():
        if name not in frame.columns:
            required = table.column(name).required
            message = f"There is no column {name!r}: {table.column(name).description.split('.')[0]}."
            misfits.append(
                Misfit(
                    "ND151", Level.ERROR if required else Level.NOTE, name, message, f"Add it, of type {_told(wanted)}; null where unknown."
                )
            )
            columns.append(pl.Series(name, [None], dtype=wanted).new_from_index(0, frame.height))
            continue
        given = frame[name]
        cast, misfit = _cast(given, wanted)
        columns.append(cast)
        if misfit:
            misfits.append(misfit)
    return pl.DataFrame(columns, schema=list(frame_schema(table))), misfits


def _extra(table: Table, frame: pl.DataFrame) -> Iterator[Misfit]:
    known = frame_schema(table)
    for name in frame.columns:
        if name not in known:
            yield Misfit("ND153", Level.NOTE, name, f"{name!r} is no column of {table.name}.", "Nothing need be done; nobody checks it.")


def _cast(given: pl.Series, wanted: pl.DataType) -> tuple[pl.Series, Misfit | None]:
    if given.dtype == wanted:
        return given, None
    nothing = pl.Series(given.name, [None], dtype=wanted).new_from_index(0, len(given))
    try:
        # What is nested holds no single value, though polars would make a text or struct of it.
        cast = _converted(given, wanted) if given.dtype.is_nested() == wanted.is_nested() else nothing
    except pl.exceptions.PolarsError:
        cast = nothing
    if cast.dtype != wanted:
        cast = nothing
    lost = given.is_not_null() & cast.is_null()
    if not lost.any():
        return cast, None
    rows = lost.arg_true()
    example = given[int(rows[0])]
    message = f"{given.name!r} holds what is no {_told(wanted)}, such as {str(example)[:40]!r}."
    return cast, Misfit("ND152", Level.ERROR, given.name, message, f"Convert it to {_told(wanted)}.", rows)


def _converted(given: pl.Series, wanted: pl.DataType) -> pl.Series:
    if given.dtype == pl.String and wanted == pl.Date:
        return given.str.to_date("%Y-%m-%d", strict=False)
    if given.dtype == pl.String and wanted == pl.Datetime("us", "UTC"):
        return given.str.to_datetime(time_unit="us", time_zone="UTC", strict=False)
    return given.cast(wanted, strict=False)


def _told(kind: pl.DataType) -> str:
    if isinstance(kind, pl.Enum):
        labels = ", ".join(kind.categories.head(6))
        return f"label ({labels}{', …' if len(kind.categories) > 6 else ''})"
    return str(kind)
