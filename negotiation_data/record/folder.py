"""A folder of records: which files belong to it, what kind each is, and one of them read and checked."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Location, Problem
from negotiation_data.record import validate
from negotiation_data.record import yaml as record_yaml
from negotiation_data.schema.model import Model, RecordKind

__all__ = [
    "SCHEMA",
    "RecordFile",
    "Scan",
    "content_of",
    "digest",
    "identify",
    "read_record",
    "read_sound",
    "scan",
    "schema_version",
    "stamp",
]


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file that holds a record: its path within the folder (with ``/``), its kind, and what the path says of it."""

    path: str
    kind: str
    expected: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a folder, in order of path, and what should not be among them."""

    root: Path
    files: list[RecordFile]
    problems: list[Problem]


@lru_cache(maxsize=16)
def _patterns(model: Model) -> tuple[tuple[RecordKind, re.Pattern[str]], ...]:
    name = r"(?P<{}>[^/]+)"
    return tuple(
        (kind, re.compile(re.sub(r"\\{(\w+)\\}", lambda match: name.format(match[1]), re.escape(kind.path))))
        for kind in model.kinds.values()
    )


@lru_cache(maxsize=256)
def _likely(model: Model, first: str, depth: int) -> tuple[tuple[RecordKind, re.Pattern[str]], ...]:
    """The patterns that a path with this first folder and so many folders can match."""
    return tuple(
        (kind, pattern) for kind, pattern in _patterns(model) if kind.path.startswith(f"{first}/") and kind.path.count("/") == depth
    )


def identify(model: Model, path: str) -> RecordFile | None:
    """What a path within the folder says of its file; None if no record lies there."""
    for kind, pattern in _likely(model, path.partition("/")[0], path.count("/")):
        if match := pattern.fullmatch(path):
            return RecordFile(path, kind.name, match.groupdict())
    return None


# Beside records, a folder of data may hold text for people and the manifest of a release.
_BESIDE = re.compile(r"(?:.*/)?(?:README\.md|VERSION|SCHEMA|MANIFEST\.json|\.[^/]*)|extensions/[^/]*\.schema\.json")

#: The file in a folder of records that says which version of the schema they are of.
SCHEMA = "SCHEMA"
_FIRST_VERSION = "1.0"


def schema_version(root: Path) -> str:
    """The version of the schema that a folder of records says it is of; the first if it does not say.

    Raises NegotiationDataError if it says something else.
    """
    path = root / SCHEMA
    if not path.is_file():
        return _FIRST_VERSION
    said = content_of(root, SCHEMA).decode("utf-8", errors="replace").strip()
    if not re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}", said):
        raise NegotiationDataError(f"{path} must hold a version of the schema, such as {_FIRST_VERSION}, and nothing else.")
    return said


def scan(model: Model, root: Path) -> Scan:
    """Find the records of a folder. Links are not followed: what lies elsewhere is not part of it."""
    files, problems = [], []
    for path, entry in _walk(root, ""):
        if not entry.is_file(follow_symlinks=False):
            problems.append(Problem("ND016", "This is a link or device, not a file.", "Put the file itself here.", Location(path)))
        elif found := identify(model, path):
            files.append(found)
        elif not _BESIDE.fullmatch(path):
            places = ", ".join(kind.path for kind in model.kinds.values())
            problems.append(
                Problem(
                    "ND017",
                    "This file is no record: no kind of record lies here.",
                    f"Move or delete it; records lie at {places}.",
                    Location(path),
                )
            )
    return Scan(root, sorted(files, key=lambda file: file.path), problems)


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, entry


def content_of(root: Path, path: str) -> bytes:
    """A file's content; of one that is too large, only enough to say so."""
    # Not by pathlib, and with no room reserved for the largest: this is done for every file every time.
    with open(f"{root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123
        size = os.fstat(stream.fileno()).st_size
        return (stream.readall() if size <= record_yaml.MAX_BYTES else stream.read(record_yaml.MAX_BYTES + 1)) or b""


_SETTLED = 2_000_000_000  # nanoseconds: file systems keep time coarsely, so what just changed may change again unseen


def stamp(root: Path, path: str) -> list[int]:
    """Size, times and number of a file, by which git too knows that it has not changed. Empty where they tell too little."""
    found = os.stat(f"{root}/{path}")  # noqa: PTH116
    if sys.platform == "win32" or time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def read_record(model: Model, file: RecordFile, content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """One record's data if it has no fault, and every fault if it has."""
    kind = model.kinds[file.kind]
    data, problems = record_yaml.read(content, file=file.path)
    if data is None:
        return None, problems
    found = validate.faults(model, kind, data, file.expected)
    if not found:
        return data, []
    return None, validate.to_problems(found, record_yaml.read_slowly(content, file=file.path), file.path)


def read_sound(model: Model, root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record of a folder that has no fault, with its kind."""
    for file in scan(model, root).files:
        data, _ = read_record(model, file, content_of(root, file.path))
        if data is not None:
            yield file.kind, data


def digest(content: bytes) -> str:
    """SHA-256 of a file's content, by which unchanged files are known."""
    return hashlib.sha256(content).hexdigest()
