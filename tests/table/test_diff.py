"""What differs between two editions: nothing in equal ones, each changed record once, and counts that add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset
from negotiation_data.table.diff import Cell, Change, Dispute, diff
from negotiation_data.testing.dataset import LinkedRecords
from tests.conftest import EXAMPLES

few = settings(max_examples=15, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(testing.datasets(processes=(1, 1)))
def test_nothing_differs_in_what_is_equal(model: Model, data: LinkedRecords) -> None:
    frames = data.frames()
    assert not diff(model, frames, frames)
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=1) for name, frame in frames.items()}
    assert not diff(model, frames, shuffled), "the order of rows is no difference"


@few
@given(testing.datasets(processes=(1, 1)), st.data())
def test_each_changed_record_is_named_once_and_counts_add_up(model: Model, data: LinkedRecords, choices: st.DataObject) -> None:
    fates = {record["id"]: choices.draw(st.sampled_from(["kept", "kept", "removed", "noted", "cited"])) for _, record in data.records}
    edited = LinkedRecords(
        tuple((kind, _edited(record, fates[record["id"]])) for kind, record in data.records if fates[record["id"]] != "removed")
    )
    before, after = data.frames(), edited.frames()
    found = diff(model, before, after)
    # `sequence` is computed from the rounds that there are, so others may differ in that alone.
    moved = {row.row["round_id"] for record in found.records for row in record.rows if {cell.column for cell in row.cells} == {"sequence"}}
    expected = {(record["id"], _change(kind, record, fates[record["id"]])) for kind, record in data.records}
    expected = {(name, change) for name, change in expected if change is not None}
    assert {(record.record_id, record.change) for record in found.records if record.record_id not in moved} == {
        pair for pair in expected if pair[0] not in moved
    }
    assert len({record.record_id for record in found.records}) == len(found.records)
    for name, count in found.tables.items():
        assert (count.before, count.after) == (before[name].height, after[name].height)
        assert count.before + count.added - count.removed == count.after
    assert all(before[name].height == after[name].height for name in model.tables if name not in found.tables)
    back = diff(model, after, before)
    assert {name: (count.added, count.removed, count.changed) for name, count in back.tables.items()} == {
        name: (count.removed, count.added, count.changed) for name, count in found.tables.items()
    }
    assert (back.opened, back.closed) == (found.closed, found.opened)


def _edited(record: dict[str, Any], fate: str) -> dict[str, Any]:
    if fate == "noted" and "was" not in record:
        return {**record, "note": "Looked at again."}
    if fate == "cited" and record.get("evidence"):
        return {**record, "evidence": record["evidence"][1:]} if len(record["evidence"]) > 1 else record
    return record


def _change(kind: str, record: dict[str, Any], fate: str) -> Change | None:
    if fate == "removed":
        return Change.REMOVED
    return Change.CHANGED if _edited(record, fate) != record else None


def with_values(frame: pl.DataFrame, where: pl.Expr, **values: Any) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(where).then(pl.lit(value).cast(frame.schema[name])).otherwise(pl.col(name)).alias(name) for name, value in values.items()
    )


def test_cells_are_what_coders_write(model: Model) -> None:
    after = dataset.read(EXAMPLES / "good", cache=False).frames
    where = pl.col("round_id") == "floe-base-alpha"
    other = {"outcome": "collapsed", "venue_site": None, "end_latest": date(2025, 10, 9)}
    found = diff(model, {**after, "rounds": with_values(after["rounds"], where, **other)}, after)
    (record,) = found.records
    (row,) = record.rows
    assert row.cells == (Cell("venue_site", None, "Ice hall"), Cell("outcome", "collapsed", "agreement")), "what is computed is not told"
    alone = diff(model, {**after, "rounds": with_values(after["rounds"], where, end_latest=date(2025, 10, 9))}, after)
    assert alone.records[0].rows[0].cells == (Cell("end_latest", "2025-10-09", "2025-10-05"),), "unless it is all that differs"


def test_a_buried_record_is_one_change_with_its_story(model: Model) -> None:
    after = dataset.read(EXAMPLES / "good", cache=False).frames
    row = after["ceasefires"].head(1).with_columns(ceasefire_id=pl.lit("floe-pause"))
    before = {
        **after,
        "ceasefires": pl.concat([after["ceasefires"], row]),
        "tombstones": after["tombstones"].filter(pl.col("former_id") != "floe-pause"),
    }
    (record,) = diff(model, before, after).records
    assert (record.table, record.record_id, record.change) == ("ceasefires", "floe-pause", Change.REMOVED)
    assert record.burial is not None
    assert record.burial.now == ("floe-halt-of-march",)
    (revived,) = diff(model, after, before).records
    assert (revived.table, revived.change, revived.burial) == ("ceasefires", Change.ADDED, None)


def test_entries_of_evidence_are_known_by_what_they_say(model: Model) -> None:
    after = dataset.read(EXAMPLES / "good", cache=False).frames
    against = pl.col("stance").is_in(["contradicts", "omits"])
    disputed = after["evidence"].filter(against)
    before = {**after, "evidence": after["evidence"].filter(~against).with_columns(entry=pl.col("entry") + 5)}
    found = diff(model, before, after)
    assert found.tables["evidence"].added == disputed.height > 0
    assert found.tables["evidence"].removed == 0
    pairs = {Dispute(*row) for row in disputed.select("record_id", "field").iter_rows()}
    contested = after["missing_values"].filter(pl.col("reason") == "contested").select("record_id", "field")
    assert set(found.opened) == pairs - {Dispute(*row) for row in contested.iter_rows()}
    twice = {**after, "evidence": pl.concat([after["evidence"], after["evidence"].head(1)])}
    assert diff(model, after, twice).tables["evidence"].added == 1


def test_editions_of_other_schemas_are_compared_as_far_as_they_go(model: Model) -> None:
    frames = dataset.read(EXAMPLES / "good", cache=False).frames
    older = {name: frame for name, frame in frames.items() if name != "tombstones"}
    older["rounds"] = (
        older["rounds"]
        .drop("level")
        .with_columns(
            kind=pl.col("kind").cast(pl.String).cast(pl.Enum(["formal_round", "parley", "sideline_meeting"]), strict=False),
            odd=pl.lit(1),
        )
    )
    found = diff(model, older, frames)
    assert "rounds.level" in found.new_columns
    assert "rounds.odd" in found.lost_columns
    assert {record.table for record in found.records} <= {"tombstones", "rounds"}
