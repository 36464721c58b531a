"""What tables and columns mean, for people at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.schema.model import Column, ColumnType, Model, Table

__all__ = ["print_table", "print_tables"]


def print_tables(model: Model, console: Console) -> None:
    """Every table, with what one row is."""
    grid = RichTable(box=None, padding=(0, 2, 0, 0), show_header=False)
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for table in model.tables.values():
        grid.add_row(table.name, table.description)
    console.print(grid)
    console.print("\n`negotiation-data describe TABLE` tells what its columns mean.", style="dim")


def print_table(table: Table, console: Console) -> None:
    """Every column of a table: type, how it is known, meaning, labels."""
    console.print(table.description)
    console.print(f"Key: {', '.join(table.key)}\n", style="dim")
    grid = RichTable(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("column", "type", "known"):
        grid.add_column(heading, no_wrap=True, style="cyan" if heading == "column" else None)
    grid.add_column("meaning", overflow="fold")
    for column in table.columns:
        grid.add_row(column.name, _type(column), str(column.known) if column.is_written else "computed", _meaning(column))
    console.print(grid)


def _type(column: Column) -> str:
    return "edtf" if column.format == "edtf" and column.is_written else str(column.type)


def _meaning(column: Column) -> Text:
    text = Text(column.description)
    if column.unit:
        text.append(f" ({column.unit})")
    if column.references and len(column.references) < 4:
        text.append(f" → {', '.join(column.references)}", style="dim")
    if column.vocabulary and column.type is not ColumnType.STRING and len(column.vocabulary.labels) <= 30:
        text.append(f"\n{', '.join(column.vocabulary.names)}", style="dim")
    return text
