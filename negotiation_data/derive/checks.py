"""Model to checks: every constraint on one table, as data, and as polars expressions over it.

`derive.pandera` makes the same list into pandera schemas; a test holds the two to the same verdicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Part, Table

__all__ = ["Check", "CheckKind", "checks", "failing", "passes"]


class CheckKind(StrEnum):
    """What a check demands of every row."""

    NOT_NULL = "not_null"
    PATTERN = "pattern"
    MIN_LENGTH = "min_length"
    MAX_LENGTH = "max_length"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    EXCLUSIVE_MINIMUM = "exclusive_minimum"
    MIN_ITEMS = "min_items"
    ORDERED = "ordered"
    UNIQUE = "unique"


@dataclass(frozen=True, slots=True)
class Check:
    """One demand. `bound` is the pattern or number; `columns` has two for ORDERED and the key for UNIQUE."""

    table: str
    columns: tuple[str, ...]
    kind: CheckKind
    bound: str | int | float | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}({', '.join(self.columns)}{'' if self.bound is None else f', {self.bound}'})"


_BY_KEYWORD = {
    "pattern": CheckKind.PATTERN,
    "minLength": CheckKind.MIN_LENGTH,
    "maxLength": CheckKind.MAX_LENGTH,
    "minimum": CheckKind.MINIMUM,
    "maximum": CheckKind.MAXIMUM,
    "exclusiveMinimum": CheckKind.EXCLUSIVE_MINIMUM,
    "minItems": CheckKind.MIN_ITEMS,
}


@lru_cache(maxsize=256)
def checks(table: Table) -> tuple[Check, ...]:
    """Every check of a table, column by column, its key last."""
    found = [check for column in table.columns for check in _of_column(table, column)]
    return (*found, Check(table.name, table.key, CheckKind.UNIQUE))


def _of_column(table: Table, column: Column) -> list[Check]:
    found = []
    if column.required:
        found.append(Check(table.name, (column.name,), CheckKind.NOT_NULL))
    if column.vocabulary is None and column.type not in (ColumnType.DATE, ColumnType.JSON):
        for keyword, kind in _BY_KEYWORD.items():
            if keyword in column.constraints and not (column.is_list and kind is not CheckKind.MIN_ITEMS):
                found.append(Check(table.name, (column.name,), kind, column.constraints[keyword]))
    if column.part is Part.LATEST:
        found.append(Check(table.name, (column.name.removesuffix("latest") + "earliest", column.name), CheckKind.ORDERED))
    return found


def passes(check: Check, column: pl.Expr | None = None) -> pl.Expr:
    """True for a row that satisfies the check, null where there is no value to judge; not for UNIQUE.

    `column` stands for the values of the check's first column, where not all of them need be looked at.
    """
    column = pl.col(check.columns[0]) if column is None else column
    match check.kind:
        case CheckKind.NOT_NULL:
            return column.is_not_null()
        case CheckKind.PATTERN:
            return column.str.contains(str(check.bound))
        case CheckKind.MIN_LENGTH:
            return column.str.len_chars() >= check.bound
        case CheckKind.MAX_LENGTH:
            return column.str.len_chars() <= check.bound
        case CheckKind.MINIMUM:
            return column >= check.bound
        case CheckKind.MAXIMUM:
            return column <= check.bound
        case CheckKind.EXCLUSIVE_MINIMUM:
            return column > check.bound
        case CheckKind.MIN_ITEMS:
            return column.list.len() >= check.bound
        case CheckKind.ORDERED:
            return column <= pl.col(check.columns[1])
        case CheckKind.UNIQUE:
            raise ValueError("whether a key is unique is no question to one row; see table.check")


def failing(check: Check) -> pl.Expr:
    """True for a row that fails the check, never null."""
    if check.kind is CheckKind.UNIQUE:
        return pl.struct(check.columns).is_duplicated()
    return passes(check).not_().fill_null(False)
