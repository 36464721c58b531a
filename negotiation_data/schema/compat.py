"""Two versions of the schema: is the later one the same, a patch, a minor or a major change, and why.

Compared is what each promises, by two contracts: a *record* that was accepted is accepted (for those who write), and a
*query* that worked works and means the same (for those who read). Where a keyword's effect is not plain to see,
jsonschema-rs is asked for a proof that the new schema covers the old one (and interegular for patterns, which that does
not compare); what cannot be decided counts as not covered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from negotiation_data.schema.catalog import SchemaFiles
from negotiation_data.schema.compile import compile_schemas
from negotiation_data.schema.model import Column, ColumnType, Known, Model, Table
from negotiation_data.schema.patterns import contains, text_beyond

__all__ = ["ENTRY", "Change", "Compatibility", "Level", "Path", "compare", "needed_version"]

Json = Mapping[str, Any]
Path = tuple[str, ...]

#: Stands in a path for whichever entry of a list.
ENTRY = "*"


class Level(IntEnum):
    """How far a change goes; the largest of all is the verdict."""

    SAME = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `where` is a path in a kind of record (``round/sessions/hours``) or a column (``sessions.hours``).

    `kind` and `path` are given where records are concerned, `example` where a text is known that is refused now.
    `query` is one, on the `table`'s frame `df`, that worked and does not, or answers otherwise; None where no reader is
    concerned.
    """

    level: Level
    where: str
    what: str
    kind: str | None = None
    path: Path = ()
    table: str | None = None
    query: str | None = None
    example: str | None = None

    @property
    def breaks_records(self) -> bool:
        return self.level is Level.MAJOR and self.kind is not None


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The verdict on two schemas, with every change, worst first. `proven` are kinds of record that formally cover the old ones."""

    old: Model
    new: Model
    changes: tuple[Change, ...]
    proven: frozenset[str] = field(default=frozenset())

    @property
    def level(self) -> Level:
        return max((change.level for change in self.changes), default=Level.SAME)


def compare(old: SchemaFiles, new: SchemaFiles) -> Compatibility:
    """Compare two schemas. Raises SchemaError where one of them contradicts itself."""
    before, after = (compile_schemas(files.files, files.version, files.digest) for files in (old, new))
    found = [*_tables(before, after)]
    proven = set()
    for name, kind in before.kinds.items():
        if name not in after.kinds:
            found.append(Change(Level.MAJOR, name, "no such record is known any more", name))
            continue
        later = after.kinds[name]
        if kind.path != later.path:
            found.append(Change(Level.MAJOR, name, f"its files lie at {later.path}, and lay at {kind.path}"))
        here = [*_node(name, kind.schema, later.schema, ())]
        if later.schema == kind.schema or _covers(later.schema, kind.schema):
            proven.add(name)
        elif not any(change.breaks_records for change in here):
            here.append(Change(Level.MAJOR, name, "it is not proven that every record accepted so far still is", name))
        found += here
    found += [Change(Level.MINOR, name, "a new kind of record") for name in after.kinds if name not in before.kinds]
    if not found and old.files != new.files:
        found.append(Change(Level.PATCH, "schemas", "written otherwise, with the same meaning"))
    unique = dict.fromkeys(found)
    return Compatibility(before, after, tuple(sorted(unique, key=lambda change: (-change.level, change.where))), frozenset(proven))


def needed_version(old: str, level: Level) -> str:
    """The least version that may follow: 1.0 and a minor change make 1.1, a major one 2.0."""
    major, minor = (int(part) for part in old.split("."))
    return {Level.MAJOR: f"{major + 1}.0", Level.MINOR: f"{major}.{minor + 1}"}.get(level, old)


def _covers(new: Json, old: Json) -> bool:
    """Whether it is proven that the new schema accepts whatever the old one does, formats aside."""
    import jsonschema_rs

    try:
        covered = jsonschema_rs.canonicalize(_with_old_patterns(new, old)).covers(jsonschema_rs.canonicalize(dict(old)))
    except jsonschema_rs.canonical.CanonicalizationError:
        return False
    return bool(covered == jsonschema_rs.canonical.Containment.YES)


def _with_old_patterns(new: Any, old: Any) -> Any:
    """The new schema, narrowed to the old pattern wherever the new one is proven to take more: jsonschema-rs does not compare patterns."""
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        narrowed = {name: _with_old_patterns(value, old.get(name)) for name, value in new.items()}
        before, after = old.get("pattern"), new.get("pattern")
        if isinstance(before, str) and isinstance(after, str) and before != after and contains(after, before):
            narrowed["pattern"] = before
        return narrowed
    return new


# ---------------------------------------------------------------------------- what records may say

# Limits: a larger number accepts less (+1) or more (-1).
_LIMITS = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), 1),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), -1),
}
_HANDLED = {"properties", "required", "items", "enum", "type", "pattern", "format", "default", "x-labels", "additionalProperties", *_LIMITS}
# Annotations that only explain.
_WORDS = {"description", "title", "examples", "x-form", "x-guidelines", "x-bad-examples", "x-source", "x-recommended", "x-vocabulary"}
# Annotations of which tables follow, which are compared as tables.
_OF_TABLES = {"x-table", "x-record", "x-column", "x-derived", "x-explode", "x-cited-by", "x-type", "x-instant"}


def _node(kind: str, old: Json, new: Json, path: Path) -> Iterator[Change]:
    """What differs between two schemas of one value, and of all inside it."""

    def change(level: Level, what: str, at: Path = path) -> Change:
        return Change(level, "/".join((kind, *at)), what, kind if level is Level.MAJOR else None, at if level is Level.MAJOR else ())

    yield from _types(old, new, change)
    yield from _labels(old, new, change)
    yield from _limits(old, new, change)
    yield from _annotations(old, new, change)
    if old.get("format") != new.get("format"):
        dropped = "format" not in new
        yield change(Level.MINOR if dropped else Level.MAJOR, f"format {new.get('format', 'any')}, was {old.get('format', 'any')}")
    if old.get("pattern") != new.get("pattern"):
        before, after = old.get("pattern", ".*"), new.get("pattern", ".*")
        looser = contains(after, before)
        found = change(Level.MINOR if looser else Level.MAJOR, f"pattern {after}, was {before}")
        yield replace(found, example=text_beyond(after, before))
    for keyword in sorted((set(old) | set(new)) - _HANDLED - _WORDS - _OF_TABLES):
        if not keyword.startswith("x-") and old.get(keyword) != new.get(keyword):
            looser = keyword not in new or _covers(_only(new, keyword), _only(old, keyword))
            yield change(Level.MINOR if looser else Level.MAJOR, f"{keyword} {new.get(keyword)}, was {old.get(keyword)}")
    yield from _properties(kind, old, new, path, change)
    if "items" in old and "items" in new:
        yield from _node(kind, old["items"], new["items"], (*path, ENTRY))


def _only(schema: Json, keyword: str) -> dict[str, Any]:
    return {name: schema[name] for name in ("type", keyword) if name in schema}


def _types(old: Json, new: Json, change: Any) -> Iterator[Change]:
    before, after = _type_names(old), _type_names(new)
    if before != after:
        looser = before <= after or (before - after == {"integer"} and "number" in after)
        yield change(Level.MINOR if looser else Level.MAJOR, f"type {' or '.join(sorted(after))}, was {' or '.join(sorted(before))}")


def _type_names(schema: Json) -> set[str]:
    given = schema.get("type", ())
    return {given} if isinstance(given, str) else set(given)


def _labels(old: Json, new: Json, change: Any) -> Iterator[Change]:
    before, after = (list(schema.get("enum", ())) for schema in (old, new))
    gone, fresh = [label for label in before if label not in after], [label for label in after if label not in before]
    if before and not after:
        yield change(Level.MINOR, "any text, was one of a list of labels")
    elif after and not before:
        yield change(Level.MAJOR, "one of a list of labels, was any text")
    else:
        renamed = len(gone) == len(fresh) and len(before) == len(after)
        for label, other in zip(gone, fresh if renamed else [None] * len(gone), strict=False):
            yield change(Level.MAJOR, f"label {label} renamed to {other}" if other else f"label {label} removed")
        if not renamed:
            yield from (change(Level.MINOR, f"label {label} added") for label in fresh)
    described = {label["const"]: label for label in new.get("x-labels", ())}
    for label in old.get("x-labels", ()):
        later = described.get(label["const"], label)
        if label.get("x-meaning") != later.get("x-meaning"):
            yield change(Level.MAJOR, f"label {label['const']} has another meaning")
        elif later.get("x-minimum-parties", 0) > label.get("x-minimum-parties", 0):
            yield change(Level.MAJOR, f"label {label['const']} takes more parties")
        elif label != later:
            yield change(Level.PATCH, f"label {label['const']} is described otherwise")


def _limits(old: Json, new: Json, change: Any) -> Iterator[Change]:
    for keyword, direction in _LIMITS.items():
        before, after = old.get(keyword), new.get(keyword)
        if before != after:
            tighter = before is None or (after is not None and (after - before) * direction > 0)
            said = [f"no {keyword}" if value is None else f"{keyword} {value}" for value in (after, before)]
            yield change(Level.MAJOR if tighter else Level.MINOR, f"{said[0]}, was {said[1]}")


def _annotations(old: Json, new: Json, change: Any) -> Iterator[Change]:
    for name in sorted((set(old) | set(new)) - _OF_TABLES):
        before, after = old.get(name), new.get(name)
        if before == after or name == "x-labels":
            continue
        if name in _WORDS:
            yield change(Level.PATCH, f"{name.removeprefix('x-')} reworded")
        elif name == "default":
            yield replace(
                change(Level.MAJOR, f"default {after}, was {before}: records that do not say it now mean something else"), kind=None
            )
        elif name == "x-references":
            narrower = set(before or ()) - set(after or ()) if after and before else after
            yield change(Level.MAJOR if narrower else Level.MINOR, f"refers to {' or '.join(after or ['nothing'])}, was {before}")
        elif name == "x-known":
            asks = after == Known.REPORTED
            yield change(Level.MAJOR if asks else Level.MINOR, f"known as {after}, was {before}{', so that evidence is asked for' * asks}")
        elif name in ("x-meaning", "x-unit", "x-row-of"):
            yield replace(change(Level.MAJOR, f"{name.removeprefix('x-')} {after}, was {before}: values mean something else"), kind=None)
        elif name.startswith("x-") and name not in _OF_TABLES:
            yield change(Level.MINOR, f"{name} {after}, was {before}")


def _properties(kind: str, old: Json, new: Json, path: Path, change: Any) -> Iterator[Change]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    for name in before:
        if name not in after:
            yield change(Level.MAJOR, "no such field any more", (*path, name))
            continue
        if (name in was) != (name in now):
            asked = name in now
            yield change(Level.MAJOR if asked else Level.MINOR, "required" if asked else "no longer required", (*path, name))
        yield from _node(kind, before[name], after[name], (*path, name))
    for name in after:
        if name not in before:
            asked = name in now
            yield change(Level.MAJOR if asked else Level.MINOR, f"a new field{', which is required' * asked}", (*path, name))


# ---------------------------------------------------------------------------- what readers rely on


def _tables(old: Model, new: Model) -> Iterator[Change]:
    for name, table in old.tables.items():
        later = new.tables.get(name)
        if later is None:
            same = next((other.name for other in new.tables.values() if other.name not in old.tables and _alike(table, other)), None)
            what = f"the table is called {same}" if same else "no such table any more"
            yield Change(Level.MAJOR, name, what, table=name, query="df")
            continue
        yield from _columns(table, later)
        if table.key != later.key:
            what = f"a row is known by {', '.join(later.key)}, was by {', '.join(table.key)}"
            yield Change(Level.MAJOR, name, what, table=name, query=f"key == {list(table.key)}")
        elif table.known is not later.known:
            asked = later.known is Known.REPORTED
            yield Change(Level.MAJOR if asked else Level.MINOR, name, f"its rows are known as {later.known}, were as {table.known}")
        if table.description != later.description:
            yield Change(Level.PATCH, name, "description reworded")
    yield from (Change(Level.MINOR, name, "a new table") for name in new.tables if name not in old.tables)


def _alike(table: Table, other: Table) -> bool:
    return [column.name for column in table.columns] == [column.name for column in other.columns] or table.path == other.path != ()


def _columns(old: Table, new: Table) -> Iterator[Change]:
    later = {column.name: column for column in new.columns}
    before = {column.name for column in old.columns}
    for column in old.columns:
        where = f"{old.name}.{column.name}"
        if column.name not in later:
            same = next((other.name for other in new.columns if other.name not in before and _same_values(column, other)), None)
            what = f"the column is called {same}" if same else "no such column any more"
            yield Change(Level.MAJOR, where, what, table=old.name, query=f'df.select("{column.name}")')
            continue
        other = later[column.name]
        if column.type is not other.type:
            what = f"type {other.type}, was {column.type}"
            yield Change(Level.MAJOR, where, what, table=old.name, query=_of_type(column))
        elif column.vocabulary and other.vocabulary:
            for label in (label for label in column.vocabulary.names if label not in other.vocabulary.names):
                yield Change(Level.MAJOR, where, f"label {label} removed", table=old.name, query=_of_label(column, label))
            if set(other.vocabulary.names) - set(column.vocabulary.names):
                yield Change(Level.MINOR, where, "its type has more labels: an announced change of the type of an Enum column")
        if column.required and not other.required:
            yield Change(Level.MINOR, where, "may be null")
    yield from (Change(Level.MINOR, f"{new.name}.{column.name}", "a new column") for column in new.columns if column.name not in before)


def _same_values(column: Column, other: Column) -> bool:
    """Whether a column is another under a new name: made from the same property, or of the same type with the same meaning."""
    same = column.path == other.path and column.base == other.base and column.part is other.part
    return same or (column.type is other.type and column.description == other.description)


def _of_type(column: Column) -> str:
    numeric = column.type in (ColumnType.INTEGER, ColumnType.NUMBER)
    return f'df.schema["{column.name}"].is_numeric() is {numeric} and df.schema["{column.name}"] == was["{column.name}"]'


def _of_label(column: Column, label: str) -> str:
    """Not a filter by the label, which would find nothing and not say so."""
    kind = f'df.schema["{column.name}"]{".inner" if column.is_list else ""}'
    return f'"{label}" in {kind}.categories'
