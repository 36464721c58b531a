"""One fault found in somebody's data: what, where, and what would be right. Every part of the package reports these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Level", "Location", "Problem", "errors_in", "in_order"]


class Level(StrEnum):
    """How bad: an error keeps data out, a warning asks for a look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1, columns in characters; 0 where unknown.

    `width` is the number of characters that the fault covers, for the caret line; `pointer` names the value in the
    record by names and keys.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `message` says what is wrong with this data, `cure` what would be right; one sentence each.

    `source` is that of the report which is at fault, where it is one report.
    """

    code: str
    message: str
    cure: str
    location: Location = field(default_factory=Location)
    level: Level = Level.ERROR
    source: str = ""

    @property
    def place(self) -> str:
        """``file:line:column``, as far as it is known."""
        where = self.location
        return ":".join(str(part) for part in (where.file, where.line, where.column) if part)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Without repetitions, by file and place; errors before warnings in one place.

    What is said of one place in the same words is said once, though it may be about several fields that an entry names.
    """
    levels = list(Level)
    once = {(problem.place, problem.code, problem.message): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: (problem.location, levels.index(problem.level), problem.code, problem.message))


def errors_in(problems: Sequence[Problem]) -> list[Problem]:
    """Those that keep data out."""
    return [problem for problem in problems if problem.level is Level.ERROR]
