"""The seed article, where it lies beside the repository: what it says is in the tables, what it does not say is not."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from negotiation_data.ingest.run import ingest
from negotiation_data.schema import catalog
from negotiation_data.table import parquet
from negotiation_data.table.validation import validate
from tests.conftest import SEEDS

SEED = SEEDS / "000_3fa766c17b53cb33.txt"

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the seed article is not here")

DATED = date(2025, 10, 27)


@pytest.fixture(scope="module", params=[None, DATED], ids=["without-day", "with-day"])
def seed(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("seed") / "out"
    made = ingest(SEED, out, published=request.param, read_on=date(2026, 11, 26))
    assert made.manifest["documents"] == {"all": 1, "with_records": 1, "nothing": 0, "refused": 0}
    assert made.manifest["records"] == {"all": 2, "in_tables": 2, "quarantined": 0}
    return request.param, parquet.read(catalog.model(), out)


def _said(tables, record: str, field: str) -> list[str]:
    text = SEED.read_text(encoding="utf-8")
    rows = tables["evidence"].filter(record_id=record, field=field)
    assert rows.height, f"nothing says {field}"
    return [text[row["span_start"] : row["span_end"]] for row in rows.iter_rows(named=True)]


def _only(frame: pl.DataFrame) -> dict:
    assert frame.height == 1
    return frame.row(0, named=True)


def test_the_round_is_there_with_what_is_said_of_it(seed):
    _, tables = seed
    found = _only(tables["rounds"])
    key = found["round_id"]
    assert (found["status"], found["outcome"], found["review"]) == ("concluded", "no_agreement", "machine")
    assert (found["place_id"], found["venue_country"]) == ("istanbul", "TUR")
    assert any("Istanbul" in words for words in _said(tables, key, "/venue/place"))
    assert any("without reaching a final agreement" in words or "Deadlock" in words for words in _said(tables, key, "/outcome"))
    assert set(tables["round_parties"]["actor_id"]) == {"afghanistan-taliban", "pakistan"}
    for actor, word in (("afghanistan-taliban", "Taliban"), ("pakistan", "Pakistan")):
        assert any(word in words for words in _said(tables, key, f"/parties/{actor}"))


def test_the_third_parties_have_their_roles_and_no_other(seed):
    _, tables = seed
    key = _only(tables["rounds"])["round_id"]
    roles = set(tables["round_mediators"].select("actor_id", pl.col("role").cast(pl.String)).iter_rows())
    assert {("turkiye", "host"), ("turkiye", "mediator"), ("qatar", "mediator")} <= roles
    assert roles <= {("turkiye", "host"), ("turkiye", "mediator"), ("qatar", "mediator"), ("qatar", "facilitator")}
    for actor, role in roles:
        name = {"turkiye": "Turkey", "qatar": "Qatar"}[actor]
        assert any(name in words for words in _said(tables, key, f"/mediators/{actor}/{role}"))


def test_the_day_of_a_second_session_is_no_first_or_last_day(seed):
    day, tables = seed
    found = _only(tables["rounds"])
    assert found["end"] is None
    assert found["start_earliest"] is None, "the first day is not told"
    assert found["start"] == ("[..2025-10-27]" if day else "[..2026-11-26]")
    assert _said(tables, found["round_id"], "/start")


def test_the_delegates_are_there_with_their_head(seed):
    _, tables = seed
    key = _only(tables["rounds"])["round_id"]
    people = tables["participants"].join(tables["people"].select("person_id", "name"), on="person_id")
    assert set(people["name"]) == {"Rahmatullah Najib", "Anas Haqqani", "Sohail Shaheen", "Noor Al-Rahman Nusrat", "Abdul Qahar Balkhi"}
    assert people.filter(role="head")["name"].to_list() == ["Rahmatullah Najib"]
    assert set(people["actor_id"]) == {"afghanistan-taliban"}
    for row in people.iter_rows(named=True):
        assert any(row["name"] in words for words in _said(tables, key, f"/participants/{row['participant']}"))


def test_the_ceasefire_is_there_with_day_place_and_mediator(seed):
    day, tables = seed
    found = _only(tables["ceasefires"])
    key = found["ceasefire_id"]
    assert found["effective"] == ("2025-10-19" if day else "[XXXX-10-18,XXXX-10-19]")
    assert found["place_id"] == "doha"
    assert ("qatar", "mediator") in set(tables["ceasefire_mediators"].select("actor_id", pl.col("role").cast(pl.String)).iter_rows())
    assert set(tables["ceasefire_mediators"]["actor_id"]) == {"qatar"}
    assert _said(tables, key, "/effective") == ["Mehr 27"]
    worded = tables["evidence"].filter(record_id=key, field="/effective").row(0, named=True)
    assert (worded["wording"], worded["calendar"]) == ("Mehr 27", "solar_hijri")
    assert any("Doha" in words for words in _said(tables, key, "/place"))
    assert any("Qatar" in words for words in _said(tables, key, "/mediators/qatar/mediator"))


def test_no_sentence_of_it_is_in_the_tables_and_no_rule_is_broken(seed):
    _, tables = seed
    assert validate(tables).errors.is_empty()
    text = SEED.read_text(encoding="utf-8")
    title = _only(tables["sources"].filter(kind="news_article"))["title"]
    for name, frame in tables.items():
        for column in frame.select(pl.col(pl.String)).columns:
            for value in frame[column].drop_nulls().unique():
                assert value == title or len(value) <= 60 or value not in text, (name, column, value)
