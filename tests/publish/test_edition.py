"""Editions wherever they stand: folders, tables, wheels, git revisions with all that a stranger may have put there."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.build import build
from negotiation_data.publish.comparison import compare
from negotiation_data.publish.edition import open_edition
from negotiation_data.publish.words import facts_columns
from negotiation_data.report.diff import diff_json, diff_markdown, diff_text
from negotiation_data.schema.model import Model
from negotiation_data.table.diff import Change


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    settings = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "core.symlinks=true"]
    return subprocess.run(["git", *settings, *arguments], cwd=folder, input=given, capture_output=True, check=True).stdout.decode().strip()


@pytest.fixture
def repository(good: Path) -> Path:
    """The good example under git, committed once."""
    git(good.parent, "init", "--quiet", "--initial-branch", "main")
    git(good.parent, "add", "data")
    git(good.parent, "commit", "--quiet", "-m", "First")
    return good


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    }


def test_a_revision_is_read_without_touching_the_work_tree(repository: Path, model: Model) -> None:
    path = repository / "processes/floe/rounds/floe-base-alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\noutcome: agreement", "\noutcome: collapsed"), encoding="utf-8")
    (repository / "places" / "unfinished.yaml").write_text("id: [", encoding="utf-8")
    before, index = files(repository), (repository.parent / ".git" / "index").read_bytes()
    found = compare(model, open_edition("main", repository), open_edition(str(repository), repository))
    assert (files(repository), (repository.parent / ".git" / "index").read_bytes()) == (before, index)
    assert [(record.record_id, found.words.told(record)) for record in found.diff.records] == [
        ("floe-base-alpha", ["outcome collapsed, was agreement"])
    ]
    assert "Not compared: places/unfinished.yaml" in diff_text(found)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_submodules_and_odd_paths_of_a_revision_lead_nowhere(repository: Path, model: Model, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret\nname: Secret\nprecision: city\n", encoding="utf-8")
    (repository / "places" / "secret.yaml").symlink_to(secret)
    git(repository.parent, "add", "data")
    blob = git(repository.parent, "hash-object", "-w", "--stdin", given=b"id: evil\nname: Evil\nprecision: city\n")
    large = git(repository.parent, "hash-object", "-w", "--stdin", given=b"#" * 3_000_000)
    commit = git(repository.parent, "rev-parse", "HEAD")
    for mode, name, path in (("100644", large, "data/places/large.yaml"), ("160000", commit, "data/places/module")):
        git(repository.parent, "update-index", "--add", "--cacheinfo", f"{mode},{name},{path}")
    # git itself refuses such names in its index, and takes them in a tree that somebody made by hand
    tree = git(repository.parent, "mktree", "-z", given=f"100644 blob {blob}\t..\0".encode())
    places = git(repository.parent, "mktree", "-z", given=f"040000 tree {tree}\t..\x00100644 blob {blob}\tfine.yaml\0".encode())
    top = git(repository.parent, "mktree", given=f"040000 tree {places}\tplaces\n".encode())
    whole = git(repository.parent, "mktree", given=f"040000 tree {top}\tdata\n".encode())
    git(repository.parent, "commit", "--quiet", "-m", "Odd")
    by_hand = git(repository.parent, "commit-tree", whole, "-m", "By hand")
    found = open_edition("main", repository)
    told = {(problem.code, problem.location.file) for problem in found.problems}
    assert told >= {("ND016", "places/secret.yaml"), ("ND016", "places/module"), ("ND001", "places/large.yaml")}
    assert "secret" not in found.frames["places"]["place_id"].to_list()
    odd = open_edition(by_hand, repository)
    assert odd.frames["places"]["place_id"].to_list() == []  # its name is not its file's
    assert ("ND017", "places/../..") in {(problem.code, problem.location.file) for problem in odd.problems}
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("given", ["no-such-revision", "--help", "main..other", "git:data", "a\nb", "-c core.pager=x"])
def test_what_is_no_edition_is_one_sentence(repository: Path, given: str) -> None:
    with pytest.raises(NegotiationDataError, match="revision"):
        open_edition(given, repository)
    done = CliRunner().invoke(cli, ["diff", "--data", str(repository), "--", given])
    assert isinstance(done.exception, NegotiationDataError)


def test_tables_and_wheels_are_editions_too(good: Path, tmp_path: Path, model: Model) -> None:
    built = build(good, tmp_path / "tables").folder
    with zipfile.ZipFile(tmp_path / "negotiation_data-9-py3-none-any.whl", "w") as wheel:
        for path in built.iterdir():
            wheel.write(path, f"negotiation_data/_tables/{path.name}")
    editions = [open_edition(str(path), good) for path in (good, built, tmp_path / "negotiation_data-9-py3-none-any.whl")]
    for edition in editions[1:]:
        assert not compare(model, editions[0], edition).diff
        assert edition.versions == editions[0].versions
    for name, content in (("empty.whl", b""), ("text.whl", b"PK no")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NegotiationDataError, match="no wheel of this package"):
            open_edition(str(tmp_path / name), good)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(NegotiationDataError, match="no tables in"):
        open_edition(str(tmp_path / "nothing"), good)


EVIL = "<script>alert(1)</script> [click](https://evil.example) ![x](http://evil.example/x.png) @everyone `code` | cell \\ **bold** #1"


def test_nothing_of_a_value_is_rendered(good: Path, tmp_path: Path, model: Model) -> None:
    before = open_edition(str(good), good)
    frames = dict(before.frames)
    columns = {"label": f"{EVIL}\x1b[31m\u202e", "venue_site": EVIL[:70]}
    frames["rounds"] = frames["rounds"].with_columns(**{name: pl.lit(value) for name, value in columns.items()})
    found = compare(model, before, type(before)("x` <b>\x1b[0m", frames))
    text, markdown = diff_text(found), diff_markdown(found)
    assert "\x1b" not in text + markdown
    assert "\u202e" not in text + markdown
    assert "alert" in markdown
    for sign in ("<script", "](http", "![", "@everyone", "://", " `code`", "`code` | cell"):
        assert sign not in markdown, sign
    assert json.loads(diff_json(found))["records"][0]["rows"][0]["cells"]


def test_a_new_round_is_told_in_words(repository: Path, model: Model) -> None:
    (repository / "processes/floe/rounds/floe-base-beta.yaml").unlink()
    after = open_edition("git:HEAD", repository)
    found = compare(model, open_edition(str(repository), repository), after)
    (record,) = found.diff.of(Change.ADDED)
    told = found.words.sentence(record)
    assert told.startswith("Base Beta")
    assert "(round): added; 2025-" in told
    assert "parties " in told
    for table, column in facts_columns():
        assert model.tables[table].column(column)


def test_the_gate_compares_with_any_edition(repository: Path) -> None:
    (repository / "places/eastern-floe.yaml").rename(repository / "places/west-floe.yaml")
    done = CliRunner().invoke(cli, ["check", "--data", str(repository), "--base", "main", "--select", "ND901"])
    assert done.exit_code == 1
    assert "'eastern-floe', one of the places of the earlier release, is gone." in " ".join(done.output.split())
