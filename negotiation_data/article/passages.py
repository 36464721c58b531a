"""Passages as evidence: a span that is at most one sentence, never masked, with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from negotiation_data.article.document import Document, Span
from negotiation_data.record.limits import LONGEST_SPAN

__all__ = ["Evidence", "sha256", "usable"]


def sha256(text: str) -> str:
    """Of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def usable(document: Document, span: Span, about: str = "") -> Span | None:
    """What of a passage can stand as evidence: within one sentence, unmasked, not too long; None if nothing can.

    Of a sentence that is too long the part around `about` is kept, words that must be in it.
    """
    if not 0 <= span.start < span.end <= len(document.text):
        return None
    sentence = document.sentence_at(span.start)
    start, end = span.start, min(span.end, max(sentence.end, span.start))
    for mask in document.masks:  # what is before the first masked character stays
        if mask.start < end and start < mask.end:
            if mask.start <= start:
                start = mask.end
            else:
                end = mask.start
    if end - start > LONGEST_SPAN:
        at = document.text.find(about, start, end) if about else -1
        middle = at + len(about) // 2 if at >= 0 else start + LONGEST_SPAN // 2
        start = min(max(start, middle - LONGEST_SPAN // 2), end - LONGEST_SPAN)
        end = start + LONGEST_SPAN
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Span(start, end) if start < end and not document.masked(start, end) else None


class Evidence:
    """The entries of one record, gathered: fields that one passage supports stand in one entry."""

    def __init__(self, document: Document, source: str) -> None:
        self._document = document
        self._source = source
        self._fields: dict[tuple[Span, str | None, str | None], list[str]] = {}

    def add(self, field: str, spans: Iterable[Span], *, about: str = "", wording: str | None = None, calendar: str | None = None) -> bool:
        """Have passages support a field; at most two, best first. False if none of them can stand."""
        found = 0
        for span in spans:
            passage = usable(self._document, span, about)
            if passage is None:
                continue
            fields = self._fields.setdefault((passage, wording, calendar), [])
            if field not in fields:
                fields.append(field)
            found += 1
            if found == _MOST:
                break
        return found > 0

    def forget(self, beginning: str) -> None:
        """Take back what supports a value or row that is not kept after all."""
        for key, fields in list(self._fields.items()):
            kept = [field for field in fields if field != beginning and not field.startswith(f"{beginning}/")]
            if kept:
                self._fields[key] = kept
            else:
                del self._fields[key]

    def entries(self) -> list[dict[str, Any]]:
        """In the order of the text."""
        written = []
        for (span, wording, calendar), fields in sorted(self._fields.items(), key=lambda item: (item[0][0], item[0][1] or "")):
            entry: dict[str, Any] = {
                "fields": sorted(fields),
                "source": self._source,
                "span": {"start": span.start, "end": span.end, "sha256": sha256(self._document.quote(span))},
            }
            if wording is not None:
                entry["wording"] = wording
            if calendar is not None:
                entry["calendar"] = calendar
            written.append(entry)
        return written


_MOST = 2
