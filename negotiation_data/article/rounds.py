"""Drafts of rounds: the one that an article is about, with all its fields, then earlier ones and the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.days import DateFound, dates
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.first_and_last import first_and_last
from negotiation_data.article.likely_helpers import Helper, helpers
from negotiation_data.article.main_event import is_about_a_round, main_event
from negotiation_data.article.mention import Annotated
from negotiation_data.article.place_found import PlaceFound
from negotiation_data.article.sides import Sides
from negotiation_data.article.standing import Found, Signs, signs, standing
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.venues import places, sentences_elsewhere, venue, venue_of_this
from negotiation_data.article.weights import Features, model

__all__ = ["rounds"]

_THIS = (EventKind.ROUND, Anchor.THIS)
_EARLIER = (EventKind.ROUND, Anchor.EARLIER)
_TRUCE = (EventKind.CEASEFIRE, Anchor.THIS)


def rounds(annotated: Annotated, happenings: Events, parties: Sides, third: list[ThirdParty], said: Features) -> list[EventDraft]:
    """The round that a text is about first, then others; none if it is about none.

    Args:
        annotated: the text.
        happenings: its events.
        parties: who talks.
        third: who helps, in whatever event.
        said: what the text is about, see `relevance.relevance`.
    """
    told = signs(annotated, happenings)
    if not is_about_a_round(main_event(happenings, said, told.seen)):
        return []
    return _Rounds(annotated, happenings, parties, third, told).drafted()


@dataclass(slots=True)
class _Rounds:
    annotated: Annotated
    happenings: Events
    parties: Sides
    third: list[ThirdParty]
    told: Signs

    def drafted(self) -> list[EventDraft]:
        event = EventDraft(EventKind.ROUND, Anchor.THIS, number=self.happenings.main_number)
        found_places, found_dates = places(self.annotated, self.happenings), dates(self.annotated, self.happenings)
        event.candidates += venue_of_this(self.parties, self.happenings, found_places)
        found_dates = self._without_those_elsewhere(event, found_dates)
        stands, came = standing(self.happenings, self.told)
        event.candidates.append(Candidate("status", stands.label, stands.spans, _rule("status", stands), Tier.SUGGESTED, stands.weight))
        event.candidates += first_and_last(self.annotated, self.happenings, found_dates, stands.label)
        if came is not None:
            rule = _rule(f"outcome-{came.label}", came)
            event.candidates.append(Candidate("outcome", came.label, came.spans, rule, Tier.SUGGESTED, came.weight))
        event.candidates += [*self._parties(), *self._mediators(event, Anchor.THIS)]
        others = (self._other(anchor, found_places, found_dates, event) for anchor in (Anchor.EARLIER, Anchor.NEXT))
        return [event, *(other for other in others if other is not None)]

    def _without_those_elsewhere(self, event: EventDraft, found: list[DateFound]) -> list[DateFound]:
        """The dates, those of sentences about another place moved to an earlier round; third parties likewise."""
        place = event.best("venue/place")
        if place is None:
            return found
        elsewhere = sentences_elsewhere(self.annotated, self.happenings, place.value, _value(event, "venue/country"))
        for party in self.third:
            if self.happenings.sentence(party.position) in elsewhere and party.event == _THIS:
                party.anchor = Anchor.EARLIER
        return [replace(entry, event=_EARLIER) if entry.sentence in elsewhere and entry.event == _THIS else entry for entry in found]

    def _parties(self) -> Iterator[Candidate]:
        sure = model("party").sure
        for side in self.parties:
            spans = tuple(span for _, span, _ in sorted(side.spans, key=lambda s: (-s[0], s[1].start)))[:3]
            rule = max(side.spans, key=lambda s: s[0])[2] if side.spans else "home-state"
            if self.parties.only_likely(side):
                rule = f"{LIKELY}party"
            actor = self.parties.actor(side)
            known = self.annotated.actors[actor].known and not rule.startswith(LIKELY)
            tier = Tier.PREFILLED if known and side.log_odds >= sure else Tier.SUGGESTED
            yield Candidate("parties", actor, spans, rule, tier, side.log_odds, self.parties.names(side))

    def helpers(self, event: EventDraft) -> dict[str, Helper]:
        """Every actor that may have helped in the round, by key."""
        found = helpers(self.annotated, self.happenings, self.parties, self.third, _value(event, "venue/country"))
        return {helper.key: helper for helper in found}

    def _mediators(self, event: EventDraft, anchor: Anchor) -> Iterator[Candidate]:
        helping = [party for party in self.third if party.key not in self.parties.keys]
        mine = [party for party in helping if party.event == (EventKind.ROUND, anchor)]
        far = False
        if anchor is Anchor.THIS:
            # a truce told of at the top came of the same talks
            mine += [p for p in helping if p.event == _TRUCE and not p.weak and self.happenings.depth(p.position) <= 3]
            if not mine:  # told of the process as a whole, or beside another round
                far = True
                mine = [p for p in helping if p.kind is EventKind.ROUND and not p.weak] or [p for p in helping if p.kind is EventKind.ROUND]
        likely, chances = (self.helpers(event) if anchor is Anchor.THIS else {}), model("helps")
        for (key, role), entries in _by_role(mine).items():
            actor = self.annotated.actors[entries[0].actor]
            spans = tuple(dict.fromkeys(entry.span for entry in entries))[:3]
            sure = actor.known and not far and key in likely and chances.log_odds(likely[key].features) >= chances.sure
            tier = Tier.PREFILLED if sure else Tier.SUGGESTED
            yield Candidate("mediators", actor.id, spans, entries[0].rule, tier, float(len(entries)), actor.names, role)
        found = {party.key for party in mine}
        for helper in likely.values():
            if helper.key not in found and (log_odds := chances.log_odds(helper.features)) >= chances.least:
                actor, weight = self.annotated.actors[helper.actor], 1 / (1 + exp(-log_odds))  # behind what rules found
                yield Candidate("mediators", actor.id, helper.spans, f"{LIKELY}helper", Tier.SUGGESTED, weight, actor.names, helper.role)

    def _other(self, anchor: Anchor, found: Sequence[PlaceFound], found_dates: Sequence[DateFound], main: EventDraft) -> EventDraft | None:
        """An earlier round or the next one, if it has a date, or a place that is not that of the main one."""
        numbers = {m.sentence for m in self.happenings.mentions if (m.kind, m.anchor) == (EventKind.ROUND, anchor)}
        if not numbers or (anchor is Anchor.NEXT and self.happenings.planned):
            return None
        event = EventDraft(EventKind.ROUND, anchor)
        event.candidates += venue(self.parties, found, anchor)
        event.candidates += _days_of(anchor, [entry for entry in found_dates if entry.event == (EventKind.ROUND, anchor)])
        place = _value(event, "venue/place")
        dated = event.best("start") is not None or event.best("end") is not None
        if not dated and (place is None or place == _value(main, "venue/place")):
            return None
        stands, said = "concluded" if anchor is Anchor.EARLIER else "planned", self.happenings.sentences[min(numbers)]
        event.candidates.append(Candidate("status", stands, (said,), "anchor", Tier.SUGGESTED, 1.0))
        event.candidates += [*self._parties(), *self._mediators(event, anchor)]
        return event


def _value(event: EventDraft, name: str) -> str | None:
    found = event.best(name)
    return found.value if found is not None else None


def _rule(name: str, found: Found) -> str:
    """What found a label: words for it, or, where the text has none, no more than how it speaks of the round."""
    return name if found.spans else f"{LIKELY}{name}"


def _by_role(found: Iterable[ThirdParty]) -> dict[tuple[str, str], list[ThirdParty]]:
    grouped: dict[tuple[str, str], list[ThirdParty]] = defaultdict(list)
    for party in found:
        grouped[party.key, party.role].append(party)
    return grouped


def _days_of(anchor: Anchor, found: Sequence[DateFound]) -> Iterator[Candidate]:
    """First and last day of a round in the distance, by the best of its dates; only of one that was, the last day is known."""
    if not found:
        return
    best = max(found, key=lambda entry: entry.weight)
    spans: tuple[Span, ...] = (best.span,)
    if best.role in {"S", "B"} or best.is_range:
        yield Candidate("start", best.first, spans, best.rule, Tier.SUGGESTED, best.weight)
    if anchor is Anchor.EARLIER:
        yield Candidate("end", best.last, spans, best.rule, Tier.SUGGESTED, best.weight)
