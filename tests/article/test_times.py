"""Dates in texts: what the wordings of news come to, and what must hold of any text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negotiation_data.article import times
from negotiation_data.article.resolve import resolve
from negotiation_data.dates.edtf import parse

MONDAY = date(2025, 10, 27)


def read(text: str, published: date | None = MONDAY, *, future: bool = False) -> list[tuple[str, str] | None]:
    found = [resolve(mention, published, future=future) for mention in times.find(text)]
    return [(resolved.first, resolved.last) if resolved else None for resolved in found]


def day(text: str) -> list[tuple[str, str] | None]:
    return [(text, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 19 October 2025", day("2025-10-19")),
        ("on October 19th, 2025", day("2025-10-19")),
        ("on the 19th of October", day("2025-10-19")),
        ("on Oct. 19", day("2025-10-19")),
        ("on 2025-10-19", day("2025-10-19")),
        ("on 19.10.2025", day("2025-10-19")),
        ("on 03/04/2025", []),  # March or April: nobody can tell
        ("from 25 to 30 October 2025", [("2025-10-25", "2025-10-30")]),
        ("October 25-30", [("2025-10-25", "2025-10-30")]),
        ("on Sunday, October 19, 2025", day("2025-10-19")),
        ("on Sunday (19 October)", day("2025-10-19")),
        ("from Sunday, October 19 to Tuesday, October 21", [("2025-10-19", "2025-10-21")]),
        ("from 30 October to 2 November 2024", [("2024-10-30", "2024-11-02")]),
        ("from 28 December to 3 January 2024", [("2023-12-28", "2024-01-03")]),
        ("in September 2025", day("2025-09")),
        ("in March", day("2025-03")),
        ("the march in town may go on", []),
        ("on Saturday", day("2025-10-25")),
        ("on Monday", day("2025-10-27")),
        ("next Monday", day("2025-11-03")),
        ("last Monday", day("2025-10-20")),
        ("yesterday", day("2025-10-26")),
        ("two days ago", day("2025-10-25")),
        ("last month", day("2025-09")),
        ("Sunday (26)", day("2025-10-26")),
        ("a week earlier", []),  # than something else
        ("the following Monday", []),
        ("the Mehr 27 ceasefire", day("2025-10-19")),
        ("27 Mehr 1404", day("2025-10-19")),
        ("after nine hours of talks", []),
        ("paid $ 19 October", day("2025-10-19")),
        ("flight 2512 in gate 19", []),
    ],
)
def test_a_wording_comes_to_its_day(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    assert read("on Saturday and yesterday, last month", None) == [None, None, None]
    assert read("on 19 October", None) == day("XXXX-10-19")
    assert read("the Mehr 27 ceasefire", None) == [("[XXXX-10-18,XXXX-10-19]", "[XXXX-10-18,XXXX-10-19]")]


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert read("on 20 December", date(2025, 1, 5)) == day("2024-12-20")
    assert read("on 20 December", date(2025, 12, 1)) == day("2025-12-20")
    assert read("on 5 January", date(2025, 12, 20), future=True) == day("2026-01-05")


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.dates(date(2019, 1, 1), date(2019, 12, 28)), st.integers(1, 300), st.booleans())
def test_days_without_a_year_are_a_range_of_less_than_one(published: date, first: date, length: int, future: bool) -> None:
    last = first + timedelta(days=length)
    if last.day == 29 and last.month == 2:
        return
    (found,) = read(f"from {first:%B} {first.day} to {last:%B} {last.day}", published, future=future)
    assert found is not None
    start, end = map(date.fromisoformat, found)
    assert (start.month, start.day, end.month, end.day) == (first.month, first.day, last.month, last.day)
    assert timedelta() < end - start <= timedelta(days=length + 1)


def test_a_range_that_begins_today_ends_after_it() -> None:
    assert read("runs from August 2 to October 2", date(2022, 8, 2)) == [("2022-08-02", "2022-10-02")]


def test_a_weekday_to_come_lies_ahead() -> None:
    assert read("they will meet on Thursday", future=True) == day("2025-10-30")


@pytest.mark.parametrize("year", range(2015, 2026))
def test_a_day_that_only_some_years_have_is_read_in_any_year(year: int) -> None:
    published = date(year, 3, 25)
    for text in ("They met on 30 Esfand.", "They met on 30 Dhu al-Hijjah.", "They met on 30 Safar."):
        assert len(read(text, published)) == 1


def test_lengths_are_days_of_talks() -> None:
    assert [
        days for _, _, days in times.lengths("after three days of talks; a two-day round; talks lasted four days; two weeks to talk")
    ] == [3, 2, 4]
    told = "for the past three days they worked hard; the round, which took a week; for two years they fought"
    assert [days for _, _, days in times.lengths(told)] == [3, 7]


@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d} of {m} {y}", "{y}-{n:02}-{d:02}"]),
)
def test_a_whole_date_is_read_whatever_its_form(when: date, form: str) -> None:
    text = form.format(d=when.day, m=when.strftime("%B"), y=when.year, n=when.month)
    assert read(f"They met on {text} in Oslo.", None) == day(when.isoformat())


@given(st.dates(date(1990, 1, 8), date(2040, 12, 1)), st.integers(0, 6))
def test_a_weekday_is_within_the_week_before(published: date, number: int) -> None:
    name = (date(2024, 1, 1) + timedelta(days=number)).strftime("%A")
    [resolved] = read(f"on {name}", published)
    assert resolved is not None
    found = date.fromisoformat(resolved[0])
    assert found.weekday() == number
    assert timedelta(0) <= published - found < timedelta(days=7)


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "from",
        "to",
        "until",
        "1",
        "3",
        "19",
        "30",
        "31",
        "32",
        "2025",
        "1404",
        "19th",
        "March",
        "May",
        "October",
        "Oct.",
        "Monday",
        "next",
        "last",
        "yesterday",
        "Mehr",
        "Ramadan",
        "27",
        "-",
        "–",
        ",",
        ".",
        "days",
        "ago",
        "two",
        "week",
        "(27)",
        "XX",
    ]
)


@given(
    st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60),
    st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.booleans(),
)
@example("31 February 2025", None, False)
@example("29 February", date(2025, 3, 1), False)
def test_of_any_text_mentions_are_in_order_and_dates_are_dates(text: str, published: date | None, future: bool) -> None:
    last = 0
    for mention in times.find(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        resolved = resolve(mention, published, future=future)
        if resolved is not None:
            first, end = parse(resolved.first), parse(resolved.last)
            if first.earliest and end.latest:
                assert first.earliest <= end.latest
