"""How much speaks for somebody whom an article names having had a part in the talks, where no words say which part.

Seven in ten of those whom articles about talks name in full sat at the table, helped, or spoke for somebody who did. What
tells them from others is less any one word than how they are brought in: with a title, for a side, quoted, named again.
"""

from __future__ import annotations

import re

from negotiation_data.article.candidate import Anchor
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated
from negotiation_data.article.persons import Person
from negotiation_data.article.weights import Features

__all__ = ["brought_in"]

#: How often being quoted, and being named, counts.
_QUOTES, _MENTIONS = 2, 5
_TITLES = {
    "minister": re.compile(r"minister"),
    "president": re.compile(r"president"),
    "former": re.compile(r"\b(?:former|late|ex)\b"),
}


def brought_in(annotated: Annotated, happenings: Events, person: Person, *, side: str, met: bool) -> Features:
    """How an article brings somebody in.

    Args:
        annotated: the text.
        happenings: its events.
        person: with titles and sides.
        side: whether the side is a "party", a "helper", "another", or "none".
        met: whether a sentence that names the person tells of meeting, talking or signing.
    """
    titles = " ".join(title for _, title in person.titles).lower()
    sentences = [annotated.document.sentence_at(mention.start) for mention in person.mentions]
    return {
        "full name": float(" " in person.full_name),
        "titled": float(bool(person.titles)),
        "quoted": float(min(person.speaks, _QUOTES)),
        "named": float(min(len(person.mentions), _MENTIONS)),
        f"of {side}": 1.0,
        "met, of party": float(met and side == "party"),
        "beside another person": float(any(len(annotated.within(span.start, span.end, "person")) > 1 for span in sentences)),
        "beside talks": float(any(happenings.nearest(mention.start) is not None for mention in person.mentions)),
        "of other rounds": float(all(happenings.anchor(mention.start)[1] is not Anchor.THIS for mention in person.mentions)),
        "commentator": float(person.commentator),
        **{f"said to be {role}": 1.0 for role in person.roles},
        **{f"title {word}": 1.0 for word, pattern in _TITLES.items() if pattern.search(titles)},
    }
