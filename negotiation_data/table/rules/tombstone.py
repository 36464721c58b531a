"""Tombstones: an id under which no record stands any more says where to look instead."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND216",
    "A tombstone leads on as its fate says: to one id if moved or merged, to several if split, to none if withdrawn.",
    cure="Give in `now` the id or ids to look under instead; or choose the fate that fits.",
    explanation=(
        "Whoever meets an old id in a paper follows its tombstone. One that was merged into nothing, or split into one, leaves them guessing; a withdrawn one "
        "that leads on is not withdrawn. That ids led to exist, that none is both alive and buried, and that no chain leads back, other rules see to."
    ),
    tables=("tombstones",),
)
def tombstones_lead_on(tables: Tables) -> Iterator[Finding]:
    count = pl.col("now").list.len().fill_null(0)
    fate = pl.col("fate").cast(pl.String)
    fits = pl.when(fate == "withdrawn").then(count == 0).when(fate == "split").then(count > 1).otherwise(count == 1)
    rows = tables["tombstones"].with_columns(count=count).filter(~fits)
    yield Finding("tombstones", rows, "'{former_id}' was {fate}, and leads to {count} ids.", "fate")
