"""How a round stands at the time of an article, and what came of it, by the words for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated

__all__ = ["Found", "cues", "outcome", "status"]

#: Of equals the first is taken.
_STATUS = ("concluded", "planned", "cancelled", "ongoing")
_OUTCOMES = ("no_agreement", "agreement", "partial_agreement", "ongoing")
#: What is said of a coming round may be said of this one, if that is the one to come.
_OF_WHAT_COMES = frozenset({"planned", "ongoing", "postponed", "cancelled"})

# Weights and thresholds were set on the development articles; a find in the text below the top weighs 0.7.
# In the title or first sentence, the second, near the top, below: how a round stands is said first of all.
_BY_PLACE = (2.0, 1.6, 1.2, 0.7)
_BY_PLACE_OF_STATUS = (3.0, 2.4, 1.0, 0.5)
_OF_ANOTHER_ROUND = 0.5
#: Without words for talks beside them, words of outcome further down than this are of something else.
_LAST_SENTENCE = 8
#: Of what something came is over.
_BY_OUTCOME = 0.3
#: Plans for later are in most articles on a round that was; an article on a coming round tells of the past one.
_PLANNED_IF_NOT = 0.45
_PLANNED_IF_SO, _PLANNED_BONUS, _CONCLUDED_IF_PLANNED, _ONGOING_IF_PLANNED = 1.5, 2, 0.4, 0.5
#: One passing word does not cancel a round, two say that it is.
_CANCELLED_ENOUGH, _CANCELLED_IF_SO, _CANCELLED_IF_NOT = 1.0, 1.1, 0.5
_POSTPONED_ENOUGH = 1.5
#: Agreement on something, and talks that go on, are told of rounds with other outcomes too.
_PARTIAL, _ONGOING = 0.8, 0.7
#: Less than this, and the outcome is unknown.
_LEAST_OF_OUTCOME = 0.6
_HARDLY, _ONGOING_AT_LEAST = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A label with how much speaks for it, and the passage that does so best."""

    label: str
    weight: float
    spans: tuple[Span, ...] = ()


def status(annotated: Annotated, happenings: Events) -> Found:
    """How the round stands: planned, ongoing, concluded or cancelled."""
    found = _finds(annotated, happenings, "status", _BY_PLACE_OF_STATUS)
    scores = {label: _sum(found, label) for label in _STATUS}
    came_of_it = _finds(annotated, happenings, "outcome", _BY_PLACE)
    scores["concluded"] += _BY_OUTCOME * max(_sum(came_of_it, label) for label in ("agreement", "no_agreement"))
    if happenings.planned:
        scores["planned"] = scores["planned"] * _PLANNED_IF_SO + _PLANNED_BONUS
        scores["concluded"] *= _CONCLUDED_IF_PLANNED
        scores["ongoing"] *= _ONGOING_IF_PLANNED
    else:
        scores["planned"] *= _PLANNED_IF_NOT
    scores["cancelled"] *= _CANCELLED_IF_SO if scores["cancelled"] >= _CANCELLED_ENOUGH else _CANCELLED_IF_NOT
    label = max(scores, key=lambda label: scores[label])
    if scores[label] <= 0:
        label = "concluded"
    return Found(label, scores[label], _best(found, label))


def outcome(annotated: Annotated, happenings: Events, stands: str) -> Found | None:
    """What came of the round; None for one to come."""
    found = _finds(annotated, happenings, "outcome", _BY_PLACE)
    scores = {label: _sum(found, label) for label in book().cues["outcome"]}
    postponed = Found("postponed", scores["postponed"], _best(found, "postponed"))
    if stands == "planned":
        return postponed if postponed.weight >= _POSTPONED_ENOUGH else None
    if stands == "cancelled":
        return postponed if postponed.weight else Found("postponed", _HARDLY)
    if stands == "ongoing":
        return Found("ongoing", max(scores["ongoing"], _ONGOING_AT_LEAST), _best(found, "ongoing"))
    scores["partial_agreement"] *= _PARTIAL
    scores["ongoing"] *= _ONGOING
    best = max(_OUTCOMES, key=lambda label: scores[label])
    if scores[best] < _LEAST_OF_OUTCOME:
        return Found("unknown", _HARDLY)
    return Found(best, scores[best], _best(found, best))


def cues(annotated: Annotated, happenings: Events, family: str) -> Iterator[tuple[str, int, int, int]]:
    """Where words of a family of cues stand, with their label and sentence; a sentence may give a label again and again."""
    for label, patterns in book().cues[family].items():
        for pattern in patterns:
            for match in annotated.matches(pattern):
                if not annotated.document.masked(*match.span()):
                    yield label, happenings.sentence(match.start()), match.start(), match.end()


def _finds(
    annotated: Annotated, happenings: Events, family: str, weights: tuple[float, float, float, float]
) -> dict[str, list[tuple[float, Span]]]:
    """What speaks for each label: passages on this round, each sentence once a label, weighted by how early they stand."""
    found: dict[str, list[tuple[float, Span]]] = defaultdict(list)
    title = annotated.document.title
    seen: set[tuple[str, int]] = set()
    for label, number, start, end in cues(annotated, happenings, family):
        if (label, number) in seen:
            continue
        near, depth = happenings.nearest((start + end) // 2), happenings.depth(start)
        anchor = near.anchor if near is not None else Anchor.THIS
        comes = anchor is Anchor.NEXT and label in _OF_WHAT_COMES
        if (anchor is not Anchor.THIS and not comes) or (family == "outcome" and near is None and depth > _LAST_SENTENCE):
            continue
        seen.add((label, number))
        in_title = title is not None and start < title.end
        weight = weights[0 if in_title or depth == 0 else 1 if depth <= 1 else 2 if depth <= 3 else 3]
        found[label].append((weight * (_OF_ANOTHER_ROUND if comes else 1.0), happenings.sentences[number]))
    return found


def _sum(found: dict[str, list[tuple[float, Span]]], label: str) -> float:
    return sum(weight for weight, _ in found.get(label, ()))


def _best(found: dict[str, list[tuple[float, Span]]], label: str) -> tuple[Span, ...]:
    return tuple(span for _, span in sorted(found.get(label, []), key=lambda pair: -pair[0])[:1])
