"""The proof of the rules: valid data in which one thing is made wrong break exactly that rule, at the record made wrong.

Every rule has a mutation, a function that makes the smallest change which must break it. Data sets are drawn by
`testing.datasets`, in which no rule finds anything. 25 examples a rule; 2,000 with ``HYPOTHESIS_PROFILE=thorough``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Part
from negotiation_data.table.check import Failure, rule_failures
from negotiation_data.table.examples import bad_examples, good_example
from negotiation_data.table.frames import Frames
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import RULES
from tests.table import mutations_A, mutations_b, mutations_C, mutations_first

FAMILIES = (mutations_first, mutations_A, mutations_b, mutations_C)
MUTATIONS: dict[str, Callable[..., Frames | None]] = {code: mutation for part in FAMILIES for code, mutation in part.MUTATIONS.items()}

#: What else a mutation may break, and must by what the rules say; each is explained where it stands.
COMPANIONS: dict[str, set[str]] = {code: found for part in FAMILIES for code, found in part.COMPANIONS.items()}

#: Rules that compare with an earlier release: the release, of which the mutation makes that of today.
BASES = mutations_C.BASES

EXAMPLES = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else int(os.environ.get("PROOF_EXAMPLES", "25"))

#: Data sets in which there is a bit of everything, so that nearly every mutation finds a row to change.
RICH = testing.datasets(processes=(1, 2), rounds=(2, 4), ceasefires=(1, 2), incidents=(1, 2), documents=(1, 3))

MODEL = catalog.model()


class Watched(Tables):
    """Tables that remember which of them were looked at."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        super().__init__(MODEL, frames)
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> pl.LazyFrame:
        self.seen.add(name)
        return super().__getitem__(name)


@lru_cache(maxsize=1)
def looked_at() -> dict[str, set[str]]:
    """The tables that each rule looks at. What a rule says of tables that did not change it need not be asked again."""
    from negotiation_data.table import dataset

    frames = dataset.read(good_example(), cache=False).frames
    found = {}
    for code, rule in RULES.items():
        watched = Watched(frames)
        for finding in rule.find(watched):
            finding.rows.collect_schema()
        found[code] = watched.seen | set(rule.tables)
    return found


def failures(frames: Frames, changed: set[str], base: Frames | None = None) -> list[Failure]:
    """What the rules that look at one of the changed tables say."""
    rules = {code: rule for code, rule in RULES.items() if changed & looked_at()[code] or (base is not None and code.startswith("ND9"))}
    return list(rule_failures(Tables(MODEL, frames, base), rules))


def differing(before: Frames, after: Frames) -> dict[str, set[str]]:
    """The records of which rows differ, by table."""
    found = {}
    for name, frame in after.items():
        if frame is not before[name] and not frame.equals(before[name]):
            key = MODEL.tables[name].record_key
            rows = frame.join(before[name], on=frame.columns, how="anti", nulls_equal=True)
            gone = before[name].join(frame, on=frame.columns, how="anti", nulls_equal=True)
            found[name] = {*rows[key], *gone[key]}
    return found


def neighbours(frames: Frames, records: set[str]) -> set[str]:
    """The records, those that refer to them, and those to which they refer."""
    found = set(records)
    for table in MODEL.tables.values():
        for column in table.columns:
            if column.references and column.part is Part.VALUE:
                pairs = frames[table.name].select(own=table.record_key, other=column.name)
                pairs = pairs.explode("other") if column.is_list else pairs
                found |= {own for own, other in pairs.iter_rows() if other in records}
                found |= {other for own, other in pairs.iter_rows() if own in records and other is not None}
    return found


@pytest.mark.parametrize("code", sorted(RULES))
def test_what_is_made_wrong_is_found_and_nothing_else(code: str) -> None:
    mutation, base = MUTATIONS[code], BASES.get(code)

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        derandomize=EXAMPLES < 100,
    )
    @given(RICH, st.data())
    def proof(data: testing.LinkedRecords, choices: Any) -> None:
        before = data.frames()
        if base is not None:
            before = base(before, choices.draw)
        after = mutation(before, choices.draw)
        assume(after is not None)
        assert after is not None
        wrong = differing(before, after)
        found = failures(after, set(wrong), before if base else None)
        if base is not None:  # what is invented for the earlier release need not be good itself
            known = {(f.rule.code, f.record_id, f.message) for f in failures(before, set(before))}
            found = [f for f in found if (f.rule.code, f.record_id, f.message) not in known]
        codes = {failure.rule.code for failure in found}
        told = [f"{f.rule.code} {f.table} {f.record_id} {f.row_key} {f.column}: {f.message}" for f in found]
        assert code in codes, f"{code} is not found. Changed: {wrong}. Found: {told}"
        assert codes <= {code, *COMPANIONS.get(code, ())}, told
        changed = {record for records in wrong.values() for record in records}
        elsewhere = {failure.record_id for failure in found} - changed
        assert elsewhere <= neighbours(after, changed) | neighbours(before, changed), told

    proof()


def test_every_rule_is_proven_shown_and_explained() -> None:
    shown = {example.rule for example in bad_examples()}
    for code, rule in RULES.items():
        assert code in MUTATIONS, f"{code} has no mutation"
        assert code in shown, f"{code} has no bad example"
        assert len(rule.explanation) > 20, f"{code} has no explanation"
        assert len(rule.cure) > 10, f"{code} has no cure"
        assert rule.statement.endswith("."), code
    assert MUTATIONS.keys() <= RULES.keys()
    assert COMPANIONS.keys() <= RULES.keys()
    assert set().union(*COMPANIONS.values()) <= RULES.keys()
