"""Ceasefires that a text tells of: when they began, where they were agreed, by whose help, how they stand."""

from __future__ import annotations

import re
from collections import defaultdict

from negotiation_data.article import times
from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.events import EventMention, Events
from negotiation_data.article.mention import Annotated
from negotiation_data.article.rounds import year_of
from negotiation_data.article.shape import END
from negotiation_data.article.sides import Sides
from negotiation_data.article.third_parties import ThirdParty

__all__ = ["ceasefires"]

_EFFECT = re.compile(
    r"(?:took|take|takes|taken|came|come|comes|went|go|goes|entered?|enters?|put) (?:in)?(?:to )?(?:effect|force)|\b(?:began|begin|begins|start(?:ed|s)?|from|since|effective|in force)\b",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:on|of|since|from|in|the|late|early|last|after|,|until|\() ?$", re.IGNORECASE)
_STATUS_ORDER = ("ended", "violated", "extended", "in_force", "declared", "proposed")


def ceasefires(annotated: Annotated, happenings: Events, parties: Sides, third: list[ThirdParty]) -> list[EventDraft]:
    """The ceasefire that a text is about, and another where it has a date or a place of its own."""
    mentions = [m for m in happenings.mentions if m.kind is EventKind.CEASEFIRE]
    if not mentions:
        return []
    status, weight, span = _status(annotated, happenings)
    if status is None or (status == "proposed"):
        return []
    found = _dates(annotated, happenings)
    draft = EventDraft(EventKind.CEASEFIRE, Anchor.THIS)
    first = Span(mentions[0].start, mentions[0].end)
    if found:
        value, where, score = found[0]
        draft.candidates.append(Candidate("effective", value, (where,), "truce-date", Tier.SUGGESTED, score))
    place = _place(annotated, mentions)
    if place is not None:
        draft.candidates.append(place)
    if not found and place is None and weight < 1.5:
        return []
    helpers: dict[tuple[str, str], Candidate] = {}
    keys = {side.key for side in parties.chosen}
    for party in third:
        if party.kind is EventKind.CEASEFIRE and party.key not in keys and not party.weak:
            actor = annotated.actors[party.actor]
            helpers.setdefault(
                (party.actor, party.role),
                Candidate("mediators", party.actor, (party.span,), party.rule, Tier.SUGGESTED, 1.0, actor.names, party.role),
            )
    draft.candidates += helpers.values()
    for side in parties.chosen:
        draft.candidates.append(
            Candidate("parties", parties.actor(side), (first,), "party", Tier.SUGGESTED, side.score, parties.names(side))
        )
    draft.candidates.append(Candidate("status", status, (span,), f"truce-{status}", Tier.SUGGESTED, weight))
    return [draft]


def _status(annotated: Annotated, happenings: Events) -> tuple[str | None, float, Span]:
    found: dict[str, float] = defaultdict(float)
    spans: dict[str, Span] = {}
    title = annotated.document.title
    for label, patterns in book().cues["ceasefire"].items():
        seen: set[int] = set()
        for pattern in patterns:
            for match in pattern.finditer(annotated.small):
                number = happenings.sentence(match.start())
                if number in seen or annotated.document.masked(*match.span()):
                    continue
                seen.add(number)
                found[label] += 2.0 if title is not None and match.start() < title.end else 1.5 if number <= 1 else 1.0
                spans.setdefault(label, happenings.sentences[number])
    facts = {label: found[label] for label in _STATUS_ORDER[:-1] if found.get(label)}
    if not facts:
        return (None, 0.0, Span(0, 0)) if "proposed" not in found else ("proposed", found["proposed"], spans["proposed"])
    if found.get("proposed", 0.0) > 1.5 * sum(facts.values()):
        return "proposed", found["proposed"], spans["proposed"]
    if found.get("extended", 0.0) >= 1.0:
        label = "extended"
    else:
        label = max(
            facts, key=lambda label: facts[label] * {"in_force": 1.2, "declared": 0.9, "violated": 0.7, "ended": 0.9}.get(label, 1.0)
        )
    return label, facts[label], spans[label]


def _dates(annotated: Annotated, happenings: Events) -> list[tuple[str, Span, float]]:
    """Dates tied to a ceasefire: its beginning before its announcement."""
    published, year = annotated.document.published, year_of(annotated)
    shape = annotated.shape
    found: dict[str, tuple[float, Span]] = {}
    for mention in annotated.mentions:
        if mention.time is None or annotated.document.masked(mention.start, mention.end):
            continue
        near = happenings.nearest(mention.start)
        if near is None or near.kind is not EventKind.CEASEFIRE:
            near = happenings.nearest(mention.start, EventKind.CEASEFIRE)
            if (
                near is None
                or END in shape[min(near.start, mention.start) : max(near.end, mention.end)]
                or abs(near.start - mention.start) > 60
            ):
                continue
        low, high = min(near.start, mention.start), max(near.end, mention.end)
        between = shape[low:high]
        before = shape[max(0, mention.start - 12) : mention.start]
        if re.search(r"\b(?:until|till|expires?|expired|ends?|to end)\b", shape[max(0, mention.start - 25) : mention.start]):
            continue
        score = 1.0 - 0.004 * (high - low)
        if _EFFECT.search(shape[max(0, low - 10) : high]):
            score += 1.0
        if re.search(r"\b(?:agreed|signed|announced|declared|reached|extend\w*|renewed|established)\b", between):
            score += 0.5
        if (mention.end <= near.start and near.start - mention.end <= 2) or (near.end <= mention.start and _ON.search(before)):
            score += 0.5
        if re.search(r"\b(?:violat|breach|attack|killed|broke)\w*", between):
            score -= 0.8
        resolved = times.resolve(mention.time, published, future=False, year=year)
        if resolved is None or mention.time.kind is times.TimeKind.YEAR:
            continue
        value = resolved.first if resolved.first == resolved.last else f"{resolved.first}/{resolved.last}"
        if score > found.get(value, (0.0, Span(0, 0)))[0]:
            found[value] = score, mention.span
    return sorted(((value, span, score) for value, (score, span) in found.items() if score > 0.5), key=lambda entry: -entry[2])


def _place(annotated: Annotated, mentions: list[EventMention]) -> Candidate | None:
    """Where it was agreed: a place right beside the word, before or behind."""
    shape = annotated.shape
    found: dict[str, tuple[float, Candidate]] = {}
    for mention in mentions:
        window = (max(0, mention.start - 45), min(len(shape), mention.end + 55))
        for named in annotated.within(*window, "capital", "place"):
            low, high = min(mention.start, named.start), max(mention.end, named.end)
            between = shape[low:high]
            if END in between or not named.places or named.places[0].kind in {"country", "region"}:
                continue
            before = shape[max(0, named.start - 4) : named.start]
            beside = named.end + 1 == mention.start
            agreed = re.search(
                r"\b(?:agreed|signed|reached|brokered|mediated|announced|established|concluded)\b", shape[max(0, low - 25) : high]
            )
            if beside or (before.endswith((" in ", " at ")) and (agreed or high - low < 45)):
                place = named.places[0]
                score = 2.0 if beside or agreed else 1.0
                if score > found.get(place.name, (0.0, None))[0]:
                    names = (place.name, annotated.document.text[named.start : named.end])
                    found[place.name] = score, Candidate("place", place.name, (named.span,), "truce-place", Tier.SUGGESTED, score, names)
    return max(found.values(), key=lambda pair: pair[0])[1] if found else None
