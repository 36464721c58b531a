"""Which tables each finding of each rule reads: what is said of tables that did not change need not be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import polars as pl
from polars.io.plugins import register_io_source

from negotiation_data.schema import catalog
from negotiation_data.table import dataset
from negotiation_data.table.check import MOST_ROWS
from negotiation_data.table.examples import good_example
from negotiation_data.table.rule import Finding, Rule, Tables
from negotiation_data.table.rules import RULES

__all__ = ["about"]

# A finding of a rule, by what is the same of it in any data.
Name = tuple[str, str, str | None, str]


class Traced(Tables):
    """Tables that remember which of them were read."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        super().__init__(catalog.model(), frames)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> pl.LazyFrame:
        frame = self._frames[name]

        def source(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
        ) -> Iterator[pl.DataFrame]:
            self.read.add(name)
            rows = frame if predicate is None else frame.filter(predicate)
            rows = rows if with_columns is None else rows.select(with_columns)
            yield rows if n_rows is None else rows.head(n_rows)

        return register_io_source(source, schema=frame.schema)


@lru_cache(maxsize=1)
def tables_read() -> tuple[dict[str, set[str]], dict[Name, set[str]]]:
    """The tables that each rule reads before it knows what it has found, and that each finding reads, as seen in the good example."""
    frames = dataset.read(good_example(), cache=False).frames
    by_rule: dict[str, set[str]] = {}
    by_finding: dict[Name, set[str]] = {}
    for rule in RULES.values():
        traced = Traced(frames)
        by_rule[rule.code] = traced.read
        for finding in rule.find(traced):
            own = by_finding.setdefault(_name(rule, finding), set())
            traced.read = own
            finding.rows.head(MOST_ROWS).collect()
            traced.read = by_rule[rule.code]
    return by_rule, by_finding


def _name(rule: Rule, finding: Finding) -> Name:
    return rule.code, finding.table, finding.column, finding.message


@lru_cache(maxsize=4096)
def about(code: str, changed: frozenset[str]) -> Rule | None:
    """The rule without those of its findings that read none of the changed tables; None if none is left."""
    rule = RULES[code]
    by_rule, by_finding = tables_read()
    if by_rule[code] & changed:
        return rule
    if not any(name[0] == code and read & changed for name, read in by_finding.items()):
        return None

    def find(tables: Tables) -> Iterator[Finding]:
        for finding in rule.find(tables):
            if by_finding.get(_name(rule, finding), changed) & changed:
                yield finding

    return replace(rule, find=find)
