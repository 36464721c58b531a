"""Model to pandera: one schema for each table, with the same checks as `derive.checks`.

pandera's polars back end checks no value of a LazyFrame unless told otherwise; the schemas here tell it, so that a bad
lazy frame is refused like a bad eager one (it is collected for that).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData
from pandera.config import ValidationDepth, config_context

from negotiation_data.derive.checks import Check, CheckKind, checks, passes
from negotiation_data.derive.polars import dtype
from negotiation_data.schema.model import Table

__all__ = ["TableSchema", "pandera_schema", "validate"]

AnyFrame = TypeVar("AnyFrame", pl.DataFrame, pl.LazyFrame)


class TableSchema(pa.DataFrameSchema):
    """A schema that looks at the values of lazy frames too."""

    def validate(self, check_obj: AnyFrame, *arguments: Any, **options: Any) -> AnyFrame:
        with config_context(validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            return super().validate(check_obj, *arguments, **options)

    # pandera looks up its back ends by the class itself, and a subclass has none.
    @classmethod
    def get_backend(cls, check_obj: Any = None, check_type: type | None = None) -> Any:
        return pa.DataFrameSchema.get_backend(check_obj, check_type)


@lru_cache(maxsize=256)
def pandera_schema(table: Table) -> TableSchema:
    """Strict schema of a table: columns in order, types, nullability, value checks, unique key."""
    by_column: dict[str, list[pa.Check]] = {column.name: [] for column in table.columns}
    of_frame: list[pa.Check] = []
    for check in checks(table):
        if check.kind is CheckKind.ORDERED:
            of_frame.append(pa.Check(_frame_check(check), name=check.name, error=check.name))
        elif check.kind not in (CheckKind.NOT_NULL, CheckKind.UNIQUE):
            by_column[check.columns[0]].append(_column_check(check))
    return TableSchema(
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


def validate(table: Table, frame: AnyFrame) -> AnyFrame:
    """The frame itself if it satisfies its schema. Raises `pandera.errors.SchemaErrors` with every failing case."""
    return pandera_schema(table).validate(frame, lazy=True)
