"""What holds of every document, whatever was read. Used by the tests and by benchmarks/articles/fuzz.py."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from negotiation_data.article.document import Document, PublishedBasis, Span


def broken(document: Document) -> list[str]:
    """Everything that does not hold of a document."""
    text, found = document.text, []

    def holds(statement: str, truth: bool) -> None:
        if not truth:
            found.append(statement)

    holds("the hash is of the text", document.sha256 == hashlib.sha256(text.encode()).hexdigest())
    for name, spans in (("paragraphs", document.paragraphs), ("sentences", document.sentences), ("masks", document.masks)):
        holds(f"{name} lie in the text, in order, and do not overlap", _in_order(spans, len(text)))
        holds(f"no {name} begin or end with white space", all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans))
    for name, spans in (("paragraphs", document.paragraphs), ("sentences", document.sentences)):
        holds(f"all but white space is in {name}", not _outside(text, spans))
    starts = {span.start for span in document.paragraphs}
    ends = {span.end for span in document.paragraphs}
    holds(
        "each paragraph begins and ends a sentence",
        starts <= {s.start for s in document.sentences} and ends <= {s.end for s in document.sentences},
    )
    holds("no sentence crosses paragraphs", _contained(document.sentences, document.paragraphs))
    for name, span in (("title", document.title), ("dateline", document.dateline), ("published_at", document.published_at)):
        holds(f"{name} lies in the text", span is None or 0 <= span.start < span.end <= len(text))
    holds("the title is a paragraph", document.title is None or document.title in document.paragraphs)
    holds("the title is not masked", document.title is None or not document.masked(document.title.start, document.title.end))
    holds("a date has a basis", (document.published is None) == (document.published_basis is PublishedBasis.NONE))
    holds("only a date in the text has a place in it", document.published_at is None or document.published_basis is PublishedBasis.TEXT)
    visible = document.visible()
    holds("masks change no offsets", len(visible) == len(text))
    holds("masks hide what they cover, and nothing else", _hidden(document, visible))
    return found


def _in_order(spans: Sequence[Span], length: int) -> bool:
    edges = [edge for span in spans for edge in (span.start, span.end)]
    return (
        all(span.start < span.end for span in spans) and edges == sorted(edges) and (not edges or (edges[0] >= 0 and edges[-1] <= length))
    )


def _outside(text: str, spans: Sequence[Span]) -> str:
    done, rest = 0, []
    for span in spans:
        rest.append(text[done : span.start])
        done = span.end
    return "".join([*rest, text[done:]]).strip()


def _contained(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    around = iter(outer)
    current = next(around, None)
    for span in inner:
        while current is not None and current.end <= span.start:
            current = next(around, None)
        if current is None or not span.within(current):
            return False
    return True


def _hidden(document: Document, visible: str) -> bool:
    text, done = document.text, 0
    for mask in document.masks:
        if visible[done : mask.start] != text[done : mask.start] or visible[mask.start : mask.end].strip():
            return False
        done = mask.end
    return visible[done:] == text[done:]
