"""Drafts as files and in the terminal: a coder is guided, and no sentence of the article gets into a record."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from negotiation_data.article.cues import worth_reading
from negotiation_data.article.draft import draft as understand
from negotiation_data.article.read import from_text
from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.ingest.drafting import draft_article, write
from negotiation_data.problem import Level
from negotiation_data.publish.build import build
from negotiation_data.report.draft import print_draft
from negotiation_data.table import dataset
from negotiation_data.table.check import check

DEVELOPMENT = Path(__file__).resolve().parents[2] / "benchmarks" / "articles" / "development"
ARTICLES = sorted(DEVELOPMENT.glob("*.txt"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_folder_of_a_draft_has_no_error_but_what_the_coder_must_decide(path, tmp_path):
    drafted, composed = draft_article(path, date(2026, 1, 1))
    if not composed.events:
        return
    write(drafted, composed, tmp_path / "data")
    found = check(dataset.read(tmp_path / "data", cache=False))
    assert {problem.code for problem in found if problem.level is Level.ERROR} <= {"ND101", "ND307", "ND311"}
    text = path.read_text(encoding="utf-8")
    sentences = [drafted.document.quote(span).strip() for span in drafted.document.sentences if span != drafted.document.title]
    for file in (tmp_path / "data").rglob("*.yaml"):
        written = " ".join(file.read_text(encoding="utf-8").split())
        for sentence in sentences:
            assert len(sentence) < 40 or " ".join(sentence.split()) not in written, (file.name, sentence)
    assert text  # what is compared with


def test_a_draft_is_not_written_over_what_is_there(tmp_path):
    drafted, composed = draft_article(DEVELOPMENT / "mli-algiers-translated.txt")
    write(drafted, composed, tmp_path / "round.yaml")
    before = (tmp_path / "round.yaml").read_bytes()
    with pytest.raises(NegotiationDataError, match="there already"):
        write(drafted, composed, tmp_path / "round.yaml")
    assert (tmp_path / "round.yaml").read_bytes() == before
    assert b"# Sentences to read" in before


def test_what_nobody_has_looked_at_is_not_built_for_readers(tmp_path):
    drafted, composed = draft_article(DEVELOPMENT / "mli-algiers-translated.txt")
    write(drafted, composed, tmp_path / "data")
    with pytest.raises(NegotiationDataError, match="review: machine"):
        build(tmp_path / "data", tmp_path / "out", cache=False, reviewed_only=True)
    assert not (tmp_path / "out").exists()


def test_the_tables_of_this_package_have_no_row_that_a_machine_coded():
    import negotiation_data as nd
    from negotiation_data.schema import catalog

    for table in catalog.model().record_tables:
        frame = nd.load(table.name)
        assert "review" not in frame.columns or frame.filter(review="machine").is_empty()


def test_the_terminal_shows_no_control_character_of_an_article(tmp_path):
    text = (DEVELOPMENT / "mli-algiers-translated.txt").read_text(encoding="utf-8").replace("Algiers", "Algiers\x1b[31m\u202e", 1)
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    drafted, composed = draft_article(path)
    for width, terminal in ((60, True), (200, False)):
        console = Console(
            file=io.StringIO(), width=width, force_terminal=terminal, color_system=None, highlight=False, emoji=False, markup=False
        )
        print_draft(drafted, composed, console)
        shown = console.file.getvalue()
        assert "\x1b[31m" not in shown
        assert "\u202e" not in shown
        assert "\\u001b" in shown
        assert all(len(line.rstrip()) <= width for line in shown.split("\n"))


def test_sentences_to_read_are_those_with_a_cue():
    document = from_text(
        "Talks in Doha\n\nPakistan demanded a ceasefire. The sun was shining on the town. The rebels rejected the proposal."
    )
    found = [(document.quote(entry.span), entry.line, entry.kinds) for entry in worth_reading(document)]
    assert found == [
        ("Pakistan demanded a ceasefire.", 3, ("demand",)),
        ("The rebels rejected the proposal.", 3, ("proposal", "refusal")),
    ]
    assert understand(document).document is document


def test_exit_codes(tmp_path):
    run = CliRunner()
    negative = next(path for path in ARTICLES if path.stem.startswith("neg-"))
    assert run.invoke(cli, ["draft", str(negative)]).exit_code == 1
    assert run.invoke(cli, ["draft", str(DEVELOPMENT / "mli-algiers-translated.txt")]).exit_code == 0
    assert run.invoke(cli, ["draft"]).exit_code == 2
    assert run.invoke(cli, ["draft", str(negative), "--published", "yesterday"]).exit_code == 2


def test_a_draft_without_a_party_is_written_and_check_asks_for_one(tmp_path):
    article, out = tmp_path / "article.txt", tmp_path / "draft"
    article.write_text(
        "Talks end in Geneva\n\nGENEVA, 3 May 2024 - Two days of peace talks ended here on Friday without a ceasefire, mediators from"
        " Switzerland said. The warring sides had met on Thursday for the first round of the talks since the war began."
    )
    run = CliRunner()
    assert run.invoke(cli, ["draft", str(article), "-o", str(out)]).exit_code == 0
    (written,) = out.glob("processes/*/rounds/*.yaml")
    assert "# parties: needed" in written.read_text(encoding="utf-8")
    checked = run.invoke(cli, ["check", "--data", str(out), "--format", "json"])
    assert checked.exit_code == 1
    assert [problem["message"] for problem in json.loads(checked.output)["problems"]] == ["This round has no `parties`."]


def test_what_is_not_read_stands_in_brackets_where_there_are_no_colours(tmp_path):
    path = tmp_path / "article.txt"
    story = (DEVELOPMENT / "mli-algiers-translated.txt").read_text(encoding="utf-8")
    path.write_text(f"Home | World | Africa | Sport\nShare this article\n\n{story}", encoding="utf-8")
    shown = {}
    for colours in (None, "truecolor"):
        console = Console(
            file=io.StringIO(), width=120, force_terminal=True, color_system=colours, highlight=False, emoji=False, markup=False
        )
        print_draft(*draft_article(path), console)
        shown[colours] = console.file.getvalue()
    assert "⟦Home | World | Africa | Sport\nShare this article⟧" in shown[None]
    assert "What stands in ⟦⟧ is not read" in shown[None]
    assert "Colours" not in shown[None]
    assert "⟦" not in shown["truecolor"]
    assert "not read" in shown["truecolor"]


def test_a_folder_of_a_draft_holds_only_what_its_events_refer_to(tmp_path):
    text = (
        "Talks end in Geneva\n\nGENEVA, 3 May 2024 - Two days of peace talks between Sudan and the Rapid Support Forces ended here on Friday, mediated"
        " by Switzerland. France may have helped, and Norway and Kenya looked on. The war goes on."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    _, composed = draft_article(tmp_path / "a.txt")
    told = str([record.data for record in composed.records])
    for record in composed.authority:
        assert record.kind == "source" or told.count(repr(record.id)) > 1, record.id


@pytest.mark.parametrize("name", ["round.json", "round.CSV", "draft.parquet"])
def test_a_draft_is_yaml(tmp_path, name):
    drafted, composed = draft_article(DEVELOPMENT / "mli-algiers-translated.txt")
    with pytest.raises(NegotiationDataError, match=r"does not end in \.yaml"):
        write(drafted, composed, tmp_path / name)
    assert not list(tmp_path.iterdir())
