from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.document import Document, Mask, MaskKind, PublishedBasis, Span
from negotiation_data.schema.model import Model

TEXT = "One two. Three\nfour.\n\nFive."
DOCUMENT = Document(
    text=TEXT,
    paragraphs=(Span(0, 14), Span(15, 20), Span(22, 27)),
    sentences=(Span(0, 8), Span(9, 14), Span(15, 20), Span(22, 27)),
    masks=(Mask(9, 14, MaskKind.CAPTION), Mask(15, 20, MaskKind.RELATED)),
)


def test_the_hash_is_of_the_text_as_it_is() -> None:
    assert DOCUMENT.sha256 == hashlib.sha256(TEXT.encode("utf-8")).hexdigest()


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_stretch_is_masked_if_any_character_of_it_is(start: int, end: int) -> None:
    covered = {place for mask in DOCUMENT.masks for place in range(mask.start, mask.end)}
    assert DOCUMENT.masked(start, end) == bool(covered.intersection(range(start, end)))


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_sentences_in_a_stretch(start: int, end: int) -> None:
    expected = [span for span in DOCUMENT.sentences if set(range(span.start, span.end)).intersection(range(start, end))]
    assert list(DOCUMENT.sentences_in(start, end)) == expected


@given(st.integers(0, len(TEXT)))
def test_the_sentence_at_a_place_holds_it_or_is_the_one_before(position: int) -> None:
    expected = [span for span in DOCUMENT.sentences if span.start <= position][-1]
    assert DOCUMENT.sentence_at(position) == expected
    assert expected.within(DOCUMENT.paragraph_at(position))


def test_a_document_without_words_has_no_sentence() -> None:
    with pytest.raises(IndexError, match="no words"):
        Document(text=" ").sentence_at(0)


def test_masks_hide_and_keep_places_and_lines() -> None:
    assert DOCUMENT.visible() == "One two.      \n     \n\nFive."
    assert DOCUMENT.readable_sentences() == (Span(0, 8), Span(22, 27))


def test_a_span_within_and_touching() -> None:
    assert Span(2, 3).within(Span(2, 5))
    assert not Span(1, 3).within(Span(2, 5))
    assert Span(1, 3).touches(Span(2, 5))
    assert not Span(1, 2).touches(Span(2, 5))
    assert len(Span(1, 3)) == 2


def test_every_basis_is_a_label_of_the_schema(model: Model) -> None:
    labels = set(model.vocabularies["published_basis"].names)
    assert {str(basis) for basis in PublishedBasis} <= labels


def test_documents_are_equal_by_what_they_say() -> None:
    assert Document(text="a", published=date(2025, 1, 1)) != Document(text="a")
    assert Document(text="a") == Document(text="a")
