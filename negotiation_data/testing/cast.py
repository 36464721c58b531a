"""Who and where: sides with their institutions and people, third parties, places in countries; first as plans, then as records.

Plans are made before the talks, as talks need to know who is of which side. Records are made after, and only of what
the talks refer to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_date, a_period, a_year, later
from negotiation_data.testing.words import Record, a_text, notes, other_names, word

__all__ = ["Cast", "Person", "Place", "Side", "a_cast", "links"]

_COUNTRIES = ("AFG", "COL", "PHL", "SDN", "XKX", "YEM")
_PARTIES = ("armed_group", "government", "state", "political_party", "coalition", "other")
_THIRD_PARTIES = ("intergovernmental_organisation", "state", "government", "civil_society", "other")
_INSTITUTIONS = ("ministry", "military", "intelligence_service")
_TITLES = ("Envoy", "Minister", "General", "Speaker of the council")
#: Forms of ids elsewhere; those not here are numbers.
_SCHEMES = (
    *("ucdp_actor", "ucdp_conflict", "ucdp_dyad", "ucdp_peace_agreement", "pax_process", "pax_agreement"),
    *("paax_actor", "cf", "gw", "cow", "wikidata", "geonames"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a side, and the institution where he or she holds an office."""

    id: str
    number: int
    side: str
    institution: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Side:
    """A party or third party, with its institutions and people. `predecessor` is an actor that it grew out of."""

    id: str
    number: int
    kind: str
    country: str | None
    institutions: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()
    predecessor: str | None = None

    @property
    def family(self) -> tuple[str, ...]:
        """Its id and those of its institutions."""
        return (self.id, *(institution for institution, _ in self.institutions))


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the country that it lies in, and the larger place that it is a part of."""

    id: str
    number: int
    precision: str
    country: str | None
    parent: str | None


@dataclass(slots=True)
class Cast:
    """Everybody and every place that talks can refer to."""

    parties: list[Side] = field(default_factory=list)
    third_parties: list[Side] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    first: date = date.max
    last: date = date.min
    links: int = 0

    @property
    def sides(self) -> list[Side]:
        return [*self.parties, *self.third_parties]

    def place(self, place_id: str | None) -> Place | None:
        return next((place for place in self.places if place.id == place_id), None)


def a_cast(choose: Choose) -> Cast:
    """Two to four parties, one to three third parties, places of two countries or three."""
    cast = Cast()
    numbers = iter(range(1, 1000))
    for _ in range(choose.number(2, 4)):
        cast.parties.append(_side(choose, next(numbers), _PARTIES))
    for _ in range(choose.number(1, 3)):
        cast.third_parties.append(_side(choose, next(numbers), _THIRD_PARTIES))
    countries = list(dict.fromkeys([side.country for side in cast.sides if side.country] + list(_COUNTRIES[:2])))
    for country in countries[:3]:
        cast.places += _places(choose, len(cast.places), country)
    if choose.chance():
        cast.places.append(Place(f"place-{len(cast.places) + 1}", len(cast.places) + 1, "region", None, None))
    return cast


def _side(choose: Choose, number: int, kinds: tuple[str, ...]) -> Side:
    side, kind = f"actor-{number}", choose.one(kinds)
    country = None if kind == "intergovernmental_organisation" or choose.chance(3) else choose.one(_COUNTRIES)
    institutions = tuple((f"{side}-{part}", choose.one(_INSTITUTIONS)) for part in range(1, choose.number(1, 2) + 1))
    people = tuple(
        Person(
            f"person-{number}-{part}",
            10 * number + part,
            side,
            choose.one((institutions[0][0], institutions[-1][0], None)),
            choose.one(_TITLES),
        )
        for part in range(1, choose.number(1, 4) + 1)
    )
    return Side(side, number, kind, country, institutions, people, f"{side}-before" if choose.chance(3) else None)


#: From the widest; a region may lie in a province, and a district in a region.
_LEVELS = ("country", "region", "province", "district", "city", "site")


def _places(choose: Choose, known: int, country: str) -> Iterator[Place]:
    """A chain of places, each in the one before, and sometimes one that is on its own."""
    parent = None
    for level in choose.some(_LEVELS) or ["city"]:
        known += 1
        place = Place(f"place-{known}", known, level, country, parent)
        yield place
        parent = place.id if not choose.chance(6) else None
    if choose.chance(3):
        known += 1
        yield Place(f"place-{known}", known, choose.one(("city", "site")), None if choose.chance() else country, None)


# ---------------------------------------------------------------------------- records


def links(choose: Choose, cast: Cast, record: Record) -> None:
    """Ids of the record in other data sets, which no other record has."""
    found = []
    turned = cast.links % len(_SCHEMES)  # so that few data sets name them all
    for scheme in choose.several((*_SCHEMES[turned:], *_SCHEMES[:turned]), 1, 2):
        cast.links += 1
        form = {"wikidata": "Q{}", "cf": "cf-{}", "paax_actor": "A{}.1"}.get(scheme, "{}")
        link = {"scheme": scheme, "id": form.format(cast.links), "relation": choose.one(("same", "broader", "narrower", "related"))}
        found.append(link | ({"version": "25.1"} if choose.chance() else {}))
    record["links"] = found


def records(choose: Choose, cast: Cast, wanted: str, sources: list[str]) -> tuple[str, Record] | None:
    """The record of an id that something refers to, with its kind; None if it is nobody's of this cast."""
    for side in cast.sides:
        for person in side.people:
            if person.id == wanted:
                return "person", _person(choose, cast, side, person, sources)
        if wanted == side.id:
            return "actor", _actor(choose, cast, side, sources)
        if wanted == side.predecessor:
            return "actor", _predecessor(choose, side)
        for part, (institution, kind) in enumerate(side.institutions, 1):
            if wanted == institution:
                return "actor", _institution(choose, cast, side, institution, kind, part)
    place = cast.place(wanted)
    return None if place is None else ("place", _place(choose, cast, place, sources))


#: Years in which sides came to be, long before any talks here; predecessors ceased then.
_CAME_TO_BE = 1960


def _actor(choose: Choose, cast: Cast, side: Side, sources: list[str]) -> Record:
    record: Record = {"id": side.id, "name": f"{word(side.number)} {side.kind.replace('_', ' ')}", "kind": side.kind}
    if side.country:
        record["country"] = side.country
    chosen = choose.some(("start", "end", "names", "links"))
    if "start" in chosen:
        record["start"] = a_year(choose, _CAME_TO_BE + choose.number(0, 9))
    if "end" in chosen and choose.chance(4):
        record["end"] = a_date(choose, later(cast.last, 400))
    if "names" in chosen:
        record["names"] = other_names(choose, side.number, sources, "actor")
        for name in record["names"]:
            for bound in choose.some(("valid_from", "valid_to")):
                name[bound] = f"{_CAME_TO_BE + (20 if bound == 'valid_from' else 30) + choose.number(0, 9)}"
    if side.predecessor:
        record["changes"] = _changes(choose, side.predecessor)
    if "links" in chosen:
        links(choose, cast, record)
    notes(choose, record)
    return record


def _changes(choose: Choose, other: str) -> list[Record]:
    kinds = ("renamed", "split_from", "merged_into", "formed_from", "allied_with", "succeeded", "dissolved")
    found = []
    for number, kind in enumerate(choose.several(kinds, 1, 2), 1):
        change: Record = {"change": f"change-{number}", "kind": kind, "date": a_year(choose, _CAME_TO_BE + choose.number(0, 9))}
        if number == 1:
            change["other"] = other
        if choose.chance():
            change["summary"] = a_text(choose)
        found.append(change)
    return found


def _predecessor(choose: Choose, side: Side) -> Record:
    record: Record = {"id": side.predecessor, "name": f"Old {word(side.number)} {side.kind.replace('_', ' ')}", "kind": side.kind}
    record["end"] = a_year(choose, _CAME_TO_BE + choose.number(0, 9))
    notes(choose, record)
    return record


def _institution(choose: Choose, cast: Cast, side: Side, institution: str, kind: str, part: int) -> Record:
    name = f"{word(100 * part + side.number)} {kind.replace('_', ' ')}"
    record: Record = {"id": institution, "name": name, "kind": kind, "parent": side.id}
    if side.country and choose.chance():
        record["country"] = side.country
    if choose.chance(4):
        links(choose, cast, record)
    notes(choose, record)
    return record


def _person(choose: Choose, cast: Cast, side: Side, person: Person, sources: list[str]) -> Record:
    record: Record = {"id": person.id, "name": f"{word(person.number)} of {word(side.number)}"}
    chosen = choose.some(("names", "offices", "former", "links"))
    if "names" in chosen:
        record["names"] = other_names(choose, person.number, sources, "person")
    offices: list[Record] = []
    if "offices" in chosen:
        office: Record = {"office": "present", "title": person.title, "actor": person.institution or side.id}
        when = choose.some(("held_from", "held_to", "attested"))
        if "held_from" in when:
            office["held_from"] = a_date(choose, later(cast.first, -1000))
        if "held_to" in when:
            office["held_to"] = a_date(choose, later(cast.last, 1000))
        if "attested" in when:
            office["attested"] = a_period(choose, cast.first, cast.last)
        offices.append(office)
    if "former" in chosen:
        former = {"office": "former", "title": "Clerk of the harbour", "actor": side.id}
        offices.append(former | {"held_from": a_year(choose, 1981), "held_to": a_year(choose, 1991)})
    if offices:
        record["offices"] = offices
    if "links" in chosen:
        links(choose, cast, record)
    notes(choose, record)
    return record


def _place(choose: Choose, cast: Cast, place: Place, sources: list[str]) -> Record:
    record: Record = {"id": place.id, "name": f"{word(place.number)} {place.precision}", "precision": place.precision}
    if place.country:
        record["country"] = place.country
    if place.parent:
        record["parent"] = place.parent
    chosen = choose.some(("position", "names", "links"))
    if "position" in chosen:  # places of one country lie close together
        country = _COUNTRIES.index(place.country) if place.country else 9
        record["latitude"] = round(-40.25 + 10 * country + place.number / 100, 4)
        record["longitude"] = round(-150.5 + 30 * country + place.number / 50, 4)
    if "names" in chosen:
        record["names"] = other_names(choose, place.number, sources, "place")
    if "links" in chosen:
        links(choose, cast, record)
    notes(choose, record)
    return record
