"""What a pattern needs, and that trying it only where that is finds all that it finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.book import book
from negotiation_data.article.literals import Gate, Gated, Sought, may_hold, required
from negotiation_data.article.shape import END, FILL, KINDS


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("talks", [{"talks"}]),
        (r"\btalks\b", [{"talks"}]),
        ("(?:talks|meetings?) with", [{" with"}, {"talks", "meeting"}]),
        ("(?P<X>met|sat down)", [{"met", "sat down"}]),
        ("(?:talks)? in", [{" in"}]),
        ("(?:talks){0,3}", []),
        ("(?:talks){1,3}", [{"talks"}]),
        ("(?:talks|)", []),
        ("[a-z]+ed", [{"ed"}]),
        ("(?:talks|[a-z]+)", []),
        ("(?=talks)t", [{"talks"}, {"t"}]),
        ("(?!talks)t", [{"t"}]),
        ("(?i:talks)", []),
        ("[ab]c", [{"c"}, {"a", "b"}]),
        ("[^ab]c", [{"c"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: list[set[str]]) -> None:
    assert list(required(re.compile(pattern))) == needs


def test_nothing_is_told_of_patterns_that_ignore_case() -> None:
    assert required(re.compile("talks", re.IGNORECASE)) == ()


@pytest.mark.parametrize(
    ("pattern", "may"),
    [("talks", False), (".", True), ("[^)]", True), (rf"[^){END}]", False), (r"\s", False), (r"\S", True), (r"[\W]", True), ("a$", True),
     (END, True), (f"[{chr(ord(END) - 1)}-{END}]", True), ("(?:a|(?:b|.))", True), (r"\bword\b", False), ("^a", False), ("(?<!.)a", True)],
)  # fmt: skip
def test_whether_a_match_may_hold_the_end_of_a_sentence(pattern: str, may: bool) -> None:
    assert may_hold(re.compile(pattern), END) == may


def test_nearly_all_rules_are_tried_on_single_sentences() -> None:
    gate = book().gate
    assert all(required(pattern) for pattern in gate.needs) or len([p for p in gate.needs if not required(p)]) <= 1
    assert len(gate.within) > 0.95 * len(gate.needs)


_PATTERNS = sorted(book().gate.needs, key=lambda pattern: pattern.pattern)
_WORDS = sorted({text for pattern in _PATTERNS for texts in required(pattern) for text in texts})
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from([kind + FILL * 3 for kind in KINDS.values()]),
    st.sampled_from([END, END, "\n", " ", " ", " ", " the ", " of ", " and ", ", ", "(", ")", " in ", " by ", "'s", "."]),
)


@given(st.lists(_PIECES, min_size=1, max_size=60).map("".join))
def test_trying_a_rule_where_its_words_are_finds_what_it_finds_everywhere(text: str) -> None:
    gated = Gated(book().gate, text)
    for pattern in _PATTERNS:
        assert [found.span() for _, found in gated.found([(None, pattern)])] == [found.span() for found in pattern.finditer(text)], (
            pattern.pattern
        )


@given(st.lists(st.sampled_from(["ab", "a", "b", " ", END, "c"]), max_size=12).map("".join))
def test_a_pattern_is_tried_in_each_sentence(text: str) -> None:
    patterns = [re.compile(pattern) for pattern in ("ab", "^a", "(?<=c)a", "a(?!b)", "(?:a|c) ?b", "a.b", "b$")]
    gated = Gated(Gate(patterns, END), text)
    for pattern in patterns:
        assert [found.span() for _, found in gated.found([(None, pattern)])] == [found.span() for found in pattern.finditer(text)], (
            pattern.pattern
        )


SOUGHT = [Sought(pattern) for pattern in (r"\b(?:tribes|clans) of", "(?P<X>a|b)c", "(?:talks)? in", r" \((\w+)\)", "x{0,2}yz")]


@given(
    st.lists(st.sampled_from(["tribes", "clans", " of", "a", "b", "c", " in", "talks", " (", ")", "x", "yz"]), max_size=12).map("".join),
    st.integers(0, 9),
)
def test_a_pattern_tried_where_its_words_are_finds_what_it_finds(text: str, start: int) -> None:
    for sought in SOUGHT:
        expected = [found.span() for found in sought.pattern.finditer(text, start)]
        assert [found.span() for found in sought.finditer(text, start)] == expected
