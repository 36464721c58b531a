"""The mutation of the rule on tombstones."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from tests.table.mutations.participation_ceasefire_outcome import Draw, Frames, choose


def nd216(frames: Frames, draw: Draw) -> Frames | None:
    """A tombstone leads to fewer ids, or more, than its fate says."""
    row = choose(draw, frames["tombstones"])
    if row is None:
        return None
    now = row["now"] or []
    others = [name for name in frames["processes"]["process_id"].to_list() if name not in now]
    wrong = {"withdrawn": [others[:1]], "split": [None, now[:1]]}.get(str(row["fate"]), [None, [*now, *others[:1]]])
    fitting = [ids for ids in wrong if (ids or []) != now]
    if not fitting:
        return None
    chosen = draw(st.sampled_from(fitting))
    table = frames["tombstones"]
    new = pl.Series(
        "now",
        [chosen if name == row["former_id"] else ids for name, ids in table.select("former_id", "now").iter_rows()],
        table.schema["now"],
    )
    return {**frames, "tombstones": table.with_columns(new)}


MUTATIONS = {"ND216": nd216}
COMPANIONS: dict[str, set[str]] = {}
