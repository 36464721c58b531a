"""Migrations: pure functions from a record of one major version of the schema to the next, registered by version and kind.

    @migrations.register(1, "round")
    def rank(record):                     # 1 → 2: `level` is called `rank`
        return renamed(record, {"level": "rank"})

A function gets a record that is valid by its version and returns a new one; it neither changes its argument nor reads
anything else. Minor versions need none: what was accepted still is.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

__all__ = ["MIGRATIONS", "Migrations", "Record", "major", "moved_pointers", "renamed"]

Record: TypeAlias = dict[str, Any]
Step: TypeAlias = Callable[[Record], Record]


def major(version: str) -> int:
    """The first number of a version."""
    return int(version.strip().partition(".")[0])


class Migrations:
    """Steps by the version that they start from and the kind of record; a kind without one stays as it is."""

    def __init__(self) -> None:
        self._steps: dict[tuple[int, str], list[Step]] = {}

    def register(self, version: int, kind: str) -> Callable[[Step], Step]:
        """Register a function for records of a kind, from this major version to the next; several run in their order."""

        def add(step: Step) -> Step:
            self._steps.setdefault((version, kind), []).append(step)
            return step

        return add

    def migrate(self, kind: str, record: Mapping[str, Any], since: int, to: int) -> Record:
        """A record of one major version as one of another; the record itself is left alone."""
        found = copy.deepcopy(dict(record))
        for version in range(since, to):
            for step in self._steps.get((version, kind), ()):
                found = step(found)
        return found


#: Those of the published schema. There is one version of it so far, so that there are none; `tests/corpus` has two to try.
MIGRATIONS = Migrations()


def renamed(record: Mapping[str, Any], names: Mapping[str, str]) -> Record:
    """With other names for fields of the record itself, in their places, and in the pointers to them."""
    found = {names.get(name, name): value for name, value in record.items()}
    return moved_pointers(found, {f"/{name}": f"/{new}" for name, new in names.items()})


def moved_pointers(record: Mapping[str, Any], prefixes: Mapping[str, str]) -> Record:
    """With other beginnings of pointers, in `evidence`, `missing` and `accepted`; what then stands twice stands once."""

    def moved(pointer: str) -> str:
        for old, new in prefixes.items():
            if pointer == old or pointer.startswith(f"{old}/"):
                return new + pointer[len(old) :]
        return pointer

    found = dict(record)
    for name in ("evidence", "missing", "accepted"):
        if name in found:
            found[name] = [{**entry, "fields": list(dict.fromkeys(map(moved, entry["fields"])))} for entry in found[name]]
    return found
