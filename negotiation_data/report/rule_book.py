"""The rule book: every rule with what it demands, why, how to mend a breach, and a breach of it with what is said then."""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Level, Problem
from negotiation_data.record.codes import CODES
from negotiation_data.report.text import print_problems
from negotiation_data.table.examples import BadExample, bad_examples, problems_of
from negotiation_data.table.rules import FAMILIES, RULES

__all__ = ["Entry", "entries", "entry", "print_entry", "print_list", "printed", "rule_book", "told"]

_WIDTH = 100

_OF_MACHINES = "A note only for records with `review: machine`:"

# Of what an example changes, at most so many lines are shown.
_MOST_LINES = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One code, whatever checks it.

    `cure` is empty where each message has its own, `completeness` where machine-coded records have to keep all of it.
    """

    code: str
    level: Level
    since: str
    statement: str
    explanation: str
    cure: str = ""
    completeness: str = ""


def entries() -> list[Entry]:
    """Every code, in order."""
    found = [Entry(code.code, Level.ERROR, code.since, code.statement, code.explanation) for code in CODES.values()]
    found += [
        Entry(rule.code, rule.level, rule.since, rule.statement, rule.explanation, rule.cure_at("/start"), rule.completeness)
        for rule in RULES.values()
    ]
    return sorted(found, key=lambda entry: entry.code)


def entry(code: str) -> Entry:
    """One code. Raises NegotiationDataError if there is none such."""
    known = {entry.code: entry for entry in entries()}
    try:
        return known[code.upper()]
    except KeyError:
        close = difflib.get_close_matches(code.upper(), known, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise NegotiationDataError(f"There is no rule {code!r}.{hint} `negotiation-data explain` lists them all.") from None


# ---------------------------------------------------------------------------- in the terminal


def print_list(console: Console) -> None:
    """Every code and what it demands."""
    table = RichTable(box=None, padding=(0, 2, 0, 0), show_header=False)
    for found in entries():
        table.add_row(Text(found.code, style="cyan"), Text(found.level, style="dim"), found.statement)
    console.print(table)


def print_entry(found: Entry, console: Console) -> None:
    """One code with everything that is known of it, and its examples as `check` tells them."""
    console.print(Text(f"{found.code}  {found.level}, since schema {found.since}", style="bold"))
    console.print(Text(found.statement, style="bold"))
    machine = f"{_OF_MACHINES} {found.completeness}" if found.completeness else ""
    for text in (found.explanation, found.cure, machine):
        if text:
            console.print(Padding(Text(text), (1, 0, 0, 0)))
    for example in bad_examples(found.code):
        console.print(Padding(Text(f"For example, in {example.file}:"), (1, 0, 0, 0)))
        for line in _difference(example):
            console.print(Text(f"  {line}", style="red" if line[0] == "-" else "green" if line[0] == "+" else "dim"))
        with problems_of(example) as (root, problems):
            console.print()
            print_problems(problems, root, console, shown=Path())


def _difference(example: BadExample) -> list[str]:
    """What the example changes, as lines that begin with - or +."""
    before, after = example.texts()
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    changed = [f"{line[0]} {line[1:]}".replace("\t", "→") for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]
    if len(changed) <= _MOST_LINES:
        return changed
    return [*changed[: _MOST_LINES - 1], f"  … and {len(changed) - _MOST_LINES + 1} more lines like these"]


# ---------------------------------------------------------------------------- in the documentation


def told(example: BadExample) -> str:
    """What `check` prints of a bad example."""
    with problems_of(example) as (root, problems):
        return printed(root, problems)


def printed(root: Path, problems: Sequence[Problem]) -> str:
    """What `check` prints of problems of a folder, without colours and as wide as a page."""
    console = Console(file=io.StringIO(), width=_WIDTH, highlight=False, emoji=False, markup=False)
    print_problems(problems, root, console, shown=Path())
    output = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in output.strip().splitlines())


def rule_book(told: Callable[[BadExample], str] = told) -> str:
    """Text of ``docs/rules.md``, in which `told` says what is printed of each example."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Callable[[BadExample], str]) -> Iterator[str]:
    found = entries()
    yield "# Rules"
    yield ""
    yield "Generated by `python -m negotiation_data.report`; do not edit. `negotiation-data explain CODE` shows the same in the terminal."
    yield ""
    yield "An **error** keeps data out. A **warning** asks for a look, a **note** informs; a record can accept either with a reason"
    yield "(`accepted: [{fields: [/start], rule: ND309, reason: …}]`), and an acceptance that nothing needs is an error itself."
    yield ""
    yield "What is wanting in a record that a machine coded (`review: machine`) is a note: it was coded from what one article says."
    yield "Rules that ask for completeness say so, and of which part; what is wrong is an error whoever coded it."
    yield ""
    yield f"{len(RULES)} rules between rows and tables, {len(CODES)} demands on a file, record or table by itself."
    for digit, title in FAMILIES.items():
        here = [entry for entry in found if entry.code[2] == digit]
        if here:
            yield ""
            yield f"**{title}**"
            yield ""
            yield from (f"- [{entry.code}](#{entry.code.lower()}) {entry.statement}" for entry in here)
    for entry in found:
        yield from _chapter(entry, told)


def _chapter(entry: Entry, told: Callable[[BadExample], str]) -> Iterator[str]:
    yield ""
    yield f"## {entry.code}"
    yield ""
    yield f"**{entry.statement}** ({entry.level.value}, since schema {entry.since})"
    yield ""
    yield entry.explanation
    if entry.cure:
        yield ""
        yield f"*Cure.* {entry.cure}"
    if entry.completeness:
        yield ""
        yield f"*{_OF_MACHINES}* {entry.completeness}"
    for example in bad_examples(entry.code):
        yield ""
        yield "```diff"
        yield from _difference(example)
        yield "```"
        yield ""
        yield "```text"
        yield told(example)
        yield "```"
