"""Spans against the texts of their sources, for whoever has the texts.

A text is known by the hash of its content, whatever its file is called. Where no file has the right hash, a text in
which spans of the source are found all the same is another version of it, or an altered copy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import polars as pl

from negotiation_data.error import NegotiationDataError

__all__ = ["Span", "SpanStatus", "TextStatus", "Verification", "sentences", "verify"]

_LARGEST_TEXT = 20_000_000  # bytes
_PROBES = 5  # spans looked for anywhere in a text, to tell whether it is a version of a source


class SpanStatus(StrEnum):
    """What became of a span."""

    VERIFIED = "verified"
    MOVED = "moved"
    FAILED = "failed"
    NOT_HERE = "not verifiable here"


class TextStatus(StrEnum):
    """What became of a source's text."""

    FOUND = "found"
    ALTERED = "altered"
    OTHER_VERSION = "another version"
    NOT_HERE = "not here"


@dataclass(slots=True)
class Span:
    """A passage that evidence cites (or that is left uncoded on purpose), with what was found of it."""

    source_id: str
    start: int
    end: int
    sha256: str
    records: tuple[str, ...]
    fields: tuple[str, ...]
    left: bool = False
    status: SpanStatus = SpanStatus.NOT_HERE
    found_at: int | None = None
    reason: str = ""


@dataclass(slots=True)
class SourceText:
    """A source that has a text: where it was found, and how many of its sentences are accounted for."""

    source_id: str
    sha256: str
    length: int
    status: TextStatus = TextStatus.NOT_HERE
    path: Path | None = None
    sentences: int = 0
    coded: int = 0
    left: int = 0
    unaccounted: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Verification:
    """Every span and every text, with what became of them."""

    spans: list[Span]
    texts: list[SourceText]
    files: int

    @property
    def failed(self) -> bool:
        """Whether anything is not as it was coded."""
        altered = any(text.status is TextStatus.ALTERED for text in self.texts)
        return altered or any(span.status is SpanStatus.FAILED for span in self.spans)

    def count(self, status: SpanStatus) -> int:
        return sum(span.status is status for span in self.spans)

    def records_citing(self, source_id: str) -> list[str]:
        """Records whose evidence has spans in a source."""
        return sorted({record for span in self.spans if span.source_id == source_id for record in span.records})


def verify(tables: Mapping[str, pl.DataFrame], folder: Path) -> Verification:
    """Check every span of the tables against the texts in a folder. Raises NegotiationDataError if there is no folder."""
    if not folder.is_dir():
        raise NegotiationDataError(f"There is no folder {folder}.")
    spans = _spans(tables)
    texts = [
        SourceText(source, sha256, length)
        for source, sha256, length in tables["sources"]
        .drop_nulls("text_sha256")
        .select("source_id", "text_sha256", "text_length")
        .iter_rows()
    ]
    here = dict(_read_texts(folder))
    by_hash = {_sha256(text): path for path, text in here.items()}
    taken = {by_hash[source.sha256] for source in texts if source.sha256 in by_hash}
    for source in texts:
        own = [span for span in spans if span.source_id == source.source_id]
        path = by_hash.get(source.sha256)
        if path is not None:
            source.status, source.path = TextStatus.FOUND, path
            _check_at_place(own, here[path])
            _account(source, own, here[path])
        else:
            _check_in_versions(source, own, {path: text for path, text in here.items() if path not in taken})
    return Verification(spans, texts, len(here))


def _spans(tables: Mapping[str, pl.DataFrame]) -> list[Span]:
    cited = (
        tables["evidence"]
        .drop_nulls("span_sha256")
        .group_by("source_id", "span_start", "span_end", "span_sha256", maintain_order=True)
        .agg(pl.col("record_id").unique(maintain_order=True), pl.col("field").unique(maintain_order=True))
    )
    found = [Span(source, start, end, sha, tuple(records), tuple(fields)) for source, start, end, sha, records, fields in cited.iter_rows()]
    left = tables["not_coded"].select("source_id", "span_start", "span_end", "span_sha256")
    return found + [Span(source, start, end, sha, (source,), ("/not_coded",), left=True) for source, start, end, sha in left.iter_rows()]


def _read_texts(folder: Path) -> Iterable[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= _LARGEST_TEXT:
            try:
                yield path, path.read_bytes().decode("utf-8")
            except (UnicodeDecodeError, OSError):
                continue


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check_at_place(spans: Sequence[Span], text: str) -> None:
    for span in spans:
        passage = text[span.start : span.end]
        if span.end > len(text) or _sha256(passage) != span.sha256:
            span.status, span.reason = SpanStatus.FAILED, "the hash is not that of the text at this place"
        elif not span.left and _crosses_sentence(passage):
            span.status, span.reason = SpanStatus.FAILED, "the span covers more than one sentence"
        else:
            span.status, span.found_at = SpanStatus.VERIFIED, span.start


# ---------------------------------------------------------------------------- other versions of a text


def _check_in_versions(source: SourceText, spans: Sequence[Span], texts: Mapping[Path, str]) -> None:
    """Find the text that holds most of a source's spans, and judge each span by it."""
    best: tuple[int, Path] | None = None
    for path, text in texts.items():
        held = sum(_sha256(text[span.start : span.end]) == span.sha256 for span in spans)
        if not held:
            probes = sorted(spans, key=lambda span: span.start - span.end)[:_PROBES]
            held = sum(_find(text, span) is not None for span in probes)
        if held and (best is None or held > best[0]):
            best = (held, path)
    if best is None:
        return
    source.path = best[1]
    text = texts[best[1]]
    shift = 0
    for span in sorted(spans, key=lambda span: span.start):
        place = _find(text, span, near=span.start + shift)
        if place is None:
            span.status, span.reason = SpanStatus.FAILED, "the passage is not in this version of the text"
        else:
            shift = place - span.start
            span.status, span.found_at = (SpanStatus.VERIFIED if shift == 0 else SpanStatus.MOVED), place
    # A text of the same length with other characters is no other version but a copy that somebody altered.
    source.status = TextStatus.ALTERED if len(text) == source.length else TextStatus.OTHER_VERSION


def _find(text: str, span: Span, near: int | None = None) -> int | None:
    """Where a passage of the span's length has its hash, looking first where it is expected."""
    length = span.end - span.start
    for place in (near, span.start):
        if place is not None and 0 <= place <= len(text) - length and _sha256(text[place : place + length]) == span.sha256:
            return place
    return next((place for place in range(len(text) - length + 1) if _sha256(text[place : place + length]) == span.sha256), None)


# ---------------------------------------------------------------------------- sentences

_ABBREVIATION = re.compile(r"(?:\b(?:Lt|Gen|Maj|Col|Brig|Capt|Sgt|Adm|Mr|Mrs|Ms|Dr|Prof|St|No|vs|Jr|Sr|Inc|approx|e\.g|i\.e)|\b[A-Z])\.$")
_SENTENCE_END = re.compile(r"[.!?؟۔。।][\"”’»)\]]*(?=\s+\S)")


def _boundaries(line: str) -> list[int]:
    """Where in a line one sentence ends and another begins."""
    ends = []
    for match in _SENTENCE_END.finditer(line):
        following = line[match.end() :].lstrip()
        if not _ABBREVIATION.search(line[: match.start() + 1]) and not following[0].islower():
            ends.append(match.end())
    return ends


def _crosses_sentence(passage: str) -> bool:
    return "\n" in passage.strip() or bool(_boundaries(passage.strip()))


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as spans, in order; headings and single words on a line of their own count as one each."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in [*_boundaries(line[0]), len(line[0])]:
            piece = text[start : line.start() + end]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                found.append((start + left, start + len(piece.rstrip())))
            start = line.start() + end
    return found


def _account(source: SourceText, spans: Sequence[Span], text: str) -> None:
    """Which sentences of a text evidence cites, which are left on purpose, and which neither."""
    for start, end in sentences(text):
        source.sentences += 1
        touching = [span for span in spans if span.start < end and start < span.end]
        if any(not span.left for span in touching):
            source.coded += 1
        elif touching:
            source.left += 1
        else:
            source.unaccounted.append((start, end))
