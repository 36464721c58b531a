"""What is wanting in a record that a machine coded is a note; what is wrong is an error whoever coded it."""

from __future__ import annotations

import polars as pl
import pytest

from negotiation_data.derive.polars import frame_schema
from negotiation_data.problem import Level
from negotiation_data.schema import catalog
from negotiation_data.table.check import rule_failures
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import RULES
from negotiation_data.table.validation import validate

MODEL = catalog.model()
EMPTY = {name: frame_schema(table).to_frame() for name, table in MODEL.tables.items()}


def test_a_rule_says_of_itself_what_its_findings_say():
    tables = Tables(MODEL, EMPTY, EMPTY)
    for code, rule in RULES.items():
        assert any(finding.completeness for finding in rule.find(tables)) == bool(rule.completeness), code


def _round(review: str, **values) -> dict[str, pl.DataFrame]:
    row = {
        "round_id": "r",
        "process_id": "p",
        "status": "concluded",
        "kind": "formal_round",
        "mediation": "unknown",
        "review": review,
        **values,
    }
    frame = pl.DataFrame({name: [value] for name, value in row.items()})
    known = {name: kind for name, kind in frame_schema(MODEL.tables["rounds"]).items() if name in row}
    return EMPTY | {"rounds": pl.concat([EMPTY["rounds"], frame.cast(known)], how="diagonal")}


@pytest.mark.parametrize(("review", "level"), [("machine", Level.NOTE), ("coded", Level.ERROR)])
@pytest.mark.parametrize("code", ["ND301", "ND401", "ND402", "ND804"])
def test_what_is_wanting(review, level, code):
    frames = _round(review)
    levels = {failure.level for failure in rule_failures(Tables(MODEL, frames)) if failure.rule.code == code}
    assert levels == {level}
    told = validate(frames, rules={code}).problems.filter(code=code)
    assert set(told["level"]) == {level.value}


@pytest.mark.parametrize("review", ["machine", "coded"])
def test_what_is_wrong(review):
    frames = _round(review, outcome="ongoing")
    assert {f.level for f in rule_failures(Tables(MODEL, frames)) if f.rule.code == "ND804"} == {Level.ERROR}
    assert validate(frames, rules={"ND804"}).errors.filter(code="ND804").height == 1
