"""Many valid data sets side by side, as tables: what is made wrong in each is looked for in all of them at once.

To run the rules on thirty tables of a handful of rows takes nearly as long as on a hundred times as many; so data sets
are renumbered until nothing of one is in another, and joined.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.schema import catalog
from negotiation_data.table.frames import Frames
from negotiation_data.testing.choice import Range, Seeded
from negotiation_data.testing.linked import linked
from negotiation_data.testing.talks import Sizes

__all__ = ["Pool", "Wanted", "drawn"]

_NUMBERED = re.compile(r"((?:process|actor|person|place|source|outlet|agency|media)-|Outlet |example\.org/(?:page\?n=)?)([0-9]+)")
_DIGITS = re.compile("[0-9]+")
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Pool:
    """Data sets that have nothing in common, all of them joined, and by record the number of its data set."""

    parts: list[Frames]
    joined: Frames
    owners: Mapping[str, int]


@dataclass(frozen=True)
class Wanted:
    """How many records of each kind a data set has at least and at most."""

    processes: Range
    sizes: Sizes

    @property
    def strategy(self) -> st.SearchStrategy[testing.LinkedRecords]:
        sizes = {field.name: getattr(self.sizes, field.name) for field in fields(self.sizes)}
        return testing.datasets(processes=self.processes, **sizes)


@cache
def drawn(wanted: Wanted, size: int, number: int = 0) -> Pool:
    """A pool of data sets, the same for the same number: a third as Hypothesis likes them, simple or odd, the others by chance."""
    found: list[testing.LinkedRecords] = []

    @seed(number)
    @settings(max_examples=size // 3, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(wanted.strategy)
    def draw(data: testing.LinkedRecords) -> None:
        if len(found) < size // 3:  # Hypothesis may try more
            found.append(data)

    draw()
    found += [linked(Seeded(size * number + extra), wanted.processes, wanted.sizes) for extra in range(size - len(found))]
    found = [_renumbered(data, position) for position, data in enumerate(found, 1)]
    parts = [data.frames() for data in found]
    joined = {name: pl.concat([part[name] for part in parts]) for name in catalog.model().tables}
    return Pool(parts, joined, {record["id"]: number for number, data in enumerate(found) for _, record in data.records})


def _renumbered(data: testing.LinkedRecords, number: int) -> testing.LinkedRecords:
    """The same with other ids, names, addresses, hashes of texts and ids elsewhere, so that nothing of it is in another data set."""
    names = {name: f"{name} {number}" for _, record in data.records for name in _names(record)}
    return testing.LinkedRecords(tuple((kind, _renamed(record, number, names)) for kind, record in data.records))


def _names(record: Mapping[str, Any]) -> Iterator[str]:
    yield from (record["name"],) if "name" in record else ()
    yield from (row["name"] for row in record.get("names", ()))


def _renamed(value: Any, number: int, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        renamed = {name: _renamed(part, number, names) for name, part in value.items()}
        for link in renamed.get("links", ()) if isinstance(renamed.get("links"), list) else ():
            link["id"] = _elsewhere(link["id"], number)
        return renamed
    if isinstance(value, list):
        return [_renamed(part, number, names) for part in value]
    if not isinstance(value, str):
        return value
    if value in names:
        return names[value]
    if _HASH.fullmatch(value):
        return hashlib.sha256(f"{number} {value}".encode()).hexdigest()
    if value.startswith("/"):
        parts = value.split("/")
        if parts[1] == "links" and len(parts) > 3:
            parts[3] = _elsewhere(parts[3], number)
        return "/".join(_NUMBERED.sub(lambda found: _of(found, number), names.get(part, part)) for part in parts)
    return _NUMBERED.sub(lambda found: _of(found, number), value)


def _elsewhere(text: str, number: int) -> str:
    """An id of another data set."""
    return _DIGITS.sub(lambda digits: f"{1000 * number + int(digits[0])}", text, count=1)


def _of(found: re.Match[str], number: int) -> str:
    return f"{found[1]}{1000 * number + int(found[2])}"
