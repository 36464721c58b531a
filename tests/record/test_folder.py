from __future__ import annotations

import os
from pathlib import Path

import pytest

from negotiation_data.record import folder
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset


def test_every_record_of_the_good_example_is_found_with_its_kind(good: Path, model: Model) -> None:
    found = folder.scan(model, good)
    assert found.problems == []
    assert {file.kind for file in found.files} == set(model.kinds)
    assert [file.path for file in found.files] == sorted(path.relative_to(good).as_posix() for path in good.rglob("*.yaml"))


def test_what_the_path_says_of_a_record(model: Model) -> None:
    file = folder.identify(model, "processes/p/rounds/r.yaml")
    assert file is not None
    assert (file.kind, dict(file.expected)) == ("round", {"process": "p", "id": "r"})
    assert folder.identify(model, "processes/p/rounds/deeper/r.yaml") is None
    assert folder.identify(model, "rounds/r.yaml") is None


def codes(root: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.location.file) for problem in check.check(dataset.read(root, cache=False))]


def test_a_file_that_is_no_record_is_told(good: Path) -> None:
    (good / "processes" / "floe" / "notes.txt").write_text("x")
    (good / "actors" / "penguins.yml").write_text("id: penguins\n")
    (good / "README.md").write_text("welcome here")
    assert codes(good) == [("ND017", "actors/penguins.yml"), ("ND017", "processes/floe/notes.txt")]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_are_not_followed(good: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret\nname: Secret\nkind: other\n")
    (good / "actors" / "secret.yaml").symlink_to(secret)
    assert codes(good) == [("ND016", "actors/secret.yaml")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_not_read(good: Path) -> None:
    os.mkfifo(good / "actors" / "pipe.yaml")
    assert codes(good) == [("ND016", "actors/pipe.yaml")]


def test_names_with_escapes_do_not_lead_out(good: Path) -> None:
    (good / "actors" / "..%2f.yaml").write_text("id: x\nname: X\nkind: other\n")
    assert ("ND109", "actors/..%2f.yaml") in codes(good)
