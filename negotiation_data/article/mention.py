"""A text with what it names: mentions, the actors that they stand for, and the shape that rules are tried on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from negotiation_data.article.document import Document, Span
from negotiation_data.article.gazetteer.gazetteer import Actor, Place
from negotiation_data.article.literals import Asked, Gate, Gated
from negotiation_data.article.shape import compile_rule
from negotiation_data.article.times import TimeMention

__all__ = ["ACTING", "COMPATRIOT", "GROUPS", "REBELS", "WHO", "Annotated", "Named", "NamedActor", "known_actor", "merged", "slug"]

#: Kinds of mentions that name an actor.
ACTING = ("actor", "country", "capital")
#: Words for those who are up against a government, where only the context names them.
REBELS = ("rebel", "insurgent", "guerrilla", "separatist", "opposition", "armed groups", "factions")
#: Those, and whoever only the context names: "the government".
WHO = (*ACTING, "generic")
#: Before an actor: "X of", of whom it is the country and no more.
COMPATRIOT = re.compile(compile_rule("{P} (?:of|from) (?:the )?$").pattern)
#: Kinds of actors that fight or stand for election rather than rule.
GROUPS = frozenset({"armed_group", "coalition", "political_party"})


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as this article names it: from the gazetteer, or found in the text itself."""

    id: str
    name: str
    kind: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    parent: str | None = None
    known: bool = True
    communal: bool = False
    """A people, tribe or community that no list has."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention: where it stands and what it may stand for, best first."""

    start: int
    end: int
    kind: str  # of shape.KINDS
    actors: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    time: TimeMention | None = None
    person: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class Annotated:
    """A document with its mentions in order, its shape, and the actors named."""

    document: Document
    mentions: list[Named]
    shape: str
    small: str
    """The shape in small letters, which the rules are for."""
    actors: dict[str, NamedActor]
    gate: Gate
    _starts: list[int] = field(init=False, repr=False)
    _gated: Gated | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        self._starts = [mention.start for mention in self.mentions]

    def found(self, asked: Sequence[tuple[Asked, re.Pattern[str]]]) -> Iterator[tuple[Asked, re.Match[str]]]:
        """What patterns of the book find in the shape in small letters, one after the other, with what stands beside each."""
        if self._gated is None:
            self._gated = Gated(self.gate, self.small)
        return self._gated.found(asked)

    def within(self, start: int, end: int, *kinds: str) -> list[Named]:
        """Mentions that begin in a part of the text, of some kinds or of all."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[low:high] if not kinds or mention.kind in kinds]

    def at(self, position: int) -> Named | None:
        """The mention that holds a position."""
        index = bisect_right(self._starts, position) - 1
        return self.mentions[index] if index >= 0 and self.mentions[index].end > position else None


_KNOWN: dict[str, tuple[Actor, NamedActor]] = {}


def known_actor(actor: Actor) -> NamedActor:
    """An actor of the gazetteer, with the names under which others may know it."""
    held = _KNOWN.get(actor.id)  # by id: to hash all names of an actor takes longer than to look them up
    if held is None or held[0] is not actor:
        names = tuple(dict.fromkeys([actor.name, *(name.surface for name in actor.names if name.kind != "demonym")]))
        held = _KNOWN[actor.id] = actor, NamedActor(actor.id, actor.name, actor.kind, actor.countries, names, actor.parent)
    return held[1]


def slug(name: str) -> str:
    """An id for somebody whom no list has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def merged(first: Sequence[Named], second: Iterable[Named]) -> list[Named]:
    """Both in order; of two that overlap the longer, and of the same length that which begins first, or is of the first list."""
    both = sorted([*((m, 0) for m in first), *((m, 1) for m in second)], key=lambda pair: (pair[0].start, -pair[0].end, pair[1]))
    kept: list[Named] = []
    for mention, _ in both:
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept
