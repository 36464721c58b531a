"""Schema files to Model: one pure function, no I/O.

An object that is a record becomes a table; an array of objects in it becomes a child table with the record's id in
front; nested objects become columns. A date becomes four columns, a clock three, a pointer four.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from negotiation_data.dates.edtf import Precision
from negotiation_data.schema.model import (
    Column,
    ColumnType,
    Known,
    Label,
    Model,
    Part,
    RecordKind,
    Table,
    Vocabulary,
)

__all__ = ["SchemaError", "compile_schemas", "resolve"]

Json = Mapping[str, Any]

# Keywords that may stand beside a $ref: they say more of the value and never constrain it, so that merging is exact.
_ANNOTATIONS = frozenset({"description", "title", "default", "examples"})
_CONSTRAINTS = ("pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "minItems")
_VOCABULARY_FILE = "vocabulary.schema.json"

_PRECISION = Vocabulary(
    "precision",
    "How finely a date is known.",
    "Own list, over EDTF.",
    tuple(
        Label(precision.value, description)
        for precision, description in {
            Precision.DAY: "To the day.",
            Precision.MONTH: "To the month.",
            Precision.SEASON: "To a season of a year.",
            Precision.YEAR: "To the year.",
            Precision.DECADE: "To the decade.",
            Precision.CENTURY: "To the century.",
            Precision.MILLENNIUM: "To the millennium.",
            Precision.RANGE: "One of several days, between the earliest and the latest.",
            Precision.PERIOD: "A duration, from the earliest to the latest.",
            Precision.UNKNOWN_YEAR: "Month or day are known and the year is not: no earliest or latest day.",
            Precision.UNKNOWN: "Not known at all.",
        }.items()
    ),
)


class SchemaError(ValueError):
    """The schema files contradict themselves; the message names file and place. A fault of ours, never a contributor's."""


def resolve(files: Mapping[str, Json], name: str, node: Json | None = None) -> dict[str, Any]:
    """A schema with every ``$ref`` replaced by what it points to, and every list of constants by an ``enum``.

    Labels keep their meaning in ``x-labels``. Raises SchemaError for a dangling reference, or for a keyword beside a
    reference that would constrain.
    """

    def walk(value: Any, file: str) -> Any:
        if isinstance(value, list):
            return [walk(item, file) for item in value]
        if not isinstance(value, Mapping):
            return value
        reference = value.get("$ref")
        if not isinstance(reference, str):
            resolved = {key: walk(item, file) for key, item in value.items() if key != "$schema"}
            return _with_enum(resolved)
        beside = {key: item for key, item in value.items() if key != "$ref"}
        if constraining := sorted(key for key in beside if key not in _ANNOTATIONS and not key.startswith("x-")):
            raise SchemaError(f"{file}: {', '.join(constraining)} beside $ref {reference!r}; put it in the type referred to")
        target_file, _, fragment = reference.partition("#/")
        target_file = target_file.rstrip("#") or file
        target: Any = files.get(target_file)
        for part in fragment.split("/") if fragment else ():
            target = target.get(part) if isinstance(target, Mapping) else None
        if not isinstance(target, Mapping):
            raise SchemaError(f"{file}: $ref {reference!r} points to nothing")
        found = walk(target, target_file)
        merged = {**found, **walk(beside, file)}
        if "description" in beside and "description" in found:
            merged["x-form"] = found.get("x-form", found["description"])  # what the type is, beside what the property means
        if target_file == _VOCABULARY_FILE:
            merged["x-vocabulary"] = fragment.rpartition("/")[2]
        return merged

    resolved = walk(files[name] if node is None else node, name)
    if not isinstance(resolved, dict):
        raise SchemaError(f"{name} is not an object")
    return resolved


def _with_enum(schema: dict[str, Any]) -> dict[str, Any]:
    options = schema.get("oneOf")
    if isinstance(options, list) and all(isinstance(option, dict) and "const" in option for option in options):
        schema = {key: value for key, value in schema.items() if key != "oneOf"}
        schema["enum"] = [option["const"] for option in options]
        schema["x-labels"] = options
    return schema


def compile_schemas(files: Mapping[str, Json], version: str, digest: str) -> Model:
    """Compile schema files (by file name) to a Model. Raises SchemaError where they contradict themselves."""
    kinds: dict[str, RecordKind] = {}
    drafts: dict[str, list[Table]] = {}
    for file in files:
        schema = resolve(files, file)
        if "x-record" not in schema:
            continue
        kind = file.removesuffix(".schema.json")
        tables = list(_tables(kind, schema))
        kinds[kind] = RecordKind(kind, schema["title"], schema["description"], schema["x-record"]["path"], tables[0].name, schema)
        for table in tables:
            drafts.setdefault(table.name, []).append(table)
    tables_by_name = {name: _merged(group) for name, group in drafts.items()}
    record_tables = [table for table in tables_by_name.values() if table.is_record]
    model = Model(
        version=version,
        digest=digest,
        kinds=kinds,
        tables=_in_order(_with_shared_columns(tables_by_name, tuple(table.name for table in record_tables))),
        vocabularies={
            column.vocabulary.name: column.vocabulary for table in tables_by_name.values() for column in table.columns if column.vocabulary
        },
    )
    _check(model)
    return model


# ---------------------------------------------------------------------------- tables


def _tables(kind: str, schema: Json) -> Iterator[Table]:
    """The record's own table, then one for each array of objects in it."""
    written = list(_columns(schema))
    derived = [
        replace(_column(name, prop, (name,), required=True), part=Part.FUNCTION) for name, prop in schema.get("x-derived", {}).items()
    ]
    record_columns = [written[0], *derived, *written[1:]]
    key = _key_columns(schema["x-table"]["key"], record_columns, kind)
    yield Table(
        name=schema["x-table"]["name"],
        description=schema["description"],
        kinds=(kind,),
        path=(),
        columns=tuple(record_columns),
        record_key=key[0],
        identity=(),
        key=key,
    )
    for name, prop in schema["properties"].items():
        if prop.get("type") == "array" and prop["items"].get("type") == "object":
            yield _child_table(kind, name, prop, record_columns[0])


def _child_table(kind: str, name: str, prop: Json, record_id: Column) -> Table:
    if "x-table" not in prop:
        raise SchemaError(f"{kind}.schema.json: array {name!r} has no x-table")
    annotation = prop["x-table"]
    shared = bool(annotation.get("shared"))
    parent = Column(
        name="record_id" if shared else record_id.name,
        type=ColumnType.STRING,
        path=record_id.path,
        part=Part.PARENT_KEY,
        description="The record that the row stands in." if shared else f"The {kind} that the row belongs to.",
        required=True,
        constraints=record_id.constraints,
    )
    columns = [parent]
    if ordinal := annotation.get("ordinal"):
        columns.append(
            Column(ordinal, ColumnType.INTEGER, (), f"Place of the entry in the record's `{name}`, from 1.", Part.ORDINAL, required=True)
        )
    columns += _columns(prop["items"])
    identity = _key_columns(annotation["key"], columns, f"{kind}.{name}")
    return Table(
        name=annotation["name"],
        description=prop["description"],
        kinds=(kind,),
        path=(name,),
        columns=tuple(columns),
        record_key=parent.name,
        identity=identity,
        key=(parent.name, *((ordinal,) if ordinal else ()), *identity),
        known=Known(prop["items"].get("x-known", Known.CONSTRUCTED)),
        cited_by=_cited_by(prop["items"], columns),
        shared=shared,
    )


def _cited_by(items: Json, columns: list[Column]) -> str | None:
    name = items.get("x-cited-by")
    return _key_columns([name], columns, "x-cited-by")[0] if name else None


def _key_columns(properties: list[str], columns: list[Column], where: str) -> tuple[str, ...]:
    by_path = {column.path: column.name for column in columns if column.is_written}
    try:
        return tuple(by_path[(name,)] for name in properties)
    except KeyError as error:
        raise SchemaError(f"{where}: key {error.args[0][0]!r} is not a property") from None


def _merged(group: list[Table]) -> Table:
    """Tables of one name: a single one, or the same shared table fed by several record kinds."""
    first = group[0]
    for other in group[1:]:
        if not (first.shared and other.shared and first.columns == other.columns and first.path == other.path):
            raise SchemaError(f"table {first.name!r} is defined twice, differently")
    return replace(first, kinds=tuple(table.kinds[0] for table in group))


def _with_shared_columns(tables: dict[str, Table], record_tables: tuple[str, ...]) -> dict[str, Table]:
    """Shared tables: `record_id` refers to every record table; a pointer's table is one of all tables."""
    names = Vocabulary(
        "table", "Tables of this data set.", "This schema.", tuple(Label(name, table.description) for name, table in sorted(tables.items()))
    )

    def finished(table: Table, column: Column) -> Column:
        if column.part is Part.POINTER_TABLE:
            return replace(column, vocabulary=names)
        if column.part is Part.PARENT_KEY:
            owners = tuple(tables[name].name for name in record_tables if set(tables[name].kinds) & set(table.kinds))
            return replace(column, references=owners)
        return column

    return {name: replace(table, columns=tuple(finished(table, column) for column in table.columns)) for name, table in tables.items()}


# Tables in the order in which a reader wants to meet them; any other follows in the order of the files.
_FIRST = ("process", "round", "ceasefire", "incident", "document", "actor", "person", "place", "source", "tombstone")


def _in_order(tables: dict[str, Table]) -> dict[str, Table]:
    def rank(table: Table) -> tuple[bool, int]:
        kind = table.kinds[0]
        return table.shared, _FIRST.index(kind) if kind in _FIRST else len(_FIRST)

    return {table.name: table for table in sorted(tables.values(), key=rank)}


# ---------------------------------------------------------------------------- columns


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a row's object a property stands."""

    path: tuple[str, ...] = ()
    prefix: str = ""
    required: bool = True
    known: Known = Known.CONSTRUCTED


def _columns(schema: Json, place: _Place | None = None) -> Iterator[Column]:
    place = place or _Place()
    for name, prop in schema["properties"].items():
        if len(place.path) > 1:
            raise SchemaError(f"{'/'.join(place.path)}: objects nest too deep; a column comes from at most two levels")
        path = (*place.path, name)
        required = place.required and name in schema.get("required", ())
        json_type = prop.get("type")
        if json_type == "array" and prop["items"].get("type") == "object":
            if place.path:
                raise SchemaError(f"array of objects {'/'.join(path)} lies too deep; tables are made of top-level arrays")
            continue
        column_name = prop.get("x-column", place.prefix + name)
        if json_type == "object" and "x-type" not in prop:
            known = Known(prop.get("x-known", Known.CONSTRUCTED))
            if instant := prop.get("x-instant"):
                yield from _clock(prop, _Place(path, f"{instant}_", required, known), instant)
            else:
                yield from _columns(prop, _Place(path, f"{column_name}_", required, known))
            continue
        column = _column(column_name, prop, path, required=required or "default" in prop)
        yield column
        yield from _parts(column)
        if column.type is ColumnType.JSON and "properties" in prop and not place.path:  # extensions with a schema of their own
            yield from _columns(prop, _Place(path, f"{column_name}_", required=False, known=column.known))


def _column(name: str, prop: Json, path: tuple[str, ...], *, required: bool) -> Column:
    items = prop.get("items", {})
    value = items if prop.get("type") == "array" else prop
    explode = bool(prop.get("x-explode"))
    return Column(
        name=name,
        type=_type(prop, explode=explode),
        path=path,
        description=prop.get("description") or items.get("description", ""),
        required=required,
        recommended=bool(prop.get("x-recommended")),
        known=Known(prop.get("x-known", Known.CONSTRUCTED)),
        default=prop.get("default"),
        references=tuple(value.get("x-references", ())),
        row_of=prop.get("x-row-of"),
        vocabulary=_vocabulary(value),
        constraints={key: value[key] for key in _CONSTRAINTS if key in value},
        format=value.get("format"),
        unit=prop.get("x-unit"),
        source=prop.get("x-source", value.get("x-source")),
        guidelines=prop.get("x-guidelines"),
        examples=tuple(prop.get("examples", value.get("examples", ()))),
        bad_examples=tuple(prop.get("x-bad-examples", value.get("x-bad-examples", ()))),
        explode=explode,
    )


_SCALARS = {"string": ColumnType.STRING, "integer": ColumnType.INTEGER, "number": ColumnType.NUMBER, "boolean": ColumnType.BOOLEAN}


def _type(prop: Json, *, explode: bool) -> ColumnType:
    if prop.get("x-type") == "json":
        return ColumnType.JSON
    if prop.get("type") == "array" and not explode:
        return ColumnType.ENUMS if "enum" in prop["items"] else ColumnType.STRINGS
    value = prop["items"] if explode else prop
    if "enum" in value:
        return ColumnType.ENUM
    if value.get("format") == "date":
        return ColumnType.DATE
    try:
        return _SCALARS[value["type"]]
    except (KeyError, TypeError):
        raise SchemaError(f"no column type for {dict(prop)}") from None


def _vocabulary(value: Json) -> Vocabulary | None:
    if "enum" not in value:
        return None
    labels = value.get("x-labels") or [{"const": name, "description": ""} for name in value["enum"]]
    return Vocabulary(
        name=value.get("x-vocabulary", "country"),
        description=value.get("description", ""),
        source=value.get("x-source", ""),
        labels=tuple(
            Label(label["const"], label["description"], label.get("x-equivalents", {}), label.get("x-minimum-parties", 0))
            for label in labels
        ),
    )


def _parts(column: Column) -> Iterator[Column]:
    """What is computed from a date or a pointer, as columns beside it."""
    if column.format == "edtf":
        parts: list[tuple[str, ColumnType, Part, str, Vocabulary | None]] = [
            (
                "earliest",
                ColumnType.DATE,
                Part.EARLIEST,
                "First day that `{}` can mean; null where it is unbounded or its year unknown.",
                None,
            ),
            ("latest", ColumnType.DATE, Part.LATEST, "Last day that `{}` can mean; null where it is unbounded or its year unknown.", None),
            ("precision", ColumnType.ENUM, Part.PRECISION, "How finely `{}` is known.", _PRECISION),
        ]
        for suffix, kind, part, text, vocabulary in parts:
            yield Column(f"{column.name}_{suffix}", kind, (), text.format(column.name), part, vocabulary=vocabulary, base=column.path)
    elif column.format == "record-pointer":
        yield Column("table", ColumnType.ENUM, (), "Table that the value stands in.", Part.POINTER_TABLE, base=column.path)
        row = "Row of that table within the record, as its key values joined by `/`; null for the record itself or a whole list."
        whole = "Column of that table; null where the whole row or list is meant."
        yield Column("row_key", ColumnType.STRING, (), row, Part.POINTER_ROW, base=column.path)
        yield Column("column", ColumnType.STRING, (), whole, Part.POINTER_COLUMN, base=column.path)


def _clock(prop: Json, place: _Place, instant: str) -> Iterator[Column]:
    for column in _columns(prop, place):
        yield replace(column, known=place.known if column.known is Known.WITH_PARENT else column.known)
    meaning = f"`{instant}` and `{instant}_time` as one instant in UTC; null unless `{instant}` is known to the day."
    yield Column(f"{instant}_at", ColumnType.INSTANT, (), meaning, Part.INSTANT, base=(instant, *place.path))


# ---------------------------------------------------------------------------- consistency


def _check(model: Model) -> None:
    for table in model.tables.values():
        names = [column.name for column in table.columns]
        if len(names) != len(set(names)):
            raise SchemaError(f"table {table.name!r} has two columns of one name: {sorted(n for n in names if names.count(n) > 1)}")
        for column in table.columns:
            if unknown := set(column.references) - set(model.tables):
                raise SchemaError(f"{table.name}.{column.name} refers to no table {sorted(unknown)}")
            if not column.description:
                raise SchemaError(f"{table.name}.{column.name} has no description")
