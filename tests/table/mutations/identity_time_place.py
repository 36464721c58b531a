"""Mutations that break the rules of identity, time and place: each breaks its own rule, and as little else as can be."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.table.frames import finished, row_key_expression
from negotiation_data.table.rules.text import folded, free_text
from tests.table.mutations.one_value import Draw, Frames, Mutation, add_row, having, one_row, replaced, set_date, set_value
from tests.table.mutations.participation_ceasefire_outcome import once

_DAY = timedelta(days=1)


@lru_cache
def _model() -> Model:
    return catalog.model()


# ---------------------------------------------------------------------------- parts


def _value(frames: Frames, table: str, row: int, column: str) -> Any:
    return frames[table].item(row, column)


def _record(frames: Frames, table: str, row: int) -> str:
    return str(_value(frames, table, row, _model().tables[table].record_key))


def _in_order(frames: Frames) -> Frames:
    """As published: sorted, with computed columns (a round's place in its process) computed anew."""
    return finished(_model(), frames) if set(_model().tables) <= set(frames) else frames


def _plain(frames: Frames, record: str, table: str, *columns: str, row_key: str | None = None) -> Frames:
    """The tables in which reports on these values say nothing of their own, so that a changed value contradicts none."""
    row = pl.col("row_key").eq_missing(pl.lit(row_key, pl.String))
    here = (pl.col("record_id") == record) & (pl.col("table") == table) & row & pl.col("column").is_in(columns)
    changed = dict(frames)
    if "evidence" in frames:
        agreeing = (here & pl.col("stance").is_in(["supports", "partial"])).fill_null(False)
        silent = [pl.when(~agreeing).then(name).alias(name) for name in ("reported", "wording", "calendar")]
        changed["evidence"] = once(frames["evidence"].with_columns(silent), agreeing)
    if "missing_values" in frames:
        changed["missing_values"] = frames["missing_values"].filter(~here.fill_null(False))
    return changed


def _cite(frames: Frames, record: str, table: str, field: str, row_key: str | None = None, column: str | None = None) -> Frames | None:
    """The tables with evidence for one more value, from any source that could have known it; None without sources."""
    sources = having(frames, "sources")
    if sources is None:
        return None
    here = (pl.col("record_id") == record, pl.col("field") == field)
    unused = sources.join(frames["evidence"].filter(*here), on="source_id", how="anti")  # a source says a thing once
    if not unused.height:
        return None
    latest_first = unused.sort("published_latest", "source_id", descending=[True, False], nulls_last=True)
    entry = frames["evidence"].filter(pl.col("record_id") == record)["entry"].max() or 0
    assert isinstance(entry, int)
    new = {
        "record_id": record,
        "entry": entry + 1,
        "field": field,
        "table": table,
        "row_key": row_key,
        "column": column,
        "stance": "supports",
    }
    return replaced(frames, evidence=add_row(frames["evidence"], source_id=latest_first.item(0, "source_id"), **new))


def _date(frames: Frames, table: str, row: int, name: str, text: str) -> Frames:
    """The tables with one date changed, and reports on it that say nothing else."""
    changed = replaced(frames, **{table: set_date(frames[table], row, name, text)})
    return _plain(changed, _record(frames, table, row), table, name, row_key=_row_key(frames, table, row))


def _row_key(frames: Frames, table: str, row: int) -> str | None:
    key: str | None = frames[table].slice(row, 1).select(row_key_expression(_model().tables[table])).item()
    return key


def _copy(frames: Frames, kind: str, old: str, new: str, *, without: tuple[str, ...] = ()) -> Frames:
    """The tables with a record copied under another id, with all that belongs to it but the tables `without`."""
    changed = dict(frames)
    for table in _model().tables_of(kind):
        if table.name in frames and table.name not in without:
            rows = frames[table.name].filter(pl.col(table.record_key) == old)
            if "table" in rows.columns and without:
                rows = rows.filter(~pl.col("table").is_in(list(without)))
            copied = rows.with_columns(pl.lit(new).alias(table.record_key))
            changed[table.name] = pl.concat([frames[table.name], copied])
    return changed


def _shifted(day: date, days: int) -> str | None:
    """A day so many days away, as text; None where the calendar ends before."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


# ---------------------------------------------------------------------------- identity


def nd204(frames: Frames, draw: Draw) -> Frames | None:
    """A record copied under another id."""
    kinds = {
        "round": ("rounds", "round_parties", "start", "end"),
        "incident": ("incidents", "incident_actors", "date", "date"),
        "document": ("documents", "document_actors", "date", "date"),
    }
    possible = []
    for kind, (table, members, first, last) in kinds.items():
        if having(frames, table) is not None and having(frames, members) is not None:
            key = _model().tables[table].record_key
            certain = [
                pl.col(name).is_null() | pl.col(f"{name}_precision").is_in(["day", "period"]) for name in dict.fromkeys((first, last))
            ]
            days = pl.col(f"{first}_earliest") <= pl.coalesce(f"{last}_latest", f"{first}_latest")
            rows = frames[table].filter(*certain, days).join(frames[members], on=key, how="semi")
            if kind == "round":  # a ceasefire comes of one round
                rows = rows.join(frames["outcomes"].filter(pl.col("ceasefire_id").is_not_null()), on=key, how="anti")
            if kind == "document":
                # Versions of one document may be as alike as they like.
                rows = rows.filter(pl.col("title").str.contains(r"[\p{L}\p{N}]"), pl.col("version_of_document_id").is_null())
            possible += [(kind, old) for old in rows[key].to_list()]
    if not possible:
        return None
    kind, old = draw(st.sampled_from(possible))
    # A source's number is of one round only, an id elsewhere of one document.
    new = f"{old}-once-more"[-80:].lstrip("-")  # what was moved or withdrawn is called "again" in the data sets
    return _in_order(_copy(frames, kind, old, new, without=("round_numbers", "document_links")))


def _one_name(frames: Frames, draw: Draw, table: str, pairs: pl.DataFrame) -> Frames | None:
    """The name of one, spelt otherwise, given to another as well."""
    if not pairs.height:
        return None
    first, second = draw(st.sampled_from(sorted(pairs.rows())))
    key = _model().tables[table].record_key
    names = frames[table]
    name = names.filter(pl.col(key) == first).item(0, "name")
    row = names[key].to_list().index(second)
    spelt = name.upper() if folded_text(name.upper()) == folded_text(name) else name
    return replaced(frames, **{table: set_value(names, row, "name", draw(st.sampled_from([name, spelt])))})


def folded_text(text: str) -> str:
    return str(pl.select(folded(pl.lit(text))).item())


def nd205(frames: Frames, draw: Draw) -> Frames | None:
    """An actor named as another of its time is."""
    if having(frames, "actors") is None:
        return None
    actors = frames["actors"].filter(folded(pl.col("name")) != "").select("actor_id", "start", "end", "start_latest", "end_earliest")
    sure = pl.col("start").is_null() | pl.col("start_latest").is_not_null(), pl.col("end").is_null() | pl.col("end_earliest").is_not_null()
    pairs = actors.filter(*sure).join(actors.filter(*sure), how="cross", suffix="_other")
    overlap = (pl.col("start_latest") <= pl.col("end_earliest_other")).fill_null(True) & (
        pl.col("start_latest_other") <= pl.col("end_earliest")
    ).fill_null(True)
    pairs = pairs.filter(overlap, pl.col("actor_id") != pl.col("actor_id_other"))
    return _one_name(frames, draw, "actors", pairs.select("actor_id", "actor_id_other"))


def nd206(frames: Frames, draw: Draw) -> Frames | None:
    """A person named as another is."""
    if having(frames, "people") is None:
        return None
    people = frames["people"].filter(folded(pl.col("name")) != "").select("person_id")
    pairs = people.join(people, how="cross", suffix="_other").filter(pl.col("person_id") != pl.col("person_id_other"))
    return _one_name(frames, draw, "people", pairs)


_LINKED = {"process_links": "processes", "document_links": "documents", "actor_links": "actors", "place_links": "places"}


def nd207(frames: Frames, draw: Draw) -> Frames | None:
    """Two records that are both the same as one elsewhere."""
    possible = [(links, owner) for links, owner in _LINKED.items() if links in frames and owner in frames and frames[owner].height > 1]
    if not possible:
        return None
    links, owner = draw(st.sampled_from(possible))
    key = _model().tables[owner].record_key
    ids = draw(st.lists(st.sampled_from(frames[owner][key].to_list()), min_size=2, max_size=2, unique=True))
    link = {"scheme": "wikidata", "external_id": f"Q{draw(st.integers(10**9, 10**10))}", "relation": "same"}
    frame = frames[links]
    for record in ids:
        frame = add_row(frame, **{key: record}, **link)
    return _in_order(replaced(frames, **{links: frame}))


def nd208(frames: Frames, draw: Draw) -> Frames | None:
    """An id that went through a spreadsheet."""
    possible = [(links, owner) for links, owner in _LINKED.items() if links in frames and having(frames, owner) is not None]
    if not possible:
        return None
    links, owner = draw(st.sampled_from(possible))
    key = _model().tables[owner].record_key
    record = draw(st.sampled_from(frames[owner][key].to_list()))
    bad = [("ucdp_actor", "299.0"), ("gw", "309,310"), ("wikidata", "1234"), ("geonames", "n12"), ("pax_agreement", "PA12"), ("cow", "7e2")]
    scheme, external_id = draw(st.sampled_from(bad))
    return _in_order(
        replaced(frames, **{links: add_row(frames[links], **{key: record}, scheme=scheme, external_id=external_id, relation="related")})
    )


def nd209(frames: Frames, draw: Draw) -> Frames | None:
    """A name from before its actor came to be, or from after it ceased."""
    row = one_row(draw, frames.get("actors"), pl.any_horizontal(pl.col("start_earliest", "end_latest").is_not_null()))
    if row is None or "actor_names" not in frames:
        return None
    first, last = _value(frames, "actors", row, "start_earliest"), _value(frames, "actors", row, "end_latest")
    days = [_shifted(first, -400) if first else None, _shifted(last, 400) if last else None]
    possible = [day for day in days if day]
    if not possible:
        return None
    actor = _record(frames, "actors", row)
    day = draw(st.sampled_from(possible))
    return _in_order(replaced(frames, actor_names=_name_row(frames, actor, valid_from=day)))


def _name_row(frames: Frames, actor: str, **dates: str) -> pl.DataFrame:
    """The names with one more of an actor, which no other can have."""
    names = add_row(
        frames["actor_names"], actor_id=actor, name=f"Names of {actor} in another time", language="en", script="Latn", kind="former"
    )
    for name, text in dates.items():
        names = set_date(names, names.height - 1, name, text)
    return names


def nd210(frames: Frames, draw: Draw) -> Frames | None:
    """An actor that is its own parent, or its child's; a version of itself. Places would break the order of precision too."""
    table, link = draw(st.sampled_from([("actors", "parent_actor_id"), ("documents", "version_of_document_id")]))
    row = one_row(draw, frames.get(table), pl.col(link).is_null())
    if row is None:
        return None
    key = _model().tables[table].record_key
    here = _record(frames, table, row)
    linked = frames[table].filter(pl.col(link) == here, pl.col(key) != here)[key].to_list()
    changed = set_value(frames[table], row, link, draw(st.sampled_from([here, *linked])))
    return _plain(replaced(frames, **{table: changed}), here, table, link)


def nd211(frames: Frames, draw: Draw) -> Frames | None:
    """A record more, to which nothing refers."""
    new: dict[str, dict[str, str]] = {"actors": {"kind": "other"}, "people": {}, "places": {"precision": "city"}}
    table = draw(st.sampled_from([name for name in new if name in frames] or [""]))
    if not table:
        return None
    key = _model().tables[table].record_key
    values = {key: "left-over-record", "name": f"Somebody beside {frames['sources'].item(0, 'source_id')}", "review": "coded"} | new[table]
    return _in_order(replaced(frames, **{table: add_row(frames[table], **values)}))


def nd212(frames: Frames, draw: Draw) -> Frames | None:
    """A number of one source for two rounds of a process."""
    if having(frames, "rounds") is None or having(frames, "sources") is None or "round_numbers" not in frames:
        return None
    rounds = frames["rounds"].select("process_id", "round_id")
    pairs = rounds.join(rounds, on="process_id", suffix="_other").filter(pl.col("round_id") < pl.col("round_id_other"))
    if not pairs.height:
        return None
    _, *both = draw(st.sampled_from(sorted(pairs.rows())))
    source = draw(st.sampled_from(frames["sources"]["source_id"].to_list()))
    numbers = frames["round_numbers"]
    count = {"counted_by_source_id": source, "unit": draw(st.sampled_from(["round", "meeting"])), "number": 901, "series": "of this test"}
    for round_id in both:
        numbers = add_row(numbers, round_id=round_id, **count)
    return _in_order(replaced(frames, round_numbers=numbers))


# ---------------------------------------------------------------------------- text


def _texts(frames: Frames) -> list[tuple[str, str]]:
    """Columns of free text that hold a value and by which no row is named."""
    found = []
    for name, frame in frames.items():
        table = _model().tables[name]
        for column in free_text(table):
            named_by = column.name in (*table.key, *table.identity, "wording")
            # What somebody is called or does is compared elsewhere.
            if not named_by and column.name not in ("name", "office", "title") and frame[column.name].null_count() < frame.height:
                found.append((name, column.name))
    return sorted(found)


def _text(frames: Frames, draw: Draw, new: str) -> Frames | None:
    texts = _texts(frames)
    if not texts:
        return None
    table, column = draw(st.sampled_from(texts))
    row = one_row(draw, frames[table], pl.col(column).is_not_null())
    assert row is not None
    return replaced(frames, **{table: set_value(frames[table], row, column, new)})


def nd213(frames: Frames, draw: Draw) -> Frames | None:
    """A word that stands for nothing."""
    return _text(frames, draw, draw(st.sampled_from(["NA", "n/a", "unknown", "Unknown", "-", "?", "None", "null", "TBD", "Not reported"])))


def nd214(frames: Frames, draw: Draw) -> Frames | None:
    """A word read in another encoding."""
    word = draw(st.sampled_from(["Café", "Ålesund", "l’été", "“Doha”", "محمد", "Москва", "Kâbil"]))
    return _text(frames, draw, "In " + word.encode().decode("latin-1" if draw(st.booleans()) else "cp1252", errors="replace") + " again")


def nd215(frames: Frames, draw: Draw) -> Frames | None:
    """A name said to be in another script."""
    tables = [name for name in ("actor_names", "person_names", "place_names") if having(frames, name) is not None]
    if not tables:
        return None
    table = draw(st.sampled_from(tables))
    row = one_row(draw, frames[table], pl.col("name").str.contains(r"\p{L}") & ~pl.col("name").str.contains(r"\p{Armenian}|\p{Thaana}"))
    if row is None:
        return None
    return replaced(frames, **{table: set_value(frames[table], row, "script", draw(st.sampled_from(["Armn", "Thaa"])))})


# ---------------------------------------------------------------------------- time


def nd306(frames: Frames, draw: Draw) -> Frames | None:
    """An incident of years before its process."""
    row = one_row(draw, frames.get("incidents"), pl.col("date").is_not_null())
    if row is None:
        return None
    processes = dict(frames["processes"].select("process_id", "start_earliest").iter_rows())
    start = processes.get(_value(frames, "incidents", row, "process_id"))
    day = _shifted(start, -draw(st.integers(367, 5000))) if start else None
    if day is None:
        return None
    # A copy, as others refer to the incident itself.
    copied = _copy(frames, "incident", _record(frames, "incidents", row), "incident-of-another-year")
    return _in_order(_date(copied, "incidents", copied["incidents"].height - 1, "date", day))


def nd307(frames: Frames, draw: Draw) -> Frames | None:
    """A process said to be observed until the day before something happened in it."""
    days = []
    for table in ("incidents", "documents", "ceasefires"):
        if having(frames, table) is not None:
            name = "declared" if table == "ceasefires" else "date"
            days += frames[table].select("process_id", f"{name}_earliest").drop_nulls().rows()
    if not days:
        return None
    process, day = draw(st.sampled_from(sorted(days)))
    row = frames["processes"]["process_id"].to_list().index(process)
    before = _shifted(day, -1)
    return (
        None
        if before is None
        else replaced(frames, processes=set_value(frames["processes"], row, "observed_until", date.fromisoformat(before)))
    )


_HAPPENED = {
    "incidents": ["date"],
    "documents": ["date"],
    "positions": ["date"],
    "outcomes": ["date"],
    "ceasefire_events": ["date"],
    "ceasefires": ["declared", "ended"],
}


def _dated_evidence(frames: Frames) -> pl.DataFrame:
    """Plain support for dates that are known to the day, with the first and last day: the number of the row of evidence, and the days."""
    parts = []
    numbered = frames["evidence"].with_row_index("at").filter(pl.col("stance") == "supports", pl.col("reported").is_null())
    for name, columns in (_HAPPENED | {"rounds": ["start", "end"]}).items():
        table = _model().tables[name]
        for column in columns if having(frames, name) is not None else ():
            key = pl.col(table.identity[0]) if table.identity else pl.lit(None, pl.String)
            days = (
                frames[name]
                .select(
                    record_id=table.record_key,
                    row_key=key,
                    first=f"{column}_earliest",
                    last=f"{column}_latest",
                    table=pl.lit(name),
                    dated=pl.lit(column),
                )
                .drop_nulls(["first", "last"])
            )
            here = numbered.filter(pl.col("table") == name, pl.col("column") == column).drop("table")
            parts.append(here.join(days, on=["record_id", "row_key"], nulls_equal=True).select("at", "source_id", "first", "last", "table"))
    return pl.concat(parts).sort("at") if parts else pl.DataFrame()


def nd308(frames: Frames, draw: Draw) -> Frames | None:
    """A source that came out before what it supports."""
    if having(frames, "evidence") is None or having(frames, "sources") is None:
        return None
    dated = _dated_evidence(frames)
    if not dated.height:
        return None
    published = frames["sources"].filter(pl.col("published").is_not_null()).select("source_id")
    dated = dated.join(published, on="source_id", how="semi").filter(pl.col("table").is_in(["incidents", "documents", "ceasefires"]))
    row = one_row(draw, dated)
    if row is None:
        return None
    day = _shifted(dated.item(row, "first"), -draw(st.integers(1, 3)))
    at = frames["sources"]["source_id"].to_list().index(dated.item(row, "source_id"))
    return None if day is None else replaced(frames, sources=set_date(frames["sources"], at, "published", day))


_WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "tr": ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"],
    "fa": ["دوشنبه", "سه‌شنبه", "چهار شنبه", "پنجشنبه", "جمعه", "شنبه", "یک‌شنبه"],
    "ur": ["پیر کے روز", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتے کے روز", "اتوار"],
}


def nd309(frames: Frames, draw: Draw) -> Frames | None:
    """A weekday that is not the day's."""
    if having(frames, "evidence") is None:
        return None
    dated = _dated_evidence(frames)
    if not dated.height:
        return None
    row = one_row(draw, dated, pl.col("first") == pl.col("last"))
    if row is None:
        return None
    day = dated.item(row, "first")
    weekday = (day.weekday() + draw(st.integers(1, 6))) % 7
    evidence = set_value(
        frames["evidence"], dated.item(row, "at"), "wording", f"{_WEEKDAYS[draw(st.sampled_from(sorted(_WEEKDAYS)))][weekday]}"
    )
    return replaced(frames, evidence=set_value(evidence, dated.item(row, "at"), "calendar", None))


def nd310(frames: Frames, draw: Draw) -> Frames | None:
    """Support by a report that gives the year only, or another day."""
    if having(frames, "evidence") is None:
        return None
    dated = _dated_evidence(frames)
    row = one_row(draw, dated) if dated.height else None
    if row is None:
        return None
    first, last, at = (dated.item(row, name) for name in ("first", "last", "at"))
    said = [_shifted(first, -3), _shifted(last, 3)]
    if (first.year, first.month) == (last.year, last.month) and (last - first).days < 27:
        said.append(f"{first:%Y-%m}")
    evidence = set_value(frames["evidence"], at, "reported", draw(st.sampled_from([text for text in said if text])))
    for name in ("wording", "calendar"):
        evidence = set_value(evidence, at, name, None)
    return replaced(frames, evidence=evidence)


def nd311(frames: Frames, draw: Draw) -> Frames | None:
    """A session of more hours than its days have, or a term that is not from beginning to end."""
    days = (pl.coalesce("end_latest", "start_latest") - pl.col("start_earliest")).dt.total_days() + 1
    session = one_row(draw, frames.get("sessions"), pl.col("hours").is_not_null() & (days <= 8))
    exact = (pl.col("effective_precision") == "day") & (pl.col("planned_end_precision") == "day") & pl.col("fixed_term_days").is_not_null()
    truce = one_row(draw, frames.get("ceasefires"), exact)
    if session is not None and (truce is None or draw(st.booleans())):
        sessions = frames["sessions"]
        possible = sessions.select(days.clip(1)).item(session, 0)
        changed = replaced(frames, sessions=set_value(sessions, session, "hours", 24.0 * possible + 1))
        row_key = _row_key(frames, "sessions", session)
        return _plain(changed, _record(frames, "sessions", session), "sessions", "hours", row_key=row_key)
    if truce is None:
        return None
    term = (_value(frames, "ceasefires", truce, "planned_end_earliest") - _value(frames, "ceasefires", truce, "effective_earliest")).days
    changed = replaced(frames, ceasefires=set_value(frames["ceasefires"], truce, "fixed_term_days", float(term + draw(st.integers(2, 90)))))
    return _plain(changed, _record(frames, "ceasefires", truce), "ceasefires", "fixed_term_days")


def nd312(frames: Frames, draw: Draw) -> Frames | None:
    """A source read before it came out."""
    row = one_row(draw, frames.get("sources"), pl.col("published_earliest") > date(1, 1, 2))
    if row is None:
        return None
    day = _value(frames, "sources", row, "published_earliest") - _DAY
    return replaced(frames, sources=set_value(frames["sources"], row, "read_on", day))


def _with_start(frames: Frames, table: str) -> pl.DataFrame | None:
    """Rows of a table of rounds, in their order, with the first day of the round."""
    if having(frames, table) is None:
        return None
    return frames[table].join(
        frames["rounds"].select("round_id", round_start="start_earliest"), on="round_id", how="left", maintain_order="left"
    )


def nd313(frames: Frames, draw: Draw) -> Frames | None:
    """An outcome of the week before its round."""
    outcomes = _with_start(frames, "outcomes")
    row = one_row(draw, outcomes, pl.col("date").is_not_null() & pl.col("round_start").is_not_null())
    if outcomes is None or row is None:
        return None
    day = _shifted(outcomes.item(row, "round_start"), -draw(st.integers(1, 7)))
    return None if day is None else _date(frames, "outcomes", row, "date", day)


def nd314(frames: Frames, draw: Draw) -> Frames | None:
    """A next round of the week before."""
    row = one_row(draw, frames.get("rounds"), pl.col("next_round_date").is_not_null() & pl.col("start_earliest").is_not_null())
    if row is None:
        return None
    day = _shifted(_value(frames, "rounds", row, "start_earliest"), -draw(st.integers(1, 7)))
    return None if day is None else _date(frames, "rounds", row, "next_round_date", day)


def nd315(frames: Frames, draw: Draw) -> Frames | None:
    """A name valid to before it is valid from, or a lowest number above the highest."""
    numbers = [pl.col(f"{kind}_low").is_not_null() & pl.col(f"{kind}_high").is_not_null() for kind in ("killed", "injured")]
    report = one_row(draw, frames.get("incident_reports"), pl.any_horizontal(numbers))
    actor = one_row(draw, frames.get("actors"), pl.col("start").is_null() & pl.col("end").is_null())
    if report is not None and (actor is None or draw(st.booleans())):
        kinds = [
            kind
            for kind in ("killed", "injured")
            if None not in (_value(frames, "incident_reports", report, f"{kind}_{end}") for end in ("low", "high"))
        ]
        kind = draw(st.sampled_from(kinds))
        high = _value(frames, "incident_reports", report, f"{kind}_high")
        return replaced(
            frames, incident_reports=set_value(frames["incident_reports"], report, f"{kind}_low", high + draw(st.integers(1, 9)))
        )
    if actor is None or "actor_names" not in frames:
        return None
    names = _name_row(
        frames, _record(frames, "actors", actor), valid_from="2001-05", valid_to=draw(st.sampled_from(["2001-04", "1999", "[..2000]"]))
    )
    return _in_order(replaced(frames, actor_names=names))


def nd316(frames: Frames, draw: Draw) -> Frames | None:
    """A participant in an office that the person had given up."""
    participants = _with_start(frames, "participants")
    known = pl.all_horizontal(pl.col("person_id", "office", "round_start").is_not_null())
    row = one_row(draw, participants, known)
    if participants is None or row is None or "offices" not in frames:
        return None
    given_up = _shifted(participants.item(row, "round_start"), -draw(st.integers(1, 4000)))
    person, actor = participants.item(row, "person_id"), participants.item(row, "actor_id")
    if given_up is None:
        return None
    title = "Keeper of a seal given up"
    offices = add_row(frames["offices"], person_id=person, office="given-up", title=title, actor_id=actor)
    offices = set_date(offices, offices.height - 1, "held_to", given_up)
    changed: Frames | None = replaced(frames, offices=offices, participants=set_value(frames["participants"], row, "office", title))
    for field, column in (("/offices/given-up", None), ("/offices/given-up/held_to", "held_to")):
        changed = changed and _cite(changed, person, "offices", field, "given-up", column)
    return changed and _in_order(
        _plain(changed, participants.item(row, "round_id"), "participants", "office", row_key=participants.item(row, "participant"))
    )


def nd317(frames: Frames, draw: Draw) -> Frames | None:
    """An event that resumes what was not suspended."""
    if having(frames, "ceasefire_events") is None:
        return None
    never = ~(pl.col("kind") == "suspended").any().over("ceasefire_id")
    over = pl.col("kind").is_in(["expired", "collapsed", "superseded", "extended"])
    row = one_row(draw, frames["ceasefire_events"], never & ~over & pl.col("until").is_null())
    return None if row is None else replaced(frames, ceasefire_events=set_value(frames["ceasefire_events"], row, "kind", "resumed"))


def nd318(frames: Frames, draw: Draw) -> Frames | None:
    """An event of days before the ceasefire was declared."""
    if having(frames, "ceasefire_events") is None:
        return None
    declared = frames["ceasefires"].select("ceasefire_id", "declared_earliest")
    events = frames["ceasefire_events"].join(declared, on="ceasefire_id", how="left", maintain_order="left")
    moved = pl.col("date").is_not_null() & pl.col("declared_earliest").is_not_null() & pl.col("until").is_null()
    alone = pl.all_horizontal(pl.col("incident_id", "round_id", "document_id").is_null())
    movable = moved & pl.col("kind").is_in(["reaffirmed", "modified", "violation_alleged", "suspended"])
    row = one_row(draw, events, movable & alone)
    row = one_row(draw, events, movable) if row is None else row
    if row is None:
        return None
    day = _shifted(events.item(row, "declared_earliest"), -draw(st.integers(1, 20)))
    return None if day is None else _date(frames, "ceasefire_events", row, "date", day)


# ---------------------------------------------------------------------------- place


def _locate(frames: Frames, row: int, latitude: float | None, longitude: float | None) -> Frames | None:
    """The tables with coordinates of a place, with evidence for them."""
    place = _record(frames, "places", row)
    changed: Frames | None = _plain(frames, place, "places", "latitude", "longitude")
    for name, value in (("latitude", latitude), ("longitude", longitude)):
        bare = _value(frames, "places", row, name) is None
        changed = changed and replaced(changed, places=set_value(changed["places"], row, name, value))
        if changed and value is None:
            said = (pl.col("record_id") == place) & (pl.col("column") == name)
            changed = replaced(changed, evidence=changed["evidence"].filter(~said.fill_null(False)))
        if bare and value is not None:
            changed = changed and _cite(changed, place, "places", f"/{name}", None, name)
    return changed and _in_order(changed)


def nd603(frames: Frames, draw: Draw) -> Frames | None:
    """A place at 0, 0, or on a parallel without a meridian."""
    row = one_row(draw, frames.get("places"), pl.col("latitude").is_null() & pl.col("longitude").is_null())
    if row is not None and draw(st.booleans()):
        return _locate(frames, row, draw(st.sampled_from([0.0, 12.5])), None)
    if having(frames, "places") is None:
        return None
    parents = frames["places"]["parent_place_id"].drop_nulls().to_list()
    alone = pl.col("parent_place_id").is_null() & ~pl.col("place_id").is_in(parents)
    row = one_row(draw, frames["places"], alone)
    return None if row is None else _locate(frames, row, 0.0, 0.0)


def nd604(frames: Frames, draw: Draw) -> Frames | None:
    """A place on another continent than its parent."""
    places = having(frames, "places")
    if places is None:
        return None
    parents = places.select(parent_place_id="place_id", of="precision", north="latitude", east="longitude")
    joined = places.join(parents, on="parent_place_id", how="left", maintain_order="left")
    bounded = ~pl.col("precision").is_in(["country", "region"]) & ~pl.col("of").is_in(["country", "region"])
    row = one_row(draw, joined, bounded & pl.col("of").is_not_null())
    if row is None:
        return None
    north, east = joined.item(row, "north"), joined.item(row, "east")
    changed: Frames | None = frames
    if north is None or east is None:
        north, east = 10.0, 20.0
        at = places["place_id"].to_list().index(joined.item(row, "parent_place_id"))
        changed = _locate(frames, at, north, east)
    return changed and _locate(changed, row, north - 40.5 if north > 0 else north + 40.5, east)


def nd605(frames: Frames, draw: Draw) -> Frames | None:
    """A place as wide as its parent."""
    places = having(frames, "places")
    if places is None:
        return None
    parents = places.select(parent_place_id="place_id", of="precision")
    joined = places.join(parents, on="parent_place_id", how="left", maintain_order="left")
    row = one_row(draw, joined, pl.col("of").is_not_null())
    if row is None:
        return None
    wide = joined.item(row, "of")
    return replaced(frames, places=set_value(places, row, "precision", "country" if wide == "region" else wide))


MUTATIONS: dict[str, Mutation] = {
    name.upper(): mutation for name, mutation in sorted(globals().items()) if name.startswith("nd") and name[2:].isdigit()
}

#: What else a mutation may truthfully break: nothing so far.
COMPANIONS: dict[str, set[str]] = {
    "ND204": {"ND801"},  # the document of an agreement is of the first of the two only
}
