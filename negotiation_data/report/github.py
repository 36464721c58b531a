"""Problems as annotations of GitHub's workflow commands, which show beside the line in a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from negotiation_data.problem import Level, Problem
from negotiation_data.report.printable import printable

__all__ = ["notice_github", "problems_github"]

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def problems_github(problems: Sequence[Problem], root: Path) -> str:
    """One line a problem: ``::error file=…,line=…,col=…,title=ND104::message cure``."""
    return "\n".join(_line(problem, root) for problem in problems)


def _line(problem: Problem, root: Path) -> str:
    where = problem.location
    properties = {"title": problem.code}
    if where.file:
        properties = {"file": (root / where.file).as_posix()} | properties
    if where.line:
        properties |= {"line": str(where.line), "col": str(where.column), "endColumn": str(where.column + where.width)}
    told = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{_COMMANDS[problem.level]} {told}::{_escaped(f'{problem.message} {problem.cure}')}"


def _escaped(text: str, more: str = "") -> str:
    """What a command would end at or read as its own, as GitHub's toolkit escapes it."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return printable(text)


def notice_github(text: str, file: str = "") -> str:
    """A notice, at a file if one is named."""
    where = f" file={_escaped(file, ':,')}" if file else ""
    return f"::notice{where}::{_escaped(text)}"
