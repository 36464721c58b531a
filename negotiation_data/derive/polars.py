"""Model to polars: the schema of each table."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Table

__all__ = ["dtype", "frame_schema"]

_TYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.STRING: pl.String(),
    ColumnType.INTEGER: pl.Int32(),
    ColumnType.NUMBER: pl.Float64(),
    ColumnType.BOOLEAN: pl.Boolean(),
    ColumnType.DATE: pl.Date(),
    ColumnType.INSTANT: pl.Datetime("us", "UTC"),
    ColumnType.JSON: pl.String(),
    ColumnType.STRINGS: pl.List(pl.String()),
}


def dtype(column: Column) -> pl.DataType:
    """The polars type of a column."""
    if column.vocabulary is None:
        return _TYPES[column.type]
    labels = pl.Enum(column.vocabulary.names)
    return pl.List(labels) if column.type is ColumnType.ENUMS else labels


@lru_cache(maxsize=256)
def frame_schema(table: Table) -> pl.Schema:
    """Column names and types of a table, in order."""
    return pl.Schema({column.name: dtype(column) for column in table.columns})
