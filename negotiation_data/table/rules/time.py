"""Time: what comes first is first, and a date's wording says what is coded."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.rules.text import folded

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
    completeness="an article that tells of the end of talks need not tell their days.",
)
def rounds_have_dates(tables: Tables) -> Iterator[Finding]:
    yield Finding("rounds", tables["rounds"].filter(pl.col("start").is_null()), "The round has no start.", "start", completeness=True)
    ended = tables["rounds"].filter(pl.col("status").is_in(_ENDED) & pl.col("end").is_null())
    yield Finding("rounds", ended, "The round is {status} and has no end.", "status", completeness=True)


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


#: A year, by which what led to talks may come before them, and what followed after.
_YEAR = pl.duration(days=366)
# Rounds that were held, or are held; of the others a day is known on which they would have been.
_HELD = ("ongoing", "concluded", "suspended")


@rule(
    "ND306",
    "Rounds and documents lie within their process, incidents and ceasefires within a year of it.",
    cure="Mend the date (is the year right?), or `start` or `end` of the process, or the process that the record names.",
    explanation=(
        "A process runs from its first contact to its last, and contacts outside belong to another. Incidents lead to talks and truces outlast them, "
        "and so these may lie up to a year before or after: further away it is mostly the year that is wrong."
    ),
    tables=("processes",),
)
def within_the_process(tables: Tables) -> Iterator[Finding]:
    process = tables["processes"].select(
        "process_id", process_start="start", process_end="end", opened="start_earliest", closed="end_latest"
    )
    previous = None
    for table, name, margin in (
        ("rounds", "start", None),
        ("rounds", "end", None),
        ("documents", "date", None),
        ("ceasefires", "declared", _YEAR),
        ("incidents", "date", _YEAR),
    ):
        if table not in tables:
            continue
        rows = tables[table].join(process, on="process_id")
        opened, closed = (pl.col("opened"), pl.col("closed")) if margin is None else (pl.col("opened") - margin, pl.col("closed") + margin)
        early = rows.filter(pl.col(f"{name}_latest") < opened)
        if table != previous:  # else the end of what begins too early already
            yield Finding(table, early, f"`{name}` is {{{name}}}, and {{process_id}} started on {{process_start}}.", name)
        previous = table
        late = rows.filter(pl.col(f"{name}_earliest") > closed)
        yield Finding(table, late, f"`{name}` is {{{name}}}, and {{process_id}} ended on {{process_end}}.", name)


@rule(
    "ND307",
    "Nothing has happened after the day up to which it was observed.",
    cure="Move `observed_until` on to the day of the latest source that was looked for, or mend the date; what is announced for later is no event.",
    explanation=(
        "`observed_until` says where looking ended, and what is absent after it is not known to be absent. An event after that day shows that "
        "it is not true, or that the event's year is wrong."
    ),
    tables=("processes",),
)
def nothing_after_observation(tables: Tables) -> Iterator[Finding]:
    process = tables["processes"].select("process_id", seen="observed_until")
    for table, names in {"rounds": ("start", "end"), "ceasefires": ("declared",), "incidents": ("date",), "documents": ("date",)}.items():
        if table in tables:
            happened = tables[table].filter(pl.col("status").is_in(_HELD)) if table == "rounds" else tables[table]
            yield from _after(table, happened.join(process, on="process_id"), names)
    if "rounds" in tables:
        of_round = tables["rounds"].select("round_id", "process_id").join(process, on="process_id")
        for table in ("sessions", "positions", "outcomes"):
            if table in tables:
                yield from _after(table, tables[table].join(of_round, on="round_id"), ("start",) if table == "sessions" else ("date",))
    if "ceasefires" in tables:
        yield from _after("ceasefires", tables["ceasefires"].with_columns(seen="observed_until"), ("ended",))
        of_ceasefire = tables["ceasefires"].select("ceasefire_id", seen="observed_until")
        if "ceasefire_events" in tables:
            yield from _after("ceasefire_events", tables["ceasefire_events"].join(of_ceasefire, on="ceasefire_id"), ("date",))


def _after(table: str, rows: pl.LazyFrame, names: tuple[str, ...]) -> Iterator[Finding]:
    """Rows with a date that is certainly after the day `seen`."""
    for name in names:
        late = rows.filter(pl.col(f"{name}_earliest") > pl.col("seen"))
        yield Finding(table, late, f"`{name}` is {{{name}}}, and was observed only until {{seen}}.", name)


# What a source can report only once it has happened. A beginning may be announced, an announcement not.
_REPORTED_AFTERWARDS = (
    ("rounds", "start"),
    ("rounds", "end"),
    ("sessions", "start"),
    ("sessions", "end"),
    ("positions", "date"),
    ("outcomes", "date"),
    ("ceasefires", "declared"),
    ("ceasefires", "ended"),
    ("ceasefire_events", "date"),
    ("incidents", "date"),
    ("documents", "date"),
)


@rule(
    "ND308",
    "A source that supports what happened was published on that day or later.",
    cure=(
        "Look at the day of the source and of the event. A source that announced it is `stance: partial`, with a `note`, and supports "
        "`next_round` of the round before."
    ),
    explanation=(
        "Talks announced for a day are often held on another, or not at all, and a report from before cannot tell. Compared are the last day on which "
        "the source can have been published and the first on which it can have happened. Rounds that were not held, and what is only planned, are not meant."
    ),
    tables=("evidence", "sources"),
    level=Level.WARNING,
    own=("evidence",),
)
def sources_come_afterwards(tables: Tables) -> Iterator[Finding]:
    published = tables["sources"].select("source_id", "published", "published_latest").drop_nulls()
    support = tables["evidence"].filter(pl.col("stance") == "supports", pl.col("reported").is_null()).join(published, on="source_id")
    for table, name in _REPORTED_AFTERWARDS:
        if table in tables:
            said = support.filter(pl.col("table") == table, pl.col("column") == name)
            happened = _happened(tables, table).select(*_ADDRESS, happened=pl.col(name), first_day=pl.col(f"{name}_earliest"))
            rows = said.join(happened, on=_ADDRESS, nulls_equal=True).filter(pl.col("published_latest") < pl.col("first_day"))
            message = "{source_id} was published on {published}, before what it is to support: {happened}."
            yield Finding("evidence", rows, message, "source_id", beside="source_id")


_ADDRESS = ["record_id", "row_key"]


def _happened(tables: Tables, table: str) -> pl.LazyFrame:
    """A table with addresses of its rows, without rounds that were not held and their parts."""
    model = tables.model.tables[table]
    rows = tables[table].with_columns(record_id=pl.col(model.record_key), row_key=row_key_expression(model))
    if table == "rounds":
        return rows.filter(pl.col("status").is_in(_HELD))
    if "round_id" in model.key and "rounds" in tables:
        return rows.join(tables["rounds"].filter(pl.col("status").is_in(_HELD)), on="round_id", how="semi")
    return rows


# A mediator's mission or its contacts with one side may go on for years; delegations do not sit that long.
_LONG_KINDS = ("mission", "mediation_contact")
_LONGEST_ROUND = pl.duration(days=365)


@rule(
    "ND311",
    "What lasts fits into its days.",
    cure="Look at the dates and numbers again: a wrong year makes a round last one, and a term in hours is divided by 24.",
    explanation=(
        "The same length is said twice, by dates and by a number, so that one checks the other: a session's hours by its days, the term of a ceasefire by its "
        "planned end, give or take a day for how ends are counted. A round of more than a year is two rounds, or one with the wrong year."
    ),
    tables=(),
)
def durations_are_possible(tables: Tables) -> Iterator[Finding]:
    if "sessions" in tables:
        last = pl.coalesce("end_latest", "start_latest")
        days = (last - pl.col("start_earliest")).dt.total_days() + 1
        long = tables["sessions"].with_columns(days=days).filter(pl.col("hours") > 24 * pl.col("days").clip(1))
        yield Finding("sessions", long, "It lasted {hours} hours, and was on {days} day or days: {start} to {end}.", "hours")
    if "rounds" in tables:
        shortest = pl.col("end_earliest") - pl.col("start_latest")
        years = tables["rounds"].filter((shortest >= _LONGEST_ROUND) & ~pl.col("kind").is_in(_LONG_KINDS).fill_null(False))
        yield Finding("rounds", years, "The round lasted from {start} to {end}, longer than a year.", "end")
    if "ceasefires" in tables:
        exact = [pl.col(f"{name}_precision") == "day" for name in ("effective", "planned_end")]
        term = (pl.col("planned_end_earliest") - pl.col("effective_earliest")).dt.total_days()
        other = tables["ceasefires"].with_columns(term=term).filter(*exact, (pl.col("fixed_term_days") - pl.col("term")).abs() > 1)
        message = "Its term is {fixed_term_days} days, and it was to last {term}: {effective} to {planned_end}."
        yield Finding("ceasefires", other, message, "fixed_term_days")


@rule(
    "ND312",
    "A source was read on the day of its publication or later.",
    cure="Mend `published` or `read_on`; day and month may be swapped.",
    explanation="Nobody reads what is not out yet: one of the two days is wrong, and with the publication day everything that is dated by it, such as `yesterday`.",
    tables=("sources",),
)
def read_after_publication(tables: Tables) -> Iterator[Finding]:
    rows = tables["sources"].filter(pl.col("read_on") < pl.col("published_earliest"))
    yield Finding("sources", rows, "It was read on {read_on}, before it was published, {published}.", "read_on")


@rule(
    "ND313",
    "What comes of a round does not come before it.",
    cure="Mend the date, or the round's; what was agreed before belongs to the round or contact in which it was.",
    explanation=(
        "A result that is older than the talks that brought it has the date of another, or a wrong year. In published data links between agreements and "
        "talks are off by years where an id was mistaken."
    ),
    tables=("rounds", "outcomes"),
)
def results_follow(tables: Tables) -> Iterator[Finding]:
    began = tables["rounds"].select("round_id", began="start", first_day="start_earliest")
    rows = tables["outcomes"].join(began, on="round_id").filter(pl.col("date_latest") < pl.col("first_day"))
    yield Finding("outcomes", rows, "It is of {date}, and {round_id} began on {began}.", "date")


@rule(
    "ND314",
    "The next round comes after this one.",
    cure="Mend `next_round`: its day, or the round that it names.",
    explanation="Chains of announced and held rounds are what shows whether talks went on. A next round from before breaks the chain.",
    tables=("rounds",),
)
def next_round_is_later(tables: Tables) -> Iterator[Finding]:
    early = tables["rounds"].filter(pl.col("next_round_date_latest") < pl.col("start_earliest"))
    yield Finding("rounds", early, "The next round is announced for {next_round_date}, before this one began, {start}.", "next_round_date")
    following = tables["rounds"].select(next_round_id="round_id", next_start="start", next_latest="start_latest")
    followed = tables["rounds"].join(following, on="next_round_id")
    before = followed.filter(pl.col("next_latest") < pl.col("start_earliest"))
    yield Finding("rounds", before, "{next_round_id}, the next round, began on {next_start}, before this one, {start}.", "next_round_id")


#: What must not be larger than what: of a table, two dates or two numbers. Rounds, sessions and ceasefires have rules of their own.
PAIRS = (
    ("processes", "start", "end"),
    ("process_parties", "joined", "left"),
    ("actors", "start", "end"),
    ("actor_names", "valid_from", "valid_to"),
    ("offices", "held_from", "held_to"),
    ("incident_reports", "killed_low", "killed_high"),
    ("incident_reports", "injured_low", "injured_high"),
)


@rule(
    "ND315",
    "What runs from one date or number to another begins with the lesser.",
    cure="Look at the source again; the two may be swapped, or one of them belongs to another row.",
    explanation=(
        "Published chronologies contain ends before beginnings and lows above highs, and every length computed from them is negative. "
        "Uncertain dates are compared by their bounds: only what no reading allows is a fault."
    ),
    tables=(),
)
def pairs_in_order(tables: Tables) -> Iterator[Finding]:
    for table, low, high in PAIRS:
        if table not in tables:
            continue
        if tables.model.tables[table].column(low).format == "edtf":
            yield in_order(tables, table, low, high)
        else:
            rows = tables[table].filter(pl.col(low) > pl.col(high))
            yield Finding(table, rows, f"From {{{low}}} to {{{high}}}: the lower number is the higher.", low)


@rule(
    "ND316",
    "A participant sat in an office that the person held at the time.",
    cure=(
        "Say what the source says of the time of the round; mend `held_from` or `held_to` of the person; or, if the source prints a former office, "
        "describe it so."
    ),
    explanation=(
        "Sources print the office that somebody is known by long after it is over, and namesakes are told apart by nothing but their offices. The office of a participant is looked "
        "up by its title, or, where none is given, by the institution, among those of the person."
    ),
    tables=("rounds", "participants", "offices"),
    level=Level.WARNING,
)
def office_held_at_the_time(tables: Tables) -> Iterator[Finding]:
    rounds = tables["rounds"].select("round_id", "start", "start_earliest", "start_latest")
    sat = tables["participants"].filter(pl.col("person_id").is_not_null()).join(rounds, on="round_id")
    offices = tables["offices"].select(
        "person_id", "held_from", "held_to", "held_from_earliest", "held_to_latest", title=folded(pl.col("title")), of="actor_id"
    )
    same = (folded(pl.col("office")) == pl.col("title")).fill_null(pl.col("institution_id") == pl.col("of"))
    matched = sat.join(offices, on="person_id").filter(same)
    not_held = (pl.col("start_latest") < pl.col("held_from_earliest")) | (pl.col("start_earliest") > pl.col("held_to_latest"))
    key = ["round_id", "participant"]
    rows = matched.with_columns(not_held=not_held.fill_null(False)).filter(pl.col("not_held").all().over(key)).unique(key, keep="first")
    message = "{person_id} held the office from {held_from} to {held_to}, and the round began on {start}."
    yield Finding("participants", rows, message, "person_id")


_FINAL = ("expired", "collapsed", "superseded")
_OF_A_LIVING_CEASEFIRE = (*_FINAL, "extended", "reaffirmed", "modified", "suspended", "resumed")


@rule(
    "ND317",
    "Once a ceasefire is over nothing happens to it, and it is resumed only after it was suspended.",
    cure="Mend the dates or kinds of the events; a truce after the end of another is a ceasefire of its own, with `replaces`.",
    explanation=(
        "Expired, collapsed and superseded are ends. What is extended or reaffirmed afterwards has not ended, or is another ceasefire; counted as one, "
        "it hides how often truces fail. Accusations and declarations of failure may follow the end."
    ),
    tables=("ceasefire_events",),
    level=Level.WARNING,
)
def events_in_order(tables: Tables) -> Iterator[Finding]:
    events = tables["ceasefire_events"]
    over = events.filter(pl.col("kind").is_in(_FINAL)).group_by("ceasefire_id").agg(over=pl.col("date_latest").min())
    late = (
        events.filter(pl.col("kind").is_in(_OF_A_LIVING_CEASEFIRE))
        .join(over, on="ceasefire_id")
        .filter(pl.col("date_earliest") > pl.col("over"))
    )
    yield Finding("ceasefire_events", late, "It was {kind} on {date}, and was over by {over}.", "kind")
    suspended = events.filter(pl.col("kind") == "suspended").select("ceasefire_id", before="date_earliest", suspended=pl.lit(True))
    resumed = events.filter(pl.col("kind") == "resumed")
    possible = resumed.join(suspended, on="ceasefire_id").filter((pl.col("before") <= pl.col("date_latest")).fill_null(True))
    rows = resumed.join(possible, on=["ceasefire_id", "event"], how="anti")
    yield Finding("ceasefire_events", rows, "It was resumed on {date}, and not suspended before.", "kind")


@rule(
    "ND318",
    "What happens to a ceasefire happens between its declaration and its end.",
    cure="Mend the date of the event, or `declared`, `ended` or `until`; an event of another ceasefire belongs to that one's record.",
    explanation=(
        "An event outside the ceasefire's time belongs to another of the same sides, or has a wrong year. That a side declares it failed, or that "
        "another took its place, may come after its end. An extension goes on to a later day than that on which it was agreed."
    ),
    tables=("ceasefires", "ceasefire_events"),
)
def events_within_the_ceasefire(tables: Tables) -> Iterator[Finding]:
    lasting = tables["ceasefires"].select("ceasefire_id", "ended", "declared_earliest", "ended_latest", began="declared")
    events = tables["ceasefire_events"].join(lasting, on="ceasefire_id")
    early = events.filter(pl.col("date_latest") < pl.col("declared_earliest"))
    yield Finding("ceasefire_events", early, "It is of {date}, and the ceasefire was declared on {began}.", "date")
    afterwards = pl.col("kind").is_in(["declared_failed", "superseded"])
    sound = pl.col("declared_earliest") <= pl.col("ended_latest")  # else the ceasefire itself is at fault
    late = events.filter(~afterwards & sound.fill_null(True) & (pl.col("date_earliest") > pl.col("ended_latest")))
    yield Finding("ceasefire_events", late, "It is of {date}, and the ceasefire ended on {ended}.", "date")
    extended = tables["ceasefire_events"].filter(pl.col("until_latest") < pl.col("date_earliest"))
    yield Finding("ceasefire_events", extended, "It goes on until {until}, before {date}, when that was agreed.", "until")
