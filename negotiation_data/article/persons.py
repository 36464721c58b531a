"""Everything that a text says of each person: mentions, roles, titles, and on whose behalf they may be there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from negotiation_data.article.book import book
from negotiation_data.article.document import Span
from negotiation_data.article.literals import Sought
from negotiation_data.article.mention import WHO, Annotated, Named
from negotiation_data.article.shape import END, FILL, KINDS

__all__ = ["GENERIC", "Person", "persons", "whom"]

#: Before the words of a side that only the context names: "generic:the government".
GENERIC = "generic:"

_LIST_END = re.compile(rf"[;:{END}]| (?:said|told|were told|while|but|on the other|met|in (?:the )?{KINDS['place']})")
_SENTENCE_END = re.compile(END)
_TEAM = re.compile(r"['’]?s? (?:[a-z-]+ )?(?:delegation|team|panel|side|negotiators)\b")
#: "Israel: so-and-so; so-and-so".
_HEADING = Sought(rf"(?:^|[\n{END}•*-])\s*([{KINDS['actor']}{KINDS['country']}{KINDS['capital']}]{FILL}*)(?: delegation| side| team)?: ")

#: How much a side counts that stands in a heading or before a list, and with a head.
_BY_LIST, _BY_HEAD = 1.0, 0.8
#: Those of a list of whom each is on another side.
_OF_EACH = frozenset({"head", "signatory"})
#: "received the delegation, which was led by": one of which the text spoke before.
_THE_TEAM = re.compile(r"\bthe (?:delegation|team|panel),? (?:which|that)? ?(?:is|was|were)? ?$")
_ANAPHORA = re.compile(r"(?:its|their) ")
#: How far back the delegation is looked for that is called "its", and one of which the text spoke before.
_SENTENCE_BEFORE, _SPOKEN_OF = 160, 2000
#: Between a side and who led it.
_LED = ", "
#: How far before a word of role the side is looked for first.
_BESIDE = 60


@dataclass(slots=True)
class Person:
    """One person in the text.

    Attributes:
        name: the fullest form that was found first.
        roles: where a role is said, by role.
        speaks: how often they are quoted.
        commentator: whether they speak of the talks from outside.
        principal: whether they are one of those who decide, such as a president.
        titles: what stands before or behind the name, with where.
        sides: actors on whose behalf they may be there, or `GENERIC` and words, each with a weight.
    """

    name: str
    mentions: list[Named] = field(default_factory=list)
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    speaks: int = 0
    commentator: bool = False
    principal: bool = False
    titles: list[tuple[int, str]] = field(default_factory=list)
    sides: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def first(self) -> Named:
        """The first mention."""
        return min(self.mentions, key=lambda mention: mention.start)

    @property
    def full_name(self) -> str:
        return max((m.person or "" for m in self.mentions), key=lambda name: (len(name.split()), len(name))) or self.name


_ANOTHER_TEAM = re.compile(r"\b(?:delegations?|teams?|panels?)\b")
#: How long the noun of the first team may be.
_TEAM_NOUN = 25
#: Before "led by": the team that was led is no party's.
_OF_MEDIATORS = re.compile(r"\b(?:mediat|facilitat|observer|high-level panel)[a-z]*(?: team| panel| mission)?(?: (?:is|was|were|are))? ?$")


def whom(annotated: Annotated, named: Named) -> str:
    """An actor's id, or `GENERIC` and the words for it."""
    return named.actors[0] if named.actors else GENERIC + annotated.document.quote(named.span).lower()


def persons(annotated: Annotated) -> list[Person]:
    """The people of a text, with the roles that rules give them."""
    found = _gathered(annotated)
    by_start = {mention.start: person for person in found for mention in person.mentions}
    for label, match in annotated.found(book().labelled["people"]):
        if match.groupdict().get("list") is not None:
            _note_list(annotated, by_start, label, match)
        else:
            _note(annotated, by_start, label, match)
    for match in _HEADING.finditer(annotated.shape):
        _note_heading(annotated, by_start, match)
    return found


def _fold(name: str) -> list[str]:
    """The words of a name without accents, dashes and case."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return plain.lower().replace("-", " ").split()


def _gathered(annotated: Annotated) -> list[Person]:
    """Mentions of one person together: a surname alone is of the one fuller name that has it."""
    found: list[tuple[list[str], Person]] = []
    named = [(mention.person, mention) for mention in annotated.mentions if mention.kind == "person" and mention.person]
    for name, mention in sorted(named, key=lambda pair: (-len(pair[0].split()), pair[1].start)):
        words = _fold(name)
        same = next((person for known, person in found if _is_short_for(name, words, known)), None)
        if same is not None:
            same.mentions.append(mention)
        else:
            found.append((words, Person(name, [mention])))
    return [person for _, person in found]


def _is_short_for(name: str, words: list[str], known: list[str]) -> bool:
    """Whether all words are of the known name, or it is one with initials that fit."""
    if set(words) <= set(known):
        return True
    return len(words) > 1 and bool(known) and words[-1] == known[-1] and words[0][:1] == known[0][:1] and "." in name


def _note_list(annotated: Annotated, by_start: dict[int, Person], label: str, match: re.Match[str]) -> None:
    """A role of all who are named in a list."""
    start, end = match.span("list")
    stop = (_LIST_END if label != "mediator" else _SENTENCE_END).search(annotated.shape, start, end)
    side = _side_before(annotated, match.start(), start) if label not in _OF_EACH else None
    for mention in annotated.within(start, stop.start() if stop else end, "person"):
        if person := by_start.get(mention.start):
            person.roles[label].append(match.start())
            if side is not None:
                person.sides[side] += _BY_LIST


def _note(annotated: Annotated, by_start: dict[int, Person], label: str, match: re.Match[str]) -> None:
    """What is said of one person."""
    mention = annotated.at(match.start("P") if match.groupdict().get("P") is not None else match.start("P2"))
    person = by_start.get(mention.start) if mention is not None else None
    if person is None:
        return
    if label == "speech":
        person.speaks += 1
    elif label == "commentator":
        person.commentator = True
    elif label == "principal":
        person.principal = True
    else:
        if label == "head" and _OF_MEDIATORS.search(annotated.small[max(0, match.start() - 50) : match.start()]):
            label = "mediator"
        person.roles[label].append(match.start())
        side = _side_told(annotated, label, match)
        if side is not None:
            person.sides[side] += _BY_HEAD


def _side_told(annotated: Annotated, label: str, match: re.Match[str]) -> str | None:
    """On whose behalf somebody has a role, as far as the words for it say."""
    groups = match.groupdict()
    if groups.get("of") is not None:
        of = annotated.at(match.start("of"))
        return whom(annotated, of) if of is not None else None
    if label == "head" and match.start("P") == match.start():
        return _side_within(annotated, match)
    if label == "head":
        side = _side_before(annotated, match.start(), match.start("P"))
        return _team_before(annotated, match.start()) if side is None and _ANAPHORA.match(annotated.small, match.start()) else side
    if label in {"spokesperson", "signatory", "member"} and groups.get("P") is not None:
        named = annotated.within(match.start(), match.start("P"), *WHO)
        return whom(annotated, named[0]) if len(named) == 1 else None
    return None


def _note_heading(annotated: Annotated, by_start: dict[int, Person], match: re.Match[str]) -> None:
    named = annotated.at(match.start(1))
    if named is None or not named.actors:
        return
    sentence = annotated.document.sentence_at(match.start(1))
    for mention in annotated.within(match.end(), sentence.end, "person"):
        if person := by_start.get(mention.start):
            person.sides[named.actors[0]] += _BY_LIST
            person.roles["member"].append(mention.start)


def _team_before(annotated: Annotated, start: int, reach: int = _SENTENCE_BEFORE) -> str | None:
    """Of whom "its" leader is: the delegation named last before a place."""
    found = annotated.within(max(0, start - reach), start, *WHO)
    teams = [mention for mention in found if _TEAM.match(annotated.shape, mention.end)]
    return whom(annotated, (teams or found)[-1]) if found else None


def _side_within(annotated: Annotated, match: re.Match[str]) -> str | None:
    """The actor named behind the person: "who leads the Alliance's delegation"."""
    found = annotated.within(match.end("P"), match.end(), *WHO)
    return whom(annotated, found[-1]) if found else None


def _side_before(annotated: Annotated, start: int, end: int) -> str | None:
    """The nearest actor named in a stretch of the same sentence, with a little before it; one that has a team before others."""
    sentence: Span = annotated.document.sentence_at(start)
    beside = annotated.at(start - len(_LED) - 1) if annotated.shape.endswith(_LED, 0, start) else None
    if beside is not None and (beside.actors or beside.kind == "generic"):
        return whom(annotated, beside)  # "Norway, represented by"
    if _THE_TEAM.search(annotated.small, max(sentence.start, start - _BESIDE), start):
        return _team_before(annotated, sentence.start, _SPOKEN_OF)
    for low in (max(sentence.start, start - _BESIDE), sentence.start):
        found = [m for m in annotated.within(low, end, *WHO) if m.actors or m.kind == "generic"]
        teams = [m for m in found if _TEAM.match(annotated.shape, m.end)]
        nearer = _ANOTHER_TEAM.search(annotated.shape, teams[-1].end + _TEAM_NOUN, end) if teams else None
        if nearer is not None:
            return None  # "…'s delegation was led by X, the movements' delegations by"
        if teams or (found and low == sentence.start):
            return whom(annotated, (teams or found)[-1])
    return None
