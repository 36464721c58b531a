"""Values one by one: every coded value as a row, by the address that evidence uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Known, Model, Part, Table
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.rule import Tables

__all__ = ["addresses", "all_values", "left_open", "needing_evidence", "reported_or_coded"]


def needing_evidence(tables: Tables) -> Iterator[tuple[Table, Column | None, pl.LazyFrame]]:
    """Values that sources report: table, column (None: the row as such), and their addresses (record_id, row_key)."""
    empty = tables.empty
    for table in tables.model.tables.values():
        if table.name not in tables or table.shared or table.name in empty:
            continue
        rows = tables[table.name].with_columns(record_id=pl.col(table.record_key), row_key=row_key_expression(table))
        if table.known is Known.REPORTED and table.cited_by is None:
            yield table, None, rows.select("record_id", "row_key")
        for column in table.columns:
            if column.known is Known.REPORTED:
                yield table, column, rows.filter(pl.col(column.name).is_not_null()).select("record_id", "row_key")


def addresses(tables: Tables) -> pl.LazyFrame:
    """The address of every row of a list and of every value that is coded: record_id, table, row_key, column."""
    parts = [pl.LazyFrame(schema=dict.fromkeys(("record_id", "table", "row_key", "column"), pl.String))]
    empty = tables.empty
    for table in tables.model.tables.values():
        if table.name not in tables or table.shared or table.name in empty:
            continue
        rows = tables[table.name].with_columns(record_id=pl.col(table.record_key), row_key=row_key_expression(table))
        here = [None, *(column.name for column in table.columns if column.part is Part.VALUE)]
        for name in here[0 if table.path else 1 :]:
            present = rows if name is None else rows.filter(pl.col(name).is_not_null())
            parts.append(present.select("record_id", pl.lit(table.name).alias("table"), "row_key", pl.lit(name, pl.String).alias("column")))
    return pl.concat(parts)


def left_open(tables: Tables, table: str, columns: list[str]) -> pl.LazyFrame:
    """Records of which one of these columns is listed as missing, each once, by the table's record key."""
    listed = tables["missing_values"].filter(pl.col("table").cast(pl.String).is_in([table]), pl.col("column").is_in(columns))
    return listed.select(pl.col("record_id").alias(tables.model.tables[table].record_key)).unique()


def all_values(model: Model, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every coded value that evidence can speak of.

    Columns: record_id, table, row_key, column (null for a row as such), known, cited_by (source that the row itself
    names), value (as text). A row counts as one value together with its key.
    """
    parts = []
    for table in model.tables.values():
        if table.shared or table.name not in frames:
            continue
        rows = frames[table.name].lazy().with_columns(record_id=pl.col(table.record_key), row_key=row_key_expression(table))
        cited = pl.col(table.cited_by) if table.cited_by else pl.lit(None, pl.String)
        if table.known is not Known.CONSTRUCTED:
            parts.append(_values(rows, table.name, None, table.known, cited, pl.col("row_key")))
        for column in table.columns:
            if column.part is Part.VALUE and column.known in (Known.REPORTED, Known.JUDGED):
                present = rows.filter(pl.col(column.name).is_not_null())
                parts.append(_values(present, table.name, column.name, column.known, cited, _text(column)))
    return pl.concat(parts).collect()


def _values(rows: pl.LazyFrame, table: str, column: str | None, known: Known, cited: pl.Expr, value: pl.Expr) -> pl.LazyFrame:
    return rows.select(
        "record_id",
        pl.lit(table).alias("table"),
        "row_key",
        pl.lit(column, pl.String).alias("column"),
        pl.lit(known.value).alias("known"),
        cited.alias("cited_by"),
        value.alias("value"),
    )


def _text(column: Column) -> pl.Expr:
    expression = pl.col(column.name)
    if column.is_list:
        return expression.list.eval(pl.element().cast(pl.String)).list.join(", ")
    if column.type is ColumnType.NUMBER:
        # 9 rather than 9.0: as the coder wrote it
        return expression.cast(pl.String).str.replace(r"\.0$", "")
    return expression.cast(pl.String)


def reported_or_coded(tables: Tables, evidence: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of evidence with `date`: the date that the report gives, or, where it supports the coded one, that."""
    coded = [pl.LazyFrame(schema=dict.fromkeys(("record_id", "row_key", "table", "column", "coded"), pl.String))]
    for table in tables.model.tables.values():
        if table.name in tables:
            rows = tables[table.name].with_columns(record_id=pl.col(table.record_key), row_key=row_key_expression(table))
            for column in table.columns:
                if column.format == "edtf" and column.part is Part.VALUE:
                    here = rows.select("record_id", "row_key", table=pl.lit(table.name), column=pl.lit(column.name), coded=column.name)
                    coded.append(here)
    address = ["record_id", "table", "row_key", "column"]
    dated = evidence.with_columns(pl.col("table").cast(pl.String)).join(pl.concat(coded), on=address, how="left", nulls_equal=True)
    supports = pl.col("stance").is_in(["supports", "partial"])
    return dated.with_columns(date=pl.when(pl.col("reported").is_not_null()).then("reported").when(supports).then("coded"))
