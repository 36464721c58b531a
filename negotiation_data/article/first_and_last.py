"""The first and last day of a round: chosen from the dates tied to it, and from how long it is said to have lasted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from negotiation_data.article import times
from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventKind, Tier
from negotiation_data.article.days import DateFound, first_of_days, is_day, of_the_lead
from negotiation_data.article.events import Events
from negotiation_data.article.likely_days import DaySeen, days_seen
from negotiation_data.article.mention import Annotated
from negotiation_data.article.times import TimeKind
from negotiation_data.article.weights import model

__all__ = ["first_and_last"]

_THIS = (EventKind.ROUND, Anchor.THIS)

# Weights were set on the development articles; rules of the book give 1 to 3.
#: The day on which a truce was signed, at the top, is likely that on which the talks ended.
_OF_A_TRUCE = 0.5
_SINCE_IF_ONGOING = 2.5
#: A week or a month says less than a day.
_A_WEEK, _A_MONTH = 0.4, 0.6
#: The other end of a range that a rule ties to one end; a single day that may be the first or the last.
_OTHER_END, _MAY_BE_LAST = 0.9, 0.6
#: What rules tie to an end and stands as one with less than this chance is none, as a day of another year or event.
_HARDLY = 0.25
#: So much likelier another date must be the last for what rules tie to the end to give way.
_BY_FAR = 0.35
#: What is chosen stands before whatever was weighed.
_CHOSEN = 10


@dataclass(frozen=True, slots=True)
class _Day:
    """A date that may be the first or the last day, with what speaks for it and the find that named it first."""

    value: str
    weight: float
    found: DateFound

    @property
    def rule_of_thumb(self) -> bool:
        """Whether the rule did not say which end it is."""
        return self.found.role == "B"


class _Days:
    """Dates for one end of a round."""

    def __init__(self) -> None:
        self._days: dict[str, _Day] = {}

    def __bool__(self) -> bool:
        return bool(self._days)

    def add(self, value: str, found: DateFound, weight: float) -> None:
        if value.startswith("[") and ".." in value:
            weight *= _A_WEEK
        if len(value.rstrip("?")) == len("2025-01"):
            weight *= _A_MONTH
        held = self._days.get(value)
        self._days[value] = _Day(value, weight, found) if held is None else replace(held, weight=held.weight + weight)

    def best(self) -> _Day | None:
        return max(self._days.values(), key=lambda day: day.weight, default=None)

    def ranked(self) -> list[_Day]:
        return sorted(self._days.values(), key=lambda day: -day.weight)


def first_and_last(annotated: Annotated, happenings: Events, found: Sequence[DateFound], stands: str) -> list[Candidate]:
    """Candidates for start and end of the round that a text is about, given how it stands."""
    mine = _of_this_round(happenings, found, stands)
    published = annotated.document.published
    if stands == "planned" and published is not None:
        mine = [entry for entry in mine if not entry.first[:1].isdigit() or entry.first >= published.isoformat()[: len(entry.first)]]
    starts, ends = _by_end(mine, concluded=stands == "concluded")
    start, end = starts.best(), ends.best()
    if end is not None and stands not in {"concluded", "ongoing"} and not end.found.is_range:
        end = None  # the end of what is to come is told only with its beginning
    if stands == "ongoing" and end is not None and _is_not_over(start, end):
        end = None
    if stands == "concluded" and end is None and not starts:
        end = _of_the_report(annotated, happenings)
    start, end = _in_order(start, end)
    days = next((count for at, _, count in times.lengths(annotated.document.text) if happenings.anchor(at)[1] is Anchor.THIS), None)
    start, end = _by_length(start, end, days, concluded=stands == "concluded")
    if stands != "cancelled":
        start, end = _by_weights(list(days_seen(annotated, happenings, found, stands)), stands, start, end)
    undated = annotated.document.published is None
    return [*_candidates("start", start, starts, undated=undated), *_candidates("end", end, ends, undated=undated)]


def _of_this_round(happenings: Events, found: Sequence[DateFound], stands: str) -> list[DateFound]:
    mine = [entry for entry in found if entry.event == _THIS and entry.kind is not TimeKind.YEAR]
    if stands == "ongoing":  # "under way since Monday" says more than what happened today
        mine = [replace(entry, weight=entry.weight * _SINCE_IF_ONGOING) if entry.rule == "since" else entry for entry in mine]
    if stands == "cancelled":
        mine += [entry for entry in found if entry.event == (EventKind.ROUND, Anchor.NEXT) and entry.role != "E"]
    if not mine and stands in {"planned", "cancelled"}:  # told of as what was to come
        return [entry for entry in found if entry.event == (EventKind.ROUND, Anchor.NEXT)]
    truces = [e for e in found if e.event == (EventKind.CEASEFIRE, Anchor.THIS) and e.role == "E" and happenings.depth(e.span.start) <= 2]
    return mine + [replace(entry, weight=entry.weight * _OF_A_TRUCE) for entry in truces]


def _by_end(found: Sequence[DateFound], *, concluded: bool) -> tuple[_Days, _Days]:
    """Which dates may be the first day, and which the last."""
    starts, ends = _Days(), _Days()
    for entry in found:
        if entry.role == "E":
            ends.add(entry.last, entry, entry.weight)
            if entry.is_range:
                starts.add(entry.first, entry, entry.weight * _OTHER_END)
        else:
            starts.add(entry.first, entry, entry.weight)
            if entry.role == "S" and entry.is_range:
                ends.add(entry.last, entry, entry.weight * _OTHER_END)
            if entry.role == "B" and concluded:
                ends.add(entry.last, entry, entry.weight * (1.0 if entry.is_range else _MAY_BE_LAST))
    return starts, ends


def _is_not_over(start: _Day | None, end: _Day) -> bool:
    """Whether the last day of a round that goes on is only one of its days; a range's end is told ahead."""
    return not end.found.is_range and (end.found.role != "E" or start is not None or not is_day(end.value))


def _of_the_report(annotated: Annotated, happenings: Events) -> _Day | None:
    """The one day that the first sentences name: a report opens with the end of the talks."""
    lead = of_the_lead(annotated, happenings)
    if lead is None or ("X" in lead[0] and annotated.document.published is not None):
        return None
    value, span = lead
    return _Day(value, 1.0, DateFound("E", value, value, 1.0, span, "lead", _THIS, TimeKind.DAY, 0))


def _in_order(start: _Day | None, end: _Day | None) -> tuple[_Day | None, _Day | None]:
    """Of a first day after the last, only the better one stays."""
    if start is None or end is None or "X" in start.value or "[" in start.value + end.value or start.value <= end.value:
        return start, end
    return (start, None) if start.weight >= end.weight else (None, end)


def _by_length(start: _Day | None, end: _Day | None, days: int | None, *, concluded: bool) -> tuple[_Day | None, _Day | None]:
    """Fill in the other end, of talks of so many days, of a single day, or of a day on which something was signed."""
    if end is not None and days and days > 1 and is_day(end.value):
        first = first_of_days(end.value.rstrip("?"), days)
        if first and (start is None or start.rule_of_thumb or start.value == end.value):
            start = replace(end, value=first)
    if concluded and start is not None and end is None and start.rule_of_thumb and is_day(start.value):
        end = replace(start, value=start.found.last)
    if concluded and end is not None and start is None and (days == 1 or "signed" in end.found.rule) and is_day(end.value):
        start = end
    return start, end


def _by_weights(seen: Sequence[DaySeen], stands: str, start: _Day | None, end: _Day | None) -> tuple[_Day | None, _Day | None]:
    """What rules tie to an end goes where it does not stand as one; where none is left, the date that stands best, if well enough."""
    firsts, lasts = _chances("start", seen), _chances("end", seen)
    if start is not None and firsts.get(start.value, 1.0) < _HARDLY:
        start = None
    if end is not None and (lasts.get(end.value, 1.0) < _HARDLY or lasts.get(end.value, 1.0) < max(lasts.values(), default=0.0) - _BY_FAR):
        end = None
    if start is None:
        first = _likeliest("start", seen, firsts)
        if first is not None and (end is None or "[" in first.value + end.value or first.value <= end.value):
            start = first
    if end is None and stands == "concluded":
        last = _likeliest("end", seen, lasts)
        if last is not None and (start is None or "[" in last.value + start.value or start.value <= last.value):
            end = last
    return start, end


def _chances(name: str, seen: Sequence[DaySeen]) -> dict[str, float]:
    """How likely each date is the first day, or the last; one that is told again and again is the likelier for it."""
    chances, against = model(f"{name}_day"), defaultdict[str, float](lambda: 1.0)
    for day in seen:
        value, features = (day.first, day.as_start) if name == "start" else (day.last, day.as_end)
        against[value] /= 1 + exp(chances.log_odds(features))
    return {value: 1 - chance for value, chance in against.items()}


def _likeliest(name: str, seen: Sequence[DaySeen], chances: Mapping[str, float]) -> _Day | None:
    """The likeliest date, if it is likely enough; a month without a year is none."""
    able = [value for value in chances if "X" not in value or is_day(value)]
    best = max(able, key=lambda value: chances[value], default=None)
    if best is None or chances[best] < 1 / (1 + exp(-model(f"{name}_day").least)):
        return None
    span = next(day.span for day in seen if best == (day.first if name == "start" else day.last))
    return _Day(best, chances[best], DateFound("B", best, best, 1.0, span, f"{LIKELY}{name}", _THIS, TimeKind.DAY, 0))


def _candidates(name: str, chosen: _Day | None, others: _Days, *, undated: bool) -> Iterator[Candidate]:
    """The chosen day, then those that a coder may prefer; a month without a year is none."""
    if chosen is None or (undated and "X" in chosen.value and chosen.found.kind is TimeKind.MONTH):
        return
    yield Candidate(name, chosen.value, (chosen.found.span,), chosen.found.rule, Tier.SUGGESTED, chosen.weight + _CHOSEN)
    for other in others.ranked()[:3]:
        if other.value != chosen.value:
            yield Candidate(name, other.value, (other.found.span,), other.found.rule, Tier.CODER, other.weight)
