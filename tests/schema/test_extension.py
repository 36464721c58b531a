"""Columns of a data owner's own: checked with the same messages, in the tables, and never in the way of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.build import build
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset
from negotiation_data.table.records import canonical, to_records

OWN = {
    "additionalProperties": False,
    "properties": {
        "budget": {"type": "integer", "minimum": 0, "x-unit": "EUR", "x-known": "reported", "description": "What it cost."},
        "desk": {"enum": ["north", "south"], "x-known": "judged", "description": "Whose desk."},
        "reviewed": {"$ref": "common.schema.json#/$defs/date", "x-known": "constructed", "description": "When."},
        "host": {"$ref": "common.schema.json#/$defs/actor_id", "x-known": "judged", "description": "Ours."},
    },
}


def give(root: Path, kind: str = "round", schema: Any = OWN) -> Path:
    path = root / "extensions" / f"{kind}.schema.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
    return path


def extend(root: Path, text: str) -> None:
    path = root / "processes/floe/rounds/floe-base-beta.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\nextensions:\n{text}", encoding="utf-8")


def told(root: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in check.check(dataset.read(root, cache=False))]


def test_own_columns_are_in_the_table_and_ours_stay(good: Path, tmp_path: Path, model: Model) -> None:
    give(good)
    extend(good, "  desk: north\n  reviewed: 2025-11\n  host: skua-republic\n")
    assert told(good) == []
    built = build(good, tmp_path / "tables")
    rounds = pl.read_parquet(built.folder / "rounds.parquet")
    (row,) = rounds.filter(round_id="floe-base-beta").to_dicts()
    assert (row["extensions_desk"], row["extensions_host"], row["extensions_budget"]) == ("north", "skua-republic", None)
    assert (row["extensions_reviewed"], row["extensions_reviewed_precision"]) == ("2025-11", "month")
    assert json.loads(row["extensions"]) == {"desk": "north", "reviewed": "2025-11", "host": "skua-republic"}
    assert isinstance(rounds.schema["extensions_desk"], pl.Enum)
    assert [name for name in rounds.columns if not name.startswith("extensions_")] == [c.name for c in model.tables["rounds"].columns]
    extended = catalog.model_of(good)
    back = to_records(extended, built.dataset.frames, "round")["floe-base-beta"]
    assert back["extensions"] == {"desk": "north", "reviewed": "2025-11", "host": "skua-republic"}
    assert back == canonical(extended, extended.kinds["round"], back)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("  desk: west\n", "ND104", "'west' is not one of the values of `extensions.desk`."),
        ("  desks: north\n", "ND102", "`desks` is not a field of `extensions`."),
        ("  reviewed: last week\n", "ND108", "`extensions.reviewed`"),
        ("  host: nobody\n", "ND202", "There is no actor 'nobody'"),
        ("  budget: 5\n", "ND701", "budget"),
    ],
)
def test_own_values_are_checked_with_the_same_messages(good: Path, text: str, code: str, says: str) -> None:
    give(good)
    extend(good, text)
    found = told(good)
    assert [found_code for found_code, _ in found] == [code], found
    assert says in found[0][1]


def test_a_folder_without_a_schema_may_say_what_it_likes(good: Path) -> None:
    extend(good, "  anything: [1, {a: b}]\n")
    assert told(good) == []
    assert catalog.model_of(good) is catalog.model()


@pytest.mark.parametrize(
    ("kind", "schema", "says"),
    [
        ("rounds", OWN, "no kind of record has this name. Kinds are: actor"),
        ("common", OWN, "no kind of record has this name"),
        ("round", "{", "this is no JSON"),
        ("round", "[]", "a schema is an object"),
        ("round", {"properties": {}}, "must describe an object"),
        ("round", {"properties": OWN["properties"]}, '"additionalProperties": false'),
        (
            "round",
            {**OWN, "properties": {"a": {"type": "string", "maxLenght": 3, "description": "A."}}},
            "not in the language of our schemas",
        ),
        ("round", {**OWN, "properties": {"a": {"type": "string"}}}, "`a` has no description"),
        ("round", {**OWN, "properties": {"a": {"type": "object", "properties": {}, "description": "A."}}}, "`a` is an object"),
        ("round", {**OWN, "properties": {"a": {"$ref": "common.schema.json#/$defs/clock", "description": "A."}}}, "too deep"),
        ("round", {**OWN, "properties": {"a": {"$ref": "file:///etc/passwd", "description": "A."}}}, "points to nothing"),
    ],
)
def test_a_schema_that_is_none_is_told_by_name(good: Path, kind: str, schema: Any, says: str) -> None:
    path = give(good, kind, schema)
    with pytest.raises(NegotiationDataError, match="extensions") as error:
        dataset.read(good, cache=False)
    assert says in str(error.value)
    assert path.parent.name in str(error.value)
    assert isinstance(CliRunner().invoke(cli, ["check", "--data", str(good)]).exception, NegotiationDataError)


def test_own_columns_are_described(good: Path) -> None:
    give(good)
    done = CliRunner().invoke(cli, ["describe", "rounds", "--data", str(good), "--format", "json"])
    rows = {row["column"]: row for row in json.loads(done.output)}
    assert rows["extensions_budget"]["meaning"] == "What it cost."
    assert rows["extensions_budget"]["known"] == "reported"
