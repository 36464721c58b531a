"""Model to SQL: one CREATE TABLE for each table, with keys."""

from __future__ import annotations

from negotiation_data.schema.model import Column, ColumnType, Model, Table

__all__ = ["create_table", "quoted"]

_TYPES = {ColumnType.INTEGER: "INTEGER", ColumnType.NUMBER: "REAL", ColumnType.BOOLEAN: "INTEGER"}


def quoted(name: str) -> str:
    """A name as SQL wants it: `end` and `table` are words of the language."""
    return f'"{name}"'


def create_table(model: Model, table: Table) -> str:
    """The statement that creates a table. Dates and instants are ISO 8601 text, lists JSON text, truth values 0 and 1."""
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    for column in table.columns:
        if len(column.references) == 1 and not column.is_list:
            target = model.tables[column.references[0]]
            lines.append(f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(target.name)} ({quoted(target.record_key)})")
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column) -> str:
    check = ""
    if column.vocabulary is not None and not column.is_list:
        labels = ", ".join(f"'{name}'" for name in column.vocabulary.names)
        check = f" CHECK ({quoted(column.name)} IN ({labels}))"
    return f"{quoted(column.name)} {_TYPES.get(column.type, 'TEXT')}{' NOT NULL' if column.required else ''}{check}"
