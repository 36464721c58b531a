"""How much of the data can be checked: values that are verifiable, cited, the coder's judgement, or bare."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from negotiation_data.schema.model import Known, Model
from negotiation_data.table.values import all_values

__all__ = ["CLASSES", "coverage", "total"]

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
