"""The examples beside the schema: the good one has no fault, each bad one has exactly the faults that it names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from negotiation_data.publish import verify
from negotiation_data.table import check, dataset
from negotiation_data.table.rules import RULES
from tests.conftest import EXAMPLES, ROOT

BAD = sorted((EXAMPLES / "bad").glob("*.yaml"))

#: Faults that files as such can have; `tests/record` makes these, as no text file can hold them.
WITHOUT_EXAMPLE = {"ND001", "ND002", "ND003", "ND009", "ND011", "ND014", "ND016", "ND017", "ND107", "ND190", "ND199"}


def problems(root: Path, base: Path | None = None) -> list[str]:
    earlier = None if base is None else dataset.read(base, cache=False).frames
    found = check.check(dataset.read(root, cache=False), earlier)
    return [f"{problem.code} {problem.place}".rstrip() for problem in found]


def base_of(case: dict[str, Any], good: Path) -> Path | None:
    """The earlier release that an example compares with: the good data set (`base: true`), or that with a patch of its own."""
    if "base" not in case:
        return None
    base = Path(shutil.copytree(good, good.with_name("base")))
    if case["base"] is not True:
        apply(case["base"], base)
    return base


def apply(case: dict[str, Any], root: Path) -> None:
    """Make a good data set bad, as the example says."""
    if not case.keys() & {"add", "file"}:  # only its earlier release differs
        return
    if "add" in case:
        (root / case["add"]).write_text(case["text"], encoding="utf-8")
        return
    path = root / case["file"]
    text = path.read_text(encoding="utf-8")
    assert text.count(case["find"]) == 1, "the example must name one place"
    path.write_text(text.replace(case["find"], case["replace"]), encoding="utf-8")


def test_the_good_example_has_no_fault(good: Path) -> None:
    assert problems(good) == []


def test_the_good_example_verifies_to_the_last_sentence(good: Path) -> None:
    result = verify.verify(dataset.read(good, cache=False).frames, EXAMPLES / "texts")
    assert not result.failed
    assert result.count(verify.SpanStatus.VERIFIED) == len(result.spans) > 10
    assert result.texts[0].unaccounted == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_example_has_exactly_the_faults_it_names(path: Path, good: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    base = base_of(case, good)
    apply(case, good)
    assert problems(good, base) == case["expect"]
    assert any(found.startswith(case["rule"]) for found in case["expect"])
    assert path.name.startswith(case["rule"])


def test_every_code_has_a_bad_example() -> None:
    shown = {path.name[:5] for path in BAD}
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
