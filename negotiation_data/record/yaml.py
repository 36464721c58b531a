"""YAML 1.2 for records: text to plain data, and the position of every key and value.

PyYAML composes the nodes (libyaml, so every node knows its line and column); the scalars are read by the YAML 1.2
core schema, so that ``NO``, ``12:30`` and ``2025-10-19`` stay strings. What a contribution has no need of is
refused: tabs, anchors and aliases, tags, duplicate keys, several documents, control characters, great size and depth.

`read` asks `record.fast` first; every text that is unusual or has a fault goes through PyYAML.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from negotiation_data.problem import Location, Problem
from negotiation_data.record.fast import read_fast
from negotiation_data.record.limits import FORBIDDEN, MAX_BYTES, MAX_DEPTH, depth_bound
from negotiation_data.record.slips import likely_slip

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Document", "Mark", "Path", "is_text", "read", "read_slowly"]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: line and column from 1, in characters, and how many characters on that line it covers."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text as plain data, with the marks of its keys and values where they were asked for.

    Marks go by path: ``("mediators", 0, "role")``. `data` is None exactly if there are problems.
    """

    data: dict[str, Any] | None
    problems: list[Problem]
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """The mark of a value (or of its key); of the nearest thing around it where it is not there."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
            if path in self.keys:
                return self.keys[path]
        return self.values.get(path, Mark(1, 1))


# ---------------------------------------------------------------------------- the two readers

_CARRIAGE_RETURN = re.compile(r"\r\n?")


def read(content: bytes, *, file: str = "") -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read one record's text. Returns its data, or None and every fault that stands in the way.

    Any content is answered with data or located problems, never with an exception.
    """
    fast = read_fast(content)
    if fast is not None:
        return fast, []
    document = read_slowly(content, file=file, marks=False)
    return document.data, document.problems


def read_slowly(content: bytes, *, file: str = "", marks: bool = True) -> Document:
    """Read one record's text by PyYAML, which defines the meaning; with the marks of all keys and values."""
    text, problems = _decode(content, file)
    if text is None:
        return Document(None, problems)
    problems += _forbidden_characters(text, file)
    if depth_bound(text) > MAX_DEPTH:
        # Count exactly, by events, which cannot exhaust the stack as composing can.
        problems += _too_deep(text, file)
    if problems:
        return Document(None, problems)
    if any(sign in text for sign in "&*!"):
        problems += _anchors_and_tags(text, file)
        if any(problem.code == "ND007" for problem in problems):
            return Document(None, problems)  # aliases can make a small text into endless data
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        if not problems:  # an anchor without its alias reads as a second, stranger fault
            problems.append(_syntax_problem(error, text, file))
        return Document(None, problems)
    if not isinstance(root, yaml.MappingNode):
        problems.append(
            Problem(
                "ND011",
                "The file holds no record.",
                "Write a mapping: one `name: value` a line, beginning with `id:`.",
                Location(file, 1, 1),
            )
        )
        return Document(None, problems)
    builder = _Builder(text, file, marks)
    data = builder.build(root)
    problems += builder.problems
    if problems:
        return Document(None, problems, builder.values, builder.keys)
    return Document(data, [], builder.values, builder.keys)


# ---------------------------------------------------------------------------- before parsing


def _decode(content: bytes, file: str) -> tuple[str | None, list[Problem]]:
    if len(content) > MAX_BYTES:
        cure = f"Keep a record under {MAX_BYTES:,} bytes; texts of sources are not committed, only spans and hashes."
        return None, [Problem("ND001", f"The file has {len(content):,} bytes.", cure, Location(file, 1, 1))]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message = f"Byte 0x{content[error.start]:02x} is not UTF-8."
        return None, [Problem("ND002", message, "Save the file as UTF-8 (without BOM).", Location(file, line, column))]
    if text.startswith("\ufeff"):
        return None, [
            Problem("ND003", "The file begins with a byte order mark.", "Save the file as UTF-8 without BOM.", Location(file, 1, 1))
        ]
    return _CARRIAGE_RETURN.sub("\n", text), []


def _forbidden_characters(text: str, file: str) -> list[Problem]:
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if (tab := line.find("\t")) >= 0:
            problems.append(Problem("ND004", "A tab stands here.", "Indent with spaces, two a level.", Location(file, number, tab + 1)))
        if found := FORBIDDEN.search(line):
            message = f"The invisible character U+{ord(found[0]):04X} stands here."
            problems.append(Problem("ND013", message, "Delete it.", Location(file, number, found.start() + 1)))
    return problems


def _too_deep(text: str, file: str) -> list[Problem]:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    mark = event.start_mark
                    cure = "No record needs this; look for a stray bracket or indentation."
                    return [
                        Problem(
                            "ND009",
                            f"Lists and mappings nest more than {MAX_DEPTH} deep.",
                            cure,
                            Location(file, mark.line + 1, mark.column + 1),
                        )
                    ]
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        # libyaml 0.2.6 (in PyYAML from 6.0.4) gives up at a depth of 1,000. As it looks far ahead of the events that it
        # tells, this may come before our limit is seen; the text before that place shows where it is passed.
        mark = getattr(error, "problem_mark", None)
        if mark is not None and _ITS_OWN_LIMIT in str(getattr(error, "problem", "")) and mark.index < len(text):
            return _too_deep(text[: mark.index], file)
        return [_syntax_problem(error, text, file)]
    return []


#: What libyaml says of a text that nests deeper than it is willing to follow.
_ITS_OWN_LIMIT = "exceeded maximum nesting depth"


def _anchors_and_tags(text: str, file: str) -> list[Problem]:
    problems = []
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            where = Location(file, event.start_mark.line + 1, event.start_mark.column + 1)
            if getattr(event, "anchor", None) is not None:
                sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
                what = "alias" if sign == "*" else "anchor"
                cure = f"Write the value out; if it is text that begins with {sign}, put it in quotes."
                problems.append(Problem("ND007", f"The {what} {sign}{event.anchor} stands here.", cure, where))
            if getattr(event, "tag", None) is not None:
                cure = "Delete the tag; if it is text that begins with !, put it in quotes."
                tag = event.tag.replace("tag:yaml.org,2002:", "!!")
                problems.append(Problem("ND008", f"The tag {_shortened(tag)} stands here.", cure, where))
    except yaml.YAMLError:
        pass  # composing words it
    return problems


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


_SYNTAX = (
    (
        "mapping values are not allowed",
        "A colon followed by a space stands within a value, or a line above is not finished.",
        "Put the whole value in quotes, or indent this line as its neighbours.",
    ),
    (
        "did not find expected key",
        "The indentation changes here, or a quote or bracket above is not closed.",
        "Indent names of one record alike, and close quotes and brackets.",
    ),
    ("did not find expected '-'", "The indentation of this list changes here.", "Begin every entry with `- ` in the same column."),
    (
        "could not find expected ':'",
        "A line without `name:` stands where one is expected.",
        "Write `name: value`, or indent the line deeper if it continues the value above.",
    ),
    ("block sequence entries are not allowed", "A list entry `- ` stands where a value is expected.", "Begin the list on the next line."),
    ("found unexpected end of stream", "A quote or bracket is not closed before the end of the file.", "Close it."),
    ("did not find expected ',' or", "A comma or closing bracket is missing.", "Separate entries by commas and close the bracket."),
    ("cannot start any token", "A value cannot begin with this character.", "Put the value in quotes."),
    ("found undefined alias", "The alias * stands here.", "Write the value out; if it is text that begins with *, put it in quotes."),
    ("found undefined tag", "A tag stands here.", "Delete the tag; if it is text that begins with !, put it in quotes."),
    ("but found another document", "A second document begins here.", "Keep one record a file; delete the line `---`."),
    (
        "unknown escape character",
        "A backslash in double quotes begins an escape that YAML does not know.",
        "Use single quotes, or write the backslash twice.",
    ),
)


#: What a reader says where one of the common slips made it stop.
_WHERE_A_SLIP_SHOWS = (
    "did not find expected key",
    "did not find expected '-'",
    "could not find expected ':'",
    "mapping values are not allowed",
    "found unexpected end of stream",
)


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    line, column = (mark.line + 1, mark.column + 1) if mark else (text.count("\n") + 1, 1)
    where = Location(file, min(line, text.count("\n") + 1), column)
    slip = likely_slip(text.split("\n"), where.line) if any(words in said for words in _WHERE_A_SLIP_SHOWS) else None
    if slip:
        return Problem("ND005", slip.message, slip.cure, Location(file, slip.line, slip.column, slip.width))
    if "mapping values are not allowed" in said and _is_indented_under_a_value(text.split("\n"), where.line):
        cure = "Indent it like the line above; or delete the value above, if these lines are to be it."
        return Problem("ND005", "This line is indented deeper than the one above, which already has a value.", cure, where)
    for words, message, cure in _SYNTAX:
        if words in said:
            return Problem("ND010" if "another document" in words else "ND005", message, cure, where)
    cure = "Check indentation, quotes and brackets on this line and the one above."
    return Problem("ND005", f"This is not YAML: {_shortened(said.splitlines()[0])}.", cure, where)


_ENTRY = re.compile(r"( *)(?:- )*[\w-]+:(?: |$)(.*)")


def _is_indented_under_a_value(lines: list[str], line: int) -> bool:
    """Whether a line `name: value` stands deeper than a line `name: value` right above it."""
    here = _ENTRY.match(lines[line - 1])
    above = _ENTRY.match(lines[line - 2]) if line > 1 else None
    return bool(here and above and above[2].strip() and len(here[1]) > len(above[1]))


# ---------------------------------------------------------------------------- nodes to data

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 40  # digits, zeros in front included; Python refuses to read thousands
_LARGEST = 2**53 - 1  # whole numbers beyond it are not the same number everywhere


def is_text(plain: str) -> bool:
    """Whether a scalar without quotes is read as text, not as a number, a truth value or nothing."""
    number = _INTEGER.fullmatch(plain) or _FLOAT.fullmatch(plain) or _NOT_FINITE.fullmatch(plain)
    return not (number or plain in _NULL or plain in _BOOLEAN)


class _Builder:
    """Turns nodes into data, by the YAML 1.2 core schema, collecting every fault on the way."""

    def __init__(self, text: str, file: str, marks: bool) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.marks = marks
        self.problems: list[Problem] = []
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}

    def build(self, node: yaml.Node, path: Path = ()) -> Any:
        if self.marks:
            self.values[path] = self._mark(node)
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                self._fault("ND012", "A name here is not text.", "Write a plain name before the colon, or put it in quotes.", key_node)
                continue
            if key in seen:
                first = seen[key].start_mark.line + 1
                self._fault("ND006", f"`{_shortened(key)}` stands twice; first on line {first}.", "Keep one of the two.", key_node)
                continue
            seen[key] = key_node
            if self.marks:
                self.keys[(*path, key)] = self._mark(key_node)
            yield key, self.build(value_node, (*path, key))

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        if node.style:  # '' for a plain scalar
            return self._text(text, node)
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        if _INTEGER.fullmatch(text):
            number = int(text, 0) if text[:2] in ("0o", "0x") else int(text) if len(text) <= _LONGEST_NUMBER else _LARGEST + 1
            if abs(number) > _LARGEST:
                self._fault("ND014", "This number is too large to be held.", "Put it in quotes if it is text.", node)
            return number
        if _FLOAT.fullmatch(text):
            decimal = float(text)
            if math.isfinite(decimal):
                return decimal
        elif not _NOT_FINITE.fullmatch(text):
            return self._text(text, node)
        self._fault("ND014", "This is not a number that can be held.", "Put it in quotes if it is text.", node)
        return 0

    def _text(self, text: str, node: yaml.ScalarNode) -> str:
        if "\n" in text:
            cure = "Write it on one line, or fold it: `>-` on the line of the name, the text indented below without empty lines."
            self._fault("ND015", "This text has a line break in it.", cure, node)
        elif "\t" in text or FORBIDDEN.search(text):
            self._fault("ND013", "This text holds an invisible character, written as an escape.", "Delete it.", node)
        return text

    def _mark(self, node: yaml.Node) -> Mark:
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if end.line == start.line else len(self.lines[start.line].rstrip()) - start.column
        return Mark(start.line + 1, start.column + 1, max(width, 1))

    def _fault(self, code: str, message: str, cure: str, node: yaml.Node) -> None:
        mark = self._mark(node)
        self.problems.append(Problem(code, message, cure, Location(self.file, mark.line, mark.column, mark.width)))
