"""Who sat at the table or spoke of it: names with title, side and role, each from words beside the name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from negotiation_data.article.candidate import Candidate, PersonDraft, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.mention import ACTING, REBELS, Annotated
from negotiation_data.article.persons import GENERIC, Person, persons
from negotiation_data.article.sides import Sides, is_state, key_of, whole
from negotiation_data.article.taking_part import brought_in
from negotiation_data.article.titles import describe
from negotiation_data.article.weights import Features, model

__all__ = ["ABSENT", "NAMED", "considered", "people"]

#: The role of those of whom the text does not say what they did: likely to have had a part, for the coder to say which.
NAMED = "named"
#: The role of those who are said not to have come: for the coder, as others may have led in their place.
ABSENT = "absent"

_ROLES = frozenset({"head", "signatory", "member", "mediator", "spokesperson"})
_AT_THE_TABLE = frozenset({"head", "member", "mediator"})
#: Titles that only somebody of a government has.
_OF_GOVERNMENT = re.compile(
    r"\b(?:minister|(?:deputy|permanent|joint|home|foreign) secretary|presidential|attorney general|high commissioner|prime minister)\b",
    re.IGNORECASE,
)
#: Of those who may lead a delegation, and of those of a third party who mediate, or who may.
_LEADS = re.compile(r"\b(?:minister|president|chief|head|leader|envoy)\b")
_ONLY_SPEAKS = re.compile(r"\b(?:information|spokes\w+|communications?|media|press|intelligence|spy|army chief)\b")
_MEDIATES = re.compile(r"mediat|envoy|facilitat|representative|co-chair")
_MAY_MEDIATE = re.compile(r"envoy|minister|chief")
_MEETS = re.compile(r"\b(?:met|meet|meeting|talked|signed|held talks|summit|sat down|face-to-face|shook hands|attended)\b")

#: How much likelier it is that somebody speaks for a party or a third party than for another actor beside the name.
_FOR_A_PARTY, _FOR_A_THIRD_PARTY = 0.6, 0.4
#: How much it counts that somebody of that name is known to be the leader.
_KNOWN_LEADER = 1.5
#: So much says that somebody is there for a party.
_SAID = 1.5
#: A surname has no more words.
_SURNAME = 4
#: A delegation is told within so many characters behind its head.
_TEAM_WITHIN = 300
_LONGEST_TITLE = 120


def people(annotated: Annotated, happenings: Events, parties: Sides, helpers: Mapping[str, str]) -> list[PersonDraft]:
    """Delegates, mediators, those who speak of the talks for a party or third party, and others who are likely to have had a part.

    Args:
        annotated: the text.
        happenings: its events.
        parties: the parties of the round.
        helpers: third parties, key of the side to actor.
    """
    table = _Table(annotated, happenings, parties, helpers)
    found = sorted(_described(annotated), key=lambda person: person.first.start)
    drafts = [(person, table.drafted(person)) for person in found if ABSENT not in person.roles]
    drafted = table.with_heads([draft for _, draft in drafts if draft is not None])
    persons_of = [person for person, draft in drafts if draft is not None]
    there = table.without_lonely_heads(table.with_sides(table.with_pairs(persons_of, drafted)))
    return [*there, *(table.absent(person) for person in found if ABSENT in person.roles)]


def _described(annotated: Annotated) -> list[Person]:
    found = persons(annotated)
    for person in found:
        for mention in person.mentions:
            describe(annotated, person, mention)
    return found


def considered(annotated: Annotated, happenings: Events, parties: Sides, helpers: Mapping[str, str]) -> Iterator[tuple[Person, Features]]:
    """Everybody whom a text names, and how it brings them in; arguments as those of `people`."""
    table = _Table(annotated, happenings, parties, helpers)
    for person in _described(annotated):
        yield person, table.brought_in(person, table.key(person))


@dataclass(frozen=True, slots=True)
class _Table:
    """Who talks and who helps, against which people are seen."""

    annotated: Annotated
    happenings: Events
    parties: Sides
    helpers: Mapping[str, str]

    def drafted(self, person: Person) -> PersonDraft | None:
        """A person with side and role; None of whom the text does not say that they had a part."""
        side = self._side(person)
        key = self._key_of(side) if side else None
        role = self._role(person, key)
        if role is None or (key is None and role not in _AT_THE_TABLE and role not in person.roles):
            chances = model("takes_part")
            role = NAMED if chances.log_odds(self.brought_in(person, key)) >= chances.least else None
        if role is None:
            return None
        sentence_at = self.annotated.document.sentence_at
        spans = [sentence_at(places[0]) for label, places in person.roles.items() if label in _ROLES]
        spans = spans or [sentence_at(person.first.start)]
        return self._draft(person, side, role, spans, Tier.SUGGESTED)

    def absent(self, person: Person) -> PersonDraft:
        """A person who is said not to have come."""
        spans = [self.annotated.document.sentence_at(place) for place in person.roles[ABSENT]]
        return self._draft(person, self._side(person), ABSENT, spans, Tier.CODER)

    def _draft(self, person: Person, side: str | None, role: str, spans: Sequence[Span], tier: Tier) -> PersonDraft:
        candidate = None
        if side is not None:
            key = key_of(self.annotated, side)
            known = self.parties.of(key)
            side = side if known is not None else whole(self.annotated, side).id
            names = self.parties.names(known) if known is not None else self.annotated.actors[side].names
            rule = "known-leader" if not person.sides and self._led_by(person) is not None else "side-of-person"
            candidate = Candidate("participants/actor", side, tuple(spans[:1]), rule, Tier.SUGGESTED, 1.0, names)
        spans_once = tuple(dict.fromkeys(spans))
        return PersonDraft(person.full_name, _title(person), candidate, role, spans_once, f"person-{role}", tier)

    def key(self, person: Person) -> str | None:
        """Of the side on whose behalf a person may be there."""
        side = self._side(person)
        return self._key_of(side) if side else None

    def _key_of(self, side: str) -> str:
        """Of a party its key; of a third party that of the organisation which a mission or office is of."""
        key = key_of(self.annotated, side)
        return key if key in self.parties.keys or key in self.helpers else key_of(self.annotated, whole(self.annotated, side).id)

    def brought_in(self, person: Person, key: str | None) -> Features:
        """How the text brings a person in, who is of a side or of none."""
        side = "party" if key in self.parties.keys else "helper" if key in self.helpers else "another" if key is not None else "none"
        return brought_in(self.annotated, self.happenings, person, side=side, met=self._meets(person))

    def _role(self, person: Person, key: str | None) -> str | None:
        """The role that is said, else that which title and deeds of somebody of a party or third party come to."""
        roles = person.roles.keys() & _ROLES
        if person.commentator and not roles & _AT_THE_TABLE:
            return None
        if not roles and not (" " in person.full_name and (person.titles or person.speaks or person.sides)):
            return None
        of_party, of_helper = key in self.parties.keys, key in self.helpers
        role = _role_said(person, roles, of_party=of_party, of_helper=of_helper)
        if role is None and of_party:
            return self._role_of_party(person)
        if role is None and of_helper:
            return self._role_of_helper(person)
        if role is None and key is not None and (_MEDIATES.search(_titles(person)) or (person.titles and self._meets(person))):
            return "mediator"
        return "mediator" if role == "head" and of_helper else role

    def _role_of_party(self, person: Person) -> str | None:
        """Of a principal or a leader who met the others, head; "principal" where that is to be seen beside the rest."""
        if person.principal and (person.speaks or person.titles):
            return "head" if self._meets(person) else "spokesperson"
        if person.titles and _LEADS.search(_titles(person)):
            return "principal"
        if person.speaks:
            return "spokesperson"
        return "member" if person.titles or _said(person) or self._meets(person) else None

    def _role_of_helper(self, person: Person) -> str | None:
        titles = _titles(person)
        if not (person.titles or self._meets(person)):
            return "mediator" if _said(person) and not person.speaks else None
        engaged = _MEDIATES.search(titles) or not person.speaks or self._meets(person)
        return "mediator" if engaged else "spokesperson"

    def _meets(self, person: Person) -> bool:
        """Whether they are said to have met, talked or signed."""
        sentences = (self.annotated.document.sentence_at(mention.start) for mention in person.mentions)
        return any(_MEETS.search(self.annotated.shape[sentence.start : sentence.end]) for sentence in sentences)

    def _side(self, person: Person) -> str | None:
        """On whose behalf: the actor that titles and lists name, a party before a third party before anybody else."""
        scores: dict[str, float] = defaultdict(float)
        actors: dict[str, str] = {}
        for said, weight in person.sides.items():
            actor = self._meant(said.removeprefix(GENERIC)) if said.startswith(GENERIC) else said
            if actor is None or self.annotated.actors[actor].kind == "media":
                continue
            key = key_of(self.annotated, actor)
            bonus = _FOR_A_PARTY if key in self.parties.keys else _FOR_A_THIRD_PARTY if key in self.helpers else 0.0
            scores[key] += weight + bonus
            actors.setdefault(key, actor)
        if (led := self._led_by(person)) is not None:
            scores[key_of(self.annotated, led)] += _KNOWN_LEADER
            actors.setdefault(key_of(self.annotated, led), led)
        if not scores and "mediator" in person.roles:
            return self._only_mediator()
        if not scores:
            of_government = _OF_GOVERNMENT.search(_titles(person))
            return (self._meant("the government") if of_government else None) or (
                self._beside(person) if person.titles or person.roles.keys() & _ROLES else None
            )
        best = max(scores, key=lambda key: scores[key])
        known = self.parties.of(best)
        return self.parties.actor(known) if known is not None else actors[best]

    def _beside(self, person: Person) -> str | None:
        """The one party that is named in a sentence with the person; of the sentences the first that has one."""
        for mention in person.mentions:
            sentence = self.annotated.document.sentence_at(mention.start)
            named = (actor for m in self.annotated.within(sentence.start, sentence.end, *ACTING) for actor in m.actors[:1])
            found = {key: actor for actor in named if (key := key_of(self.annotated, actor)) in self.parties.keys}
            if len(found) == 1:
                return next(iter(found.values()))
        return None

    def _meant(self, words: str) -> str | None:
        """Of "the government" the one party that is a state; of "the rebels" the one that is none."""
        rebels = any(word in words for word in REBELS)
        fitting = [side for side in self.parties if is_state(side.key) is not rebels]
        return self.parties.actor(fitting[0]) if len(fitting) == 1 else None

    def _only_mediator(self) -> str | None:
        """The third party for which somebody mediates of whom no more is told, if there is but one."""
        return next(iter(self.helpers.values())) if len(self.helpers) == 1 else None

    def _led_by(self, person: Person) -> str | None:
        """The party or third party that somebody of that name is known to have led at the time."""
        names = person.full_name.split()[1:][-_SURNAME:]
        published = self.annotated.document.published
        year = published.year if published else None
        led = (actor for end in range(len(names)) for actor in gazetteer().led_by(" ".join(names[end:]), year=year))
        known = (actor.id for actor in led if actor.id in self.annotated.actors)
        return next((actor for actor in known if key_of(self.annotated, actor) in self.parties.keys | self.helpers.keys()), None)

    def _key(self, person: PersonDraft) -> str | None:
        return key_of(self.annotated, person.side.value) if person.side is not None else None

    def with_heads(self, drafted: Sequence[PersonDraft]) -> list[PersonDraft]:
        """Principals as head of a side that has none yet, else as who speaks for it; whoever alone signs for a party is its head."""
        led = {self._key(person) for person in drafted if person.role == "head"}
        signing = Counter(self._key(person) for person in drafted if person.role in {"signatory", "head"})
        found = []
        for person in drafted:
            key = self._key(person)
            if person.role == "principal":
                found.append(replace(person, role="spokesperson" if key in led else "head"))
                led.add(key)
            elif person.role == "signatory" and key in self.parties.keys and signing[key] == 1:
                found.append(replace(person, role="head"))
            else:
                found.append(person)
        return found

    def with_pairs(self, persons_of: Sequence[Person], drafted: Sequence[PersonDraft]) -> list[PersonDraft]:
        """Two who met or signed, one of each of two parties that nobody else leads, are their heads."""
        found = list(drafted)
        heads: dict[str | None, set[int]] = defaultdict(set)
        of_sentence: dict[int, set[int]] = defaultdict(set)
        for number, (person, draft) in enumerate(zip(persons_of, drafted, strict=True)):
            if draft.role == "head":
                heads[self._key(draft)].add(number)
            for mention in person.mentions:
                of_sentence[self.annotated.document.sentence_at(mention.start).start].add(number)
        for start, numbers in sorted(of_sentence.items()):
            keys = {self._key(found[number]) for number in numbers}
            two = len(numbers) == len(keys) == 2 and keys <= self.parties.keys and all(heads[key] <= numbers for key in keys)
            sentence = self.annotated.document.sentence_at(start)
            if two and _MEETS.search(self.annotated.small, sentence.start, sentence.end):
                for number in numbers:
                    found[number] = replace(found[number], role="head")
                    heads[self._key(found[number])].add(number)
        return self._with_sole_leaders(found)

    def _with_sole_leaders(self, drafted: list[PersonDraft]) -> list[PersonDraft]:
        """The one person of a party without a head, if the title is one of those who lead."""
        led = {self._key(person) for person in drafted if person.role == "head"}
        of_party = Counter(self._key(person) for person in drafted)
        return [
            replace(person, role="head")
            if (key := self._key(person)) in self.parties.keys - led
            and of_party[key] == 1
            and person.role in {"spokesperson", "member"}
            and _LEADS.search((person.title or "").lower())
            and not _ONLY_SPEAKS.search((person.title or "").lower())
            else person
            for person in drafted
        ]

    def with_sides(self, drafted: Sequence[PersonDraft]) -> list[PersonDraft]:
        """Sides that follow: of members from their head before them; of the one head left, the one party left."""
        found: list[PersonDraft] = []
        head: PersonDraft | None = None
        for person in drafted:
            if person.role == "member" and person.side is None and head is not None and _in_team(person, head):
                found.append(replace(person, side=head.side))
            else:
                found.append(person)
            head = person if person.role == "head" else head
        return self._with_other_head(found)

    def _with_other_head(self, drafted: list[PersonDraft]) -> list[PersonDraft]:
        """Of two heads of two parties, the side of the one follows from that of the other."""
        heads = [person for person in drafted if person.role == "head"]
        lonely = [person for person in heads if person.side is None]
        left = [side for side in self.parties if side.key not in {self._key(person) for person in heads}]
        if not (len(self.parties) == 2 and len(left) == 1 and len(heads) == 2 and len(lonely) == 1):
            return drafted
        actor, names, spans = self.parties.actor(left[0]), self.parties.names(left[0]), lonely[0].spans[:1]
        side = Candidate("participants/actor", actor, spans, "the-other-side", Tier.SUGGESTED, 0.5, names)
        return [replace(person, side=side) if person is lonely[0] else person for person in drafted]

    def without_lonely_heads(self, drafted: Sequence[PersonDraft]) -> list[PersonDraft]:
        """Whoever heads something that is of no party and no third party heads no delegation: only named."""
        return [
            replace(person, role=NAMED, rule=f"person-{NAMED}") if person.role == "head" and person.side is None else person
            for person in drafted
        ]


def _role_said(person: Person, roles: set[str], *, of_party: bool, of_helper: bool) -> str | None:
    """The role that words beside the name give, the first of several."""
    if "head" in roles and not (of_helper and "mediator" in roles):
        return "head"
    if "mediator" in roles and not of_party:
        return "mediator"
    if "member" in roles:
        return "member"
    if "spokesperson" in roles or "spokes" in _titles(person):
        return "spokesperson"
    return "signatory" if "signatory" in roles else None


def _said(person: Person) -> bool:
    """Whether the text says outright on whose behalf somebody is there."""
    return max(person.sides.values(), default=0.0) >= _SAID


def _titles(person: Person) -> str:
    return " ".join(title for _, title in person.titles).lower()


def _title(person: Person) -> str | None:
    """The longest title, the first of equal ones."""
    found = [title for _, title in sorted(person.titles) if len(title) > 2]
    return max(found, key=len)[:_LONGEST_TITLE] if found else None


def _in_team(person: PersonDraft, head: PersonDraft) -> bool:
    return head.side is not None and bool(person.spans and head.spans) and person.spans[0].start - head.spans[-1].end < _TEAM_WITHIN
