"""Evidence: what is reported has a source, and a span is a passage of a text."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import addresses, needing_evidence

#: Longest span, in code points. A sentence of news has 250 at most nearly always; a span is to support one value.
LONGEST_SPAN = 400


@rule(
    "ND701",
    "Every value that sources report has evidence.",
    cure="Add an entry to `evidence` that names the field and the source in which you read it.",
    explanation=(
        "Nothing is coded from memory. The schema says which values are reported and which the coder judges; a report that only contradicts, or "
        "leaves the value out, is no evidence for it."
    ),
    tables=("evidence",),
)
def reported_values_have_evidence(tables: Tables) -> Iterator[Finding]:
    support = tables["evidence"].filter(pl.col("stance").is_in(["supports", "partial"])).select("record_id", "table", "row_key", "column")
    for table, column, values in needing_evidence(tables):
        address = ["record_id", "row_key"]
        here = support.filter(
            pl.col("table") == table.name, pl.col("column").is_null() if column is None else pl.col("column") == column.name
        )
        bare = values.join(here.select(address), on=address, how="anti", nulls_equal=True)
        told = "The entry" if column is None else f"`{column.path[-1]}`"
        rows = bare.rename({"record_id": table.record_key, "row_key": "failing_row"})
        yield Finding(table.name, rows, f"{told} has no evidence.", None if column is None else column.name)


@rule(
    "ND702",
    "A span lies inside the text of its source, whose hash and length are known.",
    cure="Count the span again in Unicode code points of the text as it was hashed; or give the source its `text`.",
    explanation="A span that counts bytes, or characters of a cleaned text, points elsewhere in the text that others have.",
    tables=("evidence", "sources"),
)
def spans_lie_inside(tables: Tables) -> Iterator[Finding]:
    lengths = tables["sources"].select("source_id", "text_length")
    spans = tables["evidence"].filter(pl.col("span_start").is_not_null()).join(lengths, on="source_id")
    yield Finding(
        "evidence", spans.filter(pl.col("text_length").is_null()), "The source {source_id} has no text to count in.", "span_start"
    )
    beyond = spans.filter(pl.col("span_end") > pl.col("text_length"))
    yield Finding("evidence", beyond, "The span ends at {span_end}, and the text of {source_id} at {text_length}.", "span_end")
    if "not_coded" in tables:
        left = tables["not_coded"].join(lengths, on="source_id").filter(pl.col("span_end") > pl.col("text_length"))
        yield Finding("not_coded", left, "The passage ends at {span_end}, and the text at {text_length}.", "span_end")


@rule(
    "ND703",
    "A span is at most one sentence.",
    cure="Choose the words that support this value; give other values spans of their own.",
    explanation=(
        "A span must be enough to support its value and no more: a paragraph supports everything and shows nothing. Its length is checked here; "
        "whoever has the text has sentence ends checked too, by `verify`."
    ),
    tables=("evidence",),
)
def spans_are_short(tables: Tables) -> Iterator[Finding]:
    length = pl.col("span_end") - pl.col("span_start")
    spans = tables["evidence"].with_columns(length=length)
    yield Finding("evidence", spans.filter(length <= 0), "The span {span_start} to {span_end} is empty.", "span_end")
    yield Finding("evidence", spans.filter(length > LONGEST_SPAN), "The span has {length} characters.", "span_end")


@rule(
    "ND704",
    "Evidence that supports something supports something that is coded.",
    cure="Code the value, or point to what is coded; a row that is not coded is reported about its whole list, with `stance: contradicts`.",
    explanation=(
        "Support for a value that is not there is a slip: a row was renamed or removed, and its evidence was left. A value that is left open because sources "
        "disagree is listed under `missing` and may have evidence for either side."
    ),
    tables=("evidence", "missing_values"),
)
def support_is_for_something(tables: Tables) -> Iterator[Finding]:
    address = ["record_id", "table", "row_key", "column"]
    pointing = (
        tables["evidence"]
        .with_columns(pl.col("table").cast(pl.String))
        .filter(pl.col("stance").is_in(["supports", "partial"]), pl.col("row_key").is_not_null() | pl.col("column").is_not_null())
    )
    open_values = tables["missing_values"].select("record_id", pl.col("table").cast(pl.String), "row_key", "column")
    dangling = pointing.join(addresses(tables), on=address, how="anti", nulls_equal=True).join(
        open_values, on=address, how="anti", nulls_equal=True
    )
    yield Finding("evidence", dangling, "{field} is not coded, so nothing can support it.", "field")


@rule(
    "ND705",
    "What is said to be missing is not coded.",
    cure="Delete one of the two.",
    explanation="A value is there, or there is a reason why not.",
    tables=("missing_values",),
)
def missing_is_missing(tables: Tables) -> Iterator[Finding]:
    address = ["record_id", "table", "row_key", "column"]
    named = (
        tables["missing_values"]
        .with_columns(pl.col("table").cast(pl.String))
        .filter(pl.col("row_key").is_not_null() | pl.col("column").is_not_null())
    )
    yield Finding(
        "missing_values",
        named.join(addresses(tables), on=address, how="semi", nulls_equal=True),
        "{field} is said to be missing, and it is coded.",
        "field",
    )
