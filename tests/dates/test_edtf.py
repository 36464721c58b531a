from __future__ import annotations

from calendar import monthrange
from datetime import date

import edtf as oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negotiation_data.dates.edtf import EdtfError, Precision, parse
from negotiation_data.testing import dates


@given(dates(durations=True))
def test_text_survives_parsing(text: str) -> None:
    assert str(parse(text).value) == text


@given(dates(durations=True))
def test_bounds_are_in_order(text: str) -> None:
    found = parse(text)
    if found.earliest and found.latest:
        assert found.earliest <= found.latest


def _oracle_bounds(text: str) -> tuple[date | None, date | None]:
    found = oracle.parse_edtf(text)

    def day(value: object) -> date | None:
        return None if isinstance(value, float) else date(*tuple(value)[:3])  # type: ignore[call-overload]

    return day(found.lower_strict()), day(found.upper_strict())


# Where the oracle says something else, each for a reason:
# winter (24) ends in December there, in February of the next year here; an unknown end (`/b`) is ten years away there;
# a year unknown altogether is 0 to 9999 there; it gives 29 February to years that have none; and it refuses a doubtful season.
def _comparable(text: str) -> bool:
    doubtful_season = text[4:6] == "-2" and text[-1] in "?~%"
    return "-24" not in text[4:7] and not text.startswith("/") and "XXXX" not in text and not doubtful_season


@given(dates(durations=True).filter(_comparable))
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    found = parse(text)
    assert (found.earliest, found.latest) == _oracle_bounds(text)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_is_all_its_days(year: int, month: int) -> None:
    found = parse(f"{year:04}-{month:02}")
    assert (found.earliest, found.latest) == (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    assert found.precision is Precision.MONTH


@given(st.text(max_size=30))
@example("2025-13")
@example("[,]")
@example("2025-02-30/..")
@example("{..}")
def test_any_text_is_a_date_or_a_plain_refusal(text: str) -> None:
    try:
        found = parse(text)
    except EdtfError as error:
        assert str(error)  # noqa: PT017 - either answer is right
    else:
        assert str(found.value) == text


@given(st.text("0123456789X-/.[]{},?~%T:Z+", max_size=16))
def test_what_the_edtf_package_refuses_is_refused(text: str) -> None:
    """What we read, the oracle reads; but for qualified dates of unknown year and days of a year part unknown, which it does not know."""
    try:
        parse(text)
    except EdtfError:
        return
    if "X" in text and (text[-1:] in "?~%" or "[" in text or "{" in text or "/" in text):
        return
    oracle.parse_edtf(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-10-19", "2025-10-19", "2025-10-19", "day"),
        ("2025-10-19?", "2025-10-19", "2025-10-19", "day"),
        ("2025-10", "2025-10-01", "2025-10-31", "month"),
        ("2025-10-XX", "2025-10-01", "2025-10-31", "month"),
        ("2025-21", "2025-03-01", "2025-05-31", "season"),
        ("2025-22", "2025-06-01", "2025-08-31", "season"),
        ("2025-23", "2025-09-01", "2025-11-30", "season"),
        ("2025-24", "2025-12-01", "2026-02-28", "season"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("202X", "2020-01-01", "2029-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("2XXX", "2000-01-01", "2999-12-31", "millennium"),
        ("[2025-10-18,2025-10-19]", "2025-10-18", "2025-10-19", "range"),
        ("[2025-11-01..2025-11-30]", "2025-11-01", "2025-11-30", "range"),
        ("[..2025-11-30]", None, "2025-11-30", "range"),
        ("[2025-10-19]", "2025-10-19", "2025-10-19", "day"),
        ("2025-10-25/2025-10-30", "2025-10-25", "2025-10-30", "period"),
        ("2021-08-15/..", "2021-08-15", None, "period"),
        ("/2025-10-30", None, "2025-10-30", "period"),
        ("{2025-10-18,2025-10-20}", "2025-10-18", "2025-10-20", "period"),
        ("XXXX-10-19", None, None, "unknown_year"),
        ("[XXXX-10-18,XXXX-10-19]", None, None, "unknown_year"),
        ("XXXX", None, None, "unknown"),
        ("202X-02-29", "2020-02-29", "2028-02-29", "range"),
        ("1X99", "1099-01-01", "1999-12-31", "range"),
        ("2025-10-15T18:00:00+05:00", "2025-10-15", "2025-10-15", "day"),
    ],
)
def test_bounds_and_precision(text: str, earliest: str | None, latest: str | None, precision: str) -> None:
    found = parse(text)
    assert [day and day.isoformat() for day in (found.earliest, found.latest)] == [earliest, latest]
    assert found.precision == precision


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("19/10/2025", "year-month-day"),
        ("19.10.2025", "year-month-day"),
        ("2025-1-9", "2025-01-09"),
        ("Y17000", "0001 to 9999"),
        ("-0044", "0001 to 9999"),
        ("2025-02-30", "no calendar has"),
        ("2025-02-30/..", "no calendar has"),
        ("2025-10-30/2025-10-25", "ends before it begins"),
        ("[2025-10-30..2025-10-25]", "ends before it begins"),
        ("2025-23-01", "within a season"),
        ("2025T18:00:00", "full date before it"),
        ("../..", "no date in it"),
        ("[2025-10-18", "does not end with"),
        ("XXXX-02-30", "no calendar has"),
    ],
)
def test_refusals_say_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(EdtfError, match=says.replace(".", r"\.")):
        parse(text)


def test_days_of_two_wordings_can_be_compared() -> None:
    assert parse("[XXXX-10-18,XXXX-10-19]").days() == {(None, 10, 18), (None, 10, 19)}
    assert parse("[2025-10-18..2025-10-20]").days() == {(2025, 10, 18), (2025, 10, 19), (2025, 10, 20)}
    with pytest.raises(EdtfError, match="too many days"):
        parse("2025-10-19/..").days()


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("2025-10-19", False),
        ("2025-10", False),
        ("[2025-10-18,2025-10-19]", False),
        ("[2025-10-01..2025-10-31]", False),
        ("{2025-10-18,2025-10-19}", True),
        ("2025-10-18/2025-10-19", True),
        ("2025-10-18/..", True),
    ],
)
def test_what_lasts_is_told_from_what_is_not_known(text: str, lasts: bool) -> None:
    assert parse(text).is_duration is lasts


def test_the_days_of_a_date_are_listed_up_to_a_limit() -> None:
    assert parse("[2025-10-18,2025-10-19]").days() == {(2025, 10, 18), (2025, 10, 19)}
    assert parse("XXXX-02").days() == {(None, 2, day) for day in range(1, 30)}
    assert len(parse("2025-10").days(31)) == 31
    with pytest.raises(EdtfError, match="too many days"):
        parse("2025-10").days(30)
    with pytest.raises(EdtfError, match="too many days"):
        parse("2025-10-18/..").days()
    assert len(parse("2025-01-01/2027-09-27").days()) == 1000
    with pytest.raises(EdtfError, match="too many days"):
        parse("2025-01-01/2027-09-28").days()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("18.10.2025", "write year-month-day: 2025-10-18"),
        ("18/1/2025", "write year-month-day: 2025-01-18"),
        ("10-18-2025", "write year-month-day: 2025-10-18"),
        ("9.10.2025", "write year-month-day: 2025-10-09 or 2025-09-10"),
        ("10.10.2025", "write year-month-day: 2025-10-10"),
        ("13.14.2025", "write year-month-day: 2025-10-19"),
        ("2025-25-10", "write year-month-day, such as 2025-10-25"),
        ("2025-25-12", "write year-month-day, such as 2025-12-25"),
        ("2025-25-01", "write year-month-day, such as 2025-01-25"),
        ("2025-25-13", "write year-month-day, such as 2025-10-19"),
        ("2025-10-32", "a day that no calendar has; write year-month-day, such as 2025-10-19"),
    ],
)
def test_what_was_probably_meant_is_said(text: str, meant: str) -> None:
    with pytest.raises(EdtfError) as error:
        parse(text)
    assert str(error.value).endswith(meant) or meant in str(error.value).split(";")[0]


@pytest.mark.parametrize("zone", ["Z", "+23:59", "-23:59", "+00:00", "+0530", "+05"])
def test_zones_that_there_are(zone: str) -> None:
    assert parse(f"2025-10-15T18:00:00{zone}").earliest == date(2025, 10, 15)


@pytest.mark.parametrize("zone", ["+24:00", "+25:00", "-30:00", "+05:60"])
def test_zones_that_there_are_not(zone: str) -> None:
    with pytest.raises(EdtfError):
        parse(f"2025-10-15T18:00:00{zone}")


def test_the_last_winter_and_a_leap_day_of_no_year() -> None:
    assert parse("9998-24").latest == date(9999, 2, 28)
    with pytest.raises(EdtfError):
        parse("9999-24")
    assert parse("XXXX-02-29").earliest is None
    with pytest.raises(EdtfError):
        parse("XXXX-02-30")
