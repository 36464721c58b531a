"""Place, day and agency before the first words of a report: ``ISLAMABAD, Oct. 29 (Xinhua) --``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from negotiation_data.article.document import Span
from negotiation_data.article.wordings import entries

__all__ = ["dateline", "outlet_in", "stands_alone"]

_CAPITALISED = r"[A-ZÀ-Þ][\w.'’-]*"
_PLACE = rf"{_CAPITALISED}(?:[ /]{{1,2}}(?:{_CAPITALISED}|al|el|de|la|of|and)){{0,3}}(?:,\s?{_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}})?"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]*\.?"
)
_DAY = rf"(?:(?:{_MONTH})\s[0-9]{{1,2}}|[0-9]{{1,2}}\s(?:{_MONTH}))(?:,?\s(?:19|20)[0-9]{{2}})?"
_AGENCY = r"\((?P<agency>[A-Z][\w .&'’-]{1,30}?)(?:\s?[/,]\s?[^()]{1,25})?\)"
_FORMS = (
    re.compile(rf"(?P<place>{_PLACE})(?:,?\s{_DAY})?,?\s{_AGENCY}(?:\s?(?:[–—-]{{1,2}}|[:_])|\s(?=[A-Z“\"]))"),
    re.compile(rf"(?P<place>{_PLACE}),\s{_DAY}\s?(?:[–—:._]|--?\s)(?=\s?\S)"),
    re.compile(r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’./ -]{2,30}?(?:,\s?[A-ZÀ-Þ][\w. ]{2,20})?)\s?(?:[–—_]|--|\s-|:)\s(?=\S)"),
    re.compile(rf"(?P<place>{_CAPITALISED}(?:[ /]{_CAPITALISED}){{0,2}})(?:\s[–—]|\s--|:)\s(?=[A-Z“\"])"),
    re.compile(rf"{_AGENCY}\s?(?:[–—-]{{1,2}}\s?)?(?=[A-Z“\"])"),
)
#: A dateline on a line of its own: "NAIROBI, 8 June 2024".
_ALONE = re.compile(rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’./ -]{{2,30}}),\s{_DAY}\.?")
_NO_PLACES = entries(
    "a also analysis answer background breaking correction editor exclusive explainer interview live note opinion photo q question read",
    "source sources statement summary today tweet update video watch yesterday",
)
# Agencies whose name is an acronym; any other acronym in brackets is more likely a party's.
_ACRONYMS = entries(
    "AA AAP ABI AFP ANA ANI ANP ANSA AP APA APP BBC BNA CNN DPA DW EFE ENA GNA IANS INA IRIN IRNA ISNA KBC KUNA MENA MENAFN NAN NNA NPR",
    "PNA PTI QNA RFE RFERL RIA SANA SPA SUNA TASS UNA UPI VOA WAM",
)
_LINES = 8


def dateline(text: str, lines: Sequence[Span]) -> Span | None:
    """The dateline of the first paragraph that has one, if it stands near the top."""
    for line in lines[:_LINES]:
        if stands_alone(text, line):
            return line
        if len(line) < 60:  # no report's first paragraph
            continue
        for form in _FORMS:
            match = form.match(text, line.start, line.end)
            if match is None:
                continue
            place = match.groupdict().get("place")
            if place is None and not _is_outlet(match["agency"]):
                continue
            if place and _is_no_place(place):
                continue
            return Span(line.start, line.start + len(match[0].rstrip()))
    return None


def stands_alone(text: str, line: Span) -> bool:
    """Whether a line is a dateline and nothing else."""
    alone = _ALONE.fullmatch(text, line.start, line.end)
    return alone is not None and not _is_no_place(alone["place"])


def _is_no_place(words: str) -> bool:
    return any(word.casefold() in _NO_PLACES for word in re.findall(r"\w+", words))


def outlet_in(text: str, span: Span) -> str | None:
    """The agency that a dateline names."""
    match = re.search(_AGENCY, text[span.start : span.end])
    return match["agency"].strip() if match and _is_outlet(match["agency"]) else None


def _is_outlet(name: str) -> bool:
    name = name.strip()
    return name in _ACRONYMS or not name.isupper()
