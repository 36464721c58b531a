"""What came of a batch, kept in a folder of its own: there as a whole or not at all. Finished ones are a run's journal."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from negotiation_data.ingest.batch import Batch
from negotiation_data.ingest.corpus import Entry

__all__ = ["FATES", "QUARANTINE", "SEEN", "is_there", "name_of", "write"]

FATES: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_id": pl.String,
    "content_sha256": pl.String,
    "text_sha256": pl.String,
    "fate": pl.String,
    "reason": pl.String,
    "records": pl.Int64,
    "quarantined": pl.Int64,
}
QUARANTINE: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_id": pl.String,
    "text_sha256": pl.String,
    "record_id": pl.String,
    "kind": pl.String,
    "reason": pl.String,
    "rules": pl.List(pl.String),
    "record": pl.String,
}

SEEN: dict[str, pl.DataType | type[pl.DataType]] = {
    "process_id": pl.String,
    "text_sha256": pl.String,
    "start": pl.String,
    "observed_until": pl.Date,
}


def name_of(run: str, entries: Sequence[Entry]) -> str:
    """The name of the shard of some articles in a run: of their content and all that is told of them."""
    told = [[entry.digest, *entry.told] for entry in entries]
    return hashlib.sha256(json.dumps([run, told], ensure_ascii=False).encode()).hexdigest()[:32]


def is_there(folder: Path, name: str) -> bool:
    """Whether a batch is finished."""
    return (folder / name).is_dir()


def write(folder: Path, name: str, batch: Batch) -> None:
    """Keep a batch. The folder gets its name only when all is in it, so a run that is killed leaves none half written."""
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        for table, frame in batch.frames.items():
            if frame.height:
                frame.write_parquet(draft / f"{table}.parquet", compression="lz4", statistics=True)
        pl.DataFrame([asdict(fate) for fate in batch.fates], schema=FATES).write_parquet(draft / "_fates.parquet")
        pl.DataFrame([asdict(entry) for entry in batch.quarantine], schema=QUARANTINE).write_parquet(draft / "_quarantine.parquet")
        pl.DataFrame([asdict(entry) for entry in batch.seen], schema=SEEN).write_parquet(draft / "_seen.parquet")
        for path in draft.iterdir():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        if not is_there(folder, name):
            os.rename(draft, folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
