"""`load("rounds")` from the built wheel, beside polars reading the same file; import included: ``python benchmarks/bench_load.py``."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from common import about, tell

_ROUNDS = 60


def main() -> None:
    about("polars")
    print()
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        wheel = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", str(here)]
        subprocess.run(wheel, check=True, cwd=Path(__file__).parents[1])
        zipfile.ZipFile(next(here.glob("*.whl"))).extractall(here / "site")
        file = next((here / "site").rglob("rounds.parquet"))
        programs = {
            "import polars": "import polars",
            "polars.read_parquet": f"import polars; polars.read_parquet({str(file)!r})",
            "negotiation_data.load": "import negotiation_data; negotiation_data.load('rounds')",
        }
        times: dict[str, list[float]] = {label: [] for label in programs}
        for _ in range(_ROUNDS):  # by turns, so that a slow moment of the machine meets all of them
            for label, program in programs.items():
                started = time.perf_counter()
                environment = {**os.environ, "PYTHONPATH": str(here / "site")}
                subprocess.run([sys.executable, "-c", program], check=True, cwd=here, env=environment)
                times[label].append(time.perf_counter() - started)
    medians = {label: statistics.median(found) for label, found in times.items()}
    for label, seconds in medians.items():
        tell(f"{label}, a fresh process", seconds)
    print(f"\n  load takes {medians['negotiation_data.load'] / medians['polars.read_parquet']:.3f} × polars.read_parquet")


if __name__ == "__main__":
    main()
