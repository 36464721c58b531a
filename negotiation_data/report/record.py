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

from negotiation_data.error import NegotiationDataError
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
    leading = [name for name in ("actor_id", "role", "start_earliest") if name in rows.columns]  # a delegation's head first
    ordered = rows.sort(*leading, *table.identity, nulls_last=True)
    items: list[RenderableType] = (
        _cited_rows(view, table, ordered) if table.cited_by else [_row(view, table, row) for row in ordered.to_dicts()]
    )
    if gap:
        items.append(Text(_gap(gap), style="italic dim"))
    supporting = [entry for entry in whole if entry["stance"] not in _AGAINST]
    if supporting:
        items.append(Text("the list").append_text(_citations(view, supporting)))
    items += _disputes(view, whole)
    return Group(*items)


def _cited_rows(view: _View, table: Table, rows: pl.DataFrame) -> list[RenderableType]:
    """Rows that name their own source: what they say alike is told once, with all sources that say it."""
    groups: dict[str, set[int]] = {}
    cited_by = str(table.cited_by)
    for row in rows.iter_rows(named=True):
        told = " · ".join(
            part.plain for column in _row_columns(table) if column.name != cited_by and (part := _part(view, table, column, row))
        )
        sources = groups.setdefault(told, set())
        sources |= {view.number(row[cited_by])} if row[cited_by] else set()
        sources |= {view.number(entry["source_id"]) for entry in view.reports(table.name, row["_row_key"], None)}
    return [
        Text(f"• {told}").append(f" [{' '.join(map(str, sorted(numbers)))}]" if numbers else "", style="blue")
        for told, numbers in groups.items()
    ]


_LEAD = ("person_id", "described_as", "label", "actor_id")


def _row_columns(table: Table) -> list[Column]:
    """The columns of a list's row as they are told: who or what first, then its key, then the rest."""
    written = [column for column in table.columns if column.is_written and column.name != table.record_key and not column.explode]
    return sorted(
        written,
        key=lambda column: (_LEAD.index(column.name) if column.name in _LEAD else len(_LEAD), column.name not in table.identity),
    )


def _row(view: _View, table: Table, row: Mapping[str, Any]) -> RenderableType:
    row_reports = view.reports(table.name, row["_row_key"], None)
    of_row = _citations(view, row_reports).plain
    parts: list[Text] = []
    below: list[RenderableType] = []
    columns = _row_columns(table)
    has_name = any(row[column.name] is not None for column in columns if column.name in ("person_id", "described_as", "label"))
    for column in columns:
        reports = view.reports(table.name, row["_row_key"], column.name)
        disputes = _disputes(view, reports, label=_short_title(column))
        gap = view.missing.get((table.name, row["_row_key"], column.name))
        if gap:
            below.append(Text(f"{_short_title(column)}: {_gap(gap)}", style="italic dim"))
        slug_of_named = has_name and column.name in table.identity and not column.references
        part = None if slug_of_named else _part(view, table, column, row)
        if part is not None:
            cited = _citations(view, reports)
            part.append_text(cited if cited.plain != of_row else Text())
            if column.path[-1] in _PROSE:
                below.insert(0, part)
            else:
                parts.append(part)
        below += [Padding(found, (0, 0, 0, 2)) for found in disputes]
    line = Text("• ").append_text(Text(" · ").join(parts)).append_text(Text(of_row, style="blue"))
    if said := _according_to(view, row_reports):
        below.insert(1 if below and isinstance(below[0], Text) and below[0].style != "italic dim" else 0, said)
    below += [Padding(found, (0, 0, 0, 2)) for found in _disputes(view, row_reports)]
    return Group(line, *(Padding(item, (0, 0, 0, 2)) for item in below))


_PROSE = ("summary", "detail", "note")


def _part(view: _View, table: Table, column: Column, row: Mapping[str, Any]) -> Text | None:
    """One value of a list's row, with its name where the value alone would not tell what it is."""
    value = row[column.name]
    if value is None or column.default == value:
        return None
    if isinstance(value, bool):
        return Text(f"{'' if value else 'not '}{_short_title(column)}")
    shown = _value(view, column, value, short=True).append_text(_date_note(column, row))
    tells_itself = column.vocabulary is not None or column.name in (
        *table.identity,
        "actor_id",
        "person_id",
        "described_as",
        "label",
        "office",
        "title",
    )
    return shown if tells_itself or column.path[-1] in _PROSE else Text(f"{_short_title(column)} ", style="dim").append_text(shown)


def _according_to(view: _View, reports: list[dict[str, Any]]) -> Text | None:
    """Who says so, where sources attribute it."""
    told: dict[str, set[int]] = {}
    for entry in reports:
        who = _who(view, entry)
        if entry["stance"] not in _AGAINST and who:
            told.setdefault(who, set()).add(view.number(entry["source_id"]))
    if not told:
        return None
    parts = [f"{who} [{' '.join(map(str, sorted(numbers)))}]" for who, numbers in told.items()]
    return Text(f"according to {'; '.join(parts)}", style="dim")


def _who(view: _View, entry: Mapping[str, Any]) -> str:
    who = entry["attributed_as"] or view.names.get(entry["attributed_to"], entry["attributed_to"]) or ""
    via = ", ".join(view.names.get(name, name) for name in entry["via"] or ())
    return printable(f"{who} via {via}" if who and via else who or via)


def _title(column: Column) -> str:
    """What to call a value: by its column in a record's own values, by its name in a list's row."""
    return column.name.removesuffix("_id").replace("_", " ")


def _short_title(column: Column) -> str:
    return column.path[-1].replace("_", " ")


def _value(view: _View, column: Column, value: Any, *, short: bool = False) -> Text:
    if isinstance(value, list):
        return Text(", ".join(printable(str(item)) for item in value))
    if column.references:
        name = view.names.get(value)
        shown = Text(printable(name or str(value)), style="bold" if column.name in ("actor_id", "person_id") else "")
        return shown if short or not name else shown.append(f" ({value})", style="dim")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Text(printable(str(value)).replace("_", " ") if column.vocabulary else printable(str(value)))


def _date_note(column: Column, row: Mapping[str, Any]) -> Text:
    """What the bounds add to a date that is not simply a day, and the clock beside one that has it."""
    note = Text()
    clock, zone = row.get(f"{column.name}_time"), row.get(f"{column.name}_zone")
    if column.format == "edtf" and clock:
        note.append(f" {clock} {zone}")
    if column.format == "edtf" and row.get(f"{column.name}_precision") not in (None, "day", "period", "unknown_year"):
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
        if who := _who(view, entry):
            line.append(f", says {who}")
        if entry["note"]:
            line.append(f" — {printable(entry['note'])}", style="italic")
        star = "*" if entry["span_sha256"] else ""
        yield line.append(f" [{view.number(entry['source_id'])}{star}]", style="blue")


def _reported(view: _View, reported: str) -> str:
    try:
        value = json.loads(reported) if reported[:1] == "{" else reported
    except ValueError:
        value = reported
    return _spoken(view, value)


def _spoken(view: _View, value: Any) -> str:
    """A reported value as a person says it; of a row, its parts one after the other."""
    if not isinstance(value, dict):
        return printable(view.names.get(str(value), str(value))).replace("_", " ")
    if set(value) == {"low", "high"} and value["low"] == value["high"]:
        return str(value["low"])
    return ", ".join(f"{name} {_spoken(view, item)}" for name, item in value.items())


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
