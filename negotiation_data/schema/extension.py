"""Columns of a data owner's own: for each kind of record, a schema of what stands in its `extensions`.

It lies in the folder of records, as ``extensions/<kind>.schema.json``, and speaks the language of our schemas: types of
``common.schema.json`` can be referred to, and our annotations mean what they mean elsewhere. Each of its fields becomes a
column ``extensions_<field>`` of the kind's table, checked and described like any other; the text column `extensions` stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from negotiation_data.error import NegotiationDataError
from negotiation_data.schema.catalog import SchemaFiles
from negotiation_data.schema.compile import SchemaError, compile_schemas
from negotiation_data.schema.model import Model

__all__ = ["FOLDER", "model_with"]

Json = Mapping[str, Any]

#: Where such schemas lie in a folder of records.
FOLDER = "extensions"
_LARGEST = 1_000_000  # bytes


def model_with(schemas: SchemaFiles, root: Path) -> Model | None:
    """The schema together with what a folder of records adds to it; None where it adds nothing.

    Raises NegotiationDataError, one line a fault, where that cannot be read or is no such schema.
    """
    paths = sorted((root / FOLDER).glob("*.schema.json"))
    if not paths:
        return None
    files = dict(schemas.files)
    for path in paths:
        kind = path.name
        if kind not in files or "x-record" not in files[kind]:
            kinds = ", ".join(name.removesuffix(".schema.json") for name, file in files.items() if "x-record" in file)
            raise NegotiationDataError(f"{path}: no kind of record has this name. Kinds are: {kinds}.")
        own = _read(path)
        if faults := [*_faults(own, schemas.meta)]:
            raise NegotiationDataError("\n".join(f"{path}: {fault}" for fault in faults))
        properties = dict(files[kind]["properties"])
        properties["extensions"] = {**files["common.schema.json"]["$defs"]["extensions"], **own, "x-known": "constructed"}
        files[kind] = {**files[kind], "properties": properties}
    extended = replace(schemas, files=files)
    try:
        return compile_schemas(extended.files, extended.version, extended.digest)
    except SchemaError as error:
        raise NegotiationDataError(f"{root / FOLDER}: {error}.") from error


def _read(path: Path) -> Json:
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            raise NegotiationDataError(f"{path}: this is a link, or too large to be a schema.")
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NegotiationDataError(f"{path}: this is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise NegotiationDataError(f"{path}: a schema is an object.")
    return found


def _faults(own: Json, meta: Json) -> Iterator[str]:
    """What is wrong with a schema of somebody's own, in sentences."""
    import jsonschema_rs

    if own.get("type", "object") != "object" or not isinstance(own.get("properties"), dict) or not own["properties"]:
        yield 'it must describe an object: {"properties": {…}}.'
        return
    if own.get("additionalProperties") is not False:
        yield 'it must say "additionalProperties": false, so that a misspelt name is an error.'
    found = list(jsonschema_rs.Draft202012Validator(dict(meta)).iter_errors(dict(own)))
    if found:
        yield f"it is not in the language of our schemas: {found[0].message} (at /{'/'.join(map(str, found[0].instance_path))})."
    for name, prop in own["properties"].items():
        if not isinstance(prop, dict):
            continue
        inner = prop.get("items", {}) if prop.get("type") == "array" else prop
        if prop.get("type") == "object" or (isinstance(inner, dict) and inner.get("type") == "object"):
            yield f"`{name}` is an object or a list of them: a column holds one value, or a list of texts."
        if "description" not in prop and "$ref" not in prop:
            yield f"`{name}` has no description: say what it means."
        if "x-table" in prop or "x-record" in prop:
            yield f"`{name}` cannot become a table of its own."
