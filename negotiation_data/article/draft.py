"""From an article to a draft: rounds, ceasefires and people with the passages that say so, and how sure each is."""

from __future__ import annotations

from dataclasses import dataclass, field

from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Anchor, Candidate, EventDraft, PersonDraft, Tier
from negotiation_data.article.ceasefires import ceasefires
from negotiation_data.article.document import Document
from negotiation_data.article.events import events
from negotiation_data.article.mention import Annotated, slug
from negotiation_data.article.parties import parties
from negotiation_data.article.people import people
from negotiation_data.article.relevance import FIRST_YEAR, is_relevant, long_past, relevance, why_not
from negotiation_data.article.rounds import rounds
from negotiation_data.article.sides import key_of
from negotiation_data.article.third_parties import third_parties
from negotiation_data.article.verify import Finding, review

__all__ = ["Draft", "EventDraft", "PersonDraft", "draft"]


@dataclass(slots=True)
class Draft:
    """What was read out of an article.

    Attributes:
        document: the article.
        rounds: the round that it is about first, then earlier ones and the next.
        ceasefires: likewise.
        people: who sat at the table, or spoke of it.
        reason: why nothing was read, if nothing was.
        findings: values that the verifier took out or did not let be pre-filled, with reasons.
    """

    document: Document
    rounds: list[EventDraft] = field(default_factory=list)
    ceasefires: list[EventDraft] = field(default_factory=list)
    people: list[PersonDraft] = field(default_factory=list)
    reason: str | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def main(self) -> EventDraft | None:
        """The round that the article is about."""
        return next((event for event in self.rounds if event.anchor is Anchor.THIS), None)


def draft(document: Document) -> Draft:
    """Read an article. Never invents: each value has a passage, and what is not said is left out."""
    if not (document.language or "en").startswith("en"):
        return Draft(document, reason=f"The text is in another language than English ({document.language}), which the rules do not read.")
    annotated = annotate(document)
    happenings = events(annotated)
    if not happenings.mentions:
        return Draft(document, reason="No talks and no ceasefire are mentioned.")
    if long_past(annotated):
        return Draft(document, reason=f"All years that it names are before {FIRST_YEAR}: it tells of wars long past.")
    third = third_parties(annotated, happenings)
    sides = parties(annotated, happenings, third)
    said = relevance(annotated, happenings, sides, third)
    if not is_relevant(said):
        return Draft(document, reason=why_not(annotated))
    drafted = Draft(document, rounds(annotated, happenings, sides, third, said))
    drafted.ceasefires = ceasefires(annotated, happenings, sides, third, drafted.main)
    if not drafted.rounds and not drafted.ceasefires:
        drafted.reason = "No round and no ceasefire could be told from the text."
        return drafted
    helpers = {party.key: party.actor for party in third if party.key not in sides.keys}
    drafted.people = people(annotated, happenings, sides, helpers)
    if drafted.main is not None and not drafted.main.all("mediators"):
        drafted.main.candidates += _mediating_people(annotated, drafted.people, sides.keys)
    drafted.findings = review(document, [*drafted.rounds, *drafted.ceasefires])
    return drafted


def _mediating_people(annotated: Annotated, found: list[PersonDraft], parties: frozenset[str]) -> list[Candidate]:
    """Third parties where the text names none: those on whose behalf somebody mediates, and people on nobody's behalf."""
    candidates, there = [], set(parties)
    for person in (person for person in found if person.role == "mediator"):
        if person.side is not None:
            key = key_of(annotated, person.side.value)
            if key in there:
                continue
            there.add(key)
            value, names = person.side.value, person.side.names
        else:
            value, names = slug(person.name), (person.name,)
        candidates.append(Candidate("mediators", value, person.spans, "mediating-person", Tier.SUGGESTED, 1.0, names, "mediator"))
    return candidates
