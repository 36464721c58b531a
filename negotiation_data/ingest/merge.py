"""Shards to tables: in the order of their keys, a range of keys at a time, so that memory does not grow with the corpus."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from negotiation_data.derive.arrow import arrow_schema, table_metadata
from negotiation_data.derive.polars import frame_schema
from negotiation_data.ingest.shards import FATES, QUARANTINE
from negotiation_data.schema.model import Model, Table
from negotiation_data.table.frames import computed
from negotiation_data.table.parquet import ROW_GROUP
from negotiation_data.table.rules.source import address

__all__ = ["Merged", "merge"]

#: Rows of a table that are sorted at a time.
_AT_A_TIME = 100_000


@dataclass(frozen=True, slots=True)
class Merged:
    """What was written: rows by table, and how many documents and records became what."""

    rows: dict[str, int]
    documents: dict[str, int]
    records: dict[str, int]


def merge(model: Model, shards: Sequence[Path], refused: pl.DataFrame, out: Path) -> Merged:
    """Write the tables of all shards, what gave nothing, and the quarantine. `refused` are fates of what no shard has."""
    fates, losers = _fates(shards, refused)
    quarantine = _quarantine(shards, losers)
    nothing = fates.filter(pl.col("fate") != "records").select("document_id", "content_sha256", "fate", "reason")
    nothing.write_parquet(out / "nothing.parquet", compression="zstd")
    quarantine.write_parquet(out / "quarantine.parquet", compression="zstd")
    rows = {name: _write_table(model, table, shards, losers, out) for name, table in model.tables.items()}
    counts = dict(fates.group_by("fate").len().iter_rows())
    kept = fates.filter(fate="records")
    documents = {"all": fates.height, "with_records": counts.get("records", 0), "nothing": counts.get("nothing", 0)}
    documents["refused"] = counts.get("refused", 0)
    in_tables, quarantined = (sum(kept[name].to_list()) for name in ("records", "quarantined"))
    return Merged(rows, documents, {"all": in_tables + quarantined, "in_tables": in_tables, "quarantined": quarantined})


# ---------------------------------------------------------------------------- documents


def _fates(shards: Sequence[Path], refused: pl.DataFrame) -> tuple[pl.DataFrame, dict[Path, list[str]]]:
    """What became of each document, and by shard the texts that another shard has too, whose document goes first."""
    parts = [pl.read_parquet(shard / "_fates.parquet").with_columns(shard=pl.lit(number)) for number, shard in enumerate(shards)]
    everything = pl.concat([pl.DataFrame(schema={**FATES, "shard": pl.Int32}), *parts], how="vertical_relaxed")
    first = ["document_id", "content_sha256", "shard"]
    told = (
        everything.filter(fate="records")
        .sort(first)
        .with_columns(again=pl.col("text_sha256").is_duplicated() & ~pl.col("text_sha256").is_first_distinct())
    )
    again = told.filter("again")
    losers = {shards[number]: part["text_sha256"].to_list() for (number,), part in again.group_by("shard")}
    same = again.select(*first, other=pl.lit("The same text as another document."))
    joined = everything.join(same, on=first, how="left").with_columns(
        fate=pl.when(pl.col("other").is_not_null()).then(pl.lit("refused")).otherwise("fate"),
        reason=pl.coalesce("other", "reason"),
    )
    found = pl.concat([joined.select(*FATES), refused.select(*FATES)])
    return found.sort("document_id", "content_sha256", "fate", "reason"), losers


def _quarantine(shards: Sequence[Path], losers: dict[Path, list[str]]) -> pl.DataFrame:
    parts = [pl.read_parquet(shard / "_quarantine.parquet").filter(~pl.col("text_sha256").is_in(losers.get(shard, []))) for shard in shards]
    found = pl.concat([pl.DataFrame(schema=QUARANTINE), *parts])
    return found.drop("text_sha256").sort("document_id", "record_id")


# ---------------------------------------------------------------------------- tables


def _write_table(model: Model, table: Table, shards: Sequence[Path], losers: dict[Path, list[str]], out: Path) -> int:
    """One table, sorted by its key, each row once. Returns how many rows it has."""
    files = [(shard / f"{table.name}.parquet", losers.get(shard, [])) for shard in shards if (shard / f"{table.name}.parquet").is_file()]
    # Sorted rows go to files of one size each, and these to the table, so that a table does not show how it was made.
    parts: list[Path] = []
    written = 0
    with tempfile.TemporaryDirectory(prefix=".sorted-", dir=out.parent) as scratch:
        for frame in _in_groups(_ordered(table, files)):
            parts.append(Path(scratch) / f"{len(parts):06}.parquet")
            frame.rechunk().write_parquet(parts[-1], compression="lz4", row_group_size=ROW_GROUP)
            written += frame.height
        rows = pl.scan_parquet(parts) if parts else frame_schema(table).to_frame().lazy()
        rows.sink_parquet(
            out / f"{table.name}.parquet",
            compression="zstd",
            row_group_size=ROW_GROUP,
            metadata=table_metadata(model, table),
            arrow_schema=arrow_schema(table),
            maintain_order=True,
        )
    return written


def _in_groups(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in groups of one size, so that a file does not show how it was made."""
    waiting: pl.DataFrame | None = None
    for frame in frames:
        waiting = frame if waiting is None else pl.concat([waiting, frame])
        while waiting.height >= ROW_GROUP:
            yield waiting.head(ROW_GROUP)
            waiting = waiting.slice(ROW_GROUP)
    if waiting is not None and waiting.height:
        yield waiting


def _ordered(table: Table, files: list[tuple[Path, list[str]]]) -> Iterator[pl.DataFrame]:
    """The rows in order, a range of keys at a time."""
    if not files:
        return
    first = table.key[0]
    extra = _over_all(table, files)
    for low, high in _ranges(pl.concat([pl.read_parquet(path, columns=[first]) for path, _ in files]).get_column(first)):
        within = (pl.lit(True) if low is None else pl.col(first) >= low) & (pl.lit(True) if high is None else pl.col(first) < high)
        parts = [pl.scan_parquet(path).filter(within & _not_of(table, texts)).collect() for path, texts in files]
        frame = pl.concat([frame_schema(table).to_frame(), *parts], how="diagonal")
        frame = frame.unique(list(table.key), keep="any").sort(table.key)
        if extra is not None:
            frame = frame.drop(extra.columns[1:]).join(extra, on=extra.columns[0], how="left", maintain_order="left")
        yield frame.select(frame_schema(table).names())


def _not_of(table: Table, texts: list[str]) -> pl.Expr:
    """Rows that are not of records of these texts: their ids hold the text's hash."""
    if not texts:
        return pl.lit(True)
    marks = [text[:14] for text in texts]
    return ~pl.col(table.record_key).str.contains_any(marks)


def _over_all(table: Table, files: list[tuple[Path, list[str]]]) -> pl.DataFrame | None:
    """Columns that depend on all rows, by the record's id: computed from no more columns than they need."""

    def narrow(columns: list[str]) -> pl.DataFrame:
        parts = [pl.scan_parquet(path).filter(_not_of(table, texts)).select(columns).collect() for path, texts in files]
        return pl.concat(parts).unique(columns[0], keep="any").sort(columns[0])

    if table.name == "rounds":
        known = narrow(["round_id", "process_id", "start_earliest", "start_latest"])
        return computed("rounds", "sequence")(known).select("round_id", "sequence").sort("round_id")
    if table.name == "sources":  # one page is one source: of several texts of one address the first keeps it
        known = narrow(["source_id", "url"])
        alone = pl.col("url").is_not_null() & address(pl.col("url")).is_first_distinct()
        return known.select("source_id", url=pl.when(alone).then("url"))
    if table.name == "processes":
        parts = [pl.read_parquet(path.with_name("_seen.parquet")).filter(~pl.col("text_sha256").is_in(texts)) for path, texts in files]
        seen = pl.concat(parts).group_by("process_id").agg(pl.col("start").min(), pl.col("observed_until").max())
        return seen.with_columns(start_latest=pl.col("start").str.extract(r"(\d{4}-\d{2}-\d{2})").str.to_date())
    return None


def _ranges(keys: pl.Series) -> Iterator[tuple[Any, Any]]:
    """Ranges of keys of which each has not many more rows than are sorted at a time."""
    counted = keys.value_counts(name="rows").sort(keys.name)
    groups = counted.with_columns(group=(pl.col("rows").cum_sum() - 1) // _AT_A_TIME)
    starts = groups.group_by("group", maintain_order=True).agg(pl.col(keys.name).first())[keys.name].to_list()
    bounds = [None, *starts[1:], None]
    yield from itertools.pairwise(bounds)
