"""The verifier: quotes are found where they stand and nowhere else; values need words for them; what cannot hold together does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.candidate import Anchor, Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.read import from_text
from negotiation_data.article.verify import LONGEST_QUOTE, Ruling, find_quote, reasons, review, supported

TEXT = """Talks between Chad and rebels close in Doha

DOHA, 8 August 2022 – Chad's government and rebel groups ended five days of talks in Doha on Monday with an agreement that Qatar had mediated.

The rebels’ leader said: “We have signed – at last.”

Follow us on Facebook and subscribe to our newsletter
"""
DOCUMENT = from_text(TEXT, published=date(2022, 8, 8))


@given(st.integers(0, len(TEXT) - 2), st.integers(1, 80))
def test_words_of_the_article_are_found_where_they_stand(start: int, length: int) -> None:
    quote = TEXT[start : start + length].strip()
    if not quote:
        return
    at = TEXT.index(quote, start)
    found = find_quote(DOCUMENT, quote)
    if DOCUMENT.masked(at, at + len(quote)):
        assert Span(at, at + len(quote)) not in found
    else:
        assert Span(at, at + len(quote)) in found
    assert all(DOCUMENT.quote(span) == quote for span in found)


@given(st.text(min_size=1, max_size=60))
def test_other_words_are_found_only_if_they_differ_in_marks_and_spaces(quote: str) -> None:
    for span in find_quote(DOCUMENT, quote):
        assert 0 <= span.start < span.end <= len(TEXT)
        assert not DOCUMENT.masked(span.start, span.end)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ('said: "We have signed - at last."', 1),  # other quotation marks and dashes
        ("Chad's  government\nand rebel groups", 1),  # other spaces
        ("chad's government", 0),  # another case
        ("We have signed at last", 0),  # other punctuation
        ("Doha", 2),  # in two places
        ("subscribe to our newsletter", 0),  # masked
        ("", 0),
        ("x" * (LONGEST_QUOTE + 1), 0),
    ],
)
def test_what_counts_as_the_same_words(quote: str, found: int) -> None:
    assert len(find_quote(DOCUMENT, quote)) == found


def candidate(field: str, value: str, quote: str, **more: object) -> Candidate:
    [span, *_] = find_quote(DOCUMENT, quote)
    return Candidate(field, value, (span,), "test", Tier.PREFILLED, **more)  # type: ignore[arg-type]


SENTENCE = "ended five days of talks in Doha on Monday with an agreement that Qatar had mediated"


@pytest.mark.parametrize(
    ("given", "ruling"),
    [
        (candidate("parties", "chad", "Chad's government"), Ruling.SUPPORTED),
        (candidate("parties", "qatar", "Chad's government"), Ruling.REVIEW),
        (candidate("mediators", "qatar", SENTENCE, role="mediator"), Ruling.SUPPORTED),
        (candidate("mediators", "qatar", SENTENCE, role="guarantor"), Ruling.REVIEW),
        (candidate("mediators", "egypt", SENTENCE, role="mediator"), Ruling.REJECTED),
        (candidate("venue/place", "Doha", SENTENCE), Ruling.SUPPORTED),
        (candidate("venue/place", "Cairo", SENTENCE), Ruling.REJECTED),
        (candidate("venue/country", "QAT", SENTENCE), Ruling.SUPPORTED),
        (candidate("venue/country", "EGY", SENTENCE), Ruling.REJECTED),
        (candidate("end", "2022-08-08", SENTENCE), Ruling.SUPPORTED),
        (candidate("end", "2022-08-07", SENTENCE), Ruling.REVIEW),
        (candidate("end", "Monday", SENTENCE), Ruling.REJECTED),
        (candidate("outcome", "agreement", "We have signed"), Ruling.REVIEW),
        (candidate("status", "concluded", SENTENCE), Ruling.SUPPORTED),
        (candidate("participants/name", "Mahamat Nouri", SENTENCE), Ruling.REJECTED),
        (candidate("colour", "red", SENTENCE), Ruling.REVIEW),
    ],
    ids=str,
)
def test_a_value_needs_words_for_it(given: Candidate, ruling: Ruling) -> None:
    finding = supported(DOCUMENT, given, EventKind.ROUND, given.spans[0])
    assert finding.ruling is ruling, finding.reason


def test_a_name_is_no_part_of_a_word() -> None:
    text = "Somalia spoke, and Ali was silent."
    document = from_text(text)
    given = Candidate("participants/name", "Ali", (), "somebody", Tier.SUGGESTED, 1.0, ("Ali",))
    assert supported(document, given, EventKind.ROUND, Span(0, 13)).ruling is Ruling.REJECTED
    assert supported(document, given, EventKind.ROUND, Span(15, 33)).ruling is not Ruling.REJECTED


def test_a_passage_outside_of_the_text_or_masked_is_rejected() -> None:
    one = candidate("venue/place", "Doha", SENTENCE)
    assert supported(DOCUMENT, one, EventKind.ROUND, Span(0, len(TEXT) + 1)).ruling is Ruling.REJECTED
    masked = TEXT.index("Facebook")
    assert supported(DOCUMENT, one, EventKind.ROUND, Span(masked, masked + 8)).ruling is Ruling.REJECTED


def event(*candidates: Candidate, anchor: Anchor = Anchor.THIS) -> EventDraft:
    return EventDraft(EventKind.ROUND, anchor, list(candidates))


def test_a_party_is_no_third_party() -> None:
    round_ = event(candidate("parties", "qatar", "Qatar had mediated"), candidate("mediators", "qatar", SENTENCE, role="mediator"))
    [finding] = review(DOCUMENT, [round_])
    assert finding.ruling is Ruling.REJECTED
    assert [c.field for c in round_.candidates] == ["parties"]


def test_an_end_before_the_start_is_for_the_coder() -> None:
    start = replace(candidate("start", "2022-08-08", SENTENCE), score=2.0)
    end = replace(candidate("end", "2022-08-01", SENTENCE), score=1.0)
    round_ = event(start, end)
    review(DOCUMENT, [round_])
    assert {c.field: c.tier for c in round_.candidates} == {"start": Tier.PREFILLED, "end": Tier.CODER}


def test_what_took_place_did_so_before_it_was_reported() -> None:
    late = candidate("start", "2022-08-20", SENTENCE)
    round_ = event(late)
    review(DOCUMENT, [round_])
    assert [c.tier for c in round_.candidates] == [Tier.CODER]
    coming = event(late, anchor=Anchor.NEXT)
    review(DOCUMENT, [coming])
    assert [c.tier for c in coming.candidates] == [Tier.SUGGESTED]  # the date is not read from its passage


def test_a_town_lies_in_its_country() -> None:
    round_ = event(candidate("venue/place", "Doha", SENTENCE), candidate("venue/country", "TCD", "Chad's government"))
    findings = review(DOCUMENT, [round_])
    assert reasons(findings) == {"The place is in another country.": 1}


def test_nothing_is_found_twice_by_reviewing_again() -> None:
    round_ = event(candidate("venue/place", "Doha", SENTENCE), candidate("parties", "qatar", "Chad's government"))
    first = review(DOCUMENT, [round_])
    kept = list(round_.candidates)
    assert first
    review(DOCUMENT, [round_])
    assert round_.candidates == kept


def test_a_quote_is_read_without_asking_for_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has not installed what tells languages drafts as well, and nobody loads its model for a quote of three words."""

    def asked() -> None:
        raise AssertionError("asked for the language of a quote")

    monkeypatch.setattr("negotiation_data.article.language._identifier", asked)
    text = "The two delegations of Sudan and the SPLM-N held their peace talks in the capital of Qatar on Sunday, they said."
    place = text.index("capital of Qatar")
    candidate = Candidate("venue/place", "Doha", (), "talks-in", Tier.SUGGESTED, names=("Doha",))
    document = from_text(text, language="en")
    assert supported(document, candidate, EventKind.ROUND, Span(place, place + len("capital of Qatar"))).ok


def test_a_word_within_a_name_is_no_country() -> None:
    text = "Talks were led by General Paris Lopez of the army and by the rebels of the front."
    candidate = Candidate("venue/country", "FRA", (), "talks-in", Tier.SUGGESTED, names=("FRA",))
    place = text.index("General Paris Lopez")
    assert not supported(from_text(text), candidate, EventKind.ROUND, Span(place, place + len("General Paris Lopez"))).ok
