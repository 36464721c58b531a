"""Dates as texts: some way to write a day that is known or half known, whose bounds always hold the day meant.

What is in order by days is then in order by bounds, which is how rules compare dates.
"""

from __future__ import annotations

from datetime import date, timedelta

from negotiation_data.testing.choice import Choose

__all__ = ["a_date", "a_period", "a_year", "later"]

# So many of the ways to write a date are the exact day.
_EXACT = 24


def later(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def a_date(choose: Choose, day: date) -> str:
    """A date that can be `day`: mostly the day itself, else something less exact that holds it."""
    forms = (
        f"{day}?",
        f"{day}~",
        f"{day:%Y-%m}",
        f"[{later(day, -1)},{day}]",
        f"[{day}..{later(day, 3)}]",
        f"{day:%Y-%m}-XX",
        f"{_season(day)}",
        f"{day.year}",
        f"[..{day}]",
        f"[{day}..]",
        f"XXXX-{day:%m-%d}",
        f"{day:%Y-%m}%",
    )
    number = choose.number(0, _EXACT + len(forms) - 1)
    return f"{day}" if number < _EXACT else forms[number - _EXACT]


def _season(day: date) -> str:
    """The season of a day as EDTF counts them; a winter has the year in which it begins."""
    number = {2: 21, 3: 22, 4: 23}.get((day.month + 3) // 3, 24)
    year = day.year - 1 if day.month < 3 else day.year
    return f"{year}-{number}"


def a_period(choose: Choose, first: date, last: date) -> str:
    """A date or a duration from `first` to `last`, which may be the same day."""
    if first == last:
        forms = (f"{first}", f"{first}/{first}", f"{first}~", f"{first:%Y-%m}")
    else:
        forms = (f"{first}/{last}", f"{first}/..", f"/{last}", f"{{{first},{last}}}")
    return forms[choose.number(0, 7) % len(forms)] if choose.chance() else forms[0]


def a_year(choose: Choose, year: int) -> str:
    """A year, or something wider or finer that holds it."""
    decade, century = str(year)[:3], str(year)[:2]
    forms = (f"{year}", f"{year}~", f"{decade}X", f"{century}XX", f"{year}-06", f"[{year - 1},{year}]", f"{year}-XX-XX", "1XXX", "XXXX")
    return choose.one(forms)
