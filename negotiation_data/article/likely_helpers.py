"""Who is likely to have helped: actors that are no party, by how the article brings them in.

Rules catch what they have words for; of a conflict that they never met they miss half. What speaks for the rest is how a
third party stands in an article at all: an organisation of states, named at the top, near a word for helping, through its
people, or the country in which the talks are, named again and again. What is found so is suggested, never filled in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import ACTING, GROUPS, Annotated, Named
from negotiation_data.article.shape import FILL, KINDS
from negotiation_data.article.sides import Sides, key_of, whole
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import Features

__all__ = ["Helper", "helpers"]

#: Words of helping, each kind a feature where one is within reach in the same sentence.
_HELPING = re.compile(
    r"\b(?:(?P<helps>mediat|broker|intermediar|go-between|facilitat|good offices|auspices|shuttl)|(?P<observes>observer)"
    r"|(?P<guarantees>guarant)|(?P<hosts>host(?!ag|il))|(?P<sends>envoy|special representative)|(?P<supports>support)"
    r"|(?P<invites>invit|brought|bring|urg|press(?!\b)|propos|welcom|receiv)|(?P<chairs>chair|presid(?:ed|es|ing)|conven))[a-z-]*"
)
_REACH = 100
#: Named so far up it is at the top; being named counts so often.
_TOP, _MENTIONS = 4, 6

_ITS_PERSON = re.compile(rf"(?:['’]s?)? (?:[A-Za-z-]+ ){{0,4}}{KINDS['person']}")
_OF_IT = re.compile(rf"{KINDS['person']}{FILL}*,? (?:[a-z-]+ ){{0,5}}(?:of|for|from) (?:the )?$")
_ITS_ENVOY = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,2}(?:envoy|representative|mediator|facilitator|ambassador)")
_BEHIND, _BEFORE = 60, 60
#: Those who fight or stand for election are a side, if anything.
_NO_HELPERS = GROUPS | {"media"}
#: Between two of an enumeration.
_JOINS = re.compile(
    r"(?:['’]s)?(?: \([^)\n]{2,40}\))?(?:, (?:and |as well as )?| and | & |; |,? as well as )(?:(?:the|from|of|also|by|for) )*"
)
#: From so many on an enumeration tells more than a pair.
_THREE = 3
_STATES, _OTHERS = frozenset({"state", "government"}), frozenset({"civil_society", "other"})
_THIS_ROUND = (EventKind.ROUND, Anchor.THIS)


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who is no party, with what the article says around the name.

    Attributes:
        key: of the side, see `sides.key_of`.
        actor: its id.
        role: that a rule gives, or of the nearest word of helping; host, of whom the place is; else mediator.
        spans: sentences that name it, those with words of helping first.
        features: how it is brought in.
    """

    key: str
    actor: str
    role: str
    spans: tuple[Span, ...]
    features: Features


@dataclass(frozen=True, slots=True)
class _Enumeration:
    """Actors in a row, joined by commas and "and": how many, and of the sides those that help by a rule, and the parties."""

    size: int
    helping: frozenset[str]
    parties: frozenset[str]


def helpers(annotated: Annotated, happenings: Events, parties: Sides, third: Sequence[ThirdParty], country: str | None) -> Iterator[Helper]:
    """Every actor that may have helped.

    Args:
        annotated: the text.
        happenings: its events.
        parties: the parties of the round, who are none.
        third: what rules found, of whatever event.
        country: where the round was held.
    """
    named: dict[str, list[Named]] = defaultdict(list)
    for mention in annotated.mentions:
        if mention.kind in ACTING and mention.actors and annotated.actors[mention.actors[0]].kind not in _NO_HELPERS:
            named[whole(annotated, mention.actors[0]).id].append(mention)
    said = frozenset(party.key for party in third if not party.weak)
    enumerations = _enumerations(annotated, said, parties.keys)
    of_peoples = any(annotated.actors[actor].communal for side in parties for actor in side.actors)
    words = [(match.start(), match.end(), match.lastgroup or "", match[0]) for match in _HELPING.finditer(annotated.small)]
    for actor, mentions in named.items():
        key = key_of(annotated, actor)
        if key in parties.keys:
            continue
        near = _words_near(annotated, mentions, words)
        rules = [party for party in third if party.key == key]
        of_place = country is not None and any(annotated.actors[m.actors[0]].countries[:1] == (country,) for m in mentions)
        role = rules[0].role if rules else _role(near) or ("host" if of_place else "mediator")
        places = [at for at, _, _ in near[:2]] or [mentions[0].start]
        spans = tuple(dict.fromkeys(annotated.document.sentence_at(at) for at in places))
        seen = (
            _seen(annotated, happenings, mentions, of_place=of_place, of_peoples=of_peoples)
            | _ruled(rules)
            | {f"near a word: {kind}": 1.0 for _, kind, _ in near}
            | _enumerated(key, mentions, enumerations, {at for at, _, _ in near})
        )
        yield Helper(key, actor, role, spans, seen)


def _enumerations(annotated: Annotated, helping: frozenset[str], parties: frozenset[str]) -> dict[int, _Enumeration]:
    """By where each of its actors stands, every enumeration; given who helps by a rule, and who are the parties."""
    found: dict[int, _Enumeration] = {}
    together: list[Named] = []

    def close() -> None:
        if len(together) > 1:
            keys = frozenset(key_of(annotated, mention.actors[0]) for mention in together)
            found.update(dict.fromkeys((m.start for m in together), _Enumeration(len(together), keys & helping, keys & parties)))

    for mention in annotated.mentions:
        if mention.kind in ACTING and mention.actors:
            if together and not _JOINS.fullmatch(annotated.shape, together[-1].end, mention.start):
                close()
                together = []
            together.append(mention)
    close()
    return found


def _enumerated(key: str, mentions: Sequence[Named], enumerations: Mapping[int, _Enumeration], near: Collection[int]) -> dict[str, float]:
    """With whom somebody is enumerated; given where words of helping are near."""
    here = {mention.start: enumerations[mention.start] for mention in mentions if mention.start in enumerations}
    if not here:
        return {}
    lists = {id(one): one for one in here.values()}.values()
    return {
        "in a list": 1.0,
        "in a list of three": float(any(one.size >= _THREE for one in lists)),
        "in a long list": float(any(one.size > _THREE for one in lists)),
        "in a list with one that helps, by a rule": float(any(one.helping - {key} for one in lists)),
        "in a list with a party": float(any(one.parties for one in lists)),
        "in a list of three, near a word": float(any(one.size >= _THREE and start in near for start, one in here.items())),
    }


def _words_near(annotated: Annotated, mentions: Sequence[Named], words: Sequence[tuple[int, int, str, str]]) -> list[tuple[int, str, str]]:
    """Words of helping within reach of a mention in its sentence, nearest first: where the mention stands, kind, word."""
    near = []
    for mention in mentions:
        sentence = annotated.document.sentence_at(mention.start)
        first, last = (bisect_left(words, at, key=itemgetter(0)) for at in (sentence.start, sentence.end))
        for start, end, kind, word in words[first:last]:
            distance = start - mention.end if start >= mention.end else mention.start - end
            if distance < _REACH:
                near.append((distance, mention.start, kind, word))
    return [(at, kind, word) for _, at, kind, word in sorted(near)]


def _seen(annotated: Annotated, happenings: Events, mentions: Sequence[Named], *, of_place: bool, of_peoples: bool) -> dict[str, float]:
    shape, often = annotated.shape, float(min(len(mentions), _MENTIONS))
    actors = [annotated.actors[mention.actors[0]] for mention in mentions]
    title = annotated.document.title
    return {
        "named": often,
        "named, of the place": often * of_place,
        "of the place": float(of_place),
        "organisation of states": float(any(actor.kind == "intergovernmental_organisation" for actor in actors)),
        "only by its capital": float(all(mention.kind == "capital" for mention in mentions)),
        "at the top": float(min(happenings.depth(mention.start) for mention in mentions) <= _TOP),
        "before its person": float(any(_ITS_PERSON.match(shape, m.end, m.end + _BEHIND) for m in mentions)),
        "behind its person": float(any(_OF_IT.search(shape, max(0, m.start - _BEFORE), m.start) for m in mentions)),
        "in the title": float(title is not None and any(mention.start < title.end for mention in mentions)),
        "beside this round": float(any(happenings.nearest(m.start) and happenings.anchor(m.start) == _THIS_ROUND for m in mentions)),
        "a state": float(any(actor.kind in _STATES for actor in actors)),
        "a state, beside peoples": float(of_peoples and any(actor.kind in _STATES for actor in actors)),
        "a body of no list": float(not any(actor.known for actor in actors)),
        "civil society": float(any(actor.kind in _OTHERS for actor in actors)),
        "before its envoy": float(any(_ITS_ENVOY.match(shape, m.end, m.end + _BEHIND) for m in mentions)),
    }


def _ruled(rules: Sequence[ThirdParty]) -> dict[str, float]:
    strong = [party for party in rules if not party.weak]
    return {
        "by a rule": float(bool(strong)),
        "by a weak rule": float(len(strong) < len(rules)),
        "by two rules": float(len({party.rule for party in strong}) > 1),
        "of this round": float(any(party.event == _THIS_ROUND for party in strong)),
    }


def _role(near: Sequence[tuple[int, str, str]]) -> str | None:
    """Of the nearest word that is one of role."""
    return next((role for _, _, word in near if (role := book().role(word)) is not None), None)
