"""Beside the talks: incidents with what is claimed of them, and documents."""

from __future__ import annotations

from datetime import date

from negotiation_data.testing.cast import Cast, links
from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_date, a_period, later
from negotiation_data.testing.results import add_result
from negotiation_data.testing.talks import Talks, TalksRound
from negotiation_data.testing.truces import Truce
from negotiation_data.testing.words import LANGUAGES, Record, a_label, a_text, notes

__all__ = ["documents", "incidents"]

_INCIDENTS = (
    *("armed_clash", "air_strike", "shelling", "armed_attack", "explosion", "infiltration"),
    *("border_closure", "border_opening", "release", "military_operation", "statement", "other"),
)
_PARTS = ("perpetrator", "alleged_perpetrator", "target", "alleged_target", "claimant")
_STAGES = (
    *("pre_negotiation", "substantive_partial", "substantive_comprehensive"),
    *("implementation", "renewal", "ceasefire", "other"),
)
_AGREEMENTS = ("ceasefire_agreement", "agreement")
_KINDS = ("statement", "joint_statement", "draft", "letter", "resolution", "readout", "agreement")


def incidents(choose: Choose, cast: Cast, plan: Talks, count: int) -> list[tuple[Record, date]]:
    """So many incidents, each on a quiet day of its own, with the first day of each."""
    found = []
    for number in range(1, count + 1):
        day = plan.a_quiet_day(choose)
        if day is not None:
            found.append((_incident(choose, cast, plan, number, day), day))
    return found


def _incident(choose: Choose, cast: Cast, plan: Talks, number: int, day: date) -> Record:
    last = later(day, choose.number(0, 1))
    record: Record = {
        "id": f"process-{plan.number}-incident-{number}",
        "process": plan.id,
        "label": a_label(choose, f"Incident {number}"),
        "kind": choose.one(_INCIDENTS),
        "date": a_period(choose, day, last),
        "summary": a_text(choose),
    }
    chosen = choose.most(("place", "actors", "reports"))
    if "place" in chosen:
        record["place"] = choose.one(cast.places).id
    if "actors" in chosen:
        rows = [
            {"actor": choose.one(side.family), "role": role}
            for side in choose.several(plan.parties, 1, 2)
            for role in choose.several(_PARTS, 1, 2)
        ]
        record["actors"] = list({(row["actor"], row["role"]): row for row in rows}.values())
    if "reports" in chosen:
        record["reports"] = [_report(choose, plan, part) for part in range(1, choose.number(1, 2) + 1)]
    notes(choose, record)
    return record


def _report(choose: Choose, plan: Talks, number: int) -> Record:
    side = choose.one(plan.parties)
    row: Record = {"report": f"report-{number}", "group": a_label(choose, "fishermen")}
    for name in choose.most(("claimant", "actor", "killed", "injured", "note")):
        if name == "claimant":
            row[name] = choose.one((side.id, side.people[0].id))
        elif name == "actor":
            row[name] = choose.one(side.family)
        elif name == "note":
            row[name] = a_text(choose)
        else:
            low = choose.number(0, 30)
            row[name] = {"low": low} | ({"high": low + choose.number(0, 5)} if choose.chance() else {})
    return row


# ---------------------------------------------------------------------------- documents


def documents(choose: Choose, cast: Cast, plan: Talks, truces: list[Truce], count: int) -> list[Record]:
    """So many documents: texts of ceasefires, of rounds, and some that stand alone."""
    found: list[Record] = []
    for number in range(1, count + 1):
        free = [truce for truce in truces if truce.document is None]
        where = choose.one(("round", "truce", "alone", "version"))
        one: TalksRound | None = None
        if where == "truce" and free:
            truce = choose.one(free)
            day, one, kind = truce.declared, truce.round, choose.one(("ceasefire_agreement", "agreement", "statement"))
            if day < plan.first:
                continue
            record = _document(choose, cast, plan, number, kind, day, one)
            truce.document = record["id"]
        elif where == "round" and plan.held:
            one = choose.one(plan.held)
            day = later(one.start, choose.number(0, (one.end - one.start).days))
            record = _document(choose, cast, plan, number, choose.one(_KINDS), day, one)
        else:
            quiet = plan.a_quiet_day(choose)
            day = plan.last if quiet is None or quiet < plan.first else quiet
            record = _document(choose, cast, plan, number, choose.one(_KINDS[:5]), day, None)
            if where == "version" and found:
                record["version_of"] = found[-1]["id"]
        found.append(record)
    return found


def _document(choose: Choose, cast: Cast, plan: Talks, number: int, kind: str, day: date, one: TalksRound | None) -> Record:
    name = f"process-{plan.number}-document-{number}"
    if one is not None and one.failed and kind in _AGREEMENTS:
        kind = "draft"
    record: Record = {
        "id": name,
        "process": plan.id,
        "title": a_label(choose, f"Paper {number}"),
        "kind": kind,
        "date": a_date(choose, day),
        "publication": choose.one(("published", "partly", "unpublished", "unknown")),
    }
    chosen = choose.most(("stage", "languages", "url", "summary", "actors", "links"))
    if one is not None:
        record["round"] = one.id
        one.shown |= kind in (*_AGREEMENTS, "joint_statement")
        if choose.chance(3):
            add_result(choose, plan, one, "joint_statement" if kind == "joint_statement" else "undertaking", document=name)
    if "stage" in chosen:
        record["stage"] = choose.one(_STAGES)
    if "languages" in chosen:
        record["languages"] = [language for language, _ in choose.several(LANGUAGES, 1, 2)]
    if "url" in chosen:
        record["url"] = f"https://example.org/papers/{plan.number}/{number}"
    if "summary" in chosen:
        record["summary"] = a_text(choose)
    if "actors" in chosen:
        record["actors"] = _parts(choose, plan)
    if "links" in chosen:
        links(choose, cast, record)
    notes(choose, record)
    return record


def _parts(choose: Choose, plan: Talks) -> list[Record]:
    found = []
    for side in choose.several([*plan.parties, *plan.third_parties], 1, 3):
        roles = ("issuer", "signatory", "addressee") if side in plan.parties else ("third_party_signatory", "issuer", "addressee")
        row: Record = {"actor": side.id, "role": choose.one(roles)}
        if choose.chance():
            row["person"] = choose.one(side.people).id
        found.append(row)
    return found
