"""The first and last day of a round: chosen from the dates tied to it, and from how long it is said to have lasted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from negotiation_data.article import times
from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventKind, Tier
from negotiation_data.article.days import DateFound, first_of_days, is_day, of_the_lead
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.likely_days import days_seen
from negotiation_data.article.mention import Annotated
from negotiation_data.article.times import TimeKind
from negotiation_data.article.weights import Features, model

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
    days = next((count for at, _, count in times.lengths(annotated.shape) if happenings.anchor(at)[1] is Anchor.THIS), None)
    start, end = _by_length(start, end, days, concluded=stands == "concluded")
    if stands in {"concluded", "ongoing", "planned"} and (start is None or (end is None and stands == "concluded")):
        start, end = _by_weights(annotated, happenings, found, stands, start, end)
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


def _by_weights(
    annotated: Annotated, happenings: Events, found: Sequence[DateFound], stands: str, start: _Day | None, end: _Day | None
) -> tuple[_Day | None, _Day | None]:
    """Where rules tie no date to an end, the date that stands best as one, if it stands well enough."""
    seen = list(days_seen(annotated, happenings, found, stands))
    if start is None:
        first = _likeliest("start", [(day.first, day.span, day.as_start) for day in seen])
        if first is not None and (end is None or "[" in first.value + end.value or first.value <= end.value):
            start = first
    if end is None and stands == "concluded":
        last = _likeliest("end", [(day.last, day.span, day.as_end) for day in seen])
        if last is not None and (start is None or "[" in last.value + start.value or start.value <= last.value):
            end = last
    return start, end


def _likeliest(name: str, seen: Sequence[tuple[str, Span, Features]]) -> _Day | None:
    """A date told again and again is the likelier for it."""
    chances, against, spans = model(f"{name}_day"), defaultdict[str, float](lambda: 1.0), dict[str, Span]()
    for value, span, features in seen:
        if "X" in value and not is_day(value):
            continue  # a month without a year is none
        against[value] /= 1 + exp(chances.log_odds(features))
        spans.setdefault(value, span)
    best = min(against, key=lambda value: against[value], default=None)
    if best is None or 1 - against[best] < 1 / (1 + exp(-chances.least)):
        return None
    return _Day(best, 1 - against[best], DateFound("B", best, best, 1.0, spans[best], f"{LIKELY}{name}", _THIS, TimeKind.DAY, 0))


def _candidates(name: str, chosen: _Day | None, others: _Days, *, undated: bool) -> Iterator[Candidate]:
    """The chosen day, then those that a coder may prefer; a month without a year is none."""
    if chosen is None or (undated and "X" in chosen.value and chosen.found.kind is TimeKind.MONTH):
        return
    yield Candidate(name, chosen.value, (chosen.found.span,), chosen.found.rule, Tier.SUGGESTED, chosen.weight + _CHOSEN)
    for other in others.ranked()[:3]:
        if other.value != chosen.value:
            yield Candidate(name, other.value, (other.found.span,), other.found.rule, Tier.CODER, other.weight)
