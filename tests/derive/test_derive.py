"""What follows from the Model: generated files are up to date, Arrow and SQL hold what the schema says."""

from __future__ import annotations

import json
import sqlite3
from pathlib import PurePosixPath

import jsonschema
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.derive.__main__ import GENERATED
from negotiation_data.derive.arrow import arrow_schema
from negotiation_data.derive.editor import editor_files, editor_schema
from negotiation_data.derive.names import CURE
from negotiation_data.derive.polars import frame_schema
from negotiation_data.derive.sql import create_table
from negotiation_data.record import folder
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from tests.conftest import ROOT

MODEL = catalog.model()


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_generated_files_are_up_to_date(name: str, model: Model) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == GENERATED[name](model), f"{name} is out of date; to mend it, run `{CURE}`"


def test_the_dictionary_tells_every_column_and_label(model: Model) -> None:
    text = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    for table in model.tables.values():
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` |" in section
    for vocabulary in model.vocabularies.values():
        for label in vocabulary.names if vocabulary.name != "table" else ():
            assert f"`{label}`" in text


def test_arrow_schemas_describe_every_field(model: Model) -> None:
    for table in model.tables.values():
        schema = arrow_schema(table)
        assert schema.names == frame_schema(table).names()
        for column in table.columns:
            field = schema.field(column.name)
            assert field.metadata[b"description"].decode() == column.description
            if column.unit:
                assert field.metadata[b"unit"].decode() == column.unit
        assert isinstance(schema, pa.Schema)


def test_sql_creates_every_table_with_its_keys(model: Model) -> None:
    with sqlite3.connect(":memory:") as database:
        for table in model.tables.values():
            database.execute(create_table(model, table))
        for table in model.tables.values():
            info = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
            assert [row[1] for row in info] == [column.name for column in table.columns]
            assert {row[1] for row in info if row[5]} == set(table.key)
            assert {row[1] for row in info if row[3]} == {column.name for column in table.columns if column.required}
            foreign = {row[3] for row in database.execute(f'PRAGMA foreign_key_list("{table.name}")')}
            assert foreign == {column.name for column in table.columns if len(column.references) == 1 and not column.is_list}


@given(st.data())
def test_editors_accept_what_is_valid_and_mark_what_is_not(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(MODEL.kinds)))
    validator = jsonschema.Draft7Validator(editor_schema(MODEL.kinds[kind]))
    record = data.draw(testing.records(kind))
    assert validator.is_valid(record)
    assert not validator.is_valid({**record, "colour": "red"})
    assert not validator.is_valid({name: value for name, value in record.items() if name != "id"})


def test_editors_know_the_schema_of_every_record_and_show_what_it_means() -> None:
    settings = json.loads(editor_files(MODEL)[".vscode/settings.json"])["yaml.schemas"]
    for file in folder.scan(MODEL, ROOT / "data").files:
        fitting = [schema for schema, pattern in settings.items() if PurePosixPath("data", file.path).match(pattern)]
        assert fitting == [f"./schemas/editor/{file.kind}.schema.json"]
    hover = editor_schema(MODEL.kinds["round"])["properties"]["kind"]["markdownDescription"]
    assert "- `formal_round`: " in hover
    assert "x-" not in {key[:2] for key in editor_schema(MODEL.kinds["round"])["properties"]["start"]}
