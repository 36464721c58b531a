"""Where a round was held: every place with what speaks for it, and the one with most to say for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import exp

from negotiation_data.article.book import book
from negotiation_data.article.candidate import LIKELY, Anchor, Candidate, EventKind, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.likely_venue import towns_seen
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.place_found import Event, PlaceFound
from negotiation_data.article.shape import END, compile_rule
from negotiation_data.article.sides import Sides
from negotiation_data.article.weights import Features, model

__all__ = ["considered", "places", "sentences_elsewhere", "venue", "venue_of_this"]

_ROUND, _TRUCE = (EventKind.ROUND, Anchor.THIS), (EventKind.CEASEFIRE, Anchor.THIS)

#: A place before the first words of a report.
_DATELINE = re.compile(
    compile_rule(r"(?:^|\n|" + END + r")\s*({L}(?:, {L})?)(?:,? {D})?\.?(?: ?\([^)\n]{2,40}\))? ?(?:[–—:_]|-(?=[\s-])|―)").pattern,
    re.MULTILINE,
)
#: A room or a road that is called after a place is not there.
_CALLED_AFTER = re.compile(
    r" (?:Room|Hall|Suite|Hotel|Street|Road|Avenue|Boulevard|University|Airport|Convention|Summit Declaration|Times|Post)\b"
    r"|(?:['’]s)? (?:[Ee]mbassy|[Cc]onsulate|[Aa]mbassador)\b"
)
_EMBASSY_OF = re.compile(r"\b(?:[Ee]mbassy|[Cc]onsulate) of (?:the )?$")
#: "the Khartoum accord", and "the Khartoum Agreement", which may be an older one.
_NAMED_FOR_TALKS = re.compile(compile_rule(r" ({talks}|{deal}|process)$").pattern, re.IGNORECASE)
_OF_TALKS, _OF_A_TITLE = 3.0, 0.8
_TALKS_THERE = re.compile(compile_rule(r" (?:{talks}|{deal})\b").pattern)
#: "TOWNSVILLE, Australia, AFP", a line of its own.
_OF_A_DATELINE = r"(?:{D}|[\ue001\ue003\ue006\ue008A-Z][\ue00eA-Za-z]{1,14})(?: ?\([^)\n]{2,20}\))?"
_DATELINE_ALONE = re.compile(
    compile_rule(rf"(?:^|[\n{END}])\s*({{L}}(?:, {{L}})?)(?:,? {_OF_A_DATELINE}){{1,2}}[.:]?\s*(?=[\n{END}])").pattern
)
_BEFORE = 20
#: Talks this near to a place are there.
_NEAR = 90
#: What stands for a rule where none found a place.
_ONLY_NAMED = "named"
#: Kinds of places that are no towns or buildings.
_WIDE = frozenset({"country", "region"})

# Weights and thresholds were set on the development articles; rules of the book give 1 to 3.
#: A rule of such a weight is not outdone by a sign against the place, which then counts for this share.
_SURE, _AGAINST_A_SURE_RULE = 3, 0.3
#: Reports are written from where the talks are, unless the text says otherwise.
_IN_DATELINE = 1.6
_IN_TITLE, _FIRST, _EARLY, _LATE = 1.5, 1.5, 1.3, 0.8
#: "In" a place, of a sentence about a ceasefire only: where it holds, as likely as where it was agreed.
_OF_A_TRUCE = 0.5
#: What speaks for the place of a ceasefire told of in the same article speaks for that of the round too.
_SHARED_WITH_TRUCE = 0.35
#: A party's own country or capital is named as the party.
_OF_A_PARTY = 0.45
_LEAST_OF_TOWN, _LEAST_OF_TOWN_ALONE, _LEAST_OF_COUNTRY = 1.2, 0.75, 1.8
#: Where a report was written is filled in only if something else beside tells of it as the venue.
_TOLD = 1.5
#: A text in which so large a share of the places are in one country plays there.
_MOST_PLACES = 0.6
#: A country with so much more to say for it than the best town, which is elsewhere.
_COUNTRY_BEFORE_TOWN = 1.3


#: "closed their talks here": the place of the dateline.
_HERE = 2.0
_TALKS_HERE = re.compile(compile_rule(r"\b(?:{talks}|met|meet|signed|signing)\b[^\n{END}]{0,80} here\b").pattern.replace("{END}", END))


def places(annotated: Annotated, happenings: Events) -> list[PlaceFound]:
    """Every place where something may have been held, with the weight of what says so for each event."""
    found: dict[tuple[str, str], PlaceFound] = {}
    rules = _rules_at(annotated)
    dateline = _dateline(annotated, happenings)
    top = max(span.end for span in happenings.sentences if happenings.depth(span.start) <= 3)
    here = _TALKS_HERE.search(annotated.small, 0, top) is not None
    for mention in annotated.mentions:
        if not mention.places or annotated.document.masked(mention.start, mention.end) or _is_of_a_building(annotated, mention):
            continue
        in_dateline = dateline.start <= mention.start < dateline.end
        called = _NAMED_FOR_TALKS.search(annotated.document.quote(mention.span))
        weight, rule = (
            (_IN_DATELINE + (_HERE if here else 0.0), "dateline") if in_dateline else rules.get(mention.start, (0.0, _ONLY_NAMED))
        )
        if called is not None and not in_dateline:
            weight, rule = max((weight, rule), (_OF_TALKS if called[1].islower() else _OF_A_TITLE, "place-talks"))
        weight = max(weight, 0.0) * _by_position(annotated, happenings, mention)
        event = _ROUND if in_dateline else happenings.anchor(mention.start)
        if event[0] is EventKind.CEASEFIRE and happenings.nearest(mention.start, EventKind.ROUND) is None and rule == "in-place":
            weight *= _OF_A_TRUCE
        place = mention.places[0]
        if place.kind == "country":  # Djibouti is in Djibouti
            capital = gazetteer().capital(place.country)
            place = capital if capital is not None and capital.name == place.name else place
        entry = found.setdefault((place.name, place.country), PlaceFound(place))
        entry.spans.append((weight, mention.span, rule, event))
    return list(found.values())


def _is_of_a_building(annotated: Annotated, mention: Named) -> bool:
    """Whether a room or a house is only called after a place: an embassy is anywhere but in its country."""
    before = annotated.shape[max(0, mention.start - _BEFORE) : mention.start]
    return _CALLED_AFTER.match(annotated.shape, mention.end) is not None or _EMBASSY_OF.search(before) is not None


def _rules_at(annotated: Annotated) -> dict[int, tuple[float, str]]:
    """Of each place that rules catch, by where it stands: the weight of the best one less that of the worst, and its id."""
    best: dict[int, tuple[float, str]] = {}
    against: dict[int, float] = {}
    for rule, match in annotated.found(book().patterns["venues"]):
        for name, group in match.groupdict().items():
            mention = annotated.at(match.start(name)) if group is not None and name.startswith("X") else None
            if mention is None or not mention.places:
                continue
            if rule.weight < 0:
                against[mention.start] = min(against.get(mention.start, 0.0), rule.weight)
            elif rule.weight > best.get(mention.start, (0.0, ""))[0]:
                best[mention.start] = rule.weight, rule.id
    return {
        at: (weight + against.get(at, 0.0) * (1.0 if weight < _SURE else _AGAINST_A_SURE_RULE), rule) for at, (weight, rule) in best.items()
    }


def _dateline(annotated: Annotated, happenings: Events) -> Span:
    """The document's dateline, else a place before a dash in the first sentences; empty if there is none."""
    if annotated.document.dateline is not None:
        return annotated.document.dateline
    found = (m for pattern in (_DATELINE, _DATELINE_ALONE) for m in pattern.finditer(annotated.shape))
    own = next((m for m in found if happenings.depth(m.start(1)) <= 4), None)
    return Span(*own.span(1)) if own is not None else Span(0, 0)


def _by_position(annotated: Annotated, happenings: Events, mention: Named) -> float:
    title, depth = annotated.document.title, happenings.depth(mention.start)
    if title is not None and mention.start < title.end:
        return _IN_TITLE
    return _FIRST if depth <= 1 else _EARLY if depth <= 2 else 1.0 if depth <= 10 else _LATE


def sentences_elsewhere(annotated: Annotated, happenings: Events, place: str, venue_country: str | None) -> set[int]:
    """Sentences after the first in which something was held, but only at another place than a round's."""
    there: set[int] = set()
    here: set[int] = set()
    for mention in annotated.mentions:
        if not mention.places:
            continue
        number = happenings.sentence(mention.start)
        town = mention.places[0]
        if town.name == place or (town.kind == "country" and town.country == venue_country):
            here.add(number)
        elif town.kind not in _WIDE and _held_at(annotated, mention):
            near = happenings.nearest(mention.start)
            if number > 3 or (near is not None and abs(near.start - mention.start) < _NEAR):
                there.add(number)
    return {number for number in there - here if number > 0}


def _held_at(annotated: Annotated, mention: Named) -> bool:
    before = annotated.shape[max(0, mention.start - 4) : mention.start].lower()
    return before in {" in ", " at "} or _TALKS_THERE.match(annotated.small, mention.end) is not None


# ---------------------------------------------------------------------------- the choice


def considered(parties: Sides, happenings: Events, found: Sequence[PlaceFound]) -> list[tuple[PlaceFound, Features]]:
    """Every town that may be that of this round, and how it stands."""
    return list(towns_seen(parties, happenings, found, _ranked(parties, found, Anchor.THIS)))


def venue_of_this(parties: Sides, happenings: Events, found: Sequence[PlaceFound]) -> list[Candidate]:
    """The place of the round that the text is about and its country, by how all towns stand; others for the coder behind."""
    chances = model("venue")
    seen = [(chances.log_odds(features), entry) for entry, features in considered(parties, happenings, found)]
    towns = _in_their_town(sorted(seen, key=lambda pair: -pair[0]))
    ranked = _ranked(parties, found, Anchor.THIS)
    if not towns or towns[0][0] < chances.least or _is_elsewhere(ranked, towns[0][1]):
        return _country(ranked)
    others = _others([(1 / (1 + exp(-log_odds)), entry) for log_odds, entry in towns])
    told = any(rule != "dateline" and of == _ROUND and weight >= _TOLD for weight, _, rule, of in towns[0][1].spans)
    tier = Tier.PREFILLED if told and towns[0][0] >= chances.sure else Tier.SUGGESTED
    return [*_chosen(parties, towns[0][1], 1 + others[0].score if others else 1.0, _ROUND, tier), *others]


def venue(parties: Sides, found: Sequence[PlaceFound], anchor: Anchor) -> list[Candidate]:
    """The place of an earlier round or the next and its country; where no town has enough to say for it, a country."""
    ranked = _ranked(parties, found, anchor)
    towns = _in_their_town([pair for pair in ranked if pair[1].place.kind not in _WIDE])
    alone = len(towns) == 1 or (len(towns) > 1 and towns[0][0] >= 2 * towns[1][0])
    if not towns or towns[0][0] < (_LEAST_OF_TOWN_ALONE if alone else _LEAST_OF_TOWN) or _is_elsewhere(ranked, towns[0][1]):
        return _country(ranked)
    return [*_chosen(parties, towns[0][1], towns[0][0], (EventKind.ROUND, anchor), Tier.SUGGESTED), *_others(towns)]


def _is_elsewhere(ranked: Sequence[tuple[float, PlaceFound]], town: PlaceFound) -> bool:
    """Whether a country has more to say for it than a town that is in another."""
    country = next((pair for pair in ranked if pair[1].place.kind == "country"), None)
    score = next((score for score, entry in ranked if entry is town), 0.0)
    least = max(_LEAST_OF_COUNTRY, _COUNTRY_BEFORE_TOWN * score)
    return country is not None and country[0] >= least and country[1].place.country != town.place.country


def _country(ranked: Sequence[tuple[float, PlaceFound]]) -> list[Candidate]:
    """The country with most to say for it, if that is enough."""
    score, entry = next((pair for pair in ranked if pair[1].place.kind == "country"), (0.0, None))
    if entry is None or score < _LEAST_OF_COUNTRY:
        return []
    code, spans = entry.place.country, tuple(entry.best()[:2])
    return [Candidate("venue/country", code, spans, entry.spans[0][2], Tier.SUGGESTED, score, (code,))]


def _others(towns: Sequence[tuple[float, PlaceFound]]) -> list[Candidate]:
    return [
        Candidate("venue/place", e.place.name, (e.spans[0][1],), e.spans[0][2], Tier.CODER, score, (e.place.name,))
        for score, e in towns[1:4]
    ]


def _ranked(parties: Sides, found: Sequence[PlaceFound], anchor: Anchor) -> list[tuple[float, PlaceFound]]:
    own = parties.countries()
    ranked: list[tuple[float, PlaceFound]] = []
    for entry in found:
        score = entry.score(EventKind.ROUND, anchor)
        if anchor is Anchor.THIS:
            score += _SHARED_WITH_TRUCE * entry.score(*_TRUCE)
        if entry.place.country in own and entry.place.kind in {"capital", "country"}:
            score *= _OF_A_PARTY
        if score > 0:
            ranked.append((score, entry))
    return sorted(ranked, key=lambda pair: -pair[0])


def _in_their_town(towns: list[tuple[float, PlaceFound]]) -> list[tuple[float, PlaceFound]]:
    """The same, with the town of the best building before it, where the text names it."""
    if not towns or towns[0][1].place.kind != "site":
        return towns
    country = towns[0][1].place.country
    around = next((pair for pair in towns if pair[1].place.kind != "site" and pair[1].place.country == country), None)
    if around is None:
        return towns
    return [(max(towns[0][0], towns[0][0] + around[0]), around[1]), *(pair for pair in towns[1:] if pair is not around)]


def _country_of_all(parties: Sides) -> list[str]:
    """The one country that all parties are of, else that in which most places that the text names are; none if there is no such."""
    own = parties.countries()
    if len(own) == 1:
        return list(own)
    named = Counter(code for mention in parties.annotated.mentions for place in mention.places[:1] if (code := place.country))
    code, count = named.most_common(1)[0] if named else ("", 0)
    return [code] if count and count >= _MOST_PLACES * named.total() else []


def _chosen(parties: Sides, entry: PlaceFound, score: float, event: Event, tier: Tier) -> list[Candidate]:
    spans = tuple(entry.best(event)[:3]) or (entry.spans[0][1],)
    rule = max(entry.spans, key=lambda s: (s[0], s[2] != _ONLY_NAMED))[2]
    rule = f"{LIKELY}venue" if rule == _ONLY_NAMED else rule
    quote = parties.annotated.document.quote
    names = tuple(dict.fromkeys((entry.place.name, *map(quote, spans))))
    place = Candidate("venue/place", entry.place.name, spans, rule, tier, score, names)
    document = parties.annotated.document
    if not entry.place.country:  # a town that no list has, of which the text does not say where it is
        says = tuple(dict.fromkeys(document.sentence_at(span.start) for span in spans))
        where = _country_of_all(parties)
        return [place, *(Candidate("venue/country", code, says, f"{LIKELY}country", Tier.SUGGESTED, score, (code,)) for code in where)]
    listed = bool(gazetteer().places(entry.place.name))
    says = spans if listed else tuple(dict.fromkeys(document.sentence_at(span.start) for span in spans))  # where it is, is said beside it
    return [place, Candidate("venue/country", entry.place.country, says, rule, tier, score, (entry.place.country,))]
