"""The examples beside the schema: the good one has no fault, each bad one has exactly the faults that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from negotiation_data.problem import Problem
from negotiation_data.publish import verify
from negotiation_data.report import rule_book
from negotiation_data.table import check, dataset
from negotiation_data.table.examples import BadExample, bad_examples, problems_of
from negotiation_data.table.rules import RULES
from tests.conftest import EXAMPLES, ROOT

BAD = bad_examples()

#: Faults that files as such can have (`tests/record` makes these, as no text file can hold them) and tables (`test_validation`).
WITHOUT_EXAMPLE = {"ND001", "ND002", "ND003", "ND009", "ND011", "ND014", "ND016", "ND017", "ND107", "ND190", "ND199"} | {
    f"ND{number}" for number in range(150, 158)
}


def problems(root: Path) -> list[str]:
    return told(check.check(dataset.read(root, cache=False)))


def told(found: list[Problem]) -> list[str]:
    return [f"{problem.code} {problem.place}".rstrip() for problem in found]


def test_the_good_example_has_no_fault(good: Path) -> None:
    assert problems(good) == []


def test_the_good_example_verifies_to_the_last_sentence(good: Path) -> None:
    result = verify.verify(dataset.read(good, cache=False).frames, EXAMPLES / "texts")
    assert not result.failed
    assert result.count(verify.SpanStatus.VERIFIED) == len(result.spans) > 10
    assert result.texts[0].unaccounted == []


@pytest.fixture(scope="session")
def in_the_rule_book() -> dict[str, str]:
    """What the rule book shows of each example, by its name."""
    blocks = re.compile(r"```text\n(.*?)\n```", re.DOTALL)
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    names = blocks.findall(rule_book.rule_book(told=lambda example: example.name))
    return dict(zip(names, blocks.findall(page), strict=True))


@pytest.mark.parametrize("example", BAD, ids=lambda example: example.name)
def test_a_bad_example_has_exactly_the_faults_it_names(example: BadExample, in_the_rule_book: dict[str, str]) -> None:
    with problems_of(example) as (root, found):
        assert tuple(told(found)) == example.expect
        assert rule_book.printed(root, found) == in_the_rule_book[example.name], "run `python -m negotiation_data.report`"
    assert any(code.startswith(example.rule) for code in example.expect)
    assert example.name.startswith(example.rule)


def test_every_code_has_a_bad_example() -> None:
    shown = {example.rule for example in BAD}
    in_code = {
        code for path in (ROOT / "negotiation_data").rglob("*.py") for code in re.findall(r'"(ND\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert in_code - shown - WITHOUT_EXAMPLE == set()
    assert set(RULES) <= shown
    assert not shown & WITHOUT_EXAMPLE, "an exception that is not needed any more"


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_what_it_wants_and_why(code: str) -> None:
    rule = RULES[code]
    for text in (rule.statement, rule.cure, rule.explanation):
        assert text.endswith("."), text
        assert text[0].isupper() or text[0] in '`“"', text
    assert rule.explanation != rule.statement
