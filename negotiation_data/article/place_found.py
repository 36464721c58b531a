"""A place that may be where something was held, with every passage that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.gazetteer.gazetteer import Place

__all__ = ["Event", "PlaceFound"]

#: Of which kind, and which of several.
Event: TypeAlias = tuple[EventKind, Anchor]

#: A second passage says less than the first: this share of it.
_EACH_FURTHER = 0.75


@dataclass(slots=True)
class PlaceFound:
    """A place with what speaks for it, by the event that it belongs to."""

    place: Place
    spans: list[tuple[float, Span, str, Event]] = field(default_factory=list)
    """Where it is named, with weight, rule and event."""

    def score(self, kind: EventKind, anchor: Anchor) -> float:
        """What the passages on one event say together, each further one less than the one before."""
        weights = sorted((weight for weight, _, _, of in self.spans if of == (kind, anchor)), reverse=True)
        return sum(weight * _EACH_FURTHER**number for number, weight in enumerate(weights))

    def best(self, event: Event | None = None) -> list[Span]:
        """Where it is named, of an event or of all, the weightiest first."""
        return [span for _, span, _, of in sorted(self.spans, key=lambda s: -s[0]) if event is None or of == event]
