"""Problems in Markdown, for a comment on a pull request. Whatever values hold is shown as text and never rendered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from negotiation_data.problem import Level, Problem
from negotiation_data.report.printable import printable
from negotiation_data.report.text import summary

__all__ = ["escaped", "problems_markdown"]

_SIGNS = {Level.ERROR: "🔴", Level.WARNING: "🟡", Level.NOTE: "🔵"}
_MOST = 100  # a comment holds 65,536 characters


def problems_markdown(problems: Sequence[Problem], root: Path, told: str = "") -> str:
    """A summary (or what is `told` for one), then a table for each file."""
    lines = [f"**negotiation-data**: {told or summary(problems)}."]
    for file, group in groupby(problems[:_MOST], key=lambda problem: problem.location.file):
        lines += [
            "",
            f"### {escaped((root / file).as_posix()) if file else 'The data as a whole'}",
            "",
            "| line | | what is wrong | what would be right |",
        ]
        lines.append("|---|---|---|---|")
        lines += [_row(problem) for problem in group]
    if len(problems) > _MOST:
        lines += ["", f"… and {len(problems) - _MOST:,} more."]
    return "\n".join(lines)


def _row(problem: Problem) -> str:
    where = problem.location
    place = f"{where.line}:{where.column}" if where.line else ""
    return f"| {place} | {_SIGNS[problem.level]} {problem.code} | {escaped(problem.message)} | {escaped(problem.cure)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no link, mention, image, HTML or end of cell."""
    return _OBEYED.sub(lambda match: _ENTITIES.get(match[0].lower(), "\\" + match[0]), printable(text))


# In one pass, so that no sign of an escape is escaped again.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;", "://": "&#58;//", "www.": "www&#46;"}
_OBEYED = re.compile(r"://|www\.|[&<>@#\\`*_{}\[\]()!|~]", re.IGNORECASE)
