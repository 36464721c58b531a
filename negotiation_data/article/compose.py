"""From a draft to records: what was understood of an article, as dicts that `record` and `table` take, all linked.

Only what has a passage is written, and nothing that is left to the coder; what is not known is left out, and what the
schema demands and the article does not tell is as wide as the ignorance. Everything is marked ``review: machine``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from negotiation_data.article import dating
from negotiation_data.article.authority import GAZETTEER_SOURCE, gazetteer_source, label, person_id, person_record, slug
from negotiation_data.article.candidate import Anchor, EventDraft, EventKind, PersonDraft, Tier
from negotiation_data.article.ceasefires import is_told
from negotiation_data.article.composer import Composed, Composer, Data, Record, process_record, summary
from negotiation_data.article.document import Span
from negotiation_data.article.draft import Draft
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.passages import Evidence
from negotiation_data.article.people import ABSENT
from negotiation_data.article.wording import declared_jointly, kind_of_round, numbered

__all__ = ["Composed", "Record", "compose", "process_record"]


def compose(draft: Draft, *, read_on: date, outlet: str | None = None, unfinished: bool = False) -> Composed:
    """Make records of a draft.

    A round of which no party is told is no record. With `unfinished` it is one as far as it goes, without parties and of a
    process that is not there yet, which a coder completes.

    `read_on` is the day on which the article was read, which bounds what happened where its publication is not known.
    Two articles give the same id to nothing but what is the same by its name: actors, people and places.
    """
    return _Events(draft, read_on, outlet, unfinished=unfinished).composed()


#: What an office does not begin with, nor end with (but for "Maj. Gen."), nor hold: a clause is none, and is the article's words.
_NO_OFFICE = re.compile(
    r"(?:while|when|who|which|that|is|was|are|were|has|had|to|and|with|but|as|from|for)\b.*|.*(?:\w{6,}\.|[!?;:])|.*\b(?:is|was|were|led|leads|said|says|will|would|expected)\b.*",
    re.IGNORECASE,
)
_LONGEST_OFFICE = 12


def _is_office(title: str) -> bool:
    """Whether a title is one: some words without a verb."""
    return bool(title) and len(title.split()) <= _LONGEST_OFFICE and not _NO_OFFICE.fullmatch(title)


class _Events(Composer):
    def composed(self) -> Composed:
        drafted = [*self.draft.rounds, *self.draft.ceasefires]
        if not drafted:
            return self.found
        following = next((event for event in self.draft.rounds if event.anchor is Anchor.NEXT), None)
        main = self.draft.main
        for number, event in enumerate(drafted, 1):
            if event is following and main is not None:
                continue  # told as `next_round` of the one that the article is about
            record = (
                self._round(event, number, following if event is main else None)
                if event.kind is EventKind.ROUND
                else self._ceasefire(event, number)
            )
            if record is not None:
                self.found.events.append(record)
        if self.found.events:
            self._keep("source", self._source())
        self.found.authority = list(self._kept.values())
        needed = self.found.needed(self.found.events)
        if any(GAZETTEER_SOURCE in str(record.data.get("evidence", "")) for record in needed):
            needed.append(Record("source", gazetteer_source()))
        self.found.authority = sorted(needed, key=lambda record: record.id)
        return self.found

    # ------------------------------------------------------------------------ rounds

    def _round(self, event: EventDraft, number: int, following: EventDraft | None) -> Record | None:
        parties = self._parties(event)
        evidence = Evidence(self.document, self.source_id)
        parties = [(actor, candidate) for actor, candidate in parties if evidence.add(f"/parties/{actor}", candidate.spans)]
        if not parties:
            self.found.left.append("Who talked: no party has a passage, and a round needs one.")
            if not self.unfinished:
                return None
        sides = [actor for actor, _ in parties]
        status = self._best(event, "status")
        stands = status.value if status is not None else "concluded"
        met = stands in _MET
        said = self._said(event, status)
        data: Data = {"id": f"round-{self.mark}-{number}", "process": self._process(sides) if sides else f"process-{self.mark}"}
        data["label"] = ""
        data["kind"] = kind_of_round(self.document, said)
        data["status"] = stands
        if status is not None and status.spans:
            evidence.add("/status", status.spans)
        self._dates(event, data, evidence, said)
        self._venue(event, data, evidence)
        mediators = self._mediators(event, sides, evidence, met=met)
        data |= self._mediation(mediators)
        self._outcome(event, data, evidence)
        data["label"] = label(f"Talks{f' of {self._names(sides)}' if sides else ''}{self._where(data)}")
        data["summary"] = summary(data, _told(data))
        if following is not None:
            self._next(following, data, evidence)
        if event.number is not None and (found := numbered(self.document, event.number)) is not None:
            span, unit = found
            data["numbers"] = [{"counted_by": self.source_id, "unit": unit, "number": event.number}]
            evidence.add(f"/numbers/{self.source_id}/{unit}/{event.number}", [span])
        attendance = "attended" if met else "announced" if stands == "planned" else "unknown"
        if sides:
            data["parties"] = [{"actor": actor, "attendance": attendance} for actor in sorted(sides)]
        if mediators:
            data["mediators"] = mediators
        if event.anchor is Anchor.THIS and (people := self._people(sides, {row["actor"] for row in mediators}, evidence, attendance)):
            data["participants"] = people
        return Record("round", data | {"review": "machine", "evidence": evidence.entries()})

    def _dates(self, event: EventDraft, data: Data, evidence: Evidence, said: Sequence[Span]) -> None:
        """First and last day; where the first is not told, a set as wide as the ignorance, which the passage on the event bounds."""
        start, end = (found if found is None or not found.likely else None for found in (event.best("start"), event.best("end")))
        first, last = self._day(start), self._day(end)
        within = None
        if start is not None and dating.of_a_sitting(self.document, start.spans):
            within, first = start, None
        if end is not None and dating.of_a_sitting(self.document, end.spans):
            within, last = end, None  # a first day may have been counted back from it
        if within is not None:  # a day of a later sitting is a day of the round, and neither its first nor its last
            self.found.left.append(f"A sitting of the round was on {within.value}, which is neither its first day nor its last.")
        if first is not None and last is not None and not dating.in_order(first, last):
            first = last = None
            self.found.left.append("Two dates that cannot be the first and last day of one round.")
        if first is None or start is None or not self._date("/start", first, start.spans, evidence):
            day = self._day(within) if within is not None else None
            first = dating.wide(data["status"], self.seen, last or day, published=self.document.published is not None)
            evidence.add(
                "/start",
                [*(within.spans if within is not None and day else ()), *(end.spans if end is not None and last else ()), *said][:1],
            )
        data["start"] = first
        if (
            data["status"] in {"concluded", "ongoing"}
            and last is not None
            and end is not None
            and self._date("/end", last, end.spans, evidence)
        ):
            data["end"] = last

    def _venue(self, event: EventDraft, data: Data, evidence: Evidence) -> None:
        place, country = self._best(event, "venue/place"), self._best(event, "venue/country")
        if place is not None and place.likely:
            self.found.left.append(f"{place.value}, which is likely to have been the place; no word says that it was held there.")
            place = country = None
        if country is not None and country.likely:
            self.found.left.append(f"{country.value}, which is likely to be the country of the place; no word says so.")
            country = None
        venue: Data = {}
        if place is not None:
            found = self._place(place.value, country.value if country is not None else None, frozenset())
            if found is not None and evidence.add("/venue/place", place.spans, about=place.value):
                venue["place"] = found
        if country is not None and evidence.add("/venue/country", country.spans):
            venue["country"] = country.value
        if venue:
            data["venue"] = venue

    def _where(self, data: Data) -> str:
        venue = data.get("venue", {})
        if "place" in venue:
            return f" in {self._kept[venue['place']].data['name']}"
        state = gazetteer().state(venue["country"]) if "country" in venue else None
        return f" in {state.name}" if state is not None else ""

    def _outcome(self, event: EventDraft, data: Data, evidence: Evidence) -> None:
        outcome = self._best(event, "outcome")
        if outcome is None:
            return
        fits = {
            "concluded": {"agreement", "partial_agreement", "undertaking", "no_agreement", "collapsed", "unknown"},
            "ongoing": {"ongoing"},
        }.get(data["status"], {"postponed"})
        if outcome.value in fits and (evidence.add("/outcome", outcome.spans) or (not outcome.spans and outcome.value in _NEEDS_NO_WORDS)):
            data["outcome"] = outcome.value
        elif outcome.value in fits:
            self.found.left.append(f"An outcome, {outcome.value}, for which the article has no words.")
        else:
            self.found.left.append(f"An outcome, {outcome.value}, that talks which are {data['status']} cannot have.")

    def _next(self, following: EventDraft, data: Data, evidence: Evidence) -> None:
        found: Data = {}
        start = self._best(following, "start")
        day = self._day(start)
        if (
            start is not None
            and day is not None
            and dating.in_order(data["start"], day)
            and self._date("/next_round/date", day, start.spans, evidence)
        ):
            found["date"] = day
        place, country = self._best(following, "venue/place"), self._best(following, "venue/country")
        if place is not None:
            where = self._place(place.value, country.value if country is not None else None, frozenset())
            if where is not None and evidence.add("/next_round/place", place.spans):
                found["place"] = where
        if found:
            data["next_round"] = found

    def _people(self, parties: Sequence[str], helpers: set[str], evidence: Evidence, attendance: str) -> list[Data]:
        """Participants: those whose side took part."""
        rows: dict[str, Data] = {}
        seen: set[str] = set()
        heads: set[str] = set()
        for person in self.draft.people:
            name = label(person.name)
            if person.role == ABSENT and name:
                self.found.left.append(f"{name}, who is said not to have come.")
                continue
            actor = self._side(person, parties, helpers)
            if person.tier is Tier.CODER or actor is None or not name:
                self.found.left.append(f"{name or 'A person'}, whose side is not known to have taken part.")
                continue
            role = self._role(person, actor in parties, actor in heads)
            key = person_id(name, actor)
            row_id = slug(name.split()[-1], _ROW - 4)
            if key in seen:
                continue
            if role is None:
                self.found.left.append(f"{name}, of whom the article does not say what part they had.")
                continue
            row_id = next(
                f"{row_id}{suffix}" for suffix in ("", *(f"-{number}" for number in range(2, 200))) if f"{row_id}{suffix}" not in rows
            )
            pointer = f"/participants/{row_id}"
            if not evidence.add(pointer, person.spans, about=person.name):
                continue
            evidence.add(f"{pointer}/role", person.spans, about=person.name)
            row: Data = {"participant": row_id, "person": self._keep("person", person_record(name, actor)), "actor": actor}
            office = label(person.title or "")
            if _is_office(office) and evidence.add(f"{pointer}/office", self._where_titled(person), about=person.name):
                row["office"] = office
            row["role"] = role
            there = "unknown" if role == "spokesperson" and attendance == "attended" else attendance
            if there != "attended":
                row["attendance"] = there
            if role == "head":
                heads.add(actor)
            seen.add(key)
            rows[row_id] = row
        return [rows[key] for key in sorted(rows)]

    def _where_titled(self, person: PersonDraft) -> list[Span]:
        """Passages that have the title beside the name."""
        title = " ".join((person.title or "").split()).casefold()
        return [
            span
            for span in person.spans
            if title in " ".join(self.document.quote(self.document.sentence_at(span.start)).split()).casefold()
        ]

    @staticmethod
    def _role(person: PersonDraft, of_party: bool, has_head: bool) -> str | None:
        role = "member" if person.role == "principal" else person.role
        if role == "head" and has_head:
            role = "member"  # a second one who is said to have led is at least of the delegation
        if role in {"mediator", "host", "observer"} and of_party:
            role = "member"
        return role if role in _PERSON_ROLES else None

    def _side(self, person: PersonDraft, parties: Sequence[str], helpers: set[str]) -> str | None:
        """The party or third party for which a person sat: its own actor, or the one that this is a part of."""
        if person.side is None:
            return None
        actor: str | None = self._actor(person.side)
        for _ in range(_UP):
            if actor is None or actor in parties or actor in helpers:
                return actor
            actor = self._kept[actor].data.get("parent") if actor in self._kept else None
        return None

    # ------------------------------------------------------------------------ ceasefires

    def _ceasefire(self, event: EventDraft, number: int) -> Record | None:
        if not is_told(event):
            self.found.left.append("A ceasefire that is called for, or that is only spoken of.")
            return None
        evidence = Evidence(self.document, self.source_id)
        status = self._best(event, "status")
        said = self._said(event, status)
        parties = self._parties(event)
        parties = [
            (actor, candidate)
            for actor, candidate in parties
            if evidence.add(f"/parties/{actor}", [self.document.sentence_at(span.start) for span in candidate.spans[:1]])
        ]
        if len(parties) < _PAIR:
            self.found.left.append("A ceasefire of which fewer than two sides are known.")
            return None
        sides = [actor for actor, _ in parties]
        data: Data = {"id": f"ceasefire-{self.mark}-{number}", "process": self._process(sides), "label": ""}
        place = self._best(event, "place")
        if place is not None:
            near = frozenset(country for record in self._kept.values() if (country := record.data.get("country")))
            found = self._place(place.value, None, near)
            if found is not None and evidence.add("/place", place.spans, about=place.value):
                data["place"] = found
        effective, declared = event.best("effective"), event.best("declared")
        day, told_on = self._day(effective), self._day(declared)
        data["declared"] = told_on or dating.wide("concluded", self.seen, day)
        known = declared if told_on else effective if day else None
        evidence.add("/declared", [*(known.spans if known is not None else ()), *said][:1])
        if effective is not None and day is not None and self._date("/effective", day, effective.spans, evidence):
            data["effective"] = day
        data["observed_until"] = self.seen.isoformat()
        mediators = self._mediators(event, sides, evidence, met=True)
        together = declared_jointly(self.document, self._truce_sentences(event), mediated=bool(mediators))
        if together:
            data["declaration"] = "joint"
        else:  # without it the record is not whole, and goes to the coder
            self.found.left.append("Who declared the ceasefire: it is not told that the sides did so together.")
        data["status"] = _TRUCE_STATUS.get(status.value if status is not None else "", "unknown")
        if data["status"] == "in_force" and "effective" not in data:
            data["status"] = "declared"
        if status is not None and status.spans:
            evidence.add("/status", status.spans)
        data |= self._mediation(mediators)
        where = f" in {self._kept[data['place']].data['name']}" if "place" in data else ""
        data["label"] = label(f"Ceasefire of {self._names(sides)}{where}")
        data["summary"] = summary(data, data["status"].replace("_", " "))
        data["parties"] = [{"actor": actor, "declared": True} if together else {"actor": actor} for actor in sorted(sides)]
        if mediators:
            data["mediators"] = mediators
        return Record("ceasefire", data | {"review": "machine", "evidence": evidence.entries()})

    def _truce_sentences(self, event: EventDraft) -> list[Span]:
        spans = {self.document.sentence_at(span.start) for candidate in event.candidates for span in candidate.spans}
        return sorted(spans)


def _told(data: Data) -> str:
    outcome = data.get("outcome")
    return f"{data['status']}, {outcome.replace('_', ' ')}" if outcome and outcome != data["status"] else str(data["status"])


#: Outcomes that say no more than how the round stands.
_NEEDS_NO_WORDS = frozenset({"unknown", "ongoing", "postponed"})
_ROW = 60
_PAIR, _UP = 2, 4
_MET = frozenset({"concluded", "ongoing", "suspended"})
_PERSON_ROLES = frozenset({"head", "co_head", "member", "adviser", "spokesperson", "mediator", "host", "observer", "signatory"})
_TRUCE_STATUS = {"in_force": "in_force", "violated": "in_force", "extended": "in_force", "declared": "declared", "ended": "ended"}
