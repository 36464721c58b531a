"""Evidence: for every value that needs it two sources of independent origin, and beside them what sources do otherwise.

They agree in other words or another calendar, say it half, leave it out, quote somebody, contradict.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from negotiation_data.dates import calendars, edtf
from negotiation_data.schema.model import ColumnType, Model
from negotiation_data.testing.addresses import Address, absent, addresses, another, lists
from negotiation_data.testing.choice import Choose
from negotiation_data.testing.words import Record, a_text

__all__ = ["Pool", "Source", "cite"]

_MONTHS = ("Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sunbula", "Mizan", "Aqrab", "Qaws", "Jadi", "Dalw", "Hut")
_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[?~%]?")
_LONGEST_SPAN = 400


@dataclass(frozen=True, slots=True)
class Source:
    """A source as planned. `late`: published after all that happened, by an outlet of its own. `own`: the actor whose it is."""

    id: str
    number: int
    late: bool
    read_extent: str
    length: int | None
    early: bool = False
    own: str | None = None


@dataclass(slots=True)
class Pool:
    """All sources, those who can be quoted, and media through which a report can have come."""

    sources: list[Source]
    quotable: list[str] = field(default_factory=list)
    media: tuple[str, ...] = ("media-1", "media-2")

    @property
    def late(self) -> list[Source]:
        return [source for source in self.sources if source.late]


def cite(choose: Choose, model: Model, pool: Pool, kind: str, record: Record) -> None:
    """Give a record its evidence, and reasons for some of what it does not have."""
    entries: list[Record] = []
    found = list(addresses(model, kind, record))
    needed = [address.pointer for address in found if address.needed]
    first, second = choose.several(pool.late, 2, 2)
    while needed:
        count = len(needed) if len(needed) < 2 or choose.chance() else choose.number(1, len(needed) - 1)
        entries += _supported(choose, needed[:count], first, second)
        needed = needed[count:]
    _missing(choose, model, kind, record, entries, (first, second))
    said = {saying for entry in entries for saying in _sayings(entry)}
    for _ in range(choose.number(0, 3) if found else 0):
        entry = _further(choose, pool, model, kind, record, choose.one(found))
        if entry is not None and not said.intersection(_sayings(entry)) and not any(_at_odds(entry, other) for other in entries):
            said.update(_sayings(entry))
            entries.append(entry)
    if entries:
        record["evidence"] = entries


def _supported(choose: Choose, fields: list[str], first: Source, second: Source) -> list[Record]:
    """Two entries for the same fields, by two sources; one of them supports them in full."""
    by_second: Record = {"fields": list(fields), "source": second.id}
    if choose.chance(6):
        by_second["stance"] = "partial"
    elif choose.chance(6):
        by_second["attributed_as"] = "one who was there"
    return [_located(choose, {"fields": list(fields), "source": first.id}, first), _located(choose, by_second, second)]


def _sayings(entry: Record) -> set[tuple[str, str]]:
    """What an entry says of each of its fields: a source says each thing once."""
    said = {name: value for name, value in entry.items() if name not in ("fields", "note", "calendar")}
    return {(pointer, str(sorted({"stance": "supports", **said}.items(), key=str))) for pointer in entry["fields"]}


def _at_odds(one: Record, other: Record) -> bool:
    """Whether a source supports and contradicts one value in the same name, and no note says how it comes to (ND714)."""
    named = ("source", "attributed_to", "attributed_as")
    if any(one.get(name) != other.get(name) for name in named) or not set(one["fields"]) & set(other["fields"]):
        return False
    against = [entry.get("stance") == "contradicts" for entry in (one, other)]
    return against[0] != against[1] and "note" not in (one if against[0] else other)


def _located(choose: Choose, entry: Record, source: Source) -> Record:
    """With a span in the text of the source, if it has one."""
    if source.length and choose.chance():
        start = choose.number(0, source.length - 1)
        end = min(start + 1 + choose.number(0, _LONGEST_SPAN - 1), source.length)
        entry["span"] = {"start": start, "end": end, "sha256": passage_hash(source.id, start, end)}
    return entry


def passage_hash(source: str, start: int, end: int) -> str:
    """The hash of a passage: there is no text, so each passage gets one that no other has."""
    return hashlib.sha256(f"{source} {start} {end}".encode()).hexdigest()


# ---------------------------------------------------------------------------- what is missing


def _missing(choose: Choose, model: Model, kind: str, record: Record, entries: list[Record], by: tuple[Source, Source]) -> None:
    missing = record.get("missing", [])
    listed = {pointer for entry in missing for pointer in entry["fields"]}
    free = [(pointer, column) for pointer, column in absent(model, kind, record) if pointer not in listed]
    if "delegations" in record:
        actor = record["delegations"][0]
        if "size" not in actor and choose.chance():
            missing.append({"fields": [f"/delegations/{actor['actor']}/size"], "reason": "withheld"})
    for pointer, column in choose.several(free, 0, 2) if choose.chance() else ():
        entry: Record = {"fields": [pointer], "reason": choose.one(("not_reported", "not_applicable", "withheld", "contested"))}
        if choose.chance(3):
            entry["note"] = a_text(choose)
        if entry["reason"] == "contested":
            said = another(column, None)
            values = (said, another(column, said))
            if values[0] == values[1]:
                values = ("Nothing at all", said)
            if column.format in ("edtf", "date"):
                values = ("1999-12-31", "2000-01-01")
            if values[0] == values[1] or column.type is ColumnType.STRINGS:
                continue
            entries += [{"fields": [pointer], "source": source.id, "reported": value} for source, value in zip(by, values, strict=True)]
        missing.append(entry)
    if missing:
        record["missing"] = missing


# ---------------------------------------------------------------------------- what sources do otherwise


def _further(choose: Choose, pool: Pool, model: Model, kind: str, record: Record, address: Address) -> Record | None:
    """One more report about a value or row, of some sort that there can be of it."""
    match choose.one(("quotes", "words", "contradicts", "partial", "omits", "reports", "lists")):
        case "quotes":
            return _quotes(choose, pool, address)
        case "words":
            return _words(choose, pool, address)
        case "contradicts":
            return _contradicts(choose, pool, address)
        case "partial":
            return _partial(choose, pool, address)
        case "omits" if address.column is None:
            source = choose.one(pool.sources)
            entry = {"fields": [address.pointer], "source": source.id, "stance": "omits"}
            return entry | ({"note": a_text(choose)} if source.read_extent != "whole" or choose.chance() else {})
        case "reports":
            return _reports(choose, pool, address)
        case "lists" if named := lists(model, kind, record):
            return _lists(choose, pool, choose.one(named))
    return None


def _quotes(choose: Choose, pool: Pool, address: Address) -> Record:
    """A source that quotes somebody, or has it from others."""
    source = choose.one([source for source in pool.sources if not source.early])
    entry: Record = {"fields": [address.pointer], "source": source.id, "stance": "supports"}
    if choose.chance():
        entry["attributed_as"] = choose.one(("a senior official", "eine Sprecherin", "یک مقام"))
    else:
        entry["attributed_to"] = choose.one([name for name in pool.quotable if name != source.own])
    if choose.chance():
        entry["via"] = choose.several(pool.media, 1, 2)
    if choose.chance(3):
        entry["note"] = a_text(choose)
    return _located(choose, entry, source)


def _words(choose: Choose, pool: Pool, address: Address) -> Record | None:
    """A source with other words: of a day in some calendar, else a name or number as it prints it."""
    source = choose.one(pool.late)
    entry: Record = {"fields": [address.pointer], "source": source.id}
    if address.column is None or address.column.format != "edtf":
        return entry | {"wording": choose.one(("some three", "N. al-Rahman", "?"))}
    if not _A_DAY.fullmatch(address.value):
        return None
    day = date.fromisoformat(address.value[:10])
    calendar = choose.one(("gregorian", "solar_hijri", "lunar_hijri", "buddhist", None))
    if calendar in (None, "gregorian"):
        entry["wording"] = choose.one((f"{day:%A}", f"{day.day} {day:%B}"))
    else:
        told = calendars.from_gregorian(day, calendars.Calendar(calendar))
        in_words = calendar == "solar_hijri" and choose.chance()
        entry["wording"] = f"{told.day} {_MONTHS[told.month - 1]}" if in_words else f"{told.year}/{told.month}/{told.day}"
    return entry | ({"calendar": calendar} if calendar else {})


def _contradicts(choose: Choose, pool: Pool, address: Address) -> Record:
    """A source that says something else, or without saying what."""
    source = choose.one(pool.sources)
    entry: Record = {"fields": [address.pointer], "source": source.id, "stance": "contradicts"}
    if address.column is not None and choose.chance(4) is False:
        entry["reported"] = another(address.column, address.value)
    if "reported" not in entry or source.late or not address.needed or choose.chance():
        entry["note"] = a_text(choose)
    return entry


def _partial(choose: Choose, pool: Pool, address: Address) -> Record:
    """A source that says less: of a day, perhaps the month."""
    source = choose.one(pool.sources)
    entry: Record = {"fields": [address.pointer], "source": source.id, "stance": "partial", "note": a_text(choose)}
    if address.column is not None and address.column.format == "edtf" and _A_DAY.fullmatch(address.value) and choose.chance():
        entry["reported"] = address.value[:7]
    return entry


def _reports(choose: Choose, pool: Pool, address: Address) -> Record | None:
    """A source that says the same, or a day within the date that is coded."""
    if address.column is None:
        return None
    reported: Any = address.value
    if address.column.format == "edtf":
        bounds = edtf.parse(address.value)
        day = choose.one((bounds.earliest, bounds.latest))
        if day is None:
            return None
        reported = f"{day}"
    return {"fields": [address.pointer], "source": choose.one(pool.late).id, "stance": "supports", "reported": reported}


def _lists(choose: Choose, pool: Pool, table: Any) -> Record:
    """A source that lists one more."""
    source = choose.one(pool.sources)
    reported: Record = {}
    for name in table.identity:
        column = table.column(name)
        reported[column.path[0]] = "somebody-else" if column.references else choose.one(column.vocabulary.names)
    return {"fields": [f"/{table.path[0]}"], "source": source.id, "stance": "contradicts", "reported": reported}
