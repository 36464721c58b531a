"""Whether a text is about talks in an armed conflict at all. One that is not yields nothing, and says so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from negotiation_data.article.book import book
from negotiation_data.article.mention import Annotated
from negotiation_data.article.sides import is_state, key_of

__all__ = ["FIRST_YEAR", "Relevance", "long_past", "relevance"]

#: Armed conflicts are counted from here on: the first year of the UCDP/PRIO data.
FIRST_YEAR = 1946
_YEAR = re.compile(r"\b(?:in|since|until|from|of|by|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?) ([12][0-9]{3})\b")

# Weights and thresholds were set on the development articles and texts about other negotiations; a cue weighs 0.5 to 2.
#: Words for armed conflict and talks must come to this, and to so much more than those for talks of another kind.
_LEAST, _MORE_THAN_AGAINST = 2.6, 1.1
#: Two sides that are said to talk, somebody who helps them, an armed group.
_SIDES, _HELPERS, _ARMED_GROUP = 1.2, 1.2, 1.5
_LEAST_OF_TWO_SIDES, _HARDLY_AGAINST = 1.8, 0.5
#: Where no two sides were found: with so many words of war, hardly any against, and so many states named, it is one all the same.
_PLAINLY_WAR, _HARDLY_ANYTHING_AGAINST, _STATES = 2.0, 1.0, 2
#: How often one wording counts, and all that one cue finds.
_A_WORDING, _A_CUE = 3, 8


@dataclass(frozen=True, slots=True)
class Relevance:
    """How far a text speaks of an armed conflict and of talks, against signs of talks of another kind."""

    speaks_for: float
    speaks_against: float
    war: float = 0.0
    """The part of what speaks for it that is words of war."""
    states: int = 0
    """How many states are named."""
    two_sides: bool = False
    """Whether two sides are said to talk: then fewer words for a conflict will do, if none speak of another kind of talks."""

    def given(self, sides: int, helpers: bool) -> Relevance:
        """The same, knowing how many sides and whether third parties were found."""
        more = (_SIDES if sides > 1 else 0.0) + (_HELPERS if helpers else 0.0)
        return replace(self, speaks_for=self.speaks_for + more, two_sides=sides > 1)

    @property
    def relevant(self) -> bool:
        return self.speaks_for >= self._least and self.speaks_for > _MORE_THAN_AGAINST * self.speaks_against

    @property
    def plainly(self) -> bool:
        """Whether it speaks of a war between or within states even where nobody is found to talk."""
        return self.relevant and self.war >= _PLAINLY_WAR and self.speaks_against <= _HARDLY_ANYTHING_AGAINST and self.states >= _STATES

    @property
    def _least(self) -> float:
        return _LEAST_OF_TWO_SIDES if self.two_sides and self.speaks_against <= _HARDLY_AGAINST else _LEAST

    @property
    def reason(self) -> str:
        """Why nothing is read from it, in a sentence."""
        if self.speaks_for < self._least:
            return "Nothing here speaks of an armed conflict and talks about it."
        return (
            "The words speak of negotiations of another kind (trade, labour, sport, business, party politics)"
            " more than of an armed conflict."
        )


def long_past(annotated: Annotated) -> bool:
    """Whether all years that a text names, two at least, are before those of which conflicts are counted."""
    years = {int(found[1]) for found in _YEAR.finditer(annotated.document.visible())}
    later = any(mention.time.last.year >= FIRST_YEAR for mention in annotated.mentions if mention.time and mention.time.last.year)
    return len(years) > 1 and max(years) < FIRST_YEAR and not later


def relevance(annotated: Annotated) -> Relevance:
    """Weigh the words of a text; each wording counts a few times at most, so that length does not decide."""
    sums = {}
    for side, cues in book().relevance.items():
        total = 0.0
        for pattern, weight in cues:
            counts = Counter(found.group().lower() for found in annotated.matches(pattern))
            total += weight * min(_A_CUE, sum(min(_A_WORDING, count) for count in counts.values()))
        sums[side] = total
    named = {actor for mention in annotated.mentions for actor in mention.actors[:1]}
    groups = [actor for actor in named if annotated.actors[actor].kind == "armed_group"]
    states = {key for key in (key_of(annotated, actor) for actor in named) if is_state(key)}
    return Relevance(sums["war"] + sums["for"] + _ARMED_GROUP * len(groups), sums["against"], sums["war"], len(states))
