"""The coded test articles are sound, and what judges them notices each fault that it is there for."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.articles import published
from benchmarks.articles.check_gold import faults, gold_faults
from tests.conftest import ROOT, SEEDS

FOLDERS = sorted(path.parent for path in (ROOT / "benchmarks" / "articles").glob("*/index.json"))
#: The first coded articles, for those who have them.
ARTICLES = Path(os.environ.get("NEGOTIATION_DATA_ARTICLES", ROOT.parent / "shared" / "articles"))

TEXT = "In Doha the government of Ruritania and the Front (RF) began talks on 3 May 2021, Norway mediating. Ana Ito leads for the Front."


def _span(words: str) -> list[list[int]]:
    return [[TEXT.index(words), TEXT.index(words) + len(words)]]


GOLD: dict[str, Any] = {
    "negative": False,
    "rounds": [
        {
            "label": "Doha talks",
            "status": "ongoing",
            "start": "2021-05-03",
            "end": None,
            "venue_city": "Doha",
            "venue_country": "QA",
            "parties": ["Ruritania", "RF"],
            "mediators": [{"name": "Norway", "role": "mediator"}],
            "outcome": "ongoing",
            "main": True,
        }
    ],
    "ceasefires": [],
    "participants": [{"name": "Ana Ito", "title": None, "side": "RF", "role": "head"}],
    "evidence": {
        "rounds[0].status": _span("began talks"),
        "rounds[0].start": _span("on 3 May 2021"),
        "rounds[0].venue_city": _span("In Doha"),
        "rounds[0].venue_country": _span("In Doha"),
        "rounds[0].parties[0]": _span("the government of Ruritania"),
        "rounds[0].parties[1]": _span("the Front (RF)"),
        "rounds[0].mediators[0]": _span("Norway mediating"),
        "rounds[0].outcome": _span("began talks"),
        "participants[0].role": _span("leads for the Front"),
    },
    "accept": {"rounds[0].start": ["XXXX-05-03", None], "rounds[0].mediators": ["Qatar"]},
    "notes": "Made up.",
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_coded_articles_are_sound(folder: Path) -> None:
    assert faults(folder) == []


def test_the_first_articles_are_sound() -> None:
    if not ARTICLES.is_dir():
        pytest.skip(f"the first coded articles are not here ({ARTICLES})")
    assert faults(ARTICLES, {"seed": next(SEEDS.glob("000_*.txt"))}) == []


def test_there_are_articles() -> None:
    assert FOLDERS, "no folder with an index: nothing was tested"


def test_a_sound_coding_has_no_fault() -> None:
    assert gold_faults(GOLD, TEXT) == []


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]

    def change(gold: Any) -> None:
        for step in steps:
            gold = gold[step]
        gold[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set("negative", True), "$.rounds"),
        (_set("rounds/0/status", "held"), "$.rounds[0].status"),
        (_set("rounds/0/start", "3 May 2021"), "is no date"),
        (_set("rounds/0/start", "2021-02-30"), "is no date"),
        (_set("rounds/0/venue_country", "QQ"), "is no alpha-2 code"),
        (_set("rounds/0/venue_country", "QAT"), "$.rounds[0].venue_country"),
        (_set("rounds/0/end", "2021-05-04"), "rounds[0].end: no evidence"),
        (_set("rounds/0/mediators/0/role", "broker"), "$.rounds[0].mediators[0].role"),
        (_set("rounds/0/venue_city", None), "evidence for what is not coded"),
        (_set("participants/0/name", "Ana Itho"), "the text has no “Itho”"),
        (_set("participants/0/office", "envoy"), "Additional properties"),
        (_set("evidence/rounds[0].status", [[56, 5000]]), "lies outside the text"),
        (_set("evidence/rounds[0].status", [[67, 56]]), "lies outside the text"),
        (_set("evidence/rounds[0].status", [[2, 7]]), "begins or ends with a blank"),
        (_set("evidence/rounds[7].status", [[56, 67]]), "evidence for what is not coded"),
        (_set("accept/rounds[3].start", ["2021-05-04"]), "accepted for what is not coded"),
        (_set("accept/rounds[0].start", ["yesterday"]), "accepted: “yesterday” is no date"),
        (_set("accept/rounds[0].parties", ["RF"]), "“RF” is coded already"),
        (lambda gold: gold["rounds"].append(gold["rounds"][0]), "more than one main round"),
    ],
)
def test_each_fault_of_a_coding_is_named(change: Callable[[dict[str, Any]], None], says: str) -> None:
    gold = copy.deepcopy(GOLD)
    change(gold)
    assert any(says in fault for fault in gold_faults(gold, TEXT)), gold_faults(gold, TEXT)


@given(st.integers(-5, 200), st.integers(-5, 200))
def test_no_span_outside_the_text_passes(start: int, end: int) -> None:
    gold = copy.deepcopy(GOLD)
    gold["evidence"]["rounds[0].status"] = [[start, end]]
    inside = 0 <= start < end <= len(TEXT) and TEXT[start:end] == TEXT[start:end].strip()
    assert (gold_faults(gold, TEXT) == []) == inside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    entry = {"url": None, "published": None, "published_from": None, "outlet": "x", "process": "x", "features": [], "name": "a"}
    (tmp_path / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    (tmp_path / "aliases.json").write_text('{"RF": ["Front"]}', encoding="utf-8")
    assert faults(tmp_path) == []
    return tmp_path


def test_what_does_not_match_in_a_folder_is_named(folder: Path) -> None:
    shutil.copy(folder / "a.txt", folder / "b.txt")
    shutil.copy(folder / "a.gold.json", folder / "c.gold.json")
    (folder / "aliases.json").write_text('{"RF": ["Front"], "LF": ["front"]}', encoding="utf-8")
    assert faults(folder) == [
        "aliases.json: “front” is RF and LF",
        "b: no coding",
        "b: no index entry",
        "c: no text",
        "c: no index entry",
    ]


def test_an_unreadable_file_is_named_and_no_traceback(folder: Path) -> None:
    (folder / "index.json").write_text("[", encoding="utf-8")
    (folder / "a.gold.json").write_text("{", encoding="utf-8")
    assert [fault.split(":")[0] for fault in faults(folder)] == ["index.json", "a", "a.gold.json"]


def test_the_figures_of_the_page_are_those_of_the_rules() -> None:
    """Stale? Write them anew by ``python -m benchmarks.articles.published``."""
    shown = published.PAGE.read_text(encoding="utf-8").partition(published.BEGIN)[2].partition(published.END)[0]
    assert shown == published.table()
