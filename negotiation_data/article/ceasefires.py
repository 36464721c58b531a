"""The ceasefire that a text tells of: when it began, where it was agreed, by whose help, how it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.days import year_of
from negotiation_data.article.document import Span
from negotiation_data.article.events import EventMention, Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.resolve import resolve
from negotiation_data.article.shape import END
from negotiation_data.article.sides import Sides
from negotiation_data.article.standing import Found, cues
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.times import TimeKind

__all__ = ["ceasefires", "is_told"]

_EFFECT = re.compile(
    r"(?:took|take|takes|taken|came|come|comes|went|go|goes|entered?|enters?|put) (?:in)?(?:to )?(?:effect|force)|\b(?:began|begin|begins|start(?:ed|s)?|from|since|effective|in force)\b",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:on|of|since|from|in|the|late|early|last|after|,|until|\() ?$", re.IGNORECASE)
_ITS_END = re.compile(r"\b(?:until|till|expires?|expired|ends?|to end)\b")
_AGREED_ON = re.compile(r"\b(?:agreed|signed|announced|declared|reached|extend\w*|renewed|established)\b")
_BROKEN_ON = re.compile(r"\b(?:violat|breach|attack|killed|broke)\w*")
_AGREED_IN = re.compile(r"\b(?:agreed|signed|reached|brokered|mediated|announced|established|concluded)\b")

# Weights and thresholds were set on the development articles; a sentence that says how it stands weighs 1.
_STATUS_IN_TITLE, _STATUS_IN_LEAD = 2.0, 1.5
_PROPOSED, _UNKNOWN = "proposed", "unknown"
#: Of a ceasefire that stands so it is not told that there was one.
_NONE_YET = frozenset({_PROPOSED, _UNKNOWN})
#: Calls for a ceasefire that outweigh so far what says that there is one: none was agreed.
_PROPOSED_SHARE = 1.5
#: Of several things said of it, that it holds is said of most; violations are told of ceasefires that hold.
_STATUS = {"ended": 0.9, "violated": 0.7, "extended": 1.0, "in_force": 1.2, "declared": 0.9}
#: One sentence that says so is enough for an extension, which implies all else.
_EXTENDED_ENOUGH = 1.0
#: Without day and place it must be said clearly that there is one.
_ENOUGH_ALONE = 1.5
#: How far a date of the same sentence may stand from the word, if another event is nearer.
_FAR = 60
#: What a date scores at the word, less so much a character between; what is said between them adds or takes.
_AT_THE_WORD, _A_CHARACTER = 1.0, 0.004
_TOOK_EFFECT, _WAS_AGREED, _BESIDE, _WAS_BROKEN = 1.0, 0.5, 0.5, -0.8
_LEAST_OF_DATE = 0.5
#: How far a place may stand before and behind the word; within so many characters, "in" it is enough.
_PLACE_BEFORE, _PLACE_BEHIND, _PLACE_NEAR = 45, 55, 45


def ceasefires(annotated: Annotated, happenings: Events, parties: Sides, third: Sequence[ThirdParty]) -> list[EventDraft]:
    """The ceasefire that a text speaks of: one that is or was, or one that is called for."""
    mentions = [m for m in happenings.mentions if m.kind is EventKind.CEASEFIRE]
    if not mentions:
        return []
    status = _status(annotated, happenings, mentions)
    effective, place = _effective(annotated, happenings), _place(annotated, mentions)
    draft = EventDraft(EventKind.CEASEFIRE, Anchor.THIS, [candidate for candidate in (effective, place) if candidate is not None])
    draft.candidates += _mediators(annotated, parties, third)
    first = Span(mentions[0].start, mentions[0].end)
    for side in parties:
        names, rule = parties.names(side), f"{LIKELY}party" if parties.only_likely(side) else "party"
        draft.candidates.append(Candidate("parties", parties.actor(side), (first,), rule, Tier.SUGGESTED, side.log_odds, names))
    rule = f"truce-{status.label}" if status.weight else f"{LIKELY}truce-status"
    draft.candidates.append(Candidate("status", status.label, status.spans, rule, Tier.SUGGESTED, status.weight))
    return [draft]


def is_told(event: EventDraft) -> bool:
    """Whether a text tells that there is or was a ceasefire: it says so, and when or where, or it says so clearly."""
    status = event.best("status")
    if status is None or status.value in _NONE_YET or status.likely:
        return False
    return event.best("effective") is not None or event.best("place") is not None or status.score >= _ENOUGH_ALONE


def _mediators(annotated: Annotated, parties: Sides, third: Sequence[ThirdParty]) -> Iterator[Candidate]:
    """Who helped with it, once in each role."""
    found: dict[tuple[str, str], ThirdParty] = {}
    for party in third:
        if party.kind is EventKind.CEASEFIRE and party.key not in parties.keys and not party.weak:
            found.setdefault((party.actor, party.role), party)
    for party in found.values():
        names = annotated.actors[party.actor].names
        yield Candidate("mediators", party.actor, (party.span,), party.rule, Tier.SUGGESTED, 1.0, names, party.role)


def _status(annotated: Annotated, happenings: Events, mentions: Sequence[EventMention]) -> Found:
    """How it stands; proposed where it is only called for, and unknown, with no weight, where no words say."""
    weights: dict[str, float] = defaultdict(float)
    spans: dict[str, Span] = {}
    title = annotated.document.title
    seen: set[tuple[str, int]] = set()
    for label, number, start, _ in cues(annotated, happenings, "ceasefire"):
        if (label, number) not in seen:
            seen.add((label, number))
            in_title = title is not None and start < title.end
            weights[label] += _STATUS_IN_TITLE if in_title else _STATUS_IN_LEAD if number <= 1 else 1.0
            spans.setdefault(label, happenings.sentences[number])
    facts = {label: weights[label] for label in _STATUS if weights.get(label)}
    if weights.get(_PROPOSED, 0.0) > _PROPOSED_SHARE * sum(facts.values()):
        return Found(_PROPOSED, weights[_PROPOSED], (spans[_PROPOSED],))
    if not facts:
        return Found(_UNKNOWN, 0.0, (happenings.sentences[mentions[0].sentence],))
    label = max(facts, key=lambda label: facts[label] * _STATUS[label])
    if facts.get("extended", 0.0) >= _EXTENDED_ENOUGH:
        label = "extended"
    return Found(label, facts[label], (spans[label],))


def _effective(annotated: Annotated, happenings: Events) -> Candidate | None:
    """The date tied to it best: its beginning before its announcement."""
    published, year = annotated.document.published, year_of(annotated)
    found: dict[str, tuple[float, Span]] = {}
    for mention in annotated.mentions:
        if mention.time is None or mention.time.kind is TimeKind.YEAR or annotated.document.masked(mention.start, mention.end):
            continue
        truce = _truce_of(annotated, happenings, mention)
        if truce is None or _ITS_END.search(annotated.shape[max(0, mention.start - 25) : mention.start]):
            continue
        resolved = resolve(mention.time, published, year=year)
        if resolved is None:
            continue
        score = _tie(annotated.shape, truce, mention)
        value = resolved.first if resolved.first == resolved.last else f"{resolved.first}/{resolved.last}"
        if score > found.get(value, (_LEAST_OF_DATE, None))[0]:
            found[value] = score, mention.span
    if not found:
        return None
    value, (score, span) = max(found.items(), key=lambda item: item[1][0])
    return Candidate("effective", value, (span,), "truce-date", Tier.SUGGESTED, score)


def _truce_of(annotated: Annotated, happenings: Events, mention: Named) -> EventMention | None:
    """The mention of a ceasefire that a date belongs to: the nearest event, or one not far off in the same sentence."""
    near = happenings.nearest(mention.start)
    if near is not None and near.kind is EventKind.CEASEFIRE:
        return near
    near = happenings.nearest(mention.start, EventKind.CEASEFIRE)
    if near is None or abs(near.start - mention.start) > _FAR:
        return None
    return None if END in annotated.shape[min(near.start, mention.start) : max(near.end, mention.end)] else near


def _tie(shape: str, truce: EventMention, mention: Named) -> float:
    """How far a date is that of a ceasefire's beginning, by the words between the two."""
    low, high = min(truce.start, mention.start), max(truce.end, mention.end)
    between = shape[low:high]
    score = _AT_THE_WORD - _A_CHARACTER * (high - low)
    if _EFFECT.search(shape[max(0, low - 10) : high]):
        score += _TOOK_EFFECT
    if _AGREED_ON.search(between):
        score += _WAS_AGREED
    right_before = mention.end <= truce.start and truce.start - mention.end <= 2
    if right_before or (truce.end <= mention.start and _ON.search(shape[max(0, mention.start - 12) : mention.start])):
        score += _BESIDE
    if _BROKEN_ON.search(between):
        score += _WAS_BROKEN
    return score


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
