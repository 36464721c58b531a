"""Verdicts on edits of the schema, each with a witness that the validators, or polars, confirm."""

# ruff: noqa: E501 - edits are a table, a line each
from __future__ import annotations

import copy
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from negotiation_data import paths, testing
from negotiation_data.cli import cli
from negotiation_data.derive.polars import frame_schema
from negotiation_data.error import NegotiationDataError
from negotiation_data.record import folder, validate, witness
from negotiation_data.record import yaml as record_yaml
from negotiation_data.schema import catalog
from negotiation_data.schema.catalog import SchemaFiles, read_files
from negotiation_data.schema.compat import Level, compare, needed_version
from negotiation_data.schema.model import Model
from tests.conftest import EXAMPLES, ROOT

FILES = read_files(paths.schema_folder())
META = jsonschema_rs.Draft202012Validator(FILES.meta)  # jsonschema takes twenty seconds for it
Edit = Callable[[dict[str, Any]], Any]


def edited(edit: Edit, files: SchemaFiles = FILES) -> SchemaFiles:
    changed = copy.deepcopy(dict(files.files))
    edit(changed)
    new = SchemaFiles(files.version, changed, files.meta)
    assert all(META.is_valid(schema) for schema in changed.values())
    return new


def of(files: dict[str, Any], kind: str, name: str = "", inner: str = "") -> dict[str, Any]:
    node = files[f"{kind}.schema.json"]
    node = node["properties"][name] if name else node
    return node["items"]["properties"][inner] if inner else node


def defs(files: dict[str, Any], name: str) -> dict[str, Any]:
    return files["common.schema.json"]["$defs"][name]


def labels(files: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return files["vocabulary.schema.json"]["$defs"][name]["oneOf"]


def renamed(files: dict[str, Any]) -> None:
    properties = of(files, "round")["properties"]
    files["round.schema.json"]["properties"] = {("rank" if name == "level" else name): value for name, value in properties.items()}


def table_of_awards(files: dict[str, Any]) -> None:
    entry = {"type": "object", "additionalProperties": False, "required": ["award"], "x-known": "reported"}
    word = {"type": "string", "pattern": "^[a-z]+$", "x-known": "row", "description": "An award."}
    table = {"name": "awards", "key": ["award"]}
    of(files, "person")["properties"]["awards"] = {
        "type": "array", "description": "An award.", "x-table": table, "items": {**entry, "properties": {"award": word}}
    }  # fmt: skip


NEW_FIELD = {"type": "string", "maxLength": 9, "x-known": "constructed", "description": "New."}
MAJOR, MINOR, PATCH = Level.MAJOR, Level.MINOR, Level.PATCH

#: What is done to the schema; the verdict; where the worst change is; what breaks: records, readers' queries, or neither.
EDITS: dict[str, tuple[Edit, Level, str, str]] = {
    "column removed": (lambda f: of(f, "round")["properties"].pop("level"), MAJOR, "rounds.level", "both"),
    "column renamed": (lambda f: of(f, "round", "venue")["properties"]["site"].update({"x-column": "site"}), MAJOR, "rounds.venue_site", "query"),
    "field renamed": (renamed, MAJOR, "rounds.level", "both"),
    "column retyped": (lambda f: of(f, "round", "delegations", "size").update({"type": "string"}), MAJOR, "delegations.size", "both"),
    "integer made a number": (lambda f: of(f, "round", "delegations", "size").update({"type": "number"}), MAJOR, "delegations.size", "query"),
    "optional column added": (lambda f: of(f, "round")["properties"].update(novelty=NEW_FIELD), MINOR, "rounds.novelty", ""),
    "required column added": (
        lambda f: (of(f, "round")["properties"].update(novelty=NEW_FIELD), of(f, "round")["required"].append("novelty")),
        MAJOR, "round/novelty", "record",
    ),
    "label added": (lambda f: labels(f, "channel").append({"const": "pigeon", "description": "By pigeon."}), MINOR, "rounds.channel", ""),
    "label removed": (lambda f: labels(f, "channel").pop(1), MAJOR, "rounds.channel", "both"),
    "label renamed": (lambda f: labels(f, "channel")[1].update(const="near"), MAJOR, "rounds.channel", "both"),
    "label of a list removed": (lambda f: labels(f, "ceasefire_purpose").pop(), MAJOR, "ceasefires.purposes", "both"),
    "label with another meaning": (lambda f: labels(f, "channel")[1].update({"x-meaning": 2}), MAJOR, "round/channel", ""),
    "pattern tightened": (lambda f: defs(f, "language").update(pattern="^[a-z]{2}$"), MAJOR, "actor/names/*/language", "record"),
    "pattern loosened": (lambda f: defs(f, "language").update(pattern="^[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$"), MINOR, "", ""),
    "text made shorter": (lambda f: defs(f, "label").update(maxLength=20), MAJOR, "round/label", "record"),
    "text made longer": (lambda f: defs(f, "label").update(maxLength=900), MINOR, "", ""),
    "bound raised": (lambda f: of(f, "round", "numbers", "number").update(minimum=2), MAJOR, "round/numbers/*/number", "record"),
    "bound lowered": (lambda f: of(f, "round", "numbers", "number").update(minimum=0), MINOR, "", ""),
    "more entries asked for": (lambda f: of(f, "round", "parties").update(minItems=2), MAJOR, "round/parties", "record"),
    "table removed": (lambda f: of(f, "round")["properties"].pop("issues"), MAJOR, "issues", "both"),
    "table renamed": (lambda f: of(f, "round", "issues")["x-table"].update(name="agenda"), MAJOR, "issues", "query"),
    "table added": (table_of_awards, MINOR, "awards", ""),
    "key changed": (lambda f: of(f, "round", "mediators")["x-table"].update(key=["actor"]), MAJOR, "round_mediators", "query"),
    "reference narrowed": (lambda f: defs(f, "actor_or_person_id").update({"x-references": ["actors"]}), MAJOR, "", ""),
    "reference widened": (lambda f: defs(f, "actor_id").update({"x-references": ["actors", "people"]}), MINOR, "", ""),
    "no longer required": (lambda f: of(f, "round")["required"].remove("summary"), MINOR, "rounds.summary", ""),
    "made required": (lambda f: of(f, "round")["required"].append("channel"), MAJOR, "round/channel", "record"),
    "description only": (lambda f: of(f, "round", "start").update(description="Day one."), PATCH, "", ""),
    "guideline only": (lambda f: of(f, "round", "start").update({"x-guidelines": "Look twice."}), PATCH, "", ""),
    "meaning changed": (lambda f: of(f, "round", "start").update({"x-meaning": 2}), MAJOR, "round/start", ""),
    "unit changed": (lambda f: of(f, "round", "sessions", "hours").update({"x-unit": "minutes"}), MAJOR, "round/sessions/*/hours", ""),
    "default changed": (lambda f: of(f, "round", "mediators", "engagement").update(default="offered"), MAJOR, "round/mediators/*/engagement", ""),
    "evidence asked for": (lambda f: of(f, "round", "kind").update({"x-known": "reported"}), MAJOR, "round/kind", ""),
    "format added": (lambda f: defs(f, "url").update(format="date"), MAJOR, "document/url", "both"),
    "files moved": (lambda f: of(f, "place")["x-record"].update(path="where/{id}.yaml"), MAJOR, "place", ""),
    "kind of record removed": (lambda f: f.pop("tombstone.schema.json"), MAJOR, "tombstone", "both"),
}  # fmt: skip


def holds(query: str, model: Model, table: str, was: pl.Schema) -> bool:
    """Whether a reader's query works on an empty table of a schema, and says what it said."""
    try:
        df = frame_schema(model.tables[table]).to_frame()
        found = eval(query, {"pl": pl, "df": df, "was": was, "key": list(model.tables[table].key)})
    except (KeyError, pl.exceptions.PolarsError):
        return False
    return found is not False


@pytest.mark.parametrize("name", sorted(EDITS))
def test_an_edit_has_its_verdict_and_its_witness(name: str) -> None:
    edit, level, where, breaks = EDITS[name]
    found = compare(FILES, edited(edit))
    assert found.level is level, [str(change) for change in found.changes]
    worst = [change for change in found.changes if change.level is level]
    assert not where or where in {change.where for change in worst}
    by_record = witness.witnesses(found)
    for change, shown in by_record.items():
        assert change.breaks_records
        assert witness.verdicts(found.old.kinds[shown.kind], shown.record) == (True, True)
        if shown.kind in found.new.kinds:
            assert witness.verdicts(found.new.kinds[shown.kind], shown.record) == (False, False)
            assert shown.faults
    queries = [change for change in found.changes if change.query]
    for change in queries:
        assert change.table
        was = frame_schema(found.old.tables[change.table])
        assert change.query
        assert holds(change.query, found.old, change.table, was), change
        assert not holds(change.query, found.new, change.table, was), change
    assert bool(by_record) == (breaks in ("both", "record")), [change.where for change in worst]
    assert bool(queries) == (breaks in ("both", "query"))


def test_what_is_growth_is_proven() -> None:
    """What the comparison calls minor, the formal containment of jsonschema-rs confirms; what it refuses is never minor."""
    for name, (edit, level, _, breaks) in EDITS.items():
        found = compare(FILES, edited(edit))
        if level in (MINOR, PATCH):
            assert found.proven == set(found.old.kinds), name
        if "record" in breaks or breaks == "both":
            assert found.proven < set(found.old.kinds) or name == "format added", name


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3, unique=True))
def test_the_verdict_on_several_edits_is_the_worst(names: list[str]) -> None:
    """Reflexive, and never milder than one of its parts."""
    files = FILES
    for name in names:
        try:
            files = edited(EDITS[name][0], files)
        except (KeyError, IndexError, ValueError, AssertionError):
            return  # one edit took away what the next is about
    try:
        assert compare(files, files).level is Level.SAME
        assert compare(FILES, files).level >= max(EDITS[name][1] for name in names if name != "kind of record removed" or len(names) == 1)
    except Exception as error:
        if type(error).__name__ == "SchemaError":
            return
        raise


def test_what_may_follow_a_version() -> None:
    assert [needed_version("1.4", level) for level in Level] == ["1.4", "1.4", "1.5", "2.0"]


def test_candidates_of_every_kind_are_sound(model: Model) -> None:
    assert witness.is_sound(model)


# ---------------------------------------------------------------------------- the two validators

#: How many random records the two must agree on; 10,000 with NEGOTIATION_DATA_AGREEMENT=10000.
RECORDS = int(os.environ.get("NEGOTIATION_DATA_AGREEMENT", "300"))


def test_both_validators_accept_every_record_that_there_is(model: Model) -> None:
    count = 0
    for root in (ROOT / "data", EXAMPLES / "good"):
        for file in folder.scan(model, root).files:
            data, _ = record_yaml.read(folder.content_of(root, file.path))
            assert data is not None
            assert witness.verdicts(model.kinds[file.kind], data) == (True, True), file.path
            count += 1
    assert count > 200


ODD = (None, "", "x", " ", 0, -1, 1e9, 1.5, True, [], {}, ["x", "x"], {"x": 1}, "2025-13-45", "a\nb", "A" * 700, "é", 2**70)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in places(inner, (*path, key)))]


def damaged(record: Any, path: tuple[Any, ...], how: str, odd: Any) -> Any:
    """A record with a value replaced, taken out, doubled, or with another beside it."""
    record = copy.deepcopy(record)
    if not path:
        return {**record, "novelty": odd}
    inner = record
    for part in path[:-1]:
        inner = inner[part]
    if how == "gone":
        del inner[path[-1]]
    elif how == "doubled" and isinstance(inner, list):
        inner.append(copy.deepcopy(inner[path[-1]]))
    elif how == "beside" and isinstance(inner[path[-1]], dict):
        inner[path[-1]]["novelty"] = odd
    else:
        inner[path[-1]] = odd
    return record


def test_both_validators_agree_on_random_records(model: Model, record_property: Callable[[str, object], None]) -> None:
    """Good ones and damaged ones."""
    seen = {True: 0, False: 0}

    @settings(max_examples=RECORDS, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)
    @given(st.data())
    def agree(choices: st.DataObject) -> None:
        kind = choices.draw(st.sampled_from(sorted(model.kinds)))
        record = choices.draw(testing.records(kind))
        if choices.draw(st.booleans()):
            place = choices.draw(st.sampled_from(places(record)))
            record = damaged(
                record, place, choices.draw(st.sampled_from(["gone", "doubled", "beside", "odd"])), choices.draw(st.sampled_from(ODD))
            )
        reference, fast = witness.verdicts(model.kinds[kind], record)
        assert reference == fast, (kind, record)
        seen[reference] += 1

    agree()
    assert seen[True] > RECORDS / 4
    assert seen[False] > RECORDS / 8
    record_property("records on which the two validators agree", f"{seen[True]:,} accepted, {seen[False]:,} refused")
    sys.stderr.write(f"The two validators agree on {seen[True]:,} accepted and {seen[False]:,} refused records.\n")
    assert validate.is_valid(catalog.model().kinds["place"], {"id": "x1"}) is False


# ---------------------------------------------------------------------------- the command


def folder_of(files: SchemaFiles, version: str, at: Path) -> Path:
    (at / "v1").mkdir(parents=True)
    (at / "VERSION").write_text(f"{version}\n", encoding="utf-8")
    (at / "meta.schema.json").write_text(json.dumps(files.meta), encoding="utf-8")
    for name, schema in files.files.items():
        (at / "v1" / name).write_text(json.dumps(schema), encoding="utf-8")
    return at


def test_the_gate_wants_the_version_to_say_so(tmp_path: Path) -> None:
    old = folder_of(FILES, "1.0", tmp_path / "old")
    growing = edited(EDITS["optional column added"][0])
    for version, code in (("1.0", 1), ("1.1", 0)):
        new = folder_of(growing, version, tmp_path / version)
        done = CliRunner().invoke(cli, ["schema", "compat", str(old), str(new)])
        assert done.exit_code == code, done.output
        assert done.output.startswith("minor:")
    shrinking = folder_of(edited(EDITS["column removed"][0]), "1.1", tmp_path / "shrunk")
    done = CliRunner().invoke(cli, ["schema", "compat", str(old), str(shrinking), "--data", str(EXAMPLES / "good"), "--format", "json"])
    assert done.exit_code == 1
    found = json.loads(done.output)
    assert (found["verdict"], found["needs"], found["announced"]) == ("major", "2.0", False)
    assert {change["query"] for change in found["changes"]} >= {'df.select("level")'}
    for name in ("nowhere", str(tmp_path)):
        assert isinstance(CliRunner().invoke(cli, ["schema", "compat", name, str(old)]).exception, NegotiationDataError)
