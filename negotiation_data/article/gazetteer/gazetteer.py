"""Finds actors and places in a text by their names: data in tables beside this file, a matcher, and what context decides.

A name is matched as it is written, case included, on the boundaries of words, the leftmost and longest first. What may stand for several
is given with all candidates, ordered by the year and by the countries that the text has to do with. Nothing here knows any one conflict.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from negotiation_data.article.gazetteer.context import (
    AFTER_STATE,
    AGREEMENT,
    BEFORE_STATE,
    PERSON_NAMES,
    PREFIXES,
    looks_like_person,
)
from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.article.gazetteer.load import Entry, Tables, read
from negotiation_data.article.gazetteer.model import Actor, Mention, MentionKind, Name, Place

__all__ = ["Actor", "Gazetteer", "Mention", "Name", "Place", "gazetteer"]

_WORD = re.compile(r"\w+")
_PARTICLES = frozenset("al el ul ur ad as ash ar an at az i e".split())


class Gazetteer:
    """Actors and places, and the finding of both in texts."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._actors = tables.actors
        self._entries = tables.entries
        self._places = tables.places
        self._surfaces = {*tables.entries, *tables.places, *tables.blocked}
        lengths: dict[str, set[int]] = {}
        for surface in self._surfaces:
            match = _WORD.match(surface)
            assert match, surface
            lengths.setdefault(match[0], set()).add(len(surface))
        #: First word → how long the surfaces are that begin with it, the longest first.
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
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

    def state(self, country: str) -> Actor | None:
        """The state of an alpha-3 code."""
        label = self._of_country.get(country)
        return self._actors[label] if label else None

    def resolve(self, name: str, *, year: int | None = None, countries: frozenset[str] = frozenset()) -> tuple[Actor, ...]:
        """The actors that a name may stand for, the likeliest first."""
        surface = fold(name)[0].strip()
        entries = self._entries.get(surface) or self._entries.get(surface.removeprefix("the ").removeprefix("The ")) or []
        return tuple(self._actors[label] for label in self._rank(entries, year, countries))

    def places(self, name: str, *, countries: frozenset[str] = frozenset()) -> tuple[Place, ...]:
        """The places of a name, the likeliest first."""
        numbers = self._places.get(fold(name)[0].strip(), ())
        return tuple(self._tables.place_rows[number] for number in self._rank_places(numbers, countries))

    def _rank(self, entries: Iterable[Entry], year: int | None, countries: frozenset[str]) -> list[str]:
        ranked = list(entries)
        if year is not None and any(_within(entry, year) for entry in ranked):
            ranked = [entry for entry in ranked if _within(entry, year)]
        here = self._countries
        if len(ranked) > 1:
            ranked.sort(
                key=lambda entry: (
                    not (here[entry.actor] & countries),
                    not _lived(self._actors[entry.actor], year),
                    entry.weak,
                )
            )
        labels: dict[str, None] = {}
        for entry in ranked:
            # Who governs a state answers to its name, as far as the year is known.
            for governor, start, end in self._tables.governments.get(entry.actor, ()):
                if year is not None and (start or 0) <= year <= (end or 9999) and entry.kind not in {"former"}:
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
        context = self._context(folded, found, countries)
        mentions: list[Mention] = []
        done = 0
        for start, surfaces in found:
            if start < done:
                continue
            for surface in surfaces:
                end = start + len(surface)
                if surface in self._tables.blocked:
                    done = end
                    break
                reading = self._read(folded, start, end, surface, starts, year, context)
                if reading is None:
                    continue
                kind, actors, places = reading
                begin, kind, longer, actors = self._phrase(folded, start, end, kind, actors, bool(places), done)
                # A name that begins among the added words and goes on after them is worth more: Libya's Government of National Accord.
                if longer > end and any(end < at < longer < at + len(reach) for at, reach in self._between(found, end, longer)):
                    begin, kind, longer, actors = start, reading[0], end, reading[1]
                done = end = longer
                if offsets is not None:
                    begin, end = offsets[begin], offsets[end - 1] + 1
                mentions.append(Mention(begin, end, text[begin:end], kind, actors, places))
                break
        return mentions

    @staticmethod
    def _between(found: list[tuple[int, list[str]]], start: int, end: int) -> Iterator[tuple[int, str]]:
        """The longest candidates that begin in a stretch."""
        for at in range(bisect_left(found, (start, [])), len(found)):
            if found[at][0] >= end:
                return
            yield found[at][0], found[at][1][0]

    def _candidates(self, folded: str) -> Iterator[tuple[int, list[str]]]:
        """Where surfaces stand on boundaries of words, the longest first."""
        lengths, surfaces = self._lengths, self._surfaces
        for match in _WORD.finditer(folded):
            possible = lengths.get(match[0])
            if possible is None:
                continue
            start = match.start()
            fitting = []
            for length in possible:
                surface = folded[start : start + length]
                if surface in surfaces and len(surface) == length and _ends(folded, start + length):
                    fitting.append(surface)
            if fitting and _begins(folded, start, match.end()):
                yield start, fitting

    def _context(self, folded: str, found: Iterable[tuple[int, list[str]]], given: frozenset[str]) -> frozenset[str]:
        """The countries that the text has to do with: those given, and those that it names in a way that can mean nothing else."""
        seen: set[str] = set(given)
        blocked = self._tables.blocked
        rows = self._tables.place_rows
        done = 0
        for start, surfaces in found:
            surface = surfaces[0]
            if start < done or surface in blocked:
                continue
            entries = [entry for entry in self._entries.get(surface, ()) if not entry.weak]
            if entries and surface not in PERSON_NAMES:
                done = start + len(surface)
                for entry in entries[:2]:
                    if len(self._countries[entry.actor]) <= 6 and self._actors[entry.actor].kind != "media":  # noqa: PLR2004
                        seen |= self._countries[entry.actor]
            elif numbers := [number for number in self._places.get(surface, ()) if number in self._tables.known_places]:
                if surface not in PERSON_NAMES and rows[numbers[0]].kind in {"region", "city", "capital", "island"}:
                    seen.add(rows[numbers[0]].country)
        return frozenset(seen)

    def _read(
        self, folded: str, start: int, end: int, surface: str, starts: set[int], year: int | None, context: frozenset[str]
    ) -> tuple[MentionKind, tuple[str, ...], tuple[Place, ...]] | None:
        """What a surface means here, or None if it means nothing."""
        here = self._countries
        entries = [entry for entry in self._entries.get(surface, ()) if not entry.weak or here[entry.actor] & context]
        numbers = self._places.get(surface, ())
        if numbers:
            rows = self._tables.place_rows
            known = self._tables.known_places
            numbers = [number for number in numbers if number in known or rows[number].country in context]
        if not entries and not numbers:
            return None
        if (surface in PERSON_NAMES or not entries) and (numbers or surface in PERSON_NAMES):
            sure = bool(entries) or bool(numbers and numbers[0] in self._tables.known_places)
            if (not sure or surface in PERSON_NAMES) and looks_like_person(folded, start, end, starts, sure=sure):
                return None
        if folded[max(0, start - 14) : start].endswith(("University of ", "Bank of ")):
            return None
        if _prefixed(folded, start):
            return None
        actors = tuple(self._rank(entries, year, context))
        places = tuple(self._tables.place_rows[number] for number in self._rank_places(numbers, context)[:5])
        kind: MentionKind = entries[0].kind if entries else "place"
        if entries and actors:
            kind = next((entry.kind for entry in entries if entry.actor == actors[0]), entries[0].kind)
        return kind, actors, places

    def _phrase(
        self, folded: str, start: int, end: int, kind: MentionKind, actors: tuple[str, ...], placed: bool, done: int
    ) -> tuple[int, MentionKind, int, tuple[str, ...]]:
        """A name together with the words that make it a government, an army, a ministry, its opponents, or an agreement called after it."""
        if placed and (match := AGREEMENT.match(folded, end)):
            return start, "agreement", match.end(), actors
        if not actors:
            return start, kind, end, actors
        known = self._actors[actors[0]].kind
        if known not in {"state", "government", "armed_group", "political_party", "coalition"}:
            return start, kind, end, actors
        states = [label for label in actors if self._actors[label].kind == "state"]
        if match := AFTER_STATE.match(folded, end):
            group = match.lastgroup or ""
            if group == "government":
                return start, "government", match.end(), self._governments(actors)
            if states and group in {"army", "mfa", "mod"}:
                label = f"{states[0]}-{group}"
                return start, "military" if group == "army" else "ministry", match.end(), (label, *actors)
            if states and group == "opponents" and kind in {"demonym", "name", "former"}:
                return start, "opponents", match.end(), ()
        if kind in {"name", "acronym", "former"} and (match := BEFORE_STATE.search(folded, max(done, start - 60), start)):
            group = match.lastgroup or ""
            if group == "government":
                return match.start(group), "government", end, self._governments(actors)
            if states:
                return match.start(group), "military" if group == "army" else "ministry", end, (f"{states[0]}-{group}", *actors)
        return start, kind, end, actors

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
        return start < 2 or not text[start - 2].isalnum()  # noqa: PLR2004
    if before == ".":
        return end - start > 2 or start < 2 or not text[start - 2].isalnum()  # noqa: PLR2004
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


def _prefixed(text: str, start: int) -> bool:
    """Whether what stands before makes it something else: pro-Russian, anti-Taliban."""
    return start > 0 and text[start - 1] == "-" and text[max(0, start - 5) : start].lower().endswith(PREFIXES)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer(read())
