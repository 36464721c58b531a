"""Place: a venue lies where its country says."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

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
    yield Finding("rounds", rows, "The venue is in {venue_country}, and {place_id} in {place_country}.", "venue_country")


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
