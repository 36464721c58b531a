"""What an earlier reading of a folder found, so that unchanged files need not be read again.

A state holds parts: some files' digests, and their rows. A part of which no file changed is kept as it is; so one
changed file costs the writing of its part. The state is made again from nothing whenever the schema or this package's
code changes, and whenever it cannot be read.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

import orjson
import polars as pl

from negotiation_data import files, paths
from negotiation_data.problem import Level, Location, Problem
from negotiation_data.schema.model import Model
from negotiation_data.table.frames import Frames

__all__ = ["Part", "State", "code_digest", "load", "save"]

_CONTENTS = "state.json"


@dataclass(slots=True)
class Part:
    """Some files without a fault: `digests` by path, and rows (see `frames.compact`), in memory or in files.

    `stamps` are those of files that had not changed for a while (see `folder.stamp`). `tables` names the files in
    `folder` that hold rows: by table, the digest of the file's content, which is its name.
    """

    digests: Mapping[str, str]
    rows: Frames | None = None
    folder: Path | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    stamps: dict[str, list[int]] = field(default_factory=dict)

    def frames(self) -> Frames:
        """The rows. Raises an error of polars, OSError or ValueError if the state is damaged."""
        if self.rows is None:
            assert self.folder is not None
            self.rows = {name: _read(self.folder / f"{digest}.arrow", digest) for name, digest in self.tables.items()}
        return self.rows


@dataclass(slots=True)
class State:
    """`parts` of a folder; `verdict`, if rules were run on exactly their files: what they found."""

    parts: list[Part] = field(default_factory=list)
    verdict: list[Problem] | None = None


def _read(path: Path, digest: str) -> pl.DataFrame:
    content = path.read_bytes()  # not mapped: another process may replace the file
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{path} is damaged")
    return pl.read_ipc(content)


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
        stored = orjson.loads((folder / _CONTENTS).read_bytes())
        verdict = stored["verdict"]
        found = None if verdict is None else [_problem(entry) for entry in verdict]
        return State([Part(part["digests"], None, folder, part["tables"], part["stamps"]) for part in stored["parts"]], found)
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def save(model: Model, root: Path, parts: list[Part], verdict: list[Problem] | None) -> None:
    """Keep a state. A disk that is full or read-only costs speed, not correctness."""
    try:
        with files.new_folder(_folder(model, root), durable=False) as draft:
            stored = [{"digests": dict(part.digests), "stamps": part.stamps, "tables": _keep(part, draft)} for part in parts]
            found = None if verdict is None else [asdict(problem) for problem in verdict]
            (draft / _CONTENTS).write_bytes(orjson.dumps({"parts": stored, "verdict": found}))
    except (OSError, ValueError):  # a part is gone or damaged, as another process replaced it
        return


def _keep(part: Part, draft: Path) -> dict[str, str]:
    """Have the files of a part in a new folder: linked where they are, written where they are not."""
    if part.folder is not None:
        for digest in part.tables.values():
            _link(part.folder / f"{digest}.arrow", draft / f"{digest}.arrow")
        return dict(part.tables)
    tables = {}
    for name, frame in part.frames().items():
        content = io.BytesIO()
        frame.write_ipc(content)
        tables[name] = digest = hashlib.sha256(content.getbuffer()).hexdigest()
        (draft / f"{digest}.arrow").write_bytes(content.getbuffer())
    return tables


def _link(source: Path, target: Path) -> None:
    if target.exists():  # two parts may hold equal tables
        return
    try:
        os.link(source, target)
    except OSError:  # not every file system has links
        shutil.copyfile(source, target)


def _problem(entry: dict[str, object]) -> Problem:
    location = entry.pop("location")
    level = Level(str(entry.pop("level")))
    return Problem(**entry, location=Location(**location), level=level)  # type: ignore[arg-type]
