"""The form that a second coder fills in for an event, and the same form made from the records.

A value that is left out is null. Towns and people are written as names, actors as ids of the list that the coder was given.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

import negotiation_data as nd
from negotiation_data.dates.edtf import EdtfError, parse
from negotiation_data.schema import catalog

HERE = Path(__file__).parent
FIRST = HERE / "first_coding.json"
SECOND = HERE / "second_coding.json"

Form = dict[str, Any]

#: Fields with one label each, and the table whose vocabulary they have.
ROUND_LABELS = ("kind", "status", "channel", "level", "mediation", "outcome")
CEASEFIRE_LABELS = ("declaration", "side", "class", "written", "monitoring", "scope", "status", "end_reason")
ROUND_DATES = ("start", "end")
CEASEFIRE_DATES = ("declared", "effective", "ended")

ROUND_FORM: Form = {
    "event": "round",
    **dict.fromkeys(("kind", "status", "channel", "level", "start", "end", "place", "country", "mediation")),
    "parties": [],
    "third_parties": [],
    "outcome": None,
    "heads": [],
    "participants": [],
}
CEASEFIRE_FORM: Form = {
    "event": "ceasefire",
    **dict.fromkeys((*CEASEFIRE_DATES, *CEASEFIRE_LABELS)),
    "parties": [],
    "mediators": [],
}


def forms_from_records() -> dict[str, Form]:
    """A form for every round and ceasefire, as the records have it now."""
    return {**_rounds(), **_ceasefires()}


def _table(name: Any) -> pl.DataFrame:
    return nd.load(name, enums="string")


def _grouped(name: str, key: str) -> Mapping[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in _table(name).iter_rows(named=True):
        rows.setdefault(row[key], []).append(row)
    return rows


def _rounds() -> dict[str, Form]:
    places = dict(_table("places").select("place_id", "name").iter_rows())
    people = dict(_table("people").select("person_id", "name").iter_rows())
    parties, mediators = _grouped("round_parties", "round_id"), _grouped("round_mediators", "round_id")
    participants = _grouped("participants", "round_id")
    forms = {}
    for row in _table("rounds").iter_rows(named=True):
        key = row["round_id"]
        named = [found for found in participants.get(key, []) if found["person_id"] and found["attendance"] not in ("absent", "declined")]
        forms[key] = {
            **ROUND_FORM,
            **{name: row[name] for name in (*ROUND_LABELS, *ROUND_DATES)},
            "place": places.get(row["place_id"]),
            "country": row["venue_country"],
            "parties": sorted(found["actor_id"] for found in parties.get(key, [])),
            "third_parties": sorted([found["actor_id"], found["role"]] for found in mediators.get(key, [])),
            "heads": sorted([people[found["person_id"]], found["actor_id"]] for found in named if found["role"] in ("head", "co_head")),
            "participants": sorted(people[found["person_id"]] for found in named),
        }
    return forms


def _ceasefires() -> dict[str, Form]:
    parties, mediators = _grouped("ceasefire_parties", "ceasefire_id"), _grouped("ceasefire_mediators", "ceasefire_id")
    forms = {}
    for row in _table("ceasefires").iter_rows(named=True):
        key = row["ceasefire_id"]
        forms[key] = {
            **CEASEFIRE_FORM,
            **{name: row[name] for name in (*CEASEFIRE_LABELS, *CEASEFIRE_DATES)},
            "parties": sorted(found["actor_id"] for found in parties.get(key, [])),
            "mediators": sorted([found["actor_id"], found["role"]] for found in mediators.get(key, [])),
        }
    return forms


def labels_of(event: str, field: str) -> tuple[str, ...] | None:
    """The labels that a field of a form may have; None where it has no vocabulary."""
    column = catalog.model().tables["rounds" if event == "round" else "ceasefires"].column("venue_country" if field == "country" else field)
    return column.vocabulary.names if column.vocabulary else None


def faults(coding: Mapping[str, Form], sample: Mapping[str, Form]) -> list[str]:
    """Everything that is wrong with the form of a coding, one line each."""
    found = [f"{key}: not coded" for key in sample if key not in coding]
    roles = catalog.model().vocabularies["third_party_role"].names
    for key, form in coding.items():
        if key not in sample:
            found.append(f"{key}: not in the sample")
            continue
        found += [f"{key}: {what}" for what in _form_faults(form, sample[key]["event"], roles)]
    return found


def _form_faults(form: Form, event: str, roles: tuple[str, ...]) -> Iterator[str]:
    blank = ROUND_FORM if event == "round" else CEASEFIRE_FORM
    for name in (name for name in blank if name not in form):
        yield f"`{name}` is missing; null says that it was left out"
    for name in (name for name in form if name not in blank and name != "note"):
        yield f"`{name}` is no field of the form"
    for name in (name for name in blank if name in form):
        value = form[name]
        if isinstance(blank[name], list):
            yield from _list_faults(name, value, roles)
        elif value is not None:
            yield from _value_faults(event, name, value)


def _list_faults(name: str, value: Any, roles: tuple[str, ...]) -> Iterator[str]:
    pairs = name in ("third_parties", "mediators", "heads")
    if not isinstance(value, list) or not all(_is_pair(entry) if pairs else isinstance(entry, str) for entry in value):
        yield f"`{name}` is {value!r}; a list of {'pairs of texts' if pairs else 'texts'} is meant"
    elif pairs and name != "heads":
        yield from (f"`{name}` has the role {entry[1]!r}, which the vocabulary has not" for entry in value if entry[1] not in roles)


def _is_pair(entry: Any) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)


def _value_faults(event: str, name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"`{name}` is {value!r}; a text or null is meant"
    elif name == "event" and value != event:
        yield f"`event` is {value!r}; it is a {event}"
    elif name in (*ROUND_DATES, *CEASEFIRE_DATES):
        try:
            days(value)
        except EdtfError as error:
            yield f"`{name}` is {value!r}: {error}"
    elif name not in ("event", "place") and value not in (labels_of(event, name) or ()):
        yield f"`{name}` is {value!r}, which the vocabulary has not"


def days(text: str) -> tuple[datetime.date, datetime.date]:
    """First and last day that a date can mean."""
    parsed = parse(text)
    if parsed.earliest is None or parsed.latest is None:
        raise EdtfError(f"{text} has no first or no last day")
    return parsed.earliest, parsed.latest
