"""What a rule is: one small function that finds the rows that break it, with everything a person needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.schema.model import Model

__all__ = ["RULES", "Finding", "Own", "Rule", "Tables", "machine_coded", "rule"]


#: Tables, by name; "every list" are those that hold a part of a record, not the record itself with its id.
Own = tuple[str, ...] | Literal["every table", "every list"]


class Tables(Mapping[str, pl.LazyFrame]):
    """The tables that a rule may look at, as lazy frames by name, and the Model that they follow.

    `base` are those of an earlier release, where there is one to compare with; they may lack tables and columns.
    """

    def __init__(self, model: Model, frames: Mapping[str, pl.DataFrame], base: Mapping[str, pl.DataFrame] | None = None) -> None:
        self.model = model
        self._frames = frames
        self.base = None if base is None else Tables(model, base)
        self._kept: dict[Callable[[Tables], pl.LazyFrame], pl.DataFrame] = {}

    def once(self, compute: Callable[[Tables], pl.LazyFrame]) -> pl.LazyFrame:
        """What is computed from these tables, computed once, however many rules and findings need it."""
        if compute not in self._kept:
            self._kept[compute] = compute(self).collect()
        return self._kept[compute].lazy()

    def only(self, records: Sequence[str], of: Own) -> Tables:
        """The same, with no rows but those of some records in the tables `of`."""
        whole = {table.name for table in self.model.record_tables} if of == "every list" else set()
        names = [name for name in self._frames if (name not in whole if isinstance(of, str) else name in of)]
        key = {name: pl.col(self.model.tables[name].record_key) for name in names}
        few = pl.collect_all([self[name].filter(key[name].is_in(records)) for name in names])
        return Tables(self.model, {**self._frames, **dict(zip(names, few, strict=True))})

    @property
    def empty(self) -> set[str]:
        """The tables without a row."""
        return {name for name, frame in self._frames.items() if frame.is_empty()}

    def __getitem__(self, name: str) -> pl.LazyFrame:
        return self._frames[name].lazy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows of one table that break a rule.

    `rows` has the table's record key and identity (or, for it, its row key as `failing_row`), by which each is found
    in its file, and every column that the message names in braces. `column` is what in the row is at fault; None for
    the row as a whole. `beside` is the column with the id of another record that may be the one at fault.
    `completeness`: something is wanting, rather than wrong. Of a record that a machine coded that is a note, whatever the
    rule's level: it was coded from what one article says, and what that does not say is left out. A rule with such a
    finding says in its own `completeness` what it is.
    """

    table: str
    rows: pl.LazyFrame
    message: str
    column: str | None = None
    beside: str | None = None
    completeness: bool = False


Find = Callable[[Tables], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `statement` says what is true of good data, `cure` what to do where it is not, `explanation` why.

    ``{pointer}`` in a cure becomes the pointer to what is at fault.
    `tables` are those that it cannot do without; it is skipped where one is absent. `own` are tables of which it reads
    no rows but those of the record that it tells of: where one asks about some records, only their rows are looked at.
    `completeness` says what of it is
    only a note for records with ``review: machine``; empty if they have to keep all of it.
    """

    code: str
    level: Level
    statement: str
    cure: str
    explanation: str
    since: str
    tables: tuple[str, ...]
    find: Find
    completeness: str = ""
    own: Own = ()

    def cure_at(self, pointer: str = "") -> str:
        """What to do, where the pointer leads to what is at fault."""
        return self.cure.replace("{pointer}", pointer or "the pointer to it")


#: Every rule, by code.
RULES: dict[str, Rule] = {}


def rule(
    code: str,
    statement: str,
    *,
    cure: str,
    explanation: str,
    tables: tuple[str, ...],
    since: str = "1.0",
    level: Level = Level.ERROR,
    completeness: str = "",
    own: Own = (),
) -> Callable[[Find], Find]:
    """Register a function as a rule."""

    def register(find: Find) -> Find:
        if code in RULES:
            raise ValueError(f"two rules have the code {code}")
        RULES[code] = Rule(code, level, statement, cure, explanation, since, tables, find, completeness, own)
        return find

    return register


def machine_coded(tables: Tables, table: str) -> pl.LazyFrame:
    """The records that feed a table and that a machine coded, by the table's record key."""
    key = tables.model.tables[table].record_key
    owners = [tables.model.kinds[kind].table for kind in tables.model.tables[table].kinds]
    parts = [
        tables[owner].filter(pl.col(_REVIEW) == "machine").select(pl.col(tables.model.tables[owner].record_key).alias(key))
        for owner in dict.fromkeys(owners)
        if owner in tables and _REVIEW in (column.name for column in tables.model.tables[owner].columns)
    ]
    return pl.concat([pl.LazyFrame(schema={key: pl.String}), *parts])


_REVIEW = "review"
