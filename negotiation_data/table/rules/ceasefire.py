"""Ceasefires: what they say of themselves fits together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND501",
    "A ceasefire that ended says when and how; one that is not said to have ended does not.",
    cure="Give `ended` and `end_reason` with `status: ended`; where the end was not seen, leave both out and choose another status.",
    explanation='A null end is not "in force". Status, end and reason are one statement in three columns.',
    tables=("ceasefires",),
)
def ended_is_consistent(tables: Tables) -> Iterator[Finding]:
    over = pl.col("status") == "ended"
    yield Finding(
        "ceasefires", tables["ceasefires"].filter(over & pl.col("ended").is_null()), "It is said to have ended, and not when.", "status"
    )
    yield Finding(
        "ceasefires", tables["ceasefires"].filter(over & pl.col("end_reason").is_null()), "It is said to have ended, and not how.", "status"
    )
    yield Finding(
        "ceasefires",
        tables["ceasefires"].filter(~over & pl.col("ended").is_not_null()),
        "It is {status}, and has an end, {ended}.",
        "ended",
    )


@rule(
    "ND502",
    "A unilateral ceasefire is declared by one party, any other by at least two.",
    cure="Mend `declaration`, or `declared` of the parties.",
    explanation="Who declared it is said twice, for the whole and for each party; the two must agree.",
    tables=("ceasefires", "ceasefire_parties"),
)
def declared_by(tables: Tables) -> Iterator[Finding]:
    counted = tables["ceasefire_parties"].group_by("ceasefire_id").agg(pl.col("declared").sum().alias("declaring"))
    rows = tables["ceasefires"].join(counted, on="ceasefire_id", how="left").with_columns(pl.col("declaring").fill_null(0))
    alone = pl.col("declaration") == "unilateral"
    wrong = (alone & (pl.col("declaring") != 1)) | (~alone & (pl.col("declaring") < 2))
    yield Finding(
        "ceasefires", rows.filter(wrong), "The declaration is {declaration}, and parties that declared it: {declaring}.", "declaration"
    )
