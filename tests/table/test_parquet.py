from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from negotiation_data.schema.model import Model
from negotiation_data.table import dataset, parquet
from negotiation_data.table.frames import Frames
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def test_tables_come_back_as_they_were(model: Model, frames: Frames, tmp_path: Path) -> None:
    parquet.write(model, frames, tmp_path, {})
    for name, frame in frames.items():
        back = pl.read_parquet(tmp_path / f"{name}.parquet")
        assert back.equals(frame)
        assert back.schema == frame.schema


def test_writing_twice_gives_the_same_bytes(model: Model, frames: Frames, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        parquet.write(model, frames, folder, {"package": "1"})
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second


def test_files_carry_what_their_columns_mean(model: Model, frames: Frames, tmp_path: Path) -> None:
    parquet.write(model, frames, tmp_path, {})
    for name, table in model.tables.items():
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        for column in table.columns:
            field = schema.field(column.name)
            assert field.metadata[b"description"].decode() == column.description
            assert field.nullable == (not column.required)
        about = {key.decode(): value.decode() for key, value in (pq.read_metadata(tmp_path / f"{name}.parquet").metadata or {}).items()}
        assert about["schema_version"] == model.version
        assert about["description"] == table.description
        assert about["licence"] == "CC-BY-4.0"


def test_the_manifest_says_what_was_written(model: Model, frames: Frames, tmp_path: Path) -> None:
    parquet.write(model, frames, tmp_path, {"package": "1", "data": "2025-01-01"})
    manifest = json.loads((tmp_path / parquet.MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["package"], manifest["schema"], manifest["data"]) == ("1", model.version, "2025-01-01")
    assert list(manifest["tables"]) == list(model.tables)
    for name, entry in manifest["tables"].items():
        content = (tmp_path / f"{name}.parquet").read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
        assert entry["rows"] == frames[name].height
        assert entry["logical_sha256"] == parquet.logical_hash(pl.read_parquet(tmp_path / f"{name}.parquet"))


def test_the_logical_hash_is_of_the_data_alone() -> None:
    frame = pl.DataFrame({"a": ["x", None, "\\N", "a\nb"], "n": [1.0, 2.5, None, 1e-7], "l": [["p", "q"], None, [], ["p\x1fq"]]})
    assert parquet.logical_hash(frame) == parquet.logical_hash(frame.rechunk().clone())
    # Typed here on purpose: if this changes, published hashes of the same data change with it.
    assert parquet.logical_hash(frame) == "d6d2cb77e964fdce4da2750c0dedfbceef8e0f4268a0acc40906694977955d94"
    for other in (
        frame.reverse(),
        frame.rename({"a": "b"}),
        frame.with_columns(a=pl.lit("x")),
        frame.with_columns(n=pl.col("n").fill_null(0.0)),
    ):
        assert parquet.logical_hash(other) != parquet.logical_hash(frame)


def test_null_and_text_that_looks_like_it_differ() -> None:
    texts = [None, "\\N", "", "null"]
    hashes = {parquet.logical_hash(pl.DataFrame({"a": [text]}, schema={"a": pl.String})) for text in texts}
    assert len(hashes) == len(texts)
