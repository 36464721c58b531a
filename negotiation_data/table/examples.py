"""The examples beside the schema: a good data set, and ways to break it, each with the problems that it must give."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from negotiation_data import paths
from negotiation_data.problem import Problem
from negotiation_data.table import check, dataset

__all__ = ["BadExample", "bad_examples", "good_example", "problems_of"]


@dataclass(frozen=True, slots=True)
class BadExample:
    """A change to the good data set: in `file`, `find` becomes `replace`; or `file` is new and holds `replace`."""

    name: str
    rule: str
    file: str
    find: str
    replace: str
    expect: tuple[str, ...]

    def apply(self, root: Path) -> None:
        """Break a copy of the good data set."""
        path = root / self.file
        if not self.find:
            path.write_text(self.replace, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        if text.count(self.find) != 1:
            raise ValueError(f"{self.name} must name one place in {self.file}")
        path.write_text(text.replace(self.find, self.replace), encoding="utf-8")


def _folder() -> Path:
    return paths.schema_folder() / "v1" / "examples"


def good_example() -> Path:
    """The folder of the good data set."""
    return _folder() / "good"


def bad_examples(rule: str | None = None) -> list[BadExample]:
    """Every bad example, or those of one rule, by name."""
    found = [_read(path) for path in sorted((_folder() / "bad").glob("*.yaml"))]
    return [example for example in found if rule in (None, example.rule)]


def _read(path: Path) -> BadExample:
    case: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    file, find, replace = (case["add"], "", case["text"]) if "add" in case else (case["file"], case["find"], case["replace"])
    return BadExample(path.stem, case["rule"], file, find, replace, tuple(case["expect"]))


@contextmanager
def problems_of(example: BadExample) -> Iterator[tuple[Path, list[Problem]]]:
    """The broken data set, in a folder of its own for as long as it is looked at, and what `check` says of it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(shutil.copytree(good_example(), Path(name) / "data"))
        example.apply(root)
        yield root, check.check(dataset.read(root, cache=False))
