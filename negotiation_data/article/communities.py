"""Peoples, tribes, clans and communities that no list has, found in the text itself: because it says that they are one, or at odds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from negotiation_data.article.book import book
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import Named, NamedActor, slug

__all__ = ["communities"]

_NAME = r"(?!The |A |An )(?:(?:Al|El|al|el|Awlad|Beni|Bani|Ould)[- ])?[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ’'](?:[- ][A-ZÀ-Þ][\w’'-]*[a-zß-ÿ])?"
_ELDERS = (
    r"tribesmen|clansmen|elders|chiefs|chieftains|pastoralists|herders|herdsmen|farmers|nomads|hunters"
    r"|tribal (?:leaders|elders|chiefs|militias?)"
)
_PEOPLES = rf"(?:(?:sub-)?tribes|(?:sub-)?clans|(?:ethnic )?communities|ethnic groups|peoples|militias|villagers|youths|{_ELDERS})"
_PEOPLE = rf"(?:(?:sub-)?tribe|(?:sub-)?clan|community|ethnic group|people|tribesman|militiamen|clan (?:elders|militia)|{_ELDERS})"
_AT_ODDS = r"(?:hostilities|crisis|conflict|clashes|feud|fighting|violence|reconciliation|peace|dispute|war|truce|killings|bloodshed)"
_TALKS = r"(?:talks|dialogue|conference|negotiations)"
_DELEGATES = r"(?:representatives|delegations|delegates|teams|negotiators|leaders|sides|factions|families|camps|youth)"
_AND = r"(?:,? and (?:the )?|[/–—-]| & )"
_TWO = rf"({_NAME}){_AND}({_NAME})"
#: Two of them in a row, and what makes them peoples; one, and the word for it. Each only where a text has such a word at all.
_PAIRS = (
    Sought(
        rf"\b{_TWO}(?: {_PEOPLES}|, (?:the )?(?:two|both|rival|neighbouring) (?:[a-z]+ ){{0,3}}{_PEOPLES}| {_AT_ODDS}"
        rf"| (?:for|in|to hold|hold|begin|open|resume) (?:[a-z]+ )?{_TALKS})\b"
    ),
    Sought(rf"\b{_PEOPLES}(?: of)?,? (?:the )?({_NAME}),? and (?:the )?({_NAME})"),
    Sought(rf"\b[Rr]econcil\w+ (?:between |of |for )?(?:the )?({_NAME}) (?:and|with) (?:the )?({_NAME})"),
    Sought(rf"\b(?:heads|leaders|representatives|members|chiefs|delegat\w+) of (?:the )?({_NAME}) and (?:of )?(?:the )?({_NAME})"),
    Sought(rf"\b({_NAME}), ({_NAME}),? and ({_NAME}) {_DELEGATES}\b"),
    Sought(rf"\b{_TWO} {_DELEGATES}\b"),
    Sought(
        rf"\b(?:{_ELDERS}|{_DELEGATES}) (?:of|from) the ({_NAME}),? and (?:the )?(?:{_ELDERS}|{_DELEGATES}|those) (?:of|from) the ({_NAME})"
    ),
    Sought(rf"\b{_AT_ODDS} (?:of|between|pitting) (?:the )?({_NAME}) (?:and|against|from) (?:the )?({_NAME})"),
)
_ONE = (
    Sought(rf"\b({_NAME}) {_PEOPLE}\b"),
    Sought(rf"\b(?:tribe|clan|ethnic group|people) of (?:the )?({_NAME})"),
)
#: Those of a faith, where they are one side.
_FAITH = Sought(
    r"\b(Muslim|Christian|Hindu|Buddhist|Druze|Alawite|Maronite|Sunni|Shiite|Shia)"
    r"(?:s\b|(?= (?:delegat\w+|side|camp|group|leaders|militias?|community|fighters|faction)\b))"
)
#: How often a faith is named before it may be a side, for nearly every text on some wars names one.
_OFTEN = 2


def communities(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor]) -> list[Named]:
    """Every mention of such communities, which are added to the actors."""
    taken = {place for mention in mentions for place in (mention.start, mention.end - 1)}
    found: dict[str, NamedActor] = {}
    for match in (match for pattern in (*_PAIRS, *_ONE) for match in pattern.finditer(text)):
        names = [match[number] for number in range(1, len(match.groups()) + 1)]
        starts = [match.start(number) for number in range(1, len(names) + 1)]
        if not all(start in taken for start in starts) and all(_is_name(text, name) for name in names):
            for name, start in zip(names, starts, strict=True):
                if start not in taken:
                    found.setdefault(name, _new(name))
    faiths = [match[1] for match in _FAITH.finditer(text)]
    for faith in dict.fromkeys(faiths):
        if faiths.count(faith) >= _OFTEN:
            found.setdefault(faith, _new(f"{faith}s", faith))
    return [mention for mention in _everywhere(text, found, actors) if mention.start not in taken]


def _is_name(text: str, name: str) -> bool:
    """Whether it is no common word with a capital, at the head of a sentence or of a title."""
    words = name.lower().split()
    return book().not_names.isdisjoint(words) and re.search(rf"\b{re.escape(words[0])}\b", text) is None


def _new(name: str, *others: str) -> NamedActor:
    return NamedActor(slug(name), name, "civil_society", (), (name, *others), known=False, communal=True)


def _everywhere(text: str, found: dict[str, NamedActor], actors: dict[str, NamedActor]) -> Iterator[Named]:
    if not found:
        return
    surfaces = sorted(found, key=len, reverse=True)
    for match in re.finditer(r"\b(" + "|".join(map(re.escape, surfaces)) + r")s?\b", text):
        actor = found[match[1]]
        actors.setdefault(actor.id, actor)
        yield Named(match.start(), match.end(), "actor", (actor.id,))
