"""Towns that no list has, found in the text itself: it says that they are one ("the village of X"), or that talks were in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from negotiation_data.article.book import book
from negotiation_data.article.common_words import is_common
from negotiation_data.article.gazetteer.gazetteer import Place
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import Named

__all__ = ["unlisted_places"]

_NAME = r"((?:(?:Al|El|al|el)-)?[A-ZÀ-Þ][\w’'-]+(?: (?:(?:al|el|de|la|del)[- ])?[A-ZÀ-Þ][\w’'-]+){0,2})"
_POSSESSIVE = re.compile(r"['’]s(?: |$)")
_TOWN = r"(?:town|village|city|resort|hamlet|capital|locality|suburb|settlement|oasis|seaport)"
_TALKS = (
    r"(?:[Tt]alks|[Nn]egotiat(?:ors|ions|ing)|met|meet|[Mm]eetings?|sat down|sit down|signed|signing|held|dialogue|conference|summit"
    r"|round|session|agreement|accord|ceremony)"
)
_FORMS = (
    Sought(rf"\b{_TOWN}(?: city)?(?: of| called| named) {_NAME}"),
    Sought(rf"\b(?:in|at|to|near|outside|is|from) {_NAME}, (?:a|an|the|once the) (?:[a-z-]+ ){{0,3}}{_TOWN}\b"),
    Sought(rf"\b(?:in|at|to|near|outside|is|from) {_NAME}, capital\b"),
    Sought(rf"\b[Aa]t {_NAME} (?:town|village|locality|city)\b"),
)
#: A town that a word of talks stands before; looked for from its end, as few texts have one and all have many words of talks.
_HELD_IN = re.compile(rf"\b(?:in|at) {_NAME}(?![\w-])(?! [A-Z])")
_TALKS_BEFORE, _REACH = re.compile(rf"\b{_TALKS}\b[^.\n]{{0,50}}?$"), 70
#: The country is told within so many characters behind, or before.
_COUNTRY_BEHIND, _COUNTRY_BEFORE = 70, 40


def unlisted_places(text: str, mentions: Sequence[Named], prose: int = 0) -> list[Named]:
    """Every mention of such a town, with the country that is named beside it, or none.

    Names are looked for from `prose` on: in a headline any word may have a capital.
    """
    taken = {place for mention in mentions for place in (mention.start, mention.end - 1)}
    found: dict[str, str] = {}
    for name, start, end in (*_called_towns(text, prose), *_held_in(text, prose)):
        at = text.rindex(name, start, end)
        words = name.lower().split()
        if _POSSESSIVE.search(name) or at in taken or at + len(name) - 1 in taken:
            continue
        if book().not_names.isdisjoint(words) and not is_common(text, words[0]):
            found.setdefault(name, _country(text, mentions, start, end))
    return sorted(_everywhere(text, found, taken), key=lambda mention: mention.start) if found else []


def _called_towns(text: str, prose: int) -> Iterator[tuple[str, int, int]]:
    """Names of which it is said what they are, with where that stands."""
    return ((match[1], *match.span()) for pattern in _FORMS for match in pattern.finditer(text, prose))


def _held_in(text: str, prose: int) -> Iterator[tuple[str, int, int]]:
    """Names that talks were in: of each word of talks the first behind it."""
    done = prose
    for match in _HELD_IN.finditer(text, prose):
        talks = _TALKS_BEFORE.search(text, max(done, match.start() - _REACH), match.start())
        if talks is not None:
            done = match.end()
            yield match[1], talks.start(), match.end()


def _country(text: str, mentions: Sequence[Named], start: int, end: int) -> str:
    """Of the country or people named nearest behind, else before, in the same sentence; empty if none is."""
    stop = min((at for at in (text.find(". ", end), text.find("\n", end)) if at >= 0), default=len(text))
    behind = [m for m in mentions if start <= m.start < min(end + _COUNTRY_BEHIND, stop)]
    before = [m for m in mentions if start - _COUNTRY_BEFORE <= m.start < start and ". " not in text[m.start : start]]
    places = [place for mention in (*behind, *reversed(before)) for place in mention.places[:1]]
    return places[0].country if places else ""


def _everywhere(text: str, found: dict[str, str], taken: set[int]) -> Iterator[Named]:
    places = {name: Place(name, country, None, None, None, 0, "town") for name, country in found.items()}
    names = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    for match in re.finditer(rf"\b(?:{names})\b", text):
        if match.start() not in taken and match.end() - 1 not in taken:
            yield Named(match.start(), match.end(), "place", (), (places[match[0]],))
