"""Ceasefires: every one that a text speaks of is told of, and only one that is told to be becomes a machine's record."""

from __future__ import annotations

from datetime import date

import pytest

from negotiation_data.article.candidate import EventDraft
from negotiation_data.article.ceasefires import is_told
from negotiation_data.article.compose import compose
from negotiation_data.article.draft import Draft, draft
from negotiation_data.article.read import from_text

MONDAY = date(2025, 10, 27)
WAR = " The war between the rebels and the army of Sudan has killed thousands of people, and fighting went on in Kordofan."
CALLED_FOR = (
    "Mediators called for a ceasefire between the government of Sudan and the SPLM-N when peace talks opened in Juba on Sunday." + WAR
)
AGREED = (
    "The government of Sudan and the SPLM-N signed a ceasefire agreement in Juba on Sunday after three days of peace talks."
    " The chief negotiators of both shook hands." + WAR
)
IN_FORCE = (
    "A ceasefire between the army of Sudan and the SPLM-N took effect at midnight on Saturday. It was agreed at peace talks in Juba." + WAR
)


def read(text: str) -> Draft:
    return draft(from_text(text, published=MONDAY))


def the_one(drafted: Draft) -> EventDraft:
    assert len(drafted.ceasefires) == 1
    return drafted.ceasefires[0]


def value(event: EventDraft, name: str) -> str | None:
    found = event.best(name)
    return found.value if found is not None else None


def test_one_that_is_called_for_is_proposed_and_no_record_of_a_machine() -> None:
    drafted = read(CALLED_FOR)
    assert value(the_one(drafted), "status") == "proposed"
    assert not is_told(the_one(drafted))
    composed = compose(drafted, read_on=MONDAY)
    assert [record.kind for record in composed.events] == ["round"]
    assert any("called for" in left for left in composed.left)


def test_one_that_is_told_to_hold_is_a_record() -> None:
    drafted = read(IN_FORCE)
    assert is_told(the_one(drafted))
    assert value(the_one(drafted), "effective") == "2025-10-25"
    assert "ceasefire" in {record.kind for record in compose(drafted, read_on=MONDAY).events}


def test_one_that_was_agreed_in_the_round_was_declared_on_its_last_day_and_there() -> None:
    drafted = read(AGREED)
    event = the_one(drafted)
    assert (value(event, "declared"), value(event, "place")) == ("2025-10-26", "Juba")
    assert value(event, "effective") is None or value(event, "declared") is None
    data = next(record.data for record in compose(drafted, read_on=MONDAY).events if record.kind == "ceasefire")
    assert data["declared"] == "2025-10-26"
    assert "effective" not in data


@pytest.mark.parametrize("text", [CALLED_FOR, AGREED, IN_FORCE])
def test_each_value_has_a_passage_in_the_text(text: str) -> None:
    drafted = read(text)
    for candidate in the_one(drafted).candidates:
        assert candidate.spans
        assert all(0 <= span.start < span.end <= len(text) for span in candidate.spans)


def test_without_a_word_for_one_there_is_none() -> None:
    drafted = read("The government of Sudan and the SPLM-N held peace talks in Juba on Sunday." + WAR)
    assert drafted.main is not None
    assert drafted.ceasefires == []


def test_a_day_that_is_to_come_is_in_the_future() -> None:
    text = (
        "Sudan's army and the SPLM-N rebels signed a truce in Juba today after talks. The ceasefire is due to start on Wednesday at noon."
        + WAR
    )
    assert value(the_one(read(text)), "effective") == "2025-10-29"
