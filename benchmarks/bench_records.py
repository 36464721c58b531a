"""Reading and validating record files, beside PyYAML's C loader with jsonschema: ``python benchmarks/bench_records.py [10000]``."""

from __future__ import annotations

import concurrent.futures
import gc
import hashlib
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path

import yaml
from common import about, tell, timed
from generate import records
from jsonschema import Draft202012Validator

from negotiation_data.record import fast, folder
from negotiation_data.record.folder import RecordFile
from negotiation_data.schema import catalog
from negotiation_data.table import dataset

Files = list[RecordFile]


def read_and_validate(root: Path, files: Files) -> int:
    """How many records have no fault: what the peer does, by the functions with which a folder is read."""
    gc.disable()
    model = catalog.model()
    return sum(folder.read_record(model, file, folder.content_of(root, file.path))[0] is not None for file in files)


def in_processes(root: Path, files: Files, jobs: int) -> int:
    size = -(-len(files) // (8 * jobs))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver")) as pool:
        return sum(pool.map(read_and_validate, [root] * len(chunks), chunks))


class TextLoader(yaml.CSafeLoader):
    """PyYAML's loader, but for dates, which the schema wants as text."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith("timestamp")]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    jobs = os.cpu_count() or 1
    about("PyYAML", "jsonschema", "jsonschema-rs", "yaml-rs", "orjson", "polars")
    with tempfile.TemporaryDirectory() as name:
        os.environ["NEGOTIATION_DATA_CACHE"] = f"{name}/cache"
        root = Path(name) / "data"
        records(root, count)
        paths = sorted(root.rglob("*.yaml"))
        model = catalog.model()
        files = folder.scan(model, root).files
        size = sum(path.stat().st_size for path in paths)
        taken = sum(fast.read_fast(path.read_bytes()) is not None for path in paths[:500]) / min(500, count)
        print(f"{count:,} rounds, {size / count / 1000:.1f} kB each; {taken:.0%} of a sample taken by the fast reader\n")
        validator = Draft202012Validator(dict(model.kinds["round"].schema))

        def peer() -> None:
            for path in paths:
                assert validator.is_valid(yaml.load(path.read_bytes(), Loader=TextLoader))

        def ours(jobs: int) -> None:
            assert in_processes(root, files, jobs) == count

        def tables(jobs: int, *, cache: bool = False) -> None:
            found = dataset.read(root, jobs=jobs, cache=cache)
            assert not found.problems
            assert len(found.files) == count
            if cache:
                found.remember([])
            else:
                assert found.frames["rounds"].height == count

        def change_one() -> None:
            path = paths[count // 2]
            path.write_text(path.read_text(encoding="utf-8").replace("Talks", "Talks of"), encoding="utf-8")

        hashing = timed(lambda: [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths])
        base = timed(peer, repeat=1)
        tell("PyYAML CSafeLoader + jsonschema, one process", base)
        tell(f"read and validated, {jobs} processes", timed(lambda: ours(jobs)), base, "faster than the peer")
        tell("read and validated, one process", timed(lambda: ours(1)), base, "faster than the peer")
        kept, fast.yaml_rs = fast.yaml_rs, None  # type: ignore[assignment]
        tell("read and validated, here, PyYAML only", timed(lambda: read_and_validate(root, files), repeat=1), base, "faster than the peer")
        fast.yaml_rs = kept
        gc.enable()
        cold = timed(lambda: tables(jobs))
        tell(f"the same and made into tables, {jobs} processes", cold, base, "faster than the peer")
        tables(jobs, cache=True)
        one = timed(lambda: tables(jobs, cache=True), before=change_one)
        tell("one record changed, tables and new state", one, cold, "faster than our cold run")
        nothing = timed(lambda: tables(jobs, cache=True))
        tell("nothing changed", nothing)
        tell("hashing the files", hashing)
        print(f"\n  nothing changed takes {nothing / hashing:.2f} × hashing the files")


if __name__ == "__main__":
    main()
