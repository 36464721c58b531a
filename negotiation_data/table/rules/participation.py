"""Participation: who negotiates, who brings them together, who sits in the room."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND401",
    "Every round and ceasefire has a third party, or says that it had none, and why.",
    cure="List the third parties under `mediators`; or write `mediation: none` (or `unknown`) and say why in `mediation_reason`.",
    explanation=(
        "Whether anybody brought the sides together is what this data set is for. A missing mediator must be a finding, not an omission: "
        "`none` and `unknown` are answers, an empty list is not."
    ),
    tables=(),
)
def third_party_or_none(tables: Tables) -> Iterator[Finding]:
    for table, mediators, key in (("rounds", "round_mediators", "round_id"), ("ceasefires", "ceasefire_mediators", "ceasefire_id")):
        if table not in tables or mediators not in tables:
            continue
        counted = tables[mediators].group_by(key).agg(pl.len().alias("third_parties"))
        rows = tables[table].join(counted, on=key, how="left").with_columns(pl.col("third_parties").fill_null(0))
        mediated = pl.col("mediation") == "third_party"
        yield Finding(
            table,
            rows.filter(mediated & (pl.col("third_parties") == 0)),
            "It says that a third party took part, and lists none.",
            "mediation",
        )
        yield Finding(
            table,
            rows.filter(~mediated & (pl.col("third_parties") > 0)),
            "It says `mediation: {mediation}`, and lists third parties.",
            "mediation",
        )
        yield Finding(
            table,
            rows.filter(~mediated & pl.col("mediation_reason").is_null()),
            "It says `mediation: {mediation}`, and not why.",
            "mediation",
        )
        yield Finding(table, rows.filter(pl.col("mediation").is_null()), "It does not say whether a third party took part.", "mediation")


@rule(
    "ND402",
    "A round has as many distinct parties as its kind takes.",
    cure="Add the other party, with its attendance; or choose the kind that fits a contact with one side only.",
    explanation="Talks take two. A contact of a mediator with one side, or a meeting on the margins of another event, does not.",
    tables=("rounds", "round_parties"),
)
def enough_parties(tables: Tables) -> Iterator[Finding]:
    kind = tables.model.tables["rounds"].column("kind").vocabulary
    assert kind is not None
    wanted = {label.name: label.minimum_parties for label in kind.labels}
    counted = tables["round_parties"].group_by("round_id").agg(pl.col("actor_id").n_unique().alias("parties"))
    rows = (
        tables["rounds"]
        .join(counted, on="round_id", how="left")
        .with_columns(pl.col("parties").fill_null(0), wanted=pl.col("kind").cast(pl.String).replace_strict(wanted, return_dtype=pl.UInt32))
    )
    yield Finding(
        "rounds", rows.filter(pl.col("parties") < pl.col("wanted")), "A {kind} takes {wanted} parties, and {parties} is listed.", "kind"
    )


@rule(
    "ND403",
    "A mediator or facilitator is not also a party of the same round.",
    cure="Decide what it was: a side of the conflict, or one between the sides. A guarantor with a delegation of its own is a third party.",
    explanation="Counting a side as its own mediator makes a two-sided contact look mediated.",
    tables=("round_mediators", "round_parties"),
)
def mediators_are_no_parties(tables: Tables) -> Iterator[Finding]:
    parties = tables["round_parties"].select("round_id", "actor_id")
    between = tables["round_mediators"].filter(pl.col("role").is_in(["mediator", "facilitator"]))
    yield Finding(
        "round_mediators", between.join(parties, on=["round_id", "actor_id"], how="semi"), "{actor_id} is {role}, and a party too.", "role"
    )


@rule(
    "ND404",
    "A participant, delegation or position belongs to one who took part in the round.",
    cure="Add the actor to `parties` or `mediators`, or name the one on whose behalf the person sat there (the institution goes into `institution`).",
    explanation="A delegate of nobody who was there is a slip of an id: most often the ministry instead of the government.",
    tables=("round_parties", "round_mediators"),
)
def sides_took_part(tables: Tables) -> Iterator[Finding]:
    there = pl.concat([tables[name].select("round_id", "actor_id") for name in ("round_parties", "round_mediators")])
    for table in ("participants", "delegations", "positions"):
        if table in tables:
            rows = tables[table].join(there, on=["round_id", "actor_id"], how="anti")
            yield Finding(table, rows, "{actor_id} is neither a party nor a third party of the round.", "actor_id")


@rule(
    "ND405",
    "A delegation has one head, unless all who led it are co-heads.",
    cure="Decide from the sources who led; where two did together, make both `co_head`.",
    explanation="Sources often call every senior delegate the leader. The claim of another head is kept as evidence that contradicts.",
    tables=("participants",),
)
def one_head(tables: Tables) -> Iterator[Finding]:
    led = tables["participants"].filter(pl.col("role").is_in(["head", "co_head"]))
    delegation = ["round_id", "actor_id"]
    heads = led.group_by(delegation).agg(heads=(pl.col("role") == "head").sum(), co_heads=(pl.col("role") == "co_head").sum())
    odd = heads.filter((pl.col("heads") > 1) | (pl.col("co_heads") == 1) | ((pl.col("heads") > 0) & (pl.col("co_heads") > 0)))
    counted = led.join(odd, on=delegation)
    too_many = counted.filter((pl.col("role") == "head") & ((pl.col("heads") > 1) | (pl.col("co_heads") > 0)))
    yield Finding("participants", too_many, "The delegation of {actor_id} has {heads} heads and {co_heads} co-heads.", "role")
    alone = counted.filter((pl.col("role") == "co_head") & (pl.col("co_heads") == 1) & (pl.col("heads") == 0))
    yield Finding("participants", alone, "{participant} is co-head of {actor_id}'s delegation, and nobody else is.", "role")


@rule(
    "ND406",
    "A participant is named or described.",
    cure="Give `person`, or `described_as` for one whom sources do not name.",
    explanation="An unnamed delegate is worth a row only with what sources do say: a post, an institution.",
    tables=("participants",),
)
def participants_are_somebody(tables: Tables) -> Iterator[Finding]:
    rows = tables["participants"].filter(pl.col("person_id").is_null() & pl.col("described_as").is_null())
    yield Finding("participants", rows, "{participant} has neither a name nor a description.", "participant")
