"""A record's text with other data, its comments kept: only the top-level fields that differ are written anew.

ruamel.yaml writes those, so that remarks inside them survive; all others stay as they are to the letter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from negotiation_data.error import NegotiationDataError
from negotiation_data.record import yaml as record_yaml

__all__ = ["rewritten"]


class _Constructor(RoundTripConstructor):
    """Dates stay the texts that they are in records."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_str)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


# A top-level field begins at the left margin with a name.
_FIELD = re.compile(r"^(?P<name>[A-Za-z_][A-Za-z0-9_-]*) *:(?= |$)", re.MULTILINE)


def rewritten(text: str, data: Mapping[str, Any]) -> str:
    """The text of a record, made to say `data`; what it said before is read from it.

    Raises NegotiationDataError if the text cannot be read, or cannot be made to say it.
    """
    before = _said(text)
    if before == data:
        return text
    head, blocks = _blocks(text)
    if set(blocks) != set(before):  # written in one line, with quoted names or the like
        return _checked(_dump(_merged(_load(text), data)), data)
    order = _order(list(blocks), list(data))
    pieces = [head]
    for name in order:
        kept = blocks.get(name)
        if kept is not None and before[name] == data[name]:
            pieces.append(kept)
        elif kept is not None:
            pieces.append(_dump(_merged(_load(kept), {name: data[name]})))
        else:
            was = _renamed_from(name, before, data, blocks)
            pieces.append(_dump(_plain({name: data[name]})) if was is None else re.sub(r"^[^:\s]+", name, blocks[was], count=1))
    joined = "".join(piece if piece.endswith("\n") or not piece else f"{piece}\n" for piece in pieces)
    return _checked(joined, data)


def _renamed_from(name: str, before: Mapping[str, Any], data: Mapping[str, Any], blocks: Mapping[str, str]) -> str | None:
    """The field that this one was, if one is gone that said the same: its text and remarks stay."""
    return next((old for old in blocks if old not in data and before[old] == data[name]), None)


def _blocks(text: str) -> tuple[str, dict[str, str]]:
    """What stands before the first field, and the text of each field with all up to the next."""
    starts = [(match["name"], match.start()) for match in _FIELD.finditer(text)]
    if not starts:
        return text, {}
    ends = [start for _, start in starts[1:]] + [len(text)]
    blocks = {name: text[start:end] for (name, start), end in zip(starts, ends, strict=True)}
    return text[: starts[0][1]], (blocks if len(blocks) == len(starts) else {})


def _order(old: list[str], new: list[str]) -> list[str]:
    """Fields that stay keep their order; a new one comes after the field that the data have before it."""
    order = [name for name in old if name in new]
    for position, name in enumerate(new):
        if name not in order:
            order.insert(order.index(new[position - 1]) + 1 if position else 0, name)
    return order


def _merged(node: Any, data: Any) -> Any:
    """A node that says `data`, with the remarks of what stays."""
    if isinstance(node, CommentedMap) and isinstance(data, Mapping):
        for name in [name for name in node if name not in data]:
            del node[name]
        for position, (name, value) in enumerate(data.items()):
            if name in node:
                node[name] = _merged(node[name], value)
            else:
                node.insert(position, name, _plain(value))
        return node
    if isinstance(node, CommentedSeq) and isinstance(data, list):
        for position, value in enumerate(data):
            if position < len(node):
                node[position] = _merged(node[position], value)
            else:
                node.append(_plain(value))
        del node[len(data) :]
        return node
    return node if _same(node, data) else _plain(data)


def _same(node: Any, data: Any) -> bool:
    return type(data) in (str, int, float, bool) and node == data and isinstance(node, bool) == isinstance(data, bool)


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./-]*[A-Za-z0-9]")


def _plain(value: Any) -> Any:
    """A value as ruamel.yaml writes it; a text in quotes wherever the 1.2 reader might take it for something else."""
    if isinstance(value, Mapping):
        return CommentedMap({name: _plain(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return CommentedSeq([_plain(inner) for inner in value])
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and _is_text(value) else DoubleQuotedScalarString(value)
    return value


def _is_text(value: str) -> bool:
    return value.lower() not in ("true", "false", "null", "yes", "no", "on", "off")


def _load(text: str) -> Any:
    return _yaml().load(text)


def _dump(node: Any) -> str:
    out = io.StringIO()
    _yaml().dump(node, out)
    return out.getvalue()


def _said(text: str) -> dict[str, Any]:
    data, problems = record_yaml.read(text.encode())
    if data is None:
        raise NegotiationDataError("A record with faults cannot be rewritten.", problems)
    return data


def _checked(text: str, data: Mapping[str, Any]) -> str:
    """The text, if it says what it should: nothing is written that was not read back."""
    if _said(text) != data:
        raise NegotiationDataError("A record could not be rewritten: it would not say what it should.")
    return text
