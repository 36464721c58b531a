"""The tables beside this file, read into actors, places and an index of surfaces."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.article.gazetteer.model import Actor, Name, NameKind, Place, PlaceKind

__all__ = ["FAMILIES", "Entry", "Tables", "parse_names", "read", "rows", "variants"]

_HERE = Path(__file__).resolve().parent
#: Tables of actors, in the order in which they are believed where two speak of one name.
FAMILIES = ("states", "groups", "organisations", "media", "ucdp")

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
        if said is None:
            said = kind or ("acronym" if _ACRONYM.match(surface) else "name")
        if end and kind is None and said == "name":
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
    ("People's", "Peoples"),
    ("People's", "Peoples'"),
    ("Lord's", "Lords"),
)
_PARTICLE = re.compile(r"\b([Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]r|[Aa]d|[Uu]l|[Ii]|[Ee])-(?=[A-Za-z])")


def variants(surface: str) -> set[str]:
    """The folded surface and the ways of writing it that make no other name: articles, hyphens, British and American spelling, headlines."""
    plain = fold(surface)[0]
    found = {plain}
    for one, other in _ALTERNATIVES:
        for text in tuple(found):
            if one in text:
                found.add(text.replace(one, other))
            elif other in text and other != "Peoples'":
                found.add(text.replace(other, one))
    for text in tuple(found):
        if " - " in text:
            found |= {text.replace(" - ", "-"), text.replace(" - ", " ")}
        if _PARTICLE.search(text):
            found |= {_PARTICLE.sub(r"\1 ", text)}
    for text in tuple(found):
        for article in ("al", "el"):
            if text[:3].lower() in {f"{article}-", f"{article} "} and text[3:4].isupper():
                rest = text[3:]
                found |= {f"{article}-{rest}", f"{article.title()}-{rest}", f"{article.title()} {rest}", f"{article} {rest}"}
        if text[0].islower():
            found.add(text[0].upper() + text[1:])
            found.add("-".join(word[:1].upper() + word[1:] for word in text.split("-")))
    for text in tuple(found):
        if len(text) >= 4 and not text.isupper():  # noqa: PLR2004
            found.add(text.upper())
    return found


def _actor_rows() -> Iterator[tuple[str, dict[str, str], list[Name]]]:
    for family in FAMILIES:
        for row in rows(family):
            if family == "states":
                names = [
                    *parse_names(row["names"]),
                    *_demonyms(row["demonyms"]),
                    *parse_names(row["metonyms"], "metonym"),
                ]
                for group in filter(None, row["capitals"].split(";")):
                    spellings = list(parse_names(group.replace("=", ";"), "capital"))
                    # What is said of one spelling of a capital is said of all.
                    start, end = next(((name.start, name.end) for name in spellings if name.start or name.end), (None, None))
                    weak = any(name.weak for name in spellings)
                    names += [replace(name, start=start, end=end, weak=weak) for name in spellings]
                yield family, row | {"kind": "state", "countries": row["alpha3"]}, names
            elif family == "ucdp":
                yield family, row, list(parse_names(row["names"], None, "ucdp"))
            else:
                yield family, row, list(parse_names(row["names"]))


_INSTITUTIONS = (
    ("army", "military", "Armed forces of {}"),
    ("mfa", "ministry", "Ministry of Foreign Affairs of {}"),
    ("mod", "ministry", "Ministry of Defence of {}"),
)


def _read_actors(tables: Tables) -> None:
    licences = {row["key"]: row["licence"] for row in rows("sources")}
    for family, row, names in _actor_rows():
        source = "ucdp" if family == "ucdp" else "own"
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
        if row["name"] not in {name.surface for name in names} and family != "ucdp":
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
    for actor in [actor for actor in tables.actors.values() if actor.kind == "state"]:
        for suffix, kind, pattern in _INSTITUTIONS:
            label = f"{actor.id}-{suffix}"
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
    for actor in tables.actors.values():
        seen: set[str] = set()
        for name in actor.names:
            entry = Entry(actor.id, name.kind, name.start, name.end, name.weak)
            for surface in variants(name.surface):
                if surface not in seen:
                    seen.add(surface)
                    entries.setdefault(surface, []).append(entry)


def _read_places(tables: Tables) -> None:
    alpha3: dict[str, str] = {}
    keep = tables.place_rows
    index = tables.places
    for row in rows("towns"):
        number = len(keep)
        people = int(row["population"])
        kind: PlaceKind = row["kind"]  # type: ignore[assignment]
        keep.append(Place(row["name"], row["country"], float(row["latitude"]), float(row["longitude"]), int(row["geonames"]), people, kind))
        chosen = bool(row["chosen"])
        if chosen or people >= 500_000:  # noqa: PLR2004
            tables.known_places.add(number)
        for name in (row["name"], *filter(None, row["names"].split(";"))):
            plain = fold(name)[0]
            for surface in {plain, plain.upper()} if chosen and len(plain) > 3 else (plain,):  # noqa: PLR2004
                found = index.setdefault(surface, [])
                if number not in found:
                    found.append(number)
    alpha3 = {row["alpha2"]: row["alpha3"] for row in rows("countries")}
    for row in rows("places"):
        names = [row["name"], *filter(None, row["names"].split(";"))]
        here = alpha3[row["alpha2"]]
        known = [number for name in names for number in index.get(fold(name.rstrip("~"))[0], ()) if keep[number].country == here]
        if known and not row["latitude"] and row["kind"] != "region":
            continue  # a town of the other table
        number = len(keep)
        keep.append(
            Place(
                row["name"],
                here,
                float(row["latitude"]) if row["latitude"] else None,
                float(row["longitude"]) if row["longitude"] else None,
                None,
                0,
                row["kind"],  # type: ignore[arg-type]
            )
        )
        for name in names:
            if not name.endswith("~"):
                tables.known_places.add(number)
            for surface in variants(name.rstrip("~")):
                index.setdefault(surface, []).append(number)
    for actor in tables.actors.values():
        if actor.kind != "state" or not actor.countries:
            continue
        number = len(keep)
        keep.append(Place(actor.name, actor.countries[0], None, None, None, 0, "country"))
        tables.known_places.add(number)
        for name in actor.names:
            if name.kind in {"name", "acronym", "former"}:
                for surface in variants(name.surface):
                    index.setdefault(surface, []).insert(0, number)
    for found in index.values():
        if len(found) > 1:
            found.sort(
                key=lambda number: (
                    keep[number].kind != "country",
                    number not in tables.known_places,
                    keep[number].kind != "capital",
                    -keep[number].population,
                )
            )


def read() -> Tables:
    """All tables."""
    tables = Tables()
    _read_actors(tables)
    _index_actors(tables)
    _read_places(tables)
    lines = (_HERE / "blocked.txt").read_text(encoding="utf-8").splitlines()
    tables.blocked = frozenset(surface for line in lines if line and not line.startswith("#") for surface in variants(line))
    groups = [row for row in rows("groups")] if (_HERE / "groups.csv").exists() else []
    for row in groups:
        for part in filter(None, row["governs"].split(";")):
            match = re.fullmatch(r"([a-z-]+)(?:\[(\d*)-(\d*)\])?", part)
            assert match, part
            tables.governments.setdefault(match[1], []).append((row["id"], _year(match[2]), _year(match[3])))
    return tables
