"""Problems for people: by file, each with the line it stands on, a caret under the fault, and the cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from negotiation_data.problem import Level, Problem
from negotiation_data.record.folder import content_of
from negotiation_data.report.printable import printable

__all__ = ["counted", "print_problems", "summary", "unshown"]

_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold blue"}


def print_problems(problems: Sequence[Problem], root: Path, console: Console, *, shown: Path | None = None) -> None:
    """Print every problem; `root` is the folder that their files lie in, `shown` what it is called there."""
    shown = root if shown is None else shown
    for file, group in groupby(problems, key=lambda problem: problem.location.file):
        lines = _lines(root, file)
        console.print(Text(printable(str(shown / file)) if file else "The data as a whole", style="bold underline"), soft_wrap=True)
        for problem in group:
            _print_problem(problem, lines, console)
        console.print()


def _lines(root: Path, file: str) -> list[str]:
    try:
        return content_of(root, file).decode("utf-8", errors="replace").splitlines() if file else []
    except OSError:
        return []


def _print_problem(problem: Problem, lines: list[str], console: Console) -> None:
    where = problem.location
    head = Text("  ")
    if where.line:
        head.append(f"{where.line}:{where.column}  ", style="cyan")
    head.append(problem.level, style=_STYLES[problem.level])
    head.append(f" {problem.code}  ", style="dim")
    head.append(printable(problem.message))
    _print_hanging(head, 6, console)
    if 0 < where.line <= len(lines):
        shown, caret = _excerpt(lines[where.line - 1], where.column, where.width, max(console.width - 8, 20))
        console.print(Text(f"      │ {shown}", style="dim"), no_wrap=True, crop=True)
        console.print(Text(f"      │ {caret}", style=_STYLES[problem.level]), no_wrap=True, crop=True)
    console.print(Padding(Text(printable(problem.cure), style="green"), (0, 0, 0, 6), expand=False))


def _print_hanging(text: Text, indent: int, console: Console) -> None:
    """A paragraph of which all lines but the first are indented, so that none looks like the name of a file."""
    first, *others = text.wrap(console, console.width)
    console.print(first, no_wrap=True)
    if others:
        rest = text[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        console.print(Padding(rest, (0, 0, 0, indent), expand=False))


def _excerpt(line: str, column: int, width: int, room: int) -> tuple[str, str]:
    """A line cut to fit, and the caret line below it."""
    start = max(0, min(column - 1, len(line)) - room // 2) if len(line) > room else 0
    cut = line[start : start + room]
    before = printable(cut[: column - 1 - start])
    marked = printable(cut[column - 1 - start : column - 1 - start + width]) or " "
    return printable(cut), " " * Text(before).cell_len + "^" * max(Text(marked).cell_len, 1)


def counted(number: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def summary(problems: Sequence[Problem]) -> str:
    """``2 errors and 1 warning in 2 files``, or ``no problems``."""
    levels = Counter(problem.level for problem in problems)
    told = [counted(levels[level], level.value) for level in Level if levels[level]]
    if not told:
        return "no problems"
    files = len({problem.location.file for problem in problems})
    return escape(" and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told) + f" in {counted(files, 'file')}")


def unshown(everything: Sequence[Problem], told: Sequence[Problem]) -> str:
    """``; 5 notes with --level note``, or nothing where all are told."""
    left = Counter(problem.level for problem in everything)
    left.subtract(problem.level for problem in told)
    kinds = [counted(left[level], level.value) for level in Level if left[level]]
    return f"; {' and '.join(kinds)} with --level {[level for level in Level if left[level]][-1]}" if kinds else ""
