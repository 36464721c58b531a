"""All checks of single tables, beside pandera doing the same: ``python benchmarks/bench_checks.py [1000000]``."""

from __future__ import annotations

import subprocess
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
        # As they are read: a frame that was made here holds a column of one value as that value.
        frames = {name: pl.read_parquet(Path(folder) / f"{name}.parquet") for name in frames}
        floor = timed(lambda: [pl.read_parquet(Path(folder) / f"{name}.parquet") for name in frames], repeat=9)
        memory = subprocess.run([sys.executable, __file__, "--memory", folder], capture_output=True, text=True, check=True).stdout
    tell("polars reads the Parquet files", floor)
    mine = timed(ours, repeat=9)
    tell("our checks", mine)
    theirs = timed(pandera)
    tell("pandera, the same checks", theirs)
    tell("every rule across tables", timed(lambda: list(rule_failures(Tables(model, frames))), repeat=1))
    print(f"\n  pandera takes {theirs / mine:.1f} × our time; our checks take {mine / floor:.1f} × reading")
    print(f"  {memory}")


def tell_memory(folder: Path) -> None:
    """How much memory the tables take and the checks need at most, in a process that does nothing else."""
    model = catalog.model()
    before = _peak()
    frames = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}
    size, loaded = sum(frame.estimated_size() for frame in frames.values()), _peak()
    assert not any(column_failures(model.tables[name], frame) for name, frame in frames.items())
    checked = _peak()
    print(
        f"the tables take {size / 2**20:,.0f} MiB; the process had {(loaded - before) / 2**20:,.0f} MiB at most while it read them, "
        f"and {(checked - before) / 2**20:,.0f} MiB with the checks: {(checked - before) / size:.2f} × the tables"
    )


def _peak() -> int:
    """The most memory that this process has had, in bytes (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    if "--memory" in sys.argv:
        tell_memory(Path(sys.argv[-1]))
    else:
        main()
