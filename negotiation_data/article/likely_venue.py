"""How each town that an article names stands as the place of the round: what rules say for it, and how it is brought in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log1p

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.place_found import PlaceFound
from negotiation_data.article.shape import KINDS
from negotiation_data.article.sides import Sides
from negotiation_data.article.weights import Features

__all__ = ["towns_seen"]

_THIS_ROUND = (EventKind.ROUND, Anchor.THIS)
_IN = re.compile(r"\b(?:in|at) (?:the )?(?:[a-z]+ ){0,3}$")
_BEHIND = re.compile(r"\b(in|at|to|from|near|of|for|outside|into) (?:the )?((?:[a-z]+ ){0,3})$")
#: What stands right behind it.
_BEFORE_IT = {
    "an accord": re.compile(r" (?:accord|agreement|process|declaration|pact|communique|protocol)"),
    "talks": re.compile(r" (?:talks|meeting|conference|summit|round|negotiations|session)"),
    "a day": re.compile(rf",? (?:on )?{KINDS['time']}"),
    "a comma": re.compile(r"[,)] "),
    "what is its own": re.compile(r"['’]s"),
}
_BEFORE, _FEW = 40, 22
#: More than so much of a score, a town or a rival says no more.
_SCORE, _TOWNS, _RIVALS = 8.0, 6, 5
_TOP = 3
#: Talks so near.
_BESIDE, _NEAR = 40, 90


def towns_seen(
    parties: Sides, happenings: Events, found: Sequence[PlaceFound], ranked: Sequence[tuple[float, PlaceFound]]
) -> Iterator[tuple[PlaceFound, Features]]:
    """Every town or building that is named, and how it stands.

    Args:
        parties: of the round.
        happenings: the events of the text.
        found: places with what rules say for them.
        ranked: those with something to say for them as the place of this round, best first.
    """
    annotated, own = parties.annotated, parties.countries()
    named: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for mention in annotated.mentions:
        if mention.places:
            named[mention.places[0].name, mention.places[0].country].append(mention)
    every = [entry for entry in found if entry.place.kind not in {"country", "region"}]
    towns = [entry for _, entry in ranked if entry.place.kind not in {"country", "region"}]
    best = ranked[0][0] if ranked else 0.0
    most = max((len(named[entry.place.name, entry.place.country]) for entry in every), default=0)
    dateline = {span.start for entry in every for _, span, rule, _ in entry.spans if rule == "dateline"}
    scores = {id(entry): score for score, entry in ranked}
    first = min(every, key=lambda entry: min(span.start for _, span, _, _ in entry.spans), default=None)
    for entry in every:
        score = scores.get(id(entry), 0.0)
        rival = next((other_score for other_score, other in ranked[:2] if other is not entry), 0.0)
        mentions = named[entry.place.name, entry.place.country]
        yield (
            entry,
            {
                "score": min(score, _SCORE),
                "share of the best": score / best if best else 0.0,
                "best": float(bool(towns) and towns[0] is entry),
                "best passage": max((weight for weight, _, _, of in entry.spans if of == _THIS_ROUND), default=0.0),
                "dateline": float(any(rule == "dateline" for _, _, rule, _ in entry.spans)),
                "only dateline": float(all(rule == "dateline" for _, _, rule, _ in entry.spans)),
                "capital": float(entry.place.kind == "capital"),
                "building": float(entry.place.kind == "site"),
                "of a party": float(entry.place.country in own),
                "capital of a party": float(entry.place.kind == "capital" and entry.place.country in own),
                "rivals": float(min(len(towns), _RIVALS)),
                "best rival": min(rival, _SCORE),
                "by no rule": float(score <= 0),
                "of no list": float(not entry.place.country),
                "towns": float(min(len(every), _TOWNS)),
                "first": float(entry is first),
                "share of the most named": len(mentions) / most if most else 0.0,
                "seconded": float(len({rule for weight, _, rule, of in entry.spans if of == _THIS_ROUND and weight >= 1}) > 1),
                **_by_mentions(annotated, happenings, [m for m in mentions if m.start not in dateline]),
                "named": log1p(len(mentions)),
                "planned": float(happenings.planned),
            },
        )


def _by_mentions(annotated: Annotated, happenings: Events, mentions: Sequence[Named]) -> dict[str, float]:
    """What is seen of a town where it is named outside of the dateline."""
    title, small = annotated.document.title, annotated.small
    seen = {"outside of the dateline"} if mentions else set()
    for mention in mentions:
        (kind, anchor), near = happenings.anchor(mention.start), happenings.nearest(mention.start)
        depth, distance = happenings.depth(mention.start), abs(near.start - mention.start) if near is not None else None
        behind = _BEHIND.search(small, max(0, mention.start - _FEW), mention.start)
        seen |= {f"of {kind} {anchor}"}
        seen |= {"in the title"} if title is not None and mention.start < title.end else set()
        seen |= {"in the lead"} if depth <= 1 else set()
        seen |= {"at the top"} if depth <= _TOP else set()
        seen |= {"beside this round"} if near is not None and (kind, anchor) == _THIS_ROUND else set()
        seen |= {"behind in, of something"} if _IN.search(small, max(0, mention.start - _BEFORE), mention.start) else set()
        seen |= {f"behind {behind[1]}" if not behind[2] else f"words behind {behind[1]}"} if behind is not None else set()
        seen |= {f"before {what}" for what, pattern in _BEFORE_IT.items() if pattern.match(small, mention.end)}
        if distance is not None:
            seen |= {"beside talks"} if distance < _BESIDE else set()
            seen |= {"near talks", f"near talks, {anchor}"} if distance < _NEAR else set()
    return dict.fromkeys(sorted(seen), 1.0)  # in one order, or sums differ in their last digit
