"""What readers use, on the data of this repository."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import negotiation_data as nd
from negotiation_data._names import TableName
from negotiation_data.schema.model import Model

ISTANBUL = "afg-pak-2025-istanbul-october"


def test_every_table_loads_with_the_types_of_the_schema(model: Model) -> None:
    from negotiation_data.derive.polars import frame_schema

    assert nd.tables() == tuple(model.tables) == get_args(TableName)
    for name in nd.tables():
        assert nd.load(name).schema == frame_schema(model.tables[name])
        assert nd.scan(name).collect().equals(nd.load(name))


def test_columns_and_text_instead_of_enums() -> None:
    frame = nd.load("rounds", columns=["round_id", "kind"], enums="string")
    assert frame.schema == {"round_id": pl.String, "kind": pl.String}
    assert nd.scan("ceasefires", enums="string").collect_schema()["purposes"] == pl.List(pl.String)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: nd.load("round"), "Did you mean 'rounds'"),  # type: ignore[arg-type]
        (lambda: nd.scan("../rounds"), "no table"),  # type: ignore[arg-type]
        (lambda: nd.load("rounds", columns=["strat"]), "Did you mean 'start'"),
        (lambda: nd.describe("round"), "Did you mean 'rounds'"),  # type: ignore[arg-type]
        (lambda: nd.evidence("istanbul-october"), "no record"),
        (lambda: nd.view("round"), "Views are: rounds"),  # type: ignore[arg-type]
        (lambda: nd.pandera_schema("round"), "Did you mean 'rounds'"),  # type: ignore[arg-type]
        (lambda: nd.cite("apa"), "text, bibtex"),  # type: ignore[arg-type]
    ],
)
def test_a_slip_is_told_in_one_sentence(call, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(nd.NegotiationDataError, match=says):
        call()


def test_describe_tells_every_column(model: Model) -> None:
    found = nd.describe()
    assert found.height == sum(len(table.columns) for table in model.tables.values())
    assert found["meaning"].null_count() == 0
    kind = nd.describe("rounds").filter(pl.col("column") == "kind").row(0, named=True)
    assert kind["type"] == "enum"
    assert kind["unit_or_labels"].startswith("formal_round, informal_talks")
    assert "MSDD" in kind["source"]
    hours = nd.describe("sessions").filter(pl.col("column") == "hours").row(0, named=True)
    assert hours["unit_or_labels"] == "hours"


def test_evidence_tells_who_says_what() -> None:
    found = nd.evidence(ISTANBUL)
    seed = found.filter(pl.col("source_id") == "kokcha-news-9813", pl.col("field") == "/outcome").row(0, named=True)
    assert (seed["coded"], seed["stance"], seed["says"]) == ("undertaking", "contradicts", "no_agreement")
    assert seed["verifiable"]
    omitted = found.filter(pl.col("stance") == "omits", pl.col("source_id") == "kokcha-news-9813")
    assert "/participants/noor-ahmad-noor" in omitted["field"].to_list()
    assert found["outlet"].null_count() == 0


def test_contested_gives_both_sides() -> None:
    found = nd.contested(ISTANBUL)
    outcome = found.filter(pl.col("field") == "/outcome")
    assert set(outcome["stance"]) >= {"supports", "contradicts"}
    size = found.filter(pl.col("field") == "/delegations/pakistan/size")
    assert set(size["says"]) == {"2", "7"}
    assert size["coded"].null_count() == size.height, "left open, because sources disagree"
    everywhere = nd.contested()
    assert everywhere["record_id"].n_unique() > 3
    disputed = everywhere.group_by("record_id", "field").agg((pl.col("stance").is_in(["contradicts", "omits"])).any())
    open_values = nd.load("missing_values").filter(pl.col("reason") == "contested").select("record_id", "field")
    assert disputed.filter(~pl.col("stance")).join(open_values, on=["record_id", "field"], how="anti").is_empty()


def test_the_view_has_one_row_a_round() -> None:
    view = nd.view("rounds")
    assert view.height == nd.load("rounds").height
    istanbul = view.filter(pl.col("round_id") == ISTANBUL).row(0, named=True)
    assert (istanbul["days"], istanbul["days_since_previous"]) == (6, 6)
    assert istanbul["place"] == "Istanbul"
    assert set(istanbul["mediators"]) == {"turkiye", "qatar"}
    assert istanbul["hosts"] == ["turkiye"]
    assert istanbul["guarantors"] is None
    assert istanbul["heads"] == ["afghanistan-taliban: rahmatullah-najib"]
    assert istanbul["disputes"] > 5
    order = list(zip(view["process_id"], view["sequence"], strict=True))
    assert order == sorted(order)


def test_the_seeds_own_date_is_18_or_19_october() -> None:
    seed = nd.evidence("afg-pak-2025-doha-ceasefire").filter(pl.col("source_id") == "kokcha-news-9813", pl.col("field") == "/declared")
    row = seed.row(0, named=True)
    assert (row["coded"], row["says"], row["wording"]) == ("2025-10-19", "[XXXX-10-18,XXXX-10-19]", "Mehr 27")


def test_versions_and_citation() -> None:
    versions = nd.versions()
    assert set(versions) == {"package", "schema", "data"}
    for text in (nd.cite(), nd.cite("bibtex")):
        assert all(number in text for number in versions.values())
        assert "CC BY 4.0" in text


def test_tables_go_to_pandas_arrow_and_duckdb() -> None:
    rounds = nd.load("rounds")
    frame = rounds.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["round_id"]) == rounds["round_id"].to_list()
    table = pa.table(rounds)
    assert table.num_rows == rounds.height
    assert pl.from_arrow(table).equals(rounds)  # type: ignore[union-attr]
    found = duckdb.sql("SELECT round_id, kind::VARCHAR AS kind, start_earliest FROM rounds ORDER BY round_id").pl()
    assert found["round_id"].to_list() == sorted(rounds["round_id"].to_list())
    assert found["start_earliest"].to_list() == rounds.sort("round_id")["start_earliest"].to_list()


def test_importing_imports_nothing_and_loading_polars_only() -> None:
    code = (
        "import sys, negotiation_data as nd; before = set(sys.modules); assert 'polars' not in before\n"
        "nd.load('rounds')\n"
        "heavy = {'yaml', 'jsonschema', 'jsonschema_rs', 'pandera', 'pyarrow', 'click', 'rich', 'orjson', 'hypothesis'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    nd.load("rounds")  # the tables of this checkout are built by now
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_names_are_there_for_completion() -> None:
    assert set(dir(nd)) == set(nd.__all__)
    for name in nd.__all__:
        assert getattr(nd, name) is not None
    with pytest.raises(AttributeError):
        nd.laod  # noqa: B018
