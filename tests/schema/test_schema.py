from __future__ import annotations

import copy
import re
from typing import Any

import pycountry
import pytest
from jsonschema import Draft202012Validator

from negotiation_data import paths
from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema import catalog
from negotiation_data.schema.catalog import SchemaFiles, check_files, read_files
from negotiation_data.schema.compile import SchemaError, compile_schemas, resolve
from negotiation_data.schema.model import Column, ColumnType, Known, Model, Part

FILES = read_files(paths.schema_folder())


def test_the_schema_files_follow_the_schema_of_schemas() -> None:
    Draft202012Validator.check_schema(FILES.meta)
    assert check_files(FILES) == []


@pytest.mark.parametrize(
    ("name", "path", "key", "value"),
    [
        ("place", ("properties", "name"), "x-knwon", "row"),
        ("place", ("properties", "latitude"), "maxmum", 5),
        ("place", ("properties", "name"), "x-known", "guessed"),
        ("place", (), "x-tabel", {}),
        ("round", ("properties", "start"), "format", "dates"),
        ("round", ("properties", "numbers", "x-table"), "keys", ["a"]),
    ],
)
def test_a_misspelt_keyword_is_an_error(name: str, path: tuple[str, ...], key: str, value: Any) -> None:
    files = copy.deepcopy(dict(FILES.files))
    node: Any = files[f"{name}.schema.json"]
    for part in path:
        node = node[part]
    node[key] = value
    assert any("/".join([f"{name}.schema.json", *path]) in fault for fault in check_files(SchemaFiles("1.0", files, FILES.meta)))


def recompiled(change: Any) -> Model:
    files = copy.deepcopy(dict(FILES.files))
    change(files)
    return compile_schemas(files, "1.0", "x")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda f: f["round.schema.json"]["properties"]["start"].update({"$ref": "common.schema.json#/$defs/nothing"}),
            "points to nothing",
        ),
        (lambda f: f["round.schema.json"]["properties"]["start"].update({"maxLength": 5}), "maxLength beside $ref"),
        (lambda f: f["round.schema.json"]["properties"]["sessions"].pop("x-table"), "has no x-table"),
        (lambda f: f["round.schema.json"]["x-table"].update({"key": ["nothing"]}), "is not a property"),
        (lambda f: f["common.schema.json"]["$defs"]["actor_id"].update({"x-references": ["nobody"]}), "refers to no table"),
        (lambda f: f["round.schema.json"]["properties"]["label"].update({"x-column": "status"}), "two columns of one name"),
        (lambda f: f["place.schema.json"]["properties"]["latitude"].pop("description"), "has no description"),
        (lambda f: f["person.schema.json"]["x-table"].update({"name": "places"}), "defined twice"),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(change: Any, says: str) -> None:
    with pytest.raises(SchemaError, match=re.escape(says)):
        recompiled(change)


def test_compiling_is_pure() -> None:
    before = copy.deepcopy(dict(FILES.files))
    first, second = (compile_schemas(FILES.files, FILES.version, FILES.digest) for _ in range(2))
    assert before == FILES.files
    assert list(first.tables) == list(second.tables)
    for name, table in first.tables.items():
        assert table.columns == second.tables[name].columns


def test_the_digest_changes_with_every_word() -> None:
    files = copy.deepcopy(dict(FILES.files))
    files["round.schema.json"]["description"] += "!"
    assert SchemaFiles(FILES.version, files, FILES.meta).digest != FILES.digest


@pytest.mark.parametrize("kind", sorted(catalog.model().kinds))
def test_resolved_schemas_stand_alone(kind: str) -> None:
    schema = resolve(FILES.files, f"{kind}.schema.json")
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in str(schema)
    assert "'oneOf'" not in str(schema), "one fault would be told once for every branch"
    assert "anyOf" not in str(schema)


def test_examples_in_the_schema_are_what_they_say() -> None:
    """Good examples satisfy the type that they illustrate, bad ones do not."""
    from negotiation_data.record.validate import is_valid
    from negotiation_data.schema.model import RecordKind

    tried = 0
    for file in FILES.files:
        for schema in subschemas(resolve(FILES.files, file)):
            kind = RecordKind("example", "Example", "", "", "", schema)
            own = schema.get("examples", []), schema.get("x-bad-examples", [])
            if schema.get("type") == "object":
                continue
            for example in own[0]:
                tried += 1
                assert is_valid(kind, example), (file, schema.get("description"), example)
            for example in own[1]:
                tried += 1
                assert not is_valid(kind, example) or schema.get("format") == "record-pointer", (file, schema.get("description"), example)
    assert tried > 50


def subschemas(schema: Any) -> list[dict[str, Any]]:
    found = [schema] if isinstance(schema, dict) and ("type" in schema or "enum" in schema) else []
    items = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return found + [inner for item in items for inner in subschemas(item)]


def columns(model: Model) -> list[tuple[str, Column]]:
    return [(table.name, column) for table in model.tables.values() for column in table.columns]


def test_every_column_is_described_and_says_how_it_is_known(model: Model) -> None:
    for table, column in columns(model):
        assert column.description.endswith((".", "`", "…")), (table, column.name)
        assert column.known in Known
    for vocabulary in model.vocabularies.values():
        if vocabulary.name != "country":
            assert vocabulary.source, vocabulary.name
            assert all(label.description.endswith(".") for label in vocabulary.labels), vocabulary.name
            assert len(set(vocabulary.names)) == len(vocabulary.names)


def test_every_entry_of_evidence_has_its_number(model: Model) -> None:
    ordinals = [column for table in model.tables.values() for column in table.columns if column.part is Part.ORDINAL]
    assert ordinals
    assert all(column.required and column.type is ColumnType.INTEGER and column.description.endswith("from 1.") for column in ordinals)


def test_a_date_becomes_four_columns_and_a_clock_three(model: Model) -> None:
    names = [column.name for column in model.tables["ceasefires"].columns]
    start = names.index("effective")
    assert names[start : start + 7] == [
        "effective", "effective_earliest", "effective_latest", "effective_precision", "effective_time", "effective_zone", "effective_at",
    ]  # fmt: skip
    assert model.tables["ceasefires"].column("effective_at").type is ColumnType.INSTANT


def test_every_written_value_has_one_column(model: Model) -> None:
    """Nothing that a record can hold is lost: each leaf of each schema is a column of a table of that kind."""
    for kind in model.kinds.values():
        leaves = set(leaf_paths(kind.schema))
        found = {
            (*table.path, *column.path) for table in model.tables_of(kind.name) for column in table.columns if column.part is Part.VALUE
        }
        assert leaves == found


def leaf_paths(schema: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, prop in schema["properties"].items():
        if prop.get("type") == "array" and prop["items"].get("type") == "object":
            found += leaf_paths(prop["items"], (*path, name))
        elif prop.get("type") == "object" and "x-type" not in prop:
            found += leaf_paths(prop, (*path, name))
        else:
            found.append((*path, name))
    return found


def test_countries_are_those_of_iso_3166(model: Model) -> None:
    country = model.tables["places"].column("country").vocabulary
    assert country is not None
    assert set(country.names) == {found.alpha_3 for found in pycountry.countries} | {"XKX"}


def test_no_event_fact_lives_in_a_table_of_its_participants(model: Model) -> None:
    """Of ceasefire data in the field, event facts repeated for each participant differ from row to row."""
    for table in model.tables.values():
        if table.is_record or table.shared:
            continue
        own = {column.name for column in next(model.tables_of(table.kinds[0])).columns if column.is_written}
        written = {column.name for column in table.columns if column.is_written}
        shared_names = own & written - {
            "label",
            "kind",
            "note",
            "summary",
            "date",
            "round_id",
            "document_id",
            "declared",
            "start",
            "end",
            "name",
        }
        assert shared_names <= {"outcome", "channel", "place_id", "source_id", "language"}, (table.name, shared_names)


def test_the_polars_schema_has_every_column_in_order(model: Model) -> None:
    for table in model.tables.values():
        assert frame_schema(table).names() == [column.name for column in table.columns]
