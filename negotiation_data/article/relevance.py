"""Whether a text is about talks in an armed conflict at all. One that is not yields nothing, and says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p

from negotiation_data.article.book import book
from negotiation_data.article.candidate import EventKind
from negotiation_data.article.events import Events
from negotiation_data.article.mention import GROUPS, Annotated
from negotiation_data.article.sides import Sides, is_state, key_of
from negotiation_data.article.stems import stems
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import SAYS, Features, model

__all__ = ["FIRST_YEAR", "is_relevant", "long_past", "relevance", "why_not"]

#: Armed conflicts are counted from here on: the first year of the UCDP/PRIO data.
FIRST_YEAR = 1946
#: One year before this one tells enough.
_ONE_IS_ENOUGH = 1900
_YEAR = re.compile(r"\b(?:in|since|until|from|of|by|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?) ([12][0-9]{3})\b")
#: How often one wording counts, and all that is said of one thing.
_A_WORDING, _A_TOPIC = 3, 8
#: What a text that is not read is on instead is told where so many of its words say so.
_A_FEW = 4
#: More than so many states, groups or sides say no more.
_MOST = 4
#: A side with so much from strong rules is one of which the text says that it talks.
_SAID_TO_TALK = 2
#: There are many words, so each tells less.
_A_WORD = 0.5
#: What it weighs more to speak of where two sides are said to talk.
_OF_WAR = ("armed groups", "fighting", "peace talks", "peace")


def long_past(annotated: Annotated) -> bool:
    """Whether all years that a text names are before those of which conflicts are counted: two at least, or one that is long before."""
    years = {int(found[1]) for found in _YEAR.finditer(annotated.document.visible())}
    later = any(mention.time.last.year >= FIRST_YEAR for mention in annotated.mentions if mention.time and mention.time.last.year)
    return (len(years) > 1 or max(years, default=FIRST_YEAR) < _ONE_IS_ENOUGH) and max(years) < FIRST_YEAR and not later


def relevance(annotated: Annotated, happenings: Events, sides: Sides, third: Sequence[ThirdParty]) -> Features:
    """What speaks for and against a text being about talks in an armed conflict: what its words are about, who is named, single words.

    Args:
        annotated: the text.
        happenings: its events.
        sides: who is likely to talk.
        third: who is said to help.
    """
    topics = _topics(annotated)
    said = {f"on {topic}": log1p(count) for counts in topics.values() for topic, count in counts.items()}
    said |= {f"words {side}": log1p(sum(counts.values())) for side, counts in topics.items()}
    named = {actor for mention in annotated.mentions for actor in mention.actors[:1]}
    kinds = Counter(annotated.actors[actor].kind for actor in named)
    helping = [party for party in third if party.key not in sides.keys]
    counted = {
        "states": len({key for key in (key_of(annotated, actor) for actor in named) if is_state(key)}),
        "groups": sum(kinds[kind] for kind in GROUPS),
        "sides": len(sides),
        "sides that are said to talk": sum(side.strong >= _SAID_TO_TALK for side in sides),
        "third parties": len({party.key for party in helping}),
        "third parties by strong rules": len({party.key for party in helping if not party.weak}),
    }
    talking = counted["sides that are said to talk"] >= _SAID_TO_TALK
    return (
        dict.fromkeys(map(SAYS.__add__, stems(annotated.document.visible().lower())), _A_WORD)
        | {f"names: {kind}": 1.0 for kind in kinds}
        | {name: float(min(count, _MOST)) for name, count in counted.items()}
        | {f"mentions of {kind}": log1p(sum(mention.kind is kind for mention in happenings.mentions)) for kind in EventKind}
        | said
        | {f"said to talk, and on {topic}": 1.0 for topic in _OF_WAR if talking and said.get(f"on {topic}")}
    )


def is_relevant(seen: Features) -> bool:
    """Whether a text of which so much is seen is about talks in an armed conflict."""
    chances = model("relevant")
    return chances.log_odds(seen) >= chances.least


def why_not(annotated: Annotated) -> str:
    """Why nothing is read from a text that is not, in a sentence."""
    topics = _topics(annotated)["against"]
    topic = max(topics, key=lambda name: topics[name])
    if topics[topic] < _A_FEW:
        return "Nothing here speaks of an armed conflict and talks about it."
    return f"It speaks less of an armed conflict and talks about it than of something else ({topic})."


def _topics(annotated: Annotated) -> dict[str, dict[str, int]]:
    """How often each thing is spoken of; each wording counts a few times at most, so that length does not decide."""
    wordings = Counter((topic, match.group()) for topic, match in annotated.found(book().topics))
    sums = {side: dict.fromkeys(topics, 0) for side, topics in book().relevance.items()}
    for ((side, topic), _), count in wordings.items():
        sums[side][topic] = min(_A_TOPIC, sums[side][topic] + min(_A_WORDING, count))
    return sums
