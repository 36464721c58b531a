"""Outcome: what came of talks, what shows it, and what was announced for the next."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import left_open

#: Of rounds that did not take place, or not yet.
_NOT_HELD = ["planned", "cancelled", "refused", "not_held"]

#: Texts that several actors agreed to or issued together.
_AGREED_TEXTS = ["ceasefire_agreement", "agreement", "joint_statement"]

#: So many days around the day announced, a round counts as the one that was announced.
DAYS_AROUND = 30


@rule(
    "ND801",
    "Talks that ended in an agreement have something that shows it.",
    cure=(
        "Add the outcome (a ceasefire, an agreement, a joint statement), the document or the ceasefire, with `round`; or judge the round's outcome again: an "
        "agreement to go on, or to hold what was agreed before, is an `undertaking`."
    ),
    explanation=(
        "`agreement` is a judgement on the round as a whole. What was agreed is a row, a text or a truce; without any of them nobody can check the "
        "judgement, or find the agreement in other data sets."
    ),
    completeness="an article may tell of an agreement, and not what it is.",
    tables=("rounds", "outcomes", "documents", "ceasefires"),
    level=Level.WARNING,
)
def agreements_are_shown(tables: Tables) -> Iterator[Finding]:
    # An agreement of talks that were never held is told by ND804.
    agreed = tables["rounds"].filter(pl.col("outcome").is_in(["agreement", "partial_agreement"]), ~pl.col("status").is_in(_NOT_HELD))
    shown = (
        tables["outcomes"].filter(pl.col("kind").is_in(["agreement", "ceasefire", "joint_statement"])),
        tables["documents"].filter(pl.col("kind").is_in(_AGREED_TEXTS)),
        tables["ceasefires"],
    )
    rows = agreed.join(pl.concat([rows.select("round_id") for rows in shown]), on="round_id", how="anti")
    yield Finding(
        "rounds",
        rows,
        "The outcome is {outcome}, and there is no agreement, joint statement or ceasefire of the round.",
        "outcome",
        completeness=True,
    )


@rule(
    "ND802",
    "Talks in which something was agreed did not end without an agreement.",
    cure="Judge the round's outcome again, or the state of the item; what one side only says was agreed is `claimed`.",
    explanation=(
        "Talks are reported as failed because the last day failed, when a truce of the first day held. The judgement on the whole and the things that came "
        "of it must agree, or a count of agreements depends on which table is counted."
    ),
    tables=("rounds", "outcomes"),
)
def nothing_agreed_where_none(tables: Tables) -> Iterator[Finding]:
    failed = tables["rounds"].filter(pl.col("outcome").is_in(["no_agreement", "collapsed"]))
    things = tables["outcomes"].filter(pl.col("kind").is_in(["agreement", "ceasefire"]), pl.col("state").is_in(["agreed", "done"]))
    thing = things.sort("round_id", "outcome").unique("round_id", keep="first", maintain_order=True)
    thing = thing.select("round_id", thing_kind="kind", thing_state="state", thing="outcome")
    yield Finding(
        "rounds",
        failed.join(thing, on="round_id"),
        "The outcome is {outcome}, and {thing}, of kind {thing_kind}, is {thing_state}.",
        "outcome",
    )
    if "documents" in tables and "document_actors" in tables:
        signed = tables["document_actors"].filter(pl.col("role") == "signatory")
        texts = tables["documents"].filter(pl.col("kind").is_in(["ceasefire_agreement", "agreement"]))
        texts = texts.join(signed, on="document_id", how="semi")
        texts = texts.select("round_id", "document_id", "date", day="date_earliest", last_day="date_latest")
        # A text may speak of a round that it did not come of; one signed between its first and last day came of it.
        within = (pl.col("day") >= pl.col("start_latest")) & (pl.col("last_day") <= pl.col("end_earliest"))
        rows = failed.join(thing, on="round_id", how="anti").join(texts, on="round_id").filter(within)
        yield Finding("rounds", rows, "The outcome is {outcome}, and {document_id} was signed {date}.", "outcome")


@rule(
    "ND803",
    "A ceasefire and the round that it came of name each other.",
    cure=(
        "Give the outcome its `ceasefire`, and the ceasefire its `round`; a ceasefire that the round extended or reaffirmed has an event with this "
        "`round`. What only one side says was agreed is `claimed`."
    ),
    explanation=(
        "That a truce came of talks is said in the round and in the truce. If only one of them says so, a join from the other side counts talks without "
        "results, or truces without talks."
    ),
    tables=("rounds", "outcomes", "ceasefires", "ceasefire_events"),
)
def ceasefires_and_rounds_agree(tables: Tables) -> Iterator[Finding]:
    outcomes = tables["outcomes"].filter(pl.col("kind") == "ceasefire")
    nameless = outcomes.filter(pl.col("ceasefire_id").is_null(), pl.col("state").is_null() | (pl.col("state") != "claimed"))
    yield Finding("outcomes", nameless, "It is a ceasefire, and does not say which.", "kind")
    pair = ["ceasefire_id", "round_id"]
    ceasefires = tables["ceasefires"].select("ceasefire_id", came_of="round_id")
    happened = tables["ceasefire_events"].select(pair)
    named = outcomes.join(ceasefires, on="ceasefire_id")
    elsewhere = named.filter(pl.col("came_of").ne_missing(pl.col("round_id"))).join(happened, on=pair, how="anti")
    yield Finding(
        "outcomes",
        elsewhere,
        "{ceasefire_id} came of this round: {round_id}; by its own record: {came_of}, and no event of it belongs to this round.",
        "ceasefire_id",
        beside="ceasefire_id",
    )
    known = tables["rounds"].select("round_id")
    came = tables["ceasefires"].filter(pl.col("status") != "proposed").join(known, on="round_id", how="semi")
    unlisted = came.join(tables["outcomes"].select(pair), on=pair, how="anti")
    yield Finding("ceasefires", unlisted, "It came of {round_id}, and no outcome of that round names it.", "round_id", beside="round_id")


@rule(
    "ND804",
    "Talks have an outcome if they were held, and only then.",
    cure=(
        "Mend `status` or `outcome`; a round that was put off may have `postponed`, and nothing else. Of talks that ended with a result that nobody "
        "reports, the outcome is `unknown`, or listed under `missing` with a reason."
    ),
    explanation="An agreement of talks that were refused is a slip, and a round that ended without an outcome is read as one that ended without agreement.",
    completeness="an article may not tell what came of talks.",
    tables=("rounds", "missing_values"),
)
def outcomes_of_what_was_held(tables: Tables) -> Iterator[Finding]:
    rounds, outcome = tables["rounds"], pl.col("outcome")
    held = pl.col("status") == "concluded"
    not_held = rounds.filter(pl.col("status").is_in(_NOT_HELD))
    yield Finding("rounds", not_held.filter(outcome != "postponed"), "The round is {status}, and its outcome {outcome}.", "outcome")
    unfinished = rounds.filter(held, outcome.is_in(["postponed", "ongoing"]))
    yield Finding("rounds", unfinished, "The round is {status}, and its outcome {outcome}.", "outcome")
    silent = rounds.filter(held, outcome.is_null()).join(left_open(tables, "rounds", ["outcome"]), on="round_id", how="anti")
    yield Finding("rounds", silent, "The round is {status}, and has no outcome.", "status", completeness=True)
    if "outcomes" in tables:
        agreed = tables["outcomes"].filter(pl.col("kind").is_in(["agreement", "ceasefire", "mechanism"]))
        rows = agreed.join(not_held.select("round_id", "status"), on="round_id")
        yield Finding("outcomes", rows, "The round is {status}, and this of kind {kind} came of it.", "kind")


@rule(
    "ND805",
    "Of another round that was agreed, its day, place or record is given.",
    cure="Give `next_round` with what was announced; where nothing but another round was agreed, list `/next_round/date` under `missing`.",
    explanation="Whether the next round took place as announced can only be asked where the announcement says something, or says that it left it open.",
    completeness="an article may announce another round and say nothing of it.",
    tables=("rounds", "outcomes", "missing_values"),
)
def next_rounds_are_described(tables: Tables) -> Iterator[Finding]:
    said = ["next_round_date", "next_round_place_id", "next_round_id"]
    silent = tables["rounds"].filter(pl.all_horizontal(pl.col(said).is_null())).select("round_id")
    open_values = left_open(tables, "rounds", said)
    rows = tables["outcomes"].filter(pl.col("kind") == "next_round").join(silent, on="round_id", how="semi")
    yield Finding(
        "outcomes",
        rows.join(open_values, on="round_id", how="anti"),
        "Another round was agreed, and nothing is said of it.",
        "kind",
        completeness=True,
    )


@rule(
    "ND806",
    "The next round, and the round replaced, are rounds of the same process.",
    cure="Mend the id; rounds of different processes are not put in a row.",
    explanation="Chains of rounds are followed by these two links. One that leads into another process mixes two conflicts. A round that follows itself is told by ND210.",
    tables=("rounds",),
)
def chains_stay_in_the_process(tables: Tables) -> Iterator[Finding]:
    owners = tables["rounds"].select(linked_round="round_id", linked_process="process_id")
    for column in ("next_round_id", "replaces_round_id"):
        joined = tables["rounds"].join(owners, left_on=column, right_on="linked_round")
        strange = joined.filter(pl.col("linked_process") != pl.col("process_id"))
        yield Finding("rounds", strange, f"{{{column}}} is a round of {{linked_process}}, and this one of {{process_id}}.", column)


@rule(
    "ND807",
    "Where nothing came of a round, nothing else is listed.",
    cure="Delete the entry of kind `none`, or the others.",
    explanation="`none` is an answer, that sources were read and nothing came of it; beside a result it makes the count of fruitless talks wrong.",
    tables=("outcomes",),
)
def nothing_stands_alone(tables: Tables) -> Iterator[Finding]:
    counted = tables["outcomes"].with_columns(others=(pl.col("kind") != "none").sum().over("round_id"))
    rows = counted.filter(pl.col("kind") == "none", pl.col("others") > 0)
    yield Finding("outcomes", rows, "Nothing came of the round, and beside this stand other outcomes: {others}.", "kind")


@rule(
    "ND808",
    "A document belongs to the process of what it records, and came of a round that had begun.",
    cure="Choose the right document: titles recur from process to process and round to round; or mend its date, or its kind if it is a draft.",
    explanation=(
        "Agreements of the same name are signed again and again, and the text of an earlier one is taken for that of a later one. Statements and drafts may "
        "speak of a round before it begins; an agreement and an account of a meeting cannot."
    ),
    tables=("documents",),
)
def documents_fit(tables: Tables) -> Iterator[Finding]:
    owners = tables["documents"].select("document_id", document_process="process_id")
    for table, owner, key in (
        ("outcomes", "rounds", "round_id"),
        ("ceasefires", "ceasefires", "ceasefire_id"),
        ("ceasefire_events", "ceasefires", "ceasefire_id"),
    ):
        if table not in tables or owner not in tables:
            continue
        processes = tables[owner].select(key, own_process="process_id")
        rows = tables[table].join(processes, on=key).join(owners, on="document_id")
        strange = rows.filter(pl.col("document_process") != pl.col("own_process"))
        yield Finding(table, strange, "{document_id} is a document of {document_process}, and this is of {own_process}.", "document_id")
    if "rounds" in tables:
        rounds = tables["rounds"].select("round_id", round_start="start", first="start_earliest")
        came_of = tables["documents"].filter(pl.col("kind").is_in(["ceasefire_agreement", "agreement", "readout"]))
        early = came_of.join(rounds, on="round_id").filter(pl.col("date_latest") < pl.col("first"))
        yield Finding("documents", early, "The {kind} is of {date}, and {round_id}, of which it came, began {round_start}.", "date")


@rule(
    "ND809",
    "A next round that was announced is in the data, or why it is not is said.",
    cure=(
        "Add the round, even if it was refused, put off or not held; or name it in `next_round`. Where it was looked for and nothing found, list "
        "`/next_round/round` under `missing`."
    ),
    explanation=(
        "Rounds that were announced and never held are what data sets of events lose first, and with them the failures of diplomacy. Asked is only where the "
        "day lies before the day until which the process was observed."
    ),
    completeness="what an article announces need not be in the articles read.",
    tables=("rounds", "processes", "missing_values"),
    level=Level.WARNING,
)
def announced_rounds_are_followed_up(tables: Tables) -> Iterator[Finding]:
    observed = tables["processes"].select("process_id", "observed_until")
    open_values = left_open(tables, "rounds", ["next_round_id"])
    due = (
        tables["rounds"]
        .filter(pl.col("next_round_id").is_null())
        .join(observed, on="process_id")
        .filter(pl.col("next_round_date_latest") < pl.col("observed_until"))
        .join(open_values, on="round_id", how="anti")
    )
    # The first round that begins after this one and not long before the day announced; then whether it begins not long after.
    own_start, announced = pl.col("start_latest").dt.offset_by("1d"), pl.col("next_round_date_earliest").dt.offset_by(f"-{DAYS_AROUND}d")
    wanted = due.with_columns(looked_from=pl.max_horizontal(own_start, announced)).filter(pl.col("looked_from").is_not_null())
    starts = tables["rounds"].filter(pl.col("start_latest").is_not_null()).select("process_id", begun="start_latest")
    found = wanted.sort("looked_from").join_asof(
        starts.sort("begun"), left_on="looked_from", right_on="begun", by="process_id", strategy="forward", check_sortedness=False
    )
    too_late = pl.col("begun") > pl.col("next_round_date_latest").dt.offset_by(f"{DAYS_AROUND}d")
    rows = found.filter(pl.col("begun").is_null() | too_late).sort("round_id")
    yield Finding(
        "rounds",
        rows,
        "A round was announced for {next_round_date}, the process is observed until {observed_until}, and no round began then.",
        "next_round_date",
        completeness=True,
    )


@rule(
    "ND810",
    "What was accepted or turned down was put forward by somebody else.",
    cure="Add the position that it answers; where it was put forward before this round, choose `refuse`, `demand` or `assert`, which answer nothing.",
    explanation="`accept` and `reject` speak of what another had put forward. Without it nobody can say what was accepted, or count who gave way to whom.",
    tables=("positions",),
    level=Level.WARNING,
)
def answers_have_a_question(tables: Tables) -> Iterator[Finding]:
    about = ["round_id", "issue"]
    first_day = pl.col("date_earliest").min()
    any_time = pl.col("date_earliest").null_count() > 0
    put = tables["positions"].group_by(*about, "actor_id").agg(first_put=pl.when(~any_time).then(first_day))
    put = put.rename({"actor_id": "other_id"})
    answers = tables["positions"].filter(pl.col("act").is_in(["accept", "reject"]))
    earlier = pl.col("first_put").is_null() | pl.col("date_latest").is_null() | (pl.col("first_put") <= pl.col("date_latest"))
    answered = answers.join(put, on=about).filter(pl.col("other_id") != pl.col("actor_id"), earlier)
    rows = answers.join(answered, on=["round_id", "position"], how="anti")
    yield Finding("positions", rows, "The act is {act}, on {issue}, and nobody but {actor_id} put anything forward on that before.", "act")
