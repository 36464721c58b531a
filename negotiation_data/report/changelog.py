"""The data's part of the changelog as a keeper would write it, in Markdown in which nothing of the data is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negotiation_data.publish.changelog import Entries, entries
from negotiation_data.publish.comparison import Comparison
from negotiation_data.report.markdown import escaped
from negotiation_data.report.text import counted
from negotiation_data.schema.compat import Compatibility, Level
from negotiation_data.table.diff import Dispute, RecordChange

__all__ = ["changelog_body", "changelog_heading", "schema_body"]

# Kinds of which each is named; of the others, which a round brings by the dozen, only how many there are.
_NAMED = ("process", "round", "ceasefire", "incident", "document", "person", "actor")
_MOST_NAMES = 12
_PLURALS = {"person": "people", "process": "processes"}


def changelog_heading(found: Comparison) -> str:
    """``### Data 2026-12-01``."""
    return f"### Data {found.after.versions.get('data', 'unreleased')}"


def changelog_body(found: Comparison) -> str:
    """Everything that changed since the earlier edition, a line each, most telling first."""
    lines = [*_lines(found, entries(found))]
    return "\n".join(lines or ["- Nothing changed."])


def _lines(found: Comparison, told: Entries) -> Iterator[str]:
    for kind, records in told.added.items():
        if kind != "tombstone":
            yield f"- Added: {_added(found, kind, records)}."
    for title, changed in (("Corrected", told.corrected), ("Extended", told.extended)):
        for record in changed:
            phrases = [phrase for phrase in found.words.told(record) if not phrase.startswith(("report", "accepted"))]
            yield f"- {title}: {_name(found, record)}: {escaped('; '.join(phrases))}."
    if told.cited:
        names = ", ".join(_name(found, record) for record in told.cited[:_MOST_NAMES])
        more = len(told.cited) - _MOST_NAMES
        yield f"- Evidence of {counted(len(told.cited), 'record')} mended or added: {names}{f' and {more:,} more' if more > 0 else ''}."
    for record in told.buried:
        where, *reason = found.words.told(record)
        yield f"- {escaped(where[:1].upper() + where[1:])}: {_name(found, record)}{f': {escaped(reason[0])}' if reason else ''}."
    for record in told.gone:
        yield f"- **Gone without a tombstone**: {_name(found, record)}."
    yield from _disputes(found, told.opened, "Sources now disagree")
    yield from _disputes(found, told.closed, "Sources no longer disagree")
    before, after = found.coverage
    if before != after and before["values"] and after["values"]:
        shares = [f"{counts['verifiable'] / counts['values']:.1%}" for counts in (after, before)]
        total = f"{after['values']:,} values (before: {before['values']:,})"
        yield f"- {total}, of which {shares[0]} can be checked word by word ({shares[1]})."


def _added(found: Comparison, kind: str, records: Sequence[RecordChange]) -> str:
    count = f"{len(records):,} {kind if len(records) == 1 else _PLURALS.get(kind, f'{kind}s')}"
    if kind not in _NAMED:
        return count
    named = [escaped(found.words.names.get(record.record_id, record.record_id)) for record in records[:_MOST_NAMES]]
    if kind == "round":
        named = [f"{name} ({escaped('; '.join(found.words.told(record)[1:6]))})" for name, record in zip(named, records, strict=False)]
    more = len(records) - _MOST_NAMES
    return f"{count}: {', '.join(named)}{f' and {more:,} more' if more > 0 else ''}"


def _name(found: Comparison, record: RecordChange) -> str:
    called = found.words.names.get(record.record_id)
    return f"{escaped(called)} (`{record.record_id}`)" if called and called != record.record_id else f"`{record.record_id}`"


def _disputes(found: Comparison, disputes: Mapping[str, list[Dispute]], what: str) -> Iterator[str]:
    for record_id, fields in disputes.items():
        listed = ", ".join(escaped(dispute.field.removeprefix("/").replace("/", " ")) for dispute in fields[:_MOST_NAMES])
        more = len(fields) - _MOST_NAMES
        called = escaped(found.words.names.get(record_id, record_id))
        yield f"- {what} about {called} (`{record_id}`): {listed}{f' and {more:,} more' if more > 0 else ''}."


def schema_body(found: Compatibility) -> str:
    """What changed in the schema, for its part of the changelog; what breaks something first."""
    titles = {Level.MAJOR: "**Breaking**", Level.MINOR: "New", Level.PATCH: "Words"}
    lines = [f"- {titles[change.level]}: `{change.where}`: {escaped(change.what)}." for change in found.changes]
    return "\n".join(dict.fromkeys(lines)) or "- Nothing changed."
