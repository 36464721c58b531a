"""Whether a text is about talks in an armed conflict at all. One that is not yields nothing, and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negotiation_data.article.book import book
from negotiation_data.article.mention import Annotated

__all__ = ["Relevance", "relevance"]

_TALKS = ("{talks}", "{truce}")
_LEAST = 2.6


@dataclass(frozen=True, slots=True)
class Relevance:
    """How far a text speaks of an armed conflict and of talks, against signs of talks of another kind."""

    speaks_for: float
    speaks_against: float
    armed_actors: int

    def given(self, sides: int, helpers: bool) -> Relevance:
        """The same, knowing how many sides and whether third parties were found."""
        return replace(self, speaks_for=self.speaks_for + (1.2 if sides > 1 else 0.0) + (1.2 if helpers else 0.0))

    @property
    def relevant(self) -> bool:
        return self.speaks_for >= _LEAST and self.speaks_for > 1.1 * self.speaks_against

    @property
    def reason(self) -> str:
        """Why nothing is read from it, in a sentence."""
        if self.speaks_for < _LEAST:
            return "Nothing here speaks of an armed conflict and talks about it."
        return "The words speak of negotiations of another kind (trade, labour, sport, business, party politics) more than of an armed conflict."


def relevance(annotated: Annotated) -> Relevance:
    """Weigh the words of a text; each wording counts at most three times, so that length does not decide."""
    sums = {}
    for side, cues in book().relevance.items():
        total = 0.0
        for pattern, weight in cues:
            counts: dict[str, int] = {}
            for found in pattern.finditer(annotated.small):
                word = found.group().lower()
                counts[word] = counts.get(word, 0) + 1
            total += weight * min(8, sum(min(3, count) for count in counts.values()))
        sums[side] = total
    groups = {actor for mention in annotated.mentions for actor in mention.actors[:1] if annotated.actors[actor].kind == "armed_group"}
    return Relevance(sums["for"] + 1.5 * len(groups), sums["against"], len(groups))
