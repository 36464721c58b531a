"""A folder of records as one set of tables, with whatever is wrong in single files."""

from __future__ import annotations

import concurrent.futures
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from negotiation_data.problem import NegotiationDataError, Problem
from negotiation_data.record import folder
from negotiation_data.record.folder import RecordFile
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.table import frames, state
from negotiation_data.table.frames import Frames
from negotiation_data.table.rows import Columns, Rows

__all__ = ["Dataset", "Progress", "read"]

Progress = Callable[[int, int], None]

# Below this many files to read, starting other processes costs more than it saves.
_WORTH_PROCESSES = 400
_CHUNK = 200


@dataclass(slots=True)
class Dataset:
    """`frames` hold the rows of every file without a fault; `problems` are those of the others.

    `files` leads from a table and record id back to the file. `rows` are the frames as read, before columns are
    computed; `verdict` is what rules found on the very same files before, or None.
    """

    model: Model
    root: Path
    frames: Frames
    rows: Frames
    files: Mapping[tuple[str, str], RecordFile]
    digests: Mapping[str, str]
    problems: list[Problem]
    verdict: list[Problem] | None
    read_anew: int

    def remember(self, verdict: list[Problem]) -> None:
        """Keep what was read, and what rules found, for next time. Does nothing if a file has a fault."""
        ids = [record for _, record in self.files]
        if len(ids) > len(set(ids)):
            return  # rows are told apart by id, so two records of one id cannot be kept
        if self.verdict is None or self.read_anew:
            state.save(self.model, self.root, self.digests, self.rows, None if self.problems else verdict)


def read(root: Path, *, model: Model | None = None, jobs: int = 1, cache: bool = True, progress: Progress | None = None) -> Dataset:
    """Read every record below a folder.

    `jobs` processes share the work where there is enough of it; `progress` is called with the number of files done
    and the number of all. Raises NegotiationDataError if the folder is not there.
    """
    if not root.is_dir():
        raise NegotiationDataError(f"There is no folder {root}.")
    model = model or catalog.model()
    scan = folder.scan(model, root)
    known = state.load(model, root) if cache else state.State()
    digests = {file.path: folder.digest(folder.content_of(root, file.path)) for file in scan.files}
    changed = [file for file in scan.files if known.digests.get(file.path) != digests[file.path]]
    gone = known.digests.keys() - digests.keys()

    kept: Frames | None = None
    if known.digests and len(changed) < len(scan.files):
        try:
            kept = known.frames(model)
        except (OSError, pl.exceptions.PolarsError):
            changed, known = list(scan.files), state.State()
    columns, problems, sound = _read_files(model, root, changed, jobs, progress, len(scan.files))
    rows = frames.to_frames(model, columns)
    if kept is not None:
        stale = {_id(model, path) for path in gone} | {(file.kind, file.expected["id"]) for file in changed}
        rows = {name: pl.concat([_without(model, name, kept[name], stale), rows[name]]) for name in rows}
    good = {path: digest for path, digest in digests.items() if known.digests.get(path) == digest} | {path: digests[path] for path in sound}
    unchanged = not changed and not gone
    return Dataset(
        model=model,
        root=root,
        frames=frames.finished(model, rows),
        rows=rows,
        files={(model.kinds[file.kind].table, file.expected["id"]): file for file in scan.files},
        digests=good,
        problems=scan.problems + problems,
        verdict=known.verdict if unchanged and not scan.problems else None,
        read_anew=len(changed),
    )


def _id(model: Model, path: str) -> tuple[str, str]:
    file = folder.identify(model, path)
    assert file is not None
    return file.kind, file.expected["id"]


def _without(model: Model, name: str, frame: pl.DataFrame, stale: set[tuple[str, str]]) -> pl.DataFrame:
    """A table without the rows of some records (by kind and id)."""
    table = model.tables[name]
    ids = [record for kind, record in stale if kind in table.kinds]
    return frame.filter(~pl.col(table.record_key).is_in(ids)) if ids else frame


# ---------------------------------------------------------------------------- reading files


def _read_files(
    model: Model, root: Path, files: list[RecordFile], jobs: int, progress: Progress | None, total: int
) -> tuple[Columns, list[Problem], list[str]]:
    """Rows, problems and the paths of the files without a fault."""
    rows = Rows(model)
    problems: list[Problem] = []
    sound: list[str] = []
    done = total - len(files)
    parallel = jobs > 1 and len(files) >= _WORTH_PROCESSES and model is catalog.model()
    parts = _in_processes(root, files, jobs) if parallel else (_read_chunk(model, root, chunk) for chunk in _chunks(files))
    for columns, found, good in parts:
        for name, table_columns in columns.items():
            for target, values in zip(rows.columns[name], table_columns, strict=True):
                target += values
        problems += found
        sound += good
        done += len(good) + len({problem.location.file for problem in found})
        if progress:
            progress(min(done, total), total)
    return rows.columns, problems, sound


_Part = tuple[Columns, list[Problem], list[str]]


def _chunks(files: list[RecordFile]) -> Iterator[list[RecordFile]]:
    return (files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK))


def _in_processes(root: Path, files: list[RecordFile], jobs: int) -> Iterator[_Part]:
    # Not by fork: polars runs threads, and a forked copy of a threaded process may hang.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(method)) as pool:
        yield from pool.map(_read_chunk_elsewhere, *zip(*((root, chunk) for chunk in _chunks(files)), strict=True))


def _read_chunk_elsewhere(root: Path, files: list[RecordFile]) -> _Part:
    return _read_chunk(catalog.model(), root, files)


def _read_chunk(model: Model, root: Path, files: list[RecordFile]) -> _Part:
    rows = Rows(model)
    problems: list[Problem] = []
    sound: list[str] = []
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and looking for them doubles the time of parsing
    try:
        for file in files:
            data, found = folder.read_record(model, file, folder.content_of(root, file.path))
            if data is None:
                problems += found
            else:
                rows.add(file.kind, data)
                sound.append(file.path)
    finally:
        if collecting:
            gc.enable()
    return rows.columns, problems, sound
