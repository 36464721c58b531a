"""Which actors belong together: a ministry and its government, a movement and what it was renamed to."""

from __future__ import annotations

import polars as pl

from negotiation_data.table.rule import Tables

__all__ = ["ancestors", "families", "linked_families"]

#: So many levels up are followed: a directorate, its army, its state, a union of states.
LEVELS = 3


def ancestors(tables: Tables) -> pl.LazyFrame:
    """Each actor with each actor that it is a part of, directly or through others: actor_id, ancestor_id."""
    parents = tables["actors"].select("actor_id", ancestor_id="parent_actor_id").filter(pl.col("ancestor_id").is_not_null())
    levels = [parents]
    for _ in range(LEVELS - 1):
        above = parents.rename({"actor_id": "ancestor_id", "ancestor_id": "higher"})
        levels.append(levels[-1].join(above, on="ancestor_id").select("actor_id", ancestor_id="higher"))
    return pl.concat(levels)


def families(tables: Tables) -> pl.LazyFrame:
    """Each actor with the largest actor that it is a part of, which may be itself: actor_id, family."""
    parents = tables["actors"].select("actor_id", higher="parent_actor_id")
    found = tables["actors"].select("actor_id", family="actor_id")
    for _ in range(LEVELS):
        found = found.join(parents, left_on="family", right_on="actor_id", how="left").select(
            "actor_id", family=pl.coalesce("higher", "family")
        )
    return found


def linked_families(tables: Tables) -> pl.LazyFrame:
    """Families between which people may pass without changing sides: family, other_family, either way round.

    They are linked by a renaming, a split, a merger, an alliance. That a family goes with itself is not listed.
    """
    if "actor_changes" not in tables:
        return pl.LazyFrame(schema={"family": pl.String, "other_family": pl.String})
    family = families(tables)
    changed = (
        tables["actor_changes"]
        .filter(pl.col("other_actor_id").is_not_null())
        .select("actor_id", "other_actor_id")
        .join(family, on="actor_id")
        .join(family.rename({"actor_id": "other_actor_id", "family": "other_family"}), on="other_actor_id")
        .select("family", "other_family")
    )
    return pl.concat([changed, changed.select(family="other_family", other_family="family")]).unique()
