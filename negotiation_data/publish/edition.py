"""One edition of the data, wherever it stands: records in a folder or a git revision, tables of a build, a wheel."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Problem, in_order
from negotiation_data.publish.build import data_version, package_version
from negotiation_data.record import folder, revision
from negotiation_data.schema import catalog
from negotiation_data.schema.catalog import SchemaFiles
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset, parquet
from negotiation_data.table.frames import Frames

__all__ = ["Edition", "open_edition", "open_schemas"]

_IN_WHEEL = "negotiation_data/_tables/"
_LARGEST_TABLE = 2_000_000_000  # bytes: a small archive can hold endless zeros


@dataclass(frozen=True, slots=True)
class Edition:
    """The tables of one edition, and what it is called.

    `versions` are those it says it has (package, schema, data). `problems` are of files whose records are not in the
    tables, because they have a fault.
    """

    name: str
    frames: Frames
    versions: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def open_edition(given: str, root: Path, *, jobs: int = 1) -> Edition:
    """An edition by what a person calls it.

    A wheel (a file), a folder of tables that a build made, a folder of records, or else a revision of git, of which
    the folder `root` is taken; ``git:main`` is a revision even where a folder has its name.
    Raises NegotiationDataError where it is none of them.
    """
    model = catalog.model()
    path = Path(given)
    if given.startswith("git:"):
        return _of_revision(model, given.removeprefix("git:"), root, jobs)
    if path.is_file():
        return _of_wheel(model, path)
    if (path / parquet.MANIFEST).is_file() and any(path.glob("*.parquet")):
        return Edition(given, parquet.read(model, path), _versions((path / parquet.MANIFEST).read_bytes(), given))
    if path.is_dir():
        if not folder.scan(model, path).files:
            raise NegotiationDataError(f"There are no tables in {path}, and no records: give a folder that `negotiation-data build` made.")
        return _of_records(model, given, path, jobs)
    return _of_revision(model, given, root, jobs)


def _of_records(model: Model, name: str, root: Path, jobs: int, *, cache: bool = True) -> Edition:
    found = dataset.read(root, jobs=jobs, cache=cache)
    versions = {"package": package_version(), "schema": model.version, "data": data_version(root)}
    return Edition(name, found.frames, versions, found.problems)


def _of_revision(model: Model, name: str, root: Path, jobs: int) -> Edition:
    with tempfile.TemporaryDirectory(prefix="negotiation-data-") as place:
        exported = revision.export(root, name, Path(place))
        if not exported.files:
            raise NegotiationDataError(f"The revision {name} has no files in {root}.")
        found = _of_records(model, name, Path(place), jobs, cache=False)
    return Edition(name, found.frames, found.versions, in_order([*exported.problems, *found.problems]))


def open_schemas(given: str, repository: Path) -> SchemaFiles:
    """A schema folder (with ``VERSION`` and ``v1/``), or the folder ``schemas`` of a git revision, by what a person calls it."""
    path = Path(given)
    try:
        if (path / "VERSION").is_file() and not given.startswith("git:"):
            return catalog.read_files(path)
        if path.is_dir() and not given.startswith("git:"):
            raise NegotiationDataError(f"{path} is no schema folder: it has no file VERSION.")
        name = given.removeprefix("git:")
        with tempfile.TemporaryDirectory(prefix="negotiation-data-") as place:
            if not revision.export(repository, name, Path(place)).files:
                raise NegotiationDataError(f"The revision {name} has no files in {repository}.")
            return catalog.read_files(Path(place))
    except (OSError, ValueError) as error:
        raise NegotiationDataError(f"The schema {given} cannot be read: {error}.") from error


def _of_wheel(model: Model, path: Path) -> Edition:
    try:
        with zipfile.ZipFile(path) as wheel:
            sizes = {entry.filename: entry.file_size for entry in wheel.infolist()}
            names = {name: f"{_IN_WHEEL}{name}.parquet" for name in model.tables if f"{_IN_WHEEL}{name}.parquet" in sizes}
            if any(sizes[entry] > _LARGEST_TABLE for entry in names.values()):
                raise NegotiationDataError(f"{path} holds a table that is too large to be one of ours.")
            frames = {name: pl.read_parquet(io.BytesIO(wheel.read(entry))) for name, entry in names.items()}
            versions = _versions(wheel.read(f"{_IN_WHEEL}{parquet.MANIFEST}"), str(path))
    except (zipfile.BadZipFile, KeyError, OSError, pl.exceptions.PolarsError) as error:
        raise NegotiationDataError(f"{path} is no wheel of this package with its tables.") from error
    return Edition(path.name, frames, versions)


def _versions(content: bytes, name: str) -> dict[str, str]:
    try:
        stored = json.loads(content)
        return {key: str(stored[key]) for key in ("package", "schema", "data") if key in stored}
    except (ValueError, TypeError) as error:
        raise NegotiationDataError(f"The manifest of {name} cannot be read: build the tables again.") from error
