"""Place: a venue lies where its country says."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND601",
    "The country of a venue is that of its place.",
    cure="Mend the country, or choose the right place: towns share names.",
    explanation="Geocoders put Tripoli into Lebanon and Armenia into Colombia. Country and place are coded apart so that one can check the other.",
    tables=("rounds", "places"),
)
def venue_country_fits(tables: Tables) -> Iterator[Finding]:
    places = tables["places"].select("place_id", place_country="country")
    rows = (
        tables["rounds"]
        .join(places, on="place_id")
        .filter(pl.col("venue_country").cast(pl.String) != pl.col("place_country").cast(pl.String))
    )
    yield Finding("rounds", rows, "The venue is in {venue_country}, and {place_id} in {place_country}.", "venue_country", beside="place_id")


@rule(
    "ND602",
    "A place lies in the country of the larger place that it is part of.",
    cure="Mend the country or the parent.",
    explanation="A district of one country cannot be part of a province of another.",
    tables=("places",),
)
def country_fits_parent(tables: Tables) -> Iterator[Finding]:
    parents = tables["places"].select(parent_place_id="place_id", parent_country="country")
    rows = tables["places"].join(parents, on="parent_place_id").filter(pl.col("country") != pl.col("parent_country"))
    yield Finding("places", rows, "The place is in {country}, and {parent_place_id}, of which it is part, in {parent_country}.", "country")


@rule(
    "ND603",
    "Coordinates are a pair, and not 0, 0.",
    cure="Give latitude and longitude, both from one source; leave both out where it is not known.",
    explanation="Half a position is none. Zero and zero, in the sea off Ghana, is what geocoders return for a place that they do not find.",
    tables=("places",),
)
def coordinates_are_possible(tables: Tables) -> Iterator[Finding]:
    places = tables["places"]
    alone = {"latitude": "longitude", "longitude": "latitude"}
    for there, absent in alone.items():
        rows = places.filter(pl.col(there).is_not_null() & pl.col(absent).is_null())
        yield Finding("places", rows, f"It has a {there}, {{{there}}}, and no {absent}.", there)
    nowhere = places.filter((pl.col("latitude") == 0) & (pl.col("longitude") == 0))
    yield Finding("places", nowhere, "It lies at 0, 0, in the sea off Ghana.", "latitude")


#: How far a place can be from the middle of the district, province or city that it is part of, in kilometres. The largest provinces of the world
#: (Sakha, Nunavut, Western Australia) reach about that far.
_FARTHEST = 1500
_EARTH_RADIUS = 6371


@rule(
    "ND604",
    "A place lies near the place that it is part of.",
    cure="Look both places up again: latitude and longitude may be swapped, a sign lost, or one of the two be a namesake.",
    explanation=(
        "Geocoders put towns on the wrong continent, and latitude and longitude are easily swapped. A place 1,500 kilometres from the district or "
        "province around it is wrong; countries and regions may be larger, and are not looked at."
    ),
    tables=("places",),
    level=Level.WARNING,
)
def near_its_parent(tables: Tables) -> Iterator[Finding]:
    bounded = tables["places"].filter(~pl.col("precision").is_in(["country", "region"]))
    parents = bounded.select(parent_place_id="place_id", parent_latitude="latitude", parent_longitude="longitude")
    rows = bounded.join(parents, on="parent_place_id").with_columns(kilometres=_kilometres().round())
    message = "It lies at {latitude}, {longitude}: {kilometres} kilometres from {parent_place_id}, of which it is part."
    yield Finding("places", rows.filter(pl.col("kilometres") > _FARTHEST), message, "latitude")


def _kilometres() -> pl.Expr:
    """The way along the surface of the earth between a place and its parent, by the haversine formula."""
    here, there = pl.col("latitude").radians(), pl.col("parent_latitude").radians()
    east = (pl.col("longitude") - pl.col("parent_longitude")).radians()
    half = ((here - there) / 2).sin() ** 2 + here.cos() * there.cos() * (east / 2).sin() ** 2
    return 2 * _EARTH_RADIUS * half.sqrt().clip(0, 1).arcsin()


# From the finest to the widest.
_WIDTH = {"site": 1, "city": 2, "district": 3, "province": 4, "region": 5, "country": 6}


@rule(
    "ND605",
    "A place is finer than the place that it is part of.",
    cure="Mend `precision` of one of the two, or turn the two round.",
    explanation=(
        "Counts by province or country climb from each place to the larger one. A province that is part of a city sends them the wrong way. "
        "A region has no fixed bounds and so may also be part of a province or of another region."
    ),
    tables=("places",),
)
def finer_than_its_parent(tables: Tables) -> Iterator[Finding]:
    parents = tables["places"].select(parent_place_id="place_id", parent_precision="precision")
    rows = tables["places"].join(parents, on="parent_place_id")
    own, wider = (pl.col(name).cast(pl.String).replace_strict(_WIDTH, return_dtype=pl.Int8) for name in ("precision", "parent_precision"))
    loose = (pl.col("precision") == "region") & pl.col("parent_precision").is_in(["province", "region"])
    message = "It is a {precision}, and {parent_place_id}, of which it is part, a {parent_precision}."
    yield Finding("places", rows.filter((own >= wider) & ~loose), message, "precision")


@rule(
    "ND415",
    "A host gives a place in its own country.",
    cure="Decide who hosted; one that called the sides together elsewhere is a `convener`. Where it did host abroad, as in an embassy, say so in `note`.",
    explanation=(
        "Country of the venue and host are read from the same sentence of a source, and one of them is often filled in from memory of the round before. "
        "Hosts without a country, such as organisations, are not compared."
    ),
    tables=("round_mediators", "rounds", "actors"),
    level=Level.WARNING,
)
def hosts_are_at_home(tables: Tables) -> Iterator[Finding]:
    home = tables["actors"].select("actor_id", host_country="country").filter(pl.col("host_country").is_not_null())
    venue = tables["rounds"].select("round_id", "venue_country").filter(pl.col("venue_country").is_not_null())
    hosts = tables["round_mediators"].filter(pl.col("role") == "host", pl.col("engagement") == "acted")
    rows = hosts.join(home, on="actor_id").join(venue, on="round_id")
    abroad = rows.filter(pl.col("host_country").cast(pl.String) != pl.col("venue_country").cast(pl.String))
    yield Finding(
        "round_mediators", abroad, "The host, {actor_id}, belongs to {host_country}, and the venue is in {venue_country}.", "actor_id"
    )
