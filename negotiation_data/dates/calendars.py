"""Solar Hijri, lunar Hijri and Thai Buddhist dates as news prints them, to EDTF.

Day arithmetic is done by persiantools (Solar Hijri) and hijridate (lunar Hijri, Umm al-Qura calendar, 1343 to 1500 AH);
the Thai calendar has the days of the Gregorian one and counts years from 543 earlier, since it began its year in January (2484).
Here are the names of the months, in the spellings that sources use, and what follows where a date is incomplete:
a wording without a year stands for one of several Gregorian days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

__all__ = ["Calendar", "CalendarError", "Wording", "from_gregorian", "read", "to_edtf"]


class CalendarError(ValueError):
    """A wording that is not a date of that calendar; the message says what would be right."""


class Calendar(StrEnum):
    """A calendar other than the Gregorian."""

    SOLAR_HIJRI = "solar_hijri"
    LUNAR_HIJRI = "lunar_hijri"
    BUDDHIST = "buddhist"


# The twelve months, first to last: Afghan (zodiac) names, Iranian names, and both in Arabic script; then Pashto.
# Spellings as found in English-language Afghan and Iranian news and in the Unicode CLDR `persian` calendar.
_SOLAR_MONTHS = (
    "hamal farvardin حمل فروردین وری",
    "sawr saur ordibehesht ثور اردیبهشت غویی",
    "jawza jauza khordad جوزا خرداد غبرګولی",
    "saratan tir سرطان تیر چنګاښ",
    "asad mordad amordad اسد مرداد زمری",
    "sunbula sonbola shahrivar سنبله شهریور وږی",
    "mizan mehr میزان مهر تله",
    "aqrab akrab aban عقرب آبان لړم",
    "qaws qaus azar قوس آذر لیندۍ",
    "jadi jaddi dey dai جدی دی مرغومی",
    "dalw dalwa bahman دلو بهمن سلواغه",
    "hut hoot esfand حوت اسفند کب",
)
_LUNAR_MONTHS = (
    "muharram محرم",
    "safar صفر",
    "rabi_al-awwal rabi_al-awal rabi_i ربیع_الاول",
    "rabi_al-thani rabi_al-akhir rabi_ii ربیع_الثانی",
    "jumada_al-awwal jumada_al-ula jumada_i جمادی_الاول",
    "jumada_al-thani jumada_al-akhirah jumada_ii جمادی_الثانی",
    "rajab رجب",
    "shaban sha'ban شعبان",
    "ramadan ramazan رمضان",
    "shawwal shawal شوال",
    "dhu_al-qadah dhul_qadah zulqada ذی_القعده",
    "dhu_al-hijjah dhul_hijjah zulhijja ذی_الحجه",
)
# As Thai writes them, in full and short. English pages print the Gregorian year.
_THAI_MONTHS = (
    "มกราคม ม.ค.",
    "กุมภาพันธ์ ก.พ.",
    "มีนาคม มี.ค.",
    "เมษายน เม.ย.",
    "พฤษภาคม พ.ค.",
    "มิถุนายน มิ.ย.",
    "กรกฎาคม ก.ค.",
    "สิงหาคม ส.ค.",
    "กันยายน ก.ย.",
    "ตุลาคม ต.ค.",
    "พฤศจิกายน พ.ย.",
    "ธันวาคม ธ.ค.",
)
# Before 2484 (1941) the Thai year began in April.
_BUDDHIST_FIRST, _BUDDHIST_OFFSET = 2484, 543

# Years tried where the wording names none: those in which sources on present-day talks were written (1971 to 2050).
# Over longer times the day drifts: 27 Mehr is 18 or 19 October here, was 20 October in 1338 and before.
_YEARS_TRIED = {
    Calendar.SOLAR_HIJRI: range(1350, 1430),
    Calendar.LUNAR_HIJRI: range(1391, 1473),
    Calendar.BUDDHIST: range(2514, 2594),
}
# A lunar month begins when the new moon is seen, which differs by a day between countries and from Umm al-Qura.
_LUNAR_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a date's wording says: day and month, and a year where it gives one."""

    calendar: Calendar
    year: int | None
    month: int
    day: int | None


# Arabic letters that Persian writes otherwise, marks that only format, and curly apostrophes.
_FOLDED = {ord(char): plain for char, plain in {"ي": "ی", "ك": "ک", "ە": "ه", "\u200c": " ", "\u200f": "", "‘": "'", "’": "'"}.items()}


def _fold(text: str) -> str:
    """Letters without case, accents or the Arabic forms of Persian letters; digits as 0 to 9."""
    folded = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in unicodedata.normalize("NFC", text))
    folded = folded.translate(_FOLDED)
    return folded.casefold()


def _month_names(months: tuple[str, ...]) -> dict[str, int]:
    return {_fold(name.replace("_", " ")): number for number, names in enumerate(months, 1) for name in names.split()}


_MONTHS = {
    Calendar.SOLAR_HIJRI: _month_names(_SOLAR_MONTHS),
    Calendar.LUNAR_HIJRI: _month_names(_LUNAR_MONTHS),
    Calendar.BUDDHIST: _month_names(_THAI_MONTHS),
}
_NUMERIC = re.compile(r"(?P<year>[0-9]{4})[/-](?P<month>[0-9]{1,2})[/-](?P<day>[0-9]{1,2})")


def read(text: str, calendar: Calendar) -> Wording:
    """Read ``27 Mehr 1404``, ``Mehr 27``, ``Mehr 1404``, ``1404/7/27``, the same in Arabic script, or ``28 กรกฎาคม 2568``.

    Raises CalendarError where the text is not a date of that calendar, or holds more than one.
    """
    folded = _fold(text).strip()
    if numeric := _NUMERIC.fullmatch(folded):
        year, month, day = int(numeric["year"]), int(numeric["month"]), int(numeric["day"])
        return _checked(Wording(calendar, year, month, day), text)
    names = sorted(_MONTHS[calendar], key=len, reverse=True)
    found = re.findall(rf"(?<![^\W\d])({'|'.join(map(re.escape, names))})(?![^\W\d])", folded)
    if len(found) != 1:
        count = "no month" if not found else "more than one month"
        raise CalendarError(f"{text!r} has {count} of the {calendar.replace('_', ' ')} calendar; write one, such as {_example(calendar)}")
    numbers = [int(number) for number in re.findall(r"[0-9]+", folded)]
    years = [number for number in numbers if number >= 1000]
    days = [number for number in numbers if number < 1000]
    if len(years) > 1 or len(days) > 1 or not numbers:
        raise CalendarError(f"{text!r} is not one date; write one day of one month, such as {_example(calendar)}")
    wording = Wording(calendar, years[0] if years else None, _MONTHS[calendar][found[0]], days[0] if days else None)
    return _checked(wording, text)


_EXAMPLES = {
    Calendar.SOLAR_HIJRI: "'27 Mehr 1404'",
    Calendar.LUNAR_HIJRI: "'1 Ramadan 1446'",
    Calendar.BUDDHIST: "'28 กรกฎาคม 2568'",
}


def _example(calendar: Calendar) -> str:
    return _EXAMPLES[calendar]


def _checked(wording: Wording, text: str) -> Wording:
    if not any(True for _ in _days(wording)):
        raise CalendarError(f"{text!r} is a day that the {wording.calendar.replace('_', ' ')} calendar does not have")
    return wording


def to_edtf(wording: Wording) -> str:
    """The EDTF date that a wording stands for.

    With a year: a day, or ``[first..last]`` of a month. Without one: the set of the days it can be,
    such as ``[XXXX-10-18,XXXX-10-19]`` for 27 Mehr. Lunar Hijri days are sets of three, as months begin by sight.

    Raises CalendarError where there is no such day in the year (30 Esfand of a common year), or none without a year.
    """
    tolerance = _LUNAR_TOLERANCE if wording.calendar is Calendar.LUNAR_HIJRI else timedelta()
    days = list(_days(wording))
    if not days:
        raise CalendarError(f"the {wording.calendar.replace('_', ' ')} calendar has no such day in that year")
    if wording.year is not None:
        first, last = days[0] - tolerance, days[-1] + tolerance
        return first.isoformat() if first == last else f"[{first}..{last}]"
    if wording.day is None or wording.calendar is Calendar.LUNAR_HIJRI:
        raise CalendarError(
            "without a year, only a day of a Solar Hijri or Thai month has a Gregorian date; give the year, or leave the calendar out"
        )
    month_days = sorted({(day.month, day.day) for day in days})
    return f"[{','.join(f'XXXX-{month:02}-{day:02}' for month, day in month_days)}]"


def _days(wording: Wording) -> Iterator[date]:
    """Every Gregorian day that the wording can mean, in order within a year."""
    convert: Callable[[int, int, int], date] = _CONVERT[wording.calendar]
    years = [wording.year] if wording.year is not None else _YEARS_TRIED[wording.calendar]
    for year in years:
        for day in [wording.day] if wording.day is not None else range(1, 32):
            try:
                yield convert(year, wording.month, day)
            except (ValueError, OverflowError):  # no such day in that year
                continue


def _solar(year: int, month: int, day: int) -> date:
    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


def _lunar(year: int, month: int, day: int) -> date:
    gregorian = Hijri(year, month, day).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def _buddhist(year: int, month: int, day: int) -> date:
    if year < _BUDDHIST_FIRST:
        raise ValueError("the year began in April")
    return date(year - _BUDDHIST_OFFSET, month, day)


_CONVERT = {Calendar.SOLAR_HIJRI: _solar, Calendar.LUNAR_HIJRI: _lunar, Calendar.BUDDHIST: _buddhist}


def from_gregorian(day: date, calendar: Calendar) -> Wording:
    """The date in another calendar. Raises CalendarError outside the years that the calendar's tables cover."""
    try:
        if calendar is Calendar.SOLAR_HIJRI:
            solar = JalaliDate(day)  # type: ignore[no-untyped-call]
            return Wording(calendar, solar.year, solar.month, solar.day)
        if calendar is Calendar.BUDDHIST:
            _buddhist(day.year + _BUDDHIST_OFFSET, day.month, day.day)
            return Wording(calendar, day.year + _BUDDHIST_OFFSET, day.month, day.day)
        lunar = Gregorian(day.year, day.month, day.day).to_hijri()
        return Wording(calendar, lunar.year, lunar.month, lunar.day)
    except (ValueError, OverflowError) as error:
        raise CalendarError(f"{day} lies outside the {calendar.replace('_', ' ')} calendar's tables") from error
