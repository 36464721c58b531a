from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import polars as pl
import pytest

from negotiation_data.error import NegotiationDataError
from negotiation_data.publish import coverage
from negotiation_data.publish.export import FORMATS, export
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset
from negotiation_data.table.frames import Frames
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def test_csv_has_every_row_and_no_formula(model: Model, frames: Frames, tmp_path: Path) -> None:
    bad = frames | {"places": frames["places"].with_columns(name=pl.lit("=HYPERLINK(1)"), note=pl.lit("-1+1"), place_id=pl.lit("x"))}
    written = export(model, bad, "csv", tmp_path / "out")
    assert {path.stem for path in written} == set(model.tables)
    for name, frame in bad.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == frame.columns
        assert len(rows) == frame.height + 1
        text = [index for index, kind in enumerate(frame.dtypes) if kind == pl.String]
        assert not [row[index] for row in rows[1:] for index in text if row[index][:1] in ("=", "+", "-", "@", "\t")]
    place = pl.read_csv(tmp_path / "out" / "places.csv")
    assert place["name"][0] == "'=HYPERLINK(1)"
    assert place["latitude"].drop_nulls().to_list() == frames["places"]["latitude"].drop_nulls().to_list() != []
    export(model, bad, "csv", tmp_path / "out", formulas=True)
    assert pl.read_csv(tmp_path / "out" / "places.csv")["name"][0] == "=HYPERLINK(1)"


def test_lists_are_joined_in_csv_and_kept_in_json(model: Model, frames: Frames, tmp_path: Path) -> None:
    many = frames | {"documents": frames["documents"].with_columns(languages=pl.lit(["en", "ps"]))}
    export(model, many, "csv", tmp_path / "csv")
    assert pl.read_csv(tmp_path / "csv" / "documents.csv")["languages"][0] == "en; ps"
    export(model, many, "ndjson", tmp_path / "json")
    first = json.loads((tmp_path / "json" / "documents.ndjson").read_text(encoding="utf-8").splitlines()[0])
    assert first["languages"] == ["en", "ps"]
    assert first["date_earliest"] == "2025-10-05"


def test_sqlite_holds_the_same_and_keeps_its_promises(model: Model, frames: Frames, tmp_path: Path) -> None:
    (path,) = export(model, frames, "sqlite", tmp_path / "data.sqlite")
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, frame in frames.items():
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (frame.height,)
        row = database.execute(
            "SELECT effective_at, purposes, fixed_term_days FROM ceasefires WHERE ceasefire_id = 'floe-truce'"
        ).fetchone()
        assert row == ("2025-10-05T13:30:00Z", '["peace_process"]', 10.0)


@pytest.mark.parametrize("form", FORMATS)
def test_files_of_others_are_never_replaced(form: str, model: Model, frames: Frames, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(NegotiationDataError, match="delete"):
        export(model, frames, form, tmp_path)
    assert (tmp_path / "thesis.docx").exists()


def test_coverage_counts_every_value_once(model: Model, frames: Frames) -> None:
    found = coverage.coverage(model, frames)
    sums = coverage.total(found)
    assert sums["values"] == sum(sums[name] for name in coverage.CLASSES)
    assert sums["bare"] == 0
    by_field = {(row["table"], row["field"]): row for row in found.iter_rows(named=True)}
    start = by_field[("rounds", "start")]
    assert (start["values"], start["verifiable"], start["cited"]) == (frames["rounds"].height, 1, frames["rounds"].height - 1)
    sizes = by_field[("delegations", "size")]
    assert (sizes["values"], sizes["verifiable"]) == (frames["delegations"]["size"].count(), 1)
    names = by_field[("round_numbers", "(row)")]
    assert (names["values"], names["cited"]) == (1, 1)
    without = frames | {"evidence": frames["evidence"].filter(pl.col("field") != "/start")}
    bare = coverage.coverage(model, without).filter(pl.col("table") == "rounds", pl.col("field") == "start")
    assert bare["bare"].item() == frames["rounds"].height


def test_what_rounds_rest_on_is_counted_by_origin_not_by_outlet(model: Model, frames: Frames) -> None:
    before = {row["aspect"]: row for row in coverage.origins(model, frames).iter_rows(named=True)}
    assert before["dates"]["rounds"] == frames["rounds"].height
    for row in before.values():
        assert row["several"] + row["one"] + row["none"] == row["rounds"]
    short = {aspect: row["one"] + row["none"] for aspect, row in before.items()}
    assert short["all of these"] >= max(short.values())

    # Every source carries one agency: however many outlets there are, no round has two origins.
    one_agency = pl.DataFrame({"source_id": frames["sources"]["source_id"], "origin": "an-agency", "relation": "carries"})
    carried = frames | {"source_origins": pl.concat([frames["source_origins"].clear(), one_agency], how="diagonal_relaxed")}
    assert coverage.origins(model, carried)["several"].sum() == 0

    # Nothing is said for any value: every aspect that is coded rests on none.
    silent = coverage.origins(model, frames | {"evidence": frames["evidence"].clear()})
    assert silent["none"].to_list() == silent["rounds"].to_list()
