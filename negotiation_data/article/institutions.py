"""Bodies that no list has, found in the text itself: commissions, councils, churches; and those whom only their office names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from negotiation_data.article.book import book
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.groups import LEADING
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import Named, NamedActor, slug

__all__ = ["institutions"]

_BODY = (
    r"(?:Council|Commission|Committee|Initiative|Cent(?:re|er)|Foundation|Institute|Society|Association|Associates|Network"
    r"|Fund|Secretariat|Forum|Group|Organi[sz]ation|Church(?:es)?|Jirga|Police|Academy|Provincial Administration|Red Cross|Red Crescent"
    r"|Archdiocese|Diocese|(?:Episcopal|Bishops['’]) Conference)"
)
_WORD = r"[A-ZÀ-Þ][\w’'-]+"
_OF = rf"(?: (?:of|for) (?:the )?{_WORD}(?: (?:and )?{_WORD}){{0,4}})"
_NAMED = (
    Sought(rf"\b((?:{_WORD} (?:(?:of|for|and|on) )?){{1,6}}{_BODY}{_OF}?)"),
    Sought(rf"\b({_BODY}{_OF})"),
)
#: Those who go by what they are: each is one, by whatever words before it.
_PLAIN = {
    office: Sought(rf"\b{words}\b")
    for office, words in {
        "elders": "(?:(?:tribal|traditional|clan|community|village|local|religious) )?elders",
        "leaders": "(?:tribal|traditional|clan|community|village|local|religious|church) (?:leaders|chiefs)",
        "jirga": "(?:(?:grand|peace|tribal|loya|local|grand peace) )?jirga",
        "clergy": "(?:clerics|bishops|clergymen|clergy)",
        "committee": (
            "(?<!government's )(?<!government’s )"  # a delegation by another name
            "(?:(?:central|local|national|ad hoc|joint) )?(?:reconciliation|peace|mediation) (?:committee|commission|council)"
        ),
    }.items()
}


_PARTS = frozenset({"region", "island"})
_GOVERNS = re.compile(r"(?:['’]s?)? (?:state |provincial |regional |autonomous )?(?:[Gg]overnment|administration|authorities)\b")


def institutions(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor], prose: int = 0) -> list[Named]:
    """Every mention of such bodies, which are added to the actors; names are looked for from `prose` on, as headlines have capitals."""
    return [*_by_name(text, mentions, actors, prose), *_by_office(text, actors), *_of_regions(text, mentions, actors)]


def _is_known(found: Named, mentions: Sequence[Named], starts: Sequence[int]) -> bool:
    """Whether it is the whole or a part of what is known, or holds somebody known for a name of its own."""
    first, end = max(0, bisect_right(starts, found.start) - 1), bisect_left(starts, found.end)
    return any(
        (mention.start <= found.start and found.end <= mention.end) or (mention.kind == "actor" and mention.end == found.end)
        for mention in mentions[first:end]
        if found.start < mention.end
    )


def _by_name(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor], prose: int) -> Iterator[Named]:
    names: dict[str, NamedActor] = {}
    for match in (match for pattern in _NAMED for match in pattern.finditer(text, prose)):
        name = _without_titles(LEADING.sub("", match[1]))
        words = name.lower().split()
        if len(words) > 1 and not gazetteer().is_blocked(name):
            names.setdefault(name, NamedActor(slug(name), name, "civil_society", (), (name,), known=False))
    if not names:
        return
    starts = [mention.start for mention in mentions]
    for match in re.finditer(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b", text):
        actor = names[match.group()]
        mention = Named(match.start(), match.end(), "actor", (actor.id,))
        if not _is_known(mention, mentions, starts):
            actors.setdefault(actor.id, actor)
            yield mention


def _of_regions(text: str, mentions: Sequence[Named], actors: dict[str, NamedActor]) -> Iterator[Named]:
    """The government of a part of a state, which may be at odds with it or speak for it: "the Katanga Government"."""
    for mention in mentions:
        place = mention.places[0] if mention.kind == "place" and mention.places else None
        if place is None or place.kind not in _PARTS or (governs := _GOVERNS.match(text, mention.end)) is None:
            continue
        name = f"{place.name} government"
        actor = NamedActor(
            slug(name), name, "government", (place.country,), (name, place.name, text[mention.start : mention.end]), known=False
        )
        yield Named(mention.start, governs.end(), "actor", (actors.setdefault(actor.id, actor).id,))


def _without_titles(name: str) -> str:
    """The name of a body without the title of somebody in it: President of the …."""
    words, titles = name.split(" "), book().titles
    last = max((number for number, word in enumerate(words[:-2]) if words[number + 1] == "of" and word.lower() in titles), default=-2)
    return LEADING.sub("", " ".join(words[last + 2 :])).removeprefix("the ")


def _by_office(text: str, actors: dict[str, NamedActor]) -> Iterator[Named]:
    for words in _PLAIN.values():
        found = list(words.finditer(text))
        said = tuple(dict.fromkeys(match[0] for match in found))
        for match in found:
            actor = actors.setdefault(slug(said[0]), NamedActor(slug(said[0]), said[0], "civil_society", (), said, known=False))
            yield Named(match.start(), match.end(), "actor", (actor.id,))
