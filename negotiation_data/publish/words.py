"""Changes of records in words, as a keeper would tell them. Values stand in them as they are: whoever prints them escapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import polars as pl

from negotiation_data.schema.model import Column, Model, Table
from negotiation_data.table.diff import Cell, Change, RecordChange, RowChange

__all__ = ["Words", "names_in"]

# What is told of a record that is new, besides its name: the columns that say what it is.
_FACTS = {
    "processes": ("start", "end"),
    "rounds": ("start", "end", "place_id", "outcome"),
    "ceasefires": ("declared", "ended", "status"),
    "incidents": ("kind", "date", "place_id"),
    "documents": ("kind", "date"),
    "actors": ("kind", "country"),
    "places": ("precision", "country"),
    "sources": ("outlet", "published"),
}
_NAMES = ("name", "label", "title")

#: Text longer than this is not repeated where it changes, and so many rows of a list are told one by one.
_LONGEST, _MOST = 80, 4


def names_in(model: Model, *editions: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """What to call each record, by id: its name, label or title; that of the last edition which has one."""
    names: dict[str, str] = {}
    for frames in editions:
        for table in model.record_tables:
            frame = frames.get(table.name, pl.DataFrame())
            shown = next((name for name in _NAMES if name in frame.columns), None)
            if shown:
                names |= dict(frame.select(table.record_key, shown).drop_nulls().iter_rows())
    return names


class Words:
    """Tells changes of records; `names` are what other records are called, by id."""

    def __init__(self, model: Model, names: Mapping[str, str]) -> None:
        self.model, self.names = model, names

    def title(self, record: RecordChange) -> str:
        """What a record is called, with its kind: ``Istanbul talks (round)``."""
        kind = self.model.tables[record.table].kinds[0]
        return f"{self.names.get(record.record_id, record.record_id)} ({kind})"

    def told(self, record: RecordChange) -> list[str]:
        """What became of a record: first in general, then what differs, a phrase each."""
        match record.change:
            case Change.ADDED:
                return ["added", *self._facts(record)]
            case Change.REMOVED if record.burial is not None:
                burial = record.burial
                now = " and ".join(f"{self.names.get(name, name)} ({name})" for name in burial.now)
                led = {"moved": f"moved to {now}", "merged": f"merged into {now}", "split": f"split into {now}"}
                return [led.get(burial.fate, burial.fate), burial.reason.rstrip(".")]
            case Change.REMOVED:
                return ["gone, without a tombstone"]
            case Change.CHANGED:
                return list(self._differences(record))

    def sentence(self, record: RecordChange) -> str:
        """The same in one sentence."""
        return f"{self.title(record)}: {'; '.join(self.told(record))}."

    # ------------------------------------------------------------------------ new records

    def _facts(self, record: RecordChange) -> Iterator[str]:
        own = next(row for row in record.rows if row.table == record.table)
        table = self.model.tables[record.table]
        if record.table == "tombstones":
            yield f"{own.row['fate']}"
        days = [str(own.row[name]) for name in _FACTS.get(record.table, ()) if table.column(name).format == "edtf" and own.row[name]]
        other = [name for name in _FACTS.get(record.table, ()) if table.column(name).format != "edtf" and own.row[name] is not None]
        if days:
            yield " to ".join(dict.fromkeys(days))
        for name in other:
            yield self._value(table.column(name), str(own.row[name]))
        for name, rows in groupby((row for row in record.rows if row.table != record.table), key=lambda row: row.table):
            yield from self._list(self.model.tables[name], list(rows))

    def _list(self, table: Table, rows: list[RowChange]) -> Iterator[str]:
        """A list of a new record: who is in it, by role where they have one; else how many."""
        if table.shared or not rows:
            return
        if table.identity[:1] == ("actor_id",):
            by_role: defaultdict[str, list[str]] = defaultdict(list)
            for row in rows:
                role = str(row.row["role"]) if "role" in row.row else ""
                by_role[role].append(self.names.get(str(row.row["actor_id"]), str(row.row["actor_id"])))
            for role, actors in by_role.items():
                yield f"{_plural(role, len(actors)) if role else _spaced(table.path[0])} {', '.join(actors)}"
        else:
            yield _counted(table, len(rows))

    # ------------------------------------------------------------------------ changed records

    def _differences(self, record: RecordChange) -> Iterator[str]:
        for name, rows in groupby(record.rows, key=lambda row: row.table):
            table = self.model.tables[name]
            if table.is_record:
                yield from (self._cell(table, cell) for row in rows for cell in row.cells)
            elif table.cited_by is None and table.exploded is None:
                yield from self._rows(table, list(rows))
            elif name == "evidence":
                yield from self._reports(list(rows))
            elif table.exploded is None:
                yield from self._rows(table, list(rows))
            else:
                yield from self._remarks(table, list(rows))

    def _rows(self, table: Table, rows: Sequence[RowChange]) -> Iterator[str]:
        for change in Change:
            here = [row for row in rows if row.change is change]
            done = {Change.ADDED: "added", Change.REMOVED: "taken out", Change.CHANGED: "changed"}[change]
            if len(here) > _MOST:
                yield f"{_counted(table, len(here))} {done}"
                continue
            for row in here:
                what = f"{_spaced(table.path[0])}: {self._row(table, row)}"
                yield f"{what}, {', '.join(self._cell(table, cell) for cell in row.cells)}" if row.cells else f"{what} {done}"

    def _row(self, table: Table, row: RowChange) -> str:
        """What a row of a list is called: by its key, or by the person or name that it is about."""
        shown = next((name for name in ("person_id", "described_as", "label", *_NAMES) if row.row.get(name) is not None), None)
        named = [shown] if shown and shown not in table.identity and len(table.identity) == 1 else list(table.identity)
        parts = [self._value(table.column(name), str(row.row[name])) for name in named if row.row[name] is not None]
        return f"{parts[0]} ({', '.join(parts[1:])})" if len(parts) > 1 else " ".join(parts)

    def _cell(self, table: Table, cell: Cell) -> str:
        column = table.column(cell.column)
        title = _spaced(cell.column.removesuffix("_id"))
        before, after = (None if value is None else self._value(column, value) for value in (cell.before, cell.after))
        if max(len(before or ""), len(after or "")) > _LONGEST:
            return f"{title} {'written' if before is None else 'taken out' if after is None else 'reworded'}"
        if before is None:
            return f"{title} now given: {after}"
        if after is None:
            return f"{title} taken out, was {before}"
        return f"{title} {after}, was {before}"

    def _value(self, column: Column, text: str) -> str:
        if column.references:
            return ", ".join(self.names.get(name, name) for name in text.split(", "))
        return _spaced(text) if column.vocabulary and column.vocabulary.name != "country" else text

    # ------------------------------------------------------------------------ evidence and remarks

    def _reports(self, rows: Sequence[RowChange]) -> Iterator[str]:
        """Reports, by what each is about and whose it is; the same in another form is one that was mended."""
        here: defaultdict[tuple[str, str], list[RowChange]] = defaultdict(list)
        for row in rows:
            here[(row.row["field"], row.row["source_id"])].append(row)
        done: dict[str, list[str]] = {"added": [], "mended": [], "taken out": []}
        for (field, source), changes in here.items():
            kinds = {row.change for row in changes}
            word = "mended" if len(kinds) > 1 else "added" if Change.ADDED in kinds else "taken out"
            stance = {"contradicts": " against", "omits": " without"}.get(str(changes[-1].row["stance"]), " on")
            done[word].append(f"{source}{stance} {field}")
        for word, reports in done.items():
            if len(reports) > _MOST:
                yield f"{len(reports)} reports {word}"
            elif reports:
                yield f"{'report' if len(reports) == 1 else 'reports'} {word}: {', '.join(reports)}"

    def _remarks(self, table: Table, rows: Sequence[RowChange]) -> Iterator[str]:
        """Why values are missing, and which warnings are accepted."""
        about = "rule" if "rule" in rows[0].row else "reason"
        here: defaultdict[tuple[str, str], set[Change]] = defaultdict(set)
        for row in rows:
            here[(row.row["field"], str(row.row[about]))].add(row.change)
        for (field, said), changes in here.items():
            done = "reworded" if len(changes) > 1 else "taken out" if Change.REMOVED in changes else "added"
            yield f"{_spaced(table.path[0])}: {field} {_spaced(said)} {done}"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _plural(word: str, count: int) -> str:
    return _spaced(word) + ("" if count == 1 else "es" if word.endswith("s") else "s")


def _counted(table: Table, count: int) -> str:
    """``3 sessions``: so many rows of a list."""
    name = _spaced(table.path[0])
    return f"{count:,} {name.removesuffix('s') if count == 1 else name}"


def facts_columns() -> Iterator[tuple[str, Any]]:
    """The columns named here, for the test that they are there."""
    yield from ((table, name) for table, names in _FACTS.items() for name in names)
