"""Pointers: ``/mediators/qatar/guarantor/engagement`` names a value by names and keys, in a record and in its table.

Keys and not positions, so that a pointer outlives a reordered list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from negotiation_data.record.yaml import Path
from negotiation_data.schema.model import Column, Model, Part, Table

__all__ = ["PointerError", "Target", "path_in", "pointer_to", "resolve", "row_key"]


class PointerError(ValueError):
    """A pointer that names nothing the schema knows; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a pointer means: a table; a row of it by `row_key` (None: the record, or a whole list); a column of it."""

    table: str
    row_key: str | None
    column: str | None

    @property
    def is_list(self) -> bool:
        """A whole list is meant: neither row nor column, of a table that is not the record's own."""
        return self.row_key is None and self.column is None


def row_key(values: tuple[object, ...]) -> str:
    """Key values of a row as one text, joined by ``/``; ``~`` and ``/`` in them are escaped as in RFC 6901."""
    return "/".join(str(value).replace("~", "~0").replace("/", "~1") for value in values)


@dataclass(frozen=True, slots=True)
class _Index:
    """The properties of one kind of record, by name path: columns, and tables of its lists."""

    own: Table
    columns: Mapping[Path, Column]
    objects: frozenset[Path]
    lists: Mapping[str, Table]


@lru_cache(maxsize=64)
def _index(model: Model, kind: str) -> _Index:
    tables = list(model.tables_of(kind))
    own = tables[0]
    return _Index(own, *_columns(own), {table.path[0]: table for table in tables[1:]})


def _columns(table: Table) -> tuple[dict[Path, Column], frozenset[Path]]:
    columns: dict[Path, Column] = {column.path: column for column in table.columns if column.part is Part.VALUE}
    return columns, frozenset(path[:-1] for path in columns if len(path) > 1)


@lru_cache(maxsize=65_536)
def resolve(model: Model, kind: str, pointer: str) -> Target:
    """What a pointer in a record of this kind means. Raises PointerError where the schema has no such value."""
    index = _index(model, kind)
    parts = tuple(pointer.split("/")[1:])
    if not parts or not all(parts):
        raise PointerError(f"{pointer!r} is not a pointer; write /name or /list/key/name")
    table = index.lists.get(parts[0])
    if table is None:
        return _in_columns(index.own, parts, pointer, None, kind)
    keys, rest = parts[1 : 1 + len(table.identity)], parts[1 + len(table.identity) :]
    if not keys:
        return Target(table.name, None, None)
    names = [table.column(name).path[-1] for name in table.identity]
    if len(keys) < len(names):
        raise PointerError(f"{pointer!r} names no row: /{parts[0]} wants {' and '.join(f'<{name}>' for name in names)}")
    key = "/".join(keys)
    return Target(table.name, key, None) if not rest else _in_columns(table, rest, pointer, key, f"{kind}'s {parts[0]}")


def _in_columns(table: Table, path: Path, pointer: str, key: str | None, where: str) -> Target:
    columns, objects = _columns(table)
    if column := columns.get(path):
        return Target(table.name, key, column.name)
    if path in objects:
        inside = ", ".join(str(found[-1]) for found in columns if found[:-1] == path)
        raise PointerError(f"{pointer!r} names several values; add one of: {inside}")
    names = ", ".join(dict.fromkeys(str(found[0]) for found in columns))
    raise PointerError(f"{pointer!r} names nothing that a {where} has; there are: {names}")


def path_in(model: Model, kind: str, data: Mapping[str, Any], pointer: str) -> tuple[Path, bool]:
    """Where a pointer leads in a record's data, as a path of names and positions, and whether it leads all the way."""
    parts = pointer.split("/")[1:]
    path: Path = ()
    value: Any = data
    table = _index(model, kind).lists.get(parts[0]) if parts else None
    if table is not None and parts[0] in data:
        path, value = (parts[0],), data[parts[0]]
        names = [table.column(name).path[0] for name in table.identity]
        keys, parts = parts[1 : 1 + len(names)], parts[1 + len(names) :]
        if not keys:
            return path, True
        for position, row in enumerate(value):
            if isinstance(row, Mapping) and row_key(tuple(row.get(str(name)) for name in names)) == "/".join(keys):
                path, value = (*path, position), row
                break
        else:
            return path, False
    for part in parts:
        if not isinstance(value, Mapping) or part not in value:
            return path, False
        path, value = (*path, part), value[part]
    return path, True


def pointer_to(table: Table, key: str | None, column: str | None) -> str:
    """The pointer to a value that a table's row and column name."""
    parts = list(table.path)
    if key is not None:
        parts.append(key)
    if column is not None:
        found = table.column(column)
        parts += found.path or found.base
    return "/" + "/".join(map(str, parts))
