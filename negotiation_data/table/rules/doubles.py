"""Doubles: one thing that happened, one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.rules.text import folded


@dataclass(frozen=True, slots=True)
class _Kind:
    """What makes two records of a kind the same: when it was, who took part, and which records are known to be another's successor."""

    table: str
    key: str
    first: str
    last: str
    members: str
    member: tuple[str, ...]
    alike: tuple[str, ...]
    successor_of: str | None


_KINDS = (
    _Kind("rounds", "round_id", "start", "end", "round_parties", ("actor_id",), ("kind",), "replaces_round_id"),
    _Kind("ceasefires", "ceasefire_id", "declared", "declared", "ceasefire_parties", ("actor_id", "declared"), (), "replaces_ceasefire_id"),
    _Kind("incidents", "incident_id", "date", "date", "incident_actors", ("actor_id", "role"), ("kind",), None),
    _Kind("documents", "document_id", "date", "date", "document_actors", ("actor_id", "role"), ("kind",), "version_of_document_id"),
)


@rule(
    "ND204",
    "A round, ceasefire, incident or document is recorded once.",
    cure="Make one record of the two and keep the evidence of both; if they are two things, say what differs: the day, the place, who took part, the title.",
    explanation=(
        "A thing recorded twice under two ids is counted twice. Published event data hold many thousands of such rows, and none says what makes two events "
        "the same. Here it is: the same process and kind, days that are certain and shared, the same place where both have one, and the same parties, "
        "actors or signatories in the same roles; of documents also one title or address, as an actor may issue several a day. "
        "A version of a document and what replaces another are not meant."
    ),
    tables=(),
    completeness="they are made article by article, so that two articles on one round give two, which nobody has joined yet.",
)
def recorded_once(tables: Tables) -> Iterator[Finding]:
    for kind in _KINDS:
        if kind.table in tables and kind.members in tables:
            message = (
                f"{{{kind.key}}}, '{{label}}', and {{other}} are one: days shared, same place, same {kind.member[0].removesuffix('_id')}s."
            )
            yield Finding(kind.table, _same(tables, kind), message, kind.key, beside="other", completeness=True)


def _same(tables: Tables, kind: _Kind) -> pl.LazyFrame:
    """Records that are the same thing as one from before, whose id is `other`."""
    near = _sharing_days(tables[kind.table], kind)
    # The members of a record as one number, in which their order does not count.
    member = pl.concat_str([pl.col(name).cast(pl.String) for name in kind.member], separator=" ", ignore_nulls=True)
    members = tables[kind.members].join(near, on=kind.key, how="semi").group_by(kind.key).agg(members=member.hash().sum())
    rows = near.join(members, on=kind.key)
    group = ["process_id", *kind.alike, "members"]
    if kind.table == "documents":
        of_one_original = (pl.col("successor_of") == pl.col("successor_of_other")).fill_null(False)
        # Two sides sign one ceasefire agreement a day, and may sign several other texts.
        agreements = rows.filter(pl.col("kind") == "ceasefire_agreement")
        titled, posted = rows.filter(pl.col("title") != ""), rows.filter(pl.col("url").is_not_null())
        pairs = [_meeting(agreements, group), _meeting(titled, [*group, "title"]), _meeting(posted, [*group, "url"])]
        pairs = [found.filter(~of_one_original) for found in pairs]
    else:
        one_unplaced = pl.col("place").is_null() | pl.col("place_other").is_null()
        pairs = [_meeting(rows.filter(pl.col("place").is_not_null()), [*group, "place"]), _meeting(rows, group).filter(one_unplaced)]
    not_linked = [
        pl.col("successor_of").ne_missing(pl.col("key_other")),
        pl.col("successor_of_other").ne_missing(pl.col(kind.key)),
    ]
    told = [found.filter(not_linked).select(kind.key, "label", other="key_other") for found in pairs]
    return pl.concat(told).unique(kind.key, keep="first", maintain_order=True)


def _meeting(rows: pl.LazyFrame, group: list[str]) -> pl.LazyFrame:
    """Rows that share a day with one before them in their group, with the columns of that one, whose names end in _other.

    Of those before, that which lasts longest is looked at: if any shares a day, it does. So no pairs need be made.
    """
    ordered = rows.sort("first_day", "key").with_row_index("at")
    longest = pl.when(pl.col("last_day") == pl.col("last_day").cum_max()).then("at").forward_fill().shift(1).over(group)
    before = ordered.select("at", *(pl.col(name).alias(f"{name}_other") for name in ("key", "last_day", "successor_of", "place")))
    found = ordered.with_columns(longest=longest).drop_nulls("longest").join(before, left_on="longest", right_on="at")
    return found.filter(pl.col("first_day") <= pl.col("last_day_other"))


def _sharing_days(records: pl.LazyFrame, kind: _Kind) -> pl.LazyFrame:
    """The records whose days are certain, and shared with another record of their process: few, in good data."""
    certain = [
        pl.col(name).is_null() | pl.col(f"{name}_precision").is_in(["day", "period"]) for name in dict.fromkeys((kind.first, kind.last))
    ]
    days = records.filter(certain).select(
        kind.key,
        "process_id",
        *kind.alike,
        key=pl.col(kind.key),
        first_day=pl.col(f"{kind.first}_earliest"),
        last_day=pl.coalesce(f"{kind.last}_latest", f"{kind.first}_latest"),
        successor_of=pl.col(kind.successor_of) if kind.successor_of else pl.lit(None, pl.String),
        **_described(kind),
    )
    ordered = days.filter(pl.col("first_day") <= pl.col("last_day")).sort("process_id", "first_day")
    before = pl.col("last_day").cum_max().shift(1).over("process_id")
    after = pl.col("first_day").shift(-1).over("process_id")
    return ordered.filter((pl.col("first_day") <= before).fill_null(False) | (after <= pl.col("last_day")).fill_null(False))


def _described(kind: _Kind) -> dict[str, pl.Expr]:
    """What else of a record is compared, by the same name in each kind."""
    if kind.table == "documents":
        nowhere = pl.lit(None, pl.String)
        return {"title": folded(pl.col("title")), "url": pl.col("url"), "label": pl.col("title"), "place": nowhere}
    return {"place": pl.col("place_id"), "label": pl.col("label")}
