"""The command line as its users meet it: in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len

from negotiation_data.schema import catalog
from tests.conftest import EXAMPLES, ROOT


def run(*arguments: str, cwd: Path = ROOT, width: int = 100, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "negotiation_data.cli", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": str(width), "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_check_of_this_repository_is_clean() -> None:
    found = run("check")
    assert found.returncode == 0, found.stdout
    assert "rules: no problems" in found.stdout
    assert found.stderr == ""


def test_check_shows_the_line_the_caret_and_the_cure(good: Path) -> None:
    path = good / "actors" / "seals.yaml"
    path.write_text("id: seals\nname: Seals\nkind: armed_grup\n", encoding="utf-8")
    found = run("check", "--data", str(good))
    assert found.returncode == 1
    lines = [line.rstrip() for line in found.stdout.splitlines()]
    at = lines.index("  3:7  error ND104  'armed_grup' is not one of the values of `kind`.")
    assert lines[at - 1] == str(path)
    assert lines[at + 1 : at + 3] == ["      │ kind: armed_grup", "      │       ^^^^^^^^^^"]
    assert lines[at + 3].strip().startswith("Did you mean `armed_group`?")
    assert "1 error in 1 file." in lines[-1]


def test_check_as_json(good: Path) -> None:
    (good / "actors" / "seals.yaml").write_text("id: seals\nname: Seals\nkind: armed_grup\n", encoding="utf-8")
    found = json.loads(run("check", "--data", str(good), "--format", "json").stdout)
    (problem,) = found["problems"]
    assert (problem["code"], problem["level"], problem["line"], problem["column"]) == ("ND104", "error", 3, 7)
    assert Path(problem["file"]) == good / "actors" / "seals.yaml"
    assert (found["errors"], found["records"]) == (1, len(list(good.rglob("*.yaml"))))


MEDIATORS = "mediators:\n  - actor: albatross-council\n    role: host\n  - actor: albatross-council\n    role: mediator\n"

# Each thing that a contributor may do wrong, one at a time: what is reported, where. Files that no text can hold come last.
BROKEN = {
    "no mediator": ("ND401", lambda t: t.replace(MEDIATORS, "")),
    "no date": ("ND101", lambda t: t.replace("start: 2025-10-04\nend: 2025-10-05\n", "", 1)),
    "end before start": ("ND302", lambda t: t.replace("end: 2025-10-05", "end: 2025-10-03", 1)),
    "unknown actor": ("ND202", lambda t: t.replace("institution: penguin-navy", "institution: penguin-army")),
    "bad enum": ("ND104", lambda t: t.replace("role: host", "role: hosted")),
    "duplicate key": ("ND006", lambda t: t + "id: floe-base-alpha\n"),
    "wrong indentation": ("ND005", lambda t: t.replace("  place: base-alpha", "    place: base-alpha", 1)),
    "wrong calendar conversion": ("ND305", lambda t: t.replace('reported: "[XXXX-10-03,XXXX-10-04]"', "reported: 2025-10-14")),
    "tab": ("ND004", lambda t: t.replace("  place:", "\tplace:", 1)),
    "tag": ("ND008", lambda t: t.replace("label: Base", "label: !!python/object/apply:os.system [touch hacked] # Base")),
    "bomb": ("ND007", lambda t: t + "note: &a [x]\nextensions: {b: [*a, *a]}\n"),
    "BOM": ("ND003", lambda t: "\ufeff" + t),
    "deep": ("ND009", lambda t: t + "extensions: {a: " + "[" * 100 + "]" * 100 + "}\n"),
    "10 MB": ("ND001", lambda t: t + "#" * 10_000_000),
    "invalid UTF-8": ("ND002", lambda t: t.replace("Ice hall", "Ice h\udcffll")),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_thing_broken_is_reported_with_its_place_and_nothing_is_built(name: str, good: Path, tmp_path: Path) -> None:
    code, change = BROKEN[name]
    path = good / "processes" / "floe" / "rounds" / "floe-base-alpha.yaml"
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_bytes(change(text).encode("utf-8", "surrogateescape"))
    found = run("check", "--data", str(good), "--format", "json")
    assert found.returncode == 1
    assert "Traceback" not in found.stdout + found.stderr
    problems = json.loads(found.stdout)["problems"]
    told = [problem for problem in problems if problem["code"] == code]
    assert told, problems
    for problem in told:
        assert problem["file"].endswith("floe-base-alpha.yaml")
        assert problem["line"] >= 1
        assert problem["column"] >= 1
        assert problem["cure"]
    plain = run("check", "--data", str(good))
    assert f"{told[0]['line']}:{told[0]['column']}  error {code}" in plain.stdout
    built = run("build", "--data", str(good), "-o", str(tmp_path / "out"))
    assert built.returncode == 1
    assert "Traceback" not in built.stdout + built.stderr
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("hacked"))


def test_build_says_what_it_made(good: Path, tmp_path: Path) -> None:
    found = run("build", "--data", str(good), "-o", str(tmp_path / "out"))
    assert found.returncode == 0, found.stderr
    assert f"{len(list(good.rglob('*.yaml')))} records → {len(catalog.model().tables)} tables" in found.stdout
    assert "verifiable" in found.stdout
    assert f"Tables are in {tmp_path / 'out'}." in found.stdout.replace("\n", " ").replace("  ", " ")
    assert pl.read_parquet(tmp_path / "out" / "rounds.parquet").height == len(list(good.rglob("rounds/*.yaml")))
    manifest = json.loads(run("build", "--data", str(good), "-o", str(tmp_path / "out"), "--format", "json").stdout)
    assert manifest["tables"]["rounds"]["rows"] == len(list(good.rglob("rounds/*.yaml")))


def test_verify_by_exit_code(good: Path, tmp_path: Path) -> None:
    texts = Path(shutil.copytree(EXAMPLES / "texts", tmp_path / "texts"))
    found = run("verify", "--data", str(good), "--texts", str(texts))
    assert found.returncode == 0
    assert "14 verified, 0 moved, 0 failed" in found.stdout
    (text,) = texts.iterdir()
    text.write_text(text.read_text(encoding="utf-8").replace("two envoys", "ten envoys"), encoding="utf-8")
    found = run("verify", "--data", str(good), "--texts", str(texts))
    assert found.returncode == 1
    assert "floe-base-alpha" in found.stdout
    assert "/delegations/seals/size" in found.stdout
    found_json = json.loads(run("verify", "--data", str(good), "--texts", str(texts), "--format", "json").stdout)
    assert (found_json["good"], found_json["counts"]["failed"]) == (False, 1)


def test_coverage_and_describe() -> None:
    found = run("coverage")
    assert found.returncode == 0
    assert "bare             0" in found.stdout
    assert "two origins or more" in found.stdout
    as_json = json.loads(run("coverage", "--format", "json").stdout)
    assert {row["table"] for row in as_json["fields"]} >= {"rounds", "participants"}
    assert [row["aspect"] for row in as_json["origins"]][:2] == ["dates", "place"]
    assert "One contact for talks." in run("describe").stdout
    assert "sideline_meeting" in run("describe", "rounds", width=140).stdout
    assert json.loads(run("describe", "rounds", "--format", "json").stdout)[0]["column"] == "round_id"


def test_show_reads_as_a_person_wants() -> None:
    found = run("show", "afg-pak-2025-istanbul-october", width=120)
    assert found.returncode == 0, found.stderr
    text = " ".join(found.stdout.split())
    for told in (
        "Istanbul talks, October 2025", "2025-10-25", "2025-10-30", "✗ says otherwise “two-day”", "Türkiye · host", "Türkiye · mediator",
        "Qatar · mediator", "✗ actor Qatar, role guarantor", "Rahmatullah Najib", "Anas Haqqani", "Suhail Shaheen", "Noor-ur-Rahman Nusrat",
        "Abdul Qahar Balkhi", "Noor Ahmad Noor", "∅ left out", "would not commit itself in writing",
        "Military action of any sort against Afghan soil",
        "rejected", "undertaking", "next round date 2025-11-06", "Kokcha News",
    ):  # fmt: skip
        assert told in text, told
    rows = json.loads(run("show", "afg-pak-2025-istanbul-october", "--format", "json").stdout)
    assert {"rounds", "participants", "evidence"} <= set(rows)
    missing = run("show", "istanbul-octobre")
    assert missing.returncode == 2
    assert "Did you mean" in missing.stderr


@pytest.mark.parametrize("width", [40, 80, 160])
def test_output_fits_the_terminal(width: int) -> None:
    for arguments in (("show", "afg-pak-2025-doha"), ("coverage",), ("describe",)):
        found = run(*arguments, width=width)
        assert found.returncode == 0
        assert max(cell_len(line) for line in found.stdout.splitlines()) <= max(width, 60), arguments


def test_export(good: Path, tmp_path: Path) -> None:
    found = run("export", "--data", str(good), "--to", "sqlite", "-o", str(tmp_path / "x.sqlite"))
    assert found.returncode == 0, found.stderr
    assert f"Wrote {len(catalog.model().tables)} tables" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("exprot",), "Did you mean 'export'?"),
        (("check", "--data", "nowhere"), "There is no folder nowhere."),
        (("check", "--fromat", "json"), "--format"),
        (("verify",), "Missing option '--texts'"),
        (("describe", "round"), "Did you mean 'rounds'?"),
        (("show",), "Missing argument 'ID'"),
        (("build", "-o", "pyproject.toml"), "is a file"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(arguments: tuple[str, ...], says: str) -> None:
    found = run(*arguments)
    assert found.returncode == 2
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def test_terminal_escapes_in_data_are_shown_and_not_obeyed(good: Path) -> None:
    (good / "actors" / "seals.yaml").write_text('id: seals\nname: "\\e[31mSeals"\nkind: "\\e]0;title\\a"\n', encoding="utf-8")
    (good / "actors" / "x\x1b[31m.txt").write_text("x")
    found = run("check", "--data", str(good))
    assert found.returncode == 1
    assert "\x1b" not in found.stdout


def test_a_missing_extra_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise ModuleNotFoundError(\"No module named 'click'\", name='click')")
    found = run("check", PYTHONPATH=str(tmp_path))
    assert found.returncode == 2
    assert (
        found.stderr.strip() == "negotiation-data: the command line needs click: install with `pip install 'negotiation-data[contribute]'`."
    )


def test_a_closed_pipe_is_no_error() -> None:
    found = subprocess.run(
        f"{sys.executable} -m negotiation_data.cli describe rounds | head -1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0
    assert "Traceback" not in found.stderr
    assert "BrokenPipe" not in found.stderr


def test_tidy_shows_then_writes_and_loses_no_remark(good: Path) -> None:
    path = good / "actors" / "seals.yaml"
    path.write_text("# who\nname: Seals # remark\nid: 'seals'\nkind: armed_group\n", encoding="utf-8")
    before = path.read_bytes()
    found = run("tidy", "--data", str(good), "--check", str(path))
    assert (found.returncode, found.stdout) == (1, f"{path}\n1 record to put in order, 0 were already.\n")
    found = run("tidy", "--data", str(good), "--diff", str(path))
    assert found.returncode == 1
    assert "+id: seals" in found.stdout.splitlines()
    assert path.read_bytes() == before
    assert run("tidy", "--data", str(good), str(path)).returncode == 0
    assert path.read_text(encoding="utf-8") == "id: seals\n# who\nname: Seals  # remark\nkind: armed_group\n"
    assert run("tidy", "--data", str(good), "--check", str(path)).returncode == 0


def test_tidy_leaves_alone_what_it_cannot_read(good: Path) -> None:
    path = good / "actors" / "seals.yaml"
    path.write_text("id: seals\nid: seals\n", encoding="utf-8")
    found = run("tidy", "--data", str(good))
    assert found.returncode == 1
    assert "ND006" in found.stdout
    assert path.read_text(encoding="utf-8") == "id: seals\nid: seals\n"
    outside = good.parent / "elsewhere.yaml"
    outside.write_text("id: a\n", encoding="utf-8")
    (good / "actors" / "elsewhere.yaml").symlink_to(outside)
    for target in (outside, good / "actors" / "elsewhere.yaml", good / "actors" / ".." / ".." / "elsewhere.yaml"):
        assert run("tidy", "--data", str(good), str(target)).returncode == 2
    assert outside.read_text(encoding="utf-8") == "id: a\n"


def test_new_writes_a_record_with_its_evidence_and_asks_nothing_of_programs(good: Path) -> None:
    round_ = ("new", "round", "floe-third", "--data", str(good), "--process", "floe", "--start", "2025-11-01", "--kind", "informal_talks")
    shown = run(*round_, "--source", "polar-radio", "--parties", "actor=seals,attendance=attended", "--dry-run")
    assert shown.returncode == 0
    assert "fields: [/start, /parties/seals]\n    source: polar-radio" in shown.stdout
    path = good / "processes" / "floe" / "rounds" / "floe-third.yaml"
    assert not path.exists()
    found = run(
        *round_, "--source", "polar-radio", "--parties", "actor=seals,attendance=attended", "--parties", "actor=penguins,attendance=absent"
    )
    assert found.returncode == 0, found.stderr
    assert "ND103" in found.stdout
    assert "actor: penguins" in path.read_text(encoding="utf-8")
    again = run(*round_)
    assert again.returncode == 2
    assert "There is a record floe-third" in again.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "actor", "../../x", "--kind", "state"),
        ("new", "round", "x-1", "--process", "../.."),
        ("new", "round", "x-1", "--process", "nowhere"),
        ("new", "round", "x-1", "--process", "floe", "--start", "1 May"),
        ("new", "round", "x-1", "--process", "floe", "--kind", "chat"),
        ("new", "round", "x-1", "--process", "floe", "--parties", "qatar"),
        ("new", "round"),
        ("new", "treaty", "x"),
    ],
)
def test_new_refuses_in_a_sentence(arguments: tuple[str, ...], good: Path) -> None:
    before = sorted(good.rglob("*"))
    found = run(*arguments, *(("--data", str(good)) if len(arguments) > 3 else ()))
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    assert sorted(good.rglob("*")) == before


def test_new_from_a_draft_keeps_its_remarks(good: Path) -> None:
    draft = good.parent / "draft.yaml"
    draft.write_text("kind: armed_group # as most say\nname: Walruses\nid: walruses\n", encoding="utf-8")
    assert run("new", "actor", "--data", str(good), "--from", str(draft)).returncode == 0
    text = (good / "actors" / "walruses.yaml").read_text(encoding="utf-8")
    assert text.startswith("id: walruses\nname: Walruses\nkind: armed_group  # as most say\n")
    draft.write_text("id: [walruses\n", encoding="utf-8")
    found = run("new", "actor", "w-2", "--data", str(good), "--from", str(draft))
    assert (found.returncode, "Traceback" in found.stderr) == (1, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_new_asks_at_a_terminal(good: Path) -> None:
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "negotiation_data.cli", "new", "actor", "sea-lions", "--data", str(good)],
        stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, close_fds=True,
    )  # fmt: skip
    os.close(slave)
    os.write(master, b"Sea lions\nchat\narmed_group\n\n\n")
    said = b""
    while process.poll() is None or said == b"":
        try:
            said += os.read(master, 4096)
        except OSError:
            break
    assert process.wait(60) == 0, said
    os.close(master)
    text = (good / "actors" / "sea-lions.yaml").read_text(encoding="utf-8")
    assert text.startswith("id: sea-lions\nname: Sea lions\nkind: armed_group\n")
    assert b"is not one of the values of `kind`" in said
