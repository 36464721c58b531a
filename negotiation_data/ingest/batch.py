"""Some articles at a time: read, drafted, composed, checked; what passes as rows, what does not with the reason."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import orjson

from negotiation_data.article.compose import Composed, Record, compose
from negotiation_data.article.document import Document, PublishedBasis
from negotiation_data.article.draft import draft
from negotiation_data.article.read import read
from negotiation_data.error import NegotiationDataError
from negotiation_data.ingest.corpus import Article
from negotiation_data.problem import Level
from negotiation_data.record.validate import faults
from negotiation_data.schema.model import Model
from negotiation_data.table import check, frames
from negotiation_data.table.check import rule_failures
from negotiation_data.table.frames import Frames
from negotiation_data.table.rows import Rows
from negotiation_data.table.rule import Rule, Tables
from negotiation_data.table.rules import RULES

__all__ = ["Batch", "Fate", "Options", "Quarantined", "Seen", "process"]


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for all articles: the day of reading, and the day of publication of those of which none is known."""

    read_on: date
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an article: ``records``, ``nothing`` or ``refused``, and why."""

    document_id: str
    content_sha256: str
    text_sha256: str | None
    fate: str
    reason: str | None = None
    records: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that did not pass: its reasons, codes, and itself as JSON."""

    document_id: str
    text_sha256: str
    record_id: str
    kind: str
    reason: str
    rules: list[str]
    record: str


@dataclass(frozen=True, slots=True)
class Seen:
    """That an article tells of a process: the day by which it had begun, and until which it was looked at."""

    process_id: str
    text_sha256: str
    start: str
    observed_until: date


@dataclass(slots=True)
class _Drafted:
    """An article with its records, and those that are refused by their ids."""

    article: Article
    document: Document
    composed: Composed
    refused: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def kept(self) -> list[Record]:
        return [record for record in self.composed.events if record.id not in self.refused]


@dataclass(slots=True)
class Batch:
    """What came of some articles."""

    fates: list[Fate]
    quarantine: list[Quarantined]
    frames: Frames
    seen: list[Seen]


def process(model: Model, articles: Iterable[Article], options: Options) -> Batch:
    """Read and check some articles. What one article gives does not depend on the others beside it."""
    fates: list[Fate] = []
    drafted: list[_Drafted] = []
    texts: set[str] = set()
    collecting = gc.isenabled()
    gc.disable()  # as in reading records: looking for cycles costs more than there are
    try:
        for article in sorted(articles, key=lambda article: (article.entry.id, article.entry.digest)):
            found = _read(article, options)
            if isinstance(found, _Drafted) and found.document.sha256 in texts:
                fates.append(_fate(article, "refused", "The same text as another document.", found.document))
            elif isinstance(found, _Drafted):
                texts.add(found.document.sha256)
                drafted.append(found)
            else:
                fates.append(found)
    finally:
        if collecting:
            gc.enable()
    for one in drafted:
        _schema_faults(model, one)
    _rule_faults(model, drafted)
    quarantine = [entry for one in drafted for entry in _quarantined(one)]
    fates += [
        Fate(one.article.entry.id, one.article.entry.digest, one.document.sha256, "records", None, len(one.kept), len(one.refused))
        for one in drafted
    ]
    seen = [
        Seen(record.id, one.document.sha256, record.data["start"], date.fromisoformat(record.data["observed_until"]))
        for one in drafted
        for record in one.composed.needed(one.kept)
        if record.kind == "process"
    ]
    return Batch(fates, quarantine, _rows(model, drafted), seen)


def _fate(article: Article, fate: str, reason: str, document: Document | None = None) -> Fate:
    return Fate(article.entry.id, article.entry.digest, document.sha256 if document else None, fate, reason)


def _read(article: Article, options: Options) -> _Drafted | Fate:
    entry = article.entry
    if article.fault is not None:
        return _fate(article, "refused", article.fault)
    published = date.fromisoformat(entry.published) if entry.published else None
    document = None
    try:
        document = read(article.content, published=published, url=entry.url)
        if document.published is None and options.published is not None:
            document = replace(document, published=options.published, published_basis=PublishedBasis.GIVEN)
        if entry.outlet:
            document = replace(document, outlet=entry.outlet)
        understood = draft(document)
        composed = compose(understood, read_on=options.read_on)
    except NegotiationDataError as error:
        return _fate(article, "refused", str(error))
    except Exception as error:  # a fault of ours in one article must not lose all others
        return _fate(article, "refused", f"A fault of this program: {type(error).__name__}: {error}", document)
    if not composed.events:
        reason = understood.reason or " ".join(dict.fromkeys(composed.left)) or "Nothing could be told from the text."
        return _fate(article, "nothing", reason, document)
    return _Drafted(article, document, composed)


# ---------------------------------------------------------------------------- what does not pass


def _schema_faults(model: Model, one: _Drafted) -> None:
    """Records that break the schema of their kind; what all refer to takes all with it."""
    for record in one.composed.records:
        found = [(fault.code, fault.message) for fault in faults(model, model.kinds[record.kind], record.data, {})]
        if found:
            for event in [record] if record in one.composed.events else one.composed.events:
                one.refused.setdefault(event.id, []).extend(found)


@cache
def _errors() -> dict[str, Rule]:
    return {code: rule for code, rule in RULES.items() if rule.level is Level.ERROR}


def _rule_faults(model: Model, drafted: Sequence[_Drafted]) -> None:
    """Records that break a rule of consistency, until none is left; each article is looked at as if it were alone."""
    looked_at = drafted
    while any(one.kept for one in looked_at):
        owner = {record.id: one for one in looked_at for record in one.kept}
        rows = Rows(model)
        for kind, data in _apart(looked_at):
            rows.add(kind, data)
        tables = Tables(model, frames.finished(model, frames.to_frames(model, rows.columns)))
        told = list(rule_failures(tables, _errors()))
        found = [failure for failure in told if failure.level is Level.ERROR]
        again: dict[str, _Drafted] = {}  # what is left of those of which a record goes may break another rule
        for failure in found:
            # A fault of what all records of an article refer to takes all of them with it.
            blamed = (
                [owner[failure.record_id]] if failure.record_id in owner else [one for one in looked_at if _names(one, failure.record_id)]
            )
            for one in blamed:
                again[one.document.sha256] = one
                for event_id in [failure.record_id] if failure.record_id in owner else [event.id for event in one.composed.events]:
                    one.refused.setdefault(event_id, []).append((failure.rule.code, failure.message))
        all_told = max(Counter((failure.rule.code, failure.table) for failure in told).values(), default=0) < check.MOST_ROWS
        looked_at = list(again.values()) if all_told or not again else looked_at


def _names(one: _Drafted, record_id: str) -> bool:
    return any(record_id == record.id or record_id == f"{record.id}--{one.document.sha256[:14]}" for record in one.composed.authority)


def _apart(drafted: Sequence[_Drafted]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Records to check: each article has processes of its own, so that none is judged by another."""
    shared: set[str] = set()
    for one in drafted:
        mark = f"--{one.document.sha256[:14]}"
        for record in one.kept:
            yield record.kind, record.data | {"process": record.data["process"] + mark}
        for record in one.composed.needed(one.kept):
            if record.kind == "process":
                yield record.kind, record.data | {"id": record.data["id"] + mark}
            elif record.id not in shared:
                shared.add(record.id)
                # Two texts of one address are no fault of either: in the tables the first keeps it.
                yield record.kind, {name: value for name, value in record.data.items() if (record.kind, name) != ("source", "url")}


def _quarantined(one: _Drafted) -> Iterator[Quarantined]:
    by_id = {record.id: record for record in one.composed.events}
    for record_id, reasons in one.refused.items():
        told = list(dict.fromkeys(f"{code} {message}" for code, message in reasons))
        yield Quarantined(
            one.article.entry.id,
            one.document.sha256,
            record_id,
            by_id[record_id].kind,
            " ".join(told),
            sorted({code for code, _ in reasons}),
            orjson.dumps(by_id[record_id].data, option=orjson.OPT_SORT_KEYS).decode(),
        )


# ---------------------------------------------------------------------------- what passes


def _rows(model: Model, drafted: Sequence[_Drafted]) -> Frames:
    """The rows of what is kept; what several articles name is there once. How long a process was seen is told apart, in `seen`."""
    rows = Rows(model)
    shared: dict[str, Record] = {}
    for one in drafted:
        for record in one.kept:
            rows.add(record.kind, record.data)
        for record in one.composed.needed(one.kept):
            shared.setdefault(record.id, record)
    for record in shared.values():
        rows.add(record.kind, record.data)
    return frames.to_frames(model, rows.columns)
