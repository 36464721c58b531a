"""Who helps those who talk: third parties by words of role, each with the event that its passage speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negotiation_data.article.book import Rule, book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import ACTING, COMPATRIOT, Annotated, Named
from negotiation_data.article.sides import key_of, whole

__all__ = ["ThirdParty", "third_parties"]

#: Behind a word of role, the event that it is a role in: "guarantor of the ceasefire", with a few words between.
_ITS_EVENT = 45
#: With no more than "the" between, the event must stand right behind it.
_ITS_EVENT_BESIDE = 22


@dataclass(slots=True)
class ThirdParty:
    """A third party in one role, where a rule found it.

    Attributes:
        key: of its side, see `sides.key_of`.
        weak: whether the rule often errs.
        span: the words that the rule caught.
        position: where the third party is named.
        kind, anchor: the event.
    """

    key: str
    actor: str
    role: str
    rule: str
    weak: bool
    span: Span
    position: int
    kind: EventKind
    anchor: Anchor

    @property
    def event(self) -> tuple[EventKind, Anchor]:
        return self.kind, self.anchor


def third_parties(annotated: Annotated, happenings: Events) -> list[ThirdParty]:
    """All third parties that rules find, rule by rule."""
    return list(_found(annotated, happenings))


def _found(annotated: Annotated, happenings: Events) -> Iterator[ThirdParty]:
    for rule, match in annotated.found(book().patterns["third_parties"]):
        groups = match.groupdict()
        word = groups.pop("role", None)
        role = book().role(word) if word else rule.gives if rule.gives != "by role" else None
        if role is None:
            continue
        for name in (name for name, group in groups.items() if group is not None):
            for mention in annotated.within(match.start(name), match.end(name), *ACTING):
                if not _can_help(annotated, mention, rule):
                    continue
                actor = whole(annotated, mention.actors[0]).id
                kind, anchor = _event(annotated, happenings, match.start("role") if word else mention.start)
                span, at = Span(*match.span()), mention.start
                yield ThirdParty(key_of(annotated, actor), actor, role, rule.id, rule.weak, span, at, kind, anchor)


def _can_help(annotated: Annotated, mention: Named, rule: Rule) -> bool:
    """Whether it is somebody who can be a third party; a capital is more often a place, so weak rules do not have it."""
    if not mention.actors or annotated.actors[mention.actors[0]].kind in {"armed_group", "media"}:
        return False
    if COMPATRIOT.search(annotated.shape[max(0, mention.start - 60) : mention.start]):
        return False  # "General Sumbeiywo of Kenya, who chaired": where somebody is from
    return not (rule.weak and mention.kind == "capital")


def _event(annotated: Annotated, happenings: Events, role_at: int) -> tuple[EventKind, Anchor]:
    """The event of which it is a role: named right after the word ("guarantor of the ceasefire"), else the nearest."""
    number = happenings.sentence(role_at)
    after = next((m for m in happenings.mentions if m.sentence == number and role_at < m.start <= role_at + _ITS_EVENT), None)
    if after is not None:
        between = annotated.shape[role_at : after.start]
        if " of " in between or (" the " in between and after.start - role_at < _ITS_EVENT_BESIDE):
            return after.kind, after.anchor
    return happenings.anchor(role_at)
