"""Every command and every program that the documentation shows is run, and prints what the documentation says.

A fence ``python`` is run, with the others of its page in one namespace; a fence ``text`` right after it is what it
printed. A fence ``console`` holds commands after ``$`` and what each printed; ``console seeds`` needs the seed texts.
``NEGOTIATION_DATA_UPDATE_DOCS=1 pytest tests/test_docs.py`` writes the outputs anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from negotiation_data import paths
from tests.conftest import SEEDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
UPDATE = bool(os.environ.get("NEGOTIATION_DATA_UPDATE_DOCS"))

_FENCE = re.compile(r"^```(?P<kind>python|text|console seeds|console)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pl.Config():  # a page that sets how polars prints sets it for itself
        _compare(page, tmp_path, monkeypatch)


def _compare(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    workplace = _workplace(tmp_path)
    monkeypatch.chdir(workplace)
    monkeypatch.setenv("POLARS_TABLE_WIDTH", "100")
    namespace: dict[str, Any] = {}
    shown: list[str] = []
    position, printed, last = 0, "", ""
    for fence in _FENCE.finditer(text):
        kind, body = fence["kind"], fence["body"]
        match kind:
            case "python":
                printed = _run_python(body, namespace)
            case "text":
                body = printed if last == "python" and not text[position : fence.start()].strip() else body
            case _ if kind == "console" or SEEDS.is_dir():
                body = _run_console(body, workplace)
        shown += [text[position : fence.start()], f"```{kind}\n{body}```"]
        position, last = fence.end(), kind
    new = "".join(shown) + text[position:]
    if UPDATE:
        page.write_text(new, encoding="utf-8")
    assert new == text
    if "console seeds" in text and not SEEDS.is_dir():
        pytest.skip(f"the commands on seed texts, as there is no folder {SEEDS}")


# Commits of nobody in particular, whatever the person who tests has set up.
_GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Nobody"), ("EMAIL", "nobody@example.org"))
}


def _workplace(folder: Path) -> Path:
    """A folder that looks like a checkout, where commands may write."""
    work = folder / "checkout"
    shutil.copytree(ROOT / "data", work / "data")
    shutil.copytree(ROOT / ".github" / "scripts", work / ".github" / "scripts")
    for name in ("schemas", "docs"):
        (work / name).symlink_to(ROOT / name)
    if SEEDS.is_dir():
        (work / "seeds").symlink_to(SEEDS.resolve())
    return work


def _run_python(program: str, namespace: dict[str, Any]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(program, "documentation", "exec"), namespace)
    return out.getvalue()


def _run_console(body: str, workplace: Path) -> str:
    if sys.platform == "win32":
        return body  # the commands use a POSIX shell
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        **_GIT,
        "NEGOTIATION_DATA_CACHE": str(paths.cache_folder()),
    }
    said = ""
    for line in body.splitlines():
        if not line.startswith("$ "):
            continue
        done = subprocess.run(
            ["bash", "-c", line[2:]],
            cwd=workplace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), f"{line} ends with {done.returncode}: {done.stdout}"
        said += f"{line}\n" + "".join(f"{output.rstrip()}\n" for output in done.stdout.splitlines())
    return said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
