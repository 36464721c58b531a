"""The verdict on two schemas, with its witnesses: for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from negotiation_data.record.witness import Witness
from negotiation_data.report.printable import printable
from negotiation_data.schema.compat import Change, Compatibility, Level, needed_version

__all__ = ["compat_json", "compat_text", "is_announced"]

Witnesses = Mapping[Change, Witness]


def is_announced(found: Compatibility) -> bool:
    """Whether the version of the later schema says at least what its changes are."""
    return _number(found.new.version) >= _number(needed_version(found.old.version, found.level))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def compat_text(found: Compatibility, witnesses: Witnesses) -> str:
    """The verdict, then each change with what shows it."""
    return printable_lines(_lines(found, witnesses))


def printable_lines(lines: Iterator[str]) -> str:
    """Lines joined, with whatever would be obeyed in them written as escapes."""
    return "\n".join(printable(line) for line in lines)


def _lines(found: Compatibility, witnesses: Witnesses) -> Iterator[str]:
    yield f"{found.level}: {_meaning(found.level)}"
    for change in found.changes:
        yield f"  {change.level!s:<5}  {change.where}: {change.what}"
        if change in witnesses:
            witness = witnesses[change]
            yield f"         a {witness.kind} that was accepted: {_short(json.dumps(dict(witness.record), ensure_ascii=False))}"
            yield f"         now: {' '.join(witness.faults[:3])}"
        elif change.breaks_records:
            yield "         no record was found that shows it; what is not proven to be accepted counts as refused"
        if change.query:
            yield f"         a query that worked: {change.query.replace('df', f'nd.load({change.table!r})', 1)}"
    kinds = len(found.proven)
    yield f"Proven for {kinds} of {len(found.old.kinds)} kinds of record: whatever was accepted still is (formats aside)."
    said, before, needed = found.new.version, found.old.version, needed_version(found.old.version, found.level)
    yield f"Version {said} after {before} says so." if is_announced(found) else f"VERSION says {said}: after {before} it must be {needed}."


def _meaning(level: Level) -> str:
    return {
        Level.SAME: "nothing differs.",
        Level.PATCH: "only words differ.",
        Level.MINOR: "it only grows; what was accepted still is, and what readers do still works.",
        Level.MAJOR: "something that was accepted or worked no longer is or does.",
    }[level]


def _short(text: str, length: int = 300) -> str:
    return text if len(text) <= length else f"{text[:length]} …"


def compat_json(found: Compatibility, witnesses: Witnesses) -> str:
    """``{"verdict", "needs", "announced", "changes": [{level, where, what, record, faults, query}], "proven"}``."""
    return json.dumps(
        {
            "verdict": str(found.level),
            "old": found.old.version,
            "new": found.new.version,
            "needs": needed_version(found.old.version, found.level),
            "announced": is_announced(found),
            "proven": sorted(found.proven),
            "changes": [
                {
                    "level": str(change.level),
                    "where": change.where,
                    "what": change.what,
                    "record": dict(witnesses[change].record) if change in witnesses else None,
                    "faults": list(witnesses[change].faults) if change in witnesses else None,
                    "table": change.table,
                    "query": change.query,
                }
                for change in found.changes
            ],
        },
        indent=2,
        ensure_ascii=False,
    )
