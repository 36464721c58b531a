"""How everybody whom an article names stands as a party: what rules say, and how it is named. By this it is one, and filled in or not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log1p

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.events import Events
from negotiation_data.article.mention import ACTING, GROUPS, REBELS, Annotated, Named, NamedActor
from negotiation_data.article.sides import Side, is_state, key_of
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import Features

__all__ = ["HELPS", "is_a_format", "sides_seen"]

_THIS_ROUND = (EventKind.ROUND, Anchor.THIS)
#: More than so much from rules says no more.
_SCORE, _STRONG, _RULES = 12.0, 8.0, 4
#: From this weight on a rule is told of.
_A_RULE = 1.0
_TOP = 3
_ORGANISATIONS, _OTHERS = frozenset({"intergovernmental_organisation"}), frozenset({"civil_society", "other"})
#: What a meeting or a body of both sides is called; a side's own committee talks as well, so it is weighed.
_FORMAT = re.compile(
    r"\b(?:discussions|talks|negotiations|commission|contact group|minsk group|quartet|committee|dialogue|process|conference|format"
    r"|mechanism|forum|jirga|five-plus-two|5\+2)\b",
    re.IGNORECASE,
)
#: What no side is called.
_OF_BOTH = re.compile(
    r"\b(?:discussions|talks|negotiations|contact group|minsk group|joint (?:[a-z]+ )?(?:commission|committee)|five-plus-two|5\+2)\b",
    re.IGNORECASE,
)
#: What is seen of a third party of this round.
HELPS = "helps in this round, by a rule"
_PLACES = ("first", "second", "third")


def is_a_format(actor: NamedActor) -> bool:
    """Whether somebody is called as talks or a body of both sides is, and is no group: "Joint Control Commission"."""
    return actor.kind not in GROUPS and _OF_BOTH.search(actor.name) is not None


def sides_seen(
    annotated: Annotated, happenings: Events, found: Sequence[Side], third: Sequence[ThirdParty], home: str | None, nameless: str | None
) -> Iterator[tuple[Side, Features]]:
    """Everybody and how it stands.

    Args:
        annotated: the text.
        happenings: its events.
        found: all who are named, with what rules say.
        third: third parties that rules found, of whatever event.
        home: the country of "the government".
        nameless: the actor that those are whom no name is given: "the rebels".
    """
    named: dict[str, list[Named]] = defaultdict(list)
    for mention in annotated.mentions:
        if mention.kind in ACTING and mention.actors:
            named[key_of(annotated, mention.actors[0])].append(mention)
        elif (
            mention.kind == "generic"
            and nameless is not None
            and any(word in annotated.document.quote(mention.span).lower() for word in REBELS)
        ):
            named[nameless].append(mention)
    scores = {side.key: side.score for side in found}
    best, most = max(scores.values(), default=0.0), max((len(named[side.key]) for side in found), default=0)
    by_score = [side.key for side in sorted(found, key=lambda side: -side.score)]
    by_name = [side.key for side in sorted(found, key=lambda side: -len(named[side.key]))]
    peoples = sum(any(actor.communal for actor in _actors(annotated, side)) for side in found)
    homes = {actor.countries[0] for side in found for actor in _actors(annotated, side) if actor.kind in GROUPS and actor.countries}
    for side in found:
        actors, mentions = _actors(annotated, side), named[side.key]
        kinds = {actor.kind for actor in actors}
        communal = any(actor.communal for actor in actors)
        helps = [party for party in third if party.key == side.key]
        strong = [party for party in helps if not party.weak]
        seen = {
            "by rules": min(side.score, _SCORE),
            "by no rule": float(side.score == 0),
            "from strong rules": min(side.strong, _STRONG),
            "share of the best": side.score / best if best > 0 else 0.0,
            "rules": float(min(len({rule for weight, _, rule in side.spans if weight >= _A_RULE}), _RULES)),
            "named": log1p(len(mentions)),
            "share of the most named": len(mentions) / most if most else 0.0,
            "a state": float(is_state(side.key)),
            "a group": float(bool(kinds & GROUPS)),
            "a people": float(communal),
            "a people, beside another": float(communal and peoples > 1),
            "a state, beside peoples": float(is_state(side.key) and peoples > 1),
            "a body of no list": float(not communal and kinds <= _OTHERS and not any(actor.known for actor in actors)),
            "organisation of states": float(kinds <= _ORGANISATIONS),
            "civil society": float(kinds <= _OTHERS and not communal),
            "a format of talks": float(any(_FORMAT.search(actor.name) for actor in actors)),
            "nameless": float(side.key == nameless),
            "known": float(any(actor.known for actor in actors)),
            "at home": float(side.key == home),
            "a state, home of a group": float(side.key in homes),
            "a state, beside a group of another": float(is_state(side.key) and bool(homes) and side.key not in homes),
            "only by its capital": float(bool(mentions) and all(mention.kind == "capital" for mention in mentions)),
            "helps, by a rule": float(bool(strong)),
            HELPS: float(any(party.event == _THIS_ROUND for party in strong)),
            "helps, by a weak rule": float(len(strong) < len(helps)),
            **_by_mentions(annotated, happenings, mentions),
        }
        for number, place in enumerate(_PLACES):
            seen[f"{place} by rules"] = float(by_score[number : number + 1] == [side.key])
            seen[f"{place} by mentions"] = float(by_name[number : number + 1] == [side.key])
        yield side, seen


def _actors(annotated: Annotated, side: Side) -> list[NamedActor]:
    return [annotated.actors[actor] for actor in side.actors]


def _by_mentions(annotated: Annotated, happenings: Events, mentions: Sequence[Named]) -> dict[str, float]:
    title, depths = annotated.document.title, [happenings.depth(mention.start) for mention in mentions]
    beside = any(happenings.nearest(m.start) and happenings.anchor(m.start) == _THIS_ROUND for m in mentions)
    return {
        "in the title": float(title is not None and any(mention.start < title.end for mention in mentions)),
        "in the lead": float(any(depth <= 1 for depth in depths)),
        "at the top": float(any(depth <= _TOP for depth in depths)),
        "beside this round": float(beside),
    }
