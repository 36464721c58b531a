"""What rounds and ceasefires of a draft have in common: ids, the source, actors, places, days, and what supports them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from negotiation_data.article import dating
from negotiation_data.article.authority import actor_records, label, place_for, place_record, slug, unlisted_actor
from negotiation_data.article.candidate import Candidate, EventDraft, Tier
from negotiation_data.article.communities import is_a_name
from negotiation_data.article.document import Document, PublishedBasis, Span
from negotiation_data.article.draft import Draft
from negotiation_data.article.groups import sounds_armed
from negotiation_data.article.passages import Evidence, sha256
from negotiation_data.article.verify import supported

__all__ = ["Composed", "Composer", "Data", "Record", "process_record", "summary"]

Data = dict[str, Any]

#: Characters of the text's hash in ids: enough that no two of 10 million articles share one.
_HASH = 14


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, and its data as a file of it would have them."""

    kind: str
    data: Data

    @property
    def id(self) -> str:
        """Its id."""
        found: str = self.data["id"]
        return found


@dataclass(slots=True)
class Composed:
    """What came of one article.

    Attributes:
        events: rounds and ceasefires, the article's own first.
        authority: what they refer to: source, process, actors, people, places; each once.
        left: what was understood and not written, and why, in a sentence.
    """

    events: list[Record] = field(default_factory=list)
    authority: list[Record] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """All of them, events first."""
        return [*self.events, *self.authority]

    def needed(self, events: Iterable[Record]) -> list[Record]:
        """What some events refer to, and what that refers to; of sources all, as all are of this article."""
        known = {record.id: record for record in self.authority}
        waiting = list(events)
        found = {record.id: record for record in self.authority if record.kind == "source" and waiting}
        while waiting:
            for text in _texts(waiting.pop().data):
                if text in known and text not in found:
                    found[text] = known[text]
                    waiting.append(known[text])
        return list(found.values())


#: Where no record is referred to but a source.
_NO_REFERENCES = frozenset({"evidence", "names", "links", "label", "summary"})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NO_REFERENCES:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class Composer:
    """Makes records of a draft; what all of them refer to is kept once."""

    def __init__(self, draft: Draft, read_on: date, outlet: str | None, *, unfinished: bool = False) -> None:
        self.draft = draft
        self.document: Document = draft.document
        self.seen = self.document.published or read_on
        self.read_on = read_on
        self.unfinished = unfinished
        self.outlet = outlet or self.document.outlet
        self.mark = self.document.sha256[:_HASH]
        self.source_id = f"article-{self.mark}"
        self.found = Composed()
        self._kept: dict[str, Record] = {}
        self._actors: dict[str, str | None] = {}

    def _keep(self, kind: str, data: Data) -> str:
        self._kept.setdefault(data["id"], Record(kind, data))
        found: str = data["id"]
        return found

    # ------------------------------------------------------------------------ source

    def _source(self) -> Data:
        document = self.document
        data: Data = {"id": self.source_id, "kind": "news_article"}
        if document.title is not None and (title := label(document.quote(document.title))):
            data["title"] = title
        data["outlet"] = label(self.outlet or "") or "outlet not named"
        if document.url and len(document.url) <= _URL and document.url.isascii() and document.url.startswith(("http://", "https://")):
            data["url"] = "".join(document.url.split())
        data["language"] = document.language or "en"
        if document.published is not None:
            data |= {"published": document.published.isoformat(), "published_basis": document.published_basis.value}
        else:
            data |= {"published_basis": PublishedBasis.NONE.value, "read_on": self.read_on.isoformat()}
        data["read_extent"] = "whole"
        data["origins"] = [{"origin": slug(self.outlet or "outlet not named", _ROW), "relation": "own"}]
        data["text"] = {
            "sha256": document.sha256,
            "length": len(document.text),
            "extent": "whole",
            "obtained": "As given to `negotiation-data`; UTF-8, nothing normalised.",
        }
        return data

    # ------------------------------------------------------------------------ what both kinds of event have

    def _parties(self, event: EventDraft) -> list[tuple[str, Candidate]]:
        """The parties by their ids, each once."""
        found: dict[str, Candidate] = {}
        for candidate in event.all("parties"):
            if candidate.likely:
                self.found.left.append(f"{candidate.names[0]}, who is likely to have been a party; no word says that it talked.")
            elif candidate.tier is not Tier.CODER and (actor := self._actor(candidate)) is not None:
                found.setdefault(actor, candidate)
        return list(found.items())

    def _actor(self, candidate: Candidate) -> str | None:
        """The id of the actor of a candidate, whose record is kept; None if it cannot be one."""
        key = f"{candidate.value}|{candidate.names[0] if candidate.names else ''}"
        if key not in self._actors:
            self._actors[key] = self._actor_anew(candidate)
        return self._actors[key]

    def _actor_anew(self, candidate: Candidate) -> str | None:
        try:
            records = list(actor_records(candidate.value))
        except KeyError:
            name = label(candidate.names[0] if candidate.names else "")
            if not name:
                return None
            kind = "armed_group" if sounds_armed(name) and candidate.rule != "mediating-person" else "other"
            return self._keep("actor", unlisted_actor(name, kind, None, "" if is_a_name(name) else f"|{self.mark}"))
        for data in records:
            self._keep("actor", data)
        return candidate.value

    def _process(self, parties: Sequence[str]) -> str:
        data = process_record(parties, {actor: self._kept[actor].data["name"] for actor in parties}, self.seen)
        return self._keep("process", data)

    def _mediators(self, event: EventDraft, parties: Sequence[str], evidence: Evidence, *, met: bool) -> list[Data]:
        """Third parties with their roles, and the passages that say so."""
        candidates = [candidate for candidate in event.all("mediators") if candidate.tier is not Tier.CODER and candidate.role is not None]
        told = {candidate.value for candidate in candidates if candidate.rule != _PRESENCE}
        rows: dict[tuple[str, str], Data] = {}
        for candidate in candidates:
            if candidate.rule == _PRESENCE and candidate.value in told:
                continue  # that it was there says less than the role it had
            actor, role = self._actor(candidate), candidate.role
            if actor is None or actor in parties or role not in _ROLES or (actor, role) in rows:
                continue
            if candidate.likely and not any(supported(self.document, candidate, event.kind, span).ok for span in candidate.spans):
                self.found.left.append(f"{candidate.names[0]}, who is likely to have helped; no word says how.")
                continue
            if not evidence.add(f"/mediators/{actor}/{role}", candidate.spans):
                continue
            row: Data = {"actor": actor, "role": role}
            if not met and role in _AT_THE_MEETING:
                row["engagement"] = "offered"
            rows[actor, str(role)] = row
        return [rows[key] for key in sorted(rows)]

    @staticmethod
    def _mediation(rows: list[Data]) -> Data:
        if rows:
            return {"mediation": "third_party"}
        return {"mediation": "unknown", "mediation_reason": "The article names no third party in a role that was recognised."}

    def _place(self, name: str, country: str | None, near: frozenset[str]) -> str | None:
        place = place_for(name, country, near)
        return None if place is None else self._keep("place", place_record(place))

    def _day(self, candidate: Candidate | None) -> str | None:
        """A candidate's date as a field takes it: one date, however uncertain."""
        if candidate is None or candidate.tier is Tier.CODER:
            return None
        return dating.one_date(candidate.value)

    def _date(self, name: str, value: str, spans: Sequence[Span], evidence: Evidence) -> bool:
        """Have passages support a date, with its wording where that is of another calendar."""
        worded = dating.other_calendar(self.document, spans, value)
        if worded is not None:
            span, wording, calendar = worded
            return evidence.add(name, [span], wording=wording, calendar=calendar)
        return evidence.add(name, spans)

    def _names(self, parties: Sequence[str]) -> str:
        names = sorted(str(self._kept[actor].data["name"]) for actor in parties)
        return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]

    @staticmethod
    def _best(event: EventDraft, name: str) -> Candidate | None:
        found = event.best(name)
        return found if found is not None and found.tier is not Tier.CODER else None

    def _said(self, event: EventDraft, status: Candidate | None) -> tuple[Span, ...]:
        """Passages that tell of the event at all, best first."""
        found = [*(status.spans if status is not None else ())]
        for name in ("venue/place", "place", "venue/country", "parties"):
            if (candidate := self._best(event, name)) is not None:
                found += [self.document.sentence_at(span.start) for span in candidate.spans[:1]]
        return tuple(dict.fromkeys(found))


def process_record(parties: Sequence[str], names: dict[str, str], seen: date) -> Data:
    """The process of a set of sides: begun by the day on which it was seen, and looked at until then."""
    sides = sorted(set(parties))
    joined = "-".join(sides)
    plain = f"talks-{joined}"
    if len(plain) > _PROCESS_ID:
        plain = f"talks-{joined[: _PROCESS_ID - 18].strip('-')}-{sha256('|'.join(sides))[:10]}"
    told = [names[side] for side in sides]
    named = label(" and ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0])
    return {
        "id": plain,
        "name": named,
        "conflict": label(f"What {named} talk about, as far as articles tell.", _TEXT),
        "start": f"[..{seen.isoformat()}]",
        "observed_until": seen.isoformat(),
        "scope": "Every contact of just these sides that an article read by rules tells of.",
        "parties": [{"actor": side} for side in sides],
        "review": "machine",
    }


def summary(data: Data, told: str) -> str:
    """A sentence of our own on what was drafted."""
    named = data["label"]
    return label(f"Drafted by rules from one article, and seen by nobody: {named[0].lower()}{named[1:]}; {told}.", _TEXT)


_URL, _TEXT, _ROW, _PROCESS_ID = 600, 600, 60, 80
_PRESENCE = "presence-of"
_ROLES = frozenset({"mediator", "facilitator", "host", "guarantor", "observer", "witness", "monitor", "accompanier", "adviser", "convener"})
_AT_THE_MEETING = frozenset({"mediator", "facilitator", "host", "observer", "witness"})
