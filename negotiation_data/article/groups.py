"""Groups that no list has, found in the text itself: by the acronym behind their name, or because rebels are said to be theirs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from negotiation_data.article.book import book
from negotiation_data.article.common_words import is_common, only_ordinary
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import GROUPS, Named, NamedActor, slug

__all__ = ["LEADING", "groups", "sounds_armed"]

_NOUN = (
    r"(?:Front|Army|Armies|Movement|Movements|Forces?|Alliance|Coalition|Union|Party|Organi[sz]ation|Council|Congress|Brigades?|Guard|Resistance|Liberation|Defence|Defense|Militia"
    r"|Coordination|Platform|Group|Faction|Committee|Commando|Unit|Units|Command|League|Federation|Authority|Team|Rally|Concord|Convention|Pole)"
)
#: A name that ends or begins with such a noun, and its acronym in brackets.
_POSSESSIVE = re.compile(r"['’]s?$")
_WITH_ACRONYM = re.compile(r" \(((?:[A-Z]\.){3,}|[A-Z][A-Za-z/-]{1,14}[A-Z])\)")
_BEFORE_ACRONYM = re.compile(
    rf"\b(?:(?:[A-Z][\w’'-]+ (?:(?:of|for|the|and|de|des|du|la|pour|to) ){{0,3}}){{1,7}}{_NOUN}(?:(?: (?:of|for|in|de|du|des))?(?: the)?(?: [A-Z][\w’'-]+){{1,4}}(?: and [A-Z][\w’'-]+)?)?"
    rf"|(?:[A-Z][\w’'-]+ ){{0,2}}{_NOUN}(?: (?:of|for|de|pour|du|des)(?: the| la)?(?: [A-Z][\w’'-]+){{1,5}}(?: (?:and|et|of|de) [A-Z][\w’'-]+)*))$"
)
#: A name before its acronym is no longer.
_LONGEST = 180
#: What is in the name of one that fights, rather than of a union or a party.
_ARMED = re.compile(
    r"\b(?:Front|Army|Armies|Movement|Forces?|Alliance|Brigades?|Resistance|Liberation|Militia|Patriotic|Revolutionary|Guard|Commando|Coordination|Platform|Coalition|Defen[cs]e|National Council|Salvation)\b"
)
#: "KNU fighters" and "Naga rebels", by acronym and by name.
_WITH_REBELS = (
    Sought(r"\b([A-Z][A-Z0-9-]{1,6}[A-Z0-9])['’]?s? (?:rebels?|guerrillas?|fighters|insurgents?|militants|delegation|faction|militia)\b"),
    Sought(
        r"\b([A-Z][a-z’'-]{2,}(?: (?:[aeiu][a-z]{0,2}-)?[A-Z][a-z’'-]+)?) (?:rebels?|guerrillas?|insurgents?|militants|militia(?:men)?|warriors|separatists?|rebel (?:group|movement)|fighters|armed group)\b"
    ),
)
#: What some fight for is not their name.
_IDEAS = frozenset(
    {
        "marxist",
        "maoist",
        "communist",
        "leftist",
        "islamist",
        "jihadist",
        "nationalist",
        "royalist",
        "loyalist",
        "socialist",
        "trotskyist",
        "salafist",
    }
)
_FIGHTING = r"(?:Front|Army|Movement|Alliance|Coalition|Resistance|Brigades?|Militia|Forces)"
#: A name that begins with a noun of those who fight, and says for what or where.
_BY_ITS_NOUN = Sought(
    rf"\b((?:[A-Z][\w’'-]+ ){{0,3}}{_FIGHTING}"
    rf" (?:of|for)(?: the)?(?: [A-Z][\w’'-]+)+(?: (?:and|of|in)(?: the)? (?!(?:[A-Z][\w’'-]+ ){{0,3}}{_FIGHTING} (?:of|for))[A-Z][\w’'-]+)*)"
)
#: A name that ends with such a noun.
_BY_LAST_NOUN = Sought(
    r"\b((?:(?:al-)?[A-Z][\w’'-]+ ){1,4}(?:Front|Army|Movement|Resistance|Brigades?|Battalions?|Legion|Militia|Alliance))(?![\w-])(?! (?:of|for) )(?! [A-Z])"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,7}\b")
LEADING = re.compile(r"^(?:(?:The|A|An|And|But|With|Between|From|By|In|Of|[A-Z]\w+['’]s) )+")
#: A mention within a name is the same group's if it is this much of it; less is only what the group is called after.
_SAME = 0.6
_WORDS_OF_A_PERSON = 3


def groups(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor], prose: int = 0) -> list[Named]:
    """Every mention of such groups, which are added to the actors; by its last noun none is told before `prose`, in a headline."""
    search = _Search(text, mentions, actors)
    search.by_acronym()
    search.by_rebels()
    for match in _BY_ITS_NOUN.finditer(text):
        search.by_noun(match)
    for match in _BY_LAST_NOUN.finditer(text, prose):
        search.by_last_noun(match)
    return _mentions(text, search.found, actors)


class _Search:
    """Groups as they are found, by what the text calls them."""

    def __init__(self, text: str, mentions: Sequence[Named], actors: dict[str, NamedActor]) -> None:
        self.text, self.actors = text, actors
        self.mentions = mentions
        self.found: dict[str, NamedActor] = {}
        self.starts = [mention.start for mention in mentions]
        self.by_start = {mention.start: mention for mention in mentions}
        self.by_end = {mention.end: mention for mention in mentions}
        self.taken = {place for mention in mentions for place in (mention.start, mention.end - 1)}

    @cached_property
    def listed(self) -> dict[str, str]:
        """Groups that are known already, by the words of the text."""
        named = ((self.text[m.start : m.end], m.actors[0]) for m in reversed(self.mentions) if m.actors)
        return {words: actor for words, actor in named if self.actors[actor].kind in GROUPS}

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Those that nobody bears."""
        return frozenset(found.group() for found in _ACRONYM.finditer(self.text) if found.start() not in self.taken)

    def _short_for(self, name: str) -> list[str]:
        """The acronym of a name, if the text has one that nobody else bears."""
        return [initials for initials in _initials(name) if initials in self.acronyms][:1]

    def by_acronym(self) -> None:
        """A name and its acronym behind it."""
        for acronym in _WITH_ACRONYM.finditer(self.text):
            before = _BEFORE_ACRONYM.search(self.text, max(0, acronym.start() - _LONGEST), acronym.start())
            if before is None:
                continue
            name = _named_so(LEADING.sub("", before[0]), acronym[1])
            short, known = self.by_start.get(acronym.start(1)), self.by_end.get(before.end())
            if acronym.start(1) in self.taken:
                if short is not None and short.actors and self.actors[short.actors[0]].kind in GROUPS:
                    self.found.setdefault(name, self.actors[short.actors[0]])
            elif known is not None and known.actors and known.start >= before.start() and known.end - known.start > _SAME * len(name):
                self.found.setdefault(acronym[1], self.actors[known.actors[0]])  # a known name with a short form that the list has not
            else:
                self._add(_new(name, "armed_group" if sounds_armed(name) else "other", acronym[1]))

    def by_rebels(self) -> None:
        """A name or acronym of those who are said to be rebels."""
        for match in (match for pattern in _WITH_REBELS for match in pattern.finditer(self.text)):
            if match.start(1) in self.taken or match.end(1) - 1 in self.taken or match[1] in self.found or _POSSESSIVE.search(match[1]):
                continue  # somebody's rebels are called after their leader
            ethnic = self.text[max(0, match.start(1) - 7) : match.start(1)] == "ethnic "  # a people, not a group
            words = match[1].lower().split()
            common = not _IDEAS.isdisjoint(words) or is_common(self.text, words[0]) or only_ordinary(match[1])
            if not ethnic and not common and not gazetteer().is_of_a_state(match[1]) and book().not_names.isdisjoint(words):
                self._add(_new(match[1], "armed_group"))

    def by_noun(self, match: re.Match[str]) -> None:
        """A name that begins with a noun of those who fight, of which no more than the beginning is known for another."""
        name = LEADING.sub("", match[1])
        held = self.by_start.get(match.start(1))
        if held is not None and self._is_of_somebody(held, match.end(1)):
            return  # the Libyan National Army of Khalifa Haftar
        if match.start(1) not in self.taken or (held is not None and held.end - held.start < _SAME * len(name)):
            self._add_named(name)

    def _is_of_somebody(self, held: Named, end: int) -> bool:
        """Whether a name is that of a listed group and of one person or place that it belongs to."""
        rest = self.text[held.end : end].removeprefix(" of ").split()
        listed = bool(held.actors) and self.actors[held.actors[0]].kind in GROUPS
        return (
            listed
            and len(rest) <= _WORDS_OF_A_PERSON
            and not gazetteer().is_of_a_state(" ".join(rest))
            and self.text[held.end :].startswith(" of ")
        )

    def by_last_noun(self, match: re.Match[str]) -> None:
        """A name that ends with such a noun and is not known."""
        name, before = LEADING.sub("", match[1]), bisect_left(self.starts, match.end()) - 1
        listed = before >= 0 and self.mentions[before].end >= match.end()
        if not listed and " " in name and book().not_names.isdisjoint(name.lower().split()[:1]):
            self._add_named(name)

    def _add_named(self, name: str) -> None:
        """A group by its name, which may be that of one whom the text names by its acronym too."""
        if name in self.found:
            return
        short = next((self.listed[initials] for initials in _initials(name) if initials in self.listed), None)
        if short is not None:
            self.found[name] = self.actors[short]
        else:
            self._add(_new(name, "armed_group", *self._short_for(name)))

    def _add(self, actor: NamedActor) -> None:
        if actor.id not in self.actors:
            for surface in actor.names:
                self.found.setdefault(surface, actor)


def _named_so(name: str, acronym: str) -> str:
    """The part of a run of names that the acronym behind it is of: "the Armed Forces and the Rapid Support Forces (RSF)"."""
    _, joined, last = name.rpartition(" and ")
    last = last.removeprefix("the ")
    return last if joined and acronym in _initials(last) else name


def _initials(name: str) -> tuple[str, str]:
    """The first letters of its words that have a capital, those behind a hyphen counted and not."""
    return "".join(word[0] for word in re.findall(r"[A-Z]\w*", name)), "".join(word[0] for word in name.split() if word[0].isupper())


def sounds_armed(name: str) -> bool:
    """Whether a name that no list has is one of an armed group, by its words."""
    return _ARMED.search(name) is not None


def _new(name: str, kind: str, *others: str) -> NamedActor:
    """An actor of the states that its name holds."""
    table = gazetteer()
    within = [table.actor(label) for mention in table.mentions(name) for label in mention.actors[:1]]
    countries = dict.fromkeys(country for actor in within if actor.kind == "state" for country in actor.countries)
    return NamedActor(slug(name), name, kind, tuple(countries), (name, *others), known=False)


def _mentions(text: str, named: dict[str, NamedActor], actors: dict[str, NamedActor]) -> list[Named]:
    if not named:
        return []
    surfaces = sorted(named, key=len, reverse=True)
    found = []
    for match in re.finditer(r"\b(?:" + "|".join(map(re.escape, surfaces)) + r")\b", text):
        actor = named[match.group()]
        actors[actor.id] = actor
        found.append(Named(match.start(), match.end(), "actor", (actor.id,)))
    return found
