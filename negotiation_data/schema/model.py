"""Tables and columns as values: what the schema files say, once, for every part of the package to read.

A Model is frozen, does no I/O, and is compared by identity. Polars and Arrow schemas, pandera schemas, checks, the data dictionary and the
record reader are all functions of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["Column", "ColumnType", "Known", "Label", "Model", "Part", "RecordKind", "Table", "Vocabulary"]


class ColumnType(StrEnum):
    """Type of a column, independent of any engine."""

    STRING = "string"
    ENUM = "enum"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    JSON = "json"
    STRINGS = "list of strings"
    ENUMS = "list of enum"


class Known(StrEnum):
    """How a value is known; `meta.schema.json` defines the words."""

    REPORTED = "reported"
    JUDGED = "judged"
    ROW = "row"
    WITH_PARENT = "with_parent"
    CONSTRUCTED = "constructed"


class Part(StrEnum):
    """Where a column's values come from: a property as it stands, or something computed from one."""

    VALUE = "value"
    PARENT_KEY = "parent_key"
    ORDINAL = "ordinal"
    EARLIEST = "earliest"
    LATEST = "latest"
    PRECISION = "precision"
    INSTANT = "instant"
    POINTER_TABLE = "pointer_table"
    POINTER_ROW = "pointer_row"
    POINTER_COLUMN = "pointer_column"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Label:
    """One word of a vocabulary, with the codes of other data sets that come closest."""

    name: str
    description: str
    equivalents: Mapping[str, str] = field(default_factory=dict)
    minimum_parties: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of labels."""

    name: str
    description: str
    source: str
    labels: tuple[Label, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.labels)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `path` leads from the row's object in a record to the property: ``("venue", "place")``.
    `constraints` are the JSON Schema keywords that bound a single value (pattern, minimum, maxLength …).
    """

    name: str
    type: ColumnType
    path: tuple[str, ...]
    description: str
    part: Part = Part.VALUE
    required: bool = False
    recommended: bool = False
    known: Known = Known.CONSTRUCTED
    default: str | None = None
    references: tuple[str, ...] = ()
    row_of: str | None = None
    vocabulary: Vocabulary | None = None
    constraints: Mapping[str, Any] = field(default_factory=dict)
    format: str | None = None
    unit: str | None = None
    source: str | None = None
    guidelines: str | None = None
    examples: tuple[Any, ...] = ()
    bad_examples: tuple[Any, ...] = ()
    explode: bool = False
    base: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.type in (ColumnType.STRINGS, ColumnType.ENUMS)

    @property
    def is_written(self) -> bool:
        """Whether a coder writes it (else it is computed)."""
        return self.part is Part.VALUE


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table. `kinds` are the record kinds that feed it; `path` leads to the array in a record, () for the record.

    `key` is unique together with `record_key`, the column that holds the record's id. `identity` is what a
    pointer names a row by, as columns: ``/mediators/qatar/guarantor`` is ``("actor_id", "role")``.
    """

    name: str
    description: str
    kinds: tuple[str, ...]
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    record_key: str
    identity: tuple[str, ...]
    key: tuple[str, ...]
    known: Known = Known.CONSTRUCTED
    cited_by: str | None = None
    shared: bool = False

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}")

    @property
    def is_record(self) -> bool:
        """Whether a row is a whole record (else an entry of an array in one)."""
        return not self.path

    @property
    def exploded(self) -> Column | None:
        return next((column for column in self.columns if column.explode), None)


@dataclass(frozen=True, slots=True, eq=False)
class RecordKind:
    """One kind of record: its schema with every reference resolved, its table, and where its files lie."""

    name: str
    title: str
    description: str
    path: str
    table: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The whole schema, compiled."""

    version: str
    digest: str
    kinds: Mapping[str, RecordKind]
    tables: Mapping[str, Table]
    vocabularies: Mapping[str, Vocabulary]

    def tables_of(self, kind: str) -> Iterator[Table]:
        """The tables that records of a kind feed; the record's own first."""
        return (table for table in self.tables.values() if kind in table.kinds)

    @property
    def record_tables(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables.values() if table.is_record)
