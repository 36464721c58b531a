"""What an earlier reading of a folder found, so that unchanged files need not be read again.

A state holds the digest of every file without a fault, and the rows of all of them. It is made again from nothing
whenever the schema or this package's code changes, and whenever it cannot be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

import polars as pl

from negotiation_data import files, paths
from negotiation_data.derive.polars import frame_schema
from negotiation_data.problem import Level, Location, Problem
from negotiation_data.schema.model import Model
from negotiation_data.table.frames import Frames

__all__ = ["State", "code_digest", "load", "save"]


@dataclass(slots=True)
class State:
    """`digests` by path; `verdict`, if rules were run on exactly these files: what they found."""

    digests: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    verdict: list[Problem] | None = None

    def frames(self, model: Model) -> Frames:
        """The rows of all its files. Raises an error of polars or OSError if the state is damaged."""
        assert self.folder is not None
        found = {}
        for name, table in model.tables.items():
            frame = pl.read_parquet(self.folder / f"{name}.parquet")
            if frame.schema != frame_schema(table):
                raise OSError(f"{name} has another schema")
            found[name] = frame
        return found


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over this package's modules: results of other code are not ours."""
    package = Path(__file__).resolve().parents[1]
    total = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        total.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _folder(model: Model, root: Path) -> Path:
    key = hashlib.sha256(f"{root.resolve()}\0{model.digest}\0{code_digest()}\0{pl.__version__}".encode())
    return paths.cache_folder() / "states" / key.hexdigest()[:24]


def load(model: Model, root: Path) -> State:
    """The state of a folder, or an empty one."""
    folder = _folder(model, root)
    try:
        stored = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        verdict = stored["verdict"]
        return State(stored["digests"], folder, None if verdict is None else [_problem(entry) for entry in verdict])
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def save(model: Model, root: Path, digests: Mapping[str, str], frames: Frames, verdict: list[Problem] | None) -> None:
    """Keep a state. A disk that is full or read-only costs speed, not correctness."""
    try:
        with files.new_folder(_folder(model, root)) as draft:
            for name, frame in frames.items():
                frame.write_parquet(draft / f"{name}.parquet", compression="lz4", statistics=False)
            found = None if verdict is None else [asdict(problem) for problem in verdict]
            (draft / "state.json").write_text(json.dumps({"digests": dict(digests), "verdict": found}), encoding="utf-8")
    except OSError:
        return


def _problem(entry: dict[str, object]) -> Problem:
    location = entry.pop("location")
    level = Level(str(entry.pop("level")))
    return Problem(**entry, location=Location(**location), level=level)  # type: ignore[arg-type]
