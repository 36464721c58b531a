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
    """How to fill one table from one kind of record. A getter is None where the value is not in the row's object.

    `sources` are the names in the row's object without which a getter finds nothing; None where it finds a default.
    """

    table: Table
    array: str | None
    getters: tuple[Getter | None, ...]
    sources: tuple[str | None, ...]
    parent: int | None
    ordinal: int | None
    explode: tuple[int, str, tuple[int, int, int]] | None


@dataclass(slots=True)
class _Waiting:
    """Objects of one plan that are not yet in columns: each with its record's id, its number, its exploded text."""

    objects: list[Mapping[str, Any]]
    ids: list[str]
    numbers: list[int]
    texts: list[str]


class Rows:
    """Rows of many records, by table, as lists of columns in the Model's order.

    Records are only gathered as they come; columns are filled for many at once, which is what takes least time.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._columns: Columns = {name: [[] for _ in table.columns] for name, table in model.tables.items()}
        self._waiting: dict[tuple[str, int], _Waiting] = {}

    @property
    def columns(self) -> Columns:
        """Every table's columns, as far as records were added."""
        for (kind, number), waiting in self._waiting.items():
            _fill(self.model, kind, _plans(self.model, kind)[number], waiting, self._columns)
        self._waiting.clear()
        return self._columns

    def add(self, kind: str, data: Mapping[str, Any]) -> None:
        """Add one valid record to every table that it feeds."""
        record_id = data["id"]
        for number, plan in enumerate(_plans(self.model, kind)):
            objects = [data] if plan.array is None else data.get(plan.array)
            if not objects:
                continue
            waiting = self._waiting.get((kind, number))
            if waiting is None:
                waiting = self._waiting[(kind, number)] = _Waiting([], [], [], [])
            if plan.explode is None:
                waiting.objects += objects
                waiting.ids += [record_id] * len(objects)
                continue
            name = plan.explode[1]
            for entry, row in enumerate(objects, 1):
                texts = row[name]
                waiting.objects += [row] * len(texts)
                waiting.ids += [record_id] * len(texts)
                waiting.numbers += [entry] * len(texts)
                waiting.texts += texts


def _fill(model: Model, kind: str, plan: _Plan, waiting: _Waiting, columns: Columns) -> None:
    """Append what waits to the columns of its table."""
    present = set[str]().union(*waiting.objects)
    found: list[list[Any]] = [
        [None] * len(waiting.objects)
        if getter is None or (source is not None and source not in present)
        else [getter(row) for row in waiting.objects]
        for getter, source in zip(plan.getters, plan.sources, strict=True)
    ]
    if plan.parent is not None:
        found[plan.parent] = waiting.ids
    if plan.ordinal is not None:
        found[plan.ordinal] = waiting.numbers
    if plan.explode is not None:
        at, _, parts = plan.explode
        targets = [pointer.resolve(model, kind, text) for text in waiting.texts]
        found[at] = waiting.texts
        for position, part in zip(parts, ("table", "row_key", "column"), strict=True):
            found[position] = [getattr(target, part) for target in targets]
    for column, values in zip(columns[plan.table.name], found, strict=True):
        column += values


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
        sources=tuple(next(iter(column.path or column.base), None) if column.default is None else None for column in table.columns),
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
