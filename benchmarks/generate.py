"""Made-up data of any size for benchmarks: record files, and tables of many rounds. The same for the same size."""

from __future__ import annotations

import hashlib
import itertools
import random
from pathlib import Path

import polars as pl

from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema import catalog
from negotiation_data.schema.model import ColumnType, Part

ACTORS = [f"actor-{number}" for number in range(40)]
PAIRS = list(itertools.combinations(ACTORS, 2))
SOURCES = [f"source-{number}" for number in range(200)]
ROLES = ["host", "mediator", "facilitator", "observer"]


def round_text(number: int, rng: random.Random) -> str:
    """One round as a careful coder would write it: an entry of evidence speaks of two fields, as in our own records."""
    year, month, day = 2000 + number % 25, 1 + number // 25 % 12, 1 + number // 300 % 27
    start, end = f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day + 1:02}"
    parties = list(PAIRS[number % 779])  # of rounds on the same days never the same two
    third = {actor: rng.choice(ROLES) for actor in rng.sample([actor for actor in ACTORS if actor not in parties], rng.randint(1, 3))}
    people = rng.randint(2, 12)
    lines = [
        f"id: round-{number}",
        "process: process-1",
        f"label: Talks number {number}",
        "kind: formal_round",
        "status: concluded",
        "channel: direct",
        "track: track_1",
        f"start: {start}",
        f"end: {end}",
        "venue:",
        "  place: place-1",
        "  country: CHE",
        "mediation: third_party",
        "outcome: no_agreement",
        "summary: The delegations met for two days and parted without a text, after a dispute on who should",
        "  speak first and on what; another meeting was not set.",
        "parties:",
        *(f"  - actor: {actor}\n    attendance: attended" for actor in parties),
        "mediators:",
        *(f"  - actor: {actor}\n    role: {role}" for actor, role in third.items()),
        "participants:",
    ]
    for person in range(people):
        lines += [
            f"  - participant: person-{person}",
            f"    person: {parties[person % 2]}-{person // 2}",
            f"    actor: {parties[person % 2]}",
            "    office: Deputy minister of something",
            f"    role: {'head' if person < len(parties) else 'member'}",
        ]
    lines.append("evidence:")
    fields = ["/start", "/end", "/venue/place", "/venue/country", *(f"/parties/{actor}" for actor in parties)]
    fields += [f"/mediators/{actor}/{role}" for actor, role in third.items()]
    fields += [f"/participants/person-{person}{part}" for person in range(people) for part in ("", "/office", "/role")]
    for position in range(0, len(fields), 2):
        source = rng.choice(SOURCES)
        digest = hashlib.sha256(f"{source}-{position}".encode()).hexdigest()
        lines += [
            f"  - fields: [{', '.join(fields[position : position + 2])}]",
            f"    source: {source}",
            f"    span: {{start: {position * 50}, end: {position * 50 + 60}, sha256: {digest}}}",
            "    attributed_as: a senior official of one side",
        ]
    return "\n".join(lines) + "\n"


def records(folder: Path, count: int) -> None:
    """Write `count` rounds below a folder."""
    rng = random.Random(1)
    target = folder / "processes" / "process-1" / "rounds"
    target.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (target / f"round-{number}.yaml").write_text(round_text(number, rng), encoding="utf-8")


def tables(rounds: int) -> dict[str, pl.DataFrame]:
    """Tables of many rounds: rounds, parties, mediators, participants, evidence, and what they refer to; sorted by key."""
    ids = pl.DataFrame({"n": pl.int_range(rounds, eager=True)}).with_columns(
        round_id=pl.format("round-{}", pl.col("n").cast(pl.String).str.zfill(8))
    )
    start = pl.date(2000, 1, 1) + pl.duration(days=pl.col("n") % 9000)
    text = start.cast(pl.String)
    number = pl.col("n")
    some = {
        "rounds": ids.with_columns(
            sequence=(number + 1).cast(pl.Int32),
            label=pl.format("Talks number {}", "n"),
            start=text,
            start_earliest=start,
            start_latest=start,
            end=text,
            end_earliest=start,
            end_latest=start,
            **_constants(
                process_id="process-1",
                kind="formal_round",
                status="concluded",
                start_precision="day",
                end_precision="day",
                place_id="place-1",
                venue_country="CHE",
                mediation="third_party",
                outcome="no_agreement",
                summary="Two days without a text.",
                review="coded",
            ),
        ),
        "round_parties": _repeated(ids, 2).with_columns(actor_id=_actor(pl.col("k")), **_constants(attendance="attended")),
        "round_mediators": _repeated(ids, 1).with_columns(
            actor_id=pl.format("actor-{}", number % 20 + 20), **_constants(role="mediator", engagement="acted")
        ),
        "participants": _repeated(ids, 4).with_columns(
            participant=pl.format("person-{}", "k"),
            person_id=pl.format("person-{}", "k"),
            actor_id=_actor(pl.col("k") % 2),
            role=pl.when(pl.col("k") < 2).then(pl.lit("head")).otherwise(pl.lit("member")),
            **_constants(office="Deputy minister", attendance="attended"),
        ),
        "evidence": _repeated(ids, 4).with_columns(
            record_id="round_id",
            entry=(pl.col("k") + 1).cast(pl.Int32),
            source_id=pl.format("source-{}", (number + pl.col("k")) % len(SOURCES)),
            **_constants(
                field="/start", table="rounds", column="start", stance="supports", span_start=10, span_end=60, span_sha256="ab" * 32
            ),
        ),
        "processes": _some("process_id", ["process-1"], name="P", conflict="C", scope="S", start="2000"),
        "actors": _some("actor_id", ACTORS, name="A", kind="state"),
        "people": _some("person_id", [f"person-{k}" for k in range(4)], name="P"),
        "places": _some("place_id", ["place-1"], name="P", precision="city", country="CHE"),
        "sources": _some(
            "source_id",
            SOURCES,
            kind="news_article",
            outlet="O",
            language="en",
            published_basis="text",
            read_extent="whole",
            text_length=5000,
        ),
    }
    return {name: _typed(name, frame) for name, frame in some.items()}


def _repeated(ids: pl.DataFrame, times: int) -> pl.DataFrame:
    return ids.join(pl.DataFrame({"k": pl.int_range(times, eager=True)}), how="cross")


def _actor(which: pl.Expr) -> pl.Expr:
    return pl.format("actor-{}", (pl.col("n") + which) % 20)


def _constants(**values: str | int) -> dict[str, pl.Expr]:
    return {name: pl.lit(value) for name, value in values.items()}


def _some(key: str, ids: list[str], **values: str | int) -> pl.DataFrame:
    return pl.DataFrame({key: ids}).with_columns(**_constants(review="coded", **values))


def _typed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    table = catalog.model().tables[name]
    schema = frame_schema(table)
    absent = [pl.lit(None, kind).alias(column) for column, kind in schema.items() if column not in frame.columns]
    days = [
        pl.date(2025, 1, 1).alias(c.name)
        for c in table.columns
        if c.required and c.type is ColumnType.DATE and c.part is Part.VALUE and c.name not in frame.columns
    ]
    return (
        frame.with_columns(absent).with_columns(days).select([pl.col(column).cast(kind) for column, kind in schema.items()]).sort(table.key)
    )
