"""The one form in which a record is written: a tree of entries to YAML text.

Two spaces a level, lists indented below their name, 120 characters a line, no quotes but where they are needed.
Lists of single values and small objects within a row stand on one line where they fit.
"""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

from negotiation_data.record.remarks import MODELINE, Entry, Scalar, Tree
from negotiation_data.record.yaml import is_text

__all__ = ["WIDTH", "to_text"]

WIDTH = 120


def to_text(tree: Tree) -> str:
    """The text of a record."""
    head = [*tree.head]
    if head and not all(remark.startswith(MODELINE) for remark in head):
        head.append("")
    lines = _block(tree, 0, 0) if tree.entries else ["{}", *tree.tail]
    return "\n".join([*head, *lines]) + "\n"


def _block(tree: Tree, indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    for number, entry in enumerate(tree.entries):
        if entry.gap and number:
            lines.append("")
        lines += _entry(entry, indent, depth)
    return lines + [" " * indent + remark for remark in tree.tail]


def _entry(entry: Entry, indent: int, depth: int) -> list[str]:
    value, margin = entry.value, " " * indent
    start = margin + ("-" if entry.key is None else f"{_scalar_text(entry.key, flow=False, key=True)}:")
    above = [margin + remark for remark in entry.above]
    beside = f"  {entry.beside}" if entry.beside else ""
    line = _on_one_line(value, start, depth)
    if line is not None:
        return [*above, *line[:-1], line[-1] + beside]
    assert isinstance(value, Tree)
    if entry.key is not None:
        return [*above, start + beside, *_block(value, indent + 2, depth + 1)]
    # The first entry of an item stands beside its dash; what is remarked above it stands above the dash.
    first = value.entries[0]
    above += [margin + remark for remark in ([entry.beside] if entry.beside else []) + _hoisted(first)]
    inner = _block(value, indent + 2, depth + 1)
    inner = inner[len(_hoisted(first)) :]
    return [*above, f"{start} {inner[0][indent + 2 :]}", *inner[1:]]


def _hoisted(entry: Entry) -> list[str]:
    """The remarks above what begins with an entry: its own, and those of first entries within it, item in item."""
    found = list(entry.above)
    if entry.key is None and isinstance(entry.value, Tree) and entry.value.entries and not _may_flow(entry.value, 9):
        found += ([entry.beside] if entry.beside else []) + _hoisted(entry.value.entries[0])
    return found


def _on_one_line(value: Scalar | Tree, start: str, depth: int) -> list[str] | None:
    """A value behind its name, over several lines if it is text; None if it is to stand below."""
    if isinstance(value, Scalar):
        return _folded(start, value)
    if not value.entries:
        return [f"{start} {'{}' if value.mapping else '[]'}"] if not value.tail else None
    if not _may_flow(value, depth):
        return None
    text = f"{start} {_flow(value)}"
    return [text] if len(text) <= WIDTH else None


def _may_flow(tree: Tree, depth: int) -> bool:
    """Lists of single values, and objects of such within a row; not if something is remarked inside."""
    single = all(isinstance(entry.value, Scalar) and not entry.above and not entry.beside for entry in tree.entries)
    return single and not tree.tail and (not tree.mapping or depth >= _WITHIN_A_ROW)


_WITHIN_A_ROW = 2  # the record's own entries are at depth 0, its rows at 1, and what they hold at 2


def _flow(tree: Tree) -> str:
    parts = []
    for entry in tree.entries:
        assert isinstance(entry.value, Scalar)
        name = "" if entry.key is None else f"{_scalar_text(entry.key, flow=True, key=True)}: "
        parts.append(name + _plain(entry.value, flow=True))
    return "{" + ", ".join(parts) + "}" if tree.mapping else "[" + ", ".join(parts) + "]"


# ---------------------------------------------------------------------------- single values

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


def _plain(scalar: Scalar, *, flow: bool) -> str:
    value = scalar.value
    if value is None:
        return "null" if scalar.text or flow else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _scalar_text(value, flow=flow)
    if isinstance(value, float) and _DECIMAL.fullmatch(scalar.text):
        return scalar.text
    return repr(value)


_INDICATORS = "-?:,[]{}#&*!|>@`\"'%"
_ONLY_SIGNS = re.compile(r"[0-9!-/:-@\[-`{-~]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_RESOLVER = yaml.resolver.Resolver()
_TEXT_ELSEWHERE = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}


@lru_cache(maxsize=4096)
def _needs_quotes(text: str, flow: bool, key: bool) -> bool:
    """Whether text without quotes would be read as something else: here, or by a reader of YAML 1.1 (yes, 12:30).

    What has digits and signs only is quoted too, but for days and months.
    """
    if not text or text[0] in _INDICATORS or text[0].isspace() or text[-1].isspace() or text[-1] == ":":
        return True
    if ": " in text or " #" in text or ((flow or key) and any(sign in text for sign in ",[]{}")):
        return True
    if _ONLY_SIGNS.fullmatch(text):
        return not _DATE.fullmatch(text)
    return not is_text(text) or _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) not in _TEXT_ELSEWHERE


def _scalar_text(text: str, *, flow: bool, key: bool = False) -> str:
    if not _needs_quotes(text, flow, key):
        return text
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


# Where a line may end within text: at one space, before what cannot be taken for a sign.
_BREAK = re.compile(r"(?<=[^ ]) (?=[^\W_]|\()")


def _folded(start: str, scalar: Scalar) -> list[str]:
    """A value behind its name; text is continued on lines that are indented by one level more."""
    margin = " " * (len(start) - len(start.lstrip(" ")) + 2)
    line, lines = start, []
    words = _BREAK.split(_plain(scalar, flow=False)) if isinstance(scalar.value, str) else [_plain(scalar, flow=False)]
    for number, word in enumerate(words):
        if number and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = margin + word
        else:
            line += f" {word}" if word else ""
    return [*lines, line]
