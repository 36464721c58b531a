"""The audit draws what it says it draws, judges every value, and its figures are those on the page."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reliability.agreement import PAGE
from benchmarks.reliability.audit import ERRORS, NOT_FOUND, VERDICTS, faults, filled, read, table, wilson
from benchmarks.reliability.audit_sample import SIZE, Value, draw

VALUES = st.builds(Value, st.text("ab", min_size=1, max_size=4), st.text("/cd", min_size=1, max_size=6))
STRATA = st.dictionaries(st.sampled_from("pqrs"), st.lists(VALUES, max_size=30, unique=True), max_size=4)


@given(STRATA, st.integers(1, 20), st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_change_the_sample(strata: dict[str, list[Value]], size: int, chance: random.Random) -> None:
    shuffled = {name: chance.sample(strata[name], len(strata[name])) for name in chance.sample(list(strata), len(strata))}
    assert draw(strata, size) == draw(shuffled, size)


@given(st.dictionaries(st.sampled_from("pqrs"), st.integers(0, 60), max_size=4), st.integers(1, 20), st.integers(0, 99))
def test_each_stratum_has_its_share_to_within_one(counts: dict[str, int], size: int, seed: int) -> None:
    strata = {name: [Value(name, str(number)) for number in range(count)] for name, count in counts.items()}
    total = sum(counts.values())
    sample = draw(strata, size, seed)
    assert len(set(sample)) == len(sample) == min(size, total)
    for name, count in counts.items():
        share = min(size, total) * count / total if total else 0
        assert abs(sum(value.record == name for value in sample) - share) <= 1


def test_another_seed_draws_other_values() -> None:
    strata = {"p": [Value("p", str(number)) for number in range(1000)]}
    assert draw(strata, 50, 1) != draw(strata, 50, 2)


@given(st.integers(1, 500), st.data())
def test_the_wilson_interval_holds_the_share_and_solves_its_equation(of: int, data: Any) -> None:
    hits = data.draw(st.integers(0, of))
    low, high = wilson(hits, of)
    share = hits / of
    assert 0 <= low <= share <= high <= 1
    # By its definition the ends are where the share lies 1.96 standard errors away.
    for end in (low, high):
        assert (share - end) ** 2 == pytest.approx(1.959963984540054**2 * end * (1 - end) / of, abs=1e-9)


@pytest.mark.parametrize(("hits", "of"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_no_share_has_no_interval(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, of)


def _entries(verdicts: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"record": "r", "field": f"/{number}", "verdict": verdict, "kind": "slip" if verdict in ERRORS else "", "reason": "Seen."}
        for number, verdict in enumerate(verdicts)
    ]


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=40))
def test_the_table_counts_every_value_once(verdicts: list[str]) -> None:
    entries = _entries(verdicts)
    shown = table(entries)
    assert not faults(entries)
    assert f"| all | {len(verdicts)} |" in shown
    for verdict in VERDICTS:
        assert f"| {verdict} | {verdicts.count(verdict)} |" in shown
    judged = len(verdicts) - verdicts.count(NOT_FOUND)
    assert f"{sum(verdict in ERRORS for verdict in verdicts)} of the {judged} that could be judged" in shown


def test_what_is_wrong_with_an_audit_is_said() -> None:
    entries = _entries(["supported", "partly", "nearly"])
    entries[0]["kind"] = "slip"
    entries[1]["kind"] = entries[1]["reason"] = ""
    entries.append(entries[0])
    told = "\n".join(faults(entries))
    for part in (
        "'nearly' is none of",
        "no reason is given",
        "1. r /0: an error has a kind",
        "2. r /1: an error has a kind",
        "judged 2 times",
    ):
        assert part in told


def test_the_audit_judges_a_whole_sample() -> None:
    entries = read()
    assert not faults(entries)
    assert len(entries) == SIZE


def test_the_page_shows_the_figures_of_the_audit() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, read()) == page, "python -m benchmarks.reliability.audit write"
