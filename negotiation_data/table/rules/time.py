"""Time: what comes first is first, and a date's wording says what is coded."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.dates import calendars, edtf
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import reported_or_coded

# Statuses of a round that has come to an end.
_ENDED = ("concluded",)


def in_order(tables: Tables, table: str, earlier: str, later: str) -> Finding:
    """Rows in which `later` cannot be on or after `earlier`, however the two uncertain dates are read."""
    rows = tables[table].filter(pl.col(f"{later}_latest") < pl.col(f"{earlier}_earliest"))
    return Finding(table, rows, f"`{later}` is {{{later}}}, before `{earlier}`, {{{earlier}}}.", later)


@rule(
    "ND301",
    "A round has a start, and one that is concluded has an end.",
    cure='Give the date; one that is not known to the day is a set as wide as the ignorance, such as "[2025-11-01..2025-11-30]".',
    explanation="Without dates a round can be put in no order and counted in no interval. An unknown day is coded as unknown, never left out.",
    tables=("rounds",),
)
def rounds_have_dates(tables: Tables) -> Iterator[Finding]:
    yield Finding("rounds", tables["rounds"].filter(pl.col("start").is_null()), "The round has no start.", "start")
    ended = tables["rounds"].filter(pl.col("status").is_in(_ENDED) & pl.col("end").is_null())
    yield Finding("rounds", ended, "The round is {status} and has no end.", "status")


@rule(
    "ND302",
    "A round or session ends on or after the day on which it starts.",
    cure="Look at the sources again; day and month may be swapped, or a date taken from another calendar one day off.",
    explanation="Swapped days and months survive review in published data sets. Uncertain dates are compared by their bounds: only what no reading allows is a fault.",
    tables=("rounds",),
)
def rounds_in_order(tables: Tables) -> Iterator[Finding]:
    yield in_order(tables, "rounds", "start", "end")
    if "sessions" in tables:
        yield in_order(tables, "sessions", "start", "end")


@rule(
    "ND303",
    "A session lies within its round.",
    cure="Mend the session's dates or the round's.",
    explanation="The round is what its sessions are parts of; a sitting before or after it is another contact.",
    tables=("rounds", "sessions"),
)
def sessions_within_round(tables: Tables) -> Iterator[Finding]:
    rounds = tables["rounds"].select("round_id", round_start="start", round_end="end", first="start_earliest", last="end_latest")
    joined = tables["sessions"].join(rounds, on="round_id")
    sound = pl.col("first") <= pl.col("last")  # else the round itself is at fault
    outside = (
        (pl.col("start_latest") < pl.col("first")) | (pl.col("start_earliest") > pl.col("last")) | (pl.col("end_earliest") > pl.col("last"))
    )
    yield Finding(
        "sessions",
        joined.filter(sound & outside),
        "The session, {start} to {end}, is outside its round, {round_start} to {round_end}.",
        "start",
    )


@rule(
    "ND304",
    "A ceasefire is declared before it takes effect, and takes effect before it ends.",
    cure="Look at the sources again; announcement, beginning and end are often mixed up.",
    explanation="It goes declared ≤ effective ≤ ended, and effective ≤ planned end, by the bounds of uncertain dates. Published ceasefire data break this order dozens of times.",
    tables=("ceasefires",),
)
def ceasefires_in_order(tables: Tables) -> Iterator[Finding]:
    for earlier, later in (("declared", "effective"), ("effective", "ended"), ("effective", "planned_end"), ("declared", "ended")):
        finding = in_order(tables, "ceasefires", earlier, later)
        if (earlier, later) == ("declared", "ended"):  # said once where `effective` stands between the two
            finding = Finding(finding.table, finding.rows.filter(pl.col("effective").is_null()), finding.message, finding.column)
        yield finding


@rule(
    "ND305",
    "A date's wording, in whatever calendar, says the same as what is coded.",
    cure='Convert the wording again; `27 Mehr` without a year is "[XXXX-10-18,XXXX-10-19]".',
    explanation=(
        "Conversions between calendars are off by a day often enough to shift whole chronologies. The wording is converted anew and must share a day "
        "with the date reported, or, where the report supports the coded value and gives none, with that. Lunar dates may differ by one day."
    ),
    tables=("evidence",),
)
def wordings_agree(tables: Tables) -> Iterator[Finding]:
    other_calendars = [calendar.value for calendar in calendars.Calendar]
    worded = tables["evidence"].filter(pl.col("wording").is_not_null() & pl.col("calendar").is_in(other_calendars))
    rows = reported_or_coded(tables, worded)
    judged = rows.collect().to_dicts()
    bad = [row | {"fault": fault} for row in judged if (fault := _disagreement(row["wording"], row["calendar"], row["date"]))]
    schema = pl.Schema({**rows.collect_schema(), "fault": pl.String()})
    yield Finding("evidence", pl.LazyFrame(bad, schema=schema), "{fault}", "wording")


def _disagreement(wording: str, calendar: str, date: str | None) -> str | None:
    """What is wrong between a wording and a date; None if nothing is."""
    try:
        converted = calendars.to_edtf(calendars.read(wording, calendars.Calendar(calendar)))
    except calendars.CalendarError as error:
        return f"{error}."
    if date is None:
        return None
    try:
        said, coded = edtf.parse(converted).days(), edtf.parse(date).days()
    except edtf.EdtfError:
        return None
    years_known = all(year is not None for year, _, _ in said) and all(year is not None for year, _, _ in coded)
    if years_known and said & coded:
        return None
    if not years_known and {(month, day) for _, month, day in said} & {(month, day) for _, month, day in coded}:
        return None
    return f"The wording '{wording}' is {converted}, and the date is {date}."
