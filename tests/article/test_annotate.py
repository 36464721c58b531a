"""Mentions lie in order beside each other, in the text and not in what is masked; and who is found as whom."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings

from negotiation_data.article.annotate import annotate
from negotiation_data.article.document import Document, Mask, MaskKind, Span
from negotiation_data.article.mention import Annotated, merged
from negotiation_data.article.mention import Named as Mention
from negotiation_data.article.read import from_text
from negotiation_data.article.shape import KINDS
from tests.article.drafts import articles
from tests.article.test_draft import ANYTHING, DAYS, MIXED


def checked(annotated: Annotated) -> None:
    document, text = annotated.document, annotated.document.text
    assert len(annotated.shape) == len(annotated.small) == len(text)
    done = 0
    for mention in annotated.mentions:
        assert done <= mention.start < mention.end <= len(text)
        done = mention.end
        assert mention.kind in KINDS
        assert all(actor in annotated.actors for actor in mention.actors)
        assert mention.kind not in {"actor", "country", "capital"} or mention.actors
        assert mention.kind not in {"country", "capital", "place"} or mention.places
        assert (mention.kind == "time") == (mention.time is not None)
        assert (mention.kind == "person") == (mention.person is not None)
        assert annotated.at(mention.start) is mention is annotated.at(mention.end - 1)
        assert text[mention.start : mention.end].strip()
        assert not all(document.masked(at, at + 1) for at in range(mention.start, mention.end))
    assert annotated.within(0, len(text)) == annotated.mentions


@pytest.mark.parametrize("name", sorted(articles()))
def test_mentions_of_the_development_articles_are_in_order(name: str) -> None:
    text, published, negative = articles()[name]
    annotated = annotate(from_text(text, published=published))
    checked(annotated)
    assert annotated.mentions or negative  # one on a college need name nobody


@settings(max_examples=100, deadline=None)
@given(MIXED | ANYTHING, DAYS)
@example("Qatar", None)
def test_mentions_of_any_text_are_in_order(text: str, published: date | None) -> None:
    whole = Span(0, len(text))
    checked(annotate(Document(text, sentences=(whole,) if text else (), published=published)))


def found(text: str, kind: str) -> list[str]:
    annotated = annotate(from_text(text))
    return [annotated.document.quote(mention.span) for mention in annotated.mentions if mention.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Talks in the Omani capital began.", "place", ["Omani capital"]),
        ("The rebels and the government met.", "generic", ["The rebels", "the government"]),
        ("Fighting by the Tarvani Liberation Front (TLF) went on, and TLF said so.", "actor", ["Tarvani Liberation Front", "TLF", "TLF"]),
        ("He said Zorgat rebels attacked. Zorgat denies it.", "actor", ["Zorgat", "Zorgat"]),
        ("Mr Anders Holm spoke. Later Holm left.", "person", ["Anders Holm", "Holm"]),
        ("Foreign Minister Abdullah bin Saleh al-Harbi spoke.", "person", ["Abdullah bin Saleh al-Harbi"]),
        ("The spokesman, Ali \"Tiger\" Hamdan, spoke.", "person", ['Ali "Tiger" Hamdan']),
        ("Doha-based diplomats spoke.", "person", []),
        ("They met on Monday, 3 May 2021.", "time", ["Monday, 3 May 2021"]),
    ],
)  # fmt: skip
def test_what_is_named_is_found(text: str, kind: str, expected: list[str]) -> None:
    assert found(text, kind) == expected


def test_nothing_is_found_in_what_is_masked() -> None:
    text = "Qatar spoke. Norway spoke."
    document = Document(text, sentences=(Span(0, 12), Span(13, 26)), masks=(Mask(13, 26, MaskKind.RELATED),))
    assert [document.quote(mention.span) for mention in annotate(document).mentions] == ["Qatar"]


def test_of_two_mentions_that_overlap_the_longer_stays() -> None:
    long, short, later = Mention(0, 9, "actor"), Mention(5, 9, "place"), Mention(9, 12, "place")
    assert merged([short, later], [long]) == [long, later]
    assert merged([long], [short]) == [long]
    assert merged([Mention(0, 4, "actor")], [Mention(0, 4, "place")]) == [Mention(0, 4, "actor")]
