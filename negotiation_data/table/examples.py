"""The examples beside the schema: a good data set, and ways to break it, each with the problems that it must give."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from negotiation_data import paths
from negotiation_data.problem import Problem
from negotiation_data.table import check, dataset

__all__ = ["BadExample", "Change", "bad_examples", "check_example", "good_example", "problems_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change to the good data set: in `file`, `find` becomes `replace`; or `file` is new and holds `replace`."""

    file: str
    find: str
    replace: str

    def apply(self, root: Path) -> None:
        """Change a copy of the good data set."""
        path = root / self.file
        before = path.read_text(encoding="utf-8") if self.find else ""
        path.write_text(self.of(before), encoding="utf-8")

    def of(self, text: str) -> str:
        """The text of the file after the change."""
        if not self.find:
            return self.replace
        if text.count(self.find) != 1:
            raise ValueError(f"an example must name one place in {self.file}")
        return text.replace(self.find, self.replace)


@dataclass(frozen=True, slots=True)
class BadExample:
    """A bad data set: the good one with a change, and the problems that it must give.

    `base` says that it is compared with an earlier release: the good data set, or that with a change of its own.
    """

    name: str
    rule: str
    change: Change | None
    expect: tuple[str, ...]
    base: Change | bool = False

    @property
    def file(self) -> str:
        """The file that differs."""
        change = self.change or self.base
        assert isinstance(change, Change)
        return change.file

    def texts(self) -> tuple[str, str]:
        """The text of that file in the good data set (or in the earlier release, if that differs) and in the bad one."""
        path = good_example() / self.file
        good = path.read_text(encoding="utf-8") if path.exists() else ""
        before = self.base.of(good) if isinstance(self.base, Change) and self.base.file == self.file else good
        return before, self.change.of(good) if self.change else good

    def apply(self, root: Path) -> None:
        """Break a copy of the good data set."""
        if self.change:
            self.change.apply(root)

    def earlier_release(self, folder: Path) -> Path | None:
        """The earlier release to compare with, written into a folder that does not exist yet; None if there is none."""
        if self.base is False:
            return None
        root = Path(shutil.copytree(good_example(), folder))
        if isinstance(self.base, Change):
            self.base.apply(root)
        return root


def _folder() -> Path:
    return paths.schema_folder() / "v1" / "examples"


def good_example() -> Path:
    """The folder of the good data set."""
    return _folder() / "good"


def bad_examples(rule: str | None = None) -> list[BadExample]:
    """Every bad example, or those of one rule, by name."""
    return [example for example in _all_bad() if rule in (None, example.rule)]


@cache
def _all_bad() -> tuple[BadExample, ...]:
    return tuple(_read(path) for path in sorted((_folder() / "bad").glob("*.yaml")))


def _read(path: Path) -> BadExample:
    case: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    base = case.get("base", False)
    earlier = base if isinstance(base, bool) else _change(base) or False
    return BadExample(path.stem, case["rule"], _change(case), tuple(case["expect"]), earlier)


def _change(case: Mapping[str, Any]) -> Change | None:
    if "add" in case:
        return Change(case["add"], "", case["text"])
    return Change(case["file"], case["find"], case["replace"]) if "file" in case else None


def check_example(example: BadExample, root: Path) -> list[Problem]:
    """What `check` says of the broken data set in a folder, beside its earlier release if it is compared with one."""
    with tempfile.TemporaryDirectory() as name:
        earlier = example.earlier_release(Path(name) / "earlier")
        base = None if earlier is None else dataset.read(earlier, cache=False).frames
    return check.check(dataset.read(root, cache=False), base)


@contextmanager
def problems_of(example: BadExample) -> Iterator[tuple[Path, list[Problem]]]:
    """The broken data set, in a folder of its own for as long as it is looked at, and what `check` says of it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(shutil.copytree(good_example(), Path(name) / "data"))
        example.apply(root)
        yield root, check_example(example, root)
