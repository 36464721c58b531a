"""Extended Date/Time Format: text to earliest day, latest day and precision, and back to the same text.

The syntax is that of EDTF (ISO 8601-2:2019, Annex A; https://www.loc.gov/standards/datetime/):
all of levels 0 and 1, and of level 2 what news about negotiations needs: any digit of the year
unknown (``XXXX-10-19``, ``202X-10``), a day or month unknown in any place, one of a set
(``[2025-10-18,2025-10-19]``, ``[2025-10-01..2025-10-31]``) and all of a set (``{...}``).

Bounds are days of the proleptic Gregorian calendar, so years run from 0001 to 9999: negative years and
``Y``-years are refused rather than rounded. ``?``, ``~`` and ``%`` never widen the bounds; they stay in the text.

Two readings matter to coders. ``a/b`` is a *duration*: it lasted from a to b. ``[a..b]`` is *ignorance*:
one day, somewhere from a to b.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product

__all__ = ["Day", "Edtf", "EdtfError", "EdtfSet", "Interval", "Precision", "Span", "parse"]


class EdtfError(ValueError):
    """Text that is not a date this package can hold; the message says what would be right."""


class Precision(StrEnum):
    """How finely a date is known. The finest unit that holds the whole of earliest to latest, where there is one."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    RANGE = "range"
    PERIOD = "period"
    UNKNOWN_YEAR = "unknown_year"
    UNKNOWN = "unknown"


_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_YEAR_PRECISION = (Precision.YEAR, Precision.DECADE, Precision.CENTURY, Precision.MILLENNIUM)

_NUMBERS_WITH_SLASHES = re.compile(r"[0-9]+/[0-9]+/[0-9]+")
_DAY = re.compile(
    r"(?P<year>[0-9X]{4})"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<time>T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
    r"(?P<qualifier>[?~%])?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """One date expression: a day, month, season or year, any part of it possibly unknown.

    ``month`` 21 to 24 is a season: spring, summer, autumn, winter by the months of the northern hemisphere
    (winter runs from December into February of the next year).
    """

    year: str
    month: str | None = None
    day: str | None = None
    time: str = ""
    qualifier: str = ""

    def __str__(self) -> str:
        parts = [part for part in (self.year, self.month, self.day) if part is not None]
        return "-".join(parts) + self.time + self.qualifier

    def bounds(self) -> tuple[date | None, date | None]:
        """Earliest and latest day; both None where nothing of the year is known."""
        if self.year == "XXXX":
            next(self._days([2000]))  # a leap year: 29 February is a day of some year, 31 April of none
            return None, None
        digits = ["0123456789" if digit == "X" else digit for digit in self.year]
        years = [year for year in (int("".join(number)) for number in product(*digits)) if year]
        return next(self._days(years))[0], next(self._days(years[::-1], newest=True))[1]

    def _days(self, years: list[int], *, newest: bool = False) -> Iterator[tuple[date, date]]:
        """First and last day that the expression may mean, in each year (and month) that has such a day."""
        months = [self.month] if self.month not in (None, "XX") else [f"{m:02}" for m in range(1, 13)]
        if newest:
            months.reverse()
        for year in years:
            for month in months:
                days = _days_in(year, int(month or 0), self.day)
                if days is not None:
                    yield days
        raise EdtfError(f"{str(self)!r} is a day that no calendar has")

    def precision(self) -> Precision:
        if self.year == "XXXX":
            return Precision.UNKNOWN if self.month in (None, "XX") else Precision.UNKNOWN_YEAR
        earliest, latest = self.bounds()
        if earliest == latest:
            return Precision.DAY
        if self.year.isdigit() and self.month is not None and self.month.isdigit():
            return Precision.SEASON if int(self.month) > 12 else Precision.MONTH
        if self.month in (None, "XX") and self.day in (None, "XX") and "X" not in self.year.rstrip("X"):
            return _YEAR_PRECISION[self.year.count("X")]
        return Precision.RANGE


def _days_in(year: int, month: int, day: str | None) -> tuple[date, date] | None:
    """First and last day of a month, season or known day; None where that month has no such day."""
    if month > 12:
        first_month, last_month = _SEASON_MONTHS[month]
        last_year = year + (last_month < first_month)
        if last_year > 9999:
            raise EdtfError("years run from 0001 to 9999")
        return date(year, first_month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
    length = monthrange(year, month)[1]
    if day in (None, "XX"):
        return date(year, month, 1), date(year, month, length)
    number = int(day or 0)
    return (date(year, month, number), date(year, month, number)) if number <= length else None


_OPEN, _UNKNOWN = "..", ""


@dataclass(frozen=True, slots=True)
class Interval:
    """``a/b``: it lasted from a to b. An end is a Day, ``..`` (open) or empty (unknown)."""

    start: Day | str
    end: Day | str

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    def bounds(self) -> tuple[date | None, date | None]:
        return (
            self.start.bounds()[0] if isinstance(self.start, Day) else None,
            self.end.bounds()[1] if isinstance(self.end, Day) else None,
        )

    def precision(self) -> Precision:
        return Precision.PERIOD


@dataclass(frozen=True, slots=True)
class Span:
    """``a..b`` within a set; an end may be None (``..b``, ``a..``)."""

    start: Day | None
    end: Day | None

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"

    def bounds(self) -> tuple[date | None, date | None]:
        return (self.start.bounds()[0] if self.start else None, self.end.bounds()[1] if self.end else None)


@dataclass(frozen=True, slots=True)
class EdtfSet:
    """``[a,b]``: one of these days; ``{a,b}``: all of them (``every``)."""

    members: tuple[Day | Span, ...]
    every: bool

    def __str__(self) -> str:
        opening, closing = "{}" if self.every else "[]"
        return opening + ",".join(map(str, self.members)) + closing

    def bounds(self) -> tuple[date | None, date | None]:
        lows, highs = zip(*(member.bounds() for member in self.members), strict=True)
        known_lows, known_highs = [d for d in lows if d], [d for d in highs if d]
        return (
            min(known_lows) if len(known_lows) == len(lows) else None,
            max(known_highs) if len(known_highs) == len(highs) else None,
        )

    def precision(self) -> Precision:
        if self.every:
            return Precision.PERIOD
        only = self.members[0]
        if len(self.members) == 1 and isinstance(only, Day):
            return only.precision()
        if all(isinstance(member, Day) and member.year == "XXXX" and member.month for member in self.members):
            return Precision.UNKNOWN_YEAR
        earliest, latest = self.bounds()
        if earliest is None and latest is None:
            return Precision.UNKNOWN
        return Precision.DAY if earliest == latest else Precision.RANGE


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as it is stored: the text, the first and last day it can mean (None where unbounded), its precision."""

    text: str
    value: Day | Interval | EdtfSet
    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def is_duration(self) -> bool:
        """True for what lasts (``a/b``, ``{a,b}``), false for one date, however uncertain."""
        return isinstance(self.value, Interval) or (isinstance(self.value, EdtfSet) and self.value.every)

    @property
    def has_time(self) -> bool:
        """True where the text carries a time of day."""
        return "T" in self.text

    def days(self, limit: int = 1000) -> frozenset[tuple[int | None, int, int]]:
        """The days that the text can mean, as (year or None, month, day); at most `limit`, else EdtfError.

        Serves to compare two wordings of a date; an open or wider date has no such list.
        """
        found: set[tuple[int | None, int, int]] = set()
        members = self.value.members if isinstance(self.value, EdtfSet) else (self.value,)
        for member in members:
            if isinstance(member, Day) and member.year == "XXXX" and member.month and member.month.isdigit():
                low, high = Day("2000", member.month, member.day).bounds()
            else:
                low, high = member.bounds()
            if low is None or high is None or (high - low).days >= limit:
                raise EdtfError(f"{self.text!r} spans too many days to list")
            unknown_year = isinstance(member, Day) and member.year == "XXXX"
            for offset in range((high - low).days + 1):
                day = low + timedelta(days=offset)
                found.add((None if unknown_year else day.year, day.month, day.day))
        return frozenset(found)


@lru_cache(maxsize=65_536)
def parse(text: str) -> Edtf:
    """Read EDTF text.

    Raises EdtfError, whose message says what is wrong and what would be right. ``str(parse(t).value) == t`` always.
    """
    value = _expression(text)
    earliest, latest = value.bounds()
    if earliest and latest and earliest > latest:
        raise EdtfError(f"{text!r} ends before it begins")
    return Edtf(text, value, earliest, latest, value.precision())


def _expression(text: str) -> Day | Interval | EdtfSet:
    if text[:1] in ("[", "{"):
        closing = "]" if text[0] == "[" else "}"
        if len(text) < 3 or text[-1] != closing:
            raise EdtfError(f"{text!r} is a set that does not end with {closing!r}, such as [2025-10-18,2025-10-19]")
        return EdtfSet(tuple(_member(part) for part in text[1:-1].split(",")), every=text[0] == "{")
    if _NUMBERS_WITH_SLASHES.fullmatch(text):
        raise EdtfError(f"{text!r} is not a date; {_advice(text)}")
    if "/" in text:
        start, _, end = text.partition("/")
        ends = tuple(part if part in (_OPEN, _UNKNOWN) else _day(part) for part in (start, end))
        if not any(isinstance(part, Day) for part in ends):
            raise EdtfError(f"{text!r} has no date in it; write a date on one side at least, such as 2025-10-19/..")
        return Interval(*ends)
    return _day(text)


def _member(text: str) -> Day | Span:
    start, dots, end = text.partition("..")
    if not dots:
        return _day(text)
    if not start and not end:
        raise EdtfError("'..' in a set needs a date on one side at least, such as [2025-10-19..]")
    span = Span(_day(start) if start else None, _day(end) if end else None)
    earliest, latest = span.bounds()
    if earliest and latest and earliest > latest:
        raise EdtfError(f"{text!r} ends before it begins")
    return span


def _day(text: str) -> Day:
    match = _DAY.fullmatch(text)
    if match is None:
        raise EdtfError(f"{text!r} is not a date; {_advice(text)}")
    year, month, day = match["year"], match["month"], match["day"]
    if year == "0000" or not _valid_month(month) or (day and day.isdigit() and not 1 <= int(day) <= 31):
        swapped = f"{year}-{day}-{month}" if day and month and day.isdigit() and 1 <= int(day) <= 12 and month.isdigit() else "2025-10-19"
        raise EdtfError(f"{text!r} is a day that no calendar has; write year-month-day, such as {swapped}")
    if day and month and month.isdigit() and int(month) > 12:
        raise EdtfError(f"{text!r} gives a day within a season; write the month, 01 to 12")
    time = match["time"] or ""
    if time and (not (day and (year + (month or "X") + day).isdigit() and _valid_time(time)) or match["qualifier"]):
        raise EdtfError(f"{text!r}: a time of day needs a full date before it, such as 2025-10-15T18:00:00Z")
    value = Day(year, month, day, time, match["qualifier"] or "")
    value.bounds()  # 30 February has the right form and no day
    return value


def _valid_month(month: str | None) -> bool:
    return month is None or month == "XX" or 1 <= int(month) <= 12 or int(month) in _SEASON_MONTHS


def _valid_time(time: str) -> bool:
    hours, minutes, seconds = (int(part) for part in time[1:9].split(":"))
    zone = time[10:].replace(":", "")
    return hours < 24 and minutes < 60 and seconds < 60 and int(zone[:2] or 0) < 24 and int(zone[2:] or 0) < 60


def _advice(text: str) -> str:
    if re.fullmatch(r"-?[0-9]{5,}|-[0-9]{4}.*|Y-?[0-9].*", text):
        return "years run from 0001 to 9999"
    if match := re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text):
        first, second, year = int(match[1]), int(match[2]), match[3]
        meant = [f"{year}-{month:02}-{day:02}" for day, month in dict.fromkeys(((first, second), (second, first))) if 1 <= month <= 12]
        return f"write year-month-day: {' or '.join(meant) or f'{year}-10-19'}"
    if _NUMBERS_WITH_SLASHES.fullmatch(text):
        return "write year-month-day with hyphens and two digits each, such as 2025-10-19"
    if match := re.fullmatch(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})", text):
        return f"write it with two digits each and hyphens: {match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return "write EDTF: 2025-10-19, 2025-10, 2025, [2025-10-18,2025-10-19] for one of two days, 2025-10-25/2025-10-30 for a duration"
