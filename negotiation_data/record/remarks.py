"""A record's text as a tree that keeps its remarks, and back: what a person wrote beside the data stays beside it.

Values are as `record.yaml` reads them. Each remark belongs to the entry that it stands above or beside, so that it
goes along when entries change their order. Own code, since of the libraries that keep remarks none attaches them to
what follows: with ruamel.yaml a remark above a name belongs to the end of the value before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

__all__ = ["MODELINE", "Entry", "Scalar", "Tree", "of_data", "parse"]

#: How a remark begins that tells editors which schema a file follows.
MODELINE = "# yaml-language-server:"


@dataclass(slots=True)
class Scalar:
    """A single value; `text` is how a number or nothing was written."""

    value: str | float | bool | None
    text: str = ""


@dataclass(slots=True)
class Entry:
    """A name with its value, or an item of a list; with remarks `above` and `beside` it.

    `gap` is whether an empty line sets it off from what stands before.
    """

    key: str | None
    value: Scalar | Tree
    above: list[str] = field(default_factory=list)
    beside: str = ""
    gap: bool = False


@dataclass(slots=True)
class Tree:
    """A mapping, or a list if it is none; `tail` are remarks below its last entry, `head` those above a whole text."""

    mapping: bool
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)

    def entry(self, key: str) -> Entry | None:
        """The entry of a name."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def remarks(self) -> Iterator[str]:
        """Every remark in it."""
        yield from self.head
        for entry in self.entries:
            yield from entry.above
            if entry.beside:
                yield entry.beside
            if isinstance(entry.value, Tree):
                yield from entry.value.remarks()
        yield from self.tail


def of_data(value: Any) -> Scalar | Tree:
    """Plain data as a tree without remarks."""
    if isinstance(value, dict):
        return Tree(True, [Entry(key, of_data(item)) for key, item in value.items()])
    if isinstance(value, list):
        return Tree(False, [Entry(None, of_data(item)) for item in value])
    return Scalar(value, "null" if value is None else "")


# ---------------------------------------------------------------------------- remarks of a text


@dataclass(frozen=True, slots=True)
class _Remark:
    line: int
    column: int
    text: str
    alone: bool


_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_REMARK = re.compile(r"#[^\n]*")


def _remarks(text: str) -> list[_Remark]:
    """Every remark: a ``#`` in what lies between tokens, or behind the sign of a folded text."""
    lines = text.split("\n")
    found, position = [], 0

    def add(start: int, content: str) -> None:
        line = text.count("\n", 0, start)
        column = start - (text.rfind("\n", 0, start) + 1)
        before = lines[line][:column].strip()
        found.append(_Remark(line, column, content.rstrip(), before in ("", "---", "...")))

    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start, end = token.start_mark.index, token.end_mark.index
        if not isinstance(token, yaml.StreamStartToken):
            for match in _REMARK.finditer(text, position, start):
                add(match.start(), match[0])
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">") and (header := _BLOCK_HEADER.match(text, start)):
            add(header.start(1), header[1])
        position = max(position, end)
    return found


# ---------------------------------------------------------------------------- a text as a tree


@dataclass(slots=True)
class _Placed:
    """An entry with where it stands; `end` is its last line, or that of its name where entries follow below it."""

    entry: Entry
    parents: tuple[tuple[int, Tree], ...]  # the trees around it, each with its column
    line: int
    column: int
    end: int
    first: bool


def parse(text: str, build: Any) -> Tree:
    """The tree of a text that `record.yaml` reads without a fault. `build` makes a value of a node that is a scalar."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    placed: list[_Placed] = []
    tree = _tree(root, (), placed, build)
    assert isinstance(tree, Tree)
    lines = text.split("\n")
    remarks = _remarks(text)
    starts = {id(item.entry): item.line for item in placed}
    first = placed[0].line if placed else len(lines)
    opening = [remark for remark in remarks if remark.line < first and remark.alone]
    headed = _head(opening, lines, first)
    tree.head = [remark.text for remark in headed]
    for remark in remarks:
        if remark in headed:
            continue
        owner = _attach(remark, placed, tree)
        if owner is not None:
            starts[id(owner)] = min(starts[id(owner)], remark.line)
    for item in placed:
        start = starts[id(item.entry)]
        item.entry.gap = not item.first and start > 0 and not lines[start - 1].strip()
    return tree


def _tree(node: yaml.Node, parents: tuple[tuple[int, Tree], ...], placed: list[_Placed], build: Any) -> Scalar | Tree:
    if isinstance(node, yaml.ScalarNode):
        return Scalar(build(node), node.value)
    tree = Tree(isinstance(node, yaml.MappingNode))
    around = (*parents, (node.start_mark.column, tree))
    for position, item in enumerate(node.value):
        key, value = item if tree.mapping else (None, item)
        entry = Entry(key.value if key else None, Scalar(None))
        mark = (key or value).start_mark
        column = mark.column if key or node.flow_style else node.start_mark.column
        # An item's dash stands in the column of its list, on the line of its value or, rarely, above.
        below = isinstance(value, yaml.CollectionNode) and not value.flow_style and bool(value.value)
        end = (key or value).start_mark.line if below else _last_line(value)
        if not node.flow_style:
            placed.append(_Placed(entry, around, mark.line, column, end, position == 0))
        entry.value = _tree(value, around, placed if not node.flow_style else [], build)
        tree.entries.append(entry)
    return tree


def _last_line(node: yaml.Node) -> int:
    start, end = node.start_mark, node.end_mark
    # A folded text ends where the next thing begins.
    return int(end.line - 1 if end.column == 0 and end.line > start.line else end.line)


def _head(opening: list[_Remark], lines: list[str], first: int) -> list[_Remark]:
    """Those of the remarks above the first entry that speak of the whole: set off by an empty line, or for editors."""
    blank = max((number for number in range(first) if lines[number].strip() in ("", "---")), default=-1)
    return [remark for remark in opening if remark.line < blank or remark.text.startswith(MODELINE)]


def _attach(remark: _Remark, placed: list[_Placed], tree: Tree) -> Entry | None:
    """Give a remark its place; the entry above which it now stands, if it does."""
    over = [item for item in placed if item.line <= remark.line <= item.end]
    if over:  # beside a value, or within one that goes over several lines
        item = over[-1]
        open_item = item.entry.key is None and isinstance(item.entry.value, Tree) and item.entry.value.entries and item.end == item.line
        if not remark.alone and remark.line == item.end and not item.entry.beside and not open_item:
            item.entry.beside = remark.text
            return None
        item.entry.above.append(remark.text)
        return item.entry
    following = next((item for item in placed if item.line > remark.line), None)
    before = next((item for item in reversed(placed) if item.line < remark.line), None)
    least = following.column if following else -1
    if before is not None:
        around = [inner for column, inner in before.parents if least < column <= remark.column]
        if around:
            around[-1].tail.append(remark.text)
            return None
    if following is None:
        tree.tail.append(remark.text)
        return None
    following.entry.above.append(remark.text)
    return following.entry
