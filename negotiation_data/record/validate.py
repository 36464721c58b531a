"""A record against the schema: every fault of it, in words that a contributor understands.

jsonschema-rs gives the verdict, in microseconds; jsonschema finds and names the faults of what it refuses. A test
holds the two to the same verdicts. What no schema says of one record (its id is its file name, a list names no key
twice, evidence points to what is there) is checked here as well.
"""

from __future__ import annotations

import difflib
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from negotiation_data.dates import edtf
from negotiation_data.problem import Location, Problem
from negotiation_data.record import pointer
from negotiation_data.record.yaml import Document, Path
from negotiation_data.schema.model import Model, RecordKind

if TYPE_CHECKING:  # only what fails is shown to jsonschema, whose import takes as long as the rest of this package's
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

__all__ = ["Fault", "faults", "is_valid", "to_problems"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a record's data, by path in it; `at_key` points to the name instead of the value."""

    code: str
    message: str
    cure: str
    path: Path
    at_key: bool = False


# ---------------------------------------------------------------------------- formats


def _is_edtf(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        edtf.parse(value)
    except edtf.EdtfError:
        return False
    return True


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _is_zone(value: object) -> bool:
    return not isinstance(value, str) or value in _zones()


_FORMATS = {"edtf": _is_edtf, "date": _is_date, "iana-zone": _is_zone}


# ---------------------------------------------------------------------------- the two validators


@dataclass(frozen=True, eq=False)
class _Validators:
    schema: Mapping[str, Any]  # kept alive, as it is known by its identity
    fast: jsonschema_rs.Draft202012Validator

    @cached_property
    def reference(self) -> Draft202012Validator:
        from jsonschema import Draft202012Validator, FormatChecker

        checker = FormatChecker(formats=())
        for name, check in _FORMATS.items():
            checker.checks(name)(check)
        return Draft202012Validator(dict(self.schema), format_checker=checker)


# By identity of the schema: a Model is made once and lives as long as the process.
_VALIDATORS: dict[int, _Validators] = {}


def _validators(kind: RecordKind) -> _Validators:
    found = _VALIDATORS.get(id(kind.schema))
    if found is None:
        found = _VALIDATORS[id(kind.schema)] = _Validators(kind.schema, _fast(kind.schema))
    return found


def _fast(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    formats = {**_FORMATS, "record-pointer": lambda _: True}
    return jsonschema_rs.Draft202012Validator(dict(schema), formats=formats, validate_formats=True)


def is_valid(kind: RecordKind, data: Any) -> bool:
    """Whether data satisfies the JSON Schema of its kind, by the fast validator."""
    return bool(_validators(kind).fast.is_valid(data))


def is_valid_by_reference(kind: RecordKind, data: Any) -> bool:
    """The same by jsonschema, which is slow and defines the meaning."""
    return bool(_validators(kind).reference.is_valid(data))


def is_valid_alone(kind: RecordKind, data: Any) -> bool:
    """Whether data satisfies a schema that is used once; nothing is kept of it."""
    return bool(_fast(kind.schema).is_valid(data))


def faults(model: Model, kind: RecordKind, data: Mapping[str, Any], expected: Mapping[str, str]) -> list[Fault]:
    """Every fault of one record. `expected` holds what its file's place says of it: ``{"id": …, "process": …}``."""
    found = [] if is_valid(kind, data) else list(_schema_faults(kind, data))
    found += _misplaced(data, expected)
    found += _repeated_rows(model, kind, data)
    found += _pointer_faults(model, kind, data)
    return found


def _order(error: ValidationError) -> tuple[list[str], int]:
    first = {"type": 0, "format": 1}
    return list(map(str, error.absolute_path)), first.get(error.validator, 2)


def _schema_faults(kind: RecordKind, data: Any) -> Iterator[Fault]:
    explained: set[Path] = set()  # what has a wrong type or date has a wrong label or pattern too
    found = sorted(_validators(kind).reference.iter_errors(data), key=_order)
    for error in found:
        path = tuple(error.absolute_path)
        if path in explained and error.validator in ("enum", "pattern", "minLength", "maxLength", "format"):
            continue
        if error.validator in ("type", "format"):
            explained.add(path)
        yield from _worded(kind, error, path)


# ---------------------------------------------------------------------------- words


def _worded(kind: RecordKind, error: ValidationError, path: Path) -> Iterator[Fault]:
    schema: Mapping[str, Any] = error.schema
    name = _name(path, kind)
    value = error.instance
    match error.validator:
        case "required":
            for missing in error.validator_value:
                if missing not in value:
                    message = f"{_capital(name)} has no `{missing}`."
                    yield Fault("ND101", message, f"Add it: {_meaning(schema['properties'][missing])}", path, at_key=True)
        case "dependentRequired":
            for present, wanted in error.validator_value.items():
                for missing in wanted:
                    if present in value and missing not in value:
                        cure = f"Add it, or delete `{present}`: {_meaning(schema['properties'][missing])}"
                        yield Fault("ND101", f"{_capital(name)} has `{present}` without `{missing}`.", cure, (*path, present), at_key=True)
        case "additionalProperties":
            known = list(schema["properties"])
            for extra in value:
                if extra not in known:
                    yield Fault(
                        "ND102", f"`{_short(extra)}` is not a field of {name}.", _did_you_mean(extra, known), (*path, extra), at_key=True
                    )
        case "type":
            yield Fault("ND103", f"{_capital(name)} is {_kind_of(value)}, not {_expected(schema)}.", _type_cure(value, schema), path)
        case "enum":
            yield Fault(
                "ND104", f"{_quoted(value)} is not one of the values of {name}.", _did_you_mean(str(value), list(schema["enum"])), path
            )
        case "format" | "pattern" if schema.get("format") == "edtf":
            yield Fault("ND108", f"{_capital(name)}: {_edtf_fault(value)}.", _form(schema), path)
        case "format" | "pattern":
            yield Fault("ND105", f"{_quoted(value)} has not the form of {name}.", _form(schema), path)
        case "minLength" | "minItems" | "minProperties":
            yield Fault(
                "ND106", f"{_capital(name)} is empty or too short.", f"Give at least {error.validator_value}, or delete the line.", path
            )
        case "maxLength":
            yield Fault("ND106", f"{_capital(name)} has {len(value):,} characters.", f"Keep it within {error.validator_value:,}.", path)
        case "minimum" | "maximum" | "exclusiveMinimum" | "maxItems":
            limit = {"minimum": "at least", "exclusiveMinimum": "more than"}.get(error.validator, "at most")
            yield Fault(
                "ND106", f"{_capital(name)} is {_short(value)}.", f"It must be {limit} {error.validator_value}{_unit(schema)}.", path
            )
        case "uniqueItems":
            yield Fault("ND107", f"{_capital(name)} names something twice.", "Keep each once.", path)
        case _:
            yield Fault("ND199", f"{_capital(name)} is not as the schema wants it ({error.validator}).", _meaning(schema), path)


def _name(path: Path, kind: RecordKind) -> str:
    """What a path is called in a sentence: the record, an entry of a list, or a field."""
    if not path:
        return f"this {kind.title.lower()}"
    if isinstance(path[-1], int):
        return f"an entry of `{path[-2]}`"
    nested = len(path) > 1 and isinstance(path[-2], str)
    return f"`{path[-2]}.{path[-1]}`" if nested else f"`{path[-1]}`"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _form(schema: Mapping[str, Any]) -> str:
    """What a value must look like, by its type rather than by what it means here."""
    return _meaning({**schema, "description": schema.get("x-form", schema.get("description", ""))})


def _meaning(schema: Mapping[str, Any]) -> str:
    examples = schema.get("examples") or schema.get("items", {}).get("examples") or []
    text = str(schema.get("description", "")).rstrip(".") or "see the data dictionary"
    return f"{text}{f', such as {_quoted(examples[0])}' if examples and isinstance(examples[0], str) else ''}."


#: So many labels or names are worth reading beside the one that was probably meant.
_FEW = 8


def _did_you_mean(word: str, options: list[str]) -> str:
    close = (
        difflib.get_close_matches(word, options, n=1, cutoff=0.6)
        or [option for option in options if option.startswith(word.lower()[:4])][:1]
    )
    listed = ", ".join(options[:25]) + (" …" if len(options) > 25 else "")
    if close and len(options) > _FEW:
        return f"Did you mean `{close[0]}`?"
    return f"Did you mean `{close[0]}`? There are: {listed}." if close else f"There are: {listed}."


def _short(value: object, length: int = 60) -> str:
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def _quoted(value: object) -> str:
    return f"'{_short(value)}'"


_TYPE_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}


def _expected(schema: Mapping[str, Any]) -> str:
    wanted = schema["type"]
    return " or ".join(_TYPE_NAMES[name] for name in ([wanted] if isinstance(wanted, str) else wanted))


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return f"the truth value {str(value).lower()}"
        case int() | float():
            return f"the number {_short(value)}"
        case str():
            return f"the text {_quoted(value)}"
        case list():
            return "a list"
        case _:
            return "a mapping"


def _type_cure(value: object, schema: Mapping[str, Any]) -> str:
    if value is None:
        return "Give a value, or delete the line; `missing` can say why there is none."
    if schema["type"] == "string" and isinstance(value, bool | int | float):
        return f'Put it in quotes: "{_short(value)}".'
    if schema["type"] == "string" and isinstance(value, list) and schema.get("format") == "edtf":
        return f'Put a set of days in quotes: "[{",".join(map(str, value))}]".'
    if schema["type"] == "array":
        return "Begin every entry with `- ` on a line of its own."
    if schema["type"] in ("integer", "number") and isinstance(value, str):
        return "Write the bare number, without quotes or words."
    return _meaning(schema)


def _edtf_fault(value: str) -> str:
    try:
        found = edtf.parse(value)
    except edtf.EdtfError as error:
        return str(error)
    if found.has_time:
        return f"{_quoted(value)} has a time of day, which belongs into a clock beside the date"
    return f"{_quoted(value)} is a duration, and one date is wanted"


def _unit(schema: Mapping[str, Any]) -> str:
    return f" {schema['x-unit']}" if "x-unit" in schema else ""


# ---------------------------------------------------------------------------- what no schema says


def _misplaced(data: Mapping[str, Any], expected: Mapping[str, str]) -> Iterator[Fault]:
    for name, value in expected.items():
        found = data.get(name)
        if isinstance(found, str) and found != value:
            what, code = ("its file name", "ND109") if name == "id" else ("its folder", "ND110")
            yield Fault(
                code,
                f"`{name}` is {_quoted(found)}, and {what} says {_quoted(value)}.",
                f"Make the two equal: `{name}: {value}`, or move the file.",
                (name,),
            )


@lru_cache(maxsize=64)
def _lists(model: Model, kind: RecordKind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists of a kind of record whose entries are told apart by names, and those names."""
    tables = (table for table in model.tables_of(kind.name) if table.path and not table.exploded)
    return tuple((str(table.path[0]), tuple(str(table.column(name).path[0]) for name in table.identity)) for table in tables)


def _repeated_rows(model: Model, kind: RecordKind, data: Mapping[str, Any]) -> Iterator[Fault]:
    for name, keys in _lists(model, kind):
        rows = data.get(name)
        if not isinstance(rows, list) or len(rows) < 2:
            continue
        seen: set[tuple[Any, ...]] = set()
        for position, row in enumerate(rows):
            if not isinstance(row, Mapping):
                continue
            key = tuple(map(row.get, keys))
            if not all(isinstance(value, str | int) for value in key):
                continue
            if key in seen:
                told = " and ".join(f"{part} {_quoted(value)}" for part, value in zip(keys, key, strict=True))
                cure = "Join them, or give one another key."
                yield Fault("ND111", f"`{name}` has two entries with {told}.", cure, (name, position))
            seen.add(key)


def _pointer_faults(model: Model, kind: RecordKind, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Pointers of evidence and missing values name what the schema has; what is reported has the form of its field."""
    for name in ("evidence", "missing", "accepted"):
        entries = data.get(name)
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            fields = entry.get("fields") if isinstance(entry, Mapping) else None
            targets = []
            for number, text in enumerate(fields if isinstance(fields, list) else ()):
                try:
                    targets.append(pointer.resolve(model, kind.name, str(text)))
                except pointer.PointerError as error:
                    cure = "Point to a value of this record by names and keys, such as /venue/place or /mediators/qatar/host."
                    yield Fault("ND112", f"{error}.", cure, (name, position, "fields", number))
            if name == "evidence" and targets:
                yield from _report_faults(model, kind, entry, targets, (name, position))


def _report_faults(model: Model, kind: RecordKind, entry: Mapping[str, Any], targets: list[pointer.Target], where: Path) -> Iterator[Fault]:
    if "reported" in entry and len(entry["fields"]) > 1:
        cure = "Give each field an entry of its own, with what is reported of it."
        yield Fault("ND115", "`reported` stands with several fields.", cure, (*where, "reported"), at_key=True)
    elif "reported" in entry:
        yield from _reported_faults(model, kind, entry["reported"], str(entry["fields"][0]), targets[0], (*where, "reported"))
    elif entry.get("stance") == "contradicts" and "note" not in entry:
        cure = "Add `reported:` with the value as the source has it, or a `note:` where it has none."
        yield Fault("ND116", "A contradiction that does not say what is reported instead.", cure, where)


def _reported_faults(model: Model, kind: RecordKind, reported: Any, text: str, target: pointer.Target, where: Path) -> Iterator[Fault]:
    """`reported` has the form of the field that it speaks of; of a row or list, that of one row, in part or whole."""
    schema = _schema_at(model, kind, target)
    kind_at = RecordKind(kind.name, f"report about {text}", "", "", kind.table, schema)
    for fault in _schema_faults(kind_at, reported) if not is_valid(kind_at, reported) else ():
        yield replace(fault, path=(*where, *fault.path))


@lru_cache(maxsize=4096)
def _schema_at(model: Model, kind: RecordKind, target: pointer.Target) -> Mapping[str, Any]:
    table = model.tables[target.table]
    schema: Mapping[str, Any] = kind.schema
    if table.path:
        schema = schema["properties"][table.path[0]]["items"]
    if target.column is None:
        return {**{key: value for key, value in schema.items() if key != "required"}, "minProperties": 1}
    for part in table.column(target.column).path:
        schema = schema["properties"][part]
    # A source may report a duration, or a date without a year, of what is coded as a day.
    return {**schema, "pattern": ".*"} if schema.get("format") == "edtf" else schema


# ---------------------------------------------------------------------------- places


def to_problems(found: list[Fault], document: Document, file: str) -> list[Problem]:
    """Faults by path to problems with line and column."""
    problems = []
    for fault in found:
        mark = document.mark(fault.path, key=fault.at_key)
        location = Location(file, mark.line, mark.column, mark.width, "/" + "/".join(map(str, fault.path)))
        problems.append(Problem(fault.code, fault.message, fault.cure, location))
    return problems
