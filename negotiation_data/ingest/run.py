"""A whole corpus: in batches over processes, each kept as it is done, and put together at the end.

A run can be killed at any point. The next one on the same corpus takes what is finished and goes on; its tables are
those of a run that nobody disturbed, byte for byte.
"""

from __future__ import annotations

import concurrent.futures
import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from negotiation_data import files
from negotiation_data.ingest import shards
from negotiation_data.ingest.batch import Fate, Options, process
from negotiation_data.ingest.corpus import Corpus, Entry, Folder, open_corpus
from negotiation_data.ingest.merge import Merged, merge
from negotiation_data.publish.build import package_version
from negotiation_data.schema import catalog
from negotiation_data.table.parquet import MANIFEST, logical_hash_of
from negotiation_data.table.state import code_digest

__all__ = ["Ingested", "ingest", "work_folder"]

Progress = Callable[[int, int], None]

#: Articles of a batch: the rules of a batch take as long for ten records as for a hundred.
_LEAST, _MOST = 25, 800
#: Polars reads it when it is first imported: threads of all processes that are more than the cores wait for one another.
_THREADS = "POLARS_MAX_THREADS"
_PLAN = "plan.json"
#: Files of an ingest that are no tables.
_OTHERS = ("nothing.parquet", "quarantine.parquet")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a run made: where, and its manifest; `batches` done before it began, and in all; what in the input was not understood."""

    folder: Path
    manifest: dict[str, Any]
    resumed: int
    batches: int
    remarks: Sequence[str] = ()


def work_folder(out: Path) -> Path:
    """Where a run keeps what is finished, beside its target; gone when it is done."""
    out = out.absolute()
    return out.with_name(f".{out.name}.ingest")


def ingest(
    path: Path, out: Path, *, published: date | None = None, read_on: date | None = None, jobs: int = 1, progress: Progress | None = None
) -> Ingested:
    """Make tables of the articles at `path`: see the module.

    `published` is for articles of which no day of publication is known, `read_on` the day of reading, today if it is not
    given. Raises NegotiationDataError for what is no corpus, and where `out` holds something else than such tables.
    """
    files.refuse_to_replace(out, MANIFEST, _files_of)
    corpus = open_corpus(path)
    entries, refused = _listed(corpus)
    remarks = list(_remarks(corpus, entries))
    work = work_folder(out)
    version = _version()
    listed = _digest(
        [version, str(published), [[entry.digest, *entry.told] for entry in sorted(entries, key=lambda e: (e.digest, e.told))]]
    )
    done = _finished(out, listed, read_on)
    if done is not None:
        shutil.rmtree(work, ignore_errors=True)
        return Ingested(out, done, 0, 0, remarks)
    day = _planned(work, listed, read_on)
    run = _digest([version, str(published), day.isoformat()])
    parts = list(_batches(entries))
    names = [shards.name_of(run, part) for part in parts]
    waiting = [(part, name) for part, name in zip(parts, names, strict=True) if not shards.is_there(work, name)]
    resumed = len(parts) - len(waiting)
    finished = sum(len(part) for part, name in zip(parts, names, strict=True) if shards.is_there(work, name))
    if progress:
        progress(finished, len(entries))
    for count in _processed(path, work, waiting, Options(day, published), jobs):
        finished += count
        if progress:
            progress(finished, len(entries))
    with files.new_folder(out) as draft:
        merged = merge(catalog.model(), [work / name for name in names], refused, draft)
        manifest = _manifest(
            draft, merged, {"package": package_version(), "data": "machine-coded", "read_on": day.isoformat(), "input": listed}
        )
    shutil.rmtree(work, ignore_errors=True)
    return Ingested(out, manifest, resumed, len(parts), remarks)


# ---------------------------------------------------------------------------- what is to be done


def _listed(corpus: Corpus) -> tuple[list[Entry], pl.DataFrame]:
    """The articles, each content once, and the fates of those that are another's double."""
    first: dict[str, Entry] = {}
    doubles: list[Entry] = []
    for entry in corpus.entries():
        had = first.get(entry.digest)
        if had is None or entry.told < had.told:
            first[entry.digest] = entry
        if had is not None:
            doubles.append(had if first[entry.digest] is entry else entry)
    fates = [asdict(Fate(entry.id, entry.digest, None, "refused", f"The same as {first[entry.digest].id}.")) for entry in doubles]
    return sorted(first.values(), key=lambda entry: entry.number), pl.DataFrame(fates, schema=shards.FATES)


def _remarks(corpus: Corpus, entries: Sequence[Entry]) -> Iterator[str]:
    """What is told of articles and cannot be used, each in a sentence."""
    misdated = [entry for entry in entries if entry.misdated]
    if misdated:
        first = misdated[0]
        yield (
            f"Days of publication that are not written year-month-day and are taken as not known: {len(misdated):,}, "
            f"the first {first.misdated!r} of {first.id}."
        )
    absent = corpus.absent if isinstance(corpus, Folder) else []
    if absent:
        yield f"Rows of the index on articles that are not in the folder: {len(absent):,}, the first on {absent[0]!r}."


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    size = min(max(len(entries) // 16, _LEAST), _MOST)
    return (entries[start : start + size] for start in range(0, len(entries), size))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()


@lru_cache(maxsize=1)
def _version() -> str:
    """Of everything that decides what is read out of an article: code, rules, gazetteer, schema."""
    total = hashlib.sha256(f"{code_digest()}\0{catalog.model().digest}\0{pl.__version__}".encode())
    package = Path(__file__).resolve().parents[1]
    for path in sorted(
        path for folder in ("rules", "gazetteer") for path in (package / "article" / folder).iterdir() if path.suffix != ".py"
    ):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _planned(work: Path, listed: str, read_on: date | None) -> date:
    """The day of reading: that of a run on the same corpus that did not end, so that it goes on as it began."""
    work.mkdir(parents=True, exist_ok=True)
    plan = work / _PLAN
    if read_on is None:
        try:
            stored = json.loads(plan.read_text(encoding="utf-8"))
            if stored["input"] == listed:
                return date.fromisoformat(stored["read_on"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
    day = read_on or datetime.now(UTC).date()
    draft = work / f".{_PLAN}.{os.getpid()}"
    draft.write_text(json.dumps({"input": listed, "read_on": day.isoformat()}), encoding="utf-8")
    os.replace(draft, plan)  # noqa: PTH105 - beside os.rename elsewhere
    return day


def _finished(out: Path, listed: str, read_on: date | None) -> dict[str, Any] | None:
    """The manifest of tables that are of this very corpus, and whole."""
    try:
        manifest: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        same = manifest["input"] == listed and (read_on is None or manifest["read_on"] == read_on.isoformat())
        whole = all(_sha256(out / name) == entry["sha256"] for name, entry in _files_of(manifest).items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return manifest if same and whole else None


def _files_of(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {f"{name}.parquet": entry for name, entry in manifest["tables"].items()}
    return {**tables, **manifest["others"]}


# ---------------------------------------------------------------------------- doing it


def _processed(path: Path, work: Path, waiting: list[tuple[Sequence[Entry], str]], options: Options, jobs: int) -> Iterator[int]:
    """Do what is waiting, in processes of its own if there are several; yields how many articles each batch had."""
    jobs = min(jobs, len(waiting))
    if jobs <= 1:
        for part, name in waiting:
            yield _process(path, work, part, name, options)
        return
    # Not by fork: polars runs threads, and a forked copy of a threaded process may hang.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    threads = max(1, (os.cpu_count() or 1) // jobs)
    with _unless_set(_THREADS, str(threads)), concurrent.futures.ProcessPoolExecutor(jobs, context, _end_with_parent) as pool:
        running = {pool.submit(_process, path, work, part, name, options) for part, name in waiting[: 2 * jobs]}
        rest = iter(waiting[2 * jobs :])
        while running:
            ended, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in ended:
                yield future.result()
                if (following := next(rest, None)) is not None:
                    running.add(pool.submit(_process, path, work, *following, options))


@contextmanager
def _unless_set(name: str, value: str) -> Iterator[None]:
    """A variable of the environment for the processes that are begun meanwhile, where it has no value."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)


def _process(path: Path, work: Path, part: Sequence[Entry], name: str, options: Options) -> int:
    batch = process(catalog.model(), open_corpus(path).read(part), options)
    shards.write(work, name, batch)
    return len(part)


def _end_with_parent() -> None:
    """Have a process end when the one that it works for is gone, which else waits for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


# ---------------------------------------------------------------------------- what was made


def _manifest(folder: Path, merged: Merged, about: dict[str, str]) -> dict[str, Any]:
    model = catalog.model()
    tables = {}
    for name, count in merged.rows.items():
        path = folder / f"{name}.parquet"
        tables[name] = {"rows": count, "logical_sha256": logical_hash_of(path), "bytes": path.stat().st_size, "sha256": _sha256(path)}
    others = {name: {"bytes": (folder / name).stat().st_size, "sha256": _sha256(folder / name)} for name in _OTHERS}
    made = {
        **about,
        "schema": model.version,
        "review": "machine",
        "documents": merged.documents,
        "records": merged.records,
        "tables": tables,
        "others": others,
    }
    (folder / MANIFEST).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
