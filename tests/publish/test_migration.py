"""Every released shape of a record is read for ever, or migrates; one minor and one major change, tried to the end."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

from negotiation_data import testing
from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.migration import migrate, plan
from negotiation_data.record import folder, validate, witness
from negotiation_data.record import yaml as record_yaml
from negotiation_data.schema import compat
from negotiation_data.schema.compile import compile_schemas
from negotiation_data.schema.migrate import MIGRATIONS, Migrations, major
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset
from tests.corpus import evolution

CORPUS = Path(__file__).parents[1] / "corpus" / "v1"


@pytest.fixture(scope="session")
def second() -> Model:
    schemas = evolution.major()
    return compile_schemas(schemas.files, schemas.version, schemas.digest)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / "data", ignore=shutil.ignore_patterns("SHA256SUMS")))


def test_released_shapes_are_never_edited() -> None:
    """Add to the corpus when the schema grows; what is there stays as it was released."""
    listed = dict(reversed(line.split("  ")) for line in (CORPUS / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    found = {path.relative_to(CORPUS).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in CORPUS.rglob("*.yaml")}
    assert found == listed


def test_released_shapes_are_of_every_kind_and_still_read(model: Model) -> None:
    files = folder.scan(model, CORPUS).files
    assert {file.kind for file in files} == set(model.kinds)
    for file in files:
        data, problems = record_yaml.read(folder.content_of(CORPUS, file.path))
        assert data is not None, problems
        now = MIGRATIONS.migrate(file.kind, data, 1, major(model.version))
        assert validate.faults(model, model.kinds[file.kind], now, file.expected) == [], file.path


def test_a_minor_change_needs_no_migration(records: Path) -> None:
    schemas = evolution.minor()
    grown = compile_schemas(schemas.files, schemas.version, schemas.digest)
    assert compat.compare(evolution.V1, schemas).level is compat.Level.MINOR
    assert plan(grown, records).texts == {}
    for kind, data in folder.read_sound(compile_schemas(evolution.V1.files, "1.0", "x"), records):
        assert validate.faults(grown, grown.kinds[kind], data, {}) == []


def test_a_major_change_is_called_so_and_shown(second: Model) -> None:
    found = compat.compare(evolution.minor(), evolution.major())
    assert found.level is compat.Level.MAJOR
    told = {change.where: change.what for change in found.changes if change.level is compat.Level.MAJOR}
    assert told["rounds.level"] == "the column is called rank"
    assert told["round_mediators"] == "no such table any more"
    assert told["round/level"] == "no such field any more"
    shown = witness.witnesses(found, folder.read_sound(found.old, CORPUS))
    assert {change.where for change in shown} >= {"round/level", "round/mediators", "ceasefire/mediators"}


def test_every_released_shape_migrates_and_is_valid(records: Path, second: Model) -> None:
    before = {path: path.read_text(encoding="utf-8") for path in records.rglob("*.yaml")}
    planned = plan(second, records, evolution.MIGRATIONS)
    assert planned.problems == []
    assert {path: path.read_text(encoding="utf-8") for path in records.rglob("*.yaml")} == before, "a plan writes nothing"
    done = migrate(second, records, evolution.MIGRATIONS)
    assert done.texts == planned.texts
    assert {"processes/floe/rounds/floe-base-alpha.yaml", "processes/floe/rounds/widest-round.yaml"} <= set(done.texts)
    assert folder.schema_version(records) == "2.0"
    read = dataset.read(records, model=second, cache=False)
    assert [f"{problem.place} {problem.message}" for problem in read.problems] == []
    assert "rank" in read.frames["rounds"].columns
    roles = read.frames["round_third_parties"].filter(round_id="krill-harbour")["roles"].to_list()
    assert roles
    assert migrate(second, records, evolution.MIGRATIONS).texts == {}, "a second time there is nothing to do"
    remark = "# Everything that a record of this kind may have.\n"
    assert all(path.read_text(encoding="utf-8").startswith(remark) for path in records.rglob("widest-*.yaml"))
    unchanged = {path for path, text in before.items() if path.read_text(encoding="utf-8") == text}
    assert len(unchanged) == len(before) - len(done.texts)


def test_no_pointer_loses_its_value(second: Model, model: Model, records: Path) -> None:
    """As many values have evidence after a migration as before, where rows were joined apart."""
    before = dataset.read(records, cache=False).frames["evidence"]
    migrate(second, records, evolution.MIGRATIONS)
    after = dataset.read(records, model=second, cache=False).frames["evidence"]
    of_level = before.filter(table="rounds", column="level").select("record_id", "source_id").sort("record_id", "source_id")
    assert after.filter(table="rounds", column="rank").select("record_id", "source_id").sort("record_id", "source_id").equals(of_level)
    gone = set(zip(before["record_id"], before["source_id"], strict=True)) - set(zip(after["record_id"], after["source_id"], strict=True))
    assert gone == set()


@settings(max_examples=40, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(testing.records("round"))
def test_migrations_are_pure(second: Model, record: dict[str, Any]) -> None:
    import copy

    given_ = copy.deepcopy(record)
    first = evolution.MIGRATIONS.migrate("round", record, 1, 2)
    assert record == given_
    assert first == evolution.MIGRATIONS.migrate("round", record, 1, 2)
    assert evolution.MIGRATIONS.migrate("round", first, 2, 2) == first
    assert validate.is_valid(second.kinds["round"], first), first


def test_one_bad_record_leaves_all_as_they_were(records: Path, second: Model) -> None:
    half = Migrations()  # level is dealt with, mediators are not
    half.register(1, "round")(evolution.rank)
    before = {path: path.read_bytes() for path in records.rglob("*") if path.is_file()}
    with pytest.raises(NegotiationDataError, match="Nothing was migrated") as error:
        migrate(second, records, half)
    assert any(problem.code == "ND102" and "mediators" in problem.message for problem in error.value.problems)
    assert {path: path.read_bytes() for path in records.rglob("*") if path.is_file()} == before
    (records / "places" / "broken.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(NegotiationDataError, match="Nothing was migrated"):
        migrate(second, records, evolution.MIGRATIONS)


def test_a_folder_says_of_which_schema_it_is(records: Path, model: Model, second: Model) -> None:
    run = CliRunner().invoke
    done = run(cli, ["migrate", "--data", str(records)])
    assert (done.exit_code, done.output) == (0, "Schema 1.0 to 1.0: 0 records rewritten.\n")
    (records / "SCHEMA").write_text("2.0\n", encoding="utf-8")
    for command in ("check", "migrate"):
        error = run(cli, [command, "--data", str(records)]).exception
        assert isinstance(error, NegotiationDataError)
        assert "schema 2.0" in str(error)
    (records / "SCHEMA").write_text("the newest\n", encoding="utf-8")
    with pytest.raises(NegotiationDataError, match="must hold a version"):
        dataset.read(records)
    (records / "SCHEMA").unlink()
    with pytest.raises(NegotiationDataError, match="negotiation-data migrate"):
        dataset.read(records, model=second)
