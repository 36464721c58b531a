"""Marks what a text names: actors, places, dates, people, and those whom only the context names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from negotiation_data.article import times
from negotiation_data.article.book import book
from negotiation_data.article.communities import communities
from negotiation_data.article.document import Document
from negotiation_data.article.gazetteer.gazetteer import Mention, Place, gazetteer
from negotiation_data.article.groups import groups
from negotiation_data.article.institutions import institutions
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import Annotated, Named, NamedActor, known_actor, merged
from negotiation_data.article.names import with_people
from negotiation_data.article.shape import lower, shape
from negotiation_data.article.unlisted_places import unlisted_places

__all__ = ["annotate"]

#: "The government" and the like, of nobody in particular.
_GENERIC = re.compile(
    r"\b(?:[Tt]he )?(?:[Gg]overnment(?: of the day)?|federal government|authorities|junta|military (?:council|rulers|regime|government)|ruling military"
    r"|army|rebels|rebel group|rebel movement|insurgents|guerrillas|separatists|opposition|armed groups|(?:warring |rival )?factions|regime)\b(?! (?:spokes|minister|official|of (?:the )?[A-Z]|from (?:the )?[A-Z]))"
)
#: "Congolese rebels": not the state, but whoever is up against it.
_REBELS = Sought(
    r"\b([A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)?) (?:rebels|rebel (?:groups|movements|factions)|insurgents|guerrillas|separatists|opposition|armed groups|(?:warring |rival )?factions|faction leaders|militants)\b"
)
_CAPITAL_OF = re.compile(r"\b[Cc]apital(?: city)? of (?:the )?\Z")
_BEFORE = 25
#: "RAWALPINDI, Jun 12".
_IN_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}(?: [A-ZÀ-Þ][A-ZÀ-Þ'’-]+){0,2}(?![\w’'-])")
_CAPITAL = re.compile(r"(?:['’]s)? capital\b(?! (?:city )?of|,? [A-Z])")


def annotate(document: Document) -> Annotated:
    """Mark the mentions of a document; what is masked holds none."""
    text = document.visible()
    year = document.published.year if document.published else None
    actors: dict[str, NamedActor] = {}
    listed = (_named(mention, actors) for mention in gazetteer().mentions(text, year=year))
    mentions = [mention for mention in listed if mention is not None]
    mentions = merged(mentions, _capitals(text, mentions))
    mentions = merged(_of_dateline(document, mentions, actors), mentions)
    prose = document.title.end if document.title else 0
    mentions = merged(mentions, groups(text, mentions, actors, prose))
    mentions = merged(mentions, communities(text, mentions, actors))
    mentions = merged(mentions, institutions(text, mentions, actors, prose))
    mentions = merged(mentions, unlisted_places(text, mentions, prose))
    mentions = merged(mentions, [Named(t.start, t.end, "time", time=t) for t in times.find(text)])
    mentions = merged(mentions, _nameless(text, mentions))
    mentions = with_people(text, mentions)
    shaped = shape(text, ((m.start, m.end, m.kind) for m in mentions), (span.end for span in document.sentences))
    return Annotated(document, mentions, shaped, lower(shaped), actors, book().gate)


def _of_dateline(document: Document, mentions: Sequence[Named], actors: Mapping[str, NamedActor]) -> list[Named]:
    """The town of a dateline in capitals, which names of smaller towns are not looked for in: one of a country that the text names.

    A town that no list has is there if the dateline says in which country: "IGALO, Yugoslavia (AP)".
    """
    written = _IN_CAPITALS.match(document.text, document.dateline.start, document.dateline.end) if document.dateline else None
    if written is None or any(mention.start < written.end() and written.start() < mention.end for mention in mentions):
        return []
    behind = next((mention for mention in mentions if mention.start == written.end() + 2 and mention.kind == "country"), None)
    if behind is not None and document.text.startswith(", ", written.end()):
        is_one = all(gazetteer().actor(actor).end is None for actor in behind.actors[:1])  # where in a state that is no more, is not told
        country = behind.places[0].country if behind.places and is_one else ""
        listed = [place for place in gazetteer().places(written[0].title()) if place.country == country]
        return [
            Named(*written.span(), "place", (), (listed[0] if listed else Place(written[0].title(), country, None, None, None, 0, "town"),))
        ]
    countries = frozenset(country for actor in actors.values() for country in actor.countries)
    countries |= {place.country for mention in mentions for place in mention.places[:1]}
    places = tuple(place for place in gazetteer().places(written[0].title(), countries=countries) if place.country in countries)
    return [Named(*written.span(), "place", (), places)] if places else []


def _nameless(text: str, mentions: Sequence[Named]) -> list[Named]:
    """Those whom only the context names, but where a name stands right before: "the UNITA rebel movement"; "Congolese rebels" are no state."""
    ends = {mention.end + 1 for mention in mentions if mention.actors}
    rebels = [Named(found.start(), found.end(), "generic") for found in _REBELS.finditer(text) if gazetteer().is_of_a_state(found[1])]
    return [*rebels, *(Named(found.start(), found.end(), "generic") for found in _GENERIC.finditer(text) if found.start() not in ends)]


def _named(mention: Mention, actors: dict[str, NamedActor]) -> Named | None:
    """A mention of the gazetteer; its actors are noted."""
    table = gazetteer()
    known = list(map(table.actor, mention.actors))
    for actor in known:
        actors.setdefault(actor.id, known_actor(actor))
    start, end = mention.start, mention.end
    if known and known[0].kind == "media":
        return Named(start, end, "media", mention.actors)
    if known and mention.places:
        is_country = any(place.kind == "country" for place in mention.places)
        return Named(start, end, "country" if is_country else "capital", mention.actors, mention.places)
    if known:
        return Named(start, end, "actor", mention.actors)
    return Named(start, end, "place", (), mention.places) if mention.places else None


def _capitals(text: str, mentions: Sequence[Named]) -> list[Named]:
    """The town that "the Omani capital" is, and "the capital of Oman"."""
    table, found = gazetteer(), []
    for mention in mentions:
        if not mention.actors or mention.kind not in {"actor", "country"}:
            continue
        behind, before = _CAPITAL.match(text, mention.end), _CAPITAL_OF.search(text, max(0, mention.start - _BEFORE), mention.start)
        if behind is not None or before is not None:
            actor = table.actor(mention.actors[0])
            place = table.capital(actor.countries[0]) if actor.kind == "state" and actor.countries else None
            if place is not None:
                start, end = before.start() if before is not None else mention.start, behind.end() if behind is not None else mention.end
                found.append(Named(start, end, "place", (), (place,)))
    return found
