"""Sides: everything that an article calls one party, and what makes two actors one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from negotiation_data.article.document import Span
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.mention import GROUPS, Annotated, NamedActor, known_actor

__all__ = ["Side", "Sides", "is_state", "key_of", "whole"]

#: Kinds that stand for themselves, not for the country that they are of.
_OWN = GROUPS | {"intergovernmental_organisation", "civil_society", "media"}
#: Talks take so many.
_PAIR = 2
#: Which of the actors of a side it goes by: a group or a government rather than its country.
_SPECIFIC = {"armed_group": 3, "coalition": 3, "political_party": 2, "government": 2, "state": 1}


@dataclass(slots=True)
class Side:
    """A party as the article has it.

    Attributes:
        key: what its actors have in common, see `key_of`.
        score: how much rules say for its being a party.
        strong: the part of that from rules that seldom err.
        actors: how often each actor of it is named.
        spans: where rules found it, with weight and rule.
        log_odds: how likely it is one, all told.
    """

    key: str
    score: float = 0.0
    strong: float = 0.0
    actors: dict[str, int] = field(default_factory=dict)
    spans: list[tuple[float, Span, str]] = field(default_factory=list)
    log_odds: float = 0.0


@dataclass(slots=True)
class Sides:
    """The parties of a round, best first."""

    annotated: Annotated
    chosen: list[Side]

    def __iter__(self) -> Iterator[Side]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(side.key for side in self.chosen)

    def only_likely(self, side: Side) -> bool:
        """Whether of others it is said that they talk, and of this one only that it is there."""
        return side.score <= 0 and sum(other.score > 0 for other in self.chosen) >= _PAIR

    def of(self, key: str | None) -> Side | None:
        """The party of a key."""
        return next((side for side in self.chosen if side.key == key), None)

    def countries(self) -> frozenset[str]:
        """The first country of each actor of a party."""
        return frozenset(country for side in self.chosen for actor in side.actors for country in self.annotated.actors[actor].countries[:1])

    def names(self, side: Side) -> tuple[str, ...]:
        """All names of a side, the article's own actor first."""
        order = sorted(side.actors, key=lambda actor: (-self._specific(actor), -side.actors[actor]))
        return tuple(dict.fromkeys(name for actor in order for name in self.annotated.actors[actor].names))

    def actor(self, side: Side) -> str:
        """The id of a side: that of a government or group rather than of its country."""
        return max(side.actors, key=lambda actor: (self._specific(actor), side.actors[actor]))

    def _specific(self, actor: str) -> int:
        return _SPECIFIC.get(self.annotated.actors[actor].kind, 0)


def key_of(annotated: Annotated, actor_id: str) -> str:
    """What makes two actors one side: a state, its government, army and ministries are one; a group is itself."""
    actor: NamedActor = annotated.actors[actor_id]
    if actor.kind in _OWN or not actor.countries or (actor.kind == "government" and not (actor.known and gazetteer().governs(actor_id))):
        return actor_id
    return actor.countries[0]


def is_state(key: str) -> bool:
    """Whether the key of a side is that of a state, a country code."""
    return len(key) == 3 and key.isupper()


def whole(annotated: Annotated, actor_id: str) -> NamedActor:
    """Of a ministry, service or office the state or organisation that it is of, else the actor itself; noted among the text's actors."""
    actor = annotated.actors[actor_id]
    if actor.kind in _OWN and not (actor.kind == "intergovernmental_organisation" and actor.parent):
        return actor
    key, table = key_of(annotated, actor_id), gazetteer()
    found = table.state(key) if is_state(key) else None
    if found is None and actor.parent is not None:
        try:
            parent = table.actor(actor.parent)
        except KeyError:
            return actor
        found = parent if parent.kind == "intergovernmental_organisation" else None
    if found is None:
        return actor
    return annotated.actors.setdefault(found.id, known_actor(found))
