"""Talks as plans: a process, its rounds one after another with gaps between, and the days on which other things happen.

Records are written by the modules after this one; all of them keep to the days, sides and results that are planned here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from negotiation_data.testing.cast import Cast, Side, links
from negotiation_data.testing.choice import Choose, Range
from negotiation_data.testing.dated import a_date, later
from negotiation_data.testing.words import Record, a_label, a_text, notes, word

__all__ = ["HELD", "Sizes", "Talks", "TalksRound", "process_record", "talks"]

#: Statuses of rounds that took place, or are taking place.
HELD = ("concluded", "suspended", "ongoing")
_NOT_HELD = ("cancelled", "refused", "not_held")

#: Outcomes that a round of each status can have; None: nothing is said of it.
_OUTCOMES: dict[str, tuple[str | None, ...]] = {
    "concluded": ("unknown", "agreement", "partial_agreement", "undertaking", "no_agreement", "collapsed", None),
    "ongoing": ("ongoing", None, "partial_agreement"),
    "suspended": ("unknown", "collapsed", "undertaking", "ongoing", "no_agreement", None),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records of each kind a process has at least and at most."""

    rounds: Range
    ceasefires: Range
    incidents: Range
    documents: Range


@dataclass(slots=True)
class TalksRound:
    """One round as planned: when, of what sort, between whom; and what came of it, as it turns out."""

    id: str
    number: int
    kind: str
    status: str
    start: date
    end: date
    parties: list[Side]
    third_parties: list[Side]
    outcome: str | None
    results: list[Record] = field(default_factory=list)
    shown: bool = False

    @property
    def held(self) -> bool:
        return self.status in HELD

    @property
    def failed(self) -> bool:
        return self.outcome in ("no_agreement", "collapsed")


@dataclass(slots=True)
class Talks:
    """A process as planned. `quiet` are days between rounds, of which each is for one thing only."""

    id: str
    number: int
    parties: list[Side]
    third_parties: list[Side]
    rounds: list[TalksRound]
    first: date
    last: date
    observed: date
    quiet: list[date]

    def a_quiet_day(self, choose: Choose) -> date | None:
        """A day between rounds on which nothing else happens; None once all are taken."""
        return self.quiet.pop(choose.number(0, len(self.quiet) - 1)) if self.quiet else None

    @property
    def held(self) -> list[TalksRound]:
        return [one for one in self.rounds if one.held]


#: Days between two things that happen on quiet days.
_STEP = 4


def talks(choose: Choose, cast: Cast, number: int, sizes: Sizes) -> Talks:
    """A process with its rounds."""
    first = later(date(2001, 1, 1), choose.number(0, 7000))
    parties = choose.several(cast.parties, 2, 3)
    third_parties = choose.several(cast.third_parties, 1, 3)
    rounds: list[TalksRound] = []
    quiet: list[date] = []
    day = first
    count = choose.number(*sizes.rounds)
    room = _STEP * (1 + (sizes.ceasefires[1] + sizes.incidents[1] + sizes.documents[1]) // max(count, 1))
    for position in range(1, count + 1):
        start = later(day, choose.number(_STEP, room) if rounds else choose.number(0, 1))
        quiet += [later(day, step) for step in range(_STEP // 2, (start - day).days, _STEP)]
        one = _round(choose, f"process-{number}-round-{position}", position, start, parties, third_parties, last=position == count)
        rounds.append(one)
        day = one.end
    end = later(day, choose.number(_STEP, 2 * room))
    quiet += [later(day, step) for step in range(_STEP // 2, (end - day).days, _STEP)]
    if choose.chance(3):  # something led to the talks
        quiet.append(later(first, -choose.number(20, 100)))
    observed = later(end, choose.number(0, 40))
    if rounds and rounds[-1].status == "planned":
        rounds[-1].start = rounds[-1].end = later(observed, choose.number(1, 40))
    cast.first, cast.last = min(cast.first, first), max(cast.last, observed)
    return Talks(f"process-{number}", number, parties, third_parties, rounds, first, end, observed, sorted(quiet))


def _round(
    choose: Choose, name: str, number: int, start: date, parties: list[Side], third_parties: list[Side], *, last: bool
) -> TalksRound:
    kind = choose.one(("formal_round", "informal_talks", "sideline_meeting", "multilateral_meeting", "mediation_contact", "mission"))
    status = choose.one(("concluded",) * 6 + ("suspended", *_NOT_HELD) + (("ongoing", "planned") * 3 if last else ()))
    end = later(start, choose.number(0, 4)) if status in HELD else start
    several = kind in ("formal_round", "informal_talks") or not choose.chance(3)
    here = list(parties) if several else choose.several(parties, 1, 1)
    third = choose.several(third_parties, 1, 3) if not choose.chance(5) else []
    outcome = choose.one(_OUTCOMES.get(status, (None, "postponed")))
    return TalksRound(name, number, kind, status, start, end, here, third, outcome)


def process_record(choose: Choose, cast: Cast, plan: Talks) -> Record:
    """The record of the process."""
    chosen = choose.some(("end", "joined", "left", "links"))
    record: Record = {
        "id": plan.id,
        "name": a_label(choose, f"{word(plan.number)} talks"),
        "conflict": a_text(choose),
        "start": a_date(choose, plan.first),
        "observed_until": f"{plan.observed}",
        "scope": a_text(choose),
        "parties": [{"actor": side.id} for side in plan.parties],
    }
    if "end" in chosen and not any(one.status in ("planned", "ongoing") for one in plan.rounds):
        record["end"] = a_date(choose, plan.last)
    if "joined" in chosen:
        record["parties"][-1]["joined"] = a_date(choose, plan.first)
    if "left" in chosen:
        record["parties"][-1]["left"] = a_date(choose, plan.last)
    if "links" in chosen:
        links(choose, cast, record)
    notes(choose, record)
    return record
