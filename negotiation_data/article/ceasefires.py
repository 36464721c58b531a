"""The ceasefire that a text tells of: when it began, where it was agreed, by whose help, how it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.days import resolved_dates
from negotiation_data.article.document import Span
from negotiation_data.article.events import EventMention, Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.shape import END
from negotiation_data.article.sides import Sides
from negotiation_data.article.standing import Found, cues
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import Features, answers

__all__ = ["QUESTION", "ceasefires", "is_told", "seen"]

_EFFECT = re.compile(
    r"(?:took|take|takes|taken|came|come|comes|went|go|goes|entered?|enters?|put) (?:in)?(?:to )?(?:effect|force)|\b(?:began|begin|begins|start(?:ed|s)?|from|since|effective|in force)\b",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:on|of|since|from|in|the|late|early|last|after|,|until|\() ?$", re.IGNORECASE)
_ITS_END = re.compile(r"\b(?:until|till|expires?|expired|ends?|to end)\b")
_AGREED_ON = re.compile(r"\b(?:agreed|signed|announced|declared|reached|extend\w*|renewed|established)\b")
_BROKEN_ON = re.compile(r"\b(?:violat|breach|attack|killed|broke)\w*")
_AGREED_IN = re.compile(r"\b(?:agreed|signed|reached|brokered|mediated|announced|established|concluded)\b")

#: The question that the weights answer, and whose words are counted for it; how often one counts.
QUESTION, _FAMILY, _OFTEN = "truce_status", "ceasefire", 3
#: Of a ceasefire that stands so it is not told that there was one.
_NONE_YET = "proposed"
#: One that stands so may have been agreed in the round that the text is about.
_AGREED_NOW = frozenset({"declared", "in_force"})

# Weights and thresholds were set on the development articles.
#: How far before the word the verb for declaring it may begin.
_VERB_BEFORE = 25
#: How far a date of the same sentence may stand from the word, if another event is nearer.
_FAR = 60
#: What a date scores at the word, less so much a character between; what is said between them adds or takes.
_AT_THE_WORD, _A_CHARACTER = 1.0, 0.004
_TOOK_EFFECT, _WAS_AGREED, _BESIDE, _WAS_BROKEN = 1.0, 0.5, 0.5, -0.8
_LEAST_OF_DATE = 0.5
#: How far a place may stand before and behind the word; within so many characters, "in" it is enough.
_PLACE_BEFORE, _PLACE_BEHIND, _PLACE_NEAR = 45, 55, 45


def ceasefires(
    annotated: Annotated, happenings: Events, parties: Sides, third: Sequence[ThirdParty], main: EventDraft | None
) -> list[EventDraft]:
    """The ceasefire that a text speaks of: one that is or was, or one that is called for.

    Args:
        annotated: the text.
        happenings: its events.
        parties: who talks.
        third: who is said to help.
        main: the round that the text is about; a ceasefire beside an agreement is likely what was agreed there.
    """
    mentions = [m for m in happenings.mentions if m.kind is EventKind.CEASEFIRE]
    if not mentions:
        return []
    status = _status(annotated, happenings)
    day, place = _day(annotated, happenings), _place(annotated, mentions)
    draft = EventDraft(EventKind.CEASEFIRE, Anchor.THIS, [candidate for candidate in (day, place) if candidate is not None])
    draft.candidates += _mediators(annotated, parties, third)
    if main is not None and status.label in _AGREED_NOW and (outcome := main.best("outcome")) is not None and outcome.value == "agreement":
        draft.candidates += _of_the_round(draft, main)
    first = Span(mentions[0].start, mentions[0].end)
    for side in parties:
        names, rule = parties.names(side), f"{LIKELY}party" if parties.only_likely(side) else "party"
        draft.candidates.append(Candidate("parties", parties.actor(side), (first,), rule, Tier.SUGGESTED, side.log_odds, names))
    rule = f"truce-{status.label}" if status.spans else f"{LIKELY}truce-status"
    spans = status.spans or (happenings.sentences[mentions[0].sentence],)
    draft.candidates.append(Candidate("status", status.label, spans, rule, Tier.SUGGESTED, status.weight))
    return [draft]


def is_told(event: EventDraft) -> bool:
    """Whether a text says that there is or was a ceasefire, rather than that one is called for, or no more than the word."""
    status = event.best("status")
    return status is not None and status.value != _NONE_YET and not status.likely


def _of_the_round(draft: EventDraft, main: EventDraft) -> Iterator[Candidate]:
    """What is told of the round that it was agreed in and not of itself: the day and the place."""
    day = next((found for name in ("end", "start") if (found := main.best(name)) is not None and found.tier is not Tier.CODER), None)
    if day is not None and draft.best("effective") is None and draft.best("declared") is None:
        yield replace(day, field="declared", tier=Tier.SUGGESTED)
    place = main.best("venue/place")
    if place is not None and place.tier is not Tier.CODER and draft.best("place") is None:
        yield replace(place, field="place", tier=Tier.SUGGESTED)


def _mediators(annotated: Annotated, parties: Sides, third: Sequence[ThirdParty]) -> Iterator[Candidate]:
    """Who helped with it, once in each role."""
    found: dict[tuple[str, str], ThirdParty] = {}
    for party in third:
        if party.kind is EventKind.CEASEFIRE and party.key not in parties.keys and not party.weak:
            found.setdefault((party.actor, party.role), party)
    for party in found.values():
        names = annotated.actors[party.actor].names
        yield Candidate("mediators", party.actor, (party.span,), party.rule, Tier.SUGGESTED, 1.0, names, party.role)


def _status(annotated: Annotated, happenings: Events) -> Found:
    """How it stands, by all the words for it; of what no words say there is no passage."""
    chances = answers(QUESTION, seen(annotated, happenings))
    worded = {label for label, *_ in cues(annotated, happenings, _FAMILY)}
    label = max(worded & chances.keys() or chances, key=lambda label: chances[label])
    told = [happenings.sentences[number] for named, number, *_ in cues(annotated, happenings, _FAMILY) if named == label]
    return Found(label, chances[label], tuple(told[:1]))


def seen(annotated: Annotated, happenings: Events) -> Features:
    """What speaks for how the ceasefire of a text stands: the words for it, by where they stand."""
    title = annotated.document.title
    counts: Counter[str] = Counter()
    for label, number, start, _ in cues(annotated, happenings, _FAMILY):
        part = "title" if title is not None and start < title.end else "lead" if number <= 1 else "rest"
        counts[label] += 1
        counts[f"{label}, {part}"] += 1
    return {name: float(min(count, _OFTEN)) for name, count in counts.items()}


def _day(annotated: Annotated, happenings: Events) -> Candidate | None:
    """The date tied to it best: its beginning before its announcement."""
    found: dict[str, tuple[float, Span, str]] = {}
    for mention, resolved in resolved_dates(annotated, happenings):
        truce = _truce_of(annotated, happenings, mention)
        if truce is None or _ITS_END.search(annotated.shape[max(0, mention.start - 25) : mention.start]):
            continue
        score, field = _tie(annotated.shape, truce, mention)
        value = resolved.first if resolved.first == resolved.last else f"{resolved.first}/{resolved.last}"
        if score > found.get(value, (_LEAST_OF_DATE,))[0]:
            found[value] = score, mention.span, field
    if not found:
        return None
    value, (score, span, field) = max(found.items(), key=lambda item: item[1][0])
    return Candidate(field, value, (span,), "truce-date", Tier.SUGGESTED, score)


def _truce_of(annotated: Annotated, happenings: Events, mention: Named) -> EventMention | None:
    """The mention of a ceasefire that a date belongs to: the nearest event, or one not far off in the same sentence."""
    near = happenings.nearest(mention.start)
    if near is not None and near.kind is EventKind.CEASEFIRE:
        return near
    near = happenings.nearest(mention.start, EventKind.CEASEFIRE)
    if near is None or abs(near.start - mention.start) > _FAR:
        return None
    return None if END in annotated.shape[min(near.start, mention.start) : max(near.end, mention.end)] else near


def _tie(shape: str, truce: EventMention, mention: Named) -> tuple[float, str]:
    """How far a date is that of a ceasefire, by the words between the two, and whether of its effect or of the agreement on it."""
    low, high = min(truce.start, mention.start), max(truce.end, mention.end)
    between = shape[low:high]
    score = _AT_THE_WORD - _A_CHARACTER * (high - low)
    took_effect, agreed = _EFFECT.search(shape[max(0, low - 10) : high]), _AGREED_ON.search(shape[max(0, low - _VERB_BEFORE) : high])
    if took_effect:
        score += _TOOK_EFFECT
    if _AGREED_ON.search(between):
        score += _WAS_AGREED
    right_before = mention.end <= truce.start and truce.start - mention.end <= 2
    if right_before or (truce.end <= mention.start and _ON.search(shape[max(0, mention.start - 12) : mention.start])):
        score += _BESIDE
    if _BROKEN_ON.search(between):
        score += _WAS_BROKEN
    return score, "declared" if agreed and not took_effect else "effective"


def _place(annotated: Annotated, mentions: Sequence[EventMention]) -> Candidate | None:
    """Where it was agreed: a place right beside the word, before or behind."""
    found: dict[str, Candidate] = {}
    for mention in mentions:
        for named in annotated.within(max(0, mention.start - _PLACE_BEFORE), mention.end + _PLACE_BEHIND, "capital", "place"):
            score = _agreed_there(annotated.shape, mention, named)
            if not score or not named.places or named.places[0].kind in {"country", "region"}:
                continue
            place = named.places[0].name
            if place not in found or score > found[place].score:
                names = (place, annotated.document.quote(named.span))
                found[place] = Candidate("place", place, (named.span,), "truce-place", Tier.SUGGESTED, score, names)
    return max(found.values(), key=lambda candidate: candidate.score, default=None)


def _agreed_there(shape: str, mention: EventMention, named: Named) -> float:
    """How far a place is that where a ceasefire was agreed; 0 if nothing says so."""
    low, high = min(mention.start, named.start), max(mention.end, named.end)
    if END in shape[low:high]:
        return 0.0
    agreed = _AGREED_IN.search(shape[max(0, low - 25) : high]) is not None
    if named.end + 1 == mention.start:
        return 2.0
    if not shape[max(0, named.start - 4) : named.start].endswith((" in ", " at ")):
        return 0.0
    return 2.0 if agreed else 1.0 if high - low < _PLACE_NEAR else 0.0
