"""Ceasefires one after another: declared at rounds or between them, kept, broken, extended, replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from negotiation_data.testing.cast import Cast, Side
from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_date, a_period, later
from negotiation_data.testing.results import add_result
from negotiation_data.testing.talks import Talks, TalksRound
from negotiation_data.testing.words import Record, a_label, a_text, notes

__all__ = ["Truce", "truce_record", "truces"]

_ZONES = ("UTC", "Asia/Kabul", "America/Bogota")
_ROLES = (
    *("mediator", "facilitator", "host", "guarantor", "observer", "witness"),
    *("monitor", "accompanier", "adviser", "convener", "participant"),
)


@dataclass(slots=True)
class Truce:
    """One ceasefire as planned: `until` is the last day on which it can be in force, before the next one begins."""

    id: str
    number: int
    declared: date
    until: date
    round: TalksRound | None
    status: str
    end_reason: str | None
    replaces: str | None
    replaced: bool
    document: str | None = None

    @property
    def ended(self) -> bool:
        return self.status == "ended"


def truces(choose: Choose, plan: Talks, count: int) -> list[Truce]:
    """So many ceasefires of a process, in the order of their declaration: as many as it has days for."""
    moments: list[tuple[date, TalksRound | None]] = [(one.end, one) for one in plan.held]
    moments += [(day, None) for day in plan.quiet]
    chosen = sorted(choose.several(moments, count, count), key=lambda moment: moment[0])
    found: list[Truce] = []
    for number, (day, one) in enumerate(chosen, 1):
        if one is None:
            plan.quiet.remove(day)
        last = number == len(chosen)
        status, reason = choose.one(("ended", "declared", "in_force", "suspended", "unknown", "ended", "ended")), None
        if one is None and choose.chance(6):
            status = "proposed"
        if status == "ended":
            reason = choose.one(("collapsed", "expired", "withdrawn", "unclear", "superseded", "expired"))
        replaces = found[-1].id if found and found[-1].replaced else None
        replaced = reason == "superseded" and not last
        until = plan.last if last else chosen[number][0]
        found.append(Truce(f"process-{plan.number}-truce-{number}", number, day, max(until, day), one, status, reason, replaces, replaced))
    return found


def truce_record(choose: Choose, cast: Cast, plan: Talks, truce: Truce, incidents: list[tuple[str, date]]) -> Record:
    """The record of a ceasefire; the round that it came of gets its outcome."""
    effective, ended = _days(choose, truce)
    record: Record = {
        "id": truce.id,
        "process": plan.id,
        "label": a_label(choose, f"Truce {truce.number}"),
        "declared": a_date(choose, truce.declared),
        "observed_until": f"{later(plan.observed, choose.number(0, 3))}",
        "status": truce.status,
        "summary": a_text(choose),
    }
    if truce.round:
        record["round"] = truce.round.id
    if truce.replaces:
        record["replaces"] = truce.replaces
    if truce.document:
        record["document"] = truce.document
    _dates(choose, truce, record, effective, ended)
    _form(choose, plan, truce, record)
    sides = plan.third_parties if not choose.chance(4) else []
    _third_parties(choose, sides, record)
    chosen = choose.most(("place", "events"))
    if "place" in chosen:
        record["place"] = choose.one(cast.places).id
    events = _endings(choose, truce, ended)
    if "events" in chosen or truce.status == "suspended":
        events = [*_events(choose, plan, truce, effective or truce.declared, ended or plan.last, incidents), *events]
    if events:
        record["events"] = [{"event": f"event-{number}"} | event for number, event in enumerate(events, 1)]
    if truce.round and truce.status != "proposed":
        kind = choose.one(("ceasefire", "ceasefire", "undertaking", "joint_statement"))
        links = {"ceasefire": truce.id} | ({"document": truce.document} if truce.document and choose.chance() else {})
        add_result(choose, plan, truce.round, kind, **links)
        truce.round.shown = True
    notes(choose, record)
    return record


def _days(choose: Choose, truce: Truce) -> tuple[date | None, date | None]:
    """The first day on which it was to hold, and the day on which it ended."""
    room = (truce.until - truce.declared).days
    begins = later(truce.declared, choose.number(0, min(2, room)))
    effective = None if truce.status == "proposed" or choose.chance(8) else begins
    ended = later(begins, choose.number(min(2, (truce.until - begins).days), (truce.until - begins).days)) if truce.ended else None
    return effective, ended


def _dates(choose: Choose, truce: Truce, record: Record, effective: date | None, ended: date | None) -> None:
    chosen = choose.most(("planned_end", "fixed_term_days", "effective_clock", "planned_end_clock", "ended_clock"))
    if truce.end_reason == "expired" and not {"planned_end", "fixed_term_days"} & set(chosen):
        chosen.append("planned_end")
    term = choose.number(1, 30)
    if effective:
        record["effective"] = a_date(choose, effective)
    elif truce.status in ("in_force", "suspended"):
        record["missing"] = [{"fields": ["/effective"], "reason": "not_reported"}]
    if "planned_end" in chosen:
        record["planned_end"] = a_date(choose, later(effective or truce.declared, term))
    if "fixed_term_days" in chosen:
        record["fixed_term_days"] = term - choose.one((0, 0.5))
    if ended:
        record["ended"] = a_date(choose, ended)
        record["end_reason"] = truce.end_reason
    for name in ("effective", "planned_end", "ended"):
        if name in record and f"{name}_clock" in chosen:
            record[f"{name}_clock"] = {"time": choose.one(("18:00", "00:30", "23:59")), "zone": choose.one(_ZONES)}


def _form(choose: Choose, plan: Talks, truce: Truce, record: Record) -> None:
    """Who declared it, and what sort of ceasefire it is."""
    declaration = choose.one(("joint", "parallel", "unilateral"))
    record["declaration"] = declaration
    parties: list[Record] = []
    for position, side in enumerate(plan.parties):
        declared = position == 0 if declaration == "unilateral" else position < 2 or choose.chance()
        row: Record = {"actor": side.id, "declared": declared}
        parties.append(row | ({"requested": choose.one((False, True))} if choose.chance(4) else {}))
    record["parties"] = parties
    chosen = choose.some(("side", "class", "purposes", "written", "monitoring", "enforcement", "scope"))
    if "side" in chosen:
        several = "multilateral" if len(parties) > 2 and choose.chance() else "bilateral"
        record["side"] = "unilateral" if declaration == "unilateral" else several
    if "class" in chosen:
        record["class"] = choose.one(("cessation_of_hostilities", "preliminary", "definitive"))
    if "purposes" in chosen:
        purposes = ("peace_process", "humanitarian", "holiday", "election", "other", "unclear")
        record["purposes"] = choose.several(purposes, 1, 3)
    if "written" in chosen:
        record["written"] = choose.one(("written", "unclear") if truce.document else ("verbal", "written", "unclear"))
    if "monitoring" in chosen:
        watched = ("agreed_in_principle", "established") if record.get("class") != "cessation_of_hostilities" else ()
        unwatched = ("none",) if record.get("class") != "preliminary" else ()
        record["monitoring"] = choose.one(("unclear", *unwatched, *watched))
    if "enforcement" in chosen:
        record["enforcement"] = choose.one(("none", "external_state", "organisation", "unclear"))
    if "scope" in chosen or truce.status == "in_force":  # beside others only a part is in force
        record["scope"] = choose.one(("area", "means") if truce.status == "in_force" and truce.until < plan.last else _SCOPES)


_SCOPES = ("full", "area", "means", "unclear")


def _third_parties(choose: Choose, sides: list[Side], record: Record) -> None:
    record["mediation"] = "third_party"
    if not sides:
        record["mediation"] = choose.one(("none", "unknown"))
        record["mediation_reason"] = a_text(choose)
        return
    roles = [role for role in _ROLES if role != "monitor" or record.get("monitoring") != "none"]
    found = []
    for side in choose.several(sides, 1, 2):
        for role in choose.several(roles, 1, 2):
            row: Record = {"actor": side.id, "role": role}
            for name in choose.some(("requested", "announced")):
                row[name] = choose.one((False, True))
            if choose.chance(5):
                row["engagement"] = choose.one(("offered", "requested", "declined", "refused"))
            found.append(row)
    record["mediators"] = found


# ---------------------------------------------------------------------------- events


def _endings(choose: Choose, truce: Truce, ended: date | None) -> list[Record]:
    """The event with which it ended, in the way that it is said to have."""
    if ended is None:
        return []
    kinds = [truce.end_reason] if truce.end_reason in ("expired", "collapsed", "superseded") else []
    wanted = truce.end_reason == "superseded" and not truce.replaced
    found: list[Record] = [{"kind": kind, "date": a_period(choose, ended, ended)} for kind in kinds if wanted or not choose.chance(3)]
    if choose.chance(4):
        found.append({"kind": "declared_failed", "date": a_period(choose, ended, ended), "summary": a_text(choose)})
    return found


_EVENTS = ("violation_alleged", "extended", "reaffirmed", "modified", "suspended", "resumed")


def _events(choose: Choose, plan: Talks, truce: Truce, first: date, last: date, incidents: list[tuple[str, date]]) -> list[Record]:
    """What happened while it lasted, day after day."""
    found: list[Record] = []
    day = first
    until = max(later(first, 31), plan.last)  # later than any planned end
    wanted = choose.several(_EVENTS, 1, 5)
    if truce.status == "suspended" and "suspended" not in wanted:
        wanted.append("suspended")
    if "resumed" in wanted:
        wanted = [kind for kind in wanted if kind not in ("suspended", "resumed")] + ["suspended", "resumed"]
    for kind in wanted:
        day = later(day, choose.number(0, (last - day).days))
        event: Record = {"kind": kind, "date": a_period(choose, day, day)}
        if kind == "violation_alleged":
            event |= _allegation(choose, plan, day, incidents)
        elif choose.chance():
            event["by"] = choose.one(plan.parties).id
        if kind == "extended" and not choose.chance(3):
            until = later(until, choose.number(1, 30))
            event["until"] = a_date(choose, until)
        found.append(event | _links(choose, plan, truce, day))
    return found


def _allegation(choose: Choose, plan: Talks, day: date, incidents: list[tuple[str, date]]) -> Record:
    """Who accuses whom; and the incident, if there was one in the week before."""
    accuser, accused = choose.several(plan.parties, 2, 2)
    near = [name for name, then in incidents if 0 <= (day - then).days <= 7]
    return {"by": choose.one(accuser.family), "against": choose.one(accused.family)} | ({"incident": near[0]} if near else {})


def _links(choose: Choose, plan: Talks, truce: Truce, day: date) -> Record:
    """Who asked for it, the round at which it happened, the text that records it."""
    event: Record = {}
    at = next((one for one in plan.held if one.start <= day <= one.end), None)
    if at is not None and choose.chance():
        event["round"] = at.id
    for name in choose.some(("requested_by", "document", "summary")):
        if name == "requested_by":
            event[name] = choose.one(plan.third_parties).id
        elif name == "summary":
            event[name] = a_text(choose)
        elif truce.document:
            event[name] = truce.document
    return event
