"""A new record: what the schema demands of it, with a remark on how to code each value, and what is known filled in.

Which fields there are, of what type, with which labels, all follows from the schema.
"""

from __future__ import annotations

import hashlib
import os
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from negotiation_data.error import NegotiationDataError
from negotiation_data.record import folder, form, pointer, tidy, validate
from negotiation_data.record.limits import MAX_BYTES
from negotiation_data.record.remarks import MODELINE, Entry, Scalar, Tree, of_data
from negotiation_data.record.yaml import read_slowly
from negotiation_data.schema.model import Known, Model, Part, RecordKind, Table

__all__ = [
    "Field",
    "Order",
    "draft_of",
    "fields",
    "identity_of",
    "modeline_for",
    "place_of",
    "row_of_text",
    "scaffold",
    "text_at",
    "value_of_text",
    "wrong",
]

#: Lists that every kind of record has; `--source` and the coder fill them.
_SHARED = ("evidence", "missing", "accepted", "extensions")


@dataclass(frozen=True, slots=True)
class Field:
    """One value, list of values or list of rows that a record can have."""

    path: tuple[str, ...]
    schema: Mapping[str, Any]
    required: bool

    @property
    def option(self) -> str:
        """Its option on the command line: ``--venue-place``."""
        return "--" + "-".join(self.path).replace("_", "-")

    @property
    def is_list(self) -> bool:
        return self.schema.get("type") == "array"

    @property
    def rows(self) -> Mapping[str, Any] | None:
        """What a row of it can hold, if it is a list of rows."""
        items = self.schema.get("items", {})
        return items["properties"] if items.get("type") == "object" else None

    @property
    def labels(self) -> Sequence[str] | None:
        """The labels of which it is one, if they are few enough to be listed."""
        names = (self.schema["items"] if self.is_list else self.schema).get("enum", ())
        return names if 0 < len(names) <= _MOST_LABELS else None


_MOST_LABELS = 60


def fields(kind: RecordKind) -> list[Field]:
    """Every field of a kind of record but its id and what all kinds share, in the order of the schema."""
    return [found for found in _fields(kind.schema, (), required=True) if found.path[0] not in ("id", *_SHARED)]


def _fields(schema: Mapping[str, Any], path: tuple[str, ...], *, required: bool) -> Iterator[Field]:
    for name, prop in schema["properties"].items():
        needed = required and name in schema.get("required", ())
        if prop.get("type") == "object" and "x-type" not in prop:
            yield from _fields(prop, (*path, name), required=needed)
        else:
            yield Field((*path, name), prop, needed)


# ---------------------------------------------------------------------------- where it goes, and what it begins with


def place_of(model: Model, kind: RecordKind, root: Path, names: Mapping[str, str]) -> str:
    """Where in a folder a new record goes. `names` are its id and its process, if it has one.

    Raises NegotiationDataError for an id that is none, that another record has, or that leads out of the folder.
    """
    for name, value in names.items():
        faults = [fault for fault in validate.faults(model, kind, {name: value}, {}) if fault.path == (name,)]
        if faults:
            raise NegotiationDataError(f"{faults[0].message} {faults[0].cure}")
    path = kind.path.format_map(names)
    known = folder.scan(model, root).files if root.is_dir() else []
    taken = next((file for file in known if file.expected["id"] == names["id"]), None)
    if taken is not None:
        raise NegotiationDataError(f"There is a record {names['id']}: {root / taken.path}. Choose another id, or edit that file.")
    process = names.get("process")
    processes = sorted(file.expected["id"] for file in known if file.kind == "process")
    if process is not None and process not in processes:
        there = f"there are: {', '.join(processes)}" if processes else "there is none yet"
        raise NegotiationDataError(f"There is no process {process}; {there}. `negotiation-data new process {process}` makes it.")
    folders = [root.joinpath(*Path(path).parts[:count]) for count in range(1, len(Path(path).parts))]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in folders):
        raise NegotiationDataError(f"{root / path} leads out of the folder {root}, as one of its folders is a link or a file.")
    return path


def text_at(tree: Tree, path: tuple[str, ...]) -> str | None:
    """The text that a draft has there, if it has any."""
    value = _value_at(tree, path)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else None


def draft_of(path: Path) -> Tree:
    """A record that somebody or something drafted. Raises NegotiationDataError, with the faults, if it is not YAML as we read it."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise NegotiationDataError(f"{path} cannot be read: {error.strerror}.") from error
    problems = read_slowly(content, file=path.name).problems
    if problems:
        raise NegotiationDataError(f"{path} is no draft of a record.", problems)
    return tidy.tree_of(content)


# ---------------------------------------------------------------------------- the record

Ask = Callable[[Field], Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: `values` by path, the `source` that they are from, and whom to `ask` for what is missing."""

    values: Mapping[tuple[str, ...], Any]
    source: str | None = None
    ask: Ask | None = None
    modeline: str = ""
    draft: Tree = field(default_factory=lambda: Tree(True))


def scaffold(model: Model, kind: RecordKind, order: Order) -> str:
    """The text of a new record: every value that is given, and every one that is required, empty if it is not known."""
    tree = order.draft
    given: list[Field] = []
    absent: list[str] = []
    for found in [Field(("id",), kind.schema["properties"]["id"], True), *fields(kind)]:
        value = order.values.get(found.path)
        if value is None and found.required and _value_at(tree, found.path) is None and order.ask is not None:
            value = order.ask(found)
        if value is not None:
            _put(tree, found.path, of_data(value))
            given.append(found)
        elif found.required and _value_at(tree, found.path) is None:
            _put(tree, found.path, _empty(found), _how(found))
        elif len(found.path) == 1 and tree.entry(found.path[0]) is None:
            absent.append(found.path[0])
    _cite(model, kind, tree, order)
    tidy.in_order(tree, kind.schema)
    tree.head = [f"{MODELINE} $schema={order.modeline}"] * bool(order.modeline) + [
        remark for remark in tree.head if not remark.startswith(MODELINE)
    ]
    if absent and not order.draft.tail:
        tree.tail += _wrapped(
            f"Where it is known: {', '.join(absent)}. `negotiation-data describe {kind.table}` says what each means.", form.WIDTH
        )
    return form.to_text(tree)


def _value_at(tree: Tree, path: tuple[str, ...]) -> Scalar | Tree | None:
    entry = tree.entry(path[0])
    if entry is None or (isinstance(entry.value, Scalar) and entry.value.value is None):
        return None
    if len(path) == 1:
        return entry.value
    return _value_at(entry.value, path[1:]) if isinstance(entry.value, Tree) and entry.value.mapping else None


def _put(tree: Tree, path: tuple[str, ...], value: Scalar | Tree, remarks: Sequence[str] = ()) -> None:
    entry = tree.entry(path[0])
    if entry is None:
        entry = Entry(path[0], Tree(True))
        tree.entries.append(entry)
    if len(path) > 1:
        if not isinstance(entry.value, Tree) or not entry.value.mapping:
            entry.value = Tree(True)
        _put(entry.value, path[1:], value, remarks)
        return
    entry.value = value
    entry.above += remarks


def _empty(found: Field) -> Scalar | Tree:
    """Nothing yet, in the form that the field takes: a row with its required names where it is a list of rows."""
    if found.rows is None:
        return Scalar(None)
    names = [name for name in found.rows if name in found.schema["items"].get("required", ())]
    return Tree(False, [Entry(None, Tree(True, [Entry(name, Scalar(None), _how_to(found.rows[name], False)) for name in names]))])


def _how(found: Field) -> list[str]:
    return _how_to(found.schema, True)


def _how_to(schema: Mapping[str, Any], whole: bool) -> list[str]:
    """How to code a value, as remarks: what it means, its labels or an example."""
    value = schema.get("items", schema) if schema.get("type") == "array" else schema
    said = [schema.get("description") or value.get("description", ""), schema.get("x-guidelines", "") if whole else ""]
    names = value.get("enum", ())
    if 0 < len(names) <= _MOST_LABELS:
        said.append(f"One of: {', '.join(map(str, names))}.")
    elif value.get("examples"):
        said.append(f"For example: {value['examples'][0]}.")
    return _wrapped(" ".join(part for part in said if part), 100)


def identity_of(text: Path) -> dict[tuple[str, ...], Any]:
    """What identifies a source's text: hash and length of the file exactly as it is. Raises NegotiationDataError if it is not UTF-8."""
    try:
        content = text.read_bytes()
        length = len(content.decode())
    except (OSError, UnicodeDecodeError) as error:
        raise NegotiationDataError(f"{text} cannot be read as text in UTF-8: {error}.") from error
    return {("text", "sha256"): hashlib.sha256(content).hexdigest(), ("text", "length"): length}


def _wrapped(text: str, width: int) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, width - 2, break_long_words=False, break_on_hyphens=False)]


# ---------------------------------------------------------------------------- evidence


def _cite(model: Model, kind: RecordKind, tree: Tree, order: Order) -> None:
    """An entry of evidence for what is given and reported; or an empty one, to show how, if the record needs any."""
    schema = kind.schema["properties"].get("evidence")
    if schema is None or tree.entry("evidence") is not None:
        return
    pointers = list(_reported(model, kind, tree))
    if not pointers:
        return
    source = Scalar(order.source)
    remarks = [] if order.source else _wrapped("The source in data/sources/ that says so; an entry for each source.", 100)
    row = Tree(True, [Entry("fields", of_data(pointers)), Entry("source", source, remarks)])
    tree.entries.append(Entry("evidence", Tree(False, [Entry(None, row)])))


def _reported(model: Model, kind: RecordKind, tree: Tree) -> Iterator[str]:
    """Pointers to what the record has and some source must say."""
    for table in model.tables_of(kind.name):
        if table.shared:
            continue
        rows = _rows(table, tree)
        if rows is None:
            continue
        for row in rows:
            key = _key(table, row) if table.path else None
            if table.path and (key is None or table.cited_by):
                continue
            if table.path and table.known is Known.REPORTED:
                yield pointer.pointer_to(table, key, None)
            for column in table.columns:
                if column.part is Part.VALUE and column.known is Known.REPORTED and _has(row, column.path):
                    yield pointer.pointer_to(table, key, column.name)


def _rows(table: Table, tree: Tree) -> list[Tree] | None:
    if not table.path:
        return [tree]
    entry = tree.entry(table.path[0])
    if entry is None or not isinstance(entry.value, Tree):
        return None
    return [item.value for item in entry.value.entries if isinstance(item.value, Tree)]


def _has(row: Tree, path: tuple[str, ...]) -> bool:
    entry = row.entry(path[0])
    if entry is None:
        return False
    return _has(entry.value, path[1:]) if len(path) > 1 and isinstance(entry.value, Tree) else len(path) == 1


def _key(table: Table, row: Tree) -> str | None:
    values = []
    for name in table.identity:
        value = _value_at(row, table.column(name).path)
        if not isinstance(value, Scalar) or value.value is None:
            return None
        values.append(value.value)
    return pointer.row_key(tuple(values))


# ---------------------------------------------------------------------------- values from text


def row_of_text(found: Field, text: str) -> dict[str, Any]:
    """A row from ``actor=qatar,role=host``. Raises NegotiationDataError for a name that such rows do not have."""
    row: dict[str, Any] = {}
    properties = found.rows or {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or name not in properties:
            names = ", ".join(name for name in properties if properties[name].get("type") not in ("object", "array"))
            raise NegotiationDataError(f"`{found.option}` takes name=value,name=value, with names of these: {names}; not {part.strip()!r}.")
        row[name] = value_of_text(properties[name], value.strip())
    return row


def value_of_text(schema: Mapping[str, Any], text: str) -> Any:
    """A value of the type that the schema wants, where the text is of it; the text itself where not."""
    data = read_slowly(f"a: {text}".encode(), marks=False).data if schema.get("type") in ("integer", "number", "boolean") else None
    return text if data is None else data["a"]


def wrong(model: Model, kind: RecordKind, found: Field, value: Any) -> str | None:
    """What is wrong with the value of a field by itself, and what would be right; None if nothing is."""
    data: Any = value
    for name in reversed(found.path):
        data = {name: data}
    faults = [fault for fault in validate.faults(model, kind, data, {}) if fault.path[: len(found.path)] == found.path]
    return f"{faults[0].message} {faults[0].cure}" if faults else None


def modeline_for(root: Path, path: str, kind: RecordKind) -> str:
    """The schema for editors, as seen from a record's file; empty where none lies beside the folder of data."""
    schema = root.absolute().parent / "schemas" / "editor" / f"{kind.name}.schema.json"
    return Path(os.path.relpath(schema, (root.absolute() / path).parent)).as_posix() if schema.is_file() else ""
