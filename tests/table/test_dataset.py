"""Reading a folder: from nothing, from what is remembered, by one process or several, it comes to the same."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiation_data.error import NegotiationDataError
from negotiation_data.record import folder
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset, state
from negotiation_data.table.dataset import Dataset
from negotiation_data.table.examples import bad_examples
from tests.conftest import EXAMPLES


def answer(found: Dataset) -> tuple[dict[str, list[tuple[object, ...]]], list[str]]:
    return {name: frame.rows() for name, frame in found.frames.items()}, [f"{p.code} {p.place} {p.message}" for p in check.check(found)]


def edit(root: Path, number: int, action: str) -> None:
    """Change one file of a copy of the good example in one of several ways, some of them faulty."""
    path = sorted(root.rglob("*.yaml"))[number % len(list(root.rglob("*.yaml")))]
    text = path.read_text(encoding="utf-8")
    match action:
        case "note":
            path.write_text(text if "\nnote:" in text else text.replace("\nname:", "\nnote: A note.\nname:", 1), encoding="utf-8")
        case "break":
            path.write_text(text + "colour: red\n", encoding="utf-8")
        case "syntax":
            path.write_text(text + "  : :\n", encoding="utf-8")
        case "delete":
            path.unlink()
        case "restore":
            shutil.copytree(EXAMPLES / "good", root, dirs_exist_ok=True)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    edits=st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["note", "break", "syntax", "delete", "restore"])), min_size=1, max_size=4)
)
def test_what_is_remembered_changes_nothing(edits: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = Path(shutil.copytree(EXAMPLES / "good", tmp_path_factory.mktemp("data") / "data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "_CHUNK", 5)  # several parts, which are joined again after some changes
        patch.setattr(dataset, "_MOST_PARTS", 7)
        check.check(dataset.read(root))
        for number, action in edits:
            edit(root, number, action)
            assert answer(dataset.read(root)) == answer(dataset.read(root, cache=False))
            check.check(dataset.read(root))


def test_unchanged_files_are_not_read_again(good: Path) -> None:
    first = dataset.read(good)
    assert first.read_anew == len(first.files) > 20
    check.check(first)
    again = dataset.read(good)
    assert again.read_anew == 0
    assert again.verdict == []
    actor = good / "actors" / "seals.yaml"
    actor.write_text(actor.read_text(encoding="utf-8") + "note: Changed.\n", encoding="utf-8")
    third = dataset.read(good)
    assert third.read_anew == 1
    assert third.verdict is None
    assert third.frames["actors"].filter(pl.col("actor_id") == "seals")["note"].item() == "Changed."


def test_a_damaged_memory_is_done_without(good: Path, model: Model) -> None:
    check.check(dataset.read(good))
    kept = state._folder(model, good)
    for harm in (lambda content: b"not a table", lambda content: content[:-200] + bytes([content[-200] ^ 1]) + content[-199:]):
        table = sorted(kept.glob("*.arrow"))[3]
        table.write_bytes(harm(table.read_bytes()))
        assert dataset.read(good).read_anew == 0  # nothing changed, and nothing was looked at
        edit(good, 3, "note")
        assert dataset.read(good).read_anew == len(dataset.read(good).files)
        edit(good, 3, "restore")
        # The second of these remembers what it read, so the next round begins with a sound state.
        assert answer(dataset.read(good)) == answer(dataset.read(good, cache=False))
    for path in kept.glob("*.arrow"):
        path.unlink()
    assert answer(dataset.read(good)) == answer(dataset.read(good, cache=False))
    (kept / "state.json").write_text("{", encoding="utf-8")
    assert answer(dataset.read(good)) == answer(dataset.read(good, cache=False))


def test_warnings_are_remembered_with_their_place(good: Path) -> None:
    found = dataset.read(good)
    (problem,) = [check.Problem("ND999", "Said.", "Do.", check.Location("f.yaml", 3, 4, 2, "/x"))]
    found.remember([problem])
    assert dataset.read(good).verdict == [problem]


def test_several_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(dataset, "_CHUNK", 3)
    root = Path(shutil.copytree(EXAMPLES / "good", tmp_path / "data"))
    edit(root, 3, "break")
    edit(root, 9, "syntax")
    told: list[tuple[int, int]] = []
    alone = dataset.read(root, cache=False, progress=lambda done, total: told.append((done, total)))
    assert answer(dataset.read(root, cache=False, jobs=2)) == answer(alone)
    files = len(list(root.rglob("*.yaml")))
    assert told[-1] == (files, files)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NegotiationDataError, match="no folder"):
        dataset.read(tmp_path / "nowhere")


def test_what_is_told_of_some_files_is_what_all_of_them_would_tell(good: Path) -> None:
    """All bad examples at once that go together, then each file by itself."""
    for example in bad_examples():
        if not example.base and example.change and (good / example.file).exists() and example.rule > "ND2":
            with contextlib.suppress(Exception):  # two that want the same words changed
                example.apply(good)
    everything = check.check(dataset.read(good, cache=False))
    assert len({problem.code for problem in everything}) > 5
    for file in {problem.location.file for problem in everything}:
        told = check.check(dataset.read(good, cache=False), only={file})
        assert told == [problem for problem in everything if problem.location.file == file]


@pytest.mark.skipif(sys.platform == "win32", reason="files are always read there")
def test_a_change_is_seen_though_size_and_time_are_as_before(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_SETTLED", 0)
    path = good / "actors" / "seals.yaml"
    check.check(dataset.read(good))
    assert dataset.read(good).news == 0
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Seal", "Meal", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert dataset.read(good).read_anew == 1


def test_unchanged_files_are_not_even_opened(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_SETTLED", 0)
    check.check(dataset.read(good))
    opened: list[str] = []
    monkeypatch.setattr(folder, "content_of", lambda root, path: opened.append(path) or (root / path).read_bytes())
    dataset.read(good)
    assert opened == ([] if sys.platform != "win32" else opened)
