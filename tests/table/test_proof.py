"""The proof of the rules: valid data in which one thing is made wrong break exactly that rule, at the record made wrong.

Every rule has a mutation, a function that makes the smallest change which must break it. Data sets are drawn by
`testing.datasets`, in which no rule finds anything. 25 examples a rule, 10 of those that compare with an earlier release, which are
checked one by one; 2,000 with ``HYPOTHESIS_PROFILE=thorough``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from negotiation_data.schema import catalog
from negotiation_data.schema.model import Part
from negotiation_data.table.check import Failure, rule_failures
from negotiation_data.table.examples import bad_examples
from negotiation_data.table.frames import Frames
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import RULES
from negotiation_data.testing.talks import Sizes
from tests.table.mutations import BASES, COMPANIONS, MUTATIONS
from tests.table.pool import Pool, Wanted, drawn
from tests.table.traced import about

#: Rules that tell of a whole column by one row, or of all who quote a passage: the rows told of need not be those that changed.
OF_MANY_ROWS = {"ND718", "ND903", "ND904", "ND905"}

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "2000" if THOROUGH else "25"))
EXAMPLES_ALONE = EXAMPLES if THOROUGH else min(EXAMPLES, 10)

#: How many data sets lie side by side, and how many examples are taken from them before others are drawn.
POOL, EXAMPLES_OF_A_POOL = 60, 250

#: Data sets in which there is a bit of everything, so that nearly every mutation finds a row to change.
RICH = Wanted((1, 2), Sizes(rounds=(2, 4), ceasefires=(1, 2), incidents=(1, 2), documents=(1, 3)))

TWO = Wanted((2, 2), Sizes(rounds=(1, 2), ceasefires=(0, 1), incidents=(0, 1), documents=(0, 1)))

#: Data sets for mutations that need something rare.
INSISTS = {"ND806": TWO}

MODEL = catalog.model()


def failures(frames: Frames, changed: set[str], base: Frames | None = None) -> list[Failure]:
    """What the rules say that read one of the changed tables."""
    rules = {code: about(code, frozenset(changed)) for code in RULES}
    if base is not None:
        rules |= {code: rule for code, rule in RULES.items() if code.startswith("ND9")}
    return list(rule_failures(Tables(MODEL, frames, base), {code: rule for code, rule in rules.items() if rule is not None}))


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


def names(message: str, records: set[str]) -> bool:
    """Whether a message names one of the records: of two that are alike, either may be the one told of."""
    return bool(records & set(re.findall(r"[a-z0-9-]+", message)))


@dataclass
class Example:
    """One thing made wrong in one data set of a pool: its tables before and after."""

    part: int
    before: Frames
    after: Frames
    wrong: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.wrong = differing(self.before, self.after)

    @property
    def changed(self) -> set[str]:
        return {record for records in self.wrong.values() for record in records}

    def quoted_no_more(self) -> set[str]:
        """Who is named in evidence that went with the value it was for: nothing else need refer to them."""
        if "evidence" not in self.wrong:
            return set()
        gone = self.before["evidence"].join(self.after["evidence"], on=self.before["evidence"].columns, how="anti", nulls_equal=True)
        named = [column for column in MODEL.tables["evidence"].columns if column.references and column.part is Part.VALUE]
        found = (gone[column.name].explode() if column.is_list else gone[column.name] for column in named)
        return {name for names in found for name in names.drop_nulls()}

    def shown(self) -> str:
        """The rows that were changed, as they are now."""
        with pl.Config(tbl_cols=-1, fmt_str_lengths=60, tbl_width_chars=160):
            rows = (
                self.after[name].join(self.before[name], on=self.after[name].columns, how="anti", nulls_equal=True) for name in self.wrong
            )
            return "\n".join(f"{name}: {frame.to_dicts()}" for name, frame in zip(self.wrong, rows, strict=True))


def examples(code: str, pool: Pool, count: int) -> list[Example]:
    """Things made wrong in data sets of the pool, as Hypothesis chooses them; each in another as far as can be: few batches hold all."""
    mutation, base = MUTATIONS[code], BASES.get(code)
    found: list[Example] = []
    used: Counter[int] = Counter()
    again = 0

    @settings(
        max_examples=count, phases=[Phase.generate], derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.integers(0, len(pool.parts) - 1), st.data())
    def choose(part: int, choices: Any) -> None:
        before = pool.parts[part]
        if base is not None:
            before = base(before, choices.draw)
        after = mutation(before, choices.draw)
        assume(after is not None)
        assert after is not None
        nonlocal again
        if used[part] > again // len(pool.parts):
            again += 1  # where few can be made wrong in this way, they are taken more often
            assume(False)
        used[part] += 1
        example = Example(part, before, after)
        new = example.changed - pool.owners.keys()
        found.append(Example(part, before, renamed(after, example.wrong, new, part)) if new and base is None else example)

    choose()
    return found


def renamed(frames: Frames, tables: Iterable[str], records: set[str], part: int) -> Frames:
    """With other ids for records that a mutation made, which may have made them in other data sets too."""
    ids = {record: f"{record}-{part}" for record in records}
    return frames | {name: frames[name].with_columns(pl.col(pl.String).replace(ids)) for name in tables}


def batches(found: list[Example]) -> Iterator[list[Example]]:
    """The examples in groups, in each at most one of a data set."""
    groups: list[dict[int, Example]] = []
    for example in found:
        free = next((group for group in groups if example.part not in group), None)
        if free is None:
            free = {}
            groups.append(free)
        free[example.part] = example
    return (list(group.values()) for group in groups)


def fault(code: str, example: Example, found: list[Failure], after: Frames) -> tuple[str, str] | None:
    """What is not as it must be: the rule broken, no other but its companions, told of the record made wrong. In a word, and at length."""
    if code != "ND211" and any(failure.rule.code == "ND211" for failure in found):
        quoted = example.quoted_no_more()
        found = [failure for failure in found if failure.rule.code != "ND211" or failure.record_id not in quoted]
    codes = {failure.rule.code for failure in found}
    others = codes - {code, *COMPANIONS.get(code, ())}
    strange = [f for f in found if f.record_id not in example.changed and not names(f.message, example.changed)]
    kind = ""
    if code not in codes:
        kind = "not found"
    elif others:
        kind = f"found too: {', '.join(sorted(others))}"
    elif strange and code not in OF_MANY_ROWS:
        near = neighbours(after, example.changed) | neighbours(example.before, example.changed)
        kind = "" if {failure.record_id for failure in strange} <= near else "told of another record"
    if not kind:
        return None
    told = "\n".join(f"{f.rule.code} {f.table} {f.record_id} {f.row_key} {f.column}: {f.message}" for f in found)
    return kind, f"Changed:\n{example.shown()}\nFound:\n{told}"


@pytest.mark.parametrize("code", sorted(RULES))
def test_what_is_made_wrong_is_found_and_nothing_else(code: str) -> None:
    done, wanted = 0, EXAMPLES_ALONE if code in BASES else EXAMPLES
    faults: dict[str, list[str]] = {}  # by kind, so that a long run tells all that it found
    for number in range(-(-wanted // EXAMPLES_OF_A_POOL)):
        pool = drawn(INSISTS.get(code, RICH), POOL, number)
        found = examples(code, pool, min(wanted, EXAMPLES_OF_A_POOL))
        done += len(found)
        told = (alone(code, example) for example in found) if code in BASES else together(code, pool, found)
        for kind, details in filter(None, told):
            faults.setdefault(kind, []).append(details)
    said = [f"{code}: {kind} ({len(details)} of {done} examples), first:\n{details[0]}" for kind, details in faults.items()]
    assert not faults, "\n\n".join(said)
    assert done >= min(wanted, 5), f"{code}: only {done} examples were found"


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.own))
def test_of_some_records_a_rule_finds_what_it_finds_of_all(code: str) -> None:
    """Where only the rows of some records are looked at: that a rule says it needs no other is put to the test."""
    pool = drawn(RICH, POOL)
    for batch in batches(examples(code, pool, 40)):
        frames = {name: pl.concat([example.after[name] for example in batch]) for name in MODEL.tables}
        tables, rule = Tables(MODEL, frames), {code: RULES[code]}
        whole = list(rule_failures(tables, rule))
        assert whole
        records = sorted(
            {record for example in batch for table in MODEL.record_tables for record in example.after[table.name][table.record_key]}
        )
        for some in (records[::2], records[1::2], [whole[0].record_id]):
            wanted = set(some)
            assert Counter(rule_failures(tables, rule, some)) == Counter(failure for failure in whole if failure.record_id in wanted)


def alone(code: str, example: Example) -> tuple[str, str] | None:
    """By the tables of one data set, beside those of an earlier release."""
    found = failures(example.after, set(example.wrong), example.before)
    if {failure.rule.code for failure in found} != {code}:  # what is invented for the earlier release need not be good itself
        known = {(f.rule.code, f.record_id, f.message) for f in failures(example.before, set(example.before))}
        found = [f for f in found if (f.rule.code, f.record_id, f.message) not in known]
    return fault(code, example, found, example.after)


def together(code: str, pool: Pool, found: list[Example]) -> Iterator[tuple[str, str] | None]:
    """By the tables of all data sets of the pool, in some of which something is made wrong."""
    for batch in batches(found):
        here = {example.part: example for example in batch}
        changed = {name for example in batch for name in example.wrong}
        after = dict(pool.joined)
        for name in changed:
            after[name] = pl.concat([here[number].after[name] if number in here else part[name] for number, part in enumerate(pool.parts)])
        owners = {**pool.owners, **{record: example.part for example in batch for record in example.changed}}
        by_part: dict[int, list[Failure]] = {example.part: [] for example in batch}
        for failure in failures(after, changed):
            by_part.setdefault(owners[failure.record_id], []).append(failure)
        for part, example in here.items():
            yield fault(code, example, by_part.pop(part), example.after)
        for part, elsewhere in by_part.items():
            yield "in a data set that was not changed", f"{part}: {[(f.rule.code, f.record_id, f.message) for f in elsewhere]}"


@pytest.mark.parametrize("wanted", [RICH, TWO], ids=["rich", "two processes"])
def test_data_sets_side_by_side_have_no_fault(wanted: Wanted) -> None:
    pool = drawn(wanted, POOL)
    assert len(pool.parts) == POOL
    assert len(pool.owners) > 10 * POOL
    assert [f"{f.rule.code} {f.record_id} {f.message}" for f in rule_failures(Tables(MODEL, pool.joined))] == []


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
