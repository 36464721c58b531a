"""The faces of a problem: whatever a value holds, it is told as text and never runs, links or breaks the form."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.console import Console

from negotiation_data.problem import Level, Location, Problem
from negotiation_data.publish.verify import SourceText, TextStatus, Verification
from negotiation_data.report.github import problems_github
from negotiation_data.report.json import problems_json
from negotiation_data.report.markdown import escaped, problems_markdown
from negotiation_data.report.rule_book import entries, entry, rule_book
from negotiation_data.report.verification import print_verification, verification_json
from tests.conftest import ROOT

PUBLISHED = Draft202012Validator(json.loads((ROOT / "schemas" / "problems.schema.json").read_text(encoding="utf-8")))

problems = st.builds(
    Problem,
    code=st.sampled_from(["ND101", "ND302"]),
    message=st.text(max_size=60),
    cure=st.text(max_size=60),
    location=st.builds(Location, st.sampled_from(["", "a/b.yaml", "x,y:z.yaml"]), st.integers(0, 99), st.integers(0, 99)),
    level=st.sampled_from(Level),
)


def test_the_matrix_names_every_code_and_no_other() -> None:
    text = (ROOT / "docs" / "rules-matrix.md").read_text(encoding="utf-8")
    known = [entry.code for entry in entries()]
    named = set(re.findall(r"ND[0-9]{3}", text))
    for first, last in re.findall(r"(ND[0-9]{3}) to (ND[0-9]{3})", text):
        named |= {code for code in known if first <= code <= last}
    assert named == set(known)


@given(st.lists(problems, max_size=5))
def test_json_is_as_its_schema_says(found: list[Problem]) -> None:
    data = json.loads(problems_json(found, Path("data"), records=3, rules=4))
    PUBLISHED.validate(data)
    assert len(data["problems"]) == len(found)
    assert data["errors"] + data["warnings"] + data["notes"] == len(found)


@given(st.lists(problems, min_size=1, max_size=5))
def test_an_annotation_is_one_line_and_one_command(found: list[Problem]) -> None:
    lines = problems_github(found, Path("data")).split("\n")
    assert len(lines) == len(found)
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) (\w+=[^,:]*)(,\w+=[^,:]*)*::[^\r\n]*", line), line


def test_an_annotation_says_where() -> None:
    problem = Problem("ND104", "50% of it.", "Do.", Location("a.yaml", 3, 7, 4), Level.ERROR)
    assert problems_github([problem], Path("data")) == "::error file=data/a.yaml,title=ND104,line=3,col=7,endColumn=11::50%25 of it. Do."


@given(st.lists(problems, min_size=1, max_size=5))
def test_markdown_keeps_its_tables(found: list[Problem]) -> None:
    rows = [line for line in problems_markdown(found, Path("data")).splitlines() if re.match(r"\| (\d+:\d+)? ?\| [🔴🟡🔵]", line)]
    assert len(rows) == len(found)
    for row in rows:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5, row


@given(st.text())
def test_nothing_in_markdown_is_live(text: str) -> None:
    shown = escaped(text)
    assert not re.search(r"<|(?<!\\)[`*_\[\]|!]|@|://|www\.", shown)


def test_bad_words_are_only_shown() -> None:
    nasty = "[x](javascript:1) <img src=x> @all https://a.b ![y](z) `c` | d\x1b[31m"
    shown = problems_markdown([Problem("ND104", nasty, "Do.", Location("a.yaml", 1, 1))], Path())
    assert "<img" not in shown
    assert "\x1b" not in shown
    assert "https://" not in shown
    assert r"\[x\]\(" in shown


def test_the_rule_book_is_that_of_the_rules() -> None:
    """All but what is printed of each example, which is compared where the examples are checked."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    printed = re.compile(r"(?<=```text\n).*?(?=\n```)", re.DOTALL)
    assert rule_book(told=lambda _: "…") == printed.sub("…", page), "run `python -m negotiation_data.report`"


def test_every_code_is_explained() -> None:
    for found in entries():
        assert entry(found.code.lower()) == found
        assert found.statement.endswith(".")
        assert found.explanation.endswith(".")
        assert found.explanation != found.statement


def test_texts_that_nobody_has_are_counted_and_those_found_are_named() -> None:
    here = SourceText("here", "0" * 64, 9, TextStatus.FOUND, Path("here.txt"))
    absent = [SourceText(f"absent-{number}", f"{number:064x}", 9) for number in range(40)]
    result = Verification([], [*absent[:20], here, *absent[20:]], 1)
    console = Console(file=io.StringIO(), width=100)
    print_verification(result, console)
    shown = console.file.getvalue()
    assert "40 texts not here" in shown
    assert "here.txt" in shown
    assert "absent-" not in shown
    assert len(json.loads(verification_json(result))["texts"]) == 41
