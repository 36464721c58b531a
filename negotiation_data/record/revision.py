"""A folder as a git revision has it, written out somewhere else: nothing is checked out, no link is followed.

Git only lists and prints objects here: no hook, filter or file of the revision's own is run or obeyed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Location, Problem
from negotiation_data.record.limits import MAX_BYTES

__all__ = ["Exported", "commit_of", "differing", "export", "fork_of"]

_FILES = ("100644", "100755")
_LONGEST_PATH = 400
_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the commit it is of, how many files, and what was left out because it is no file."""

    commit: str
    files: int
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    mode: str
    name: str
    size: int


def commit_of(folder: Path, revision: str) -> str:
    """The hash of a revision's commit. Raises NegotiationDataError where there is no repository or no such revision."""
    given = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", missing=revision)
    return given.decode().strip()


def fork_of(folder: Path, base: str, head: str) -> str:
    """The commit at which `head` left `base`; that of `base` where they have nothing in common."""
    first, second = commit_of(folder, base), commit_of(folder, head)
    try:
        return _git(folder, "merge-base", first, second).decode().strip()
    except NegotiationDataError:
        return first


def differing(folder: Path, base: str, head: str) -> tuple[set[str], list[str]]:
    """Paths that differ between two commits: those within a folder, as seen from it, and those elsewhere, as seen from the top."""
    names = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", base, head)
    inside = _git(folder, *names, "--relative", "--", ".").decode("utf-8", errors="replace")
    everywhere = _git(folder, *names).decode("utf-8", errors="replace")
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().rstrip("\n")
    elsewhere = [path for path in everywhere.split("\0") if path and not (prefix and path.startswith(prefix))]
    return {path for path in inside.split("\0") if path}, sorted(elsewhere) if prefix else []


def export(folder: Path, revision: str, out: Path) -> Exported:
    """Write the files that a revision has below a folder of its repository to `out`, an empty folder.

    The folder itself need not look so, or be clean. Links, submodules and names that would lead elsewhere are told and
    not written; of a file that is too large for a record only its size is kept.
    """
    commit = commit_of(folder, revision)
    listed = list(_listed(_git(folder, "ls-tree", "-r", "-z", "-l", commit)))
    problems = [_not_a_file(entry.path) for entry in listed if entry.mode not in _FILES]
    files = [entry for entry in listed if entry.mode in _FILES]
    strange = [entry for entry in files if not _is_safe(entry.path)]
    problems += [
        Problem("ND017", "This path leads out of its folder, or names what no system can hold.", "Delete it.", Location(entry.path))
        for entry in strange
    ]
    wanted = [entry for entry in files if _is_safe(entry.path)]
    small = [entry for entry in wanted if entry.size <= MAX_BYTES]
    if (total := sum(entry.size for entry in small)) > _MOST_BYTES:  # one object can stand at a million places
        raise NegotiationDataError(f"The revision {revision} holds {total:,} bytes, more than {_MOST_BYTES:,}; it is not looked at.")
    for entry, content in zip(small, _contents(folder, [entry.name for entry in small]), strict=True):
        with _new_file(out, entry.path) as stream:
            stream.write(content)
    for entry in wanted:
        if entry.size > MAX_BYTES:
            with _new_file(out, entry.path) as stream:
                stream.truncate(MAX_BYTES + 1)
    return Exported(commit, len(wanted), problems)


def _not_a_file(path: str) -> Problem:
    return Problem("ND016", "This is a link or device, not a file.", "Put the file itself here.", Location(path))


def _listed(output: bytes) -> Iterator[_Entry]:
    for line in output.split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            mode, _, name, size = about.decode().split()
            yield _Entry(path.decode("utf-8", errors="replace"), mode, name, 0 if size == "-" else int(size))


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    named = all(part not in ("", ".", "..") and part.lower() != ".git" and not set(part) & set('\\:*?"<>|') for part in parts)
    return named and len(path) <= _LONGEST_PATH and path.isprintable()


def _new_file(out: Path, path: str) -> BinaryIO:
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    # Never over a file that is there: two names may be one on a system that does not tell capitals apart.
    return target.open("xb")


def _contents(folder: Path, names: Sequence[str]) -> Iterator[bytes]:
    """The contents of objects, in their order, from one process of git."""
    if not names:
        return
    output = _git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    position = 0
    for _ in names:
        end = output.index(b"\n", position)
        size = int(output[position:end].split()[2])
        yield output[end + 1 : end + 1 + size]
        position = end + 1 + size + 1


def _git(folder: Path, *arguments: str, given: bytes = b"", missing: str = "") -> bytes:
    environment = {**os.environ, "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise NegotiationDataError(f"To read a revision, git and the folder {folder} must be there: {error}.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if missing and not said:
            raise NegotiationDataError(f"{missing!r} is no revision of git, and there is no file or folder of that name.")
        raise NegotiationDataError(f"git cannot read {folder}: {said[0] if said else 'it does not say why'}.")
    return done.stdout
