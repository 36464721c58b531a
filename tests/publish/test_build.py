"""A build replaces the tables as a whole or leaves them, in any event."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from negotiation_data import files
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish import build
from negotiation_data.table import parquet


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_builds_in_two_places_are_the_same_bytes(good: Path, tmp_path: Path) -> None:
    first = build.build(good, tmp_path / "one")
    elsewhere = tmp_path / "deep" / "copy"
    elsewhere.parent.mkdir()
    os.rename(good, elsewhere)
    second = build.build(elsewhere, tmp_path / "two", cache=False)
    assert contents(first.folder) == contents(second.folder)
    build.build(elsewhere, tmp_path / "one")
    assert contents(first.folder) == contents(second.folder)


def test_data_with_errors_leave_the_last_good_tables(good: Path, tmp_path: Path) -> None:
    build.build(good, tmp_path / "out")
    before = contents(tmp_path / "out")
    (good / "actors" / "seals.yaml").write_text("id: seals\nname: Seals\nkind: animal\n", encoding="utf-8")
    with pytest.raises(NegotiationDataError, match=r"No tables were built: \d+ errors? in") as error:
        build.build(good, tmp_path / "out")
    assert [problem.place for problem in error.value.problems] == ["actors/seals.yaml:3:7"]
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_folder_with_files_of_others_is_never_replaced(good: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(NegotiationDataError, match=r"thesis\.docx"):
        build.build(good, out)
    (out / "thesis.docx").rename(out / "results.parquet")
    with pytest.raises(NegotiationDataError, match=r"results\.parquet"):
        build.build(good, out)
    assert (out / "results.parquet").read_text() == "years of work"
    with pytest.raises(NegotiationDataError, match="is a file"):
        build.build(good, out / "results.parquet")


def test_a_table_that_breaks_its_schema_is_not_written(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last gate: whatever went wrong on the way, pandera sees every table before it is written."""
    dataset = build.datasets.read(good, cache=False)
    dataset.frames["rounds"] = dataset.frames["rounds"].with_columns(label=pl.lit(" "))
    with pytest.raises(NegotiationDataError, match="rounds breaks its schema") as error:
        build.write_tables(dataset, tmp_path / "out")
    assert {problem.code for problem in error.value.problems} == {"ND190"}
    assert not (tmp_path / "out").exists()


def test_nothing_is_built_from_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(NegotiationDataError, match="holds no records"):
        build.build(tmp_path / "data", tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_build_killed_at_any_time_leaves_old_or_new_tables(good: Path, tmp_path: Path) -> None:
    """Kill builds at random moments while the data change; whatever is there afterwards is whole."""
    out = tmp_path / "out"
    place = good / "places" / "base-beta.yaml"
    text = place.read_text(encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        f"from pathlib import Path; from negotiation_data.publish.build import build; build(Path({str(good)!r}), Path({str(out)!r}))",
    ]
    started = time.monotonic()
    subprocess.run(command, check=True)
    usual = time.monotonic() - started
    rng = random.Random(7)
    names = {"Base Beta"}
    killed = 0
    for number in range(12):
        names.add(f"Base {number}")
        place.write_text(text.replace("Base Beta", f"Base {number}"), encoding="utf-8")
        process = subprocess.Popen(command)
        time.sleep(usual * rng.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        manifest = json.loads((out / parquet.MANIFEST).read_text(encoding="utf-8"))
        for name, entry in manifest["tables"].items():
            assert build.parquet.hashlib.sha256((out / f"{name}.parquet").read_bytes()).hexdigest() == entry["sha256"]
        assert pl.read_parquet(out / "places.parquet").filter(pl.col("place_id") == "base-beta")["name"].item() in names
    assert killed >= 4, "the test must catch builds at work"


def test_a_folder_is_replaced_where_two_cannot_change_places_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_exchange", lambda first, second: False)
    target = tmp_path / "t"
    for text in ("one", "two"):
        with files.new_folder(target) as draft:
            (draft / "f").write_text(text)
        assert (target / "f").read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_folder_moved_aside_by_a_killed_process_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".t.old"
    aside.mkdir()
    (aside / "f").write_text("old")
    with pytest.raises(RuntimeError, match="killed"), files.new_folder(tmp_path / "t"):
        raise RuntimeError("killed")
    assert (tmp_path / "t" / "f").read_text() == "old"


def test_drafts_of_killed_processes_are_cleared_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / ".t.new-old", tmp_path / ".t.new-young"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    with files.new_folder(tmp_path / "t") as draft:
        (draft / "f").write_text("x")
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"tables": 3}', '{"tables": {"rounds": {}}}'])
def test_a_folder_with_a_file_of_the_users_own_is_not_replaced(good: Path, manifest: str | None, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    if manifest is not None:
        (out / parquet.MANIFEST).write_text(manifest)
    with pytest.raises(NegotiationDataError, match="thesis"):
        build.build(good, out)
    assert (out / "thesis.docx").read_text() == "years of work"
