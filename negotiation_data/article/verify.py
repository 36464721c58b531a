"""What every back end must pass, rules and language models alike: a value is held against the words that are to say it.

A quote must stand in the text outside of what is masked; where it stands is computed here, never taken from a back end.
The value must be supported by its own quote: a name or place by its words, an actor by one of its names, a date by being
read from the quote by our own code, a label by a word for it. What fails is rejected; what cannot be told is for review,
which means that it is never pre-filled. That a quote says so proves where a value comes from, not that it is true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from negotiation_data.article import times
from negotiation_data.article.annotate import annotate
from negotiation_data.article.book import book
from negotiation_data.article.candidate import RULES, Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.document import Document, Span
from negotiation_data.article.gazetteer.gazetteer import Mention, Place, gazetteer
from negotiation_data.article.read import from_text
from negotiation_data.article.resolve import resolve
from negotiation_data.article.shape import lower
from negotiation_data.dates.edtf import EdtfError, parse

__all__ = ["Finding", "Ruling", "find_quote", "review", "supported"]

#: A quote longer than a long sentence is no quote but the article.
LONGEST_QUOTE = 600


class Ruling(StrEnum):
    """What became of a value."""

    SUPPORTED = "supported"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Finding:
    """A ruling on one value, with the reason in a sentence where it is not support."""

    ruling: Ruling
    reason: str = ""
    field: str = ""
    value: str = ""
    extractor: str = ""

    @property
    def ok(self) -> bool:
        return self.ruling is Ruling.SUPPORTED


_SUPPORTED = Finding(Ruling.SUPPORTED)


# ---------------------------------------------------------------------------- where a quote stands

_TYPOGRAPHIC = {ord(char): plain for plain, chars in {"'": "‘’ʼ`´", '"': "“”„«»", "-": "‐‑‒–—―−"}.items() for char in chars}
_SPACE = re.compile(r"\s+")


def _normalised(text: str) -> tuple[str, list[int]]:
    """Text with one kind of quotation mark, dash and space, and for each of its characters the place it came from."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            if kept and kept[-1] == " ":
                continue
            kept.append(" ")
            places.append(place)
            continue
        for plain in unicodedata.normalize("NFKC", char).translate(_TYPOGRAPHIC):
            kept.append(plain)
            places.append(place)
    return "".join(kept), places


@lru_cache(8)
def _normalised_text(text: str) -> tuple[str, list[int]]:
    return _normalised(text)


def find_quote(document: Document, quote: str) -> tuple[Span, ...]:
    """Where a quote stands in what is not masked: exactly, else but for the kind of quotation marks, dashes and spaces.

    Never without regard to case or other punctuation. Several places mean that it is ambiguous.
    """
    quote = quote.strip()
    if not quote or len(quote) > LONGEST_QUOTE:
        return ()
    text = document.text
    exact = [Span(found.start(), found.end()) for found in re.finditer(re.escape(quote), text)]
    if not exact:
        plain, places = _normalised_text(text)
        wanted = _normalised(quote)[0].strip()
        exact = (
            [Span(places[found.start()], places[found.end() - 1] + 1) for found in re.finditer(re.escape(wanted), plain)] if wanted else []
        )
    return tuple(span for span in exact if not document.masked(span.start, span.end))


# ---------------------------------------------------------------------------- whether a quote says so


_WORD = re.compile(r"\w+")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
#: Kinds of actors that a state answers for.
_OF_A_STATE = frozenset({"state", "government", "ministry", "military"})


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """The words of a text with a space before and behind each."""
    if text.isascii():
        return f" {' '.join(_WORD.findall(text.lower()))} "
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return f" {' '.join(_WORD.findall(plain.casefold()))} "


def _has_words(quote: str, name: str) -> bool:
    """Whether the words of a name stand in a quote, in their order and beside each other."""
    return bool(wanted := _words(name).strip()) and f" {wanted} " in _words(quote)


# Several values of an article rest on one sentence.
@lru_cache(maxsize=256)
def _mentions(quote: str, year: int | None = None) -> list[Mention]:
    return gazetteer().mentions(quote, year=year)


@lru_cache(maxsize=256)
def _read_alone(quote: str) -> tuple[str, tuple[Place, ...]]:
    """What cues are tried on, in small letters, and the places that no look-up tells, as that the capital of Qatar is Doha.

    No more of it is kept, as all that is known of a text is a hundred times as large.
    """
    annotated = annotate(from_text(quote, language="en"))  # of an article that is read, and only those in English are
    return annotated.small, tuple(place for named in annotated.mentions for place in named.places)


def _places_in(quote: str) -> Iterator[Place]:
    """Every place that the words of a quote may name."""
    for mention in _mentions(quote):
        yield from mention.places
    table = gazetteer()
    for name in _CAPITALISED.findall(quote):
        yield from table.places(name.title() if name.isupper() else name)
    yield from _read_alone(quote)[1]


def _says_actor(quoted: _Quoted) -> bool:
    candidate = quoted.candidate
    if any(_has_words(quoted.quote, name) for name in candidate.names):
        return True
    family = {candidate.value, *_parents(candidate.value)}
    state = _state(candidate.value)
    years = [None, quoted.published.year] if quoted.published is not None else [None]  # who is meant, a year may tell
    named = (actor for year in years for mention in _mentions(quoted.quote, year) for actor in mention.actors)
    return any(actor in family or candidate.value in _parents(actor) or (state is not None and _state(actor) == state) for actor in named)


def _state(label: str) -> str | None:
    """The country of which somebody is the state, or a part of it: the Soviet Union is the state of Russia before it."""
    try:
        actor = gazetteer().actor(label)
    except KeyError:
        return None
    return actor.countries[0] if actor.kind in _OF_A_STATE and actor.countries else None


def _parents(label: str) -> set[str]:
    try:
        parent = gazetteer().actor(label).parent
    except KeyError:
        return set()
    return {parent} if parent else set()


def _says_place(quote: str, candidate: Candidate) -> bool:
    if any(_has_words(quote, name) for name in candidate.names or (candidate.value,)):
        return True
    return any(place.name == candidate.value for place in _places_in(quote))


def _says_country(quote: str, candidate: Candidate) -> bool:
    if any(candidate.value in gazetteer().actor(actor).countries for mention in _mentions(quote) for actor in mention.actors):
        return True
    return any(place.country == candidate.value for place in _places_in(quote))


def _says_date(quote: str, value: str, published: date | None) -> bool:
    """Whether our own reading of the quote gives the date, alone or counted from how long the talks are said to have lasted."""
    wanted = value.rstrip("?~%")
    for mention in times.find(quote):
        for future in (False, True):
            found = resolve(mention, published, future=future)
            if found is not None and wanted in {found.first.rstrip("?"), found.last.rstrip("?"), f"{found.first}/{found.last}"}:
                return True
            if found is not None and wanted[:4] != "XXXX" and found.first[:4] == "XXXX" and wanted[4:] in {found.first[4:], found.last[4:]}:
                return True
    return False


#: Families of cues that have words for the labels of a field.
_LABELS = {"outcome": "outcome", "status": "status"}


def _says_label(quote: str, field: str, value: str, kind: EventKind) -> bool:
    family = "ceasefire" if kind is EventKind.CEASEFIRE else _LABELS[field]
    patterns = book().cues[family].get(value, ())
    small = lower(quote)
    if any(pattern.search(small) for pattern in patterns):
        return True
    shaped = _read_alone(quote)[0] if patterns and quote.strip() else small
    return any(pattern.search(shaped) for pattern in patterns)


def _says_role(quote: str, role: str) -> bool:
    return any(book().role(word) == role for word in re.findall(r"[\w-]+", quote))


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A value beside its quote."""

    quote: str
    candidate: Candidate
    kind: EventKind
    published: date | None


_Test: TypeAlias = tuple[Callable[[_Quoted], bool], Ruling, str]
_DATE: tuple[_Test, ...] = (
    (lambda q: _is_date(q.candidate.value), Ruling.REJECTED, "It is no date."),
    (lambda q: _says_date(q.quote, q.candidate.value, q.published), Ruling.REVIEW, "The date is not read from the passage alone."),
)
_PLACE: tuple[_Test, ...] = ((lambda q: _says_place(q.quote, q.candidate), Ruling.REJECTED, "The passage does not name the place."),)
_PARTY: tuple[_Test, ...] = ((_says_actor, Ruling.REVIEW, "The passage does not name the actor."),)
_LABEL: tuple[_Test, ...] = (
    (lambda q: _says_label(q.quote, q.candidate.field, q.candidate.value, q.kind), Ruling.REVIEW, "The passage has no word for {value}."),
)
#: What a quote is asked for each field, in order; the first that it fails decides.
_TESTS: dict[str, tuple[_Test, ...]] = {
    "parties": _PARTY,
    "participants/actor": _PARTY,
    "mediators": (
        (_says_actor, Ruling.REJECTED, "The passage does not name the third party."),
        (
            lambda q: not q.candidate.role or _says_role(q.quote, q.candidate.role),
            Ruling.REVIEW,
            "The passage has no word for the role of {role}.",
        ),
    ),
    "venue/place": _PLACE,
    "place": _PLACE,
    "venue/country": (
        (lambda q: _says_country(q.quote, q.candidate), Ruling.REJECTED, "The passage names neither the country nor a place in it."),
    ),
    "start": _DATE,
    "end": _DATE,
    "effective": _DATE,
    "declared": _DATE,
    "outcome": _LABEL,
    "status": _LABEL,
    "participants/name": ((lambda q: _has_words(q.quote, q.candidate.value), Ruling.REJECTED, "The passage does not have the name."),),
}


def supported(document: Document, candidate: Candidate, kind: EventKind, span: Span) -> Finding:
    """Whether the words at a span support a value.

    Args:
        document: the article.
        candidate: the value.
        kind: of the event that it is a value of.
        span: where its quote stands.
    """
    if not 0 <= span.start < span.end <= len(document.text):
        return Finding(Ruling.REJECTED, "Its passage lies outside of the text.")
    if document.masked(span.start, span.end):
        return Finding(Ruling.REJECTED, "Its passage is not part of the article.")
    if candidate.likely and candidate.extractor == RULES and candidate.field == "venue/country":
        return Finding(Ruling.REVIEW, "No words say in which country it is.")
    asked = _TESTS.get(candidate.field)
    if asked is None:
        return Finding(Ruling.REVIEW, "Nothing tells what would support such a value.")
    quoted = _Quoted(document.quote(span), candidate, kind, document.published)
    for test, ruling, reason in asked:
        if not test(quoted):
            return Finding(ruling, reason.format(role=candidate.role, value=candidate.value))
    return _SUPPORTED


def _can_be_rejected(field: str) -> bool:
    return any(ruling is Ruling.REJECTED for _, ruling, _ in _TESTS.get(field, ()))


def _is_date(text: str) -> bool:
    try:
        parse(text)
    except EdtfError:
        return False
    return True


# ---------------------------------------------------------------------------- a whole draft


def review(document: Document, events: Iterable[EventDraft]) -> list[Finding]:
    """Hold every candidate of some events against its passages, and against the others; what fails is taken out or not pre-filled.

    Returns:
        What was rejected or sent to review, with reasons.
    """
    findings: list[Finding] = []
    for event in events:
        kept: list[Candidate] = []
        for candidate in event.candidates:
            if candidate.tier is not Tier.PREFILLED and candidate.spans and not _can_be_rejected(candidate.field):
                kept.append(candidate)  # at worst for review, which it is already
                continue
            rulings = [supported(document, candidate, event.kind, span) for span in candidate.spans] or [
                Finding(Ruling.REVIEW, "It has no passage.")
            ]
            best = min(rulings, key=lambda ruling: list(Ruling).index(ruling.ruling))
            if best.ruling is Ruling.REJECTED:
                findings.append(_about(best, candidate))
                continue
            if best.ruling is Ruling.REVIEW and candidate.tier is Tier.PREFILLED:
                findings.append(_about(best, candidate))
                candidate = replace(candidate, tier=Tier.SUGGESTED)
            kept.append(candidate)
        event.candidates = kept
        findings += _consistent(document, event)
    return findings


def _about(finding: Finding, candidate: Candidate) -> Finding:
    return replace(finding, field=candidate.field, value=candidate.value, extractor=candidate.extractor)


def _consistent(document: Document, event: EventDraft) -> list[Finding]:
    """What cannot hold together: a party that is a third party, an end before the start, a day after publication, a town elsewhere."""
    findings: list[Finding] = []

    def demote(candidate: Candidate, reason: str, *, out: bool = False) -> None:
        findings.append(_about(Finding(Ruling.REJECTED if out else Ruling.REVIEW, reason), candidate))
        event.candidates.remove(candidate)
        if not out:
            event.candidates.append(replace(candidate, tier=Tier.CODER))

    parties = {candidate.value for candidate in event.candidates if candidate.field == "parties" and candidate.tier is not Tier.CODER}
    for candidate in [c for c in event.candidates if c.field == "mediators" and c.value in parties]:
        demote(candidate, "It is a party already.", out=True)
    start, end = _told(event, "start"), _told(event, "end")
    if start is not None and end is not None and _after(start.value, end.value):
        demote(min((start, end), key=lambda candidate: candidate.score), "The end would be before the start.")
    planned = any(c.field == "status" and c.value == "planned" for c in event.candidates)
    if document.published is not None and event.anchor is not Anchor.NEXT and not planned:
        for name in ("start", "end"):
            told = _told(event, name)
            if told is not None and _after(told.value, document.published.isoformat()):
                demote(told, "It would be after the day of publication.")
    place, country = _told(event, "venue/place"), _told(event, "venue/country")
    if place is not None and country is not None:
        known = {found.country for name in (place.value, *place.names) for found in gazetteer().places(name)}
        if known and country.value not in known:
            demote(country, "The place is in another country.")
    return findings


def _told(event: EventDraft, name: str) -> Candidate | None:
    found = event.best(name)
    return found if found is not None and found.tier is not Tier.CODER else None


def _after(first: str, second: str) -> bool:
    try:
        earliest, latest = parse(first).earliest, parse(second).latest
    except EdtfError:
        return False
    return earliest is not None and latest is not None and earliest > latest


def reasons(findings: Sequence[Finding]) -> dict[str, int]:
    """How often each reason was given."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.reason] = counts.get(finding.reason, 0) + 1
    return counts


__all__ += ["LONGEST_QUOTE", "reasons"]
