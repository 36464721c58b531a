"""How each side that was chosen as a party stands: what rules say for it, and how the article names it. By this it is filled in or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from negotiation_data.article.events import Events
from negotiation_data.article.mention import ACTING, Annotated, Named
from negotiation_data.article.sides import Side, Sides, is_state, key_of
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import Features

__all__ = ["sides_seen"]

#: More than so much of a score, a mention or another side says no more.
_SCORE, _STRONG, _MENTIONS, _SIDES = 12.0, 8.0, 8, 5


def sides_seen(
    annotated: Annotated, happenings: Events, sides: Sides, third: Sequence[ThirdParty], country: str | None
) -> Iterator[tuple[Side, Features]]:
    """Every side and how it stands.

    Args:
        annotated: the text.
        happenings: its events.
        sides: the parties that were chosen, best first.
        third: third parties that rules found, of whatever event.
        country: where the round was held.
    """
    named: dict[str, list[Named]] = defaultdict(list)
    for mention in annotated.mentions:
        if mention.kind in ACTING and mention.actors:
            named[key_of(annotated, mention.actors[0])].append(mention)
    best = max((side.score for side in sides), default=0.0)
    title = annotated.document.title
    homes = {state for side in sides if not is_state(side.key) for state in _countries(annotated, side)}
    for rank, side in enumerate(sides):
        mentions, actor = named[side.key], annotated.actors[sides.actor(side)]
        rules = {rule for weight, _, rule in side.spans if weight >= 1}
        yield (
            side,
            {
                "score": min(side.score, _SCORE),
                "from strong rules": min(side.strong, _STRONG),
                "share of the best": side.score / best if best > 0 else 0.0,
                "first": float(rank == 0),
                "second": float(rank == 1),
                "sides": float(min(len(sides), _SIDES)),
                "two sides": float(len(sides) == 2),
                "rules": float(min(len(rules), 4)),
                "known": float(actor.known),
                "armed": float(side.armed),
                "a state": float(is_state(side.key)),
                "a state, home of a group": float(side.key in homes),
                "a state, beside a group of another": float(is_state(side.key) and bool(homes) and side.key not in homes),
                "a state, of the place": float(side.key == country),
                "of a state that is a side": float(
                    not is_state(side.key) and any(sides.of(state) for state in _countries(annotated, side))
                ),
                "named": float(min(len(mentions), _MENTIONS)),
                "in the title": float(title is not None and any(mention.start < title.end for mention in mentions)),
                "in the lead": float(any(happenings.depth(mention.start) <= 1 for mention in mentions)),
                "only by its capital": float(bool(mentions) and all(mention.kind == "capital" for mention in mentions)),
                "helps, by a rule": float(any(party.key == side.key and not party.weak for party in third)),
                "planned": float(happenings.planned),
            },
        )


def _countries(annotated: Annotated, side: Side) -> set[str]:
    """The first country of each of its actors."""
    return {country for actor in side.actors for country in annotated.actors[actor].countries[:1]}
