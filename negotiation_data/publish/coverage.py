"""How much of the data can be checked: values that are verifiable, cited, the coder's judgement, or bare."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from negotiation_data.schema.model import Known, Model
from negotiation_data.table.reports import ASPECTS, origins_of_rounds
from negotiation_data.table.rule import Tables
from negotiation_data.table.values import all_values

__all__ = ["CLASSES", "coverage", "origins", "total"]

#: From best to worst: a span and its hash; a source; the coder's judgement, uncited; should have evidence and has none.
CLASSES = ("verifiable", "cited", "judgement", "bare")


def coverage(model: Model, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Values by table and field, with how many fall in each class.

    Columns: table, field (``(row)`` for a row as such, with all that is known by it), values, verifiable, cited,
    judgement, bare. Values known with their row, ids and bookkeeping are not counted one by one.
    """
    address = ["record_id", "table", "row_key", "column"]
    support = (
        frames["evidence"]
        .filter(pl.col("stance").is_in(["supports", "partial"]))
        .with_columns(pl.col("table").cast(pl.String))
        .group_by(address)
        .agg(spanned=pl.col("span_sha256").is_not_null().any())
    )
    classed = (
        all_values(model, frames)
        .join(support, on=address, how="left", nulls_equal=True)
        .with_columns(
            klass=pl.when(pl.col("spanned"))
            .then(pl.lit("verifiable"))
            .when(pl.col("spanned").is_not_null() | pl.col("cited_by").is_not_null())
            .then(pl.lit("cited"))
            .when(pl.col("known") == Known.JUDGED.value)
            .then(pl.lit("judgement"))
            .otherwise(pl.lit("bare"))
        )
    )
    order = {name: number for number, name in enumerate(model.tables)}
    return (
        classed.with_columns(field=pl.col("column").fill_null("(row)"))
        .group_by("table", "field", maintain_order=True)
        .agg(values=pl.len(), **{name: (pl.col("klass") == name).sum() for name in CLASSES})
        .sort(pl.col("table").replace_strict(order), maintain_order=True)
    )


def total(covered: pl.DataFrame) -> dict[str, int]:
    """The sums over all tables: values and each class."""
    return {name: int(covered[name].sum()) for name in ("values", *CLASSES)}


def origins(model: Model, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What rounds stand on: of how many do two independent origins or more say it.

    Columns: aspect (dates, place, parties, third parties, and "all of these", which is every aspect of a round at
    once), rounds (of which the aspect is coded), several (two origins or more), one, none. Outlets that carry one
    agency's report are one origin.
    """
    counted = origins_of_rounds(Tables(model, frames)).collect()
    whole = counted.group_by("round_id").agg(pl.lit("all of these").alias("aspect"), pl.col("origins").min())
    order = [*(aspect for aspect, *_ in ASPECTS), "all of these"]
    return (
        pl.concat([counted.select("round_id", "aspect", "origins"), whole])
        .group_by("aspect")
        .agg(
            rounds=pl.len(),
            several=(pl.col("origins") > 1).sum(),
            one=(pl.col("origins") == 1).sum(),
            none=(pl.col("origins") == 0).sum(),
        )
        .sort(pl.col("aspect").replace_strict({aspect: number for number, aspect in enumerate(order)}))
    )
