"""Finds actors and places in a text by their names: data in tables beside this file, a matcher, and what context decides.

A name is matched as it is written, case included, on the boundaries of words, the leftmost and longest first. What may stand for several
is given with all candidates, ordered by the year and by the countries that the text has to do with. Nothing here knows any one conflict.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TypeAlias

from negotiation_data.article.gazetteer.context import (
    AFTER_STATE,
    AGREEMENT,
    BEFORE_STATE,
    NAMED_AFTER,
    PERSON_NAMES,
    PREFIXES,
    looks_like_person,
    words,
)
from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.article.gazetteer.load import LED_BY_OTHERS, LED_BY_STATES, Entry, Tables, read
from negotiation_data.article.gazetteer.model import Actor, Mention, MentionKind, Name, Place

__all__ = ["Actor", "Gazetteer", "Mention", "Name", "Place", "gazetteer"]

_WORD = re.compile(r"\w+")
_PARTICLES = words("particles")
_ARTICLES = ("the ", "The ")


#: Kinds of actors that have governments, armies and opponents.
_WITH_INSTITUTIONS = frozenset({"state", "government", "armed_group", "political_party", "coalition"})
_Reading: TypeAlias = tuple[MentionKind, tuple[str, ...], tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class _Scene:
    """A text and what is known of it as a whole."""

    folded: str
    #: Where surfaces may stand, and which, the longest first.
    found: list[tuple[int, list[str]]]
    #: Of those, where one stands that means something by itself.
    starts: set[int]
    year: int | None
    context: frozenset[str]
    named: frozenset[str]
    alone: frozenset[str]

    def is_cut(self, start: int, surface: str) -> bool:
        """Whether a name with an article goes on as another: "the Sudan" in "the Sudan People's Liberation Movement"."""
        end = start + len(surface)
        return surface.startswith(_ARTICLES) and any(at + len(longer) > end for at, longer in self.between(start, end))

    def between(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """The longest surfaces that begin in a stretch, its start left out."""
        for at in range(bisect_right(self.found, start, key=itemgetter(0)), len(self.found)):
            if self.found[at][0] >= end:
                return
            yield self.found[at][0], self.found[at][1][0]


class Gazetteer:
    """Actors and places, and the finding of both in texts."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._actors = tables.actors
        self._entries = tables.entries
        self._places = tables.places
        self._surfaces = {*tables.entries, *tables.places, *tables.blocked}
        lengths: dict[str, dict[str, set[int]]] = {}
        for surface in self._surfaces:
            first, *others = islice(_WORD.finditer(surface), 2)
            assert first.start() == 0, surface
            lengths.setdefault(first[0], {}).setdefault(others[0][0] if others else "", set()).add(len(surface))
        #: First word → second or "" → how long the surfaces are that begin with the two, or with the first alone, the longest first.
        self._lengths = {
            first: {second: sorted(found | seconds.get("", set()), reverse=True) for second, found in seconds.items()}
            for first, seconds in lengths.items()
        }
        small = sorted((first for first in lengths if re.match("[a-z_]", first)), key=lambda first: (-len(first), first))
        #: A word that may begin a surface: nearly all begin with a capital or a digit, as few words of a text do.
        self._first = re.compile(rf"\b(?:[^\Wa-z_]\w*|(?:{'|'.join(small)})\b)")
        self._countries = {label: frozenset(actor.countries) for label, actor in self._actors.items()}
        states = [actor for actor in self._actors.values() if actor.kind == "state" and actor.countries]
        #: Those that are no more come first, so that those that are overwrite them.
        self._of_country = {actor.countries[0]: actor.id for actor in sorted(states, key=lambda actor: actor.end is None)}

    # -- look-ups

    @property
    def actors(self) -> Iterable[Actor]:
        """All actors."""
        return self._actors.values()

    @property
    def surfaces(self) -> Iterable[str]:
        """All surfaces that are looked for, folded."""
        return self._entries.keys() | self._places.keys()

    def actor(self, label: str) -> Actor:
        """The actor with an id."""
        return self._actors[label]

    def capital(self, country: str) -> Place | None:
        """The capital of an alpha-3 code: that by whose name its state goes, which need not be the seat of today's government."""
        state = self.state(country)
        for name in state.names if state is not None else ():
            if name.kind == "capital" and not name.end:
                return next((place for place in self.places(name.surface) if place.country == country), None)
        return None

    def governs(self, label: str) -> bool:
        """Whether an actor is a recognised state's government at some time, and not a breakaway one's."""
        actor = self._actors[label]
        parent = self._actors.get(actor.parent) if actor.parent else None
        return (parent is not None and parent.kind == "state") or any(
            label == governor for found in self._tables.governments.values() for governor, _, _ in found
        )

    def state(self, country: str) -> Actor | None:
        """The state of an alpha-3 code."""
        label = self._of_country.get(country)
        return self._actors[label] if label else None

    def is_of_a_state(self, name: str) -> bool:
        """Whether a name is that of a state or of its people and of nobody else: "Uganda", "Ugandan"."""
        found = self.resolve(name)
        return bool(found) and all(actor.kind == "state" for actor in found)

    def is_blocked(self, name: str) -> bool:
        """Whether a name is read over, as many have it."""
        return fold(name)[0] in self._tables.blocked

    def armed_groups(self, country: str, year: int | None = None) -> tuple[Actor, ...]:
        """Armed groups of a country (alpha-3), those that were there in the year: what a text's unnamed rebels may be."""
        found = [actor for actor in self._actors.values() if actor.kind == "armed_group" and country in actor.countries]
        return tuple(actor for actor in found if year is None or _lived(actor, year))

    def resolve(self, name: str, *, year: int | None = None, countries: frozenset[str] = frozenset()) -> tuple[Actor, ...]:
        """The actors that a name may stand for, the likeliest first."""
        surface = fold(name)[0].strip()
        entries = self._entries.get(surface) or self._entries.get(surface.removeprefix("the ").removeprefix("The ")) or []
        return tuple(self._actors[label] for label in self._rank(entries, year, countries))

    def led_by(self, name: str, *, year: int | None = None) -> tuple[Actor, ...]:
        """The states and groups that somebody of a surname leads, in a year if it is given."""
        of_states, of_others = (self._entries.get(fold(f"{name} {words[0]}")[0], []) for words in (LED_BY_STATES, LED_BY_OTHERS))
        found = [entry for entry in (*of_states, *of_others) if year is None or _within(entry, year)]
        return tuple(self._actors[label] for label in dict.fromkeys(entry.actor for entry in found))

    def places(self, name: str, *, countries: frozenset[str] = frozenset()) -> tuple[Place, ...]:
        """The places of a name, the likeliest first."""
        numbers = self._places.get(fold(name)[0].strip(), ())
        return tuple(self._tables.place_rows[number] for number in self._rank_places(numbers, countries))

    def _rank(
        self, entries: Iterable[Entry], year: int | None, countries: frozenset[str], alone: frozenset[str] = frozenset()
    ) -> list[str]:
        """The actors of a name, the likeliest first: before all others those whom the text names `alone` elsewhere."""
        ranked = list(entries)
        if year is not None and any(_within(entry, year) for entry in ranked):
            ranked = [entry for entry in ranked if _within(entry, year)]
        here = self._countries
        if len(ranked) > 1:
            ranked.sort(
                key=lambda entry: (
                    entry.actor not in alone,
                    not (here[entry.actor] & countries),
                    not _lived(self._actors[entry.actor], year),
                    entry.weak,
                )
            )
        labels: dict[str, None] = {}
        for entry in ranked:
            # Who governs a state answers to its name, as far as the year is known.
            for governor, start, end in self._tables.governments.get(entry.actor, ()):
                if year is not None and (start or 0) <= year <= (end or 9999) and entry.kind != "former":
                    labels[governor] = None
            labels[entry.actor] = None
        return list(labels)

    def _rank_places(self, numbers: Iterable[int], countries: frozenset[str]) -> list[int]:
        rows = self._tables.place_rows
        return sorted(numbers, key=lambda number: rows[number].country not in countries)

    # -- finding

    def mentions(self, text: str, *, year: int | None = None, countries: frozenset[str] = frozenset()) -> list[Mention]:
        """What the text names, in its order, without overlaps. `year` is the text's, `countries` what it is known to be about (alpha-3)."""
        folded, offsets = fold(text)
        found = list(self._candidates(folded))
        sure = self._tables.known_places
        starts = {
            start
            for start, surfaces in found
            if surfaces[0] in self._entries or any(number in sure for number in self._places.get(surfaces[0], ()))
        }
        scene = _Scene(folded, found, starts, year, *self._context(folded, found, starts, countries))
        mentions: list[Mention] = []
        done = 0
        for start, surfaces in found:
            if start < done or scene.is_cut(start, surfaces[0]):
                continue
            for surface in surfaces:
                end = start + len(surface)
                if surface in self._tables.blocked:
                    done = end
                    break
                reading = self._read(scene, start, end, surface)
                if reading is None:
                    continue
                begin, done, kind, actors = self._phrase(scene, start, end, reading, done)
                begin, end = _unfold(begin, done, text, offsets)
                end += text.startswith(".", end) and text.startswith(".", end - 2)  # the last full stop of an acronym: "P.L.O."
                mentions.append(Mention(begin, end, text[begin:end], kind, actors, reading[2]))
                break
        return mentions

    def _candidates(self, folded: str) -> Iterator[tuple[int, list[str]]]:
        """Where surfaces stand on boundaries of words, the longest first."""
        lengths, surfaces = self._lengths, self._surfaces
        for match in self._first.finditer(folded):
            seconds = lengths.get(match[0])
            if seconds is None:
                continue
            second = _WORD.search(folded, match.end())
            possible = seconds.get(second[0] if second else "") or seconds.get("", [])
            start = match.start()
            fitting = []
            for length in possible:
                surface = folded[start : start + length]
                if surface in surfaces and len(surface) == length and _ends(folded, start + length):
                    fitting.append(surface)
            if fitting and _begins(folded, start, match.end()):
                yield start, fitting

    def _context(
        self, folded: str, found: Iterable[tuple[int, list[str]]], starts: set[int], given: frozenset[str]
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The countries that the text has to do with: those given, and those that it names in a way that can mean nothing else.

        And the actors that it names so: one that is named in full may go on under a short name that says nothing by itself. And of those
        the ones that a name means which means no other.
        """
        seen: set[str] = set(given)
        named: set[str] = set()
        alone: set[str] = set()
        blocked = self._tables.blocked
        rows = self._tables.place_rows
        done = 0
        for start, surfaces in found:
            surface = surfaces[0]
            if start < done or surface in blocked:
                continue
            if surface in PERSON_NAMES and looks_like_person(folded, start, start + len(surface), starts, sure=True):
                continue
            entries = [entry for entry in self._entries.get(surface, ()) if not entry.weak]
            if entries:
                done = start + len(surface)
                if entries[0].kind == "capital" and self._is_of_two(surface, entries):
                    continue
                named.update(entry.actor for entry in entries)
                if len(entries) == 1:
                    alone.add(entries[0].actor)
                for entry in entries[:2]:
                    if len(self._countries[entry.actor]) <= 6 and self._actors[entry.actor].kind != "media":
                        seen |= self._countries[entry.actor]
                continue
            numbers = [number for number in self._places.get(surface, ()) if number in self._tables.known_places]
            if numbers and rows[numbers[0]].kind in {"region", "city", "capital", "island"}:
                seen.add(rows[numbers[0]].country)
        return frozenset(seen), frozenset(named), frozenset(alone)

    def _is_of_two(self, surface: str, entries: Iterable[Entry]) -> bool:
        """Whether a capital has its name in common with a city of another country: Tripoli."""
        rows, own = self._tables.place_rows, {country for entry in entries for country in self._countries[entry.actor]}
        cities = (rows[number] for number in self._places.get(surface, ()) if rows[number].kind == "city")
        return all(entry.kind == "capital" for entry in entries) and any(city.country not in own for city in cities)

    def _read(self, scene: _Scene, start: int, end: int, surface: str) -> _Reading | None:
        """What a surface means here, or None if it means nothing."""
        here, context = self._countries, scene.context
        entries = [
            entry for entry in self._entries.get(surface, ()) if not entry.weak or entry.actor in scene.named or here[entry.actor] & context
        ]
        numbers = self._places.get(surface, ())
        if numbers:
            rows = self._tables.place_rows
            known = self._tables.known_places
            numbers = [number for number in numbers if number in known or rows[number].country in context]
        if not entries and not numbers:
            return None
        if (surface in PERSON_NAMES or not entries) and (numbers or surface in PERSON_NAMES):
            sure = bool(entries) or bool(numbers and numbers[0] in self._tables.known_places)
            if (not sure or surface in PERSON_NAMES) and looks_like_person(scene.folded, start, end, scene.starts, sure=sure):
                return None
        if scene.folded[max(0, start - 14) : start].endswith(("University of ", "Bank of ")):
            return None
        if numbers and NAMED_AFTER.match(scene.folded, end):
            return None
        if _prefixed(scene.folded, start) or (entries and surface.startswith("The ") and self._goes_on(scene, end, entries)):
            return None
        places = tuple(self._tables.place_rows[number] for number in self._rank_places(numbers, context)[:5])
        if entries and places and entries[0].kind == "capital" and self._is_of_two(surface, entries):
            entries = [entry for entry in entries if places[0].country in here[entry.actor]]  # the other town is no state
        actors = tuple(self._rank(entries, scene.year, context, scene.alone))
        kind: MentionKind = entries[0].kind if entries else "place"
        if entries and actors:
            kind = next((entry.kind for entry in entries if entry.actor == actors[0]), entries[0].kind)
        return kind, actors, places

    def _goes_on(self, scene: _Scene, end: int, entries: list[Entry]) -> bool:
        """Whether a newspaper's name is the beginning of another: The National in The National Labour Commission."""
        follows = scene.folded[end : end + 2]
        media = all(self._actors[entry.actor].kind == "media" for entry in entries)
        return media and follows[:1] == " " and follows[1:].isupper() and end + 1 not in scene.starts

    def _phrase(self, scene: _Scene, start: int, end: int, reading: _Reading, done: int) -> tuple[int, int, MentionKind, tuple[str, ...]]:
        """A name together with the words that make it a government, an army, a ministry, its opponents, or an agreement called after it."""
        kind, actors, places = reading
        plain = start, end, kind, actors
        if places and (match := AGREEMENT.match(scene.folded, end)):
            return start, match.end(), "agreement", ()
        if not actors or self._actors[actors[0]].kind not in _WITH_INSTITUTIONS:
            return plain
        states = [label for label in actors if self._actors[label].kind == "state"]
        if match := AFTER_STATE.match(scene.folded, end):
            # A name that begins among the added words and goes on after them is worth more: Libya's Government of National Accord.
            if any(at + len(surface) > match.end() for at, surface in scene.between(end, match.end())):
                return plain
            group = match.lastgroup or ""
            if group == "government":
                return start, match.end(), "government", self._governments(actors)
            if group == "opponents":
                return (start, match.end(), "opponents", ()) if states and kind in {"demonym", "name", "former"} else plain
            return (start, match.end(), *self._institution(states[0], group, actors)) if states else plain
        if kind in {"name", "acronym", "former"} and (match := BEFORE_STATE.search(scene.folded, max(done, start - 60), start)):
            group = match.lastgroup or ""
            if group == "government":
                return match.start(group), end, "government", self._governments(actors)
            if states:
                return match.start(group), end, *self._institution(states[0], group, actors)
        return plain

    def _institution(self, state: str, group: str, actors: tuple[str, ...]) -> tuple[MentionKind, tuple[str, ...]]:
        return "military" if group == "army" else "ministry", (self._tables.institutions[state, group], *actors)

    def _governments(self, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Those that govern before those that do not."""
        return tuple(sorted(actors, key=lambda label: self._actors[label].kind not in {"state", "government"}))


def _within(entry: Entry, year: int) -> bool:
    return (entry.start or 0) <= year <= (entry.end or 9999)


def _lived(actor: Actor, year: int | None) -> bool:
    """Whether it was there in a year; without one, whether it still is."""
    return actor.end is None if year is None else (actor.start or 0) <= year <= (actor.end or 9999)


def _begins(text: str, start: int, end: int) -> bool:
    """Whether a name may begin at a word."""
    if start == 0:
        return True
    before = text[start - 1]
    if before == "'":
        return start < 2 or not text[start - 2].isalnum()
    if before == ".":
        return end - start > 2 or start < 2 or not text[start - 2].isalnum()
    if before == "-":
        word = re.search(r"(\w+)-$", text[max(0, start - 12) : start])
        return word is None or word[1].lower() not in _PARTICLES
    return True


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here."""
    if end >= len(text):
        return True
    after = text[end]
    if after.isalnum() or after == "_":
        return False
    if after == "'" and end + 1 < len(text) and text[end + 1].isalnum():
        return text[end + 1] in "sS" and not text[end + 2 : end + 3].isalnum()
    if after == "-":
        word = re.match(r"-(\w+)-?", text[end : end + 12])
        return word is None or word[1] not in _PARTICLES
    return True


def _unfold(start: int, end: int, text: str, offsets: list[int] | None) -> tuple[int, int]:
    """A stretch of the folded text, in the text as it is: with the marks that belong to its last letter."""
    if offsets is None:
        return start, end
    start, end = offsets[start], offsets[end - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _prefixed(text: str, start: int) -> bool:
    """Whether what stands before makes it something else: pro-Russian, anti-Taliban."""
    return start > 0 and text[start - 1] == "-" and text[max(0, start - 5) : start].lower().endswith(PREFIXES)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    collecting = gc.isenabled()
    gc.disable()  # it would look at tens of thousands of new objects again and again, and find nothing to free
    try:
        return Gazetteer(read())
    finally:
        if collecting:
            gc.enable()
