"""What became of spans and texts, for people and programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.publish.verify import SpanStatus, TextStatus, Verification
from negotiation_data.report.printable import printable
from negotiation_data.report.text import counted

__all__ = ["print_verification", "verification_json"]

#: More texts that nobody has than these are counted: whoever verifies one article is not to scroll past the others.
_LISTED = 8

_STYLES = {SpanStatus.VERIFIED: "green", SpanStatus.MOVED: "yellow", SpanStatus.FAILED: "red", SpanStatus.NOT_HERE: "dim"}


def verification_json(result: Verification) -> str:
    """Everything, as JSON."""
    return json.dumps(
        {
            "good": not result.failed,
            "counts": {status.value: result.count(status) for status in SpanStatus},
            "texts": [asdict(text) for text in result.texts],
            "spans": [asdict(span) for span in result.spans],
        },
        indent=2,
        ensure_ascii=False,
        default=str,
    )


def print_verification(result: Verification, console: Console) -> None:
    """Texts with their sentences, then every span that is not as it was coded, then the sums."""
    missing = [text for text in result.texts if text.status is TextStatus.NOT_HERE]
    for text in result.texts:
        if text in missing and len(missing) > _LISTED:
            continue
        line = Text(text.source_id, style="bold").append(f"  {text.status}", style="green" if text.status is TextStatus.FOUND else "yellow")
        if text.path:
            line.append(f"  {printable(str(text.path))}", style="dim")
        console.print(line, soft_wrap=True)
        if text.status is TextStatus.FOUND:
            told = (
                f"  {counted(text.sentences, 'sentence')} and headings: {text.coded} with evidence, "
                f"{text.left} left on purpose, {len(text.unaccounted)} not accounted for"
            )
            console.print(told, style="red" if text.unaccounted else "")
            for start, end in text.unaccounted:
                console.print(f"    characters {start} to {end}", style="red")
        elif text.status is TextStatus.ALTERED:
            records = ", ".join(result.records_citing(text.source_id))
            console.print(f"  The text has the length of the one coded, and other content. Records that cite it: {records}.", style="red")
        elif text.status is TextStatus.OTHER_VERSION:
            console.print("  The text is not the one coded; its spans were looked for all the same.", style="yellow")
    if len(missing) > _LISTED:
        console.print(f"{counted(len(missing), 'text')} not here; --format json names them.", style="yellow")
    wrong = [span for span in result.spans if span.status in (SpanStatus.FAILED, SpanStatus.MOVED)]
    if wrong:
        table = RichTable(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for heading in ("span", "source", "records", "fields", "what"):
            table.add_column(heading, overflow="fold")
        for span in wrong:
            what = span.reason or f"now at {span.found_at}"
            table.add_row(
                f"{span.start}–{span.end}",
                span.source_id,
                "\n".join(span.records),
                "\n".join(span.fields[:6]),
                Text(f"{span.status}: {what}", style=_STYLES[span.status]),
            )
        console.print()
        console.print(table)
    console.print()
    sums = ", ".join(f"{result.count(status):,} {status}" for status in SpanStatus)
    console.print(
        f"{counted(len(result.spans), 'span')} against {counted(result.files, 'file')}: {sums}.",
        style="bold red" if result.failed else "bold green",
    )
