"""A contribution as its keeper needs to see it: what changes in words, what is wrong with it, what else it touches.

It is read out of git's objects (`record.revision`): nothing of it is checked out, obeyed or run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from negotiation_data.problem import Level, Problem, in_order
from negotiation_data.publish.comparison import Comparison, compare
from negotiation_data.publish.edition import Edition
from negotiation_data.record import folder, revision
from negotiation_data.record.folder import RecordFile
from negotiation_data.record.tidy import Tidied, tidied
from negotiation_data.schema.model import Model
from negotiation_data.table import dataset as datasets
from negotiation_data.table.check import check
from negotiation_data.table.dataset import Dataset
from negotiation_data.table.frames import Frames
from negotiation_data.table.selection import affected

__all__ = ["Review", "review"]


@dataclass(frozen=True, slots=True)
class Review:
    """What a contribution changes and what is wrong with it.

    `problems` are errors and warnings of the files that changed and of records that refer to them; `untidy` are changed
    files that are not in order; `elsewhere` are paths outside the folder of data that it changes too; `sources` are the
    contents of files with a problem.
    """

    comparison: Comparison
    problems: list[Problem]
    untidy: list[Tidied]
    elsewhere: list[str]
    changed: int
    sources: dict[str, bytes]


def review(model: Model, root: Path, base: str, head: str, *, jobs: int = 1) -> Review:
    """Review the revision `head` of a folder beside the point where it left `base`.

    Raises NegotiationDataError where there is no repository, or no such revision.
    """
    fork, commit = revision.fork_of(root, base, head), revision.commit_of(root, head)
    changed, elsewhere = revision.differing(root, fork, commit)
    with tempfile.TemporaryDirectory(prefix="negotiation-data-") as place:
        before, _, _ = _edition(root, base, fork, Path(place) / "before", jobs)
        after, found, left_out = _edition(root, head, commit, Path(place) / "after", jobs)
        shown = affected(found, changed)
        problems = check(found, before.frames)
        told = [problem for problem in in_order([*left_out, *problems]) if _concerns(problem, shown) and problem.level is not Level.NOTE]
        untidy = _untidy(model, Path(place) / "before", Path(place) / "after", changed)
        sources = {
            path: _beginning(Path(place) / "after", path) for path in {problem.location.file for problem in told if problem.location.line}
        }
    unread = {Path(problem.location.file).stem for problem in after.problems}
    before, after = (replace(edition, frames=_without(model, edition.frames, unread)) for edition in (before, after))
    return Review(compare(model, before, after), told, untidy, elsewhere, len(changed), sources)


def _without(model: Model, frames: Frames, records: Collection[str]) -> Frames:
    """Tables without some records: those that cannot be read are not gone."""
    return {name: frame.filter(~pl.col(model.tables[name].record_key).is_in(list(records))) for name, frame in frames.items()}


def _concerns(problem: Problem, shown: Collection[str]) -> bool:
    return not problem.location.file or problem.location.file in shown


def _edition(root: Path, name: str, commit: str, out: Path, jobs: int) -> tuple[Edition, Dataset, list[Problem]]:
    out.mkdir()
    exported = revision.export(root, commit, out)
    found = datasets.read(out, jobs=jobs, cache=False)
    return Edition(name, found.frames, {}, in_order([*exported.problems, *found.problems])), found, exported.problems


def _untidy(model: Model, earlier: Path, root: Path, changed: Collection[str]) -> list[Tidied]:
    """Changed files that are not in order, though they are new or were."""
    found = []
    for path in sorted(changed):
        file = folder.identify(model, path)
        if file is None or not (root / path).is_file():
            continue
        entry = _tidied(model, file, root)
        if entry.differs and not ((earlier / path).is_file() and _tidied(model, file, earlier).differs):
            found.append(entry)
    return found


def _tidied(model: Model, file: RecordFile, root: Path) -> Tidied:
    content = folder.content_of(root, file.path)
    return Tidied(file.path, content, *tidied(model.kinds[file.kind], content, file=file.path))


def _beginning(root: Path, path: str) -> bytes:
    return folder.content_of(root, path) if (root / path).is_file() else b""
