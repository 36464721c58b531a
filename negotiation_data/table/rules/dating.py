"""Time as sources give it: the words that a date was read from, its weekday, and how exact each report is."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.dates import calendars, edtf
from negotiation_data.problem import Level
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import reported_or_coded


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


# Arabic, Hindi. Left out is what also means something else: Urdu `hafta`, Saturday or week, unless it stands with the word for day.
_WEEKDAYS = (
    r"\b(?:monday|montags?|lundi|lunes|pazartesi|دوشنب[هې]|الاثنين|الإثنين)\b|سوموار|\bپیر (?:کے|کو|کی)\b|सोमवार",
    r"\b(?:tuesday|dienstags?|mardi|martes|salı|سهشنب[هې]|منگل|الثلاثاء)\b|मंगलवार",
    r"\b(?:wednesday|mittwochs?|mercredi|mi[eé]rcoles|çarşamba|چهارشنب[هې]|بدھ|الأربعاء|الاربعاء)\b|बुधवार",
    r"\b(?:thursday|donnerstags?|jeudi|jueves|perşembe|پنجشنب[هې]|جمعرات|الخميس)\b|गुरुवार|बृहस्पतिवार",
    r"\b(?:friday|freitags?|vendredi|viernes|cuma|جمع[هےې]|جمعہ|الجمعة)\b|शुक्रवार",
    r"\b(?:saturday|samstags?|sonnabends?|samedi|s[aá]bado|cumartesi|شنب[هې]|السبت)\b|\bہفت[ہے] (?:کے روز|کو)\b|शनिवार",
    r"\b(?:sunday|sonntags?|dimanche|domingo|pazar|یکشنب[هې]|اتوار|الأحد|الاحد)\b|रविवार",
)


@rule(
    "ND309",
    "A weekday named in a date's wording is that of the date.",
    cure=(
        "Find out which of the two is wrong, the weekday or the day. If the source itself says both, keep what it says, "
        "choose `contradicts` where its day is not the coded one, and say in a `note` that its weekday and day do not fit."
    ),
    explanation=(
        "A weekday is a check digit that writers put beside the day: where the two do not fit, one is wrong, often the day by one, from a time zone or a late "
        "hour. The weekday is compared with the date that the source reports, or, where it supports the coded one and gives none, with that."
    ),
    tables=("evidence",),
    level=Level.WARNING,
)
def weekdays_fit(tables: Tables) -> Iterator[Finding]:
    # Persian writes the numbered days with a space, a joiner or neither, and some sources use Arabic letters.
    wording = (
        pl.col("wording").str.to_lowercase().str.replace_all("ي", "ی").str.replace_all(r"(یک|دو|سه|چهار|پنج)[\s\x{200C}]+شنب", "${1}شنب")
    )
    named = tables["evidence"].filter(pl.col("wording").is_not_null()).with_columns(plain=wording)
    named = named.filter(pl.col("plain").str.contains("|".join(_WEEKDAYS)))
    dated = reported_or_coded(tables, named).filter(pl.col("coded").is_not_null() & pl.col("date").is_not_null()).collect()
    days = dated.join(_bounds(dated["date"]), on="date").lazy()
    span = (pl.col("last") - pl.col("first")).dt.total_days()
    fits = [
        pl.col("plain").str.contains(pattern) & ((weekday - pl.col("first").dt.weekday().cast(pl.Int64)).mod(7) <= span)
        for weekday, pattern in enumerate(_WEEKDAYS, start=1)
    ]
    rows = days.filter(~pl.any_horizontal(fits)).with_columns(weekday=pl.col("first").dt.strftime("%A"))
    yield Finding("evidence", rows, "The wording is '{wording}', and {date} is a {weekday}.", "wording")


def _bounds(texts: pl.Series) -> pl.DataFrame:
    """First and last day of every date text that has both; each text is read once."""
    read = {text: edtf.parse(text) for text in texts.unique().to_list() if _is_date(text)}
    bounds = [(text, date.earliest, date.latest) for text, date in read.items() if date.earliest and date.latest]
    return pl.DataFrame(bounds, schema={"date": pl.String, "first": pl.Date, "last": pl.Date}, orient="row")


def _is_date(text: str) -> bool:
    try:
        edtf.parse(text)
    except edtf.EdtfError:
        return False
    return True


#: How a reported date may stand to the coded one.
_WIDER = "wider"


@rule(
    "ND310",
    "A report supports a date only if what it gives is the coded date, or more exact.",
    cure="Write `stance: partial` where the report is less exact, and `contradicts` where it gives another day; or code the date less exactly.",
    explanation=(
        "A month in the source that became a day in the data is precision that nobody reported; published data clip unknown days to the first or the last of "
        "the month and cannot say so. What a report gives must lie within the coded date to support it, and meet it to be partial. "
        "A day without a year, as another calendar's day often is, need only meet it."
    ),
    tables=("evidence",),
)
def support_is_as_exact(tables: Tables) -> Iterator[Finding]:
    said = tables["evidence"].filter(pl.col("reported").is_not_null() & pl.col("stance").is_in(["supports", "partial"]))
    dated = reported_or_coded(tables, said).filter(pl.col("coded").is_not_null()).collect()
    pairs = dated.select("coded", "reported").unique()
    compared = pairs.with_columns(relation=pl.Series([_relation(*pair) for pair in pairs.iter_rows()], dtype=pl.String))
    rows = dated.join(compared, on=["coded", "reported"]).lazy()
    other = rows.filter(pl.col("relation") == "other")
    yield Finding("evidence", other, "It gives {reported}, the coded date is {coded}: that is not {stance}, but contradicts.", "stance")
    wider = rows.filter(pl.col("relation") == _WIDER, pl.col("stance") == "supports")
    yield Finding("evidence", wider, "It gives {reported}, the coded date is {coded}: that is not supports, but partial.", "stance")


def _relation(coded: str, reported: str) -> str | None:
    """How a reported date stands to the coded one: another, wider; None where it is the same, within it, or not comparable."""
    if coded == reported or not (_is_date(coded) and _is_date(reported)):
        return None
    said, held = edtf.parse(reported), edtf.parse(coded)
    if not (said.earliest and said.latest and held.earliest and held.latest):
        return _relation_without_year(held, said)
    if said.latest < held.earliest or said.earliest > held.latest:
        return "other"
    return _WIDER if said.earliest < held.earliest or said.latest > held.latest else None


def _relation_without_year(coded: edtf.Edtf, reported: edtf.Edtf) -> str | None:
    try:
        days = [{(month, day) for _, month, day in date.days()} for date in (coded, reported)]
    except edtf.EdtfError:
        return None
    return None if days[0] & days[1] else "other"
