"""A review of a contribution: for a terminal, as annotations, as the one comment on a pull request.

Whatever the contribution holds is shown and never obeyed: not by a terminal, not by GitHub, not by Markdown.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from negotiation_data.problem import Problem
from negotiation_data.publish.review import Review
from negotiation_data.report.diff import diff_markdown, diff_text
from negotiation_data.report.github import notice_github, problems_github
from negotiation_data.report.markdown import escaped, problems_markdown
from negotiation_data.report.printable import printable
from negotiation_data.report.text import counted, print_problems, summary
from negotiation_data.report.tidy import diff

__all__ = ["MARK", "print_review", "review_github", "review_markdown"]

#: By which the comment is found again, so that there is one and not one a push.
MARK = "<!-- negotiation-data: review -->"

_LONGEST = 60_000  # GitHub takes 65,536 characters
_MOST_PATHS = 30
_MOST_ALIKE = 3


def _few(problems: Sequence[Problem]) -> list[Problem]:
    """Of one file and code only some, the last of which says how many there are: a bomb has hundreds."""
    alike = Counter((problem.location.file, problem.code) for problem in problems)
    seen: Counter[tuple[str, str]] = Counter()
    few = []
    for problem in problems:
        kind = (problem.location.file, problem.code)
        seen[kind] += 1
        if seen[kind] == _MOST_ALIKE and alike[kind] > _MOST_ALIKE:
            problem = replace(problem, message=f"{problem.message} There are {alike[kind] - _MOST_ALIKE:,} more like it in this file.")
        if seen[kind] <= _MOST_ALIKE:
            few.append(problem)
    return few


def print_review(found: Review, root: Path, console: Console) -> None:
    """Everything, for people."""
    console.print(diff_text(found.comparison), soft_wrap=True)
    console.print()
    with tempfile.TemporaryDirectory() as place:  # so that each problem is shown with its line, as the contribution has it
        for path, content in found.sources.items():
            target = Path(place) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        print_problems(_few(found.problems), Path(place), console, shown=root)
    console.print(f"{counted(found.changed, 'file')} of data changed: {summary(found.problems)}.", style="bold")
    for entry in found.untidy:
        console.print(printable(f"Not in order: {(root / entry.path).as_posix()}; `negotiation-data tidy` puts it so."), soft_wrap=True)
    for path in found.elsewhere:
        console.print(printable(f"Not data: {path}"), soft_wrap=True)


def review_github(found: Review, root: Path) -> str:
    """Annotations beside the lines, and one for whatever is not data."""
    lines = [problems_github(_few(found.problems), root)] if found.problems else []
    lines += [
        notice_github("This file is not in order; `negotiation-data tidy` puts it so.", (root / entry.path).as_posix())
        for entry in found.untidy
    ]
    if found.elsewhere:
        lines.append(notice_github(f"{_not_data(found)} It is for a keeper to look at; the checks of data say nothing of it."))
    lines.append(f"{counted(found.changed, 'file')} of data changed: {summary(found.problems)}.")
    return "\n".join(lines)


def _not_data(found: Review) -> str:
    return f"This contribution also changes {counted(len(found.elsewhere), 'file')} outside the folder of data."


def review_markdown(found: Review, root: Path) -> str:
    """The comment: at most so long as GitHub takes, every text of the contribution escaped."""
    parts = [MARK, "", diff_markdown(found.comparison), "", problems_markdown(_few(found.problems), root, told=summary(found.problems))]
    if found.elsewhere:
        parts += ["", f"⚠️ **{_not_data(found)}** Look at it as code, before anything of it runs:", ""]
        parts += [f"- {escaped(path)}" for path in found.elsewhere[:_MOST_PATHS]]
        if len(found.elsewhere) > _MOST_PATHS:
            parts.append(f"- … and {len(found.elsewhere) - _MOST_PATHS:,} more.")
    text = _cut("\n".join(parts), _LONGEST)
    for entry in found.untidy:
        proposed = _suggestion(diff(entry, root))
        if len(text) + len(proposed) > _LONGEST:
            return text + "\n\nMore files are not in order; `negotiation-data tidy` puts them so."
        text += proposed
    return text


def _suggestion(text: str) -> str:
    """What `tidy` would change, in a fence that nothing in it can close."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"\n\n<details><summary>Suggested by `negotiation-data tidy`</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>"


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: text.rindex("\n", 0, longest)] + "\n\n… and more, which did not fit."
