"""Addresses: every row and value of a record that evidence can speak of, with what the schema says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from negotiation_data.record import pointer
from negotiation_data.schema.model import Column, ColumnType, Known, Model, Part, Table

__all__ = ["Address", "absent", "addresses", "another", "lists", "references", "value_at"]


@dataclass(frozen=True, slots=True)
class Address:
    """A row (`column` is None) or a value. `needed`: sources report it, so that it must have evidence."""

    pointer: str
    table: Table
    column: Column | None
    value: Any
    needed: bool


@lru_cache(maxsize=64)
def _plan(model: Model, kind: str) -> tuple[tuple[Table, bool, tuple[tuple[Column, bool], ...]], ...]:
    """Tables of a kind with their columns that evidence can speak of; whether rows and values need evidence."""
    found = []
    for table in model.tables_of(kind):
        if not table.shared:
            columns = tuple(
                (column, column.known is Known.REPORTED)
                for column in table.columns
                if column.part is Part.VALUE and column.known is not Known.CONSTRUCTED and column.name not in table.identity
            )
            found.append((table, table.known is Known.REPORTED and table.cited_by is None, columns))
    return tuple(found)


def addresses(model: Model, kind: str, record: Mapping[str, Any]) -> Iterator[Address]:
    """What evidence of a record can speak of: its values, the rows of its lists and theirs."""
    for table, row_needed, columns in _plan(model, kind):
        for row in [record] if table.is_record else record.get(table.path[0], ()):
            key = _key(table, row)
            if key is not None:
                yield Address(pointer.pointer_to(table, key, None), table, None, row, row_needed)
            for column, needed in columns:
                value = value_at(row, column.path)
                if value is not None:
                    yield Address(pointer.pointer_to(table, key, column.name), table, column, value, needed)


def _key(table: Table, row: Mapping[str, Any]) -> str | None:
    return pointer.row_key(tuple(row[table.column(name).path[0]] for name in table.identity)) if table.identity else None


def value_at(row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value of a property, None where it is absent."""
    value: Any = row
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def absent(model: Model, kind: str, record: Mapping[str, Any]) -> list[tuple[str, Column]]:
    """Values that a record and the rows of its lists could have and have not, by pointer."""
    return [
        (pointer.pointer_to(table, _key(table, row), column.name), column)
        for table, _, columns in _plan(model, kind)
        for row in ([record] if table.is_record else record.get(table.path[0], ()))
        for column, _ in columns
        if column.default is None and value_at(row, column.path) is None
    ]


def lists(model: Model, kind: str, record: Mapping[str, Any]) -> list[Table]:
    """The lists of a record whose entries are known by an actor."""
    tables = (table for table in model.tables_of(kind) if not table.shared and table.path and table.path[0] in record)
    return [table for table in tables if "actor_id" in table.identity]


@lru_cache(maxsize=64)
def _references(model: Model, kind: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (table.path, column.path)
        for table in model.tables_of(kind)
        for column in table.columns
        if column.references and column.part is Part.VALUE
    )


def references(model: Model, kind: str, record: Mapping[str, Any]) -> Iterator[str]:
    """The ids of all that a record refers to."""
    for array, path in _references(model, kind):
        for row in record.get(array[0], ()) if array else [record]:
            value = value_at(row, path)
            if isinstance(value, list):
                yield from value
            elif value is not None:
                yield value


_OTHER_TEXTS = {"edtf": "1999-12-31", "date": "1999-12-31", "iana-zone": "Europe/Istanbul"}

#: Texts of every form that a schema asks for, two of each.
_OTHERS = ("Something else", "Another thing", "sw", "zu", "Deva", "Cyrl", "0" * 64, "1" * 64)


def another(column: Column, value: Any) -> Any:
    """A value of the column's form other than this one (None: any)."""
    match column.type:
        case ColumnType.ENUM:
            labels = column.vocabulary.names if column.vocabulary else column.constraints["enum"]
            return next(label for label in labels if label != value)
        case ColumnType.ENUMS:
            assert column.vocabulary is not None
            return next([label] for label in column.vocabulary.names if [label] != value)
        case ColumnType.STRINGS:
            return ["sw"]
        case ColumnType.BOOLEAN:
            return not value
        case ColumnType.INTEGER:
            return 1 if value is None else value + 1
        case ColumnType.NUMBER:
            return 1.5 if value is None else value - 0.125 if value > 1 else value + 0.125
    if column.references or column.row_of:
        return "another-one" if value is None else f"{value}-too"
    if column.format in _OTHER_TEXTS:
        return _OTHER_TEXTS[column.format]
    if column.path[-1] == "time":
        return "12:00"
    if column.path[-1] == "url":
        return "https://example.org/other"
    form = re.compile(column.constraints.get("pattern", ""))
    return next(text for text in _OTHERS if text != value and form.search(text))
