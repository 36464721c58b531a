"""Frames to Parquet files and their manifest, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from negotiation_data.derive.arrow import arrow_schema, table_metadata
from negotiation_data.error import NegotiationDataError
from negotiation_data.schema.model import Model
from negotiation_data.table.frames import Frames

__all__ = ["MANIFEST", "ROW_GROUP", "logical_hash", "logical_hash_of", "manifest", "read", "write"]

MANIFEST = "MANIFEST.json"
ROW_GROUP = 65_536  # rows; a look-up by key then reads little of a large file


def write(model: Model, frames: Frames, folder: Path, about: Mapping[str, str]) -> dict[str, Any]:
    """Write every table as ``<name>.parquet``, and the manifest last. Same frames and same polars: same bytes.

    `about` holds what the manifest says of the whole (versions). Returns the manifest.
    """
    for name, table in model.tables.items():
        frames[name].write_parquet(
            folder / f"{name}.parquet",
            compression="zstd",
            row_group_size=ROW_GROUP,
            metadata=table_metadata(model, table),
            arrow_schema=arrow_schema(table),
        )
    made = manifest(model, frames, about)
    for name, entry in made["tables"].items():
        content = (folder / f"{name}.parquet").read_bytes()
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def read(model: Model, folder: Path) -> Frames:
    """The tables that a build wrote, as far as this schema has them.

    An earlier build may have been of another schema, so neither tables nor columns need be the same. Raises
    NegotiationDataError if the folder holds no tables of a build.
    """
    if not (folder / MANIFEST).is_file():
        raise NegotiationDataError(f"There are no tables in {folder}: give a folder that `negotiation-data build` made.")
    paths = {name: folder / f"{name}.parquet" for name in model.tables}
    try:
        return {name: pl.read_parquet(path) for name, path in paths.items() if path.is_file()}
    except (OSError, pl.exceptions.PolarsError) as error:
        raise NegotiationDataError(f"The tables in {folder} cannot be read: build them again.") from error


def manifest(model: Model, frames: Frames, about: Mapping[str, str]) -> dict[str, Any]:
    """What a build is: versions, and for each table its rows and logical hash."""
    return {
        **about,
        "schema": model.version,
        "tables": {name: {"rows": frames[name].height, "logical_sha256": logical_hash(frames[name])} for name in model.tables},
    }


def logical_hash(frame: pl.DataFrame) -> str:
    r"""SHA-256 over names, types and values, in order: the same for the same data whatever wrote the file.

    Each column is hashed as text, one value a line: null is ``\N``; backslashes and line breaks are escaped; dates are
    ISO 8601, instants in UTC; numbers as Python prints them; lists join their values by U+001F.
    """
    total = hashlib.sha256()
    for name, kind in frame.schema.items():
        _add_column(total, name, kind, [frame.get_column(name)])
    return total.hexdigest()


def logical_hash_of(path: Path) -> str:
    """The same of a file, of which no more than a column of some rows is in memory at a time."""
    total = hashlib.sha256()
    for name, kind in pl.read_parquet_schema(path).items():
        column = pl.scan_parquet(path).select(name)
        height = column.select(pl.len()).collect().item()
        _add_column(total, name, kind, (column.slice(at, ROW_GROUP).collect().to_series() for at in range(0, height, ROW_GROUP)))
    return total.hexdigest()


def _add_column(total: hashlib._Hash, name: str, kind: pl.DataType, parts: Iterable[pl.Series]) -> None:
    total.update(f"{name}\n{_type_name(kind)}\n".encode())
    for number, part in enumerate(parts):
        lines = _as_text(part).str.replace_all("\\", r"\\", literal=True).str.replace_all("\n", r"\n", literal=True)
        total.update((("\n" if number else "") + "\n".join(lines.fill_null(r"\N").to_list())).encode())
    total.update(b"\n\n")


def _type_name(kind: pl.DataType) -> str:
    """A name of a type that does not depend on how polars prints it."""
    if isinstance(kind, pl.Enum):
        return f"enum({','.join(kind.categories)})"
    if isinstance(kind, pl.List):
        inner = kind.inner
        return f"list({_type_name(inner if isinstance(inner, pl.DataType) else inner())})"
    return type(kind).__name__.lower()


def _as_text(values: pl.Series) -> pl.Series:
    kind = values.dtype
    if isinstance(kind, pl.Date):
        return values.dt.to_string("%Y-%m-%d")
    if isinstance(kind, pl.Datetime):
        return values.dt.to_string("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(kind, pl.Float64):
        return pl.Series(values.name, [None if number is None else repr(number) for number in values.to_list()], pl.String)
    if isinstance(kind, pl.Boolean):
        return values.replace_strict({True: "true", False: "false"}, default=None, return_dtype=pl.String)
    if isinstance(kind, pl.List):
        return values.list.eval(pl.element().cast(pl.String)).list.join("\x1f")
    return values.cast(pl.String)
