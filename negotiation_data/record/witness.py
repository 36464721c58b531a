"""Witnesses: a record that the old schema accepts and the new one refuses, as both validators say.

Candidates are made from the old schema itself (everything filled, or only what is required, with each value that the
schema shows or limits in turn at the place of the change), and taken from records that there are. None is believed
before it has been tried.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from negotiation_data.record import validate
from negotiation_data.schema.compat import ENTRY, Change, Compatibility, Path
from negotiation_data.schema.model import Model, RecordKind

__all__ = ["Witness", "candidates", "verdicts", "witnesses"]

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Witness:
    """A record that was accepted and is refused, with what is wrong with it now."""

    kind: str
    record: Record
    faults: tuple[str, ...]


def witnesses(found: Compatibility, records: Iterable[tuple[str, Record]] = ()) -> dict[Change, Witness]:
    """A witness for each change that refuses records, as far as one is found. `records` are tried first: they are real."""
    given: dict[str, list[Record]] = {}
    for kind, record in records:
        given.setdefault(kind, []).append(record)
    told = {}
    for change in found.changes:
        if change.breaks_records and change.kind is not None:
            tried = (*given.get(change.kind, ()), *candidates(found.old.kinds[change.kind], change.path, change.example))
            witness = _first(found, change, tried)
            if witness:
                told[change] = witness
    return told


def _first(found: Compatibility, change: Change, tried: Iterable[Record]) -> Witness | None:
    assert change.kind is not None
    kind, later = found.old.kinds[change.kind], found.new.kinds.get(change.kind)
    for record in tried:
        if verdicts(kind, record) != (True, True):
            continue
        if later is None:
            return Witness(change.kind, record, (f"There is no kind of record called {change.kind}.",))
        if verdicts(later, record) == (False, False):
            faults = validate.faults(found.new, later, record, {})
            here = [fault.message for fault in faults if _is_at(change.path, fault.path)] if change.path else [faults[0].message]
            if here:
                return Witness(change.kind, record, tuple(here))
    return None


def _is_at(path: Path, fault: tuple[str | int, ...]) -> bool:
    """Whether a fault is about the changed place or about what holds it, which is where an absence is told."""
    place = tuple(ENTRY if isinstance(part, int) else part for part in fault)
    return place[: len(path)] == path or place == path[:-1]


def verdicts(kind: RecordKind, record: Record) -> tuple[bool, bool]:
    """Whether the schema of a kind accepts a record, by jsonschema and by jsonschema-rs."""
    return validate.is_valid_by_reference(kind, record), validate.is_valid(kind, record)


# ---------------------------------------------------------------------------- candidates

# Texts of many forms: those that the old schema accepts at the place are tried.
_TEXTS = (
    *(
        "a",
        "A",
        "ab",
        "a-b",
        "a-1",
        "1",
        "12",
        "x" * 5,
        "ABC",
        "Abcd",
        "en",
        "fa-AF",
        "Ünal",
        "یک",
        "a b",
        "A b.",
        "a_b",
        "a/b",
        "a,b",
        "/a",
        "/a/b",
    ),
    *("2025", "2025-10", "2025-10-19", "2025-10-19?", "2025-10-XX", "[2025-10-18,2025-10-19]", "2025-10-11/2025-10-12", "18:00", "00:00"),
    *("https://example.org/a", "http://example.org", "0" * 64, "f" * 64, "Asia/Kabul", "UTC", "ND309", "Q1", "25.1"),
)


def candidates(kind: RecordKind, path: Path = (), example: str | None = None) -> Iterator[Record]:
    """Records that the schema should accept, which differ at one place; there the example is tried too."""
    full, bare = _value(kind.schema, full=True), _value(kind.schema, full=False)
    yield bare
    yield full
    node, here = kind.schema, list[Path]([()])
    for part in path:
        node = node["items"] if part == ENTRY else node.get("properties", {}).get(part, {})
        here.append((*here[-1], part))
        if not node:
            break
    for base in (bare, full):  # the shorter a record, the plainer what it shows
        if example is not None:
            yield _with(base, kind.schema, path, example)
        for depth in reversed(here):
            inner = _schema_at(kind.schema, depth)
            for value in _values(inner) if inner else ():
                yield _with(base, kind.schema, depth, value)


def _schema_at(schema: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    for part in path:
        schema = schema.get("items", {}) if part == ENTRY else schema.get("properties", {}).get(part, {})
    return schema


def _with(record: Record, schema: Mapping[str, Any], path: Path, value: Any) -> Any:
    """A record with a value at a path, the first entry of each list."""
    if not path:
        return value
    if path[0] == ENTRY:
        entries = list(record) if isinstance(record, list) and record else [_value(schema["items"], full=False)]
        return [_with(entries[0], schema["items"], path[1:], value), *entries[1:]]
    inner = schema["properties"][path[0]]
    changed = copy.copy(dict(record))
    changed[path[0]] = _with(changed.get(path[0], [] if inner.get("type") == "array" else {}), inner, path[1:], value)
    return changed


def _value(schema: Mapping[str, Any], *, full: bool) -> Any:
    """One value that a resolved schema accepts: with everything that it may have, or with what it must have."""
    if schema.get("type") == "object" and "properties" in schema:
        required = set(schema.get("required", ()))
        names = [name for name in schema["properties"] if full or name in required]
        if not names and schema.get("minProperties"):
            names = list(schema["properties"])[:1]
        return {name: _value(schema["properties"][name], full=full) for name in names}
    if schema.get("type") == "array":
        return [_value(schema["items"], full=full)]
    return next(iter(_scalars(schema)), None)


def _values(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Several values of a schema: every label, the limits, texts of many forms."""
    match schema.get("type"):
        case "object":
            yield _value(schema, full=True)
            yield _value(schema, full=False)
        case "array":
            least = max(int(schema.get("minItems", 0)), 0)
            inner = list(_values(schema["items"])) or [_value(schema["items"], full=False)]
            for count in {least, 1, 2, int(schema.get("maxItems", 3))}:
                yield (inner * count)[:count]
        case _:
            yield from _scalars(schema)


def _scalars(schema: Mapping[str, Any]) -> Iterator[Any]:
    if "enum" in schema:
        yield from schema["enum"]
        return
    probe = RecordKind("probe", "", "", "", "", schema)
    for value in _guesses(schema):
        if validate.is_valid_alone(probe, value):
            yield value


def _guesses(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("examples", ())
    least, most = schema.get("minLength", 1), schema.get("maxLength", 300)
    yield from _TEXTS
    for letter in ("x", "X", "1"):
        yield from (letter * length for length in (least, most) if length > 0)
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high = schema.get("maximum", low + 100)
    yield from (low, high, low + 1, high - 1, low + 0.5, (low + high) / 2, 0, 1, -1)
    yield from (True, False)
    yield {"x": 1}


def is_sound(model: Model) -> bool:
    """Whether the records made from each kind's schema are accepted, without which no witness could be found."""
    return all(any(verdicts(kind, record) == (True, True) for record in candidates(kind)) for kind in model.kinds.values())
