"""Peoples, tribes, clans and communities that no list has, found in the text itself: because it says that they are one, or at odds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from negotiation_data.article.book import book
from negotiation_data.article.common_words import is_common
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import Named, NamedActor, slug

__all__ = ["communities", "is_a_name"]

_NAME = r"(?!The |A |An )(?:(?:Al|El|al|el|Awlad|Beni|Bani|Ould)[- ])?[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ’'](?:[- ][A-ZÀ-Þ][\w’'-]*[a-zß-ÿ])?"
_ELDERS = (
    r"tribesmen|clansmen|elders|chiefs|chieftains|pastoralists|herders|herdsmen|farmers|nomads|hunters"
    r"|tribal (?:leaders|elders|chiefs|militias?)"
)
_PEOPLES = rf"(?:(?:sub-)?tribes|(?:sub-)?clans|(?:ethnic )?communities|ethnic groups|peoples|militias|villagers|youths|{_ELDERS})"
_PEOPLE = rf"(?:(?:sub-)?tribe|(?:sub-)?clan|community|ethnic group|people|tribesman|militiamen|clan (?:elders|militia)|{_ELDERS})"
_AT_ODDS = (
    r"(?:hostilities|crisis|conflict|clashes|feud|fighting|violence|reconciliation|peace|dispute|war|truce|killings|bloodshed|revenge|raids"
    r"|quarrel|rivalry|enmity|vendetta)"
)
_TALKS = r"(?:talks|dialogue|conference|negotiations)"
_DELEGATES = r"(?:representatives|delegations|delegates|teams|negotiators|leaders|sides|factions|families|camps|groups|youth)"
#: What joins two of them; looked for first, as few texts have it between capitals.
_JOINTS = (
    re.compile(rf"and (?:of |from )?(?:the )?(?:(?:{_ELDERS}|{_DELEGATES}|those) (?:of|from) (?:the )?)?(?=[A-ZÀ-Þ]|(?:al|el)-)"),
    re.compile(r"(?<=[a-z])[/–—-](?=[A-ZÀ-Þ])"),
    re.compile(r"& (?=[A-ZÀ-Þ])"),
    re.compile(r"(?:with|against|from) (?:the )?(?=[A-ZÀ-Þ])"),
)
_FIRST, _SECOND = re.compile(rf"(?<![\w-])({_NAME}),? ?$"), re.compile(_NAME)
_ONE_MORE = re.compile(rf"\b({_NAME}), $")
#: A name, as far as it is looked for before a joint; and what stands before it.
_LONGEST = 45
#: What makes two peoples of them: behind both, or before both; the joint may be any, or "with" and "against" too.
_BEHIND = re.compile(
    rf" (?:{_PEOPLES}|{_AT_ODDS}|{_DELEGATES})\b|, (?:the )?(?:two|both|rival|neighbouring) (?:[a-z]+ ){{0,3}}{_PEOPLES}\b"
    rf"| (?:for|in|to hold|hold|begin|open|resume) (?:[a-z]+ )?{_TALKS}\b"
)
_BEFORE = re.compile(
    rf"\b(?:{_PEOPLES}(?: of)?,? (?:the )?|(?i:{_ELDERS}|{_DELEGATES}) (?:of|from) the |[Rr]econcil\w+ (?:between |of |for )?(?:the )?"
    rf"|(?:heads|leaders|representatives|members|chiefs|delegat\w+) of (?:the )?|{_AT_ODDS} (?:of|between|pitting) (?:the )?)$"
)
_OPPOSED = re.compile(rf"\b(?:[Rr]econcil\w+ (?:between |of |for )?(?:the )?|{_AT_ODDS} (?:of|between|pitting) (?:the )?)$")
_ONE = (
    Sought(rf"\b(?=[A-ZÀ-Þae])({_NAME}) {_PEOPLE}\b"),
    Sought(rf"\b(?:tribe|clan|ethnic group|people) of (?:the )?({_NAME})"),
)
#: Those of a faith, where they are one side.
_FAITHS = "Muslim|Moslem|Christian|Hindu|Buddhist|Druze|Alawite|Maronite|Sunni|Shiite|Shia"
_FAITH = Sought(
    rf"\b({_FAITHS})"
    rf"(?:s\b|(?=(?: and (?:the )?(?:{_FAITHS}))?"
    r" (?:delegat\w+|sides?|camps?|groups?|leaders|militias?|communit(?:y|ies)|fighters|factions?)\b))"
)
#: How often a faith is named before it may be a side, for nearly every text on some wars names one.
_OFTEN = 2


def communities(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor]) -> list[Named]:
    """Every mention of such communities, which are added to the actors."""
    taken = {place for mention in mentions for place in (mention.start, mention.end - 1)}
    found: dict[str, NamedActor] = {}
    for spans in _together(text):
        if not all(start in taken for start, _ in spans) and all(_is_name(text, text[start:end]) for start, end in spans):
            for start, end in spans:
                if start not in taken:
                    found.setdefault(text[start:end], _new(text[start:end]))
    faiths = [match[1] for match in _FAITH.finditer(text)]
    for faith in dict.fromkeys(faiths):
        if faiths.count(faith) >= _OFTEN:
            found.setdefault(faith, _new(f"{faith}s", faith))
    return [mention for mention in _everywhere(text, found, actors) if mention.start not in taken]


def is_a_name(words: str) -> bool:
    """Whether words name one and the same in every text, and not only what somebody is: "elders", "Christians"."""
    return words != words.lower() and re.fullmatch(rf"(?:{_FAITHS})s?", words) is None


def _together(text: str) -> Iterator[list[tuple[int, int]]]:
    """Where those stand who are peoples because of what stands beside them: two or three in a row, or one."""
    for number, joint in ((number, found) for number, pattern in enumerate(_JOINTS) for found in pattern.finditer(text)):
        first, second = _FIRST.search(text, max(0, joint.start() - _LONGEST), joint.start()), _SECOND.match(text, joint.end())
        if first is None or second is None:
            continue
        spans = [first.span(1), second.span()]
        before = max(0, first.start() - _LONGEST)
        if number == len(_JOINTS) - 1:
            if _OPPOSED.search(text, before, first.start()):
                yield spans
            continue
        third = _ONE_MORE.search(text, before, first.start())
        if _BEHIND.match(text, second.end()):
            yield [*([third.span(1)] if third is not None else []), *spans]
        elif _BEFORE.search(text, before, first.start()):
            yield spans
    for match in (match for pattern in _ONE for match in pattern.finditer(text)):
        yield [match.span(1)]


def _is_name(text: str, name: str) -> bool:
    """Whether it is no common word with a capital, at the head of a sentence or of a title."""
    words = name.lower().split()
    return book().not_names.isdisjoint(words) and not is_common(text, words[0])


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
