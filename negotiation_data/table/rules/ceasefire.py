"""Ceasefires: what they say of themselves fits together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.table.kinship import families
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import left_open

#: Events with which a ceasefire ends, each named like the reason that it gives.
_ENDINGS = ["expired", "collapsed", "superseded"]

#: An accusation or a count of breaches may come so much later than the incident.
_DAYS_AFTER_INCIDENT = 7

#: An event of a round may be announced on the day before or after it.
_DAYS_AROUND_ROUND = 1


@rule(
    "ND501",
    "A ceasefire that ended says when and how; one that is not said to have ended does not.",
    cure="If it ended, give `status: ended`, the day and `end_reason`, and if it did not, none of them; if its end was not seen, choose another status.",
    explanation='A null end is not "in force". Status, end and reason are one statement in three columns.',
    tables=("ceasefires",),
    completeness="an article may say that a truce is over, and not since when or why.",
)
def ended_is_consistent(tables: Tables) -> Iterator[Finding]:
    over = pl.col("status") == "ended"
    ended = tables["ceasefires"].filter(over)
    for column, told in (("ended", "when"), ("end_reason", "how")):
        silent = ended.filter(pl.col(column).is_null())
        yield Finding("ceasefires", silent, f"It is said to have ended, and not {told}.", "status", completeness=True)
    yield Finding(
        "ceasefires",
        tables["ceasefires"].filter(~over & pl.col("ended").is_not_null()),
        "It is {status}, and has an end, {ended}.",
        "ended",
    )


@rule(
    "ND502",
    "A unilateral ceasefire is declared by one party, any other by at least two.",
    cure="Mend `declaration`, or `declared` of the parties.",
    explanation="Who declared it is said twice, for the whole and for each party; the two must agree.",
    tables=("ceasefires", "ceasefire_parties"),
)
def declared_by(tables: Tables) -> Iterator[Finding]:
    counted = tables["ceasefire_parties"].group_by("ceasefire_id").agg(pl.col("declared").sum().alias("declaring"))
    rows = tables["ceasefires"].join(counted, on="ceasefire_id", how="left").with_columns(pl.col("declaring").fill_null(0))
    alone = pl.col("declaration") == "unilateral"
    wrong = (alone & (pl.col("declaring") != 1)) | (~alone & (pl.col("declaring") < 2))
    yield Finding(
        "ceasefires", rows.filter(wrong), "The declaration is {declaration}, and parties that declared it: {declaring}.", "declaration"
    )


@rule(
    "ND504",
    "An extension ends later than the term that it extends.",
    cure=(
        "`planned_end` is the end announced first, and each `until` is later than the one before; look whether the extension is of another ceasefire, or "
        "the date is of the announcement."
    ),
    explanation=(
        "Chains of short truces are told in prose that says until when and not from when, and `planned_end` is easily overwritten by the last extension. "
        "Then the length of the term, and whether it expired, are wrong."
    ),
    tables=("ceasefires", "ceasefire_events"),
)
def extensions_extend(tables: Tables) -> Iterator[Finding]:
    key = "ceasefire_id"
    planned = tables["ceasefires"].select(key, "planned_end", "planned_end_time", "planned_end_earliest")
    extended = tables["ceasefire_events"].filter(pl.col("kind") == "extended", pl.col("until_latest").is_not_null())
    joined = extended.join(planned, on=key)
    # A term that ran to an hour of the day can be extended within the day.
    same_day = (pl.col("until_latest") == pl.col("planned_end_earliest")) & pl.col("planned_end_time").is_null()
    rows = joined.filter((pl.col("until_latest") < pl.col("planned_end_earliest")) | same_day)
    yield Finding("ceasefire_events", rows, "It is extended to {until}, and ran to {planned_end} already.", "until")
    ordered = extended.sort(key, "date_earliest", "date_latest", "event")
    before = [
        pl.when(pl.col(key) == pl.col(key).shift(1)).then(pl.col(name).shift(1)).alias(f"earlier_{name}")
        for name in ("event", "until", "until_earliest", "date_latest")
    ]
    chained = ordered.with_columns(before)
    in_turn = pl.col("earlier_date_latest") < pl.col("date_earliest")
    shorter = chained.filter(in_turn & (pl.col("until_latest") <= pl.col("earlier_until_earliest")))
    yield Finding("ceasefire_events", shorter, "It is extended to {until}, and ran to {earlier_until} already by {earlier_event}.", "until")


@rule(
    "ND505",
    "A ceasefire that another replaces ended with that, as superseded.",
    cure=(
        "Give the earlier one `status: ended`, `end_reason: superseded` and the day; or, where it had ended before in another way, delete `replaces` of "
        "the later one."
    ),
    explanation=(
        "That one took the place of the other is said in two records. Left open, the earlier ceasefire is counted as in force beside the one that took "
        "its place, for years."
    ),
    tables=("ceasefires",),
)
def replaced_ceasefires_ended(tables: Tables) -> Iterator[Finding]:
    begun = pl.when(pl.col("effective").is_not_null()).then("effective_latest").otherwise("declared_latest")
    later = tables["ceasefires"].with_columns(begins=pl.coalesce("effective", "declared"), begun=begun)
    earlier = tables["ceasefires"].select(
        replaces_ceasefire_id="ceasefire_id",
        its_status="status",
        its_reason="end_reason",
        its_end="ended",
        its_end_earliest="ended_earliest",
    )
    # One that replaces itself is told by ND210.
    pairs = later.join(earlier, on="replaces_ceasefire_id").filter(pl.col("replaces_ceasefire_id") != pl.col("ceasefire_id"))
    superseded = (pl.col("its_status") == "ended") & pl.col("its_reason").eq_missing("superseded")
    yield Finding(
        "ceasefires",
        pairs.filter(~superseded),
        "It replaces {replaces_ceasefire_id}, whose status is {its_status}, and whose reason to end is {its_reason}.",
        "replaces_ceasefire_id",
        beside="replaces_ceasefire_id",
    )
    yield Finding(
        "ceasefires",
        pairs.filter(superseded & (pl.col("its_end_earliest") > pl.col("begun"))),
        "It began {begins}, and {replaces_ceasefire_id}, which it replaces, ended {its_end}.",
        "replaces_ceasefire_id",
        beside="replaces_ceasefire_id",
    )


@rule(
    "ND506",
    "One party is bound towards another by one ceasefire at a time.",
    cure=(
        "Look whether the two are one, told twice; whether the later one extends the earlier (an event) or `replaces` it; or give the `scope` of each, if "
        "they cover different areas or means."
    ),
    explanation=(
        "Renewals are coded now as events and now as new ceasefires, and published data count the same truce twice. Only those of which both are certain to "
        "have been in force for more than a day are compared, and none that covers a part only."
    ),
    tables=("ceasefires", "ceasefire_parties"),
    level=Level.WARNING,
)
def one_ceasefire_at_a_time(tables: Tables) -> Iterator[Finding]:
    last_seen = pl.when(pl.col("status") == "in_force").then("observed_until")
    whole = tables["ceasefires"].filter(~pl.col("scope").is_in(["area", "means"]).fill_null(False))
    spans = whole.select(
        "ceasefire_id",
        "replaces_ceasefire_id",
        begins="effective_latest",
        ends=pl.when(pl.col("ended").is_not_null()).then("ended_earliest").otherwise(last_seen),
    ).filter(pl.col("begins") < pl.col("ends"))
    parties = tables["ceasefire_parties"].select("ceasefire_id", "actor_id", "declared")
    bound = parties.filter("declared").drop("declared")
    towards = parties.select("ceasefire_id", other_id="actor_id")
    pairs = spans.join(bound, on="ceasefire_id").join(towards, on="ceasefire_id").filter(pl.col("actor_id") != pl.col("other_id"))
    # In order of their beginning, each is compared with that one before it which lasted longest.
    pair = ["actor_id", "other_id"]
    sorted_pairs = pairs.sort(*pair, "begins", "ceasefire_id")
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in pair).fill_null(False)
    several = sorted_pairs.filter(same | same.shift(-1).fill_null(False))
    ordered = several.with_columns(longest=pl.col("ends").cum_max().over(pair))
    reigning = pl.when(pl.col("ends") == pl.col("longest"))
    compared = ordered.with_columns(
        until=pl.col("longest").shift(1).over(pair),
        beside=reigning.then("ceasefire_id").forward_fill().shift(1).over(pair),
        beside_replaces=reigning.then(pl.col("replaces_ceasefire_id").fill_null("")).forward_fill().shift(1).over(pair),
    )
    overlap = pl.col("until").clip(upper_bound=pl.col("ends")) - pl.col("begins")
    linked = pl.col("replaces_ceasefire_id").eq_missing(pl.col("beside")) | (pl.col("beside_replaces") == pl.col("ceasefire_id"))
    rows = compared.filter((overlap > pl.duration(days=1)) & ~linked).unique("ceasefire_id", keep="first", maintain_order=True)
    yield Finding(
        "ceasefires", rows, "From {begins} on {actor_id} is bound by it, and until {until} by {beside} too.", "effective", beside="beside"
    )


@rule(
    "ND507",
    "The status of a ceasefire is what its dates and events say.",
    cure="Mend the status, or the date or event that speaks against it; for a beginning that sources leave open, list `/effective` under `missing`.",
    explanation=(
        "A ceasefire in force has begun, one that is only proposed has not, and one that collapsed, expired or was superseded, and was not taken up again, is "
        "over. Whoever counts ceasefires in force goes by the status."
    ),
    tables=("ceasefires", "missing_values"),
    completeness="an article may say that a truce holds, and not since when.",
)
def status_fits(tables: Tables) -> Iterator[Finding]:
    key, status = "ceasefire_id", pl.col("status")
    open_values = left_open(tables, "ceasefires", ["effective"])
    running = tables["ceasefires"].filter(status.is_in(["in_force", "suspended"]), pl.col("effective").is_null())
    undated = running.join(open_values, on=key, how="anti")
    yield Finding("ceasefires", undated, "It is {status}, and has not begun.", "status", completeness=True)
    begun = tables["ceasefires"].filter(status == "proposed", pl.col("effective").is_not_null())
    yield Finding("ceasefires", begun, "It is {status}, and began {effective}.", "status")
    if "ceasefire_events" in tables:
        events = tables["ceasefire_events"].select(key, "event", "date", "date_earliest", "date_latest", event_kind="kind")
        resumed = events.filter(pl.col("event_kind") == "resumed").group_by(key).agg(resumed=pl.col("date_latest").max())
        ended = (
            events.filter(pl.col("event_kind").is_in(_ENDINGS))
            .join(resumed, on=key, how="left")
            .filter(pl.col("resumed").is_null() | (pl.col("resumed") < pl.col("date_earliest")))
            .sort(key, "date_latest", "event")
            .unique(key, keep="last", maintain_order=True)
        )
        rows = tables["ceasefires"].filter(status.is_in(["proposed", "declared", "in_force", "suspended"])).join(ended, on=key)
        yield Finding(
            "ceasefires", rows, "It is {status}, and has an event {event_kind}, {date}, after which it was not resumed.", "status"
        )
        # What happened after the end is told by ND318.
        over = tables["ceasefires"].filter(status == "ended").join(ended, on=key).filter(pl.col("date_latest") < pl.col("ended_earliest"))
        yield Finding("ceasefires", over, "It ended {ended}, and its event {event_kind} is of {date}.", "ended")


@rule(
    "ND508",
    "A ceasefire has as many sides as it says.",
    cure="Mend `side`, or add the party that is missing; the other side of a unilateral ceasefire has `declared: false`.",
    explanation=(
        "In published data the number of sides differs between the rows of one ceasefire. A side may be several actors, so two sides take at least two "
        "parties, more than two at least three, and a unilateral ceasefire binds only the one who declared it."
    ),
    tables=("ceasefires", "ceasefire_parties"),
)
def sides_are_there(tables: Tables) -> Iterator[Finding]:
    counted = tables["ceasefire_parties"].group_by("ceasefire_id").agg(parties=pl.len())
    rows = tables["ceasefires"].join(counted, on="ceasefire_id", how="left").with_columns(pl.col("parties").fill_null(0))
    side, alone = pl.col("side"), pl.col("declaration") == "unilateral"
    one_declared = rows.filter(alone != (side == "unilateral"))
    yield Finding("ceasefires", one_declared, "The ceasefire is {side}, and its declaration {declaration}.", "side")
    too_few = ~alone & (((side == "bilateral") & (pl.col("parties") < 2)) | ((side == "multilateral") & (pl.col("parties") < 3)))
    yield Finding("ceasefires", rows.filter(too_few), "The ceasefire is {side}, and its parties are {parties}.", "side")


@rule(
    "ND509",
    "How a ceasefire ended is what its term and events say.",
    cure="Mend `end_reason`; or give the term (`planned_end`, `fixed_term_days`), the event, or the ceasefire that `replaces` it.",
    explanation=(
        "Whether a truce ran out, broke or gave way to another is what students of ceasefires ask first. Only what had a term can run out, and what was "
        "superseded has a successor."
    ),
    tables=("ceasefires", "ceasefire_events"),
)
def end_reason_fits(tables: Tables) -> Iterator[Finding]:
    key, reason = "ceasefire_id", pl.col("end_reason")
    ceasefires, events = tables["ceasefires"], tables["ceasefire_events"]
    extended = events.filter(pl.col("kind") == "extended")
    without_term = ceasefires.filter(reason == "expired", pl.all_horizontal(pl.col("planned_end", "fixed_term_days").is_null()))
    yield Finding(
        "ceasefires", without_term.join(extended, on=key, how="anti"), "It expired, and no term is given that could run out.", "end_reason"
    )
    successors = pl.concat(
        [
            ceasefires.filter(pl.col("replaces_ceasefire_id") != pl.col(key)).select(pl.col("replaces_ceasefire_id").alias(key)),
            events.filter(pl.col("kind") == "superseded").select(key),
        ]
    )
    orphaned = ceasefires.filter(reason == "superseded").join(successors, on=key, how="anti")
    yield Finding("ceasefires", orphaned, "It is superseded, and nothing took its place.", "end_reason")
    endings = events.filter(pl.col("kind").is_in(_ENDINGS)).select(key, "date", "date_latest", ending=pl.col("kind").cast(pl.String))
    last = endings.filter(pl.col("date_latest") == pl.col("date_latest").max().over(key)).join(
        ceasefires.filter(reason.is_not_null(), reason != "unclear"), on=key, suffix="_of_ceasefire"
    )
    agrees = pl.col("ending") == reason.cast(pl.String)
    contrary = last.filter(~agrees.any().over(key)).sort("ending").unique(key, keep="first", maintain_order=True)
    yield Finding("ceasefires", contrary, "The reason is {end_reason}, and the last event that ended it is {ending}, {date}.", "end_reason")


@rule(
    "ND510",
    "An alleged breach has an accuser, who accuses another, and the accused is bound by the ceasefire.",
    cure=(
        "Name in `by` who made the allegation and in `against` the party that is to answer for it: of an ally or a group on its soil, the party. "
        "An allegation that names nobody has no `against`."
    ),
    explanation=(
        "A breach is a claim of somebody. Without an accuser it reads as a fact, and with accuser and accused exchanged, a common slip in coding from "
        "statements, it reads as its contrary."
    ),
    tables=("ceasefire_events", "ceasefire_parties", "actors"),
)
def allegations_are_between_two(tables: Tables) -> Iterator[Finding]:
    alleged = tables["ceasefire_events"].filter(pl.col("kind") == "violation_alleged")
    yield Finding("ceasefire_events", alleged.filter(pl.col("by_actor_id").is_null()), "A breach is alleged, and not by whom.", "kind")
    own = alleged.filter(pl.col("by_actor_id") == pl.col("against_actor_id"))
    yield Finding("ceasefire_events", own, "{by_actor_id} accuses itself.", "against_actor_id")
    family = families(tables)
    bound = tables["ceasefire_parties"].join(family, on="actor_id").select("ceasefire_id", "family")
    accused = alleged.join(family, left_on="against_actor_id", right_on="actor_id")
    strangers = accused.join(bound, on=["ceasefire_id", "family"], how="anti")
    yield Finding(
        "ceasefire_events",
        strangers,
        "{against_actor_id} is accused, and is neither a party of the ceasefire nor a part of one.",
        "against_actor_id",
    )


@rule(
    "ND511",
    "Form and machinery of a ceasefire are the same wherever they are told.",
    cure="Mend the one that the sources do not bear out: `written` and `document`, `monitoring`, `class` and the third party that is `monitor`.",
    explanation=(
        "Whether there is a text and whether anybody watches are told by labels and by what they stand for: a document, a monitor, a class that provides for "
        "monitoring. Codebooks of the field define these classes, and their tables break the definitions by the dozen."
    ),
    tables=("ceasefires", "documents", "ceasefire_mediators"),
)
def form_is_told_once(tables: Tables) -> Iterator[Finding]:
    ceasefires, key = tables["ceasefires"], "ceasefire_id"
    agreed = ["ceasefire_agreement", "agreement", "joint_statement"]
    texts = tables["documents"].filter(pl.col("kind").is_in(agreed)).select("document_id", document_kind="kind")
    spoken = ceasefires.filter(pl.col("written") == "verbal").join(texts, on="document_id")
    yield Finding("ceasefires", spoken, "It is {written}, and {document_id} is its {document_kind}.", "written")
    watched = pl.col("monitoring").is_in(["agreed_in_principle", "established"])
    unforeseen = ceasefires.filter(watched, pl.col("class") == "cessation_of_hostilities")
    yield Finding("ceasefires", unforeseen, "Monitoring is {monitoring}, and a {class} provides for none.", "monitoring")
    unwatched = ceasefires.filter(pl.col("monitoring") == "none")
    foreseen = unwatched.filter(pl.col("class") == "preliminary")
    yield Finding("ceasefires", foreseen, "Monitoring is {monitoring}, and a {class} ceasefire provides for it.", "monitoring")
    monitors = tables["ceasefire_mediators"].filter(pl.col("role") == "monitor", pl.col("engagement") == "acted")
    monitor = monitors.group_by(key).agg(pl.col("actor_id").sort().first())
    yield Finding("ceasefires", unwatched.join(monitor, on=key), "Monitoring is {monitoring}, and {actor_id} monitors it.", "monitoring")


@rule(
    "ND512",
    "An event of a ceasefire happened when its incident or round did.",
    cure="Mend the date of the event, or link the incident or round that it was.",
    explanation=(
        "Clashes at the same place weeks apart are taken for each other. An allegation may follow its incident by some days; what comes before it, or more than "
        "a week after, or more than a day outside the round, is most likely about another."
    ),
    tables=("ceasefire_events",),
    level=Level.WARNING,
)
def events_meet_what_they_were(tables: Tables) -> Iterator[Finding]:
    first, last = pl.col("date_earliest"), pl.col("date_latest")
    if "incidents" in tables:
        incidents = tables["incidents"].select("incident_id", then="date", then_first="date_earliest", then_last="date_latest")
        joined = tables["ceasefire_events"].join(incidents, on="incident_id")
        elsewhen = (last < pl.col("then_first")) | (first > pl.col("then_last").dt.offset_by(f"{_DAYS_AFTER_INCIDENT}d"))
        yield Finding("ceasefire_events", joined.filter(elsewhen), "The event is of {date}, and {incident_id} of {then}.", "date")
    if "rounds" in tables:
        rounds = tables["rounds"].select(
            "round_id", round_start="start", round_end="end", then_first="start_earliest", then_last="end_latest"
        )
        joined = tables["ceasefire_events"].join(rounds, on="round_id")
        elsewhen = (last < pl.col("then_first").dt.offset_by(f"-{_DAYS_AROUND_ROUND}d")) | (
            first > pl.col("then_last").dt.offset_by(f"{_DAYS_AROUND_ROUND}d")
        )
        rows = joined.filter(elsewhen)
        yield Finding("ceasefire_events", rows, "The event is of {date}, and {round_id} of {round_start} to {round_end}.", "date")
