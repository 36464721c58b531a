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

__all__ = ["takes_part"]

# Weights: a logistic regression on the people of the development articles, rounded (benchmarks/articles/README.md tells how).
_FULL_NAME, _TITLED, _QUOTED, _NAMED_AGAIN = 1.75, 1.3, 1.2, 0.6
_ROLES = {"head": 1.5, "mediator": 1.5, "member": 1.0, "spokesperson": 1.0, "signatory": 0.7}
_OF_PARTY, _OF_HELPER, _OF_ANOTHER, _MET_FOR_PARTY = 0.4, 1.5, 0.9, 0.8
_BESIDE_ANOTHER, _BESIDE_TALKS = 0.75, 0.25
_MINISTER, _PRESIDENT, _FORMER, _OF_OTHER_ROUNDS = 0.7, -0.6, -0.5, -0.4
_LEAST = 3.3
#: How often being quoted, and being named, counts.
_QUOTES, _MENTIONS = 2, 5

_TITLES = ((re.compile(r"minister"), _MINISTER), (re.compile(r"president"), _PRESIDENT), (re.compile(r"\b(?:former|late|ex)\b"), _FORMER))


def takes_part(
    annotated: Annotated, happenings: Events, person: Person, *, of_party: bool, of_helper: bool, sided: bool, met: bool
) -> bool:
    """Whether enough speaks for a person having had a part.

    Args:
        annotated: the text.
        happenings: its events.
        person: with titles and sides.
        of_party: whether the side is a party.
        of_helper: whether it is a third party.
        sided: whether there is a side at all.
        met: whether a sentence that names the person tells of meeting, talking or signing.
    """
    titles = " ".join(title for _, title in person.titles).lower()
    of_side = _OF_PARTY + _MET_FOR_PARTY * met if of_party else _OF_HELPER if of_helper else _OF_ANOTHER if sided else 0.0
    weight = (
        _FULL_NAME * (" " in person.full_name)
        + _TITLED * bool(person.titles)
        + _QUOTED * min(person.speaks, _QUOTES)
        + _NAMED_AGAIN * min(len(person.mentions), _MENTIONS)
        + sum(_ROLES.get(role, 0.0) for role in person.roles)
        + of_side
        + sum(weight for words, weight in _TITLES if words.search(titles))
    )
    sentences = [annotated.document.sentence_at(mention.start) for mention in person.mentions]
    if any(len(annotated.within(span.start, span.end, "person")) > 1 for span in sentences):
        weight += _BESIDE_ANOTHER
    if any(happenings.nearest(mention.start) is not None for mention in person.mentions):
        weight += _BESIDE_TALKS
    if all(happenings.anchor(mention.start)[1] is not Anchor.THIS for mention in person.mentions):
        weight += _OF_OTHER_ROUNDS
    return weight >= _LEAST
