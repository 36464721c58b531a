"""What is read out of an article before anybody has looked at it: a value, the words that say so, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from negotiation_data.article.document import Span

__all__ = ["LIKELY", "Anchor", "Candidate", "EventDraft", "EventKind", "PersonDraft", "Tier"]


#: The name of our own rules among back ends.
RULES = "rules"
#: How the names of finds begin that no words state.
LIKELY = "likely-"


class Tier(StrEnum):
    """How far a candidate can be trusted."""

    PREFILLED = "pre-filled"
    """Written into the draft; a coder confirms it."""
    SUGGESTED = "suggested"
    """The best of what was found; a coder chooses."""
    CODER = "for the coder"
    """Only a place to read: the machine has no opinion worth having."""


class EventKind(StrEnum):
    """What a candidate is a value of."""

    ROUND = "round"
    CEASEFIRE = "ceasefire"


class Anchor(StrEnum):
    """Which of several events of a kind, as the article tells it."""

    THIS = "this"
    EARLIER = "earlier"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have.

    Attributes:
        field: path of the field in a record, such as ``venue/place``.
        value: an id, a label, an EDTF date, a country code: in the form that the field takes.
        spans: the passages that say so, none masked, best first.
        rule: id of the rule that found it, or what a back end calls its own.
        tier: how far it can be trusted.
        score: higher is better, comparable within a field.
        names: names of an actor or a place, the one to print first.
        role: of a third party.
        extractor: which back end proposed it.
    """

    field: str
    value: str
    spans: tuple[Span, ...]
    rule: str
    tier: Tier
    score: float = 1.0
    names: tuple[str, ...] = ()
    role: str | None = None
    extractor: str = RULES

    @property
    def likely(self) -> bool:
        """Whether no words say so, and only how the article speaks makes it likely: a coder is told, a record of a machine has it not."""
        return self.rule.startswith(LIKELY)


@dataclass(slots=True)
class EventDraft:
    """A round or a ceasefire as far as it was understood."""

    kind: EventKind
    anchor: Anchor
    candidates: list[Candidate] = field(default_factory=list)
    number: int | None = None
    """Of the round, as the article counts."""

    def all(self, name: str) -> list[Candidate]:
        """Candidates of a field, best first."""
        return sorted((candidate for candidate in self.candidates if candidate.field == name), key=lambda candidate: -candidate.score)

    def best(self, name: str) -> Candidate | None:
        """The best candidate of a field, or None."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person who sat at the table, or spoke of it for one of those who did."""

    name: str
    title: str | None
    side: Candidate | None
    role: str
    spans: tuple[Span, ...]
    rule: str
    tier: Tier
