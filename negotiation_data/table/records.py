"""Tables back to records: the way through the house in reverse, so that nothing can get lost on it unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Model, Part, RecordKind, Table

__all__ = ["canonical", "to_records"]


def to_records(model: Model, frames: Mapping[str, pl.DataFrame], kind: str) -> dict[str, dict[str, Any]]:
    """Every record of a kind, by id, from the tables that it feeds; in the form of `canonical`."""
    own, *lists = model.tables_of(kind)
    records = {row[own.record_key]: _object(model, own, row) for row in frames[own.name].iter_rows(named=True)}
    for table in lists:
        rows = frames[table.name].filter(pl.col(table.record_key).is_in(list(records)))
        for record_id, entries in _entries(model, table, rows).items():
            records[record_id][str(table.path[0])] = entries
    return {record_id: canonical(model, model.kinds[kind], data) for record_id, data in records.items()}


def _entries(model: Model, table: Table, rows: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for number, row in enumerate(rows.iter_rows(named=True)):
        entries = found.setdefault(row[table.record_key], {})
        if table.exploded is None:
            entries[number] = _object(model, table, row)
            continue
        entry = entries.setdefault(row["entry"], _object(model, table, row))
        entry.setdefault(table.exploded.path[0], []).append(row[table.exploded.name])
    return {record_id: [entries[key] for key in sorted(entries)] for record_id, entries in found.items()}


def _object(model: Model, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        if value is None or column.part is not Part.VALUE or column.explode:
            continue
        inner = found
        for name in column.path[:-1]:
            inner = inner.setdefault(name, {})
        inner[column.path[-1]] = _written(model, column, value, row)
    return found


def _written(model: Model, column: Column, value: Any, row: Mapping[str, Any]) -> Any:
    if column.type is ColumnType.DATE:
        return value.isoformat()
    if column.type is not ColumnType.JSON:
        return value
    if row.get("column") is not None and row.get("table") is not None:
        # A report has the type of the column that it speaks of; text stands in the table as it is.
        target = model.tables[row["table"]].column(row["column"])
        if target.type in (ColumnType.STRING, ColumnType.ENUM, ColumnType.DATE):
            return value
    return json.loads(value)


def canonical(model: Model, kind: RecordKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """A record with its defaults written out and its lists in the order of their keys, which means the same."""
    record = dict(data)
    for table in model.tables_of(kind.name):
        written = [column for column in table.columns if column.part is Part.VALUE]
        if table.is_record:
            record |= {column.path[0]: column.default for column in written if column.default is not None and column.path[0] not in record}
            for column in written:
                if column.is_list and column.path[0] in record:
                    record[column.path[0]] = list(record[column.path[0]])
            continue
        name = str(table.path[0])
        if name in record:
            entries = [
                {column.path[0]: column.default for column in written if column.default is not None} | entry for entry in record[name]
            ]
            if table.exploded:
                fields = str(table.exploded.path[0])
                record[name] = [entry | {fields: sorted(entry[fields])} for entry in entries]
            else:
                keys = [table.column(key).path[0] for key in table.identity]
                record[name] = sorted(entries, key=lambda entry: [str(entry[key]) for key in keys])
    return record
