"""Whether a text that tells of talks is about a round of them, or about a ceasefire, a demand or a war with talks in the distance."""

from __future__ import annotations

from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.events import Events
from negotiation_data.article.standing import AT_THE_TOP
from negotiation_data.article.weights import SAYS, Features, model

__all__ = ["is_about_a_round", "main_event"]

#: Whether a text speaks of this round at all.
_SPOKEN_OF = f"any: {EventKind.ROUND} {Anchor.THIS}"
#: So many mentions of one kind say no less than more would.
_MOST = 6


def main_event(happenings: Events, said: Features, standing: Features) -> Features:
    """What tells which event a text is about: what it speaks of, which event it names how often and where, how the round stands.

    Args:
        happenings: the events of the text.
        said: what the text is about, see `relevance.relevance`, without its single words: names of countries tell nothing here.
        standing: what speaks for how the round stands, see `standing.signs`; of words, those of the whole text.
    """
    title = happenings.annotated.document.title
    seen: dict[str, float] = {name: value for name, value in said.items() if not name.startswith(SAYS)}
    for kind in EventKind:
        for anchor in Anchor:
            of = f"{kind} {anchor}"
            named = [mention for mention in happenings.mentions if mention.kind is kind and mention.anchor is anchor]
            seen |= {
                f"named: {of}": float(min(len(named), _MOST)),
                f"any: {of}": float(bool(named)),
                f"at the top: {of}": float(any(happenings.depth(mention.start) <= 1 for mention in named)),
                f"in the title: {of}": float(title is not None and any(mention.start < title.end for mention in named)),
            }
        seen[f"first: {kind}"] = float(bool(happenings.mentions) and happenings.mentions[0].kind is kind)
    words_once = {name: value for name, value in standing.items() if not name.endswith(AT_THE_TOP)}
    return {**seen, "planned": float(happenings.planned), **words_once}


def is_about_a_round(seen: Features) -> bool:
    """Whether a text of which so much is seen is about a round, one that it speaks of."""
    chances = model("a_round")
    return bool(seen[_SPOKEN_OF]) and chances.log_odds(seen) >= chances.least
