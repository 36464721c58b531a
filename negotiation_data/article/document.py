"""An article as read: one text, and spans into it. Nothing is ever cut, so offsets hold from reading to evidence."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

__all__ = ["Document", "Mask", "MaskKind", "PublishedBasis", "Span"]


class MaskKind(StrEnum):
    """Why a part of a page is not the article."""

    FURNITURE = "furniture"
    """Buttons, pleas to subscribe or to share, notices about cookies and advertisement blockers, legal footers."""
    RELATED = "related"
    """Headlines of other articles."""
    CAPTION = "caption"
    """What stands beneath a picture."""
    TIMESTAMP = "timestamp"
    """When the page was published or updated."""
    BYLINE = "byline"
    """Who wrote it."""
    SCRIPT = "script"
    """Program text that leaked into the page."""
    OUTSIDE = "outside"
    """Of a saved page: what does not belong to its main text."""


class PublishedBasis(StrEnum):
    """Where the date of publication was found: labels of `published_basis` in the schema."""

    GIVEN = "given"
    METADATA = "metadata"
    TEXT = "text"
    URL = "url"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one place of a text to another, in Unicode code points, the end not included."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end

    def touches(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Mask(Span):
    """A part of a page that is not the article: it stays where it is, and nothing is read from it."""

    kind: MaskKind


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its text, exactly as hashed, and where the parts of it are.

    Every character that is not white space lies in one paragraph and one sentence, masked or not. Masks do not overlap.
    """

    text: str
    title: Span | None = None
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    masks: tuple[Mask, ...] = ()
    dateline: Span | None = None
    """Place, day and agency before the first words of a report, such as ``ISLAMABAD, Oct. 29 (Xinhua)``; not masked."""
    published: date | None = None
    published_basis: PublishedBasis = PublishedBasis.NONE
    published_at: Span | None = None
    """Where the text says when it was published, if that is the basis."""
    language: str | None = None
    """BCP 47."""
    outlet: str | None = None
    url: str | None = None
    sha256: str = field(init=False)
    """Of the text in UTF-8."""
    _paragraph_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _sentence_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _mask_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        derived = {
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "_paragraph_starts": tuple(span.start for span in self.paragraphs),
            "_sentence_starts": tuple(span.start for span in self.sentences),
            "_mask_starts": tuple(mask.start for mask in self.masks),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.text[span.start : span.end]

    def masked(self, start: int, end: int) -> bool:
        """Whether any character from start to end is masked."""
        if start >= end or not self.masks:
            return False
        before = bisect_right(self._mask_starts, end - 1)
        return before > 0 and self.masks[before - 1].end > start

    def paragraph_at(self, position: int) -> Span:
        """The paragraph that holds a position; where that is white space between two, the one before."""
        return _holding(self.paragraphs, self._paragraph_starts, position)

    def sentence_at(self, position: int) -> Span:
        """The sentence that holds a position; where that is white space between two, the one before."""
        return _holding(self.sentences, self._sentence_starts, position)

    def sentences_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The sentences that have a character between start and end."""
        first = max(bisect_right(self._sentence_starts, start) - 1, 0)
        within = self.sentences[first : bisect_right(self._sentence_starts, end)] if start < end else ()
        return tuple(span for span in within if span.start < end and start < span.end)

    def readable_sentences(self) -> tuple[Span, ...]:
        """The sentences, title included, of which no part is masked."""
        return tuple(span for span in self.sentences if not self.masked(span.start, span.end))

    def visible(self) -> str:
        """The text with spaces for what is masked (line breaks stay): as long as the text, so offsets hold."""
        parts, done = [], 0
        for mask in self.masks:
            parts.append(self.text[done : mask.start])
            parts.append("".join("\n" if char == "\n" else " " for char in self.text[mask.start : mask.end]))
            done = mask.end
        return "".join(parts) + self.text[done:]


def _holding(spans: Sequence[Span], starts: Sequence[int], position: int) -> Span:
    if not spans:
        raise IndexError("the document has no words")
    return spans[max(bisect_right(starts, position) - 1, 0)]
