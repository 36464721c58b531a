"""What the gazetteer holds and finds: actors with dated names, places, mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Actor", "Mention", "MentionKind", "Name", "NameKind", "Place", "PlaceKind"]

NameKind: TypeAlias = Literal["name", "acronym", "demonym", "capital", "metonym", "former", "translated"]
PlaceKind: TypeAlias = Literal["capital", "city", "town", "region", "island", "country", "site"]
MentionKind: TypeAlias = Literal[
    "name",
    "acronym",
    "demonym",
    "capital",
    "metonym",
    "former",
    "translated",
    "government",
    "military",
    "ministry",
    "opponents",
    "place",
    "agreement",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A surface that stands for an actor, from `start` to `end` (years, both included).

    A `weak` one says nothing by itself: it counts only in a text that has to do with one of the actor's countries.
    """

    surface: str
    kind: NameKind
    start: int | None = None
    end: int | None = None
    weak: bool = False
    source: str = "own"


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, government, army, ministry, armed group, organisation or medium. `kind` is a label of the schema's list."""

    id: str
    name: str
    kind: str
    countries: tuple[str, ...]
    start: int | None
    end: int | None
    names: tuple[Name, ...]
    parent: str | None
    links: tuple[tuple[str, str], ...]
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `country` is ISO 3166-1 alpha-3; coordinates and the GeoNames number are None where they were not looked up."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    population: int
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text, `text[start:end] == surface`, and what it may stand for: candidates, the likeliest first."""

    start: int
    end: int
    surface: str
    kind: MentionKind
    actors: tuple[str, ...]
    places: tuple[Place, ...]
