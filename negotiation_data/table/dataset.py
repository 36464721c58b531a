"""A folder of records as one set of tables, with whatever is wrong in single files."""

from __future__ import annotations

import concurrent.futures
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Problem
from negotiation_data.record import folder
from negotiation_data.record.folder import RecordFile
from negotiation_data.schema import catalog
from negotiation_data.schema.migrate import major
from negotiation_data.schema.model import Model
from negotiation_data.table import frames, state
from negotiation_data.table.frames import Frames
from negotiation_data.table.rows import Rows
from negotiation_data.table.state import Part, State

__all__ = ["Dataset", "Progress", "read"]

Progress = Callable[[int, int], None]

# Below this many files to read, starting other processes costs more than it saves.
_WORTH_PROCESSES = 400
_CHUNK = 2000
# So many files are read again faster than what was read of them is written.
_FEW = 50


@dataclass
class Dataset:
    """The records of a folder.

    `files` leads from a table and record id back to the file; `problems` are those of single files; `verdict` is what
    rules found on the very same files before, or None. `news` counts what a state would hold more than before.
    """

    model: Model
    root: Path
    files: Mapping[tuple[str, str], RecordFile]
    parts: list[Part]
    problems: list[Problem]
    verdict: list[Problem] | None
    read_anew: int
    news: int

    @cached_property
    def frames(self) -> Frames:
        """The tables, of every file without a fault."""
        try:
            rows = frames.joined(self.model, [part.frames() for part in self.parts])
        except (*_DAMAGED, pl.exceptions.PolarsError):
            # Nothing had changed, so no part was looked at till now.
            rows = frames.joined(self.model, [part.frames() for part in _read_files(self.model, self.root, list(self.files.values()))[0]])
        return frames.finished(self.model, rows)

    def remember(self, verdict: list[Problem] | None) -> None:
        """Keep what was read, and what rules found if they found all, for next time."""
        ids = [record for _, record in self.files]
        if len(ids) > len(set(ids)):
            return  # rows are told apart by id, so two records of one id cannot be kept
        if self.news > _FEW or (self.verdict is None and verdict is not None):
            state.save(self.model, self.root, _merged(self.model, self.parts), None if self.problems else verdict)


def read(root: Path, *, model: Model | None = None, jobs: int = 1, cache: bool = True, progress: Progress | None = None) -> Dataset:
    """Read every record below a folder.

    `jobs` processes share the work where there is enough of it; `progress` is called with the number of files done
    and the number of all. Raises NegotiationDataError if the folder is not there.
    """
    if not root.is_dir():
        raise NegotiationDataError(f"There is no folder {root}.")
    model = model or catalog.model_of(root)
    said = folder.schema_version(root)
    if major(said) != major(model.version):
        cure = "`negotiation-data migrate` rewrites them" if major(said) < major(model.version) else "install a later version of it"
        raise NegotiationDataError(f"{root} has records of schema {said}, and this package reads {model.version}: {cure}.")
    scan = folder.scan(model, root)
    known = state.load(model, root) if cache else State()
    same, stamped = _unchanged(root, scan.files, known)
    as_before = sum(len(part.digests) for part in known.parts) == len(same) == len(scan.files) > 0
    try:
        kept = [survivor for part in known.parts if (survivor := _without_stale(model, part, same))]
        if known.verdict is None or not as_before:
            for part in kept:
                part.frames()
    except (*_DAMAGED, pl.exceptions.PolarsError):
        kept, same, as_before = [], set(), False
    changed = [file for file in scan.files if file.path not in same]
    parts, problems = _read_files(model, root, changed, jobs, progress, len(scan.files))
    return Dataset(
        model=model,
        root=root,
        files={(model.kinds[file.kind].table, file.expected["id"]): file for file in scan.files},
        parts=[*kept, *parts],
        problems=scan.problems + problems,
        verdict=known.verdict if as_before and not scan.problems else None,
        read_anew=len(changed),
        news=len(changed) + stamped,
    )


# ---------------------------------------------------------------------------- what was read before

_DAMAGED = (OSError, ValueError)
_MOST_PARTS = 64


def _unchanged(root: Path, files: list[RecordFile], known: State) -> tuple[set[str], int]:
    """The paths of files that are as they were; and how many have a stamp now, by which that is seen sooner next time."""
    parts = {path: part for part in known.parts for path in part.digests}
    same, stamped = set(), 0
    for file in files:
        part = parts.get(file.path)
        if part is None:
            continue
        stamp = folder.stamp(root, file.path)
        if stamp and part.stamps.get(file.path) == stamp:
            same.add(file.path)
        elif part.digests[file.path] == folder.digest(folder.content_of(root, file.path)):
            same.add(file.path)
            if stamp:
                part.stamps[file.path] = stamp
                stamped += 1
    return same, stamped


def _without_stale(model: Model, part: Part, same: set[str]) -> Part | None:
    """A part without the rows of files that changed or are gone; None if nothing is left of it."""
    digests = {path: digest for path, digest in part.digests.items() if path in same}
    if len(digests) == len(part.digests):
        return part
    stale = [identified.expected["id"] for path in part.digests.keys() - same if (identified := folder.identify(model, path))]
    rows = {name: frame.filter(~pl.col(model.tables[name].record_key).is_in(stale)) for name, frame in part.frames().items()}
    stamps = {path: stamp for path, stamp in part.stamps.items() if path in digests}
    return Part(digests, rows, stamps=stamps) if digests else None


def _merged(model: Model, parts: list[Part]) -> list[Part]:
    """Parts, made one where they are too many: each small change adds one."""
    if len(parts) <= max(_MOST_PARTS, 2 * sum(len(part.digests) for part in parts) // _CHUNK):
        return parts
    digests: dict[str, str] = {}
    stamps: dict[str, list[int]] = {}
    for part in parts:
        digests |= part.digests
        stamps |= part.stamps
    return [Part(digests, frames.compact(frames.joined(model, [part.frames() for part in parts])), stamps=stamps)]


# ---------------------------------------------------------------------------- reading files

_Read = tuple[Part, list[Problem]]


def _read_files(
    model: Model, root: Path, files: list[RecordFile], jobs: int = 1, progress: Progress | None = None, total: int = 0
) -> tuple[list[Part], list[Problem]]:
    parts: list[Part] = []
    problems: list[Problem] = []
    done = total - len(files)
    parallel = jobs > 1 and len(files) >= _WORTH_PROCESSES and model is catalog.model()
    found = _in_processes(root, files, jobs) if parallel else (_read_chunk(model, root, chunk) for chunk in _chunks(files, _CHUNK))
    for part, faults in found:
        if part.digests:
            parts.append(part)
        problems += faults
        done += len(part.digests) + len({problem.location.file for problem in faults})
        if progress:
            progress(min(done, total), total)
    return parts, problems


def _chunks(files: list[RecordFile], size: int) -> Iterator[list[RecordFile]]:
    return (files[start : start + size] for start in range(0, len(files), size))


def _in_processes(root: Path, files: list[RecordFile], jobs: int) -> Iterator[_Read]:
    # Not by fork: polars runs threads, and a forked copy of a threaded process may hang.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    size = max(1, min(_CHUNK, -(-len(files) // (4 * jobs))))
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(method)) as pool:
        yield from pool.map(_read_chunk_elsewhere, *zip(*((root, chunk) for chunk in _chunks(files, size)), strict=True))


def _read_chunk_elsewhere(root: Path, files: list[RecordFile]) -> _Read:
    return _read_chunk(catalog.model(), root, files)


def _read_chunk(model: Model, root: Path, files: list[RecordFile]) -> _Read:
    rows = Rows(model)
    problems: list[Problem] = []
    sound: dict[str, str] = {}
    stamps: dict[str, list[int]] = {}
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and looking for them doubles the time of parsing
    try:
        for file in files:
            stamp = folder.stamp(root, file.path)  # before reading, so that what changes meanwhile is seen
            content = folder.content_of(root, file.path)
            data, found = folder.read_record(model, file, content)
            if data is None:
                problems += found
            else:
                rows.add(file.kind, data)
                sound[file.path] = folder.digest(content)
                if stamp:
                    stamps[file.path] = stamp
        return Part(sound, frames.compact(frames.to_frames(model, rows.columns)), stamps=stamps), problems
    finally:
        if collecting:
            gc.enable()
