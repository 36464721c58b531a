"""Records of a draft as YAML that a coder edits, with remarks where the coder must decide. No sentence of the article is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from negotiation_data.article.candidate import EventDraft, EventKind, Tier
from negotiation_data.article.compose import Composed, Record
from negotiation_data.article.cues import worth_reading
from negotiation_data.article.draft import Draft
from negotiation_data.article.passages import sha256
from negotiation_data.record.limits import FORBIDDEN
from negotiation_data.schema.model import Model

__all__ = ["files_of", "main_record", "to_yaml"]

_WIDTH = 110

#: Fields of a record, and those of a draft whose candidates they come from.
_FIELDS = {
    "status": ("status",),
    "start": ("start",),
    "end": ("end",),
    "venue": ("venue/place", "venue/country"),
    "place": ("place",),
    "declared": ("declared",),
    "effective": ("effective",),
    "outcome": ("outcome",),
    "parties": ("parties",),
    "mediators": ("mediators",),
}
#: What a record needs and a draft may lack.
_NEEDED = {"parties": "needed: nobody is told to have talked. Write who did, and the process that they are in."}
#: What the coder has to decide whatever the machine thinks.
_DECIDE = {
    "kind": "Formal unless a passage says otherwise. Decide.",
    "mediation": "Only what the article tells.",
    "summary": "Write one or two sentences of your own.",
    "declaration": "`joint`, since it was agreed or mediated. Decide: joint, parallel or unilateral; and `declared` of each party.",
    "declared": "No later than it took effect. Look for the day of the announcement.",
    "participants": "From names, titles and lists. Look at each side and role; add posts without a name as `described_as`.",
    "review": "Write `coded` when you have looked at every value.",
}


def main_record(composed: Composed) -> Record | None:
    """The record that a draft is about: its first round, else its first ceasefire."""
    return next(iter(composed.events), None)


def to_yaml(draft: Draft, composed: Composed, record: Record) -> str:
    """One record with remarks."""
    return "\n".join([*_head(draft), *_body(draft, record), *_tail(draft, composed)]) + "\n"


def files_of(model: Model, draft: Draft, composed: Composed) -> Iterator[tuple[Path, str]]:
    """Every record as a file of a data folder: those of events with remarks, what they refer to without."""
    for record in composed.records:
        path = Path(model.kinds[record.kind].path.format(**record.data))
        yield path, to_yaml(draft, composed, record) if record in composed.events else _dumped(record.data)


def _dumped(value: Any) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=False)
    return text


def _plain(text: str) -> str:
    """A remark on one line."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def _head(draft: Draft) -> Iterator[str]:
    document = draft.document
    yield "# A draft made by rules. Nobody has reviewed it: look at every value, and at the passage that is its evidence."
    yield f"# Text: sha256 {document.sha256}, {len(document.text):,} characters."
    if document.published is None:
        yield "# No day of publication was found: days without a year, weekdays and `yesterday` stay open. Give it with --published."
    else:
        yield f"# Published {document.published.isoformat()} ({document.published_basis.value})."
    yield ""


def _body(draft: Draft, record: Record) -> Iterator[str]:
    event = _event(draft, record)
    for name, value in record.data.items():
        remarks = [_DECIDE[name]] if name in _DECIDE else []
        if event is not None:
            remarks += [remark for field in _FIELDS.get(name, ()) for remark in _remarks(event, field)]
        yield from (f"# {_plain(remark)}" for remark in remarks)
        yield from _dumped({name: value}).rstrip("\n").split("\n")
    if event is not None:
        for name, fields in _FIELDS.items():
            if name not in record.data:
                if event.kind is EventKind.ROUND and name in _NEEDED:
                    yield f"# {name}: {_NEEDED[name]}"
                yield from (f"# {_plain(remark)}" for field in fields for remark in _remarks(event, field, written=False))


def _event(draft: Draft, record: Record) -> EventDraft | None:
    """The event of a draft that a record was made of: its id ends with its number."""
    drafted = [*draft.rounds, *draft.ceasefires]
    number = int(record.id.rsplit("-", 1)[1])
    found = drafted[number - 1] if number <= len(drafted) else None
    return found if found is not None and (found.kind is EventKind.ROUND) == (record.kind == "round") else None


def _remarks(event: EventDraft, field: str, *, written: bool = True) -> Iterator[str]:
    """How sure a value is and which rule gave it; what else it could be. A value that is not `written` is told."""
    candidates = event.all(field)
    if field in {"parties", "mediators"}:
        for candidate in candidates:
            role = f" as {candidate.role}" if candidate.role else ""
            sure = "likely, and written only if a word says so" if candidate.likely else candidate.tier.value
            yield f"{field}: {candidate.value}{role}: {sure}, by rule {candidate.rule}."
        return
    best = next((candidate for candidate in candidates if candidate.tier is not Tier.CODER), None)
    if best is not None and best.likely and best.spans:
        yield f"{field}: {best.value} is likely, though no words say so (rule {best.rule}, characters {_at(best.spans)})."
    elif best is not None:
        yield f"{field}: {best.tier.value}{'' if written else f', but not written: {best.value}'}, by rule {best.rule}."
    others = [
        f"{candidate.value} (rule {candidate.rule}, characters {_at(candidate.spans)})" for candidate in candidates if candidate is not best
    ]
    if others:
        yield f"{field} could also be: {'; '.join(others[:_MOST])}."


def _at(spans: tuple[Any, ...]) -> str:
    return f"{spans[0].start} to {spans[0].end}" if spans else "not known"


def _tail(draft: Draft, composed: Composed) -> Iterator[str]:
    if composed.left:
        yield ""
        yield "# Understood and not written:"
        yield from (f"#   {_plain(reason)}" for reason in dict.fromkeys(composed.left))
    found = list(worth_reading(draft.document))
    if found:
        yield ""
        yield "# Sentences to read for positions, claims and incidents: line, characters, hash of the passage, what for."
        for sentence in found:
            digest = sha256(draft.document.quote(sentence.span))
            span = f"{{start: {sentence.span.start}, end: {sentence.span.end}, sha256: {digest}}}"
            yield f"#   line {sentence.line}, {span}: {', '.join(sentence.kinds)}"


_MOST = 5
