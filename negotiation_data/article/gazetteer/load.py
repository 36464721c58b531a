"""The tables beside this file, read into actors, places and an index of surfaces."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.article.gazetteer.model import Actor, Name, NameKind, Place

__all__ = ["FAMILIES", "Entry", "Tables", "parse_names", "read", "rows", "variants"]

_HERE = Path(__file__).resolve().parent
#: Towns of this size count without their country.
_LARGE = 500_000
#: Names of this length or less are not looked for in capitals: too many are acronyms.
_SHORT = 3
#: Tables of actors, in the order in which they are believed where two speak of one name.
FAMILIES = ("states", "groups", "organisations", "media", "records", "ucdp")

_MARKED = re.compile(r"^(?:(name|acronym|demonym|capital|metonym|former|translated):)?(.*?)(~?)(?:\[(\d*)-(\d*)\])?(~?)$")
_ACRONYM = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})(?!.*[a-z]{3})\S+(?: ?[-/] ?\S+)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a surface: an actor by one of its names."""

    actor: str
    kind: NameKind
    start: int | None
    end: int | None
    weak: bool


@dataclass(slots=True)
class Tables:
    """All that is read."""

    actors: dict[str, Actor] = field(default_factory=dict)
    #: Folded surface → readings as actors, in the order of the tables.
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    #: Folded surface → rows of places, the largest first.
    places: dict[str, list[int]] = field(default_factory=dict)
    place_rows: list[Place] = field(default_factory=list)
    #: Rows of places that count without their country: capitals, venues of talks, large cities.
    known_places: set[int] = field(default_factory=set)
    blocked: frozenset[str] = frozenset()
    #: State and sort of institution → its id.
    institutions: dict[tuple[str, str], str] = field(default_factory=dict)
    #: State → actors that govern it, with their years.
    governments: dict[str, list[tuple[str, int | None, int | None]]] = field(default_factory=dict)


def rows(family: str) -> list[dict[str, str]]:
    """The rows of a table as they stand."""
    path = _HERE / f"{family}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with gzip.open(_HERE / f"{family}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def parse_names(cell: str, kind: NameKind | None = None, source: str = "own") -> Iterator[Name]:
    """The names of a cell: `kind:surface~[from-to]`, parted by semicolons; all but the surface may be left out."""
    for part in filter(None, cell.split(";")):
        match = _MARKED.match(part.strip())
        assert match, part
        said, surface, weak, start, end, weak_too = match.groups()
        plain = said is None
        if said is None:
            said = kind or ("acronym" if _ACRONYM.match(surface) else "name")
        if end and plain and said == "name":
            said = "former"
        yield Name(surface, said, _year(start), _year(end), bool(weak or weak_too), source)  # type: ignore[arg-type]


def _demonyms(cell: str) -> Iterator[Name]:
    for name in parse_names(cell, "demonym"):
        if name.surface.endswith("+"):
            surface = name.surface[:-1]
            yield replace(name, surface=surface)
            yield replace(name, surface=surface + "s")
        else:
            yield name


_ALTERNATIVES = (
    ("Organisation", "Organization"),
    ("Defence", "Defense"),
    ("Centre", "Center"),
    ("Programme", "Program"),
    ("Labour", "Labor"),
    ("Revolutionary Armed Forces", "Armed Revolutionary Forces"),
    (" and ", " & "),
    ("People's ", "Peoples "),
    ("Lord's ", "Lords "),
)
_PARTICLE = re.compile(r"\b([Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]r|[Aa]d|[Uu]l|[Ii]|[Ee])-(?=[A-Za-z])")


def variants(surface: str) -> set[str]:
    """The folded surface and the ways of writing it that make no other name.

    British and American spelling, hyphens or none, the Arabic article with or without a capital, headlines in capitals.
    """
    found = {fold(surface)[0]}
    for one, other in _ALTERNATIVES:
        for text in tuple(found):
            if one in text:
                found.add(text.replace(one, other))
            elif other in text:
                found.add(text.replace(other, one))
    for text in tuple(found):
        if " - " in text:
            found |= {text.replace(" - ", "-"), text.replace(" - ", " ")}
        if "-" in text and _PARTICLE.search(text):
            found.add(_PARTICLE.sub(r"\1 ", text))
    for text in tuple(found):
        found.update(_capitals(text))
    return found


def _capitals(text: str) -> Iterator[str]:
    article, joint, rest = text[:2].lower(), text[2:3], text[3:]
    if article in {"al", "el"} and joint in {"-", " "} and rest[:1].isupper():
        for written in (article, article.title()):
            yield f"{written}-{rest}"
            yield f"{written} {rest}"
    if text[0].islower():
        yield text[0].upper() + text[1:]
        yield "-".join(word[:1].upper() + word[1:] for word in text.split("-"))
    if text.isupper():
        if len(text) > _SHORT + 1 and text.isalpha():
            yield text.title()  # Unita, Ecowas
    elif len(text) > _SHORT:
        yield text.upper()


_OPPONENTS = ("rebels", "separatists", "insurgents", "guerrillas", "militants", "fighters", "rebel group", "rebel groups")


def _peoples() -> dict[str, list[Name]]:
    """Actors → how they are called after a people or a region: Naga rebels. Weak where several are called so."""
    found: dict[str, list[Name]] = {}
    for row in rows("peoples"):
        labels = row["actors"].split(";")
        for label in labels:
            found.setdefault(label, []).extend(Name(f"{row['people']} {noun}", "metonym", weak=len(labels) > 1) for noun in _OPPONENTS)
    return found


#: What is said of those who are led by somebody, of states and of others; the first of each is told of all who are.
LED_BY_STATES = ("government", "administration", "regime")
LED_BY_OTHERS = (
    "forces",
    "delegation",
    "camp",
    "faction",
    "side",
    "team",
    "fighters",
    "rebels",
    "troops",
    "loyalists",
    "movement",
    "group",
    "men",
    "wing",
)


def _leaders(states: set[str]) -> dict[str, list[Name]]:
    """Actors → how they are called after who leads them: the Santos administration, Netanyahu's government, forces loyal to Haftar."""
    found: dict[str, list[Name]] = {}
    for row in rows("leaders"):
        governs = row["actor"] in states
        for name in parse_names(row["leaders"], "metonym"):
            joints = (" ", "'s ", "' ") if name.surface.endswith("s") else (" ", "'s ")
            words = LED_BY_STATES if governs else LED_BY_OTHERS
            surfaces = [f"{name.surface}{joint}{word}" for joint in joints for word in words]
            if not governs:
                surfaces += [f"forces of {name.surface}", f"forces loyal to {name.surface}"]
            found.setdefault(row["actor"], []).extend(replace(name, surface=surface) for surface in surfaces)
    return found


def _actor_rows() -> Iterator[tuple[str, dict[str, str], list[Name]]]:
    peoples = _peoples()
    leaders = _leaders({row["id"] for row in rows("states")} | {"palestinian-authority"})
    for family in FAMILIES:
        for row in rows(family):
            if family == "states":
                names = [
                    *parse_names(row["names"]),
                    *_demonyms(row["demonyms"]),
                    *parse_names(row["metonyms"], "metonym"),
                    *leaders.get(row["id"], ()),
                ]
                for group in filter(None, row["capitals"].split(";")):
                    spellings = list(parse_names(group.replace("=", ";"), "capital"))
                    # What is said of one spelling of a capital is said of all.
                    start, end = next(((name.start, name.end) for name in spellings if name.start or name.end), (None, None))
                    weak = any(name.weak for name in spellings)
                    names += [replace(name, start=start, end=end, weak=weak) for name in spellings]
                yield family, row | {"kind": "state", "countries": row["alpha3"]}, names
            elif family in {"ucdp", "records"}:
                yield family, row, list(parse_names(row["names"], None, family))
            else:
                yield family, row, [*parse_names(row["names"]), *leaders.get(row["id"], ()), *peoples.get(row["id"], ())]


_INSTITUTIONS = (
    ("army", "military", "Armed forces of {}"),
    ("mfa", "ministry", "Ministry of Foreign Affairs of {}"),
    ("mod", "ministry", "Ministry of Defence of {}"),
)


def _read_actors(tables: Tables) -> None:
    licences = {row["key"]: row["licence"] for row in rows("sources")}
    for family, row, names in _actor_rows():
        source = family if family in {"ucdp", "records"} else "own"
        numbers = tuple(("ucdp_actor", number) for number in filter(None, (row.get("ucdp") or "").split(";")))
        old = tables.actors.get(row["id"])
        if old is not None:
            had = {name.surface for name in old.names} | {old.name}
            tables.actors[row["id"]] = replace(
                old,
                countries=old.countries or tuple(filter(None, row["countries"].split(";"))),
                names=(*old.names, *(name for name in names if name.surface not in had)),
                links=tuple(dict.fromkeys((*old.links, *numbers))),
                source=f"{old.source};{source}" if source not in old.source.split(";") else old.source,
            )
            continue
        if row["name"] not in {name.surface for name in names} and source == "own":
            names.insert(0, Name(row["name"], "acronym" if _ACRONYM.match(row["name"]) else "name", source=source))
        tables.actors[row["id"]] = Actor(
            row["id"],
            row["name"],
            row["kind"],
            tuple(filter(None, row["countries"].split(";"))),
            _year(row.get("start")),
            _year(row.get("end")),
            tuple(names),
            row.get("parent") or None,
            numbers,
            source,
            licences[source],
        )
    tables.institutions = {(row["state"], row["institution"]): row["id"] for row in rows("institutions")}
    for actor in [actor for actor in tables.actors.values() if actor.kind == "state"]:
        for suffix, kind, pattern in _INSTITUTIONS:
            label = tables.institutions.setdefault((actor.id, suffix), f"{actor.id}-{suffix}")
            if label not in tables.actors:
                name = pattern.format(actor.name)
                tables.actors[label] = Actor(
                    label,
                    name,
                    kind,
                    actor.countries,
                    actor.start,
                    actor.end,
                    (Name(name, "name"),),
                    actor.id,
                    (),
                    actor.source,
                    actor.licence,
                )


def _index_actors(tables: Tables) -> None:
    entries = tables.entries
    ours = {
        surface for actor in tables.actors.values() for name in actor.names if name.source == "own" for surface in (fold(name.surface)[0],)
    }
    theirs: dict[str, int] = {}
    for actor in tables.actors.values():
        for surface in {fold(name.surface)[0] for name in actor.names if name.source == "ucdp"}:
            theirs[surface] = theirs.get(surface, 0) + 1
    for actor in tables.actors.values():
        seen: dict[str, Entry] = {}
        for name in actor.names:
            weak = name.weak
            if name.source == "ucdp" and not weak:
                # A translation that others bear too, such as People's Liberation Army, needs its country.
                plain = fold(name.surface)[0]
                weak = plain in ours or theirs[plain] > 1
            entry = Entry(actor.id, name.kind, name.start, name.end, weak)
            for surface in variants(name.surface) if name.kind != "metonym" else (fold(name.surface)[0],):
                had = seen.get(surface)
                if had is None or (had.start, had.end) != (entry.start, entry.end):
                    seen.setdefault(surface, entry)
                    entries.setdefault(surface, []).append(entry)


def _read_towns(tables: Tables) -> None:
    keep, index, known = tables.place_rows, tables.places, tables.known_places
    with gzip.open(_HERE / "towns.csv.gz", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for number, (geonames, name, country, latitude, longitude, population, kind, chosen, others) in enumerate(reader, len(keep)):
            people = int(population)
            keep.append(Place(name, country, float(latitude), float(longitude), int(geonames), people, kind))  # type: ignore[arg-type]
            if chosen == "1" or (people >= _LARGE and not chosen):
                known.add(number)
            for surface in (name, *others.split(";")) if others else (name,):
                plain = surface if surface.isascii() else fold(surface)[0]
                found = index.setdefault(plain, [])
                if number not in found:
                    found.append(number)
                if chosen == "1" and len(plain) > _SHORT and not plain.isupper():
                    found = index.setdefault(plain.upper(), [])
                    if number not in found:
                        found.append(number)


def _read_places(tables: Tables) -> None:
    keep = tables.place_rows
    index = tables.places
    _read_towns(tables)
    alpha3 = {row["alpha2"]: row["alpha3"] for row in rows("countries")}
    for row in rows("places"):
        names = [row["name"], *filter(None, row["names"].split(";"))]
        here = alpha3[row["alpha2"]]
        known = [number for name in names for number in index.get(fold(name.rstrip("~"))[0], ()) if keep[number].country == here]
        if known and not row["latitude"] and row["kind"] != "region":
            continue  # a town of the other table
        place = Place(
            row["name"].rstrip("~"),
            here,
            float(row["latitude"]) if row["latitude"] else None,
            float(row["longitude"]) if row["longitude"] else None,
            None,
            0,
            row["kind"],  # type: ignore[arg-type]
        )
        # By its weak names it needs its country, by the others it does not.
        for weak in (False, True):
            if chosen := [name for name in names if name.endswith("~") == weak]:
                if not weak:
                    tables.known_places.add(len(keep))
                for surface in {surface for name in chosen for surface in variants(name.rstrip("~"))}:
                    index.setdefault(surface, []).append(len(keep))
                keep.append(place)


def _place_states(tables: Tables) -> None:
    """States as places, and all places of a name in order."""
    keep, index, known = tables.place_rows, tables.places, tables.known_places
    for actor in tables.actors.values():
        if actor.kind != "state" or not actor.countries:
            continue
        number = len(keep)
        keep.append(Place(actor.name, actor.countries[0], None, None, None, 0, "country"))
        known.add(number)
        for name in actor.names:
            if name.kind in {"name", "acronym", "former"} and not name.weak:
                for surface in variants(name.surface):
                    index.setdefault(surface, []).insert(0, number)

    def order(number: int) -> tuple[bool, bool, bool, int]:
        place = keep[number]
        return place.kind != "country", number not in known, place.kind != "capital", -place.population

    for found in index.values():
        if len(found) > 1:
            found.sort(key=order)


def shared(tables: Tables) -> dict[str, list[str]]:
    """Surfaces that stand for several actors in the same years and without a country → their ids, the likeliest first.

    A state and what stands for it (its government, its army) are one here.
    """
    found: dict[str, list[str]] = {}
    for surface, entries in tables.entries.items():
        strong = [entry for entry in entries if not entry.weak]
        labels = []
        for entry in strong:
            for other in strong:
                if other.actor != entry.actor and _overlap(entry, other, tables) and not _kin(entry.actor, other.actor, tables):
                    labels.append(entry.actor)
                    break
        if labels:
            found[surface] = list(dict.fromkeys(labels))
    return found


def _overlap(one: Entry, other: Entry, tables: Tables) -> bool:
    starts = [entry.start or tables.actors[entry.actor].start or 0 for entry in (one, other)]
    ends = [entry.end or tables.actors[entry.actor].end or 9999 for entry in (one, other)]
    return max(starts) <= min(ends)


def _kin(one: str, other: str, tables: Tables) -> bool:
    parents = {label: tables.actors[label].parent for label in (one, other)}
    return parents[one] == other or parents[other] == one


def read() -> Tables:
    """All tables."""
    tables = Tables()
    _read_actors(tables)
    _index_actors(tables)
    _read_places(tables)
    _place_states(tables)
    lines = (_HERE / "blocked.txt").read_text(encoding="utf-8").splitlines()
    tables.blocked = frozenset(surface for line in lines if line and not line.startswith("#") for surface in variants(line))
    for row in rows("groups"):
        for part in filter(None, row["governs"].split(";")):
            match = re.fullmatch(r"([a-z-]+)(?:\[(\d*)-(\d*)\])?", part)
            assert match, part
            tables.governments.setdefault(match[1], []).append((row["id"], _year(match[2]), _year(match[3])))
    return tables
