"""What a run over a corpus made, in a few lines."""

from __future__ import annotations

from rich.console import Console

from negotiation_data.ingest.run import Ingested
from negotiation_data.report.text import counted

__all__ = ["print_ingested"]


def print_ingested(made: Ingested, console: Console) -> None:
    """How many documents gave what, and where it is."""
    documents, records = made.manifest["documents"], made.manifest["records"]
    if made.batches == 0:
        console.print(f"{made.folder} is of this very corpus; nothing was to do.")
    elif made.resumed:
        console.print(f"Of {made.batches:,} batches {made.resumed:,} had been finished by an earlier run.")
    console.print(
        f"{counted(documents['all'], 'document')}: {documents['with_records']:,} with records, {documents['nothing']:,} with nothing, "
        f"{documents['refused']:,} refused."
    )
    console.print(f"{counted(records['all'], 'record')}: {records['in_tables']:,} in tables, {records['quarantined']:,} in quarantine.")
    done = f"{made.folder} is as it was." if made.batches == 0 else f"Wrote {made.folder}."
    reviewed = " Nobody has reviewed these records: each says `review: machine`." if records["all"] else ""
    console.print(done + reviewed, style="bold")
