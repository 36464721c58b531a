"""Sentences that a coder should read: those in which somebody demands, refuses, accuses, or something happens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from negotiation_data.article.document import Document, Span

__all__ = ["WorthReading", "worth_reading"]

_CUES = {
    "demand": r"demand(?:s|ed|ing)?|call(?:s|ed|ing) (?:for|on|upon)|urg(?:es?|ed|ing)|insist(?:s|ed|ing)?|request(?:s|ed)?|want(?:s|ed)?",
    "proposal": r"propos(?:es?|ed|als?|ing)|suggest(?:s|ed)?|offer(?:s|ed|ing)?|put forward|submitt?ed|presented|tabled",
    "refusal": r"refus(?:es?|ed|al|ing)|reject(?:s|ed|ion|ing)?|declin(?:es?|ed)|unacceptable|ruled? out|den(?:y|ies|ied)",
    "acceptance": (r"accept(?:s|ed|ance)?|agree[sd]?|undert(?:ake|ook|aken)|commit(?:s|ted|ment|ments)|pledg(?:es?|ed)|promis(?:es?|ed)"),
    "claim": (
        r"accus(?:es?|ed|ations?|ing)|blam(?:es?|ed|ing)|alleg(?:es?|ed|ations?)|claim(?:s|ed)?|warn(?:s|ed|ing)?|"
        r"threaten(?:s|ed)?|described"
    ),
    "incident": (
        r"kill(?:s|ed|ing)|wound(?:ed|s)|injured|attack(?:s|ed)?|clash(?:es|ed)|shell(?:ed|ing)|air ?strikes?|"
        r"infiltrat\w+|ambush(?:ed)?|violat(?:ed|ions?)|captured|released"
    ),
}
_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _CUES.items()}


@dataclass(frozen=True, slots=True)
class WorthReading:
    """A sentence by its place, with what it may be read for."""

    span: Span
    line: int
    kinds: tuple[str, ...]


def worth_reading(document: Document) -> Iterator[WorthReading]:
    """Such sentences in the order of the text; what is masked is not looked at."""
    breaks = [index for index, char in enumerate(document.text) if char == "\n"]
    for span in document.readable_sentences():
        if span == document.title:
            continue
        words = document.quote(span)
        kinds = tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(words))
        if kinds:
            yield WorthReading(span, bisect_right(breaks, span.start) + 1, kinds)
