"""The strategies: what they make is valid, and between them they make everything that the schema has."""

from __future__ import annotations

import collections
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset

#: Tables that no data set without warnings can have.
BEYOND = {"accepted_problems"}


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(testing.datasets())
def test_a_data_set_has_no_fault_as_files_and_as_tables(tmp_path_factory: pytest.TempPathFactory, data: testing.LinkedRecords) -> None:
    root: Path = data.write(tmp_path_factory.mktemp("written"))
    found = dataset.read(root, cache=False)
    assert [f"{problem.code} {problem.place} {problem.message}" for problem in check.check(found)] == []
    frames = data.frames()
    assert frames.keys() == found.frames.keys()
    for name, frame in frames.items():
        assert frame.equals(found.frames[name]), name


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.data(), st.integers(1, 3), st.integers(0, 3), st.integers(0, 2))
def test_sizes_are_kept(choices: st.DataObject, processes: int, rounds: int, ceasefires: int) -> None:
    data = choices.draw(
        testing.datasets(
            processes=(processes, processes), rounds=(rounds, rounds), ceasefires=(0, ceasefires), incidents=(0, 0), documents=(0, 0)
        )
    )
    count = collections.Counter(kind for kind, _ in data.records)
    assert count["process"] == processes
    assert count["round"] <= processes * rounds
    assert count["ceasefire"] <= processes * ceasefires
    assert not count["incident"]
    assert not count["document"]


def _never(model: Model, seen: dict[str, set[str]]) -> list[str]:
    """Columns without a value, and labels, that no data set had."""
    never = []
    for name, table in model.tables.items():
        for column in table.columns:
            address = f"{name}.{column.name}"
            if address not in seen:
                never.append(address)
            elif column.vocabulary is not None and column.is_written and column.vocabulary.name != "country":
                never += [f"{address} = {label}" for label in column.vocabulary.names if label not in seen[address]]
    return [address for address in never if address.partition(".")[0] not in BEYOND]


def test_every_label_and_every_column_is_reached(model: Model) -> None:
    seen: dict[str, set[str]] = collections.defaultdict(set)

    def collect(data: testing.LinkedRecords) -> None:
        for name, frame in data.frames().items():
            for column in model.tables[name].columns:
                values = frame[column.name].explode() if column.is_list else frame[column.name]
                found = values.drop_nulls().unique()
                if len(found):
                    seen[f"{name}.{column.name}"] |= set(found.cast(pl.String)) if column.vocabulary else {""}

    # 250 data sets reach nearly all; rare labels take some more, and which are rare differs between versions of Hypothesis.
    never: list[str] = []
    for number in range(5):
        drawn = given(testing.datasets(processes=(1, 2), rounds=(1, 4), ceasefires=(1, 3), incidents=(1, 2), documents=(1, 3)))(collect)
        often = settings(max_examples=250, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))(drawn)
        seed(number)(often)()
        never = _never(model, seen)
        if not never:
            break
    assert not never
