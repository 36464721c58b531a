"""All checks of single tables, beside pandera doing the same: ``python benchmarks/bench_checks.py [1000000]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import polars as pl
from common import about, tell, timed
from generate import tables

from negotiation_data.derive.checks import checks
from negotiation_data.derive.pandera import validate
from negotiation_data.schema import catalog
from negotiation_data.table.check import column_failures, rule_failures
from negotiation_data.table.rule import Tables


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    about("polars", "pandera")
    model = catalog.model()
    frames = tables(rounds)
    rows, number = sum(map(len, frames.values())), sum(len(checks(model.tables[name])) for name in frames)
    print(f"{rounds:,} rounds, {rows:,} rows in {len(frames)} tables, {number} checks\n")

    def ours() -> None:
        assert not any(column_failures(model.tables[name], frame) for name, frame in frames.items())

    def pandera() -> None:
        for name, frame in frames.items():
            validate(model.tables[name], frame)

    with tempfile.TemporaryDirectory() as folder:
        for name, frame in frames.items():
            frame.write_parquet(Path(folder) / f"{name}.parquet", compression="zstd", row_group_size=65_536)
        floor = timed(lambda: [pl.read_parquet(Path(folder) / f"{name}.parquet") for name in frames])
    tell("polars reads the Parquet files", floor)
    mine = timed(ours)
    tell("our checks", mine)
    tell("pandera, the same checks", timed(pandera, repeat=1))
    tell("every rule across tables", timed(lambda: list(rule_failures(Tables(model, frames))), repeat=1))
    print(f"\n  pandera takes {timed(pandera, repeat=1) / mine:.1f} × our time; our checks take {mine / floor:.1f} × reading")


if __name__ == "__main__":
    main()
