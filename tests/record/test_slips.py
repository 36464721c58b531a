"""Slips of the hand: the message names what slipped, on its own line, and says what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.record.slips import likely_slip
from negotiation_data.record.yaml import read

RECORD = """id: talks
label: Talks
venue:
  place: doha
  country: QAT
numbers:
  - counted_by: radio
    unit: round
    number: 1
mediators:
  - actor: qatar
    role: host
  - actor: turkiye
    role: mediator
summary: 'They met.'
outcome: agreement
"""


@pytest.mark.parametrize(
    ("before", "after", "place", "message", "cure"),
    [
        ("    role: host", "   role: host", (12, 4), "`role` is indented by 3, and the names above it by 4.", "Indent `role` by 4."),
        ("    unit: round", "    unit round", (8, 5), "A colon is missing after `unit`.", "Write `unit: round`."),
        ("    role: host", "    role:host", (12, 9), "A space is missing after the colon of `role`.", "Write `role: host`."),
        (
            "outcome: agreement",
            "outcome:agreement",
            (16, 8),
            "A space is missing after the colon of `outcome`.",
            "Write `outcome: agreement`.",
        ),
        ("label: Talks", 'label: "Talks', (2, 8), "The quotation that begins here does not end on its line.", 'Close it with ".'),
        ("'They met.'", "'They met.", (15, 10), "The quotation that begins here does not end on its line.", "Close it with '."),
        ("  place: doha", " place: doha", (5, 10), "This line is indented deeper", "Indent it like the line above"),
    ],
)
def test_a_slip_is_named_where_it_is(before: str, after: str, place: tuple[int, int], message: str, cure: str) -> None:
    assert before in RECORD
    _, problems = read(RECORD.replace(before, after, 1).encode())
    (problem,) = problems
    assert problem.code == "ND005"
    assert (problem.location.line, problem.location.column) == place
    assert problem.message.startswith(message)
    assert problem.cure.startswith(cure)


def test_what_is_no_slip_is_none() -> None:
    lines = RECORD.split("\n")
    assert [likely_slip(lines, number) for number in range(1, len(lines) + 1)] == [None] * len(lines)


@given(st.lists(st.text(alphabet="ab:-'\" #/\\1", max_size=12), min_size=1, max_size=8), st.integers(1, 8))
def test_any_lines_give_a_place_in_them_or_nothing(lines: list[str], number: int) -> None:
    slip = likely_slip(lines, min(number, len(lines)))
    if slip is not None:
        assert 1 <= slip.line <= len(lines)
        assert 1 <= slip.column <= len(lines[slip.line - 1]) + 1
