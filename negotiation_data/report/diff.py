"""What differs between two editions: for people, for a comment on a pull request, for programs.

Everything that comes from the data is escaped for where it is shown: control characters for the terminal, and every
sign that Markdown or HTML would obey.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from negotiation_data.problem import Problem
from negotiation_data.publish.comparison import Comparison
from negotiation_data.publish.coverage import CLASSES
from negotiation_data.report.markdown import escaped
from negotiation_data.report.printable import printable
from negotiation_data.report.text import counted
from negotiation_data.table.diff import Change, Dispute

__all__ = ["diff_json", "diff_markdown", "diff_text"]

_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}
_ICONS = {Change.ADDED: "➕", Change.REMOVED: "➖", Change.CHANGED: "✏️"}
_COLUMNS = ("table", "before", "after", "added", "removed", "changed", "cells")

#: A comment holds 65,536 characters; what is left out is said.
_MOST, _LONGEST = 100, 600


def summary(found: Comparison) -> str:
    """``2 records added, 1 changed, 1 merged; 3 disputes opened``, or ``nothing differs``."""
    fates = Counter(record.burial.fate if record.burial else "gone" for record in found.diff.of(Change.REMOVED))
    told = [(len(found.diff.of(Change.ADDED)), "added"), (len(found.diff.of(Change.CHANGED)), "changed")]
    told += [(fates[fate], fate) for fate in ("moved", "merged", "split", "withdrawn", "gone")]
    parts = [f"{number:,} {word}" for number, word in told if number]
    if parts:
        number, _, rest = parts[0].partition(" ")
        parts[0] = f"{number} {'record' if number == '1' else 'records'} {rest}"
    disputes = [(found.diff.opened, "opened"), (found.diff.closed, "closed")]
    settled = ", ".join(f"{counted(len(some), 'dispute')} {word}" for some, word in disputes if some)
    return "; ".join(part for part in (", ".join(parts), settled) if part) or "nothing differs"


# ---------------------------------------------------------------------------- for people


def diff_text(found: Comparison) -> str:
    """Plain text, fit for a terminal."""
    return "\n".join(_text(found))


def _text(found: Comparison) -> Iterator[str]:
    yield printable(f"{found.before.name} → {found.after.name}: {summary(found)}.")
    for record in found.diff.records:
        first, *others = found.words.told(record)
        yield ""
        yield printable(f"{_SIGNS[record.change]} {found.words.title(record)}  {record.record_id}")
        yield from (f"    {printable(phrase)}" for phrase in (first, *others))
    if found.diff.tables:
        yield ""
        width = max(len(name) for name in found.diff.tables)
        yield f"{'table':<{width}}  {'  '.join(f'{name:>7}' for name in _COLUMNS[1:])}"
        for name, count in found.diff.tables.items():
            yield f"{name:<{width}}  {'  '.join(f'{number:>7,}' for number in asdict(count).values())}"
    for title, disputes in (("Disputes opened", found.diff.opened), ("Disputes closed", found.diff.closed)):
        if disputes:
            yield f"\n{title}:"
            yield from (f"    {printable(_dispute(found, dispute))}" for dispute in disputes)
    yield f"\n{_coverage(found)}"
    yield from _left_out(found)
    yield from (f"Column {name} is new." for name in found.diff.new_columns)
    yield from (f"Column {name} is gone." for name in found.diff.lost_columns)


def _dispute(found: Comparison, dispute: Dispute) -> str:
    return f"{found.words.names.get(dispute.record_id, dispute.record_id)} ({dispute.record_id}): {dispute.field}"


def _coverage(found: Comparison) -> str:
    """``Evidence: 1,204 values → 1,250; verifiable 61.0 % → 61.4 %, …``."""
    before, after = found.coverage
    shares = [f"{name} {_share(before, name)} → {_share(after, name)}" for name in CLASSES]
    return f"Evidence: {before['values']:,} → {after['values']:,} values; {', '.join(shares)}."


def _share(counts: dict[str, int], name: str) -> str:
    return f"{counts[name] / counts['values']:.1%}" if counts["values"] else "none"


def _left_out(found: Comparison) -> Iterator[str]:
    for edition in (found.before, found.after):
        for file in _files(edition.problems):
            yield printable(f"Not compared: {file}, which has a fault in {edition.name}.")


def _files(problems: Sequence[Problem]) -> list[str]:
    return list(dict.fromkeys(problem.location.file for problem in problems))


# ---------------------------------------------------------------------------- for a comment


def diff_markdown(found: Comparison) -> str:
    """Markdown in which nothing of the data is rendered: no link, mention, image or HTML."""
    return "\n".join(_markdown(found))


def _markdown(found: Comparison) -> Iterator[str]:
    yield f"**What changes in the data**: {summary(found)}."
    if found.diff.records:
        yield ""
    for record in found.diff.records[:_MOST]:
        told = "; ".join(found.words.told(record))
        told = told if len(told) <= _LONGEST else f"{told[:_LONGEST]} …"
        yield f"- {_ICONS[record.change]} **{escaped(found.words.title(record))}** `{_code(record.record_id)}`: {escaped(told)}"
    if len(found.diff.records) > _MOST:
        yield f"- … and {len(found.diff.records) - _MOST:,} more records."
    for title, disputes in (("Disputes opened", found.diff.opened), ("Disputes closed", found.diff.closed)):
        if disputes:
            yield ""
            yield f"**{title}**"
            yield ""
            yield from (f"- {escaped(_dispute(found, dispute))}" for dispute in disputes[:_MOST])
            if len(disputes) > _MOST:
                yield f"- … and {len(disputes) - _MOST:,} more."
    if found.diff.tables:
        yield ""
        yield f"| {' | '.join(_COLUMNS)} |"
        yield f"|---|{'---:|' * (len(_COLUMNS) - 1)}"
        for name, count in found.diff.tables.items():
            yield f"| {name} | {' | '.join(f'{number:,}' for number in asdict(count).values())} |"
    yield ""
    yield escaped(_coverage(found))
    left = list(_left_out(found))
    if left:
        yield ""
        yield from (f"- {escaped(line)}" for line in left[:_MOST])
    columns = [f"Column {name} is new." for name in found.diff.new_columns] + [
        f"Column {name} is gone." for name in found.diff.lost_columns
    ]
    if columns:
        yield ""
        yield from (f"- {escaped(line)}" for line in columns)


def _code(text: str) -> str:
    return printable(text).replace("`", "'").replace("\n", " ")


# ---------------------------------------------------------------------------- for programs


def diff_json(found: Comparison) -> str:
    """``{"before", "after", "records": [{id, table, change, in_words, rows}], "tables", "disputes", "coverage"}``."""
    return json.dumps(
        {
            "before": {"name": found.before.name, **found.before.versions},
            "after": {"name": found.after.name, **found.after.versions},
            "summary": summary(found),
            "records": [
                {
                    "id": record.record_id,
                    "table": record.table,
                    "change": record.change,
                    "in_words": found.words.sentence(record),
                    "burial": asdict(record.burial) if record.burial else None,
                    "rows": [
                        {"table": row.table, "key": row.key, "change": row.change, "cells": [asdict(cell) for cell in row.cells]}
                        for row in record.rows
                    ],
                }
                for record in found.diff.records
            ],
            "tables": {name: asdict(count) for name, count in found.diff.tables.items()},
            "disputes": {
                "opened": [asdict(dispute) for dispute in found.diff.opened],
                "closed": [asdict(dispute) for dispute in found.diff.closed],
            },
            "coverage": {"before": found.coverage[0], "after": found.coverage[1]},
            "columns": {"new": found.diff.new_columns, "gone": found.diff.lost_columns},
            "not_compared": {"before": _files(found.before.problems), "after": _files(found.after.problems)},
        },
        indent=2,
        ensure_ascii=False,
        default=_plain,
    )


def _plain(value: Any) -> str:
    return str(value)
