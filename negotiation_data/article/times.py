"""Dates as news prints them, found in a text by their form. What a wording says is kept apart from what it comes to (`resolve`).

Hand-written, as the libraries that read dates in running text (dateparser, timexy) take durations for dates, borrow
today's year and do not see ``27 Mehr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from negotiation_data.dates import calendars

__all__ = ["Partial", "TimeKind", "TimeMention", "find", "lengths"]


class TimeKind(StrEnum):
    """What the wording of a date says."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    OTHER_CALENDAR = "other_calendar"


@dataclass(frozen=True, slots=True)
class Partial:
    """A day or month of which parts may not be said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One wording of a date.

    Attributes:
        start, end: where it stands, in code points.
        first, last: what it says of the first and the last day; equal unless it is a range.
        offset: days from publication for "yesterday" or "two days ago"; for a week or month ago, those before the current.
        weekday: 0 for Monday.
        direction: -1 for "last", 1 for "next", 0 where the tense must tell.
    """

    start: int
    end: int
    kind: TimeKind
    first: Partial = Partial()
    last: Partial = Partial()
    offset: int = 0
    weekday: int | None = None
    direction: int = 0
    unit: str = "day"
    wording: calendars.Wording | None = None


_MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = {name.lower(): number for number, name in enumerate(_MONTH_NAMES.split("|"), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name: number for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        1,
    )
} | {"a couple of": 2, "a": 1, "an": 1}

_MONTH = rf"(?:{_MONTH_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_D = r"(?:[12][0-9]|3[01]|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
_Y = r"(?:1[89]|20)[0-9]{2}"
_WD = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
#: Before a day of the month, of which it is a part: "Monday, 3 March", "Monday (March 3".
_OF_WEEK = rf"(?:{_WD}(?:,?\s(?:the\s)?|\s\())?"
#: Forms that tell one; which form it is, is tried after the weekday, as that takes half the time of trying it before each.
_DAYS_OF_MONTHS = ("iso", "hijri", "dmdm", "mdmd", "ddm", "mdd", "dm", "md", "dmy")
_TO = r"\s?(?:-|–|—)\s?|\s(?:to|through|until|till|and)\s(?:the\s)?"
_N = rf"(?:[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"

_SOLAR = r"(?:Hamal|Saw?r|Jaw?za|Saratan|Asad|S[uo]nbula|Mizan|Aqrab|Akrab|Qaw?s|Jaddi|Jadi|Dalwa?|Hoot|Hut|Farvardin|Ordibehesht|Khordad|Tir|A?Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand)"
_LUNAR = r"(?:Muharram|Safar|Rabi[’' ]?(?: al-(?:Awwal|Thani|Akhir)| I{1,2})|Jumada (?:al-(?:Awwal|Ula|Thani|Akhirah)|I{1,2})|Rajab|Sha[’']?ban|Ramadan|Ramazan|Shawwal|Dhu al-(?:Qadah|Hijjah))"

_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<iy>{_Y})-(?P<im>0[1-9]|1[0-2])-(?P<id>[0-3][0-9])"),
    (
        "hijri",
        rf"(?:(?P<hd>{_D}){_TH}\s(?:of\s)?(?P<hm>{_SOLAR}|{_LUNAR})|(?P<hm2>{_SOLAR}|{_LUNAR})\s(?P<hd2>{_D}){_TH})(?:,?\s(?P<hy>1[34][0-9]{{2}}))?(?:\sAH)?\b",
    ),
    # over two months: "30 October to 2 November", "October 30 - November 2"
    (
        "dmdm",
        rf"(?P<a1>{_D}){_TH}\s(?:of\s)?(?P<a2>{_MONTH})(?:,?\s(?P<a3>{_Y}))?(?:{_TO}){_OF_WEEK}(?P<a4>{_D}){_TH}\s(?:of\s)?(?P<a5>{_MONTH})(?:,?\s(?P<a6>{_Y}))?",
    ),
    (
        "mdmd",
        rf"(?P<b1>{_MONTH})\s(?:the\s)?(?P<b2>{_D}){_TH}(?:,?\s(?P<b3>{_Y}))?(?:{_TO}){_OF_WEEK}(?P<b4>{_MONTH})\s(?:the\s)?(?P<b5>{_D}){_TH}(?:,?\s(?P<b6>{_Y}))?",
    ),
    # within one: "25-30 October", "October 25 to 30"
    ("ddm", rf"(?P<c1>{_D}){_TH}(?:{_TO})(?P<c2>{_D}){_TH}\s(?:of\s)?(?P<c3>{_MONTH})(?:,?\s(?P<c4>{_Y}))?"),
    ("mdd", rf"(?P<d1>{_MONTH})\s(?P<d2>{_D}){_TH}(?:{_TO})(?P<d3>{_D}){_TH}\b(?:,?\s(?P<d4>{_Y}))?"),
    ("dm", rf"(?:the\s)?(?P<e1>{_D}){_TH}\s(?:of\s)?(?P<e2>{_MONTH})(?:,?\s(?:in\s)?(?P<e3>{_Y}))?"),
    ("md", rf"(?P<f1>{_MONTH})\s(?:the\s)?(?P<f2>{_D}){_TH}\b(?:,?\s(?P<f3>{_Y}))?"),
    ("my", rf"(?P<g1>{_MONTH})(?:\sof|,)?\s(?P<g2>{_Y})"),
    # a month by itself needs a word before it, as March and May are other words too
    (
        "m",
        (rf"(?<=\b(?:in|of|by)\s)(?:(?:early|late|mid)[- ])?(?P<h1>{_MONTH})\b(?!\s?[0-9])"
        rf"|\b(?P<h2w>last|next|this|since|until|from|early|late|mid|during)[- ](?P<h2>{_MONTH})\b(?!\s?[0-9])"),
    ),
    ("dmy", rf"(?P<j1>{_D})[./](?P<j2>0?[1-9]|1[0-2])[./](?P<j3>{_Y})"),
    ("y", rf"(?<=\b(?:in|of)\s)(?P<k1>{_Y})\b|(?<=\b(?:since|early)\s)(?P<k2>{_Y})\b|(?<=\blate\s)(?P<k3>{_Y})\b"),
    # as in "Sunday (27)"
    ("wdn", rf"(?P<l1>{_WD})\s\((?P<l2>{_D})\)"),
    (
        "wd",
        rf"(?:\b(?P<m1>last|next|this|this coming|coming|past|the following|the next|the previous)\s)?(?P<m2>{_WD})(?:\s(?P<m3>last|next|week))?\b",
    ),
    ("rel", r"\b(?P<n1>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|the day before yesterday|the day after tomorrow|[Ll]ast night|[Tt]his (?:morning|afternoon|evening)|at this (?:moment|hour))\b"),
    ("ago", rf"\b(?:(?P<o1>{_N})\s(?P<o2>day|week|month|year)s?\s(?P<o3>ago|earlier|from now)\b|(?P<o4>last|next|this|earlier this|later this)\s(?P<o5>week|month|year)\b)"),
)  # fmt: skip

#: Words that a date may begin with, by their first letter; at any other small letter nothing need be tried.
_FIRST_WORDS = (
    *_NUMBERS, "the", "this", "at this", "last", "next", "past", "coming", "early", "earlier", "late", "later", "mid", "during", "since",
    "until", "from", "yesterday", "today", "tonight", "tomorrow",
)  # fmt: skip
_SMALL = "|".join(
    rf"{letter}(?:{'|'.join(re.escape(word[1:]) for word in _FIRST_WORDS if word[0] == letter)})\b"
    for letter in sorted({word[0] for word in _FIRST_WORDS})
)
_PATTERNS = {name: f"(?P<{name}>{pattern})" for name, pattern in _FORMS}
_ALL = re.compile(
    rf"(?<![\w$€£/-])(?:{_OF_WEEK}(?:{'|'.join(_PATTERNS[name] for name in _DAYS_OF_MONTHS)})|"
    + "|".join(pattern for name, pattern in _PATTERNS.items() if name not in _DAYS_OF_MONTHS)
    + ")"
)
#: Where that may begin: to look for it there takes a quarter of the time of trying it everywhere.
_FIRST = re.compile(rf"\b(?:[0-9JFMASONDTWHRQKEBY]|{_SMALL})")
_HINT = re.compile(rf"[0-9]|day|night|morrow|week|month|year|{_MONTH_NAMES}|morning|evening|afternoon|moment|hour")


def find(text: str, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """Every wording of a date in a part of a text, in order, none within another."""
    end = len(text) if end is None else end
    if not _HINT.search(text, start, end):
        return []
    return [mention for found in _matches(text, start, end) if _whole(text, found) and (mention := _mention(found)) is not None]


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `_ALL` finds, one behind the other."""
    done = start
    for first in _FIRST.finditer(text, start, end):
        if first.start() >= done and (found := _ALL.match(text, first.start(), end)) is not None:
            done = found.end()
            yield found


def _whole(text: str, found: re.Match[str]) -> bool:
    """Whether it is not a part of a word or of a longer number."""
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    return (
        not (before.isalnum() or before in "-/$€£")
        and not after.isalnum()
        and not (after == "-" and found.end() + 1 < len(text) and text[found.end() + 1].isdigit())
    )


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]


def _mention(found: re.Match[str]) -> TimeMention | None:  # noqa: C901 - one case a form
    start, end = found.span()
    g = found.group

    def day(year: int | None, month: int | None, day_: int | None) -> TimeMention:
        part = Partial(year, month, day_)
        return TimeMention(start, end, TimeKind.DAY if day_ else TimeKind.MONTH if month else TimeKind.YEAR, part, part)

    def span(first: Partial, last: Partial) -> TimeMention:
        return TimeMention(start, end, TimeKind.RANGE, first, last)

    match found.lastgroup:
        case "iso":
            return day(int(g("iy")), int(g("im")), int(g("id")))
        case "hijri":
            return _hijri(found)
        case "dmdm":
            return span(*_two_months(_int(g("a3")), _month(g("a2")), int(g("a1")), _int(g("a6")), _month(g("a5")), int(g("a4"))))
        case "mdmd":
            return span(*_two_months(_int(g("b3")), _month(g("b1")), int(g("b2")), _int(g("b6")), _month(g("b4")), int(g("b5"))))
        case "ddm":
            year, month = _int(g("c4")), _month(g("c3"))
            return span(Partial(year, month, int(g("c1"))), Partial(year, month, int(g("c2")))) if int(g("c1")) <= int(g("c2")) else None
        case "mdd":
            year, month = _int(g("d4")), _month(g("d1"))
            return span(Partial(year, month, int(g("d2"))), Partial(year, month, int(g("d3")))) if int(g("d2")) <= int(g("d3")) else None
        case "dm":
            return day(_int(g("e3")), _month(g("e2")), int(g("e1")))
        case "md":
            return day(_int(g("f3")), _month(g("f1")), int(g("f2")))
        case "my":
            return day(int(g("g2")), _month(g("g1")), None)
        case "m":
            word = g("h2w")
            mention = day(None, _month(g("h1") or g("h2")), None)
            return TimeMention(
                start, end, TimeKind.MONTH, mention.first, mention.last, direction={"last": -1, "next": 1}.get(word or "", 0)
            )
        case "dmy":
            first, second = int(g("j1")), int(g("j2"))
            return day(int(g("j3")), second, first) if first > 12 or first == second else None  # day and month would be a guess
        case "y":
            return day(int(g("k1") or g("k2") or g("k3")), None, None)
        case "wdn":
            part = Partial(None, None, int(g("l2")))
            return TimeMention(start, end, TimeKind.WEEKDAY, part, part, weekday=_WEEKDAYS[g("l1").lower()])
        case "wd":
            word = g("m1") or g("m3") or ""
            if word == "week" or word in {"the following", "the next", "the previous"}:
                return None  # counted from a day that is not that of publication
            direction = {"last": -1, "past": -1, "next": 1, "this coming": 1, "coming": 1}.get(word, 0)
            return TimeMention(start, end, TimeKind.WEEKDAY, weekday=_WEEKDAYS[g("m2").lower()], direction=direction)
        case "rel":
            word = g("n1").lower()
            offset = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(
                word, 0
            )
            return TimeMention(start, end, TimeKind.RELATIVE, offset=offset)
        case "ago":
            return _ago(found)
    return None


def _two_months(year: int | None, month: int, day: int, last_year: int | None, last_month: int, last_day: int) -> tuple[Partial, Partial]:
    """A range over two months, of which one year may be said for both: December to January 2024 begins in 2023."""
    if last_year is not None and year is None:
        year = last_year - (month > last_month)
    elif year is not None and last_year is None:
        last_year = year + (month > last_month)
    return Partial(year, month, day), Partial(last_year, last_month, last_day)


def _ago(found: re.Match[str]) -> TimeMention | None:
    if found["o3"] == "earlier":
        return None  # than a day told before
    if found["o1"]:
        number, sign = _number(found["o1"]), -1 if found["o3"] == "ago" else 1
        return TimeMention(*found.span(), TimeKind.RELATIVE, offset=sign * number, unit=found["o2"])
    offset = {"last": -1, "next": 1}.get(found["o4"], 0)
    return TimeMention(*found.span(), TimeKind.RELATIVE, offset=offset, unit=found["o5"])


def _hijri(found: re.Match[str]) -> TimeMention | None:
    for calendar in calendars.Calendar:
        try:
            wording = calendars.read(found.group().replace(" AH", ""), calendar)
        except calendars.CalendarError:
            continue
        return TimeMention(*found.span(), TimeKind.OTHER_CALENDAR, wording=wording)
    return None


_LENGTH = re.compile(
    rf"\b(?P<n>{_N})(?:[- ](?P<u>day|hour|week)(?:[- ]long)?|[- ](?P<u3>day|hour|week)s?\sof)\s(?:[a-z-]+\s){{0,3}}(?:talks|negotiations|meetings?|discussions|dialogue|round|summit|sessions?|sittings?|exchanges|consultations|parleys|bargaining|haggling|deliberations|conference|contacts)"
    rf"|\b(?:talks|negotiations|meeting|discussions|dialogue|summit|they)\s(?:had\s)?(?:lasted|went on|continued)\s(?:for\s)?(?:some |nearly |almost |about |over |more than )?(?P<n2>{_N})\s(?P<u2>day|hour|week)s?\b"
    rf"|\bfor\s(?:the\s(?:past|last)\s)?(?P<n3>{_N})\s(?P<u4>day|week)s?\b(?=[^.\n]{{0,120}}\b(?:sat\b|talk|met\b|work|negotiat|bargain|haggl|conferr))"
    rf"|\b(?:round|talks|meeting|session|summit),?\s(?:which|that)\s(?:took|lasted)\s(?P<n4>{_N}|a)\s(?P<u5>day|week)s?\b"
    rf"|\bafter\s(?P<n5>{_N})\s(?P<u6>day|week)s?(?=[.,;\n]|$)",
    re.IGNORECASE,
)


#: Before "after two days", at the end of a clause.
_ENDED, _SENTENCE = re.compile(r"\b(?:round|talks|meeting|session|summit|negotiations)\b[^.\n]*$"), 120
_UNIT = re.compile(r"[- ](?:day|hour|week)|\s(?:day|hour|week)", re.IGNORECASE)
_COUNTED = re.compile(rf"\b(?:{_N}|a)$", re.IGNORECASE)
#: Longer than any number in words.
_LONGEST_NUMBER = 20


def lengths(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
    """Lengths of talks told in days: where, and how many days; "nine hours" is one."""
    stop = len(text) if end is None else end
    units = (unit.start() for unit in _UNIT.finditer(text, start, stop))
    if not any(_COUNTED.search(text, max(start, unit - _LONGEST_NUMBER), unit) for unit in units):
        return  # what follows takes long
    for found in _LENGTH.finditer(text, start, stop):
        if found["n5"] and not _ENDED.search(text, max(start, found.start() - _SENTENCE), found.start()):
            continue
        told = found["n"] or found["n2"] or found["n3"] or found["n4"] or found["n5"]
        unit = (found["u"] or found["u2"] or found["u3"] or found["u4"] or found["u5"] or found["u6"]).lower()
        number = 1 if told.lower() == "a" else _number(told)
        yield found.start(), found.end(), {"day": number, "week": 7 * number, "hour": 1}[unit]
