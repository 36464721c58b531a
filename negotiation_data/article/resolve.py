"""What the wording of a date comes to: days, told from that of publication where the wording leaves them open.

Nothing is guessed: without a day of publication a weekday stays unresolved, and a day without a year stays ``XXXX-10-17``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from negotiation_data.article.times import Partial, TimeKind, TimeMention
from negotiation_data.dates import calendars
from negotiation_data.dates.edtf import parse

__all__ = ["Resolved", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """First and last day as EDTF, and whether the year was told, or follows from the day of publication."""

    first: str
    last: str
    sure: bool = True


def resolve(mention: TimeMention, published: date | None, *, future: bool = False, year: int | None = None) -> Resolved | None:
    """The days that a wording stands for.

    Args:
        mention: the wording.
        published: day against which weekdays, relative dates and days without a year are read; None where it is not known.
        future: whether the sentence speaks of what is to come.
        year: a year taken from elsewhere in the text for days without one, which makes them uncertain.

    Returns:
        EDTF dates, or None where nothing can be said without guessing, or the calendar has no such day.
    """
    try:
        return _resolved(mention, published, future=future, year=year)
    except (OverflowError, calendars.CalendarError):  # published at the end of time
        return None


def _resolved(mention: TimeMention, published: date | None, *, future: bool, year: int | None) -> Resolved | None:
    match mention.kind:
        case TimeKind.WEEKDAY:
            return _weekday(mention, published, future=future)
        case TimeKind.RELATIVE:
            return _relative(mention, published) if published else None
        case TimeKind.OTHER_CALENDAR:
            return _other_calendar(mention, published, future=future)
        case _:
            first = _dated(mention.first, published, future=future, year=year, direction=mention.direction)
            if mention.kind is TimeKind.RANGE and first is not None and published and mention.first.year is mention.last.year is None:
                last = _behind(mention.last, first)
            else:
                last = _dated(mention.last, published, future=future, year=year, direction=mention.direction)
            if first is None or last is None:
                return None
            if mention.kind is TimeKind.RANGE and first > last and "X" not in first:  # from December into January
                first = f"{int(first[:4]) - 1}{first[4:]}" if mention.first.year is None else first
            sure = mention.first.year is not None or published is not None or year is None
            return Resolved(first if sure else first + "?", last if sure else last + "?", sure)


def _behind(part: Partial, first: str) -> str | None:
    """The first such day that is not before another: "2 August to 2 October" are of one year, though October is to come."""
    year = int(first[:4])
    days = (_dated(replace(part, year=of), None, future=False, year=None, direction=0) for of in (year, year + 1))
    return next((day for day in days if day is not None and day >= first), None)


def _dated(part: Partial, published: date | None, *, future: bool, year: int | None, direction: int) -> str | None:
    if part.month is None:
        return f"{part.year:04}" if part.year else None
    told = part.year
    if told is None and published is not None:
        told = _year(part.month, part.day or 15, published, future=future, direction=direction)
    if told is None:
        told = year
    text = f"{told:04}" if told is not None else "XXXX"
    if part.day is None:
        return f"{text}-{part.month:02}"
    try:
        date(told or 2000, part.month, part.day)
    except ValueError:
        return None
    return f"{text}-{part.month:02}-{part.day:02}"


def _year(month: int, day: int, published: date, *, future: bool, direction: int) -> int:
    """The year of the nearest such day: past ones within ten months, coming ones within two, or the reverse."""
    behind, ahead = (60, 305) if future or direction > 0 else (330, 35)
    for year in (published.year, published.year - 1, published.year + 1):
        try:
            away = (date(year, month, min(day, 28)) - published).days
        except ValueError:
            continue
        if -behind <= away <= ahead:
            return year
    return published.year


def _weekday(mention: TimeMention, published: date | None, *, future: bool) -> Resolved | None:
    if published is None or mention.weekday is None:
        return None
    if mention.first.day:
        for back in range(62):
            day = published - timedelta(days=back)
            if day.day == mention.first.day and day.weekday() == mention.weekday:
                return Resolved(day.isoformat(), day.isoformat())
        return None
    if mention.direction > 0 or (future and mention.direction == 0):
        ahead = (mention.weekday - published.weekday()) % 7 or (7 if mention.direction > 0 else 0)
        day = published + timedelta(days=ahead)
    else:
        back = (published.weekday() - mention.weekday) % 7 or (7 if mention.direction < 0 else 0)
        day = published - timedelta(days=back)
    return Resolved(day.isoformat(), day.isoformat())


def _relative(mention: TimeMention, published: date) -> Resolved | None:
    match mention.unit:
        case "day":
            day = published + timedelta(days=mention.offset)
            return Resolved(day.isoformat(), day.isoformat(), sure=abs(mention.offset) <= 3)
        case "week" if abs(mention.offset) <= 1:
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=mention.offset)
            return Resolved(f"[{monday}..{monday + timedelta(days=6)}]", f"[{monday}..{monday + timedelta(days=6)}]", sure=False)
        case "month" if abs(mention.offset) <= 3:
            months = published.year * 12 + published.month - 1 + mention.offset
            text = f"{months // 12:04}-{months % 12 + 1:02}"
            return Resolved(text, text, sure=mention.offset == -1)
        case "year" if abs(mention.offset) <= 1:
            return Resolved(f"{published.year + mention.offset:04}", f"{published.year + mention.offset:04}", sure=False)
    return None


def _other_calendar(mention: TimeMention, published: date | None, *, future: bool) -> Resolved | None:
    wording = mention.wording
    assert wording is not None
    if wording.year is None and published is not None:
        this = calendars.from_gregorian(published, wording.calendar).year or 0
        dated = [(year, _edtf(replace(wording, year=year))) for year in (this - 1, this, this + 1)]
        limit = published + timedelta(days=300 if future else 35)
        known = [edtf for _, edtf in dated if edtf and parse(edtf).earliest is not None and (parse(edtf).earliest or limit) <= limit]
        edtf = known[-1] if known else None
    else:
        edtf = _edtf(wording)
    return Resolved(edtf, edtf) if edtf else None


@lru_cache(256)
def _edtf(wording: calendars.Wording) -> str | None:
    try:
        return calendars.to_edtf(wording)
    except calendars.CalendarError:  # without a year, a lunar month wanders through the Gregorian year
        return None
