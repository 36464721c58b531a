"""Checks and rules on frames of one's own: whatever is given, there is a report, and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiation_data as nd
from negotiation_data import reader
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset
from negotiation_data.table.frames import Frames
from negotiation_data.table.rules import RULES
from negotiation_data.table.validation import filter_frames, validate
from tests.conftest import EXAMPLES

GOOD = dataset.read(EXAMPLES / "good", cache=False).frames


def codes(frames: dict[str, Any]) -> set[str]:
    return set(validate(frames).errors["code"])


def test_good_frames_have_no_problem() -> None:
    found = validate(GOOD)
    assert found.ok
    assert found.problems.is_empty()
    assert "no problems" in repr(found)
    found.raise_on_error()


def test_lazy_frames_and_text_for_labels_and_days_are_as_good(model: Model) -> None:
    as_text = {name: reader._as_strings(frame).with_columns(pl.col(pl.Date).cast(pl.String)).lazy() for name, frame in GOOD.items()}
    assert validate(as_text).problems.is_empty()


def broken(frame: pl.DataFrame, **values: Any) -> pl.DataFrame:
    """The frame with other values in its first row."""
    changed = [pl.Series(name, [value], dtype=frame.schema[name]) for name, value in values.items()]
    return pl.concat([frame.head(1).with_columns(changed), frame.slice(1)])


ROUNDS = GOOD["rounds"]
BEFORE = {"end": "1999-01-01", "end_earliest": date(1999, 1, 1), "end_latest": date(1999, 1, 1)}


@pytest.mark.parametrize(
    ("code", "frames"),
    [
        ("ND150", {"round": ROUNDS}),
        ("ND151", {"rounds": ROUNDS.drop("kind")}),
        ("ND152", {"rounds": ROUNDS.with_columns(kind=pl.lit("chat"))}),
        ("ND152", {"rounds": ROUNDS.with_columns(start_earliest=pl.lit("soon"))}),
        ("ND154", {"rounds": broken(ROUNDS, label=None)}),
        ("ND155", {"rounds": broken(ROUNDS, round_id="Not An Id")}),
        ("ND156", {"rounds": pl.concat([ROUNDS, ROUNDS.head(1)])}),
        ("ND157", {"rounds": broken(ROUNDS, start_earliest=date(2030, 1, 1))}),
        ("ND302", {"rounds": broken(ROUNDS, **BEFORE)}),
        ("ND202", GOOD | {"rounds": ROUNDS.slice(1)}),
    ],
)
def test_what_is_wrong_is_told(code: str, frames: Frames) -> None:
    found = validate(frames)
    assert code in set(found.errors["code"])
    assert not found.ok
    assert code in found.summary().filter(pl.col("statement").is_not_null())["code"].to_list()
    with pytest.raises(nd.NegotiationDataError, match=code if found.errors["code"].n_unique() == 1 else "error"):
        found.raise_on_error()


def test_an_extra_column_is_only_noted() -> None:
    found = validate({"rounds": ROUNDS.with_columns(mine=1)})
    assert found.ok
    assert found.problems["code"].to_list() == ["ND153"]


def test_a_row_is_told_by_its_position() -> None:
    frame = pl.concat([ROUNDS.slice(1), broken(ROUNDS, **BEFORE).head(1)])
    row = validate({"rounds": frame}, rules={"ND302"}).errors.row(0, named=True)
    assert row["row"] == frame.height - 1
    assert row["record_id"] == ROUNDS["round_id"][0]
    assert "1999-01-01" in row["message"]


def test_only_some_rules() -> None:
    frames = {"rounds": broken(ROUNDS, **BEFORE)}
    assert set(validate(frames, rules={"ND302"}).problems["code"]) == {"ND302"}
    with pytest.raises(nd.NegotiationDataError, match="no rule ND000"):
        validate(frames, rules={"ND000"})


def test_reader_face() -> None:
    assert nd.validate({"rounds": ROUNDS}).ok
    assert nd.filter({"rounds": ROUNDS}).rejected == {}


def damaged() -> st.SearchStrategy[Frames]:
    """Some of the good tables with columns dropped, made null, of other types, rows repeated or none."""

    @st.composite
    def frames(draw: st.DrawFn) -> Frames:
        names = draw(st.lists(st.sampled_from(sorted(GOOD)), unique=True, min_size=1, max_size=6))
        return {name: draw(_damage(GOOD[name])) for name in names}

    return frames()


@st.composite
def _damage(draw: st.DrawFn, frame: pl.DataFrame) -> pl.DataFrame:
    for _ in range(draw(st.integers(0, 3))):
        column = draw(st.sampled_from(frame.columns)) if frame.width else ""
        match draw(st.sampled_from(["drop", "null", "text", "number", "list", "struct", "twice", "none", "extra", "shuffle"])):
            case "drop" if column:
                frame = frame.drop(column)
            case "null" if column:
                frame = frame.with_columns(pl.lit(None).alias(column))
            case "text" if column:
                frame = frame.with_columns(pl.lit(draw(st.sampled_from(["", "x", "2025-10-19", "\u0000", "=1+1"]))).alias(column))
            case "number" if column:
                frame = frame.with_columns(pl.lit(draw(st.sampled_from([0, -1, 2**40, float("nan")]))).alias(column))
            case "list" if column:
                frame = frame.with_columns(pl.lit(["a"]).alias(column))
            case "struct" if column:
                frame = frame.with_columns(pl.struct(a=1).alias(column))
            case "twice":
                frame = pl.concat([frame, frame])
            case "none":
                frame = frame.clear()
            case "extra":
                frame = frame.with_columns(row=pl.lit(1), row_key=pl.lit("x"))
            case "shuffle":
                frame = frame.sample(fraction=1, shuffle=True, seed=1)
    return frame


@settings(max_examples=60)
@given(damaged())
def test_any_frames_get_a_report_and_none_is_lost(frames: Frames) -> None:
    found = validate(frames)
    rows = found.problems.drop_nulls("row")
    for name, frame in frames.items():
        positions = rows.filter(pl.col("table") == name)["row"]
        assert positions.is_between(0, frame.height - 1).all()
    parted = filter_frames(frames)
    for name, frame in frames.items():
        bad = parted.rejected[name].height if name in parted.rejected else 0
        assert parted.good[name].height + bad == frame.height
        assert parted.good[name].columns == frame.columns
        if bad:
            assert parted.rejected[name]["rejected_because"].list.len().min() > 0
    assert (
        validate({name: frame for name, frame in parted.good.items() if frame.height}).errors.filter(pl.col("row").is_not_null()).is_empty()
    )


@pytest.mark.parametrize("empty", [pl.DataFrame(), ROUNDS.clear(), pl.DataFrame({"round_id": []})])
def test_empty_frames(empty: pl.DataFrame) -> None:
    validate({"rounds": empty})
    assert filter_frames({"rounds": empty}).good["rounds"].height == 0


def test_every_rule_can_be_run_alone() -> None:
    for code in RULES:
        assert validate(GOOD, rules={code}).ok
