"""A draft for the terminal: the article with what was found in it, and a table of candidates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from negotiation_data.article.candidate import RULES, EventDraft, Tier
from negotiation_data.article.compose import Composed
from negotiation_data.article.cues import worth_reading
from negotiation_data.article.document import Document, Span
from negotiation_data.article.draft import Draft
from negotiation_data.article.verify import Ruling
from negotiation_data.report.printable import printable
from negotiation_data.report.text import counted

__all__ = ["print_draft"]

_STYLES = {
    "parties": "bold cyan",
    "mediators": "bold magenta",
    "venue": "bold green",
    "place": "bold green",
    "start": "bold yellow",
    "end": "bold yellow",
    "effective": "bold yellow",
    "people": "bold blue",
    "status": "underline",
    "outcome": "underline red",
}
_TIERS = {Tier.PREFILLED: "green", Tier.SUGGESTED: "yellow", Tier.CODER: "dim"}
#: What is masked.
_NOT_READ, _BRACKETS = "dim", ("⟦", "⟧")
_QUOTED = 60
_RULINGS = {Ruling.SUPPORTED: "borne out by their quotes", Ruling.REVIEW: "for you to look at", Ruling.REJECTED: "rejected"}


def print_draft(draft: Draft, composed: Composed, console: Console) -> None:
    """All that was found, the text first. What is masked is dim, and in brackets where there are no colours."""
    bracketed = console.color_system is None
    console.print(_article(draft, bracketed=bracketed))
    console.print()
    if draft.reason is not None:
        console.print(f"Nothing is read from it. {draft.reason}", style="bold")
        return
    console.print(_legend(draft, bracketed=bracketed))
    for event in (*draft.rounds, *draft.ceasefires):
        number = f", number {event.number}" if event.number else ""
        console.print()
        console.print(f"The {event.kind.value} ({event.anchor.value}{number})", style="bold")
        console.print(_candidates(draft.document, event))
    if draft.people:
        console.print()
        console.print("People", style="bold")
        console.print(_people(draft))
    _print_proposals(draft, console)
    for reason in dict.fromkeys(composed.left):
        console.print(f"Not written: {printable(reason)}", style="dim")
    found = list(worth_reading(draft.document))
    if found:
        console.print()
        console.print(
            f"{counted(len(found), 'sentence')} to read for positions, claims and incidents, with their lines in the text above",
            style="bold",
        )
        for sentence in found:
            line = Text(f"{sentence.line:>4}  ", style="dim").append(", ".join(sentence.kinds) + "  ", "italic")
            console.print(line.append(_flat(draft.document, sentence.span)))


def _print_proposals(draft: Draft, console: Console) -> None:
    """What became of the proposals of back ends other than the rules; what was rejected is nowhere else to be seen."""
    proposals = [finding for finding in draft.findings if finding.extractor not in {"", RULES}]
    for name in dict.fromkeys(finding.extractor for finding in proposals):
        own = [finding for finding in proposals if finding.extractor == name]
        counts = ", ".join(f"{sum(f.ruling is ruling for f in own)} {text}" for ruling, text in _RULINGS.items())
        console.print()
        console.print(f"{printable(name)} proposed {counted(len(own), 'value')}: {counts}", style="bold")
        for finding in own:
            if finding.ruling is Ruling.REJECTED:
                console.print(f"Rejected: {printable(finding.field)} {printable(finding.value)}. {printable(finding.reason)}", style="dim")


# ---------------------------------------------------------------------------- the text


def _marks(draft: Draft) -> Iterator[tuple[int, int, str]]:
    for event in (*draft.rounds, *draft.ceasefires):
        for candidate in event.candidates:
            style = _STYLES.get(candidate.field.split("/")[0], "")
            if candidate.tier is not Tier.CODER:
                yield from ((span.start, span.end, style) for span in candidate.spans)
    for person in draft.people:
        for span in person.spans:
            at = draft.document.text.find(person.name, span.start, span.end)
            if at >= 0:
                yield at, at + len(person.name), _STYLES["people"]
    for mask in draft.document.masks:
        yield mask.start, mask.end, _NOT_READ


def _legend(draft: Draft, *, bracketed: bool) -> Text:
    """What the colours of the text say, or its brackets."""
    opened, closed = _BRACKETS
    if bracketed:
        return Text(f"What stands in {opened}{closed} is not read as part of the article." if draft.document.masks else "")
    legend = Text("Colours: ")
    for name, style in _STYLES.items():
        legend.append(name, style).append("  ")
    return legend.append("not read", _NOT_READ) if draft.document.masks else legend


def _article(draft: Draft, *, bracketed: bool) -> Text:
    """The text with every control character but the line break written out, styles at their places."""
    text = draft.document.text
    begins, ends = {mask.start for mask in draft.document.masks}, {mask.end for mask in draft.document.masks}
    marks = sorted(_marks(draft))
    cuts = sorted({0, len(text), *(at for start, end, _ in marks for at in (start, end))})
    shown = Text()
    for start, end in pairwise(cuts):
        styles = [style for low, high, style in marks if low <= start and end <= high and style]
        if bracketed and start in begins:
            shown.append(_BRACKETS[0])
        for number, line in enumerate(text[start:end].split("\n")):
            shown.append(("\n" if number else "") + printable(line.replace("\t", " ").replace("\r", "")), " ".join(styles))
        if bracketed and end in ends:
            shown.append(_BRACKETS[1])
    return shown


def _flat(document: Document, span: Span) -> str:
    return printable(" ".join(document.quote(span).split()))


# ---------------------------------------------------------------------------- tables


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in {"field", "tier", "role"})
    return table


def _candidates(document: Document, event: EventDraft) -> Table:
    table = _table("field", "value", "tier", "rule", "passage")
    fields = list(dict.fromkeys(candidate.field for candidate in event.candidates))
    for field in fields:
        for candidate in event.all(field):
            value = candidate.value if candidate.role is None else f"{candidate.value} ({candidate.role})"
            quoted = _flat(document, candidate.spans[0]) if candidate.spans else ""
            table.add_row(
                Text(field, style=_STYLES.get(field.split("/")[0], "")),
                printable(value),
                Text(candidate.tier.value, style=_TIERS[candidate.tier]),
                printable(candidate.rule),
                quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1] + "…",
            )
    return table


def _people(draft: Draft) -> Table:
    table = _table("name", "title", "side", "role", "tier", "rule")
    for person in draft.people:
        side = person.side.value if person.side is not None else "not known"
        tier = Text(person.tier.value, style=_TIERS[person.tier])
        table.add_row(printable(person.name), printable(person.title or ""), printable(side), person.role, tier, printable(person.rule))
    return table
