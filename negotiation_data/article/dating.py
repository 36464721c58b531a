"""Dates of a draft as fields take them: one date in EDTF, however uncertain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from negotiation_data.article.document import Document, Span
from negotiation_data.dates import calendars, edtf

__all__ = ["in_order", "of_a_sitting", "one_date", "other_calendar", "wide"]

_SITTING = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|final|last|closing|next|another|later|resumed) (?:session|sitting|day|phase)s?\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:ended|ends|concluded|concludes|closed|wrapped up|broke (?:up|down|off)|signed|finished|adjourned)\b", re.IGNORECASE
)

_HELD = frozenset({"concluded", "ongoing", "suspended"})


def one_date(value: str) -> str | None:
    """A date of a draft as one date: of a duration the set of its days; None if it is none."""
    text = value.replace(" ", "")
    if "/" in text:
        first, _, last = text.partition("/")
        text = f"[{first.strip('[]')}..{last.strip('[]')}]"
    try:
        found = edtf.parse(text)
    except edtf.EdtfError:
        return None
    return None if found.has_time or found.is_duration else text


def in_order(first: str, last: str) -> bool:
    """Whether one can be on or before the other, however the two are read."""
    earliest, latest = edtf.parse(first).earliest, edtf.parse(last).latest
    return earliest is None or latest is None or earliest <= latest


def wide(status: str, seen: date, by: str | None, *, published: bool = True) -> str:
    """A date as wide as the ignorance: up to a day by which it had been, else to the article's; from there on of what is planned.

    Of talks that were called off it may be any day; so it may of what is planned in an article that is not known to have been
    `published` on the day: one that is read today may have been of years ago.
    """
    if status == "planned" and published:
        return f"[{seen.isoformat()}..]"
    if status not in _HELD:
        return "XXXX"
    latest = edtf.parse(by).latest if by else None
    return f"[..{min(latest, seen).isoformat() if latest else seen.isoformat()}]"


def of_a_sitting(document: Document, spans: Iterable[Span]) -> bool:
    """Whether a date is said of a later sitting or day of talks, and of no end: "the second session was held on Saturday"."""
    for span in spans:
        sentence = document.sentence_at(span.start)
        words = document.quote(sentence)
        if _SITTING.search(words) and not _ENDED.search(words):
            return True
    return False


def other_calendar(document: Document, spans: Iterable[Span], value: str) -> tuple[Span, str, str] | None:
    """Wording and calendar of a date that is not Gregorian, where they say the date that was read from them."""
    for span in spans:
        words = " ".join(document.quote(span).split())
        for calendar in calendars.Calendar:
            try:
                said = edtf.parse(calendars.to_edtf(calendars.read(words, calendar))).days()
                coded = edtf.parse(value).days()
            except (calendars.CalendarError, edtf.EdtfError):
                continue
            if {(month, day) for _, month, day in said} & {(month, day) for _, month, day in coded}:
                return span, words, calendar.value
    return None
