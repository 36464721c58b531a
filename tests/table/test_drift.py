"""Drift: what the rules make of an earlier release, and what they leave alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.build import build
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset, parquet
from negotiation_data.table.frames import Frames
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import drift
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def codes(model: Model, now: Frames, base: Frames | None) -> list[str]:
    found = [failure.rule.code for failure in check.rule_failures(Tables(model, now, base))]
    return sorted(code for code in found if code.startswith("ND9"))


def with_rounds(frames: Frames, **values: object) -> Frames:
    """The first round with values changed."""
    first = pl.int_range(pl.len()) == 0
    rounds = frames["rounds"]
    changed = [
        pl.when(first).then(pl.lit(pl.Series([value], dtype=rounds.schema[name])).first()).otherwise(name).alias(name)
        for name, value in values.items()
    ]
    return {**frames, "rounds": rounds.with_columns(changed)}


def test_no_release_to_compare_with_is_no_drift(model: Model, frames: Frames) -> None:
    assert codes(model, frames, None) == []
    assert codes(model, frames, frames) == []


def test_a_release_of_another_schema_is_compared_as_far_as_it_goes(model: Model, frames: Frames) -> None:
    older = {name: frame for name, frame in frames.items() if name != "person_names"}
    older["sources"] = older["sources"].drop("outlet", "published_basis")
    older["rounds"] = older["rounds"].drop("start_earliest").with_columns(kind=pl.lit("parley", pl.Enum(["parley"])))
    older["unknown"] = pl.DataFrame({"id": ["x"]})
    older["places"] = pl.DataFrame({"other_key": ["x"]})
    assert codes(model, frames, older) == []


def test_talks_put_off_are_the_same_talks(model: Model, frames: Frames) -> None:
    elsewhere = {"start": "2025-01-02", "start_earliest": date(2025, 1, 2), "start_latest": date(2025, 1, 2), "place_id": "base-beta"}
    assert codes(model, frames, with_rounds(frames, **elsewhere)) == ["ND902"]
    assert codes(model, frames, with_rounds(frames, **elsewhere, status="planned")) == []
    assert codes(model, frames, with_rounds(frames, **{**elsewhere, "place_id": "base-alpha"})) == []
    wide = {"start": "2025", "start_earliest": date(2025, 1, 1), "start_latest": date(2025, 12, 31), "place_id": "base-beta"}
    assert codes(model, frames, with_rounds(frames, **wide)) == []


def test_a_name_that_is_mended_or_kept_among_others_is_no_other_name(model: Model, frames: Frames) -> None:
    actors = frames["actors"]
    for name, expected in (("The Great Auks of old", []), ("Alcids", ["ND902"])):
        renamed = actors.with_columns(name=pl.when(pl.col("actor_id") == "great-auks").then(pl.lit(name)).otherwise("name"))
        assert codes(model, {**frames, "actors": renamed}, frames) == expected
    named = frames["actor_names"].head(1).with_columns(actor_id=pl.lit("great-auks"), name=pl.lit("Great auks"))
    assert codes(model, {**frames, "actors": renamed, "actor_names": pl.concat([frames["actor_names"], named])}, frames) == []


def test_a_page_that_moved_is_the_same_source(model: Model, frames: Frames) -> None:
    radio = pl.col("source_id") == "polar-radio"
    moved = frames["sources"].with_columns(url=pl.when(radio).then(pl.lit("https://example.org/archive")).otherwise("url"))
    assert codes(model, {**frames, "sources": moved}, frames) == []
    other = moved.with_columns(outlet=pl.when(radio).then(pl.lit("Krill Courier")).otherwise("outlet"))
    assert codes(model, {**frames, "sources": other}, frames) == ["ND902"]


def many(frames: Frames, rows: int, **values: object) -> Frames:
    """The tables with so many sessions."""
    row = (
        frames["sessions"]
        .head(1)
        .with_columns(pl.lit(value).alias(name).cast(frames["sessions"].schema[name]) for name, value in values.items())
    )
    sessions = pl.concat([row.with_columns(session=pl.lit(f"day-{number}")) for number in range(rows)])
    return {**frames, "sessions": sessions}


def test_few_rows_prove_nothing(model: Model, frames: Frames) -> None:
    for rows, expected in ((drift.FEWEST_ROWS - 1, []), (drift.FEWEST_ROWS, ["ND903"])):
        assert codes(model, many(frames, rows, hours=None), many(frames, rows, hours=3)) == expected
    for rows, expected in ((drift.FEWEST_ROWS - 1, []), (drift.FEWEST_ROWS, ["ND904"])):
        assert codes(model, many(frames, rows, hours=180), many(frames, rows, hours=3)) == expected
    for rows, expected in ((drift.FEWEST_ROWS - 1, []), (drift.FEWEST_ROWS, ["ND904", "ND905"])):
        assert codes(model, many(frames, rows, channel="proximity"), many(frames, rows, channel="shuttle")) == expected


def test_half_of_the_rows_is_not_most(model: Model, frames: Frames) -> None:
    before = many(frames, 40, hours=3)["sessions"]
    half = before.with_columns(hours=pl.when(pl.int_range(pl.len()) < 20).then(4.0).otherwise("hours"))
    most = before.with_columns(hours=pl.when(pl.int_range(pl.len()) < 21).then(4.0).otherwise("hours"))
    emptier = before.with_columns(hours=pl.when(pl.int_range(pl.len()) < 20).then(None).otherwise("hours"))
    for now, expected in ((half, []), (most, ["ND904"]), (emptier, [])):
        assert codes(model, {**frames, "sessions": now}, {**frames, "sessions": before}) == expected


def test_a_label_may_go_with_the_rows_that_had_it(model: Model, frames: Frames) -> None:
    before, now = many(frames, 30, channel="shuttle"), many(frames, 29, channel=None)
    assert "ND905" not in codes(model, now, before)


def test_how_far_the_work_has_come_is_no_drift(model: Model, frames: Frames) -> None:
    def actors(review: str) -> Frames:
        row = frames["actors"].head(1).with_columns(review=pl.lit(review, frames["actors"].schema["review"]))
        return {**frames, "actors": pl.concat([frames["actors"], *(row.with_columns(actor_id=pl.lit(f"auk-{n}")) for n in range(30))])}

    assert codes(model, actors("double_coded"), actors("machine")) == []


def test_a_lost_label_of_evidence_points_to_its_list(good: Path) -> None:
    """Entries have numbers that pass: the entry of then may not be there, or be another."""
    found = dataset.read(good, cache=False)
    evidence = found.frames["evidence"]
    late = pl.concat(
        [
            evidence,
            *(
                evidence.tail(1).with_columns(entry=pl.lit(900 + n, pl.Int32), stance=pl.lit("omits", evidence.schema["stance"]))
                for n in range(20)
            ),
        ]
    )
    problems = check.check(found, {**found.frames, "evidence": late.head(evidence.height - 20).vstack(late.tail(20))})
    assert [(problem.code, problem.location.pointer) for problem in problems] == [("ND905", "/evidence/stance")]


def test_a_record_whose_file_is_broken_is_not_said_to_be_gone(good: Path) -> None:
    base = dataset.read(good, cache=False).frames
    (good / "actors" / "krill-union.yaml").write_text("id: [", encoding="utf-8")
    problems = check.check(dataset.read(good, cache=False), base)
    assert {problem.code[:3] for problem in problems} == {"ND0"}


def test_what_is_found_beside_a_release_is_not_remembered(good: Path) -> None:
    base = dataset.read(good, cache=False).frames
    (good / "actors" / "krill-union.yaml").unlink()
    assert check.check(dataset.read(good)) == []  # remembered as good
    assert [problem.code for problem in check.check(dataset.read(good), base)] == ["ND901"]
    assert check.check(dataset.read(good)) == []


def test_tables_of_a_build_are_read_back(good: Path, tmp_path: Path, model: Model) -> None:
    made = build(good, tmp_path / "out", cache=False)
    read = parquet.read(model, tmp_path / "out")
    assert read.keys() == made.dataset.frames.keys()
    assert all(read[name].equals(frame) for name, frame in made.dataset.frames.items())


@pytest.mark.parametrize("damage", ["no folder", "no manifest", "no Parquet"])
def test_a_folder_that_is_no_build_is_refused(damage: str, good: Path, tmp_path: Path, model: Model) -> None:
    folder = tmp_path / "out"
    if damage != "no folder":
        build(good, folder, cache=False)
    if damage == "no manifest":
        (folder / parquet.MANIFEST).unlink()
    if damage == "no Parquet":
        (folder / "rounds.parquet").write_bytes(b"PAR1")
    with pytest.raises(NegotiationDataError, match=str(folder)):
        parquet.read(model, folder)


def test_a_copy_is_compared_by_the_command_line(good: Path, tmp_path: Path) -> None:
    from tests.test_cli import run

    shutil.copytree(good, tmp_path / "now")
    assert run("build", "--data", str(good), "-o", str(tmp_path / "out")).returncode == 0
    same = run("check", "--data", str(tmp_path / "now"), "--base", str(tmp_path / "out"))
    assert (same.returncode, same.stderr) == (0, "")
    (tmp_path / "now" / "actors" / "krill-union.yaml").unlink()
    gone = run("check", "--data", str(tmp_path / "now"), "--base", str(tmp_path / "out"))
    assert gone.returncode == 1
    assert "error ND901  'krill-union', one of the actors" in gone.stdout
    wrong = run("check", "--data", str(good), "--base", str(tmp_path / "nowhere"))
    assert wrong.returncode == 2
    assert len(wrong.stderr.splitlines()) == 1
    assert "Traceback" not in wrong.stderr
