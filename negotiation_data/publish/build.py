"""From a folder of records to published tables, or to every reason why not."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pandera.errors import SchemaErrors

from negotiation_data import files, paths
from negotiation_data.derive.pandera import validate
from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Location, Problem, errors_in
from negotiation_data.table import dataset as datasets
from negotiation_data.table import parquet
from negotiation_data.table.check import check
from negotiation_data.table.dataset import Dataset, Progress

__all__ = ["Built", "build", "data_version", "errors_in", "package_version", "write_tables"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: where, from what, and the manifest; `problems` are warnings and notes."""

    folder: Path
    dataset: Dataset
    manifest: dict[str, Any]
    problems: list[Problem]


def build(
    root: Path, out: Path, *, jobs: int = 1, cache: bool = True, progress: Progress | None = None, reviewed_only: bool = False
) -> Built:
    """Read, check and write the tables of a folder of records.

    `out` is replaced as a whole, or left as it was. Raises NegotiationDataError, which carries every problem, if any
    is an error, and if `out` holds something else than tables of an earlier build. `reviewed_only` refuses records that
    a machine coded and nobody has looked at: what `load` gives is coded by people.
    """
    dataset = datasets.read(root, jobs=jobs, cache=cache, progress=progress)
    if reviewed_only and (unseen := _machine_coded(dataset)):
        raise NegotiationDataError(
            f"No tables were built: {unseen[0]} in {root} is `review: machine`, as {len(unseen):,} are in all. "
            "Review it and say `review: coded`."
        )
    problems = check(dataset)
    if errors := errors_in(problems):
        counted = f"{len(errors):,} error{'s' if len(errors) > 1 else ''}"
        raise NegotiationDataError(f"No tables were built: {counted} in {root}.", problems)
    if not dataset.files:
        raise NegotiationDataError(f"No tables were built: {root} holds no records.")
    return Built(out, dataset, write_tables(dataset, out), problems)


def _machine_coded(dataset: Dataset) -> list[str]:
    """Ids of records that nobody has looked at."""
    frames = [dataset.frames[table.name].rename({table.record_key: "id"}) for table in dataset.model.record_tables]
    return [record for frame in frames if "review" in frame.columns for record in frame.filter(review="machine")["id"]]


def write_tables(dataset: Dataset, out: Path) -> dict[str, Any]:
    """Check every table with pandera and write all of them, at once. Returns the manifest."""
    files.refuse_to_replace(out, parquet.MANIFEST, lambda manifest: (f"{name}.parquet" for name in manifest["tables"]))
    for name, table in dataset.model.tables.items():
        try:
            validate(table, dataset.frames[name])
        except SchemaErrors as error:
            raise NegotiationDataError(f"No tables were built: {name} breaks its schema.", _pandera_problems(name, error)) from error
    about = {"package": package_version(), "data": data_version(dataset.root)}
    with files.new_folder(out) as draft:
        return parquet.write(dataset.model, dataset.frames, draft, about)


def _pandera_problems(name: str, error: SchemaErrors) -> list[Problem]:
    cases = error.failure_cases.select("column", "check", "failure_case").unique(maintain_order=True).head(50)
    return [
        Problem("ND190", f"{name}.{column}: {failed} fails for {case}.", "Mend the value.", Location(pointer=f"{name}.{column}"))
        for column, failed, case in cases.iter_rows()
    ]


def package_version() -> str:
    """Version of this package, also where it runs from a source tree that is not installed."""
    try:
        return importlib.metadata.version("negotiation-data")
    except importlib.metadata.PackageNotFoundError:
        import tomllib

        assert paths.CHECKOUT is not None
        with (paths.CHECKOUT / "pyproject.toml").open("rb") as file:
            version: str = tomllib.load(file)["project"]["version"]
            return version


def data_version(root: Path) -> str:
    """Release day of the data: the text of ``VERSION`` beside the records, or "unreleased"."""
    path = root / "VERSION"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else "unreleased"
