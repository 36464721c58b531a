"""Some of the problems: by code, by level, or of what changed."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Level, Problem
from negotiation_data.record.codes import CODES
from negotiation_data.table.dataset import Dataset
from negotiation_data.table.rules import RULES

__all__ = ["Selection", "affected", "changed_since"]


@dataclass(frozen=True, slots=True)
class Selection:
    """`select` and `ignore` are beginnings of codes (``ND3``, ``ND302``); `level` is the least that is told.

    Raises NegotiationDataError where one of them is the beginning of no code.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    level: Level = Level.NOTE

    def __post_init__(self) -> None:
        for beginning in (*self.select, *self.ignore):
            if not any(code.startswith(beginning) for code in (*RULES, *CODES)):
                raise NegotiationDataError(f"No code begins with {beginning}; `negotiation-data explain` lists them all.")

    def of(self, problems: Sequence[Problem]) -> list[Problem]:
        """The problems that are selected, in their order."""
        levels = list(Level)
        told = levels[: levels.index(self.level) + 1]
        return [
            problem
            for problem in problems
            if problem.level in told
            and (not self.select or problem.code.startswith(tuple(self.select)))
            and not (self.ignore and problem.code.startswith(tuple(self.ignore)))
        ]


def changed_since(root: Path, base: str) -> set[str]:
    """Paths within a folder that differ from a git revision, new and deleted files among them.

    Raises NegotiationDataError where the folder is in no git repository or the revision does not exist.
    """
    revision = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}").strip()
    differing = _git(root, "diff", "--name-only", "--relative", "--no-renames", "-z", revision, "--", ".")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {path for path in (differing + new).split("\0") if path}


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise NegotiationDataError(f"To know what changed, git must be there: {error}.") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NegotiationDataError(f"git cannot tell what changed in {root}: {said[0] if said else 'there is no such revision'}.")
    return done.stdout


def affected(dataset: Dataset, changed: Collection[str]) -> set[str]:
    """The files that changed, and those of records that refer to them."""
    stems = sorted({Path(path).stem for path in changed})
    questions = []
    for name, table in dataset.model.tables.items():
        for column in table.columns:
            if column.references:
                rows = dataset.frames[name].lazy()
                rows = rows.explode(column.name) if column.is_list else rows
                questions.append(rows.filter(pl.col(column.name).is_in(stems)).select(pl.col(table.record_key).unique()))
    referring = {record_id for found in pl.collect_all(questions) for record_id in found.to_series()}
    return {file.path for (_, record_id), file in dataset.files.items() if record_id in referring} | set(changed)
