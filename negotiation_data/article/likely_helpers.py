"""Who is likely to have helped, where no rule says so: actors that are no party, by how the article brings them in.

Rules catch what they have words for; of a conflict that they never met they miss half. What speaks for the rest is how a
third party stands in an article at all: an organisation of states, named at the top, near a word for helping, through its
people, or the country in which the talks are, named again and again. What is found so is suggested, never filled in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from negotiation_data.article.book import book
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import ACTING, Annotated, Named
from negotiation_data.article.shape import FILL, KINDS
from negotiation_data.article.sides import Sides, key_of
from negotiation_data.article.third_parties import ThirdParty

__all__ = ["LIKELY", "LikelyHelper", "likely_helpers"]

#: What stands for a rule of such a find.
LIKELY = "likely-helper"

# Weights: a logistic regression on the actors of the development articles, rounded (benchmarks/articles/README.md tells how).
_ORGANISATION, _NEAR_THE_TOP, _A_MENTION, _CAPITAL_ONLY = 1.5, 0.55, 0.1, -0.85
_VENUE_A_MENTION = 0.65
_BY_ITS_PERSON, _PERSON_OF_IT, _BY_ITS_ENVOY = 0.35, 0.4, 0.35
_BY_RULE, _BY_WEAK_RULE = 3.0, 0.45
_LEAST = 2.3
_TOP, _MENTIONS = 4, 6
#: Words of helping, each kind with what one within reach in the same sentence counts.
_HELPING = re.compile(
    r"\b(?:(?P<helps>mediat|broker|intermediar|go-between|facilitat|good offices|auspices|shuttl)|(?P<observes>observer)|(?P<guarantees>guarant)"
    r"|(?P<hosts>host(?!ag|il))|(?P<sends>envoy|special representative)|(?P<supports>support))[a-z-]*"
)
_KINDS = {"helps": 0.4, "observes": 1.0, "guarantees": 0.8, "hosts": 0.35, "sends": 0.4, "supports": 0.4}
_REACH = 100

_ITS_PERSON = re.compile(rf"(?:['’]s?)? (?:[A-Za-z-]+ ){{0,4}}{KINDS['person']}")
_OF_IT = re.compile(rf"{KINDS['person']}{FILL}*,? (?:[a-z-]+ ){{0,5}}(?:of|for|from) (?:the )?$")
_ITS_ENVOY = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,2}(?:envoy|representative|mediator|facilitator|ambassador)")
_BEHIND, _BEFORE = 60, 60


@dataclass(frozen=True, slots=True)
class LikelyHelper:
    """A third party that no rule found for the round, the role that is nearest at hand, and how much speaks for it."""

    actor: str
    role: str
    spans: tuple[Span, ...]
    weight: float


def likely_helpers(
    annotated: Annotated, happenings: Events, parties: Sides, third: Sequence[ThirdParty], found: frozenset[str], country: str | None
) -> Iterator[LikelyHelper]:
    """Those with enough to say for them.

    Args:
        annotated: the text.
        happenings: its events.
        parties: the parties of the round, who are none.
        third: what rules found, of whatever event.
        found: keys of the third parties that rules found for the round.
        country: where the round was held.
    """
    named: dict[str, list[Named]] = defaultdict(list)
    for mention in annotated.mentions:
        if mention.kind in ACTING and mention.actors and annotated.actors[mention.actors[0]].kind not in {"armed_group", "media"}:
            named[key_of(annotated, mention.actors[0])].append(mention)
    words = [(match.start(), match.end(), match.lastgroup or "", match[0]) for match in _HELPING.finditer(annotated.small)]
    for key, mentions in named.items():
        if key in parties.keys or key in found:
            continue
        near = _words_near(annotated, mentions, words)
        weight = _weight(annotated, happenings, mentions, country) + sum({kind: _KINDS[kind] for _, kind, _ in near}.values())
        rules = [party for party in third if party.key == key]
        weight += _BY_RULE * any(not party.weak for party in rules) + _BY_WEAK_RULE * any(party.weak for party in rules)
        if weight >= _LEAST:
            role = rules[0].role if rules else _role(annotated, mentions, near, country)
            places = [at for at, _, _ in near[:2]] or [mentions[0].start]
            spans = tuple(dict.fromkeys(annotated.document.sentence_at(at) for at in places))
            yield LikelyHelper(mentions[0].actors[0], role, spans, weight)


def _words_near(annotated: Annotated, mentions: Sequence[Named], words: Sequence[tuple[int, int, str, str]]) -> list[tuple[int, str, str]]:
    """Words of helping within reach of a mention in its sentence, nearest first: where the mention stands, kind, word."""
    near = []
    for mention in mentions:
        sentence = annotated.document.sentence_at(mention.start)
        for start, end, kind, word in words:
            distance = start - mention.end if start >= mention.end else mention.start - end
            if distance < _REACH and sentence.start <= start < sentence.end:
                near.append((distance, mention.start, kind, word))
    return [(at, kind, word) for _, at, kind, word in sorted(near)]


def _weight(annotated: Annotated, happenings: Events, mentions: Sequence[Named], country: str | None) -> float:
    actors = [annotated.actors[mention.actors[0]] for mention in mentions]
    often = min(len(mentions), _MENTIONS)
    weight = _A_MENTION * often
    weight += _ORGANISATION * any(actor.kind == "intergovernmental_organisation" for actor in actors)
    weight += _CAPITAL_ONLY * all(mention.kind == "capital" for mention in mentions)
    weight += _NEAR_THE_TOP * (min(happenings.depth(mention.start) for mention in mentions) <= _TOP)
    if country is not None and any(actor.countries[:1] == (country,) for actor in actors):
        weight += _VENUE_A_MENTION * often
    shape = annotated.shape
    weight += _BY_ITS_PERSON * any(_ITS_PERSON.match(shape, m.end, m.end + _BEHIND) for m in mentions)
    weight += _PERSON_OF_IT * any(_OF_IT.search(shape, max(0, m.start - _BEFORE), m.start) for m in mentions)
    return weight + _BY_ITS_ENVOY * any(_ITS_ENVOY.match(shape, m.end, m.end + _BEHIND) for m in mentions)


def _role(annotated: Annotated, mentions: Sequence[Named], near: Sequence[tuple[int, str, str]], country: str | None) -> str:
    """Of the nearest word that is one of role; else host, of whom the place is; else mediator."""
    for _, _, word in near:
        if (role := book().role(word)) is not None:
            return role
    of_place = any(annotated.actors[mention.actors[0]].countries[:1] == (country,) for mention in mentions)
    return "host" if country is not None and of_place else "mediator"
