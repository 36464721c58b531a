"""The measures of agreement measure agreement, and the sample is drawn as it is said to be."""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reliability.agreement import (
    PAGE,
    adjudicated,
    alpha,
    date_figure,
    differences,
    f1,
    figures,
    filled,
    interval,
    label_figure,
)
from benchmarks.reliability.forms import FIRST, Form, faults
from benchmarks.reliability.names import Names
from benchmarks.reliability.sample import AT_LEAST, draw, neutral_labels

SAMPLE: dict[str, Form] = json.loads(FIRST.read_text(encoding="utf-8"))
NAMES = {"person": Names([("ana-ito", "Ana Ito"), ("bo-li", "Bo Li")]), "place": Names([("rome", "Rome"), ("rome", "Roma")])}

LABELS = st.sampled_from("abcd")
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=2, max_size=40)


def _by_definition(pairs: Sequence[tuple[Any, Any]], distance: Any) -> float:
    """Krippendorff's α in the words of its definition: one less observed over expected disagreement."""
    values = [value for pair in pairs for value in pair]
    observed = sum(distance(*pair) for pair in pairs) / len(pairs)
    expected = sum(distance(a, b) for a, b in itertools.permutations(values, 2)) / (len(values) * (len(values) - 1))
    return 1 - observed / expected


@given(PAIRS)
def test_alpha_of_labels_is_its_definition(pairs: list[tuple[str, str]]) -> None:
    found = alpha(pairs)
    if len({value for pair in pairs for value in pair}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(_by_definition(pairs, lambda a, b: float(a != b)))


@given(st.lists(st.tuples(st.integers(738_000, 739_000), st.integers(738_000, 739_000)), min_size=2, max_size=20))
def test_alpha_of_days_is_its_definition(pairs: list[tuple[int, int]]) -> None:
    found = alpha(pairs, "interval")
    if len({value for pair in pairs for value in pair}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(_by_definition(pairs, lambda a, b: float((a - b) ** 2)), abs=1e-6)


@given(st.lists(LABELS, min_size=2, max_size=40).filter(lambda labels: len(set(labels)) > 1))
def test_coders_who_always_agree_have_alpha_1(labels: list[str]) -> None:
    pairs = [(label, label) for label in labels]
    figure = label_figure("kind", pairs)
    assert figure.value == pytest.approx(1)
    assert figure.raw == 1
    assert interval(pairs, alpha, 50) in [(pytest.approx(1), pytest.approx(1)), None]


def test_a_shuffled_coding_has_alpha_about_0() -> None:
    chance = random.Random(1)
    first = [chance.choice("abcd") for _ in range(4000)]
    second = first.copy()
    chance.shuffle(second)
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0, abs=0.05)


@given(PAIRS, st.permutations("abcd"))
def test_what_labels_are_called_does_not_matter(pairs: list[tuple[str, str]], other: list[str]) -> None:
    renamed = [tuple(other["abcd".index(label)] for label in pair) for pair in pairs]
    assert alpha(renamed) == pytest.approx(alpha(pairs))


@given(PAIRS)
def test_which_coder_is_first_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    assert alpha([(b, a) for a, b in pairs]) == pytest.approx(alpha(pairs))


SETS = st.lists(st.tuples(st.frozensets(LABELS), st.frozensets(LABELS)), min_size=1, max_size=20)


@given(SETS)
def test_f1_lies_between_none_and_all_in_common(pairs: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    found = f1(pairs)
    if found is None:
        assert not any(first or second for first, second in pairs)
    else:
        assert 0 <= found <= 1
        assert (found == 1) == all(first == second for first, second in pairs)
        assert (found == 0) == all(not first & second for first, second in pairs)
        assert f1([(second, first) for first, second in pairs]) == found


@given(PAIRS)
def test_the_interval_lies_about_the_agreement(pairs: list[tuple[str, str]]) -> None:
    def raw(drawn: Sequence[Any]) -> float:
        return sum(a == b for a, b in drawn) / len(drawn)

    found = interval(pairs, raw, 200)
    assert found is not None
    assert found[0] <= raw(pairs) <= found[1]


@pytest.mark.parametrize(("share", "said"), [(1.0, "only one label: no α"), (0.95, "α says little"), (0.5, "")])
def test_a_field_that_hardly_varies_is_called_so(share: float, said: str) -> None:
    pairs = [("a", "a")] * round(20 * share) + [("b", "b")] * (20 - round(20 * share))
    assert said in label_figure("kind", pairs).note
    assert (label_figure("kind", pairs).note == "") == (said == "")


def test_dates_written_in_two_ways_are_alike_and_a_day_off_is_not() -> None:
    pairs = [("[2025-10-18,2025-10-19]", "[2025-10-18..2025-10-19]"), ("2025-10-25", "2025-10-26"), (None, None), (None, "2025-11-01")]
    figure = date_figure("start", pairs)
    assert figure.raw == 0.5
    assert figure.note == "both have a day in 2; within a day 2; furthest 1 days"


def test_the_first_coding_agrees_with_itself_and_every_change_is_a_difference() -> None:
    assert not faults(SAMPLE, SAMPLE)
    assert not differences(SAMPLE, SAMPLE, NAMES)
    for event in figures(SAMPLE, SAMPLE, NAMES).values():
        for figure in event:
            assert figure.raw == 1
            assert figure.value is None or figure.value == pytest.approx(1)
    changed = copy.deepcopy(SAMPLE)
    key = next(key for key, form in changed.items() if form["event"] == "round" and form["third_parties"] and form["start"])
    changed[key] |= {
        "kind": "mission" if changed[key]["kind"] != "mission" else "formal_round",
        "start": "2020-01-01",
        "place": "Ur",
        "third_parties": [],
    }
    found = differences(SAMPLE, changed, NAMES)
    assert {difference.field for difference in found} == {"kind", "start", "place", "third_parties"}
    assert "| all | 4 | 1 | 0 | 0 | 0 | 3 |" in adjudicated(found, [{"event": key, "field": "kind", "verdict": "first"}])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "seance"}, "`kind` is 'seance', which the vocabulary has not"),
        ({"start": "19 October"}, "`start` is '19 October':"),
        ({"third_parties": [["qatar", "boss"]]}, "`third_parties` has the role 'boss', which the vocabulary has not"),
        ({"third_parties": ["qatar"]}, "`third_parties` is ['qatar']; a list of pairs of texts is meant"),
        ({"country": "Italy"}, "`country` is 'Italy', which the vocabulary has not"),
        ({"mood": "good"}, "`mood` is no field of the form"),
        ({"event": "ceasefire"}, "`event` is 'ceasefire'; it is a round"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(change: Form, said: str) -> None:
    key = next(key for key, form in SAMPLE.items() if form["event"] == "round")
    (found,) = faults({**SAMPLE, key: {**SAMPLE[key], **change}}, SAMPLE)
    assert said in found


@given(
    st.dictionaries(st.sampled_from(["a rounds", "b rounds", "a ceasefires"]), st.sets(st.text("xyz", min_size=3), max_size=30)),
    st.randoms(),
)
def test_a_sample_is_a_third_of_each_stratum_and_the_same_however_the_events_come(
    events: dict[str, set[str]], chance: random.Random
) -> None:
    sample = draw(events)
    assert len(sample) == sum(min(len(ids), max(AT_LEAST, -(-len(ids) // 3))) for ids in events.values())
    shuffled = {stratum: chance.sample(sorted(ids), len(ids)) for stratum, ids in reversed(events.items())}
    assert draw(shuffled) == sample


def test_labels_say_neither_how_it_ended_nor_a_day_that_is_not_needed() -> None:
    labels = {
        "a": "Rome talks of 3 May 2025, put off",
        "b": "Rome talks, 23 May 2025",
        "c": "Oslo talks, 1 May 2025",
        "d": "Oslo talks, 9 May 2025",
    }
    assert neutral_labels(labels) == {
        "a": "Rome talks of May 2025",
        "b": "Rome talks, May 2025",
        "c": "Oslo talks, 1 May 2025",
        "d": "Oslo talks, 9 May 2025",
    }


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Ana Ito", "ana-ito"), ("Gen. ITO", "ana-ito"), ("Ana Itó", "ana-ito"), ("Anna Ito", "ana-ito"), ("Li", "bo-li"), ("Carl", "carl")],
)
def test_a_name_is_known_in_other_spellings(name: str, meant: str) -> None:
    assert NAMES["person"].meaning(name) == meant


def test_the_page_shows_the_figures_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "docs/reliability.md is out of date; to mend it, run `python -m benchmarks.reliability.agreement write`"
