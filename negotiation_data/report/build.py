"""What a build made, for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.publish.build import Built
from negotiation_data.publish.coverage import CLASSES, coverage, total
from negotiation_data.report.coverage import bar
from negotiation_data.report.text import counted, summary

__all__ = ["print_summary"]


def print_summary(built: Built, console: Console) -> None:
    """Tables with their rows, side by side, then where they are and how much of them can be checked."""
    entries = [(name, entry["rows"]) for name, entry in built.manifest["tables"].items() if entry["rows"]]
    rows = sum(count for _, count in entries)
    columns = max(1, min(3, console.width // 34))
    grid = RichTable.grid(padding=(0, 3, 0, 0))
    for _ in range(columns):
        grid.add_column(style="cyan", no_wrap=True)
        grid.add_column(justify="right")
    height = -(-len(entries) // columns)
    for line in range(height):
        cells = [entries[line + height * column] for column in range(columns) if line + height * column < len(entries)]
        grid.add_row(*(text for name, count in cells for text in (name, f"{count:,}")))
    console.print(grid)
    console.print()
    size = sum(entry["bytes"] for entry in built.manifest["tables"].values())
    made = built.manifest
    records, tables = counted(len(built.dataset.files), "record"), counted(len(made["tables"]), "table")
    versions = f"data {made['data']}, schema {made['schema']}, package {made['package']}"
    console.print(f"{records} → {tables}, {counted(rows, 'row')}, {size / 1024:,.0f} KiB   {versions}")
    sums = total(coverage(built.dataset.model, built.dataset.frames))
    shares = "  ".join(f"{name} {sums[name] / max(sums['values'], 1):.0%}" for name in CLASSES if sums[name])
    console.print(Text("evidence ").append_text(bar([sums[name] for name in CLASSES], 24)).append(f"  {shares}"))
    console.print(f"{summary(built.problems).capitalize()}. Tables are in {built.folder}.", style="bold green")
