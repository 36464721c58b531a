"""Back ends that propose values: plug-ins by entry point, all of them held to the same verifier.

The rules always come first. What another back end proposes is added beside what they found, as a suggestion at most: nothing
but a rule pre-fills a value, and a rule only where the verifier agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from negotiation_data.article.book import book
from negotiation_data.article.candidate import RULES, Anchor, Candidate, EventDraft, EventKind, PersonDraft, Tier
from negotiation_data.article.document import Document, Span
from negotiation_data.article.draft import Draft
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.verify import Finding, Ruling, find_quote, supported
from negotiation_data.error import NegotiationDataError

__all__ = ["GROUP", "Extractor", "Proposal", "add", "extractor", "names"]

#: Entry-point group of back ends.
GROUP = "negotiation_data.extractors"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that a back end proposes, with the words that are to say so. Where they stand is found by us.

    Attributes:
        event: "round", "ceasefire" or "person".
        anchor: which of several rounds.
        field: as in `Candidate`; ``participants/name`` for a person.
        value: an actor's or place's name as the text has it, a date in EDTF, a label.
        quote: copied from the text.
        role: of a third party or person.
        side: for whom a person was there, by name.
    """

    event: str
    anchor: Anchor
    field: str
    value: str
    quote: str
    role: str | None = None
    side: str | None = None


@runtime_checkable
class Extractor(Protocol):
    """A back end. It is given the article and what the rules made of it, and proposes values."""

    name: str

    def propose(self, document: Document, drafted: Draft) -> Iterable[Proposal]:
        """Values with quotes. Raises NegotiationDataError if it cannot be asked."""
        ...


def names() -> list[str]:
    """Names of the back ends that are installed."""
    return sorted({RULES, *(entry.name for entry in entry_points(group=GROUP))})


def extractor(name: str) -> Extractor:
    """The back end of a name. Raises NegotiationDataError if there is none or it cannot be loaded."""
    found = next((entry for entry in entry_points(group=GROUP) if entry.name == name), None)
    if found is None:
        raise NegotiationDataError(f"There is no extractor {name!r}; installed are: {', '.join(names())}.")
    try:
        made = found.load()()
    except ImportError as error:
        raise NegotiationDataError(f"The extractor {name!r} needs {error.name}, which is not installed.") from error
    if not isinstance(made, Extractor):
        raise NegotiationDataError(f"What is installed as the extractor {name!r} is none: it has no `name` and `propose`.")
    return made


def add(drafted: Draft, backend: Extractor) -> list[Finding]:
    """Add what a back end proposes to a draft, as far as the verifier lets it; the rules' own values stay.

    Returns:
        A finding for each proposal: supported, for review (added for the coder only) or rejected (left out).
    """
    findings = []
    for proposal in backend.propose(drafted.document, drafted):
        finding, candidate = _ruled(drafted.document, proposal, backend.name)
        findings.append(finding)
        if candidate is not None:
            _put(drafted, proposal, candidate)
    return findings


def _ruled(document: Document, proposal: Proposal, name: str) -> tuple[Finding, Candidate | None]:
    def finding(ruling: Ruling, reason: str) -> Finding:
        return Finding(ruling, reason, proposal.field, proposal.value, name)

    spans = find_quote(document, proposal.quote)
    if not spans:
        return finding(Ruling.REJECTED, "The quote does not stand in the article."), None
    candidate = _candidate(proposal, name)
    if candidate is None:
        return finding(Ruling.REJECTED, "The value is none that the field takes."), None
    kind = EventKind.CEASEFIRE if proposal.event == "ceasefire" else EventKind.ROUND
    found = supported(document, candidate, kind, spans[0])
    if found.ruling is Ruling.REJECTED:
        return finding(Ruling.REJECTED, found.reason), None
    review = found.ruling is Ruling.REVIEW or len(spans) > 1
    reason = found.reason or ("The quote stands in more than one place." if len(spans) > 1 else "")
    tier = Tier.CODER if review else Tier.SUGGESTED
    return finding(Ruling.REVIEW if review else Ruling.SUPPORTED, reason), _with(candidate, spans, tier)


def _with(candidate: Candidate, spans: Sequence[Span], tier: Tier) -> Candidate:
    return replace(candidate, spans=tuple(spans[:1]), tier=tier)


_LABELS = {"outcome", "status"}


def _candidate(proposal: Proposal, name: str) -> Candidate | None:
    """In the form that the field takes: ids of actors, places by the gazetteer's name. None if it cannot be."""
    value = proposal.value.strip()
    names_: tuple[str, ...] = (value,)
    if proposal.field in {"parties", "mediators"}:
        known = gazetteer().resolve(value)
        if known:
            value, names_ = known[0].id, (known[0].name, proposal.value)
        else:
            value = "-".join(value.lower().split())
    elif proposal.field in {"venue/place", "place"}:
        places = gazetteer().places(value)
        if places:
            value, names_ = places[0].name, (places[0].name, proposal.value)
    elif proposal.field in _LABELS:
        family = "ceasefire" if proposal.event == "ceasefire" else proposal.field
        if value not in book().cues[family] and value != "unknown":
            return None
    if not value:
        return None
    return Candidate(proposal.field, value, (), name, Tier.SUGGESTED, 0.5, names_, proposal.role, name)


def _put(drafted: Draft, proposal: Proposal, candidate: Candidate) -> None:
    """Beside what is there: never above it, never twice."""
    if proposal.event == "person":
        if all(person.name != candidate.value for person in drafted.people):
            drafted.people.append(
                PersonDraft(candidate.value, None, None, proposal.role or "member", candidate.spans, candidate.extractor, candidate.tier)
            )
        return
    kind = EventKind.CEASEFIRE if proposal.event == "ceasefire" else EventKind.ROUND
    events = drafted.ceasefires if kind is EventKind.CEASEFIRE else drafted.rounds
    event = next((found for found in events if found.anchor is proposal.anchor), None)
    if event is None:
        event = EventDraft(kind, proposal.anchor)
        events.append(event)
    same = [c for c in event.candidates if c.field == candidate.field and c.value == candidate.value and c.role == candidate.role]
    if not same:
        lowest = min((c.score for c in event.candidates if c.field == candidate.field), default=1.0)
        event.candidates.append(replace(candidate, score=lowest - 0.5))
