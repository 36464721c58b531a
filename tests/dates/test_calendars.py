from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.dates import edtf
from negotiation_data.dates.calendars import _MONTHS, Calendar, CalendarError, from_gregorian, read, to_edtf

SOLAR, LUNAR, BUDDHIST = Calendar.SOLAR_HIJRI, Calendar.LUNAR_HIJRI, Calendar.BUDDHIST
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

# Dates that the dossier of the first process gives in both calendars, as its sources print them.
PRINTED = [
    ("1 Hamal 1404", "2025-03-21"),
    ("27 Mizan 1404", "2025-10-19"),
    ("27 Mehr 1404", "2025-10-19"),
    ("3 Aqrab 1404", "2025-10-25"),
    ("8 Aban 1404", "2025-10-30"),
    ("15 Aqrab 1404", "2025-11-06"),
    ("9 Qaws 1404", "2025-11-30"),
    ("28 Dalw 1404", "2026-02-17"),
    ("3 Hut 1404", "2026-02-22"),
    ("4 Hamal 1405", "2026-03-24"),
]


@pytest.mark.parametrize(("wording", "day"), PRINTED)
def test_dates_printed_in_both_calendars(wording: str, day: str) -> None:
    assert to_edtf(read(wording, SOLAR)) == day


def test_27_mehr_without_a_year_is_one_of_two_days() -> None:
    assert to_edtf(read("27 Mehr", SOLAR)) == "[XXXX-10-18,XXXX-10-19]"
    assert to_edtf(read("Mehr 27", SOLAR)) == "[XXXX-10-18,XXXX-10-19]"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.data())
def test_solar_hijri_and_back(day: date, data: st.DataObject) -> None:
    solar = from_gregorian(day, SOLAR)
    month = data.draw(st.sampled_from([name for name, number in _MONTHS[SOLAR].items() if number == solar.month]))
    wording = data.draw(
        st.sampled_from(
            [f"{solar.day} {month} {solar.year}", f"{month} {solar.day}, {solar.year}", f"{solar.year}/{solar.month}/{solar.day}"]
        )
    )
    if data.draw(st.booleans()):
        wording = wording.translate(PERSIAN_DIGITS)
    assert read(wording, SOLAR) == solar
    assert to_edtf(read(wording, SOLAR)) == day.isoformat()


@given(st.dates(date(1971, 6, 1), date(2049, 12, 31)))
def test_a_solar_day_without_its_year_includes_the_right_day(day: date) -> None:
    solar = from_gregorian(day, SOLAR)
    month = next(name for name, number in _MONTHS[SOLAR].items() if number == solar.month)
    assert (None, day.month, day.day) in edtf.parse(to_edtf(read(f"{solar.day} {month}", SOLAR))).days()


@given(st.dates(date(1930, 1, 1), date(2070, 1, 1)))
def test_lunar_hijri_and_back_within_a_day(day: date) -> None:
    lunar = from_gregorian(day, LUNAR)
    month = next(name for name, number in _MONTHS[LUNAR].items() if number == lunar.month)
    found = edtf.parse(to_edtf(read(f"{lunar.day} {month} {lunar.year}", LUNAR)))
    assert (found.earliest, found.latest) == (day - timedelta(days=1), day + timedelta(days=1))


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("28 กรกฎาคม 2568", "2025-07-28"),
        ("วันที่ 26 ตุลาคม พ.ศ. 2568", "2025-10-26"),
        ("วันที่26ตุลาคม2568", "2025-10-26"),
        ("28 ม.ค.2569", "2026-01-28"),
        ("๕ มิ.ย. ๒๕๖๘", "2025-06-05"),
        ("2568/7/28", "2025-07-28"),
        ("29 กุมภาพันธ์ 2567", "2024-02-29"),
        ("16 สิงหาคม", "[XXXX-08-16]"),
        ("ตุลาคม 2568", "[2025-10-01..2025-10-31]"),
    ],
)
def test_thai_dates(wording: str, day: str) -> None:
    assert to_edtf(read(wording, BUDDHIST)) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("28 July 2568", "no month of the buddhist calendar"),
        ("29 กุมภาพันธ์ 2568", "does not have"),
        ("31 มีนาคม 2483", "does not have"),
        ("3-5 กุมภาพันธ์ 2569", "not one date"),
        ("ปีมกราคมนี้ 3", "no month"),
    ],
)
def test_what_is_no_thai_date(text: str, says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        read(text, BUDDHIST)


@given(st.dates(date(1941, 1, 1), date(2100, 12, 31)), st.data())
def test_thai_and_back(day: date, data: st.DataObject) -> None:
    thai = from_gregorian(day, BUDDHIST)
    month = data.draw(st.sampled_from([name for name, number in _MONTHS[BUDDHIST].items() if number == thai.month]))
    assert read(f"{thai.day} {month} {thai.year}", BUDDHIST) == thai
    assert to_edtf(thai) == day.isoformat()
    assert (None, day.month, day.day) in edtf.parse(to_edtf(read(f"{thai.day} {month}", BUDDHIST))).days()


@pytest.mark.parametrize("calendar", list(Calendar))
@given(text=st.text(max_size=30) | st.text("0123456789 /-Mehr27مهر۲۷", max_size=14))
def test_any_text_is_a_date_or_a_plain_refusal(calendar: Calendar, text: str) -> None:
    try:
        wording = read(text, calendar)
        edtf.parse(to_edtf(wording))
    except CalendarError as error:
        assert str(error)  # noqa: PT017 - either answer is right


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("27 October", "no month of the solar hijri calendar"),
        ("31 Mehr 1404", "does not have"),
        ("3 to 8 Aqrab", "not one date"),
        ("Mehr", "not one date"),
        ("Mehr Aban 3", "more than one month"),
        ("27 Mehr 99999", "does not have"),
    ],
)
def test_refusals_say_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        read(text, SOLAR)


def test_a_month_with_its_year_is_a_day_in_a_range() -> None:
    assert to_edtf(read("مهر ۱۴۰۴", SOLAR)) == "[2025-09-23..2025-10-22]"


def test_a_lunar_day_without_a_year_is_refused() -> None:
    with pytest.raises(CalendarError, match="give the year"):
        to_edtf(read("1 Ramadan", LUNAR))


def test_outside_the_tables_of_a_calendar() -> None:
    with pytest.raises(CalendarError, match="outside"):
        from_gregorian(date(1500, 1, 1), LUNAR)
    with pytest.raises(CalendarError, match="outside"):
        from_gregorian(date(1940, 12, 31), BUDDHIST)


@pytest.mark.parametrize(("calendar", "example"), [(SOLAR, "27 Mehr 1404"), (LUNAR, "1 Ramadan 1446"), (BUDDHIST, "28 กรกฎาคม 2568")])
def test_the_example_of_a_refusal_is_of_the_calendar(calendar: Calendar, example: str) -> None:
    with pytest.raises(CalendarError, match=example):
        read("nothing", calendar)
    assert to_edtf(read(example, calendar))


def test_only_moons_are_sighted() -> None:
    assert edtf.parse(to_edtf(read("27 Mehr 1404", Calendar.SOLAR_HIJRI))).earliest == edtf.parse("2025-10-19").earliest
    lunar = edtf.parse(to_edtf(read("1 Ramadan 1446", Calendar.LUNAR_HIJRI)))
    assert lunar.earliest is not None
    assert lunar.latest is not None
    assert (lunar.latest - lunar.earliest).days == 2
