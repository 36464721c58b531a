"""Draw the coded values that are read again in the sources cited for them.

``python -m benchmarks.reliability.audit_sample draw FILE`` writes a blank audit: 100 values with what is coded; verdict, kind and
reason are left empty. ``python -m benchmarks.reliability.audit_sample show [--texts DIR]`` prints each with what is coded and every
source that is cited for it.

A value is a field or a whole row of a list, as evidence addresses it, that needs evidence and has at least one entry that supports it.
Whether a row is right is asked of the row as a whole. The file keeps what was coded when it was drawn; what is mended later
does not flatter the figures.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

import negotiation_data as nd
from benchmarks.reliability.forms import HERE
from negotiation_data.schema import catalog
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.reports import ADDRESS, SUPPORTING
from negotiation_data.table.values import all_values

SEED = 20261126
SIZE = 100
#: What belongs to no process: actors, people and places serve several.
SHARED = "shared"
AUDIT = HERE / "audit.json"

Frames = Mapping[str, pl.DataFrame]


class Value(NamedTuple):
    """Where a coded value stands."""

    record: str
    field: str


def draw(strata: Mapping[str, Collection[Value]], size: int = SIZE, seed: int = SEED) -> list[Value]:
    """Every value has the same chance, and each stratum its share to within one.

    The strata are laid end to end, each shuffled, and every n-th value is taken from a random start. The same seed and
    the same values give the same sample, in whatever order they come.
    """
    line: list[Value] = []
    for stratum in sorted(strata):
        values = sorted(strata[stratum])
        random.Random(f"{seed} {stratum}").shuffle(values)
        line += values
    if len(line) <= size:
        return sorted(line)
    step = len(line) / size
    start = random.Random(seed).random() * step
    return sorted(line[int(start + index * step)] for index in range(size))


def cited_values(tables: Frames) -> pl.DataFrame:
    """The values that need evidence, each with the reports that support it."""
    support = tables["evidence"].filter(pl.col("stance").is_in(SUPPORTING))
    needed = all_values(catalog.model(), tables).filter(pl.col("known") == "reported", pl.col("cited_by").is_null())
    return support.join(needed.select(*ADDRESS, "value"), on=ADDRESS, how="inner", nulls_equal=True)


def strata(tables: Frames) -> dict[str, list[Value]]:
    """These values, by process and table."""
    processes = _processes(tables)
    found: dict[str, list[Value]] = defaultdict(list)
    for record, field, table in cited_values(tables).select("record_id", "field", "table").unique().iter_rows():
        found[f"{processes.get(record, SHARED)} {table}"].append(Value(record, field))
    return found


def _processes(tables: Frames) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in catalog.model().record_tables:
        if table.name in tables and "process_id" in tables[table.name].columns:
            found |= dict(zip(tables[table.name][table.record_key], tables[table.name]["process_id"], strict=True))
    return found


def coded(value: Value, tables: Frames) -> Any:
    """What is coded: the value of a field, or the columns of a row that are not empty."""
    where = tables["evidence"].filter(pl.col("record_id") == value.record, pl.col("field") == value.field).row(0, named=True)
    table = catalog.model().tables[where["table"]]
    rows = tables[table.name].with_columns(row_key=row_key_expression(table)).filter(pl.col(table.record_key) == value.record)
    row = rows.row(by_predicate=pl.col("row_key").eq_missing(pl.lit(where["row_key"])), named=True)
    if where["column"] is not None:
        return row[where["column"]]
    hidden = {table.record_key, "row_key"}
    return {name: content for name, content in row.items() if name not in hidden and content not in (None, [], "")}


def sources_of(value: Value, tables: Frames, texts: Path | None = None) -> Iterator[str]:
    """Every report of a value, for and against, and of the row in which it stands, in words."""
    row = "/".join(value.field.split("/")[:3])
    reports = tables["evidence"].filter(pl.col("record_id") == value.record, pl.col("field").is_in([value.field, row]))
    for report in reports.iter_rows(named=True):
        source = tables["sources"].row(by_predicate=pl.col("source_id") == report["source_id"], named=True)
        said = {
            name: report[name]
            for name in ("reported", "wording", "attributed_to", "attributed_as", "via", "note")
            if report[name] not in (None, [])
        }
        kept = texts / f"{report['source_id']}.txt" if texts else None
        passage = ""
        if kept and kept.is_file():
            text = kept.read_text(encoding="utf-8")
            passage = f" {kept}" + (f": {text[report['span_start'] : report['span_end']]!r}" if report["span_start"] is not None else "")
        yield (
            f"{report['stance']} {report['field']}: {report['source_id']}, {source['outlet']}, published {source['published']}, "
            f"<{source['url']}> {json.dumps(said, ensure_ascii=False)}{passage}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    drawing = verbs.add_parser("draw")
    drawing.add_argument("file", type=Path)
    showing = verbs.add_parser("show")
    showing.add_argument("--file", type=Path, default=AUDIT)
    showing.add_argument("--texts", type=Path)
    given = parser.parse_args()
    tables: dict[str, pl.DataFrame] = {name: nd.load(name, enums="string") for name in nd.tables()}
    if given.verb == "draw":
        blank = [
            {"record": value.record, "field": value.field, "coded": coded(value, tables), "verdict": "", "kind": "", "reason": ""}
            for value in draw(strata(tables))
        ]
        given.file.write_text(json.dumps(blank, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        return
    for number, entry in enumerate(json.loads(given.file.read_text(encoding="utf-8")), 1):
        print(f"\n{number}. {entry['record']} {entry['field']}\n   {json.dumps(entry['coded'], ensure_ascii=False)}")
        for line in sources_of(Value(entry["record"], entry["field"]), tables, given.texts):
            print(f"   - {line}")


if __name__ == "__main__":
    main()
