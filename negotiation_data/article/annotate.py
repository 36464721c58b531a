"""Marks what a text names: actors, places, dates, people, and those whom only the context names."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from negotiation_data.article import times
from negotiation_data.article.book import book
from negotiation_data.article.document import Document, Span
from negotiation_data.article.gazetteer.gazetteer import Actor, Mention, Place, gazetteer
from negotiation_data.article.shape import lower as small
from negotiation_data.article.shape import shape
from negotiation_data.article.times import TimeMention

__all__ = ["Annotated", "Named", "NamedActor", "annotate"]


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
    adjective: bool = False
    """Qatari, Afghan: says whose something is."""

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
    lower: frozenset[str] = frozenset()
    _starts: list[int] = field(default_factory=list)

    def within(self, start: int, end: int, *kinds: str) -> list[Named]:
        """Mentions that begin in a part of the text, of some kinds or of all."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[low:high] if not kinds or mention.kind in kinds]

    def at(self, position: int) -> Named | None:
        """The mention that holds a position."""
        index = bisect_right(self._starts, position) - 1
        return self.mentions[index] if index >= 0 and self.mentions[index].end > position else None


_GENERIC = re.compile(
    r"\b(?:[Tt]he )?(?:[Gg]overnment(?: side| of the day)?|federal government|authorities|junta|military (?:council|rulers|regime|government)|ruling military"
    r"|army|rebels|rebel group|rebel movement|insurgents|guerrillas|separatists|opposition|regime)\b(?! (?:spokes|minister|official|of (?:the )?[A-Z]|from (?:the )?[A-Z]))"
)
_GROUP_NOUN = (
    r"(?:Front|Army|Armies|Movement|Movements|Forces?|Alliance|Coalition|Union|Party|Organi[sz]ation|Council|Congress|Brigades?|Guard|Resistance|Liberation|Defence|Defense|Militia"
    r"|Coordination|Platform|Group|Faction|Committee|Commando|Unit|Units|Command|League|Federation|Authority)"
)
_GROUP = re.compile(
    rf"\b((?:[A-Z][\w’'-]+ (?:(?:of|for|the|and|de|des|du|la|pour|to) ){{0,3}}){{1,7}}{_GROUP_NOUN}(?:(?: (?:of|for|in|de|du|des))?(?: the)?(?: [A-Z][\w’'-]+){{1,4}}(?: and [A-Z][\w’'-]+)?)?"
    rf"|(?:[A-Z][\w’'-]+ ){{0,2}}{_GROUP_NOUN}(?: (?:of|for|de|pour|du|des)(?: the| la)?(?: [A-Z][\w’'-]+){{1,5}}(?: (?:and|et|of|de) [A-Z][\w’'-]+)*)) \(([A-Z][A-Za-z/-]{{1,9}}[A-Z])\)"
)
_ARMED = re.compile(
    r"\b(?:Front|Army|Armies|Movement|Forces?|Alliance|Brigades?|Resistance|Liberation|Militia|Patriotic|Revolutionary|Guard|Commando|Coordination|Platform|Coalition|Defen[cs]e|National Council|Salvation)\b"
)
_ACRONYM_REBELS = re.compile(
    r"\b([A-Z][A-Z0-9-]{1,6}[A-Z0-9])['’]?s? (?:rebels?|guerrillas?|fighters|insurgents?|militants|delegation|faction|militia)\b"
)
_NAME_REBELS = re.compile(
    r"\b([A-Z][a-z’'-]{2,}(?: [A-Z][a-z’'-]+)?) (?:rebels?|guerrillas?|insurgents?|militants|militia(?:men)?|separatists?|rebel (?:group|movement)|fighters|armed group)\b"
)


def annotate(document: Document) -> Annotated:
    """Mark the mentions of a document; what is masked holds none."""
    text = document.visible()
    year = document.published.year if document.published else None
    table = gazetteer()
    actors: dict[str, NamedActor] = {}
    mentions = [_named(mention, actors) for mention in table.mentions(text, year=year)]
    mentions = [mention for mention in mentions if mention is not None]
    mentions = _merged(mentions, _capitals(text, mentions))
    mentions = _merged(mentions, _discovered(text, mentions, actors))
    mentions = _merged(mentions, [Named(t.start, t.end, "time", time=t) for t in times.find(text)])
    mentions = _merged(mentions, [Named(f.start(), f.end(), "generic") for f in _GENERIC.finditer(text)])
    lower = frozenset(re.findall(r"(?<![.!?“\"]\s)\b[a-z]{3,}\b", text))
    mentions = _with_people(text, mentions, lower)
    ends = [span.end for span in document.sentences]
    shaped = shape(text, ((m.start, m.end, m.kind) for m in mentions), ends)
    return Annotated(document, mentions, shaped, small(shaped), actors, lower, [m.start for m in mentions])


def _named(mention: Mention, actors: dict[str, NamedActor]) -> Named | None:
    table = gazetteer()
    known = list(map(table.actor, mention.actors))
    for actor in known:
        actors.setdefault(actor.id, _of(actor))
    start, end = mention.start, mention.end
    if known and known[0].kind == "media":
        return Named(start, end, "media", mention.actors)
    kinds = {place.kind for place in mention.places}
    if known and mention.places:
        return Named(start, end, "country" if "country" in kinds else "capital", mention.actors, mention.places)
    if known:
        return Named(start, end, "actor", mention.actors, adjective=mention.kind == "demonym")
    return Named(start, end, "place", (), mention.places) if mention.places else None


_CAPITAL = re.compile(r"(?:['’]s)? capital\b(?! (?:city )?of|,? [A-Z])")


def _capitals(text: str, mentions: Sequence[Named]) -> list[Named]:
    """The town that "the Omani capital" is."""
    found = []
    for mention in mentions:
        behind = _CAPITAL.match(text, mention.end) if mention.actors and mention.kind in {"actor", "country"} else None
        if behind is not None:
            actor = gazetteer().actor(mention.actors[0])
            place = gazetteer().capital(actor.countries[0]) if actor.kind == "state" and actor.countries else None
            if place is not None:
                found.append(Named(mention.start, behind.end(), "place", (), (place,)))
    return found


@lru_cache(4096)
def _of(actor: Actor) -> NamedActor:
    names = tuple(dict.fromkeys([actor.name, *(name.surface for name in actor.names if name.kind != "demonym")]))
    return NamedActor(actor.id, actor.name, actor.kind, actor.countries, names, actor.parent)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def _discovered(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor]) -> list[Named]:
    """Groups that no list has: a name with its acronym in brackets, or one of whom rebels or fighters are said to be."""
    taken = {place for mention in mentions for place in (mention.start, mention.end - 1)}
    found: dict[str, NamedActor] = {}

    def add(name: str, *others: str) -> None:
        kind = "armed_group" if not others or _ARMED.search(name) else "other"
        countries = tuple(dict.fromkeys(
            country for m in gazetteer().mentions(name) for a in m.actors[:1] if gazetteer().actor(a).kind == "state" for country in gazetteer().actor(a).countries
        ))  # fmt: skip
        actor = NamedActor(_slug(name), name, kind, countries, (name, *others), None, known=False)
        if actor.id not in actors:
            for surface in actor.names:
                found.setdefault(surface, actor)

    for match in _GROUP.finditer(text):
        name = re.sub(r"^(?:The|A|An|And|But|With|Between|From|By|In|Of) ", "", match[1])
        if match.start(2) in taken:
            continue
        known = next(
            (m for m in mentions if m.actors and m.end == match.end(1) and m.start >= match.start(1) and m.end - m.start > 0.6 * len(name)),
            None,
        )
        if known is not None:  # a known name with a short form that the list has not
            found.setdefault(match[2], actors[known.actors[0]])
        else:
            add(name, match[2])
    for match in (*_ACRONYM_REBELS.finditer(text), *_NAME_REBELS.finditer(text)):
        if match.start(1) not in taken and match.end(1) - 1 not in taken and match[1] not in found:
            words = match[1].lower().split()
            if not set(words) & book().not_names:
                add(match[1])
    if not found:
        return []
    surfaces = sorted(found, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, surfaces)) + r")\b")
    new = []
    for match in pattern.finditer(text):
        actor = found[match.group()]
        actors[actor.id] = actor
        new.append(Named(match.start(), match.end(), "actor", (actor.id,)))
    return new


def _merged(first: Sequence[Named], second: Iterable[Named]) -> list[Named]:
    """Both in order; of two that overlap the longer, and of the same length that of the first list, unless the second holds all of it."""
    found = sorted([*((m, 0) for m in first), *((m, 1) for m in second)], key=lambda pair: (pair[0].start, -(pair[0].end), pair[1]))
    merged: list[Named] = []
    for mention, _ in found:
        if merged and mention.start < merged[-1].end:
            if mention.end - mention.start > merged[-1].end - merged[-1].start:
                merged[-1] = mention
            continue
        merged.append(mention)
    return merged


# ---------------------------------------------------------------------------- names of people

_TOKEN = r"(?:(?:[A-Z]\.){2,4}|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'ʼ]*(?:-[\w’']+)*\.?|(?:al|el|ul|ur|ad|as|ash|an|bin|ben)-[A-Z][\w’'-]+)"
_PARTICLE = r"(?:al|el|bin|ibn|bint|ben|de|del|della|da|dos|do|van|von|der|den|le|la|ould|ag|uld|y|ul|ur|du)"
_NICKNAME = r"[\"“'‘][A-Z][\w-]+[\"”'’]"
_SEQUENCE = re.compile(rf"{_TOKEN}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?:{_NICKNAME}[ ])?{_TOKEN})*")
_ROMAN = frozenset(["II", "III", "IV", "VI", "VII", "VIII", "IX"])
# Titles that are names of people as well, where they do not come first.
_TITLE_OR_NAME = frozenset(
    [
        "tun",
        "tan",
        "sri",
        "u",
        "daw",
        "pu",
        "don",
        "saw",
        "naw",
        "sao",
        "king",
        "prince",
        "bishop",
        "pope",
        "general",
        "major",
        "tengku",
        "dato",
        "datuk",
        "sultan",
        "emir",
        "imam",
        "shaikh",
        "sheikh",
        "qari",
        "mullah",
        "father",
        "st",
    ]
)
_INITIAL = re.compile(r"[A-Z]\.?$|[A-Z]{2}$")


def _with_people(text: str, mentions: Sequence[Named], lower: frozenset[str]) -> list[Named]:
    """The mentions with those of people, whose names may hold what the gazetteer took for a place."""
    rules = book()
    held = {}
    for mention in mentions:
        for place in range(mention.start, mention.end):
            held[place] = mention
    found: list[Named] = []
    for match in _SEQUENCE.finditer(text):
        tokens = [(t.start() + match.start(), t.end() + match.start()) for t in re.finditer(r"\S+", match.group())]
        tokens = _name_tokens(text, tokens, held, lower, rules.titles, rules.not_names)
        if tokens:
            start, end = tokens[0][0], tokens[-1][1]
            name = text[start:end].rstrip(".,")
            name = re.sub(r"['’]s?$", "", name)
            end = start + len(name)
            if honoured := re.match(r"(?:H\.? ?E\.? |His |Her )", name):
                name, start = name[honoured.end() :], start + honoured.end()
            if len(name) > 2 or name.isupper():
                found.append(Named(start, end, "person", person=name))
    long = {m.person for m in found if m.person and " " in m.person}
    surnames = {name.split()[-1] for name in long} | {name.split()[0] for name in long}
    kept = [
        m
        for m in found
        if m.person and (" " in m.person or "-" in m.person or m.person in surnames or _titled(text, m.start, rules.titles))
    ]
    return _merged([m for m in mentions if not any(_covers(p, m) for p in kept)], kept)


def _covers(person: Named, mention: Named) -> bool:
    return person.start <= mention.start and mention.end <= person.end


def _titled(text: str, start: int, titles: frozenset[str]) -> bool:
    before = re.search(r"([\w.’'-]+),? $", text[max(0, start - 25) : start])
    return before is not None and (not before[1].endswith(".") or len(before[1]) < 6) and before[1].rstrip(".").lower() in titles


def _name_tokens(
    text: str,
    tokens: list[tuple[int, int]],
    held: dict[int, Named],
    lower: frozenset[str],
    titles: frozenset[str],
    not_names: frozenset[str],
) -> list[tuple[int, int]]:
    """What of a run of capitalised words is a name: the words after the last that cannot be part of one."""
    best: list[tuple[int, int]] = []
    current: list[tuple[int, int]] = []
    for position, (start, end) in enumerate(tokens):
        word = text[start:end].rstrip(".,’'")
        plain = word.lower()
        mention = held.get(start)
        if word[:1] in "\"“'‘" and current:
            current.append((start, end))
            continue
        particle = word[:1].islower()
        outside = mention is not None and (mention.kind != "place" or not current)
        initial = position == 0 and (plain in lower or plain in not_names)
        if particle and word[:3] not in {"al-", "el-"} and "-" not in word:
            if current:
                current.append((start, end))
            continue
        if current and plain in _TITLE_OR_NAME:
            current.append((start, end))
            continue
        if "-" in word and not particle and word.split("-")[-1].islower() and len(word.split("-")[-1]) > 3:
            current = []
            continue
        if (
            plain in titles
            or plain in not_names
            or outside
            or initial
            or (word.isupper() and len(word) > 2 and word not in _ROMAN and "." not in word)
            or not word[:1].isalpha()
            or (word.endswith("ed") and plain in lower)
        ):
            if len(current) > len(best):
                best = current
            current = []
            continue
        current.append((start, end))
        if text[start:end].endswith(("'s", "’s", "s'", "s’")):  # whose, not who
            if len(current) > len(best):
                best = current
            current = []
            continue
        if text[end - 1] == "." and not _INITIAL.search(text[start:end]) and plain not in {"jr", "sr"}:
            if len(current) > len(best):
                best = current
            current = []
    if len(current) >= len(best):
        best = current
    while best and text[best[-1][0] : best[-1][1]][:1].islower() and "-" not in text[best[-1][0] : best[-1][1]]:
        best = best[:-1]
    return best
