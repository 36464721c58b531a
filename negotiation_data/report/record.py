"""One record as a person wants to read it: its values with their sources, its disputes, its lists, its sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from negotiation_data.problem import NegotiationDataError
from negotiation_data.report.printable import printable
from negotiation_data.schema.model import Column, Model, Table
from negotiation_data.table.frames import row_key_expression

__all__ = ["find", "record_json", "render"]

_AGAINST = {"contradicts": "✗", "omits": "∅"}
_HIDDEN = ("extensions", "review")


@dataclass(slots=True)
class _View:
    """What rendering needs: tables, names for ids, and the number of each source in the list at the end."""

    model: Model
    frames: Mapping[str, pl.DataFrame]
    record_id: str
    evidence: list[dict[str, Any]]
    missing: dict[tuple[str, str | None, str | None], dict[str, Any]]
    names: dict[str, str]
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source_id: str) -> int:
        return self.numbers.setdefault(source_id, len(self.numbers) + 1)

    def reports(self, table: str, row_key: str | None, column: str | None) -> list[dict[str, Any]]:
        return [entry for entry in self.evidence if (entry["table"], entry["row_key"], entry["column"]) == (table, row_key, column)]


def find(model: Model, frames: Mapping[str, pl.DataFrame], record_id: str) -> Table:
    """The table that a record stands in. Raises NegotiationDataError, with the closest ids, if there is none."""
    import difflib

    ids: list[str] = []
    for table in model.record_tables:
        known = frames[table.name].get_column(table.record_key)
        if (known == record_id).any():
            return table
        ids += known.to_list()
    close = difflib.get_close_matches(record_id, ids, n=3, cutoff=0.4) or [known for known in ids if record_id in known][:3]
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    raise NegotiationDataError(f"There is no record '{printable(record_id)}'.{hint}")


def record_json(model: Model, frames: Mapping[str, pl.DataFrame], record_id: str) -> str:
    """A record's rows in every table, as JSON: ``{"table": [row, …]}``."""
    own = find(model, frames, record_id)
    kind = own.kinds[0]
    found = {}
    for table in model.tables_of(kind):
        rows = frames[table.name].filter(pl.col(table.record_key) == record_id)
        if rows.height:
            found[table.name] = rows.to_dicts()
    return json.dumps(found, indent=2, ensure_ascii=False, default=str)


def render(model: Model, frames: Mapping[str, pl.DataFrame], record_id: str, console: Console) -> None:
    """Print a record."""
    own = find(model, frames, record_id)
    view = _View(
        model=model,
        frames=frames,
        record_id=record_id,
        evidence=frames["evidence"].filter(pl.col("record_id") == record_id).to_dicts(),
        missing={
            (entry["table"], entry["row_key"], entry["column"]): entry
            for entry in frames["missing_values"].filter(pl.col("record_id") == record_id).to_dicts()
        },
        names=_names(model, frames),
    )
    row = frames[own.name].filter(pl.col(own.record_key) == record_id).row(0, named=True)
    title = row.get("label") or row.get("name") or row.get("title") or record_id
    console.print(Text(printable(title), style="bold"))
    console.print(Text(f"{model.kinds[own.kinds[0]].title.lower()}  {record_id}", style="dim"))
    console.print()
    console.print(_own_values(view, own, row))
    for table in model.tables_of(own.kinds[0]):
        if not table.is_record and not table.shared:
            section = _list_section(view, table)
            if section:
                console.print(Text(table.path[0].replace("_", " ").capitalize(), style="bold"))
                console.print(Padding(section, (0, 0, 1, 2)))
    if view.numbers:
        console.print(Text("Sources", style="bold"))
        console.print(Padding(_sources(view), (0, 0, 0, 2)))
        console.print(Text("  * with a span that whoever has the text can check; ✗ says otherwise; ∅ leaves it out", style="dim"))


def _names(model: Model, frames: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """What to call a record, by id: its name or label."""
    names: dict[str, str] = {}
    for table in model.record_tables:
        shown = next((name for name in ("name", "label", "title") if name in frames[table.name].columns and table.name != "sources"), None)
        if shown:
            names |= dict(frames[table.name].select(table.record_key, shown).drop_nulls().iter_rows())
    return names


# ---------------------------------------------------------------------------- values


def _shown_columns(table: Table) -> list[Column]:
    """Columns that a coder writes, without ids and bookkeeping of the whole."""
    return [
        column
        for column in table.columns
        if column.is_written
        and column.name not in _HIDDEN
        and column.name != table.record_key
        and column.path[-1] not in ("label", "name", "title")
    ]


def _own_values(view: _View, table: Table, row: Mapping[str, Any]) -> RenderableType:
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for column in _shown_columns(table):
        gap = view.missing.get((table.name, None, column.name))
        reports = view.reports(table.name, None, column.name)
        if row[column.name] is None and gap is None and not reports:
            continue
        value = _value(view, column, row[column.name]) if row[column.name] is not None else Text(_gap(gap), style="italic dim")
        if row[column.name] is not None:
            value.append_text(_date_note(column, row))
        grid.add_row(_title(column), Group(value.append_text(_citations(view, reports)), *_disputes(view, reports)))
    return Padding(grid, (0, 0, 1, 2))


def _list_section(view: _View, table: Table) -> RenderableType | None:
    rows = view.frames[table.name].filter(pl.col(table.record_key) == view.record_id).with_columns(_row_key=row_key_expression(table))
    whole = view.reports(table.name, None, None)
    gap = view.missing.get((table.name, None, None))
    if rows.is_empty() and not whole and not gap:
        return None
    items: list[RenderableType] = [_list_row(view, table, row) for row in rows.iter_rows(named=True)]
    if gap:
        items.append(Text(_gap(gap), style="italic dim"))
    supporting = [entry for entry in whole if entry["stance"] not in _AGAINST]
    if supporting:
        items.append(Text("the list").append_text(_citations(view, supporting)))
    items += _disputes(view, whole)
    return Group(*items)


def _list_row(view: _View, table: Table, row: Mapping[str, Any]) -> RenderableType:
    line, details, disputes = Text("• "), Text(), []
    identity = [table.column(name) for name in table.identity]
    columns = [
        *identity,
        *(column for column in table.columns if column.is_written and column not in identity and column.name != table.record_key),
    ]
    row_reports = view.reports(table.name, row["_row_key"], None)
    for column in columns:
        value = row[column.name]
        if value is None or column.default == value:
            continue
        shown = _value(view, column, value)
        reports = view.reports(table.name, row["_row_key"], column.name)
        shown.append_text(_date_note(column, row)).append_text(_citations(view, reports))
        disputes += _disputes(view, reports, label=_title(column))
        if column.path[-1] in ("summary", "detail", "note"):
            details.append("\n  ").append_text(shown)
        elif isinstance(value, bool):
            line.append(f"  {'' if value else 'not '}{_title(column)}").append_text(_citations(view, reports))
        elif column in identity and column.references:
            line.append_text(shown)
        else:
            line.append("  " if len(line) > 2 else "").append(
                f"{_title(column)} ", style="cyan dim"
            ) if column not in identity else line.append("  " if len(line) > 2 else "")
            line.append_text(shown)
    line.append_text(_citations(view, row_reports)).append_text(details)
    gaps = [
        Text(f"  {view.model.tables[table.name].column(column).path[-1]}: {_gap(gap)}", style="italic dim")
        for (name, key, column), gap in view.missing.items()
        if name == table.name and key == row["_row_key"] and column
    ]
    return Group(line, *gaps, *(Padding(found, (0, 0, 0, 2)) for found in [*disputes, *_disputes(view, row_reports)]))


def _title(column: Column) -> str:
    return column.name.removesuffix("_id").replace("_", " ")


def _value(view: _View, column: Column, value: Any) -> Text:
    if isinstance(value, list):
        return Text(", ".join(printable(str(item)) for item in value))
    if column.references:
        name = view.names.get(value)
        return (
            Text(printable(name), style="bold" if column.name == "actor_id" else "").append(f" ({value})", style="dim")
            if name
            else Text(str(value))
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Text(printable(str(value)).replace("_", " ") if column.vocabulary else printable(str(value)))


def _date_note(column: Column, row: Mapping[str, Any]) -> Text:
    """What the bounds add to a date that is not simply a day, and the clock beside one that has it."""
    note = Text()
    clock, zone = row.get(f"{column.name}_time"), row.get(f"{column.name}_zone")
    if column.format == "edtf" and clock:
        note.append(f" {clock} {zone}")
    if column.format == "edtf" and row.get(f"{column.name}_precision") not in (None, "day", "unknown_year"):
        first, last = row[f"{column.name}_earliest"], row[f"{column.name}_latest"]
        note.append(f"  ({row[f'{column.name}_precision']}: {first or '…'} to {last or '…'})", style="dim")
    return note


def _gap(entry: Mapping[str, Any] | None) -> str:
    assert entry is not None
    reason = str(entry["reason"]).replace("_", " ")
    return f"{reason}: {printable(entry['note'])}" if entry["note"] else reason


# ---------------------------------------------------------------------------- evidence


def _citations(view: _View, reports: list[dict[str, Any]]) -> Text:
    """``[1 2* 5]``: the sources that say so."""
    marks: dict[int, bool] = {}
    for entry in reports:
        if entry["stance"] not in _AGAINST:
            number = view.number(entry["source_id"])
            marks[number] = marks.get(number, False) or entry["span_sha256"] is not None
    if not marks:
        return Text()
    told = " ".join(f"{number}*" if spanned else str(number) for number, spanned in sorted(marks.items()))
    return Text(f" [{told}]", style="blue")


def _disputes(view: _View, reports: list[dict[str, Any]], label: str = "") -> list[Text]:
    return list(_told(view, [entry for entry in reports if entry["stance"] in _AGAINST], label))


def _told(view: _View, against: list[dict[str, Any]], label: str) -> Iterator[Text]:
    for entry in against:
        line = Text(f"{_AGAINST[entry['stance']]} ", style="red")
        if label:
            line.append(f"{label} ", style="cyan dim")
        if entry["stance"] == "omits":
            line.append("left out")
        elif entry["reported"] is not None:
            line.append(_reported(view, entry["reported"]))
        else:
            line.append("says otherwise")
        if entry["wording"]:
            line.append(f" “{printable(entry['wording'])}”")
        who = entry["attributed_as"] or view.names.get(entry["attributed_to"], entry["attributed_to"])
        if who:
            line.append(f", says {printable(who)}")
        if entry["via"]:
            line.append(f", via {', '.join(printable(view.names.get(name, name)) for name in entry['via'])}")
        if entry["note"]:
            line.append(f" — {printable(entry['note'])}", style="italic")
        star = "*" if entry["span_sha256"] else ""
        yield line.append(f" [{view.number(entry['source_id'])}{star}]", style="blue")


def _reported(view: _View, reported: str) -> str:
    try:
        value = json.loads(reported) if reported[:1] == "{" else reported
    except ValueError:
        value = reported
    if isinstance(value, dict):
        return ", ".join(f"{key} {printable(view.names.get(str(item), str(item)))}" for key, item in value.items())
    return printable(view.names.get(value, str(value)))


def _sources(view: _View) -> RenderableType:
    grid = RichTable.grid(padding=(0, 1, 0, 0))
    grid.add_column(style="blue", justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    about = {row["source_id"]: row for row in view.frames["sources"].iter_rows(named=True)}
    for source_id, number in view.numbers.items():
        source = about.get(source_id)
        if source is None:
            grid.add_row(f"[{number}]", Text(source_id))
            continue
        line = Text(printable(source["outlet"]))
        line.append(f", {source['published']}" if source["published"] else ", undated")
        if source["title"]:
            line.append(f": {printable(source['title'])}", style="dim")
        line.append(f"  {source_id}", style="dim")
        grid.add_row(f"[{number}]", line)
    return grid
