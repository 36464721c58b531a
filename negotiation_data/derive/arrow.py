"""Model to Arrow: schemas whose fields carry their description, and whose schema carries version and licence."""

from __future__ import annotations

import pyarrow as pa

from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema.model import Column, Model, Table

__all__ = ["arrow_schema", "table_metadata"]


def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema of a table: types as polars writes them, nullability, and for each field what the schema says of it."""
    base = pa.schema(frame_schema(table))
    return pa.schema([_field(base.field(column.name), column) for column in table.columns])


def _field(field: pa.Field, column: Column) -> pa.Field:
    metadata = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    metadata["description"] = column.description
    if column.unit:
        metadata["unit"] = column.unit
    if column.source:
        metadata["source"] = column.source
    return field.with_metadata(metadata).with_nullable(not column.required)


def table_metadata(model: Model, table: Table) -> dict[str, str]:
    """Metadata of a table's file. It informs; nothing trusts it in place of a check."""
    return {
        "title": f"negotiation-data: {table.name}",
        "description": table.description,
        "schema_version": model.version,
        "licence": "CC-BY-4.0",
    }
