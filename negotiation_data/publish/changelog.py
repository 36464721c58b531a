"""The data's part of the changelog, computed: what was added, corrected, extended, moved, withdrawn, and who disagrees now."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.comparison import Comparison
from negotiation_data.table.diff import Change, Dispute, RecordChange

__all__ = ["Entries", "entries", "inserted", "write"]

_BEGIN, _END = "<!-- computed: negotiation-data changelog -->", "<!-- end of what is computed -->"


@dataclass(slots=True)
class Entries:
    """Changed records, sorted as a keeper tells of them. `added` are by kind; `cited` differ in their evidence alone."""

    added: Mapping[str, list[RecordChange]] = field(default_factory=dict)
    corrected: list[RecordChange] = field(default_factory=list)
    extended: list[RecordChange] = field(default_factory=list)
    cited: list[RecordChange] = field(default_factory=list)
    buried: list[RecordChange] = field(default_factory=list)
    gone: list[RecordChange] = field(default_factory=list)
    opened: Mapping[str, list[Dispute]] = field(default_factory=dict)
    closed: Mapping[str, list[Dispute]] = field(default_factory=dict)


def entries(found: Comparison) -> Entries:
    """Sort the changes. A record whose values or rows were replaced or taken out is corrected; one that has only more, extended."""
    model = found.words.model
    told = Entries()
    added: defaultdict[str, list[RecordChange]] = defaultdict(list)
    for record in found.diff.records:
        if record.change is Change.ADDED:
            added[model.tables[record.table].kinds[0]].append(record)
        elif record.change is Change.REMOVED:
            (told.buried if record.burial else told.gone).append(record)
        elif all(model.tables[row.table].shared for row in record.rows):
            told.cited.append(record)
        elif _replaces(found, record):
            told.corrected.append(record)
        else:
            told.extended.append(record)
    told.added = dict(added)
    told.opened, told.closed = _by_record(found.diff.opened), _by_record(found.diff.closed)
    return told


def _replaces(found: Comparison, record: RecordChange) -> bool:
    values = [row for row in record.rows if not found.words.model.tables[row.table].shared]
    return any(row.change is Change.REMOVED or any(cell.before is not None for cell in row.cells) for row in values)


def _by_record(disputes: tuple[Dispute, ...]) -> dict[str, list[Dispute]]:
    found: defaultdict[str, list[Dispute]] = defaultdict(list)
    for dispute in disputes:
        found[dispute.record_id].append(dispute)
    return dict(found)


def inserted(changelog: str, heading: str, body: str) -> str:
    """A changelog with a section below its newest version: in place of the one that was computed before, or above all others.

    Raises NegotiationDataError where a section of that heading was written by hand, or where there is no version.
    """
    section = f"{heading}\n\n{_BEGIN}\n{body}\n{_END}\n"
    start = changelog.find(f"{heading}\n")
    if start >= 0:
        end = changelog.find(_END, start)
        if not changelog[start + len(heading) :].lstrip().startswith(_BEGIN) or end < 0:
            raise NegotiationDataError(f"The changelog has a section {heading[4:]!r} written by hand; rename or delete it first.")
        return changelog[:start] + section + changelog[end + len(_END) :].removeprefix("\n")
    version = changelog.find("\n## ")
    if version < 0:
        raise NegotiationDataError("The changelog has no version: no line begins with `## `.")
    following = [place for place in (changelog.find("\n### ", version), changelog.find("\n## ", version + 1)) if place >= 0]
    place = min(following) + 1 if following else len(changelog.rstrip()) + 1
    before = changelog[:place].rstrip() + "\n\n"
    return before + section + ("\n" if changelog[place:].strip() else "") + changelog[place:].lstrip("\n")


def write(path: Path, heading: str, body: str) -> bool:
    """Put a section into the file of a changelog, at once; whether it changed."""
    try:
        before = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NegotiationDataError(f"The changelog {path} cannot be read: {error}.") from error
    after = inserted(before, heading, body)
    if after == before:
        return False
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(after)
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return True
