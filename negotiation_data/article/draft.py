"""From an article to a draft: rounds, ceasefires and people with the passages that say so, and how sure each is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from negotiation_data.article import rounds, times
from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Anchor, Candidate, EventDraft, EventKind, PersonDraft, Tier
from negotiation_data.article.ceasefires import ceasefires
from negotiation_data.article.document import Document, Span
from negotiation_data.article.events import EventMention, Events, events
from negotiation_data.article.mention import Annotated, slug
from negotiation_data.article.parties import parties as parties_of
from negotiation_data.article.people import people
from negotiation_data.article.relevance import relevance
from negotiation_data.article.sides import Sides
from negotiation_data.article.third_parties import ThirdParty, third_parties

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
    """

    document: Document
    rounds: list[EventDraft] = field(default_factory=list)
    ceasefires: list[EventDraft] = field(default_factory=list)
    people: list[PersonDraft] = field(default_factory=list)
    reason: str | None = None

    @property
    def main(self) -> EventDraft | None:
        """The round that the article is about."""
        return next((event for event in self.rounds if event.anchor is Anchor.THIS), None)


def draft(document: Document) -> Draft:
    """Read an article. Never invents: each value has a passage, and what is not said is left out."""
    drafted = Draft(document)
    if document.language not in {None, "en"} and not (document.language or "").startswith("en"):
        drafted.reason = f"The text is in another language than English ({document.language}), which the rules do not read."
        return drafted
    annotated = annotate(document)
    happenings = events(annotated)
    if not happenings.mentions:
        drafted.reason = "No talks and no ceasefire are mentioned."
        return drafted
    third = third_parties(annotated, happenings)
    parties = parties_of(annotated, happenings, third)
    keys = {side.key for side in parties.chosen}
    helped = any(party.key not in keys and not party.weak for party in third)
    found = relevance(annotated).given(sum(side.strong >= 2 for side in parties.chosen), helped)
    if not found.relevant:
        drafted.reason = found.reason
        return drafted
    if len(parties.chosen) < 2:
        drafted.reason = "No two sides were found."
        return drafted
    drafted.rounds = _rounds(annotated, happenings, parties, third)
    drafted.ceasefires = ceasefires(annotated, happenings, parties, third)
    if not drafted.rounds and not drafted.ceasefires:
        drafted.reason = "No round and no ceasefire could be told from the text."
        return drafted
    helpers = {party.key: party.actor for party in third if party.key not in {side.key for side in parties.chosen}}
    drafted.people = people(annotated, happenings, parties, helpers)
    main = drafted.main
    if main is not None and not main.all("mediators"):  # a person, where no state or organisation is named
        for person in drafted.people:
            if person.role == "mediator" and person.side is None:
                main.candidates.append(
                    Candidate(
                        "mediators", slug(person.name), person.spans, "mediating-person", Tier.SUGGESTED, 1.0, (person.name,), "mediator"
                    )
                )
    return drafted


_MAIN = (EventKind.ROUND, Anchor.THIS)


def _value(event: EventDraft, name: str) -> str | None:
    found = event.best(name)
    return found.value if found is not None else None


def _rounds(annotated: Annotated, happenings: Events, parties: Sides, third: list[ThirdParty]) -> list[EventDraft]:
    talks = [m for m in happenings.mentions if m.kind is EventKind.ROUND]
    this = [m for m in talks if m.anchor is Anchor.THIS]
    if not this:
        return []
    event = EventDraft(EventKind.ROUND, Anchor.THIS, number=happenings.main_number)
    found_places = rounds.places(annotated, happenings)
    _venue(annotated, parties, found_places, event)
    found_dates = rounds.dates(annotated, happenings)
    venue = event.best("venue/place")
    if venue is not None:
        elsewhere = rounds.sentences_elsewhere(annotated, happenings, venue.value, venue_country=_value(event, "venue/country"))
        found_dates = [
            replace(entry, event=(EventKind.ROUND, Anchor.EARLIER)) if entry.sentence in elsewhere and entry.event == _MAIN else entry
            for entry in found_dates
        ]
        for party in third:
            if happenings.sentence(party.position) in elsewhere and (party.kind, party.anchor) == _MAIN:
                party.anchor = Anchor.EARLIER
    stands, sure, spans = rounds.status(annotated, happenings)
    event.candidates.append(Candidate("status", stands, spans, "status", Tier.SUGGESTED, sure))
    _dates(annotated, happenings, found_dates, event, stands)
    came, sure, spans = rounds.outcome(annotated, happenings, stands)
    if came is not None:
        event.candidates.append(Candidate("outcome", came, spans, f"outcome-{came}", Tier.SUGGESTED, sure))
    _parties(annotated, parties, event)
    _mediators(annotated, happenings, parties, third, event, Anchor.THIS)
    if not _is_about_a_round(happenings, this, event):
        return []
    return [event, *_others(annotated, happenings, parties, third, found_places, found_dates, event)]


def _is_about_a_round(happenings: Events, this: list[EventMention], event: EventDraft) -> bool:
    """Whether the text is about a round at all, and not about a ceasefire with talks in the distance."""
    truces = sum(3 - m.sentence if m.sentence <= 2 else 0.5 for m in happenings.mentions if m.kind is EventKind.CEASEFIRE)
    weight = sum(3 - m.sentence if m.sentence <= 2 else 0.5 for m in this)
    placed = event.best("venue/place") is not None or event.best("start") is not None or event.best("end") is not None
    return weight >= 1.0 and (placed or weight >= 0.6 * truces)


def _venue(
    annotated: Annotated,
    parties: Sides,
    found: list[rounds.PlaceFound],
    event: EventDraft,
    anchor: Anchor = Anchor.THIS,
) -> None:
    """The place with most to say for it, and its country."""
    keys = {country for side in parties.chosen for actor in side.actors for country in annotated.actors[actor].countries[:1]}
    ranked: list[tuple[float, rounds.PlaceFound]] = []
    for entry in found:
        score = entry.score(EventKind.ROUND, anchor)
        if anchor is Anchor.THIS:
            score += 0.35 * entry.score(EventKind.CEASEFIRE, Anchor.THIS)
        if entry.place.country in keys and entry.place.kind in {"capital", "country"}:
            score *= 0.45
        if score > 0:
            ranked.append((score, entry))
    ranked.sort(key=lambda pair: -pair[0])
    towns = [(score, entry) for score, entry in ranked if entry.place.kind not in {"country", "region"}]
    sites = {entry.place.country for _, entry in towns[:1] if entry.place.kind == "site"}
    around = [pair for pair in towns if pair[1].place.kind != "site" and pair[1].place.country in sites]
    if around:  # a building's town, where the text names it
        towns = [(towns[0][0] + around[0][0], around[0][1]), *(pair for pair in towns[1:] if pair is not around[0])]
    countries = [(score, entry) for score, entry in ranked if entry.place.kind == "country"]
    if towns and towns[0][0] >= 1.2:
        score, entry = towns[0]
        second = towns[1][0] if len(towns) > 1 else 0.0
        spans = tuple(span for _, span, _, of in sorted(entry.spans, key=lambda s: -s[0]) if of == (EventKind.ROUND, anchor))[:3]
        spans = spans or tuple(span for _, span, _, _ in entry.spans[:1])
        rule = max(entry.spans, key=lambda s: s[0])[2]
        strong = score >= 2.9 and score >= 1.2 * second
        names = tuple(dict.fromkeys((entry.place.name, *(annotated.document.quote(span) for span in spans))))
        level = Tier.PREFILLED if strong else Tier.SUGGESTED
        event.candidates.append(Candidate("venue/place", entry.place.name, spans, rule, level, score, names))
        event.candidates.append(Candidate("venue/country", entry.place.country, spans, rule, level, score, (entry.place.country,)))
        for other, alternative in towns[1:4]:
            event.candidates.append(
                Candidate(
                    "venue/place",
                    alternative.place.name,
                    tuple(s for _, s, _, _ in alternative.spans[:1]),
                    alternative.spans[0][2],
                    Tier.CODER,
                    other,
                    (alternative.place.name,),
                )
            )
    elif countries and countries[0][0] >= 1.8:
        score, entry = countries[0]
        spans = tuple(span for _, span, _, _ in sorted(entry.spans, key=lambda s: -s[0]))[:2]
        event.candidates.append(
            Candidate("venue/country", entry.place.country, spans, entry.spans[0][2], Tier.SUGGESTED, score, (entry.place.country,))
        )


def _dates(annotated: Annotated, happenings: Events, found: list[rounds.DateFound], event: EventDraft, stands: str) -> None:
    """First and last day from the dates tied to this round, and from how long it is said to have lasted."""
    mine = [entry for entry in found if entry.event == (EventKind.ROUND, Anchor.THIS) and entry.kind is not times.TimeKind.YEAR]
    mine += [
        replace(entry, weight=entry.weight * 0.5) for entry in found
        if entry.event == (EventKind.CEASEFIRE, Anchor.THIS) and entry.role == "E" and entry.sentence <= 2
    ]  # fmt: skip
    published = annotated.document.published
    starts: dict[str, tuple[float, rounds.DateFound]] = {}
    ends: dict[str, tuple[float, rounds.DateFound]] = {}

    def add(into: dict[str, tuple[float, rounds.DateFound]], value: str, entry: rounds.DateFound, weight: float) -> None:
        if value.startswith("[") and ".." in value:
            weight *= 0.4
        if len(value.rstrip("?")) == 7:
            weight *= 0.6
        held = into.get(value)
        into[value] = ((held[0] if held else 0.0) + weight, held[1] if held else entry)

    for entry in mine:
        if entry.role == "S":
            add(starts, entry.first, entry, entry.weight)
            if entry.first != entry.last:
                add(ends, entry.last, entry, entry.weight * 0.9)
        elif entry.role == "E":
            add(ends, entry.last, entry, entry.weight)
            if entry.first != entry.last:
                add(starts, entry.first, entry, entry.weight * 0.9)
        else:
            add(starts, entry.first, entry, entry.weight)
            if stands == "concluded":
                add(ends, entry.last, entry, entry.weight * (1.0 if entry.first != entry.last else 0.6))
    start = max(starts.items(), key=lambda item: item[1][0], default=None)
    end = max(ends.items(), key=lambda item: item[1][0], default=None) if stands in {"concluded", "ongoing"} else None
    if stands == "ongoing" and end is not None and end[1][1].first == end[1][1].last and end[1][1].role != "E":
        end = None
    if stands == "ongoing" and end is not None and start is not None and end[1][1].role == "E" and end[1][1].first == end[1][1].last:
        end = None
    if end is None and stands == "concluded":  # the day of the report, where it opens with the end of the talks
        lead = [entry for entry in rounds.of_the_lead(annotated, happenings) if "X" not in entry[0] or published is None]
        if lead and not starts:
            value, span = lead[0]
            end = value, (1.0, rounds.DateFound("E", value, value, 1.0, span, "lead", _MAIN, times.TimeKind.DAY, 0))
    lengths = list(times.lengths(annotated.shape))
    days = next((count for at, _, count in lengths if happenings.anchor(at)[1] is Anchor.THIS), None)
    if start is not None and end is not None and "X" not in start[0] and "[" not in start[0] + end[0] and start[0] > end[0]:
        if start[1][0] >= end[1][0]:
            end = None
        else:
            start = None
    if days and days > 1 and end is not None and len(end[0].rstrip("?")) == 10:
        first = rounds.span_of_days(end[0].rstrip("?"), days)
        if first and (start is None or start[1][1].role == "B" or start[0] == end[0]):
            start = (first, end[1])
    if start is not None and end is None and stands == "concluded" and start[1][1].role == "B" and len(start[0].rstrip("?")) == 10:
        end = (start[1][1].last, start[1])
    if (
        end is not None
        and start is None
        and stands == "concluded"
        and (days == 1 or "signed" in end[1][1].rule)
        and len(end[0].rstrip("?")) == 10
    ):
        start = end
    for name, chosen, others in (("start", start, starts), ("end", end, ends)):
        if chosen is None:
            continue
        value, (weight, entry) = chosen
        if published is None and "X" in value and entry.kind is times.TimeKind.MONTH:
            continue
        event.candidates.append(Candidate(name, value, (entry.span,), entry.rule, Tier.SUGGESTED, weight + 10))
        for other, (score, alternative) in sorted(others.items(), key=lambda item: -item[1][0])[:3]:
            if other != value:
                event.candidates.append(Candidate(name, other, (alternative.span,), alternative.rule, Tier.CODER, score))


def _parties(annotated: Annotated, parties: Sides, event: EventDraft) -> None:
    for side in parties.chosen:
        spans = tuple(span for _, span, _ in sorted(side.spans, key=lambda s: (-s[0], s[1].start)))[:3]
        rule = max(side.spans, key=lambda s: s[0])[2] if side.spans else "home-state"
        known = annotated.actors[parties.actor(side)].known
        strong = side.score >= 4.3 and side.strong >= 2.5 and known
        event.candidates.append(
            Candidate(
                "parties", parties.actor(side), spans, rule, Tier.PREFILLED if strong else Tier.SUGGESTED, side.score, parties.names(side)
            )
        )


def _mediators(
    annotated: Annotated, happenings: Events, parties: Sides, third: list[ThirdParty], event: EventDraft, anchor: Anchor
) -> None:
    keys = {side.key for side in parties.chosen}
    found: dict[tuple[str, str], list[ThirdParty]] = defaultdict(list)
    for party in third:
        if party.key in keys or (party.kind, party.anchor) != (EventKind.ROUND, anchor):
            continue
        found[party.key, party.role].append(party)
    if anchor is Anchor.THIS:  # a truce told of at the top came of the same talks
        for party in third:
            if (
                party.key not in keys
                and (party.kind, party.anchor) == (EventKind.CEASEFIRE, Anchor.THIS)
                and not party.weak
                and happenings.sentence(party.position) <= 3
            ):
                found[party.key, party.role].append(party)
    far = False
    if not found and anchor is Anchor.THIS:  # told of the process as a whole, or beside another round
        far = True
        for party in third:
            if party.key not in keys and party.kind is EventKind.ROUND and not party.weak:
                found[party.key, party.role].append(party)
    for (_, role), entries in found.items():
        actor = annotated.actors[entries[0].actor]
        weak = all(entry.weak for entry in entries)
        spans = tuple(dict.fromkeys(entry.span for entry in entries))[:3]
        level = Tier.SUGGESTED if weak or far or not actor.known else Tier.PREFILLED
        event.candidates.append(Candidate("mediators", actor.id, spans, entries[0].rule, level, float(len(entries)), actor.names, role))


def _others(
    annotated: Annotated,
    happenings: Events,
    parties: Sides,
    third: list[ThirdParty],
    found_places: list[rounds.PlaceFound],
    found_dates: list[rounds.DateFound],
    main: EventDraft,
) -> list[EventDraft]:
    """Earlier rounds and the next one, where they have a place or a date."""
    drafted = []
    for anchor in (Anchor.EARLIER, Anchor.NEXT):
        numbers = {m.sentence for m in happenings.mentions if m.kind is EventKind.ROUND and m.anchor is anchor}
        if not numbers or (anchor is Anchor.NEXT and happenings.planned):
            continue
        mine = [e for e in found_dates if e.event == (EventKind.ROUND, anchor)]
        event = EventDraft(EventKind.ROUND, anchor)
        _venue(annotated, parties, found_places, event, anchor)
        if mine:
            entry = max(mine, key=lambda e: e.weight)
            if entry.role in {"S", "B"} or entry.first != entry.last:
                event.candidates.append(Candidate("start", entry.first, (entry.span,), entry.rule, Tier.SUGGESTED, entry.weight))
            if anchor is Anchor.EARLIER:
                event.candidates.append(Candidate("end", entry.last, (entry.span,), entry.rule, Tier.SUGGESTED, entry.weight))
        same_venue = (
            event.best("venue/place") is not None
            and main.best("venue/place") is not None
            and event.best("venue/place").value == main.best("venue/place").value
        )  # type: ignore[union-attr]
        dated = event.best("start") or event.best("end")
        if dated is None and (event.best("venue/place") is None or same_venue):
            continue
        stands = "concluded" if anchor is Anchor.EARLIER else "planned"
        event.candidates.append(Candidate("status", stands, (happenings.sentences[min(numbers)],), "anchor", Tier.SUGGESTED, 1.0))
        _parties(annotated, parties, event)
        _mediators(annotated, happenings, parties, third, event, anchor)
        drafted.append(event)
    return drafted


__all__ += ["Span"]
