"""What every benchmark prints: the machine, the versions, medians and ratios."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any


def about(*packages: str) -> None:
    """Print machine and versions."""
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages))


def timed(work: Callable[[], Any], repeat: int = 3, before: Callable[[], Any] | None = None) -> float:
    """Median seconds of a piece of work; `before` is run and not counted."""
    times = []
    for _ in range(repeat):
        if before:
            before()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def tell(name: str, seconds: float, base: float | None = None, label: str = "") -> None:
    """Print one line: a time, and how it compares."""
    ratio = f"  {base / seconds:7.1f} × {label}" if base else ""
    print(f"  {name:<58}{seconds:>10.3f} s{ratio}")
