"""Records to rows: what each table has of a record, column by column.

This is the inner loop of a build, so it knows the Model only through a plan made once: for each column, how to get
its value from the row's object.
"""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

import orjson

from negotiation_data.dates import edtf
from negotiation_data.record import pointer
from negotiation_data.schema.model import Column, ColumnType, Model, Part, Table

__all__ = ["Columns", "Rows", "instant"]

Getter = Callable[[Mapping[str, Any]], Any]
Columns = dict[str, list[list[Any]]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to fill one table from one kind of record. A getter is None where the value is not in the row's object."""

    table: Table
    array: str | None
    getters: tuple[Getter | None, ...]
    parent: int | None
    ordinal: int | None
    explode: tuple[int, str, tuple[int, int, int]] | None


class Rows:
    """Rows of many records, by table, as lists of columns in the Model's order."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.columns: Columns = {name: [[] for _ in table.columns] for name, table in model.tables.items()}

    def add(self, kind: str, data: Mapping[str, Any]) -> None:
        """Add one valid record to every table that it feeds."""
        plans = _plans(self.model, kind)
        record_id = data["id"]
        for plan in plans:
            columns = self.columns[plan.table.name]
            if plan.array is None:
                for column, getter in zip(columns, plan.getters, strict=True):
                    column.append(getter(data) if getter else None)
                continue
            for number, row in enumerate(data.get(plan.array, ()), 1):
                if plan.explode is None:
                    _append(plan, columns, record_id, number, row)
                    continue
                at, name, parts = plan.explode
                for text in row[name]:
                    _append(plan, columns, record_id, number, row)
                    columns[at][-1] = text
                    target = pointer.resolve(self.model, kind, text)
                    for position, value in zip(parts, (target.table, target.row_key, target.column), strict=True):
                        columns[position][-1] = value


def _append(plan: _Plan, columns: list[list[Any]], record_id: str, number: int, row: Mapping[str, Any]) -> None:
    for column, getter in zip(columns, plan.getters, strict=True):
        column.append(getter(row) if getter else None)
    if plan.parent is not None:
        columns[plan.parent][-1] = record_id
    if plan.ordinal is not None:
        columns[plan.ordinal][-1] = number


# ---------------------------------------------------------------------------- plans


@lru_cache(maxsize=64)
def _plans(model: Model, kind: str) -> tuple[_Plan, ...]:
    return tuple(_plan(table) for table in model.tables_of(kind))


def _plan(table: Table) -> _Plan:
    position = {part: index for index, column in enumerate(table.columns) for part in [column.part]}
    exploded = table.exploded
    return _Plan(
        table=table,
        array=str(table.path[0]) if table.path else None,
        getters=tuple(_getter(column) for column in table.columns),
        parent=position.get(Part.PARENT_KEY),
        ordinal=position.get(Part.ORDINAL),
        explode=(
            table.columns.index(exploded),
            str(exploded.path[0]),
            (position[Part.POINTER_TABLE], position[Part.POINTER_ROW], position[Part.POINTER_COLUMN]),
        )
        if exploded
        else None,
    )


def _getter(column: Column) -> Getter | None:
    match column.part:
        case Part.VALUE if not column.explode:
            return _value(column)
        case Part.EARLIEST | Part.LATEST | Part.PRECISION:
            return _date_part(column.base, column.part)
        case Part.INSTANT:
            return _instant(column.base[0], column.base[1:])
    return None


def _value(column: Column) -> Getter:
    at = _at(column.path)
    default = column.default
    if column.type is ColumnType.JSON:
        return lambda row: _json(at(row))
    if column.type is ColumnType.DATE:
        return lambda row: date.fromisoformat(text) if (text := at(row)) is not None else None
    if column.type is ColumnType.NUMBER:
        return lambda row: float(number) if (number := at(row)) is not None else None
    if default is not None:
        return lambda row: default if (value := at(row)) is None else value
    return at


def _at(path: Sequence[str]) -> Getter:
    if len(path) == 1:
        (name,) = path
        return lambda row: row.get(name)
    outer, name = path

    def nested(row: Mapping[str, Any]) -> Any:
        inner = row.get(outer)
        return None if inner is None else inner.get(name)

    return nested


def _json(value: Any) -> str | None:
    """JSON as one text for one value: keys in order, no spaces; a text stays as it is."""
    if value is None or isinstance(value, str):
        return value
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # a whole number beyond 64 bits
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _date_part(path: Sequence[str], part: Part) -> Getter:
    at = _at(path)
    name = part.value

    def get(row: Mapping[str, Any]) -> Any:
        text = at(row)
        return None if text is None else getattr(edtf.parse(text), name)

    return get


def _instant(day: str, clock: Sequence[str]) -> Getter:
    day_at, clock_at = _at((day,)), _at(clock)

    def get(row: Mapping[str, Any]) -> datetime | None:
        text, wall = day_at(row), clock_at(row)
        return None if text is None or wall is None else instant(text, wall["time"], wall["zone"])

    return get


def instant(day: str, clock: str, zone: str) -> datetime | None:
    """A day in EDTF and a time on a zone's clock as an instant in UTC; None unless the day is known."""
    parsed = edtf.parse(day)
    if parsed.earliest is None or parsed.earliest != parsed.latest:
        return None
    try:
        return datetime.combine(parsed.earliest, time.fromisoformat(clock), zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:  # the first or last day that there is, in another zone
        return None
