"""How each date that an article names stands as the first or the last day of the round, for where no rule ties one to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.days import DateFound, is_day, resolved_dates
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.resolve import Resolved
from negotiation_data.article.times import TimeKind
from negotiation_data.article.weights import Features

__all__ = ["DaySeen", "days_seen"]

_THIS_ROUND = (EventKind.ROUND, Anchor.THIS)
#: Words of its sentence, by what they tell of.
_WORDS = {
    kind: re.compile(words)
    for kind, words in {
        "beginning": r"open\w*|beg[aiu]n\w*|start\w*|launch\w*|kick\w*",
        "end": r"end\w*|conclud\w*|clos\w*|finish\w*|wrap\w*|over|broke\w*|collapsed|adjourn\w*",
        "signing": r"sign\w*|agreed|initial\w*|reached|sealed|accord|declaration",
        "meeting": r"met|meet\w*|held|sat|sit|talks?|round|talked|gather\w*",
        "what comes": r"will|would|due|expected|scheduled|planned|next|to be",
        "violence": r"killed|attack\w*|fighting|war|coup|troops|fired?|shelling",
        "speech": r"said|told|announced|reported|statement|quoted",
        "travel": r"arriv\w*|flew|landed|left|travel\w*",
        "truce": r"ceasefire|truce|cease-fire",
        "the past": r"elect\w*|born|since|independence",
    }.items()
}
#: What may be one of those.
_WORD = re.compile(r"\b(?:to be|cease-fire|\w+)\b")
_NEAR = 30
_BEFORE = ("on", "since", "from", "until", "by", "in", "last", "after", "to", "of")
#: Days before publication, up to which a name holds.
_AGO = ((-1, "to come"), (0, "that day"), (1, "the day before"), (3, "days before"), (8, "a week before"), (30, "a month before"))
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class DaySeen:
    """A date with how it stands, as a first day and as a last.

    Attributes:
        first, last: EDTF; equal unless it is a range.
        span: where it is named.
        as_start, as_end: what is seen of it for the one and for the other.
    """

    first: str
    last: str
    span: Span
    as_start: Features
    as_end: Features


def days_seen(annotated: Annotated, happenings: Events, found: Sequence[DateFound], stands: str) -> Iterator[DaySeen]:
    """Every date but bare years, given how the round stands and which dates rules found, of whatever event."""
    of_rules = {entry.span.start: entry for entry in found}
    first_named = True
    for mention, resolved in resolved_dates(annotated, happenings):
        if _of_the_report(annotated, happenings, mention, resolved):
            continue
        seen = _seen(annotated, happenings, mention, of_rules.get(mention.start)) | {"first named": float(first_named)}
        first_named = False
        as_start = seen | _as_day(annotated.document.published, resolved.first, resolved, stands)
        as_end = seen | _as_day(annotated.document.published, resolved.last, resolved, stands)
        yield DaySeen(resolved.first, resolved.last, mention.span, as_start, as_end)


def _of_the_report(annotated: Annotated, happenings: Events, mention: Named, resolved: Resolved) -> bool:
    """Whether it is the day on which the article was published, in its masthead or dateline."""
    document = annotated.document
    if document.published is None or resolved.first != document.published.isoformat() or mention.time is None:
        return False
    dateline = document.dateline
    there = dateline is not None and dateline.start <= mention.start < dateline.end
    return mention.time.kind is TimeKind.DAY and (there or happenings.nearest(mention.start) is None)


def _seen(annotated: Annotated, happenings: Events, mention: Named, found: DateFound | None) -> dict[str, float]:
    sentence, depth = happenings.sentences[happenings.sentence(mention.start)], happenings.depth(mention.start)
    kind, anchor = happenings.anchor(mention.start)
    dateline = annotated.document.dateline
    seen = {
        "depth": float(min(depth, _DEEPEST)),
        "in the lead": float(depth <= 1),
        "near the top": float(depth <= 3),
        f"of {kind} {anchor}": 1.0,
        "beside talks": float(happenings.nearest(mention.start) is not None),
        f"told as {mention.time.kind if mention.time else TimeKind.DAY}": 1.0,
        "dateline": float(dateline is not None and dateline.start <= mention.start < dateline.end),
    }
    if found is not None:
        seen[f"rule {found.rule}"] = 1.0
        seen["of this round by rule" if found.event == _THIS_ROUND else "of another event by rule"] = 1.0
    for word in _WORD.finditer(annotated.small, sentence.start, sentence.end):
        if (kind_of_word := _kind_of(word[0])) is not None:
            seen[f"{kind_of_word} in the sentence"] = 1.0
            if abs(word.start() - mention.start) < _NEAR:
                seen[f"{kind_of_word} beside"] = 1.0
    before = annotated.small[max(0, mention.start - 7) : mention.start]
    return seen | {f"behind {word}": 1.0 for word in _BEFORE if before.endswith(f" {word} ")}


@lru_cache(1 << 14)
def _kind_of(word: str) -> str | None:
    """What a word tells of."""
    return next((kind for kind, pattern in _WORDS.items() if pattern.fullmatch(word)), None)


def _as_day(published: date | None, value: str, resolved: Resolved, stands: str) -> dict[str, float]:
    plain = value.rstrip("?")
    seen = {"a day": float(is_day(plain)), "a range": float(resolved.first != resolved.last), f"round {stands}": 1.0}
    if published is not None and plain[:1].isdigit() and is_day(plain):
        ago = (published - date.fromisoformat(plain)).days
        name = next((name for least, name in _AGO if ago <= least), "long before")
        seen |= {name: 1.0, f"{name}, round {stands}": 1.0}
    return seen
