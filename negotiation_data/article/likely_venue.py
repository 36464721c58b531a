"""How each town that an article names stands as the place of the round: what rules say for it, and how it is brought in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.place_found import PlaceFound
from negotiation_data.article.sides import Sides
from negotiation_data.article.weights import Features

__all__ = ["towns_seen"]

_THIS_ROUND = (EventKind.ROUND, Anchor.THIS)
_IN = re.compile(r"\b(?:in|at) (?:the )?(?:[a-z]+ ){0,3}$")
_BEFORE = 40
#: More than so much of a score, a mention or a rival says no more.
_SCORE, _MENTIONS, _RIVALS = 8.0, 5, 5


def towns_seen(
    parties: Sides, happenings: Events, found: Sequence[PlaceFound], ranked: Sequence[tuple[float, PlaceFound]]
) -> Iterator[tuple[PlaceFound, Features]]:
    """Every town or building that rules found, and how it stands.

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
    towns = [entry for _, entry in ranked if entry.place.kind not in {"country", "region"}]
    best = ranked[0][0] if ranked else 0.0
    for entry in found:
        if entry.place.kind in {"country", "region"}:
            continue
        score = next((score for score, other in ranked if other is entry), 0.0)
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
                "best rival": min(max((other_score for other_score, other in ranked if other is not entry), default=0.0), _SCORE),
                "seconded": float(len({rule for weight, _, rule, of in entry.spans if of == _THIS_ROUND and weight >= 1}) > 1),
                **_by_mentions(annotated, happenings, mentions),
            },
        )


def _by_mentions(annotated: Annotated, happenings: Events, mentions: Sequence[Named]) -> dict[str, float]:
    anchors = [happenings.anchor(mention.start) for mention in mentions]
    depths = [happenings.depth(mention.start) for mention in mentions]
    title = annotated.document.title
    return {
        "named": float(min(len(mentions), _MENTIONS)),
        "in the title": float(title is not None and any(mention.start < title.end for mention in mentions)),
        "in the lead": float(any(depth <= 1 for depth in depths)),
        "beside an earlier round": float(any(anchor is Anchor.EARLIER for _, anchor in anchors)),
        "beside a round to come": float(any(anchor is Anchor.NEXT for _, anchor in anchors)),
        "beside this round": float(any(a == _THIS_ROUND and happenings.nearest(m.start) for a, m in zip(anchors, mentions, strict=True))),
        "behind in": float(any(_IN.search(annotated.small, max(0, m.start - _BEFORE), m.start) for m in mentions)),
        "planned": float(happenings.planned),
    }
