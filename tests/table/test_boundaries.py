"""Where rules begin: a day on this side is good, the next day is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from negotiation_data.schema import catalog
from negotiation_data.table import dataset
from negotiation_data.table.check import rule_failures
from negotiation_data.table.frames import Frames
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import RULES
from negotiation_data.table.rules.outcome import DAYS_AROUND
from tests.conftest import EXAMPLES
from tests.table.mutations.one_value import add_row, replaced, set_date, set_value


@pytest.fixture(scope="module")
def frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def broken(code: str, frames: Frames) -> bool:
    return any(True for _ in rule_failures(Tables(catalog.model(), frames), {code: RULES[code]}))


def events(frames: Frames, *added: dict[str, str]) -> Frames:
    """With more events of the ceasefire of ten days, which ran to 15 October."""
    table = frames["ceasefire_events"]
    for number, values in enumerate(added):
        plain = {name: value for name, value in values.items() if name not in ("date", "until")}
        table = add_row(table, ceasefire_id="floe-truce", event=f"added-{number}", **plain)
        for name in ("date", "until"):
            table = set_date(table, table.height - 1, name, values.get(name))
    return replaced(frames, ceasefire_events=table)


def linked(frames: Frames, column: str, record: str, day: date) -> Frames:
    return events(frames, {"kind": "violation_alleged", column: record, "date": day.isoformat()})


@pytest.mark.parametrize(("days", "wrong"), [(-2, True), (-1, False), (0, False)])
def test_an_event_begins_with_its_round(frames: Frames, days: int, wrong: bool) -> None:
    first = frames["rounds"].filter(round_id="floe-base-alpha")["start_earliest"].item()
    assert broken("ND512", linked(frames, "round_id", "floe-base-alpha", first + timedelta(days=days))) is wrong


@pytest.mark.parametrize(("days", "wrong"), [(0, False), (1, False), (2, True)])
def test_an_event_ends_with_its_round(frames: Frames, days: int, wrong: bool) -> None:
    last = frames["rounds"].filter(round_id="floe-base-alpha")["end_latest"].item()
    assert broken("ND512", linked(frames, "round_id", "floe-base-alpha", last + timedelta(days=days))) is wrong


@pytest.mark.parametrize(("days", "wrong"), [(-1, True), (0, False)])
def test_an_event_does_not_come_before_its_incident(frames: Frames, days: int, wrong: bool) -> None:
    first = frames["incidents"].filter(incident_id="floe-splash")["date_earliest"].item()
    assert broken("ND512", linked(frames, "incident_id", "floe-splash", first + timedelta(days=days))) is wrong


@pytest.mark.parametrize(("days", "wrong"), [(7, False), (8, True)])
def test_an_incident_is_alleged_within_a_week(frames: Frames, days: int, wrong: bool) -> None:
    last = frames["incidents"].filter(incident_id="floe-splash")["date_latest"].item()
    assert broken("ND512", linked(frames, "incident_id", "floe-splash", last + timedelta(days=days))) is wrong


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        (("2025-10-10", "2025-10-16"), None, False),
        (("2025-10-10", "2025-10-15"), None, True),
        (("2025-10-10", "2025-10-14"), None, True),
        (("2025-10-10", "2025-10-17"), ("2025-10-11", "2025-10-18"), False),
        (("2025-10-10", "2025-10-17"), ("2025-10-11", "2025-10-17"), True),
        (("2025-10-10", "2025-10-17"), ("2025-10-10", "2025-10-16"), False),  # of one day: which came first is not known
    ],
)
def test_an_extension_extends(frames: Frames, first: tuple[str, str], second: tuple[str, str] | None, wrong: bool) -> None:
    added = [{"kind": "extended", "date": day, "until": until} for day, until in (first, *([second] if second else []))]
    assert broken("ND504", events(frames, *added)) is wrong


def test_an_extension_within_the_day_needs_an_hour(frames: Frames) -> None:
    row = frames["ceasefires"]["ceasefire_id"].to_list().index("floe-truce")
    timed = replaced(frames, ceasefires=set_value(frames["ceasefires"], row, "planned_end_time", "18:00"))
    assert not broken("ND504", events(timed, {"kind": "extended", "date": "2025-10-10", "until": "2025-10-15"}))


def test_only_extensions_extend(frames: Frames) -> None:
    assert not broken("ND504", events(frames, {"kind": "reaffirmed", "date": "2025-10-10", "until": "2025-10-14"}))


@pytest.mark.parametrize(("days", "wrong"), [(-1, False), (0, True), (1, True), (2, True), (3, False)])
def test_a_text_signed_between_first_and_last_day_came_of_the_round(frames: Frames, days: int, wrong: bool) -> None:
    """Talks of three days are said to have failed, and a text was signed on one of their days, or before or after."""
    rounds, documents = frames["rounds"], frames["documents"]
    first = date(2025, 10, 3)
    row = rounds["round_id"].to_list().index("floe-base-alpha")
    for name, day in (("start", first), ("end", first + timedelta(days=2))):
        rounds = set_date(rounds, row, name, day.isoformat())
    rounds = set_value(rounds, row, "outcome", "collapsed")
    signed = frames["document_actors"].filter(role="signatory").item(0, "document_id")
    text = documents["document_id"].to_list().index(signed)
    documents = set_value(set_value(documents, text, "kind", "agreement"), text, "round_id", "floe-base-alpha")
    documents = set_date(documents, text, "date", (first + timedelta(days=days)).isoformat())
    changed = replaced(frames, rounds=rounds, documents=documents, outcomes=frames["outcomes"].clear())
    assert broken("ND802", changed) is wrong
    unsigned = {name: frame for name, frame in changed.items() if name != "document_actors"}
    assert not broken("ND802", unsigned)


# ---------------------------------------------------------------------------- gaps that a changed program went through


def told(code: str, frames: Frames) -> list[tuple[str, str]]:
    """What a rule says, by record."""
    return [(failure.record_id, failure.message) for failure in rule_failures(Tables(catalog.model(), frames), {code: RULES[code]})]


def test_a_round_that_says_it_had_a_third_party_lists_one(frames: Frames) -> None:
    assert not broken("ND401", frames)
    without = replaced(frames, round_mediators=frames["round_mediators"].remove(round_id="krill-harbour"))
    assert told("ND401", without) == [("krill-harbour", "It says that a third party took part, and lists none.")]


@pytest.mark.parametrize(("engagement", "wrong"), [("offered", False), ("acted", True)])
def test_nobody_mediates_what_was_not_held(frames: Frames, engagement: str, wrong: bool) -> None:
    mediators = frames["round_mediators"]
    row = mediators["round_id"].to_list().index("krill-harbour-november")
    assert broken("ND412", replaced(frames, round_mediators=set_value(mediators, row, "engagement", engagement))) is wrong


def test_who_changes_sides_does_so_in_the_later_round_whatever_its_id(frames: Frames) -> None:
    """The later round, of December, has the longer id; with the days exchanged the one with the shorter id is told of."""
    people, rounds = frames["participants"], frames["rounds"]
    row = people.with_row_index("at").filter(round_id="krill-harbour-december", participant="admiral").item(0, "at")
    moved = replaced(frames, participants=set_value(people, row, "actor_id", "skua-republic"))
    assert [record for record, _ in told("ND408", moved)] == ["krill-harbour-december"]
    at = rounds["round_id"].to_list().index("krill-harbour-december")
    earlier = replaced(moved, rounds=set_date(rounds, at, "start", "2025-09-01"))
    assert [record for record, _ in told("ND408", earlier)] == ["krill-harbour"]


def test_the_second_row_of_a_person_is_told_of(frames: Frames) -> None:
    people = frames["participants"]
    row = people.with_row_index("at").filter(round_id="krill-harbour", participant="scout").item(0, "at")
    twice = replaced(frames, participants=set_value(people, row, "person_id", "old-orca"))
    found = list(rule_failures(Tables(catalog.model(), twice), {"ND407": RULES["ND407"]}))
    assert [(failure.row_key, failure.message) for failure in found] == [("scout", "old-orca is listed already, as elder.")]


@pytest.mark.parametrize(("end", "wrong"), [("2025-11-02", True), ("2025-11-03", False), ("2025-11-04", False)])
def test_an_actor_takes_part_up_to_its_last_day(frames: Frames, end: str, wrong: bool) -> None:
    row = frames["actors"]["actor_id"].to_list().index("orcas")
    found = told("ND411", replaced(frames, actors=set_date(frames["actors"], row, "end", end)))
    assert ("krill-harbour" in [record for record, _ in found]) is wrong


@pytest.mark.parametrize(("start", "end", "wrong"), [(5, 6, False), (5, 5, True), (6, 5, True)])
def test_a_span_has_a_length(frames: Frames, start: int, end: int, wrong: bool) -> None:
    evidence = set_value(set_value(frames["evidence"], 0, "span_start", start), 0, "span_end", end)
    assert broken("ND703", replaced(frames, evidence=evidence)) is wrong


@pytest.mark.parametrize(("reported", "wrong"), [('{"office":"Admiral"}', True), ('{"described_as":"a sailor"}', False)])
def test_a_report_contradicts_where_nothing_is_coded(frames: Frames, reported: str, wrong: bool) -> None:
    """Of a participant it says the office that is coded, or has a description, where none is coded."""
    here = frames["evidence"].with_row_index("at").filter(record_id="floe-base-alpha", table="participants", row_key="emperor")
    row = here.item(0, "at")
    evidence = set_value(frames["evidence"], row, "field", "/participants/emperor")
    for column, value in (("column", None), ("stance", "contradicts"), ("reported", reported), ("wording", None), ("calendar", None)):
        evidence = set_value(evidence, row, column, value)
    record = (evidence.item(row, "record_id"), "It contradicts what is coded, and reports the same: " + reported + ".")
    assert (record in told("ND709", replaced(frames, evidence=evidence))) is wrong


def test_of_what_one_origin_tells_only_that_is_said(frames: Frames) -> None:
    """All that is reported of a round comes from two origins but the parties, which come from one."""
    round_id = "krill-harbour"
    evidence = frames["evidence"].remove(record_id=round_id)
    sources = frames["source_origins"].unique("origin", keep="first").unique("source_id", keep="first")["source_id"].to_list()[:2]
    said = [
        ("rounds", None, "start", sources),
        ("rounds", None, "place_id", sources),
        ("round_mediators", "skua-republic/host", None, sources),
    ]
    entry = 0
    for table, row_key, column, by in [*said, ("round_parties", "orcas", None, sources[:1])]:
        for source in by:
            entry += 1
            evidence = add_row(
                evidence, record_id=round_id, entry=entry, field="/made", table=table, row_key=row_key, column=column, source_id=source,
                stance="supports",
            )  # fmt: skip
    aspects = [message for record, message in told("ND706", replaced(frames, evidence=evidence)) if record == round_id]
    assert len(aspects) == 1
    assert aspects[0].startswith("What is reported of its parties rests on one origin")


@pytest.mark.parametrize(("days", "wrong"), [(0, False), (1, True)])
def test_an_announced_round_is_in_time_up_to_its_last_day(frames: Frames, days: int, wrong: bool) -> None:
    """A round of floe announces one; the next one of floe begins on the last day that is still in time, or the day after."""
    rounds = frames["rounds"]
    announcing, following = (rounds["round_id"].to_list().index(name) for name in ("floe-base-alpha", "floe-base-beta"))
    begun = rounds.item(following, "start_latest")
    announced = begun - timedelta(days=DAYS_AROUND + days)
    rounds = set_date(set_value(rounds, announcing, "next_round_id", None), announcing, "next_round_date", announced.isoformat())
    processes = set_date(frames["processes"], 0, "start", "2025-01-01").with_columns(observed_until=date(2027, 1, 1))
    found = told("ND809", replaced(frames, rounds=rounds, processes=processes))
    assert ("floe-base-alpha" in [record for record, _ in found]) is wrong
