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
