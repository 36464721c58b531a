"""Rounds as records: who came and in what part, what was said, when and where they sat."""

from __future__ import annotations

from datetime import date
from typing import Any

from negotiation_data.testing.cast import Cast, Person, Side
from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_date, a_period, later
from negotiation_data.testing.results import finish_results
from negotiation_data.testing.talks import Talks, TalksRound
from negotiation_data.testing.words import Record, a_label, a_text, notes

__all__ = ["round_record"]

_CHANNELS = ("direct", "proximity", "shuttle", "remote", "mixed")
_ROLES = (
    *("host", "facilitator", "mediator", "guarantor", "observer", "witness"),
    *("monitor", "accompanier", "adviser", "convener", "participant"),
)
#: What a third party can have done only where the sides met.
_AT_THE_MEETING = ("mediator", "facilitator", "host", "observer", "witness")
_ENGAGEMENTS = ("offered", "requested", "declined", "refused")
_ISSUES = (
    *("ceasefire", "monitoring_and_verification", "cross_border_attacks", "armed_groups", "security_guarantees", "disarmament"),
    *("withdrawal", "border", "territory", "detainees", "humanitarian_access", "refugees", "trade_and_crossings", "political_order"),
    *("recognition", "justice", "natural_resources", "sanctions", "nuclear", "implementation", "procedure", "other"),
)
_ACTS = ("propose", "demand", "offer", "accept", "refuse", "reject", "warn", "accuse", "deny", "assert", "present_evidence")
_RESPONSES = ("unknown", "accepted", "partly_accepted", "rejected", "deferred", "answered")
_MEMBERS = ("head", "co_head", "member", "mediator", "host", "observer")
_OUTCOMES = ("agreement", "partial_agreement", "undertaking", "no_agreement", "postponed", "collapsed", "ongoing", "unknown")


def round_record(choose: Choose, cast: Cast, plan: Talks, one: TalksRound, sources: list[str]) -> Record:
    """The record of one round."""
    record: Record = {
        "id": one.id,
        "process": plan.id,
        "label": a_label(choose, f"Talks {one.number}"),
        "kind": one.kind,
        "status": one.status,
        "start": a_date(choose, one.start),
        "mediation": "third_party",
        "summary": a_text(choose),
        "parties": _parties(choose, one),
    }
    chosen = choose.most(("channel", "track", "level", "venue", "sessions", "numbers", "delegations", "issues", "positions", "next_round"))
    for name, labels in (("channel", _CHANNELS), ("track", ("track_1", "track_1_5", "track_2")), ("level", _LEVELS)):
        if name in chosen:
            record[name] = choose.one(labels)
    if one.status == "concluded" or (one.status == "suspended" and choose.chance()):
        record["end"] = a_date(choose, one.end)
    if "venue" in chosen:
        record["venue"] = _venue(choose, cast)
    _third_parties(choose, one, record)
    attending = [row["actor"] for row in record["parties"] if row["attendance"] not in ("absent", "declined")]
    if "delegations" in chosen:
        _delegations(choose, one, record, attending)
    if "issues" in chosen:
        record["issues"] = _issues(choose)
    if "positions" in chosen and one.held:
        record["positions"] = _positions(choose, one)
    if "sessions" in chosen and one.held:
        record["sessions"] = _sessions(choose, one)
    if "numbers" in chosen:
        record["numbers"] = _numbers(choose, one, record.get("sessions", []), sources)
    _connect(choose, cast, plan, one, record, announced="next_round" in chosen)
    finish_results(choose, plan, one, record)
    notes(choose, record)
    return record


_LEVELS = ("ministers", "heads", "senior_officials", "technical")


def _parties(choose: Choose, one: TalksRound) -> list[Record]:
    found = []
    for position, side in enumerate(one.parties):
        away = ("declined", "absent", "unknown", "announced")
        attendance = "attended" if one.held and (position == 0 or not choose.chance(4)) else choose.one(away)
        row: Record = {"actor": side.id, "attendance": attendance}
        if choose.chance(3):
            row["requested_talks"] = choose.one((False, True))
        found.append(row)
    return found


def _venue(choose: Choose, cast: Cast) -> Record:
    venue: Record = {}
    place = choose.one(cast.places)
    chosen = choose.most(("place", "country", "site")) or ["country"]
    if "place" in chosen:
        venue["place"] = place.id
    if "country" in chosen:
        venue["country"] = place.country or "CHE"
    if "site" in chosen:
        venue["site"] = a_label(choose, "Ice hall")
    return venue


def _third_parties(choose: Choose, one: TalksRound, record: Record) -> None:
    if not one.third_parties:
        record["mediation"] = choose.one(("none", "unknown"))
        record["mediation_reason"] = a_text(choose)
        return
    in_vain = not one.held and one.kind not in ("mission", "mediation_contact")
    found = []
    for side in one.third_parties:
        for role in choose.several(_ROLES, 1, 3):
            abroad = role == "host" and side.country not in (None, record.get("venue", {}).get("country", side.country))
            row = {"actor": side.id, "role": role}
            if abroad or (in_vain and role in _AT_THE_MEETING) or choose.chance(5):
                row["engagement"] = choose.one(_ENGAGEMENTS)
            found.append(row)
    record["mediators"] = found


# ---------------------------------------------------------------------------- delegations


def _delegations(choose: Choose, one: TalksRound, record: Record, attending: list[str]) -> None:
    """Teams of some sides and their members; a member who is said to have attended sits for a side that did."""
    people: list[Record] = []
    teams = []
    for side in [*one.parties, *one.third_parties]:
        third = side in one.third_parties
        team = _team(choose, side, third=third, there=one.held and (third or side.id in attending))
        people += team
        if choose.chance(4):  # members without a word on the whole
            continue
        teams.append(_delegation(choose, side, team))
    if people:
        record["participants"] = people
    if teams:
        record["delegations"] = teams


def _team(choose: Choose, side: Side, *, third: bool, there: bool) -> list[Record]:
    people: list[Person | None] = [*choose.several(side.people, 0, 3), *([None] * choose.number(0, 2))]
    roles = _team_roles(choose, len(people), third=third)
    team = []
    for number, (person, role) in enumerate(zip(people, roles, strict=True), 1):
        row: Record = {"participant": f"{side.id}-{number}", "actor": side.id, "role": role}
        if person:
            row["person"] = person.id
        else:
            row["described_as"] = a_label(choose, "officer of the border guard")
        for name in choose.some(("institution", "office")):
            if name == "institution" and side.institutions:
                row[name] = (person.institution if person else None) or side.institutions[0][0]
            elif name == "office":
                row[name] = person.title if person and choose.chance() else "Special envoy"
        if not there or choose.chance(4):
            row["attendance"] = choose.one(("announced", "absent", "declined", "unknown"))
        team.append(row)
    return team


def _team_roles(choose: Choose, count: int, *, third: bool) -> list[str]:
    """One head, two co-heads or none, and others."""
    others = ("member", "adviser", "spokesperson", "signatory", *(("mediator", "host", "observer") if third else ()))
    heads = {1: ["head"], 2: ["co_head", "co_head"]}.get(choose.number(0, 2), [])
    heads = heads if len(heads) <= count else []
    return heads + [choose.one(others) for _ in range(count - len(heads))]


def _delegation(choose: Choose, side: Side, team: list[Record]) -> Record:
    listed = [row for row in team if row.get("attendance") not in ("absent", "declined")]
    named = sum("person" in row for row in listed)
    disclosed = "unnamed" if not named else "partly" if named < len(listed) or choose.chance() else "named"
    found: Record = {"actor": side.id, "disclosed": disclosed}
    there = sum(row.get("attendance", "attended") == "attended" and row["role"] in _MEMBERS for row in team)
    size = max(there, 1) + choose.number(0, 6)
    chosen = choose.some(("size", "women"))
    if "size" in chosen:
        found["size"] = size
    if "women" in chosen:
        found["women"] = choose.number(0, size)
    return found


# ---------------------------------------------------------------------------- what was said, and when


def _issues(choose: Choose) -> list[Record]:
    return [{"issue": issue} | ({"detail": a_text(choose)} if choose.chance() else {}) for issue in choose.several(_ISSUES, 1, 5)]


def _positions(choose: Choose, one: TalksRound) -> list[Record]:
    """Positions day by day; what is accepted or rejected was put forward by another on an earlier day or the same."""
    found: list[Record] = []
    day = one.start
    sides = [*one.parties, *one.third_parties]
    for number in range(1, choose.number(1, 4) + 1):
        side, act = choose.one(sides), choose.one(_ACTS)
        put = [row["issue"] for row in found if row["actor"] != side.id]
        if act in ("accept", "reject"):
            act, issue = (act, choose.one(put)) if put else ("refuse", choose.one(_ISSUES[number:] + _ISSUES[:number]))
        else:
            issue = choose.one(_ISSUES[number:] + _ISSUES[:number])
        row: Record = {"position": f"position-{number}", "actor": side.id, "act": act, "issue": issue, "summary": a_text(choose)}
        others = [other.id for other in sides if other is not side]
        for name in choose.some(("date", "speaker", "addressee", "response", "alternative_to")):
            if name == "date":
                day = later(day, choose.number(0, max((one.end - day).days, 0)))
                row[name] = a_period(choose, day, day)
            elif name == "speaker":
                row[name] = choose.one(side.people).id
            elif name == "addressee" and others:
                row[name] = choose.one(others)
            elif name == "response":
                row[name] = choose.one(_RESPONSES)
            elif name == "alternative_to" and found:
                row[name] = found[-1]["position"]
        found.append(row)
    return found


def _sessions(choose: Choose, one: TalksRound) -> list[Record]:
    found = []
    day = one.start
    for number in range(1, choose.number(1, 3) + 1):
        day = later(day, choose.number(0, (one.end - day).days))
        last = later(day, choose.number(0, (one.end - day).days))
        row: Record = {"session": f"session-{number}", "start": a_date(choose, day)}
        values: dict[str, Any] = {
            "label": lambda: a_label(choose, "Morning"),
            "end": lambda last=last: a_date(choose, last),
            "hours": lambda: choose.number(1, 40) / 4,
            "channel": lambda: choose.one(_CHANNELS),
            "outcome": lambda: choose.one(_OUTCOMES),
        }
        found.append(row | {name: values[name]() for name in choose.some(values)})
        day = last
    return found


def _numbers(choose: Choose, one: TalksRound, sessions: list[Record], sources: list[str]) -> list[Record]:
    """How sources count: rounds and meetings each as it comes, sessions and days within the round."""
    found = []
    for unit in choose.several(("round", "meeting", "session", "day"), 1, 3):
        row: Record = {"counted_by": choose.one(sources), "unit": unit, "number": one.number}
        if sessions and unit != "round" and choose.chance():
            row["session"] = choose.one(sessions)["session"]
        if choose.chance():
            row["series"] = "Talks of the hall"
        found.append(row)
    return found


def _connect(choose: Choose, cast: Cast, plan: Talks, one: TalksRound, record: Record, *, announced: bool) -> None:
    """The next round as announced, and the round that this one replaces."""
    following = [other for other in plan.rounds if other.number > one.number]
    if announced:
        next_round: Record = {}
        for name in choose.some(("date", "place", "round")):
            if name == "date":
                day: date = following[0].start if following else later(max(plan.observed, one.start), choose.number(1, 30))
                next_round[name] = a_date(choose, later(day, choose.number(0, 3)))
            elif name == "place":
                next_round[name] = choose.one(cast.places).id
            elif following:
                next_round[name] = following[0].id
        if next_round:
            record["next_round"] = next_round
        if "date" in next_round and "round" not in next_round:
            record["missing"] = [{"fields": ["/next_round/round"], "reason": "not_reported"}]
    before = [other for other in plan.rounds if other.number < one.number and other.status in ("cancelled", "refused", "not_held")]
    if before and choose.chance():
        record["replaces"] = before[-1].id
