"""Hypothesis strategies for records: valid by construction, from the schema itself.

    from hypothesis import given
    from negotiation_data import testing

    @given(testing.records("round"))
    def test_something(record): ...

Needs ``pip install hypothesis`` beside ``negotiation-data[contribute]``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from negotiation_data.record import pointer
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model, Part, RecordKind, Table

__all__ = ["dates", "record_texts", "records", "values"]

_YEARS = (date(1900, 1, 1), date(2100, 12, 31))

# Letters of several scripts, digits and signs: what names and summaries are made of.
_LETTERS = string.ascii_letters + string.digits + " .,;:-'\"#&*!?%@[]{}()/|<>=+~_" + "éüşİñß" + "احمدیوسفخبرپچژگ" + "的中文" + "ё"


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Text on one line without space at either end."""
    return st.text(_LETTERS, min_size=1, max_size=max_size).map(str.strip).filter(bool)


@lru_cache(maxsize=1)
def ids() -> st.SearchStrategy[str]:
    """Ids: lower-case words joined by hyphens."""
    return st.from_regex(r"[a-z0-9]{2,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


def days() -> st.SearchStrategy[str]:
    """Days of the Gregorian calendar as text."""
    return st.dates(*_YEARS).map(date.isoformat)


@st.composite
def dates(draw: st.DrawFn, *, durations: bool = False) -> str:
    """Dates in EDTF: days, months, years, seasons, unknown parts, sets, qualifiers; with `durations`, intervals too."""
    day = draw(st.dates(*_YEARS))
    later = min(day + timedelta(days=draw(st.integers(0, 400))), _YEARS[1])
    forms = [f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day.year}-{draw(st.integers(21, 24))}", f"{day:%Y-%m}-XX", f"{day.year}-XX"]
    forms += [f"{str(day.year)[:3]}X", f"{str(day.year)[:2]}XX", f"XXXX-{day:%m-%d}"]
    forms += [f"[{day},{later}]", f"[{day}..{later}]", f"[..{day}]", f"[{day}..]"]
    if durations:
        forms += [f"{day}/{later}", f"{day}/..", f"/{later}", f"{{{day},{later}}}", f"{day:%Y-%m}/{later:%Y-%m}"]
    form = draw(st.sampled_from(forms))
    qualifier = draw(st.sampled_from(["", "", "?", "~", "%"])) if form[-1] not in "]}./" and "/" not in form else ""
    return form + qualifier


_ZONES = ("Asia/Kabul", "Asia/Karachi", "Europe/Istanbul", "UTC", "America/Bogota")


def values(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a resolved schema accepts. Evidence and missing values are left to `records`, which knows the record."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            return _json_objects() if schema.get("x-type") == "json" else _objects(schema)
        case "array":
            return _arrays(schema)
        case "string":
            return _strings(schema)
        case "integer":
            return st.integers(schema.get("minimum", 0), schema.get("maximum", 1000))
        case "number":
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
            return (
                st.floats(low, schema["maximum"], exclude_min="exclusiveMinimum" in schema, allow_nan=False)
                .map(lambda number: round(number, 6))
                .filter(lambda number: number > low or "exclusiveMinimum" not in schema)
            )
        case "boolean":
            return st.booleans()
    raise NotImplementedError(f"no values for {dict(schema)}")


def _strings(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    match schema.get("format"):
        case "edtf":
            return dates(durations="/" in schema["pattern"])
        case "date":
            return days()
        case "iana-zone":
            return st.sampled_from(_ZONES)
    pattern = schema["pattern"]
    if pattern.startswith("^[a-z0-9]+(?:-"):
        return ids()
    if pattern == r"^\S(?:.*\S)?$":
        return texts(min(schema.get("maxLength", 40), 40))
    return _matching(pattern, schema.get("maxLength", 64))


@lru_cache(maxsize=64)
def _matching(pattern: str, longest: int) -> st.SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")).filter(lambda text: len(text) <= longest)


def _json_objects() -> st.SearchStrategy[dict[str, Any]]:
    scalars = st.none() | st.booleans() | st.integers(-1000, 1000) | texts()
    return st.dictionaries(ids(), scalars | st.lists(scalars, max_size=3), min_size=1, max_size=3)


def _arrays(schema: Mapping[str, Any]) -> st.SearchStrategy[list[Any]]:
    items = schema["items"]
    least = schema.get("minItems", 0)
    if items.get("type") == "object":
        key = schema["x-table"]["key"]
        return st.lists(values(items), min_size=least, max_size=least + 2, unique_by=lambda entry: tuple(entry[name] for name in key))
    return st.lists(values(items), min_size=least, max_size=least + 2, unique=True)


@st.composite
def _objects(draw: st.DrawFn, schema: Mapping[str, Any]) -> dict[str, Any]:
    required = schema.get("required", ())
    optional = [name for name in schema["properties"] if name not in required and name not in ("evidence", "missing", "accepted")]
    chosen = set(draw(st.lists(st.sampled_from(optional), unique=True, max_size=len(optional)))) if optional else set()
    if schema.get("minProperties") and not required and not chosen:
        chosen = {optional[0]}
    for name, wanted in schema.get("dependentRequired", {}).items():
        if name in chosen and not set(wanted) <= chosen | set(required):
            chosen.discard(name)
    names = [name for name in schema["properties"] if name in required or name in chosen]
    return {name: draw(values(schema["properties"][name])) for name in names}


@st.composite
def records(draw: st.DrawFn, kind: str | None = None, *, model: Model | None = None) -> dict[str, Any]:
    """One record of a kind that satisfies the schema by itself; what it refers to need not exist.

    Lists have few entries; evidence points to values, rows and lists that the record has.
    """
    model = model or catalog.model()
    about = model.kinds[kind or draw(st.sampled_from(sorted(model.kinds)))]
    data: dict[str, Any] = draw(values(about.schema))
    if "evidence" in about.schema["properties"]:
        targets = _targets(model, about, data)
        absent = sorted(_absent(model, about, data))
        if draw(st.booleans()) and absent:
            data["missing"] = draw(st.lists(_missing(about, absent), min_size=1, max_size=2))
        data["evidence"] = draw(st.lists(_evidence(model, about, targets), min_size=1, max_size=4))
    return data


def _targets(model: Model, kind: RecordKind, data: Mapping[str, Any]) -> list[str]:
    """Pointers to every value, row and list of a record that evidence may speak of."""
    found = []
    for table in model.tables_of(kind.name):
        if table.shared:
            continue
        rows = [data] if table.is_record else data.get(table.path[0], [])
        if not table.is_record and rows:
            found.append(pointer.pointer_to(table, None, None))
        for row in rows:
            key = _key(table, row)
            if key is not None:
                found.append(pointer.pointer_to(table, key, None))
            coded = (column.name for column in table.columns if column.part is Part.VALUE and _has(row, column.path))
            found += [pointer.pointer_to(table, key, name) for name in coded if name not in (*table.identity, "extensions")]
    return found


def _absent(model: Model, kind: RecordKind, data: Mapping[str, Any]) -> set[str]:
    own = next(model.tables_of(kind.name))
    return {
        pointer.pointer_to(own, None, column.name)
        for column in own.columns
        if column.part is Part.VALUE and not _has(data, column.path) and column.name not in ("extensions", "review")
    }


def _key(table: Table, row: Mapping[str, Any]) -> str | None:
    return pointer.row_key(tuple(row[table.column(name).path[0]] for name in table.identity)) if table.identity else None


def _has(row: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    value: Any = row
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return False
        value = value[part]
    return True


@st.composite
def _missing(draw: st.DrawFn, kind: RecordKind, absent: list[str]) -> dict[str, Any]:
    schema = kind.schema["properties"]["missing"]["items"]["properties"]
    entry = {
        "fields": draw(st.lists(st.sampled_from(absent), min_size=1, max_size=2, unique=True)),
        "reason": draw(values(schema["reason"])),
    }
    return entry | ({"note": draw(texts())} if draw(st.booleans()) else {})


@st.composite
def _evidence(draw: st.DrawFn, model: Model, kind: RecordKind, targets: list[str]) -> dict[str, Any]:
    schema = kind.schema["properties"]["evidence"]["items"]
    stance = draw(values(schema["properties"]["stance"]))
    entry: dict[str, Any] = {"fields": draw(st.lists(st.sampled_from(targets), min_size=1, max_size=3, unique=True)), "source": draw(ids())}
    if draw(st.booleans()):
        start = draw(st.integers(0, 5000))
        entry["span"] = {
            "start": start,
            "end": start + draw(st.integers(1, 300)),
            "sha256": draw(values(schema["properties"]["span"]["properties"]["sha256"])),
        }
    entry["stance"] = stance
    if stance == "contradicts" or draw(st.integers(0, 3)) == 0:
        entry["fields"] = entry["fields"][:1]
        entry["reported"] = draw(values(_reported(model, kind, entry["fields"][0])))
    for name in ("wording", "calendar", "attributed_to", "attributed_as", "via", "note"):
        if draw(st.integers(0, 3)) == 0:
            entry[name] = draw(values(schema["properties"][name]))
    return entry


def _reported(model: Model, kind: RecordKind, text: str) -> Mapping[str, Any]:
    """Schema of what a report about a pointer's target may say: of one row where a row or list is meant."""
    target = pointer.resolve(model, kind.name, text)
    table = model.tables[target.table]
    schema: Mapping[str, Any] = kind.schema["properties"][table.path[0]]["items"] if table.path else kind.schema
    if target.column is None:
        return schema
    for part in table.column(target.column).path:
        schema = schema["properties"][part]
    return schema


def record_texts(data: Mapping[str, Any]) -> str:
    """A record as YAML text, with quotes around every text that YAML 1.2 would read as something else."""
    import yaml

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
            return True

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
        plain = re.fullmatch(r"[a-z][a-z_-]+", text) and text not in ("true", "false", "null")
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else "'")

    Dumper.add_representer(str, represent)
    text: str = yaml.dump(dict(data), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return text
