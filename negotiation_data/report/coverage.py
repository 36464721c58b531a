"""How much of the data can be checked, for people."""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.publish.coverage import CLASSES, total

__all__ = ["bar", "coverage_json", "print_coverage"]

_STYLES = ("green", "blue", "yellow", "red")
_SHADES = "█▓▒░"  # told apart also without colours


def bar(counts: Sequence[int], width: int) -> Text:
    """Counts as a bar of a fixed width; whatever is not nothing has at least one cell."""
    whole = sum(counts) or 1
    cells = [max(round(count / whole * width), int(count > 0)) for count in counts]
    while sum(cells) > width:
        cells[cells.index(max(cells))] -= 1
    while sum(cells) < width and any(cells):
        cells[cells.index(max(cells))] += 1
    text = Text()
    for number, style, shade in zip(cells, _STYLES, _SHADES, strict=True):
        text.append(shade * number, style=style)
    return text


def print_coverage(covered: pl.DataFrame, rested: pl.DataFrame, console: Console) -> None:
    """A table of fields, each with its classes and a bar, the sums, and what rounds rest on."""
    table = RichTable(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("table", style="cyan", no_wrap=True)
    table.add_column("field", no_wrap=True)
    for name in ("values", *CLASSES):
        table.add_column(name, justify="right")
    if console.width >= 110:
        table.add_column("")
    before = None
    for row in covered.iter_rows(named=True):
        counts = [row[name] for name in CLASSES]
        cells = [
            row["table"] if row["table"] != before else "",
            row["field"],
            f"{row['values']:,}",
            *(f"{count:,}" if count else "·" for count in counts),
        ]
        table.add_row(*cells, *([bar(counts, 16)] if console.width >= 110 else []))
        before = row["table"]
    console.print(table)
    console.print()
    sums = total(covered)
    for name, shade, style in zip(CLASSES, _SHADES, _STYLES, strict=True):
        meaning = {"verifiable": "a span and its hash", "cited": "a source", "judgement": "the coder's", "bare": "should have evidence"}[
            name
        ]
        console.print(
            Text(f"{shade} ", style=style).append(
                f"{name:<11}{sums[name]:>7,}  {sums[name] / max(sums['values'], 1):>6.1%}  {meaning}", style=""
            )
        )
    console.print()
    _print_origins(rested, console)


def _print_origins(rested: pl.DataFrame, console: Console) -> None:
    table = RichTable(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("of rounds", style="cyan", no_wrap=True)
    for name in ("coded", "two origins or more", "", "one", "none"):
        table.add_column(name, justify="right")
    for row in rested.iter_rows(named=True):
        share = row["several"] / max(row["rounds"], 1)
        counts = [f"{row[name]:,}" if row[name] else "·" for name in ("one", "none")]
        table.add_row(row["aspect"], f"{row['rounds']:,}", f"{row['several']:,}", f"{share:.0%}", *counts)
    console.print(table)


def coverage_json(covered: pl.DataFrame, rested: pl.DataFrame) -> str:
    """``{"fields": [{table, field, values, …}], "origins": [{aspect, rounds, several, one, none}]}``."""
    return json.dumps({"fields": covered.to_dicts(), "origins": rested.to_dicts()})
