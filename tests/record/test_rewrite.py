"""A record's text made to say something else: it does, and what need not change stays to the letter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.error import NegotiationDataError
from negotiation_data.record import yaml as record_yaml
from negotiation_data.record.rewrite import rewritten

few = settings(max_examples=60, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))

TEXT = """\
# A round of talks.
id: istanbul
level: heads   # as told
start: 2025-10-25
summary: It was long,
  and nothing came of it.
mediators:   # two
  # the host
  - actor: turkiye  # with a ü in it
    role: host
  - actor: qatar
    role: mediator
numbers: [1, 2]
note: "12:30"
"""


def said(text: str) -> dict[str, Any]:
    data, problems = record_yaml.read(text.encode())
    assert data is not None, problems
    return data


def test_remarks_and_untouched_lines_stay() -> None:
    data = said(TEXT)
    data["mediators"][1]["role"] = "guarantor"
    data = {("rank" if name == "level" else name): value for name, value in data.items()}
    new = rewritten(TEXT, data)
    assert said(new) == data
    expected = TEXT.replace("level:", "rank:").replace("role: mediator", "role: guarantor")
    assert [line.split() for line in new.splitlines()] == [line.split() for line in expected.splitlines()]
    assert rewritten(new, data) == new


def test_fields_come_and_go() -> None:
    data = said(TEXT)
    del data["summary"]
    data = {"id": data.pop("id"), "kind": "2025", **data, "tail": {"a": ["no", "1e3", "x: y"]}}
    new = rewritten(TEXT, data)
    assert said(new) == data
    assert "long" not in new
    assert "# the host" in new


@pytest.mark.parametrize("text", ["{id: a, b: 1}\n", "'id': a\nb: 1\n"])
def test_a_record_in_another_form_is_written_as_a_whole(text: str) -> None:
    assert said(rewritten(text, {"id": "a", "b": 2, "c": "2025-10-19"})) == {"id": "a", "b": 2, "c": "2025-10-19"}


def test_what_cannot_be_read_is_not_rewritten() -> None:
    with pytest.raises(NegotiationDataError, match="faults"):
        rewritten("id: [", {"id": "a"})


@few
@given(testing.records("round"), testing.records("round"), st.data())
def test_any_record_can_be_made_any_other(first: dict[str, Any], second: dict[str, Any], choices: st.DataObject) -> None:
    text = testing.record_texts(first)
    lines = text.splitlines()
    for position in sorted(choices.draw(st.lists(st.integers(0, len(lines)), max_size=4)), reverse=True):
        if position == len(lines) or lines[position][:1] not in (" ", "-"):
            lines.insert(position, "# a remark")
    commented = "\n".join(lines) + "\n"
    assert said(commented) == first
    mixed = {name: (second if choices.draw(st.booleans()) and name in second else first)[name] for name in first}
    assert said(rewritten(commented, mixed)) == mixed
    assert said(rewritten(commented, second)) == second
    assert rewritten(commented, first) == commented
