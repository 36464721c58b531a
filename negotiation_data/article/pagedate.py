"""The day on which a page says that it was published; not a day that its story tells of.

Believed are lines that hold a date and nothing else of weight, at the top of a page or with a word such as *Published*;
the day in a dateline; the day in an address; and "yesterday, July 19, 2025". A wording that leaves the year out is not a date
here, unless the address has the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from negotiation_data.article.document import Span

__all__ = ["DateLine", "date_lines", "days_in", "in_address", "in_front", "said_relatively", "without_year"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _month_named(group: str) -> str:
    spring = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    autumn = "july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    return rf"(?P<{group}>{spring}|{autumn})\b\.?"


def _year(group: str) -> str:
    return rf"(?P<{group}>(?:19|20)[0-9][0-9])"


_WEEKDAY = r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?,?\s{1,3})?"
_DAY_FIRST = rf"\b(?P<day1>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}(?:of\s)?|-){_month_named('month1')}(?:,?\s{{1,3}}|-){_year('year1')}\b"
_MONTH_FIRST = rf"\b{_month_named('month2')}\s{{1,3}}(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s{{0,3}}|\s{{1,3}}){_year('year2')}\b"
_YEAR_FIRST = rf"\b{_year('year3')}(?P<sign3>[-/.])(?P<month3>[0-9]{{1,2}})(?P=sign3)(?P<day3>[0-9]{{1,2}})(?![0-9])"
_NUMBERS = rf"\b(?P<first>[0-9]{{1,2}})(?P<sign4>[-/.])(?P<second>[0-9]{{1,2}})(?P=sign4){_year('year4')}\b"
_DATE = re.compile(rf"{_WEEKDAY}(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_YEAR_FIRST}|{_NUMBERS})", re.IGNORECASE)
_YEAR_SOMEWHERE = re.compile("(?:19|20)[0-9][0-9]")
_DAY_ALONE = re.compile(
    rf"(?:\b{_month_named('month1')}\s{{1,3}}(?P<day1>[0-9]{{1,2}})\b|\b(?P<day2>[0-9]{{1,2}})\s{{1,3}}{_month_named('month2')})",
    re.IGNORECASE,
)

_ZONES = "gmt|utc|ist|pkt|pst|aft|bst|cet|cest|edt|est|pdt|eat|cat|wat|msk|trt|z"
_ZONE = rf"(?:\(?\b(?:{_ZONES})\b\)?(?:\s?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?|[+-][0-9]{{2}}:?[0-9]{{2}})"
_HALF = r"(?:\s?[ap]\.?m\b\.?)"
_TIME = r"T?\b[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
_CLOCK = re.compile(rf"(?:{_TIME}{_HALF}?|\b[0-9]{{1,2}}{_HALF})(?:\s?{_ZONE})?(?:\s?hrs?\b)?", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:(?:date |first |originally )?(?:published|posted|updated|created|issued|released|uploaded|added|modified|filed)"
    r"|last (?:updated?|modified|edited)|publication date|release date|update)\b(?: (?:on|at|date|time)\b)?",
    re.IGNORECASE,
)
_LESSER_WORDS = re.compile(
    r"\b(?:on|at|time|local|[0-9]{1,3}[- ]?min(?:ute)?s?(?: read)?|[0-9]{1,9} (?:comments?|views?|shares?)|read|today|and)\b", re.IGNORECASE
)
_DATE_COLON = re.compile(r"\bdate\s?:", re.IGNORECASE)
_BAR = re.compile(r"[|•·⋅●▪]")
_SEPARATOR = re.compile(rf"{_BAR.pattern}|\s[–—-]\s")
_AROUND = " ,;:()[]–—-./*\t\u00a0"
_NAME = r"(?:[A-ZÀ-Þ@][\w.'’@-]*|and|in|for|of|the|al|de|&)"
_NAMES = re.compile(rf"(?:(?i:by)\s)?{_NAME}(?:,?\s+{_NAME}){{0,6}}")
_BY = re.compile(r"by\s", re.IGNORECASE)
_CHANGED = re.compile("updat|modif|edit", re.IGNORECASE)
_LONGEST_LINE = 160
_TOP = 6


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when a page was published (`published`), or when it was changed."""

    line: int
    day: date
    span: Span
    published: bool


def days_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[date, Span]]:
    """The days that are written out with a year, and where. ``03/04/2025``, which may be of March or of April, is none."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        day = _day(match)
        if day is not None:
            yield day, Span(*match.span())


def _day(match: re.Match[str]) -> date | None:
    if match["year1"]:
        found = _date(match["year1"], _month(match["month1"]), match["day1"])
    elif match["year2"]:
        found = _date(match["year2"], _month(match["month2"]), match["day2"])
    elif match["year3"]:
        found = _date(match["year3"], match["month3"], match["day3"])
    else:
        first, second = int(match["first"]), int(match["second"])
        readings = {_date(match["year4"], month, day) for day, month in ((first, second), (second, first))} - {None}
        found = readings.pop() if len(readings) == 1 else None
    if found is not None and match["weekday"] and _WEEKDAYS[found.weekday()] != match["weekday"].casefold():
        return None  # one of the two is wrong
    return found


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# ---------------------------------------------------------------------------- lines


def date_lines(text: str, lines: Sequence[Span]) -> list[DateLine]:
    """Lines that tell when the page was published or changed, in order.

    Dates on lines of their own may be the headings of a chronology: two that differ, without a word or a time of day
    beside them, are taken for that, and so is one further down.
    """
    found: list[DateLine] = []
    bare: list[DateLine] = []
    for number, line in enumerate(lines):
        if line.end - line.start > _LONGEST_LINE or not _YEAR_SOMEWHERE.search(text, line.start, line.end):
            continue
        read = _date_line(text, lines, number)
        if read is None:
            continue
        told, is_bare = read
        (bare if is_bare else found).append(told)
    if len({told.day for told in bare}) == 1 and bare[0].line < _TOP:
        found.append(bare[0])
    return sorted(found, key=lambda told: told.line)


def _date_line(text: str, lines: Sequence[Span], number: int) -> tuple[DateLine, bool] | None:
    """What a line tells of the page's date, and whether it holds a date and nothing else."""
    line = lines[number]
    first = next(days_in(text, line.start, line.end), None)
    if first is None:
        return None
    day, span = first
    words = text[line.start : line.end]
    rest = _DATE.sub(" | ", words)
    label = _LABEL.search(rest)
    rest, clocks = _CLOCK.subn(" ", _LABEL.sub(" ", rest))
    rest, named = _DATE_COLON.subn(" ", rest)
    if named and any(_is_entry(text, lines, near) for near in (number - 1, number + 1)):
        return None  # in a table of facts about a meeting
    pieces = [piece.strip(_AROUND) for piece in _SEPARATOR.split(_LESSER_WORDS.sub(" ", rest))]
    pieces = [piece for piece in pieces if piece]
    if pieces:
        # Names of an author, a place, an outlet; only beside what shows that this is no headline.
        shown = label or clocks or _BAR.search(words) or _BY.match(words)
        if not shown or len(pieces) > 3 or not all(_NAMES.fullmatch(piece) for piece in pieces):
            return None
    told = DateLine(number, day, span, published=not (label and _CHANGED.search(label[0])))
    return told, not (label or clocks or pieces)


_ENTRY = re.compile(r"[-•*\s]*[A-Z][\w ]{1,20}:\s*\S")


def _is_entry(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether a line is ``Venue: Doha``."""
    return 0 <= number < len(lines) and bool(_ENTRY.match(text, lines[number].start, lines[number].end))


# ---------------------------------------------------------------------------- elsewhere

_RELATIVE = re.compile(r"\b(yesterday|today)(?:,\s|\s?\(|,?\s(?:on\s)?)(?=[A-Z0-9])", re.IGNORECASE)


_IN_FRONT = re.compile(r"date (?P<day>(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?:T\S{1,30})?\s+(?=\S)")


def in_front(text: str, line: Span) -> tuple[date, Span] | None:
    """The day in front of a text that was taken from a list of search results (``date 2024-11-30 …``), and how far that goes."""
    match = _IN_FRONT.match(text, line.start, line.end)
    day = match and next((day for day, _ in days_in(match["day"])), None)
    return (day, Span(match.start(), match.end("day"))) if match and day else None


def said_relatively(text: str, lines: Sequence[Span]) -> tuple[date, Span] | None:
    """The day of publication by ``yesterday, July 19, 2025``, if all such wordings agree on one."""
    found: dict[date, Span] = {}
    for line in lines if _YEAR_SOMEWHERE.search(text) else ():
        for match in _RELATIVE.finditer(text, line.start, line.end):
            told = _DATE.match(text, match.end(), line.end)
            day = told and _day(told)
            if told and day:
                found.setdefault(day + timedelta(days=match[1].casefold() == "yesterday"), Span(match.start(), told.end()))
    return next(iter(found.items())) if len(found) == 1 else None


def without_year(text: str, span: Span, year: int) -> date | None:
    """The day and month within a span, in a year that is known from elsewhere."""
    match = _DAY_ALONE.search(text, span.start, span.end)
    return (match and _date(str(year), _month(match["month1"] or match["month2"]), match["day1"] or match["day2"])) or None


_ADDRESS_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:([-/_])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?![0-9])")
_ADDRESS_YEAR = re.compile(r"/((?:19|20)[0-9]{2})/")


def in_address(url: str) -> tuple[date | None, int | None]:
    """The day that an address has in its path, and the year."""
    path = url[:2000].partition("://")[2].partition("/")[2].partition("?")[0]
    for match in _ADDRESS_DAY.finditer("/" + path):
        day = _date(match[1], match[3] or match[5], match[4] or match[6])
        if day is not None:
            return day, day.year
    year = _ADDRESS_YEAR.search("/" + path)
    return None, int(year[1]) if year else None
