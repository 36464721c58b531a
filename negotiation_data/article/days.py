"""When something was held: dates that rules tie to a beginning, an end or a day of talks, each with its event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.resolve import Resolved, resolve
from negotiation_data.article.shape import END
from negotiation_data.article.times import TimeKind, TimeMention

__all__ = ["DateFound", "dates", "first_of_days", "is_day", "of_the_lead", "resolved_dates", "year_of"]

#: A rule's weight, which end of the event it gives (see `DateFound.role`), and its id.
_Role: TypeAlias = tuple[float, str, str]

_VIOLENCE = re.compile(
    r"\b(?:invasion|war|fighting|conflict|offensive|attacks?|clashes|uprising|insurgency|rebellion|coup|bombing|strikes?|hostilities|crisis)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_BROKE_OUT = re.compile(r"\b(?:started|began|begun|broke out|erupted|since|launched)\b", re.IGNORECASE)
_OF_TALKS = re.compile(r"\b(?:talks|negotiations|round|meeting|agreed|signed)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince $|\bfrom $", re.IGNORECASE)
_AT_WAR = re.compile(r"\b(?:at war|war|fighting|killed|dead|died|fled|displaced|conflict)\b")
#: A day of one sitting or one day of several is neither the first nor the last for that.
_SITTING = re.compile(r"\b(?:second|third|fourth|fifth|[2-9](?:nd|rd|th)) (?:session|sitting|day)s?\b(?! talks)")
_AHEAD = re.compile(r"\b(?:to|will|would|due|set|by|next)\b")
_DONE = ("ended", "concluded", "opened", "began", "met ", "held ", "signed", "agreed", "said")
#: A date at the top is more often of this event.
_AT_THE_TOP = 1.4
#: Without a word for talks beside it, a date further down than this is of something else; one that talks go on since may stand deeper.
_LAST_SENTENCE, _LAST_SENTENCE_SINCE = 3, 6
#: Where a dateline would be, if the document has none.
_TOP = 40
#: A headline may stand above it; then what follows the day tells that the story begins.
_TOP_WITH_HEADLINE = 320
_STORY = re.compile(r"[^\n.]{0,30}(?:[–—―]|\) ?[–—-]| - )")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date of an event: its EDTF, which end of the event it is, and what says so."""

    role: str  # S first day, E last, B both as far as it goes
    first: str
    last: str
    weight: float
    span: Span
    rule: str
    event: tuple[EventKind, Anchor]
    kind: TimeKind
    sentence: int

    @property
    def is_range(self) -> bool:
        return self.first != self.last


#: So many days before publication nothing of this round happened, if anything of it happened later.
_LONG_PAST = 75
_DID_NOT = re.compile(r"\b(?:should have|(?:was|were) going to|(?:was|were) to have|once planned|had been (?:planned|set|due|scheduled))\b")
_DID_NOT_BEFORE = 70
#: "From 15 to 17 October", told as one date.
_FROM_TO = 4.0


def dates(annotated: Annotated, happenings: Events) -> list[DateFound]:
    """Dates that rules tie to a beginning, an end or a day of talks."""
    return _without_long_past(list(_Dates(annotated, happenings).found()), annotated.document.published)


def resolved_dates(annotated: Annotated, happenings: Events) -> Iterator[tuple[Named, Resolved]]:
    """Every date of a text that is not masked and more than a year, with the days that it comes to."""
    search = _Dates(annotated, happenings)
    for mention in annotated.mentions:
        if (
            mention.time is not None
            and mention.time.kind is not TimeKind.YEAR
            and not annotated.document.masked(mention.start, mention.end)
        ):
            resolved = search.resolved(mention, mention.time, happenings.anchor(mention.start))
            if resolved is not None:
                yield mention, resolved


def _without_long_past(found: list[DateFound], published: date | None) -> list[DateFound]:
    """The dates, those of this round that are months before the rest of them moved to an earlier one."""
    if published is None:
        return found
    limit = date.fromordinal(max(1, published.toordinal() - _LONG_PAST)).isoformat()
    this = (EventKind.ROUND, Anchor.THIS)

    def past(entry: DateFound) -> bool:
        return entry.event == this and entry.last[:1].isdigit() and entry.last[: len(limit)] < limit[: len(entry.last)]

    if all(past(entry) for entry in found if entry.event == this):
        return found
    return [replace(entry, event=(EventKind.ROUND, Anchor.EARLIER)) if past(entry) else entry for entry in found]


def of_the_lead(annotated: Annotated, happenings: Events) -> tuple[str, Span] | None:
    """The day that the first two sentences of the story name, if just one."""
    published = annotated.document.published
    dateline = _day_of_dateline(annotated) if published is None else None
    search = _Dates(annotated, happenings)
    found: dict[str, Span] = {}
    for mention in annotated.mentions:
        if mention.time is None or happenings.depth(mention.start) > 2 or happenings.anchor(mention.start)[1] is not Anchor.THIS:
            continue
        if _AHEAD.search(annotated.shape[max(0, mention.start - 25) : mention.start]):
            continue
        resolved = resolve(search.with_its_year(mention.time), published)
        if resolved is None and dateline is not None and mention.time.kind is TimeKind.WEEKDAY:
            resolved = Resolved(dateline, dateline)
        if resolved is not None and resolved.first == resolved.last and len(resolved.first) == len("2025-01-01"):
            found.setdefault(resolved.first, mention.span)
    return next(iter(found.items())) if len(found) == 1 else None


def year_of(annotated: Annotated) -> int | None:
    """The one year that the text names with a day or month, for days that have none."""
    years = {m.time.first.year for m in annotated.mentions if m.time and m.time.first.year and m.time.first.month}
    return max(years) if years and max(years) - min(years) <= 1 else None


def is_day(edtf: str) -> bool:
    """Whether a date is one day, of a known year or not: ``2025-01-01``, ``XXXX-01-01?``."""
    return len(edtf.rstrip("?")) == len("2025-01-01")


def first_of_days(last: str, days: int) -> str | None:
    """The first day of so many that end on a day; of a day without a year, if both are in one month."""
    if last.startswith("XXXX-") and len(last) == len("XXXX-12-05"):
        day = int(last[-2:]) - days + 1
        return f"{last[:-2]}{day:02}" if day > 0 else None
    try:
        return (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat()
    except (ValueError, OverflowError):
        return None


def _day_of_dateline(annotated: Annotated) -> str | None:
    """A day without a year in the dateline: what "this Monday" means in the first sentences."""
    lead = annotated.document.dateline or Span(0, _TOP)
    for mention in annotated.within(0, max(lead.end, _TOP_WITH_HEADLINE), "time"):
        if mention.time is None or mention.time.kind is not TimeKind.DAY:
            continue
        before_story = mention.start < lead.end or _STORY.match(annotated.shape, mention.end)
        if before_story:
            found = resolve(mention.time, None)
            return found.first if found else None
    return None


class _Dates:
    """The search for dates in one text."""

    def __init__(self, annotated: Annotated, happenings: Events) -> None:
        self.annotated = annotated
        self.happenings = happenings
        self.published = annotated.document.published
        self.year = year_of(annotated)
        #: Years of days that the text gives with their year elsewhere.
        told = (mention.time.first for mention in annotated.mentions if mention.time is not None)
        self.years: dict[tuple[int | None, int | None], int | None] = {
            (part.month, part.day): part.year for part in told if part.year and part.day
        }
        self.dateline = _day_of_dateline(annotated) if self.published is None else None

    def found(self) -> Iterator[DateFound]:
        """Each date that a rule catches, by its best rule."""
        roles_at = self._roles_at()
        for mention in self.annotated.mentions:
            roles = roles_at.get(mention.start)
            if roles is None or mention.time is None or self._of_something_else(mention, roles):
                continue
            event = self.happenings.anchor(mention.start)
            resolved = self.resolved(mention, mention.time, event)
            if resolved is None or _of_violence(self.annotated.shape, mention):
                continue
            if self._is_to_come(resolved.first) and event[1] is not Anchor.NEXT and not self.happenings.planned:
                event = (event[0], Anchor.NEXT)
            if event[1] is Anchor.THIS and self._came_to_nothing(mention):
                event = (event[0], Anchor.EARLIER)
            number = self.happenings.sentence(mention.start)
            weight, role, rule = max(roles)
            if rule == "since" and resolved.first != resolved.last:
                weight = _FROM_TO
            weight *= _AT_THE_TOP if self.happenings.depth(mention.start) <= 2 else 1.0
            yield DateFound(role, resolved.first, resolved.last, weight, mention.span, rule, event, mention.time.kind, number)

    def _came_to_nothing(self, mention: Named) -> bool:
        """Whether it is a day on which something should have been."""
        before = self.annotated.small[max(0, mention.start - _DID_NOT_BEFORE) : mention.start]
        return not self.happenings.planned and _DID_NOT.search(before[before.rfind(END) + 1 :]) is not None

    def _roles_at(self) -> dict[int, list[_Role]]:
        """The best rule for each role of each date, by where the date stands."""
        best: dict[tuple[int, str], tuple[float, str]] = {}
        for rule, match in self.annotated.found(book().patterns["dates"]):
            for name in (name for name, group in match.groupdict().items() if group is not None):
                key = (match.start(name), name[0])
                if rule.weight > best.get(key, (0.0, ""))[0]:
                    best[key] = rule.weight, rule.id
        roles: dict[int, list[_Role]] = {}
        for (at, role), (weight, label) in best.items():
            roles.setdefault(at, []).append((weight, role, label))
        return roles

    def _of_something_else(self, mention: Named, roles: list[_Role]) -> bool:
        """Whether it is the day of the report, or of what happened without talks, or not of the article."""
        document = self.annotated.document
        if document.masked(mention.start, mention.end):
            return True
        lead = document.dateline
        if lead is not None and self.published is not None and lead.start <= mention.start < lead.end:
            return True
        before = self.annotated.small[max(0, mention.start - 90) : mention.start]
        if _SITTING.search(before[max(before.rfind(END), before.rfind("\n")) + 1 :]):
            return True
        deepest = _LAST_SENTENCE_SINCE if any(rule == "since" for _, _, rule in roles) else _LAST_SENTENCE
        return self.happenings.depth(mention.start) > deepest and self.happenings.nearest(mention.start) is None

    def resolved(self, mention: Named, time: TimeMention, event: tuple[EventKind, Anchor]) -> Resolved | None:
        """The days that a date comes to, given the event that it is told beside."""
        time = self.with_its_year(time)
        year = self.years.get((time.first.month, time.first.day), self.year)
        resolved = resolve(time, self.published, future=self._of_the_future(mention, event[1]), year=year)
        if resolved is not None and year is not None and year != self.year:
            resolved = replace(resolved, first=resolved.first.rstrip("?"), last=resolved.last.rstrip("?"), sure=True)
        if resolved is not None or self.dateline is None or self.happenings.depth(mention.start) > _LAST_SENTENCE:
            return resolved
        return Resolved(self.dateline, self.dateline) if time.kind is TimeKind.WEEKDAY or time.offset == 0 else None

    def with_its_year(self, time: TimeMention) -> TimeMention:
        """A day of the year that the text gives it elsewhere: "on September 3, 33 years after the talks of September 3, 1992"."""
        year = self.years.get((time.first.month, time.first.day))
        if self.published is None or year is None or time.kind is not TimeKind.DAY or time.first.year is not None:
            return time
        day = replace(time.first, year=year)
        return replace(time, first=day, last=day)

    def _of_the_future(self, mention: Named, anchor: Anchor) -> bool:
        """Whether its sentence looks ahead."""
        happenings = self.happenings
        if anchor is Anchor.NEXT or (happenings.planned and anchor is Anchor.THIS):
            return True
        if anchor is Anchor.EARLIER or _past(self.annotated.shape, mention):
            return False
        span = happenings.sentences[happenings.sentence(mention.start)]
        return any(span.start <= start < span.end for start, _ in happenings.cues["next"])

    def _is_to_come(self, first: str) -> bool:
        """Whether a day is after that of publication."""
        day = first[: len("2025-01-01")]
        return self.published is not None and first[:1].isdigit() and len(day) == len("2025-01-01") and day > self.published.isoformat()


def _of_violence(shape: str, mention: Named) -> bool:
    """Whether it is the day on which violence began: "since the invasion started on 24 February"."""
    after = shape[mention.end : mention.end + 90].split(END)[0]
    if _SINCE.search(shape[max(0, mention.start - 6) : mention.start]) and _AT_WAR.search(after):
        return True
    before = shape[max(0, mention.start - 60) : mention.start]
    before = before[max(before.rfind(END), before.rfind("\n")) + 1 :]
    found = _VIOLENCE.search(before)
    return found is not None and _BROKE_OUT.search(before) is not None and not _OF_TALKS.search(found.group())


def _past(shape: str, mention: Named) -> bool:
    before = shape[max(0, mention.start - 60) : mention.start]
    return any(word in before for word in _DONE)
