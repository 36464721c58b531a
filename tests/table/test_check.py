"""Checks of one table: pandera and polars come to the same verdict, and each check sees what it is for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandera.errors
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from negotiation_data.derive.checks import Check, CheckKind, checks
from negotiation_data.derive.pandera import pandera_schema, validate
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset
from negotiation_data.table.check import _is_unique, column_failures
from negotiation_data.table.frames import Frames
from tests.conftest import EXAMPLES

ALL_CHECKS = [check for table in catalog.model().tables.values() for check in checks(table)]


@pytest.fixture(scope="module")
def good_frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def test_good_tables_pass_both(model: Model, good_frames: Frames) -> None:
    for name, table in model.tables.items():
        validate(table, good_frames[name])
        assert column_failures(table, good_frames[name]) == []


def damage(frame: pl.DataFrame, check: Check) -> pl.DataFrame:
    """A frame of which one row breaks the check, and nothing else need."""
    column = check.columns[0]
    kind = frame.schema[column]
    bad: dict[CheckKind, Any] = {
        CheckKind.NOT_NULL: None,
        CheckKind.PATTERN: " \u00e9 / \n",
        CheckKind.MIN_LENGTH: "",
        CheckKind.MAX_LENGTH: "a" * 2000,
        CheckKind.MINIMUM: -1000,
        CheckKind.MAXIMUM: 2_000_000_000,
        CheckKind.EXCLUSIVE_MINIMUM: -1,
        CheckKind.MIN_ITEMS: [],
    }
    if check.kind is CheckKind.UNIQUE:
        return pl.concat([frame, frame.head(1)])
    if check.kind is CheckKind.ORDERED:
        days = {column: date(2025, 1, 2), check.columns[1]: date(2025, 1, 1)}
        return pl.concat([frame.head(1).with_columns(**{name: pl.lit(day) for name, day in days.items()}), frame.slice(1)])
    value = pl.Series(column, [bad[check.kind]], dtype=kind)
    return pl.concat([frame.head(1).with_columns(value), frame.slice(1)])


def filled(model: Model, frames: Frames, name: str) -> pl.DataFrame:
    """The table of the good example, or a row made up where it has none there."""
    frame = frames[name]
    if frame.height:
        return frame
    values = {pl.String: "a", pl.Int32: 1, pl.Float64: 1.0, pl.Boolean: True, pl.Date: date(2025, 1, 1)}
    row = {
        column: [
            None
            if not model.tables[name].column(column).required
            else values.get(type(kind), kind.categories[0] if isinstance(kind, pl.Enum) else None)
        ]
        for column, kind in frame.schema.items()
    }
    return pl.DataFrame(row, schema=frame.schema)


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: f"{check.table}-{check.name[:60]}")
def test_each_check_sees_one_bad_row_by_either_engine(check: Check, model: Model, good_frames: Frames) -> None:
    table = model.tables[check.table]
    bad = damage(filled(model, good_frames, check.table), check)
    found = {failed.name: rows for failed, rows in column_failures(table, bad)}
    assert check.name in found
    assert found[check.name].height == (2 if check.kind is CheckKind.UNIQUE else 1)
    builtin = {CheckKind.NOT_NULL: "not_nullable", CheckKind.UNIQUE: "multiple_fields_uniqueness"}.get(check.kind, check.name)
    for frame in (bad, bad.lazy()):
        with pytest.raises(pandera.errors.SchemaErrors) as error:
            validate(table, frame)
        said = error.value.failure_cases["check"].cast(pl.String).to_list()
        assert any(str(text).startswith(builtin) for text in said), said
        with pytest.raises(pandera.errors.SchemaError):  # and as pandera is called by itself, at the first fault
            pandera_schema(table).validate(frame)


def test_a_good_lazy_frame_stays_lazy(model: Model, good_frames: Frames) -> None:
    found = validate(model.tables["rounds"], good_frames["rounds"].lazy())
    assert isinstance(found, pl.LazyFrame)
    assert found.collect().equals(good_frames["rounds"])


def test_pandera_knows_types_order_and_strangers(model: Model, good_frames: Frames) -> None:
    schema = pandera_schema(model.tables["rounds"])
    rounds = good_frames["rounds"]
    for wrong in (
        rounds.with_columns(kind=pl.col("kind").cast(pl.String)),
        rounds.drop("label"),
        rounds.with_columns(extra=pl.lit(1)),
        rounds.select(sorted(rounds.columns)),
    ):
        with pytest.raises((pandera.errors.SchemaErrors, pandera.errors.SchemaError)):
            schema.validate(wrong, lazy=True)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3) | st.none(), st.sampled_from("xyz")), max_size=12), st.booleans())
def test_uniqueness_by_neighbours_is_uniqueness(rows: list[tuple[str, int | None, str]], ordered: bool) -> None:
    model = catalog.model()
    table = model.tables["evidence"]
    schema = {"record_id": pl.String, "entry": pl.Int32, "field": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    if ordered:
        frame = frame.sort("record_id", "entry", "field")
    assert _is_unique(table, frame) == (frame.n_unique() == frame.height)


@settings(max_examples=40, deadline=None)
@given(st.integers(2_001, 9_000), st.integers(1, 3), st.data())
def test_one_bad_value_among_few_is_found_wherever_it_stands(good_frames: Frames, height: int, different: int, data: st.DataObject) -> None:
    """A sample says that a column has few values; what is wrong outside the sample, or in it, is found all the same."""
    table = catalog.model().tables["round_parties"]
    row = pl.concat([good_frames["round_parties"].head(1)] * height)
    rounds, names = [f"round-{number:05}" for number in range(height)], [f"actor-{number % different}" for number in range(height)]
    whole = row.with_columns(round_id=pl.Series(rounds), actor_id=pl.Series(names))
    at = data.draw(st.integers(0, height - 1))
    bad = whole.with_columns(actor_id=pl.Series([" \u00e9 /" if number == at else name for number, name in enumerate(names)]))
    (pattern,) = (check for check in checks(table) if check.kind is CheckKind.PATTERN and check.columns == ("actor_id",))

    def failing_rows(frame: pl.DataFrame) -> list[str]:
        return [failed for check, rows in column_failures(table, frame) if check == pattern for failed in rows["round_id"]]

    assert failing_rows(whole) == []
    assert failing_rows(bad) == [rounds[at]]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=260),
    st.sampled_from([CheckKind.MIN_LENGTH, CheckKind.MAX_LENGTH]),
)
@example("é" * 200, CheckKind.MAX_LENGTH)  # fewer characters than the limit, more bytes
def test_lengths_are_of_characters_though_bytes_are_counted_first(good_frames: Frames, text: str, kind: CheckKind) -> None:
    table = catalog.model().tables["participants"]
    frame = pl.concat([filled(catalog.model(), good_frames, "participants").head(1)]).with_columns(office=pl.lit(text))
    check = next(check for check in checks(table) if check.kind is kind and check.columns == ("office",))
    assert check.bound is not None
    too_long, too_short = kind is CheckKind.MAX_LENGTH and len(text) > check.bound, kind is CheckKind.MIN_LENGTH and len(text) < check.bound
    assert (check in [failed for failed, _ in column_failures(table, frame)]) == (too_long or too_short)
