"""Model to pandera: one schema for each table, with the same checks as `derive.checks`.

Collect before validating: pandera's polars back end skips every data check on a LazyFrame unless told otherwise, so
`validate` here takes eager frames only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from negotiation_data.derive.checks import Check, CheckKind, checks, passes
from negotiation_data.derive.polars import dtype
from negotiation_data.schema.model import Table

__all__ = ["pandera_schema", "validate"]


@lru_cache(maxsize=256)
def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """Strict schema of a table: columns in order, types, nullability, value checks, unique key."""
    by_column: dict[str, list[pa.Check]] = {column.name: [] for column in table.columns}
    of_frame: list[pa.Check] = []
    for check in checks(table):
        if check.kind is CheckKind.ORDERED:
            of_frame.append(pa.Check(_frame_check(check), name=check.name, error=check.name))
        elif check.kind not in (CheckKind.NOT_NULL, CheckKind.UNIQUE):
            by_column[check.columns[0]].append(_column_check(check))
    return pa.DataFrameSchema(
        columns={
            column.name: pa.Column(dtype(column), by_column[column.name], nullable=not column.required, description=column.description)
            for column in table.columns
        },
        checks=of_frame,
        unique=list(table.key),
        strict=True,
        ordered=True,
        name=table.name,
        description=table.description,
    )


_BUILT_IN: dict[CheckKind, Callable[..., pa.Check]] = {
    CheckKind.MINIMUM: pa.Check.ge,
    CheckKind.MAXIMUM: pa.Check.le,
    CheckKind.EXCLUSIVE_MINIMUM: pa.Check.gt,
}


def _column_check(check: Check) -> pa.Check:
    if built_in := _BUILT_IN.get(check.kind):
        return built_in(check.bound, name=check.name, error=check.name)
    return pa.Check(_frame_check(check), name=check.name, error=check.name)


def _frame_check(check: Check) -> Callable[[PolarsData], pl.LazyFrame]:
    def run(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(passes(check))

    return run


def validate(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame itself if it satisfies its schema. Raises `pandera.errors.SchemaErrors` with every failing case."""
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("collect the frame first: pandera checks no values of a LazyFrame")
    return pandera_schema(table).validate(frame, lazy=True)
