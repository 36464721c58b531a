"""Whole runs: counts add up, order does not matter, a killed run goes on, twice gives the same bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from negotiation_data.article import authority
from negotiation_data.article.authority import actor_records
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.ingest.batch import Options, process
from negotiation_data.ingest.corpus import Article, Entry, open_corpus
from negotiation_data.ingest.run import ingest, work_folder
from negotiation_data.problem import Level
from negotiation_data.record.validate import faults
from negotiation_data.schema import catalog
from negotiation_data.table import check, frames, parquet
from negotiation_data.table.check import rule_failures
from negotiation_data.table.rows import Rows
from negotiation_data.table.rule import Tables
from negotiation_data.table.rules import RULES
from negotiation_data.table.validation import validate

DEVELOPMENT = Path(__file__).resolve().parents[2] / "benchmarks" / "articles" / "development"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DEVELOPMENT.glob("*.txt"))}
READ_ON = date(2026, 11, 26)

# Each example reads articles several times over, so what fails is told as it is found and not made smaller.
few = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def corpus(rows: list[dict], path: Path) -> Path:
    schema = {"id": pl.String, "text": pl.String, "published": pl.String, "url": pl.String, "outlet": pl.String}
    pl.DataFrame(rows, schema=schema).write_parquet(path, row_group_size=7)
    return path


@st.composite
def rows(draw):
    """Articles of ours, cut short, repeated, empty or no articles at all, under few ids and addresses."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        text = draw(st.sampled_from([*TEXTS.values(), "", "\x00\x00", "The weather was fine.", None]))
        if text is not None and draw(st.booleans()):
            text = text[: draw(st.sampled_from([300, 700, 1100]))]
        found.append(
            {
                "id": draw(st.sampled_from(["a", "b", None])),
                "text": text,
                "published": draw(st.sampled_from([None, "2025-10-27", "2014-07-25", "not a day"])),
                "url": draw(st.sampled_from([None, "https://example.org/a", "https://www.example.org/a/", "https://example.org/b"])),
                "outlet": draw(st.sampled_from([None, "Example", "Beispiel"])),
            }
        )
    return found


@few
@given(rows=rows(), random=st.randoms(use_true_random=False))
def test_counts_add_up_and_neither_order_nor_batches_matter(rows, random, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    made = ingest(corpus(rows, folder / "one.parquet"), folder / "one", read_on=READ_ON).manifest
    documents, records = made["documents"], made["records"]
    assert documents["all"] == len(rows) == documents["with_records"] + documents["nothing"] + documents["refused"]
    assert records["all"] == records["in_tables"] + records["quarantined"]
    tables = parquet.read(catalog.model(), folder / "one")
    assert tables["rounds"].height + tables["ceasefires"].height == records["in_tables"]
    assert pl.read_parquet(folder / "one" / "quarantine.parquet").height == records["quarantined"]
    assert pl.read_parquet(folder / "one" / "nothing.parquet").height == documents["nothing"] + documents["refused"]
    assert {name: frame.height for name, frame in tables.items()} == {name: entry["rows"] for name, entry in made["tables"].items()}
    assert {name: parquet.logical_hash(frame) for name, frame in tables.items()} == {
        name: entry["logical_sha256"] for name, entry in made["tables"].items()
    }
    assert validate(tables).errors.is_empty(), validate(tables).errors
    for table in catalog.model().record_tables:
        if "review" in tables[table.name].columns:
            assert set(tables[table.name]["review"]) <= {"machine"}

    other = list(rows)
    random.shuffle(other)
    ingest(corpus(other, folder / "two.parquet"), folder / "two", read_on=READ_ON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("negotiation_data.ingest.run._LEAST", random.choice([1, 2, 3]))
        ingest(corpus(other, folder / "two.parquet"), folder / "three", read_on=READ_ON)
    assert written(folder / "one") == written(folder / "two") == written(folder / "three")


def test_a_second_run_has_nothing_to_do_and_a_damaged_one_is_made_again(tmp_path):
    source = corpus([{"id": name, "text": text} for name, text in list(TEXTS.items())[:4]], tmp_path / "c.parquet")
    first = ingest(source, tmp_path / "out", read_on=READ_ON)
    before = written(tmp_path / "out")
    assert first.batches > 0
    assert ingest(source, tmp_path / "out").batches == 0
    (tmp_path / "out" / "rounds.parquet").write_bytes(b"broken")
    assert ingest(source, tmp_path / "out", read_on=READ_ON).batches > 0
    assert written(tmp_path / "out") == before
    assert not work_folder(tmp_path / "out").exists()


def test_files_of_others_are_not_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear")
    with pytest.raises(NegotiationDataError, match=r"letter\.txt"):
        ingest(DEVELOPMENT, tmp_path / "out")
    assert (tmp_path / "out" / "letter.txt").read_text() == "dear"


def test_a_folder_with_an_index_gives_what_a_table_gives(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    told = {"mli-algiers-translated": "2014-07-24", "geo-gid-bullets": "2010-06-10"}
    for name in told:
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    (folder / "index.csv").write_text("name,published,outlet\n" + "".join(f"{name},{day},Example\n" for name, day in told.items()))
    ingest(folder, tmp_path / "one", read_on=READ_ON)
    listed = [{"id": name, "text": TEXTS[name], "published": day, "outlet": "Example"} for name, day in told.items()]
    ingest(corpus(listed, tmp_path / "c.parquet"), tmp_path / "two", read_on=READ_ON)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_what_an_index_tells_and_cannot_be_used_is_said(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("mli-algiers-translated", "geo-gid-bullets"):
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    (folder / "index.csv").write_text(
        "name,published\nmli-algiers-translated,July 24\ngeo-gid-bullets,2010-06-10T09:00\nnobody,2010-01-01\n"
    )
    for _ in range(2):  # the second has nothing to do, and says it again
        made = ingest(folder, tmp_path / "out", read_on=READ_ON)
        misdated, absent = made.remarks
        assert misdated.endswith("taken as not known: 1, the first 'July 24' of mli-algiers-translated.")
        assert absent == "Rows of the index on articles that are not in the folder: 1, the first on 'nobody'."
    run = CliRunner().invoke(cli, ["ingest", str(folder), "-o", str(tmp_path / "other"), "--format", "json"])
    assert "'July 24'" in run.stderr
    assert json.loads(run.stdout)["documents"]["all"] == 2
    published = {row["source_id"]: row["published"] for row in pl.read_parquet(tmp_path / "out" / "sources.parquet").iter_rows(named=True)}
    assert sum(day is not None for name, day in published.items() if name.startswith("article-")) == 1


@pytest.mark.parametrize("texts", [[1, 2], [True], [["a"]]])
def test_a_column_of_texts_holds_text(tmp_path, texts):
    pl.DataFrame({"text": texts}).write_parquet(tmp_path / "c.parquet")
    with pytest.raises(NegotiationDataError, match="it must hold text"):
        ingest(tmp_path / "c.parquet", tmp_path / "out")


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Binary])
def test_text_may_be_kept_in_several_ways(tmp_path, kind):
    text = TEXTS["mli-algiers-translated"]
    pl.DataFrame({"text": [text.encode() if kind is pl.Binary else text]}, schema={"text": kind}).write_parquet(tmp_path / "c.parquet")
    assert ingest(tmp_path / "c.parquet", tmp_path / "out", read_on=READ_ON).manifest["documents"]["with_records"] == 1


def test_parts_of_a_table_are_read_alone(tmp_path):
    source = open_corpus(corpus([{"id": str(n), "text": f"text {n}"} for n in range(50)], tmp_path / "c.parquet"))
    entries = list(source.entries())
    assert [entry.id for entry in entries] == [str(n) for n in range(50)]
    for low, high in ((0, 50), (3, 9), (13, 14), (42, 50)):
        assert [article.content for article in source.read(entries[low:high])] == [f"text {n}".encode() for n in range(low, high)]


@pytest.mark.parametrize("content", [b"no parquet", b""])
def test_what_is_no_corpus_is_said_in_a_sentence(tmp_path, content):
    path = tmp_path / "c.parquet"
    path.write_bytes(content)
    with pytest.raises(NegotiationDataError, match="no Parquet file"):
        ingest(path, tmp_path / "out")
    with pytest.raises(NegotiationDataError, match="There is no"):
        ingest(tmp_path / "absent", tmp_path / "out")


# ---------------------------------------------------------------------------- killed


def _start(source: Path, out: Path, jobs: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "negotiation_data.cli", "ingest", str(source), "-o", str(out), "--jobs", str(jobs), "--format", "json"]
    return subprocess.Popen([*command, "--read-on", READ_ON.isoformat()], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_goes_on_to_the_same_tables(tmp_path, jobs):
    listed = [{"id": f"{name}-{n}", "text": f"{text}\n\nPage {n}."} for n in range(3) for name, text in TEXTS.items()]
    source = corpus(listed, tmp_path / "c.parquet")
    ingest(source, tmp_path / "undisturbed", read_on=READ_ON)
    out = tmp_path / "out"
    work = work_folder(out)
    for parts in (1, 2):  # killed once some are done, twice
        process = _start(source, out, jobs)
        deadline = time.monotonic() + 300
        while process.poll() is None and time.monotonic() < deadline:
            if work.is_dir() and sum(path.is_dir() and not path.name.startswith(".") for path in work.iterdir()) >= parts:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate(timeout=60)  # no process of it is left that holds the pipe
        assert process.returncode == -signal.SIGKILL, f"the run ended before it was killed: {said.decode()}"
        assert not out.exists(), "a run that did not end has no tables"
    kept = {path.name for path in work.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert kept
    process = _start(source, out, jobs)
    told, said = process.communicate(timeout=600)
    assert process.returncode == 0, said.decode()
    assert json.loads(told)["documents"]["all"] == len(listed)
    assert written(out) == written(tmp_path / "undisturbed")
    assert not work.exists()


def test_no_actor_of_the_gazetteer_breaks_a_rule():
    model = catalog.model()
    records = {record["id"]: record for actor in gazetteer().actors for record in actor_records(actor.id)}
    assert not [fault for record in records.values() for fault in faults(model, model.kinds["actor"], record, {})]
    rows = Rows(model)
    for record in records.values():
        rows.add("actor", record)
    tables = Tables(model, frames.finished(model, frames.to_frames(model, rows.columns)))
    told = rule_failures(tables, {code: rule for code, rule in RULES.items() if rule.level is Level.ERROR})
    assert not [failure for failure in told if failure.level is Level.ERROR]


WAR = " The war has killed thousands, and fighting goes on between troops and rebels."
BROKEN = (
    f"Russia and the Chechen Republic of Ichkeria held peace talks in Nazran on Monday.{WAR}",
    f"The government of Tajikistan and the United Tajik Opposition held peace talks in Tehran on Monday.{WAR}",
    f"Uganda and the Lord's Resistance Army held peace talks in Juba on Monday.{WAR}",
)


@pytest.mark.parametrize("most", [1, 2, 200])
def test_every_article_that_breaks_a_rule_is_found_however_few_rows_of_it_are_told(most, monkeypatch):
    monkeypatch.setattr(authority, "_is_latin", lambda _: True)  # names in Cyrillic then say that they are Latin
    monkeypatch.setattr(check, "MOST_ROWS", most)
    authority._actor_record.cache_clear()
    try:
        articles = [Article(Entry(str(number), str(number), "1999-05-04"), text.encode()) for number, text in enumerate(BROKEN)]
        batch = process(catalog.model(), articles, Options(READ_ON))
    finally:
        authority._actor_record.cache_clear()
    assert {entry.document_id for entry in batch.quarantine} == {"0", "1"}
    assert {fate.document_id: fate.records for fate in batch.fates} == {"0": 0, "1": 0, "2": 1}


def test_a_day_of_publication_that_is_given_for_all_is_only_for_those_without_one(tmp_path):
    told = f"GENEVA, March 14, 2025 - Uganda and the Lord's Resistance Army held peace talks in Juba on Wednesday.{WAR}"
    articles = corpus([{"id": "a", "text": told}, {"id": "b", "text": BROKEN[2]}], tmp_path / "corpus.parquet")
    ingest(articles, tmp_path / "out", published=date(2020, 1, 1), read_on=READ_ON)
    assert set(pl.read_parquet(tmp_path / "out" / "sources.parquet")["published"].cast(pl.String)) >= {"2025-03-14", "2020-01-01"}
    assert (tmp_path / "out").stat().st_mode & 0o055 == 0o055
