"""What editors need to help with a record: a JSON Schema for each kind, with hover texts, and settings that name them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from negotiation_data.schema.model import Model, RecordKind

__all__ = ["FOLDER", "editor_files", "editor_schema"]

#: Where the schemas for editors lie, beside the folder of data.
FOLDER = "schemas/editor"


def editor_files(model: Model, data: str = "data") -> dict[str, str]:
    """Every file that editors need, by path beside the folder of data, which is called `data`."""
    files = {f"{FOLDER}/{kind.name}.schema.json": _json(editor_schema(kind)) for kind in model.kinds.values()}
    files[".vscode/settings.json"] = _json(_settings(model, data))
    return files


def editor_schema(kind: RecordKind) -> dict[str, Any]:
    """The schema of a kind of record in the draft that editors know, without our annotations, its texts in Markdown."""
    schema = _plain(kind.schema)
    assert isinstance(schema, dict)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    # Names of properties are names, whatever they begin with; all else that begins with x- is ours.
    plain = {
        key: {name: _plain(prop) for name, prop in item.items()} if key == "properties" else _plain(item)
        for key, item in value.items()
        if not key.startswith("x-")
    }
    labels = value.get("x-labels")
    hover = _hover(value)
    if hover:
        plain["markdownDescription"] = hover
    if labels:
        plain["enumDescriptions"] = [label["description"] for label in labels]
    return plain


def _hover(value: Mapping[str, Any]) -> str:
    """What is shown over a name: its meaning, how to code it, what it looks like and what not, its labels."""
    said = [value.get("description", ""), value.get("x-guidelines", "")]
    if value.get("x-form"):
        said.append(value["x-form"])
    if value.get("examples"):
        said.append("For example: " + ", ".join(f"`{_shown(example)}`" for example in value["examples"]))
    if value.get("x-bad-examples"):
        said.append("Not: " + ", ".join(f"`{_shown(example)}`" for example in value["x-bad-examples"]))
    if value.get("x-known") == "reported":
        said.append("Needs evidence.")
    if value.get("x-labels"):
        said.append("\n".join(f"- `{label['const']}`: {label['description']}" for label in value["x-labels"]))
    return "\n\n".join(part for part in said if part) if "description" in value else ""


def _shown(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _settings(model: Model, data: str) -> dict[str, Any]:
    placed = {f"./{FOLDER}/{kind.name}.schema.json": f"{data}/{_glob(kind)}" for kind in model.kinds.values()}
    return {
        "yaml.schemas": placed,
        "yaml.format.enable": False,
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "files.eol": "\n",
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": True,
    }


def _glob(kind: RecordKind) -> str:
    parts = kind.path.split("/")
    return "/".join("*" + part[part.index("}") + 1 :] if part.startswith("{") else part for part in parts)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
