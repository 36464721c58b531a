"""What the words of a passage say of an event beside the values that the rules give: its kind, its number, who declared it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from negotiation_data.article import events
from negotiation_data.article.document import Document, Span

__all__ = ["declared_jointly", "kind_of_round", "numbered"]

_KINDS = (
    ("sideline_meeting", re.compile(r"\b(?:on the (?:sidelines|margins) of|at the margins of)\b", re.IGNORECASE)),
    (
        "informal_talks",
        re.compile(
            r"\b(?:informal|secret|exploratory|back-?channel|unofficial) (?:\w+ )?"
            r"(?:talks|meetings?|contacts?|discussions|negotiations|dialogue)\b",
            re.IGNORECASE,
        ),
    ),
)
_TOGETHER = re.compile(
    r"\b(?:agreed|agree[sd]? (?:to|on)|agreement|accord|deal|signed|brokered|mediat\w+|negotiated|established|concluded|"
    r"reached|mutual\w*|jointly|"
    r"both (?:sides|parties)|"
    r"the (?:two|warring) (?:sides|parties)|between)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\bunilateral\w*|\bone-sided\b", re.IGNORECASE)


def kind_of_round(document: Document, passages: Iterable[Span]) -> str:
    """Talks are formal unless a passage says what else they were."""
    for span in passages:
        words = document.quote(document.sentence_at(span.start))
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind
    return "formal_round"


def numbered(document: Document, number: int) -> tuple[Span, str] | None:
    """Where the text counts a round by a number, and in which unit."""
    for span, counted in events.numbered(document.text):
        if counted == number and not document.masked(span.start, span.end):
            return span, "meeting" if document.quote(span).lower().endswith("meeting") else "round"
    return None


def declared_jointly(document: Document, passages: Iterable[Span], *, mediated: bool) -> bool:
    """Whether the sides made a ceasefire together: somebody mediated it, or a passage says that it was agreed."""
    words = [document.quote(span) for span in passages]
    return not any(map(_ALONE.search, words)) and (mediated or any(map(_TOGETHER.search, words)))
