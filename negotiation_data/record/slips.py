"""Slips of the hand in YAML: what was most likely meant where a reader can only say that it cannot go on.

A YAML reader stops where the text stops making sense, which is often some lines after the slip. Records have one entry
`name: value` on a line, and that is enough to find the commonest slips.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Slip", "likely_slip"]

_ENTRY = re.compile(r"(?P<lead> *(?:- +)*)(?P<name>[\w-]+):(?P<rest> .*|)$")
_GLUED = re.compile(r"(?P<lead> *(?:- +)*)(?P<name>[a-z_]+):(?P<value>[^\s/:].*)$")
_NO_COLON = re.compile(r"(?P<lead> *(?:- +)*)(?P<name>[a-z_]+) +(?P<value>[^\s:#][^:]*)$")

# A quotation that was left open is closed by the next quotation mark, seldom far away.
_FAR = 120


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, where (line and column from 1, width in characters), and what would be right."""

    message: str
    cure: str
    line: int
    column: int
    width: int = 1


def likely_slip(lines: list[str], line: int) -> Slip | None:
    """The slip that made a YAML reader stop at a line; None if it is none of the common ones."""
    return _open_quote(lines, line) or _entry_without_colon(lines, line) or _uneven(lines, line)


def _open_quote(lines: list[str], line: int) -> Slip | None:
    for number in range(line, max(line - _FAR, 0), -1):
        entry = _ENTRY.match(lines[number - 1])
        value = entry["rest"].strip() if entry else ""
        quote = value[:1]
        if entry and quote in ("'", '"') and value.count(quote) - 2 * value.count("\\" + quote) == 1:
            column = lines[number - 1].index(value, entry.start("rest")) + 1
            return Slip("The quotation that begins here does not end on its line.", f"Close it with {quote}.", number, column, len(value))
    return None


def _entry_without_colon(lines: list[str], line: int) -> Slip | None:
    for number in (line - 1, line):
        if number < 1:
            continue
        text = lines[number - 1].rstrip()
        if glued := _GLUED.match(text):
            column = glued.end("name") + 1
            cure = f"Write `{glued['name']}: {glued['value']}`."
            return Slip(f"A space is missing after the colon of `{glued['name']}`.", cure, number, column)
        if (bare := _NO_COLON.match(text)) and _stands_among_entries(lines, number, len(bare["lead"])):
            cure = f"Write `{bare['name']}: {bare['value']}`."
            return Slip(f"A colon is missing after `{bare['name']}`.", cure, number, bare.start("name") + 1, len(bare["name"]))
    return None


def _stands_among_entries(lines: list[str], number: int, column: int) -> bool:
    """Whether the line above or below has its name in the same column."""
    beside = [_ENTRY.match(lines[other - 1]) for other in (number - 1, number + 1) if 1 <= other <= len(lines)]
    return any(entry is not None and len(entry["lead"]) == column for entry in beside)


def _uneven(lines: list[str], line: int) -> Slip | None:
    """A name that is a space or two to the left of the names above it, in the column of no other."""
    here = _ENTRY.match(lines[line - 1])
    if here is None or "-" in here["lead"]:
        return None
    own = len(here["lead"])
    columns = []
    for number in range(line - 1, 0, -1):
        above = _ENTRY.match(lines[number - 1])
        if above is None:
            continue
        columns.append(len(above["lead"]))
        if columns[-1] < own:
            break
    nearest = next((column for column in columns if column > own), None)
    if nearest is None or own in columns or columns[0] < own:
        return None
    name = here["name"]
    message = f"`{name}` is indented by {own}, and the names above it by {nearest}."
    return Slip(message, f"Indent `{name}` by {nearest}.", line, own + 1, len(name))
