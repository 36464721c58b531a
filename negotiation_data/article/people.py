"""Who sat at the table or spoke of it: names with title, side and role, each from words beside the name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Candidate, PersonDraft, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.shape import END, KINDS
from negotiation_data.article.sides import Sides, key_of

__all__ = ["people"]

_ROLES = ("head", "signatory", "member", "mediator", "spokesperson")
_LIST_END = re.compile(rf"[;:{END}]| (?:said|told|were told|while|but|on the other|met|in (?:the )?{KINDS['place']})")
_SENTENCE_END = re.compile(END)
_NOUN = (
    r"(?:president|minister|premier|envoy|representative|spokes\w+|general|colonel|commander|chief|leader|head|chair\w*|director|secretary|ambassador|adviser|advisor"
    r"|negotiator|mediator|facilitator|delegate|commissioner|coordinator|governor|chancellor|deputy|member|official|counsel|lawyer|senator|king|emir|prince|bishop|archbishop|cardinal)"
)
_APPOSITIVE = re.compile(
    rf"^(?:,| \() ?(?:who (?:is|was|leads|led|heads|headed) )?((?:the |its |their |a |an )?[^,;()\n{END}]{{0,90}}?\b{_NOUN}\b[^,;()\n{END}]{{0,80}})[,.;)\n{END}]?",
    re.IGNORECASE,
)


_TEAM = re.compile(r"['’]?s? (?:[a-z-]+ )?(?:delegation|team|panel|side|negotiators)\b")
#: Titles that only somebody of a government has.
_OF_GOVERNMENT = re.compile(
    r"\b(?:minister|(?:deputy|permanent|joint|home|foreign) secretary|presidential|attorney general|high commissioner|prime minister)\b",
    re.IGNORECASE,
)


_HEADING = re.compile(r"(?:^|[\n\ue00f•*-])\s*([\ue001-\ue003]\ue00e*)(?: delegation| side| team)?: ")
#: A run of capitalised words, as in a title before a name.
_CAPITALS = re.compile(
    r"((?:(?:[A-Z][\w’'-]*|[\ue001-\ue005]\ue00e*(?:['’]s)?|of|on|for|the|and|to|in charge of) )*(?:[A-Z][\w’'-]*|[\ue001-\ue005]\ue00e*(?:['’]s)?),? )$"
)
#: "chief of diplomacy of", "his colleague from", before the name of an actor.
_NOUN_OF = re.compile(r"((?:[\w-]+ (?:of )?){1,3}(?:of|from|for)(?: the)? )$")


@dataclass(slots=True)
class _Person:
    """Everything about one person in the text."""

    name: str
    mentions: list[Named] = field(default_factory=list)
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    speaks: int = 0
    commentator: bool = False
    titles: list[tuple[int, str]] = field(default_factory=list)
    sides: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    principal: bool = False


def _fold(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).lower().replace("-", " ")


def _persons(annotated: Annotated) -> list[_Person]:
    """Mentions of one person together: a surname alone is of the one fuller name that has it."""
    found: list[_Person] = []
    named = [m for m in annotated.mentions if m.kind == "person" and m.person]
    for mention in sorted(named, key=lambda m: (-len((m.person or "").split()), m.start)):
        words = _fold(mention.person or "").split()
        same = [
            p
            for p in found
            if set(words) <= set(_fold(p.name).split())
            or (
                len(words) > 1
                and words[-1] == _fold(p.name).split()[-1]
                and words[0][:1] == _fold(p.name)[:1]
                and "." in (mention.person or "")
            )
        ]
        if same:
            same[0].mentions.append(mention)
        else:
            found.append(_Person(mention.person or "", [mention]))
    return found


def people(annotated: Annotated, happenings: Events, parties: Sides, helpers: dict[str, str]) -> list[PersonDraft]:
    """Delegates, mediators, and those who speak of the talks for a party or third party.

    Args:
        annotated: the text.
        happenings: its events.
        parties: the parties of the round.
        helpers: third parties, key of the side to actor.
    """
    persons = _persons(annotated)
    by_start = {mention.start: person for person in persons for mention in person.mentions}
    shape = annotated.shape
    for label, patterns in book().cues["people"].items():
        for pattern in patterns:
            for match in pattern.finditer(annotated.small):
                _note(annotated, by_start, label, match)
    for match in _HEADING.finditer(shape):  # "Israel: so-and-so; so-and-so"
        named = annotated.at(match.start(1))
        sentence = annotated.document.sentence_at(match.start(1))
        for mention in annotated.within(match.end(), sentence.end, "person"):
            if named is not None and named.actors and mention.start in by_start:
                by_start[mention.start].sides[named.actors[0]] += 1.0
                by_start[mention.start].roles["member"].append(mention.start)
    for person in persons:
        for mention in person.mentions:
            _describe(annotated, person, mention)
    keys = {side.key for side in parties.chosen}
    drafted: list[PersonDraft] = []
    for person in sorted(persons, key=lambda p: min(m.start for m in p.mentions)):
        draft = _draft(annotated, happenings, person, parties, helpers, keys)
        if draft is not None:
            drafted.append(draft)
    return _sided(annotated, _signatories(annotated, drafted, keys), parties)


def _sided(annotated: Annotated, drafted: list[PersonDraft], parties: Sides) -> list[PersonDraft]:
    """Sides that follow: of members from their head before them; of the one head left, the one party left."""
    found: list[PersonDraft] = []
    last: PersonDraft | None = None
    for person in drafted:
        if person.role == "member" and person.side is None and last is not None and last.side is not None:
            near = person.spans and last.spans and person.spans[0].start - last.spans[-1].end < _TEAM_WITHIN
            person = replace(person, side=last.side) if near else person
        if person.role == "head":
            last = person
        found.append(person)
    heads = [person for person in found if person.role == "head"]
    led = {key_of(annotated, person.side.value) for person in heads if person.side is not None}
    left = [side for side in parties.chosen if side.key not in led]
    lonely = [number for number, person in enumerate(found) if person.role == "head" and person.side is None]
    if len(parties.chosen) == 2 and len(left) == 1 and len(lonely) == 1 and len(heads) == 2:
        person = found[lonely[0]]
        names = parties.names(left[0])
        found[lonely[0]] = replace(
            person,
            side=Candidate("participants/actor", parties.actor(left[0]), person.spans[:1], "the-other-side", Tier.SUGGESTED, 0.5, names),
        )
    return found


_TEAM_WITHIN = 300


def _signatories(annotated: Annotated, drafted: list[PersonDraft], keys: set[str]) -> list[PersonDraft]:
    """Whoever alone signs for a party is its head."""
    counts: dict[str, int] = defaultdict(int)
    for person in drafted:
        if person.side is not None and person.role in {"signatory", "head"}:
            counts[key_of(annotated, person.side.value)] += 1
    named: set[str] = {key_of(annotated, person.side.value) for person in drafted if person.side is not None and person.role == "head"}
    for number, person in enumerate(drafted):
        if person.role == "principal" and person.side is not None:
            key = key_of(annotated, person.side.value)
            drafted[number] = replace(person, role="spokesperson" if key in named else "head")
            named.add(key)
    return [
        replace(person, role="head")
        if person.role == "signatory"
        and person.side is not None
        and (key := key_of(annotated, person.side.value)) in keys
        and counts[key] == 1
        else person
        for person in drafted
    ]


def _note(annotated: Annotated, by_start: dict[int, _Person], label: str, match: re.Match[str]) -> None:
    groups = match.groupdict()
    if groups.get("list") is not None:
        start, end = match.span("list")
        stop = (_LIST_END if label != "mediator" else _SENTENCE_END).search(annotated.shape, start, end)
        end = stop.start() if stop else end
        persons = [by_start[m.start] for m in annotated.within(start, end, "person") if m.start in by_start]
        for person in persons:
            person.roles[label].append(match.start())
            for actor in _side_before(annotated, match.start(), match.start("list")):
                person.sides[actor] += 1.0
        return
    mention = annotated.at(match.start("P") if groups.get("P") is not None else match.start("P2"))
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
        person.roles[label].append(match.start())
        if label == "head":
            first = match.start("P") == match.start()
            for actor in _side_within(annotated, match) if first else _side_before(annotated, match.start(), match.start("P")):
                person.sides[actor] += 0.8


def _side_within(annotated: Annotated, match: re.Match[str]) -> list[str]:
    """The actor named behind the person: "who leads the Alliance's delegation"."""
    found = annotated.within(match.end("P"), match.end(), "actor", "country", "capital", "generic")
    return [m.actors[0] if m.actors else "generic:" + annotated.document.quote(m.span).lower() for m in found[-1:]]


def _side_before(annotated: Annotated, start: int, end: int) -> list[str]:
    """The nearest actor named in a stretch of the same sentence, with a little before it."""
    sentence = annotated.document.sentence_at(start)
    for low in (max(sentence.start, start - 60), sentence.start):
        found = [m for m in annotated.within(low, end, "actor", "country", "capital", "generic") if m.actors or m.kind == "generic"]
        teams = [m for m in found if _TEAM.match(annotated.shape, m.end)]
        if teams or (found and low == sentence.start):
            chosen = (teams or found)[-1]
            return [chosen.actors[0] if chosen.actors else "generic:" + annotated.document.quote(chosen.span).lower()]
    return []


def _describe(annotated: Annotated, person: _Person, mention: Named) -> None:
    """Title before or behind a name, with the side that it names."""
    shape, text = annotated.shape, annotated.document.text
    sentence = annotated.document.sentence_at(mention.start)
    low = max(sentence.start, mention.start - 90)
    before = shape[low : mention.start]
    found = re.search(
        r"(?:^|[,.;:(–—\n]|\b(?:said|by|and|with|between|of the|when|while|that|told|to|from|for|as|met|where) )([^,.;:(–—\n]*?)(?:, )?$",
        before,
    )
    title_start = low + found.start(1) if found else mention.start
    words = re.findall(r"[\w.’'-]+", text[title_start : mention.start])
    titles = book().titles
    actor = None
    noun: re.Match[str] | None = None
    # the run of title words and actors right before the name
    position = mention.start
    while True:
        piece = re.search(r"([\w.’'-]+|[\ue001-\ue005]\ue00e*(?:['’]s?)?),? $", shape[low:position])
        if piece is None:
            break
        token = piece.group(1)
        begin = low + piece.start(1)
        if token[0] in "\ue001\ue002\ue003\ue005":
            noun = _NOUN_OF.search(shape[low:begin]) if noun is None else noun
            named = annotated.at(begin)
            if named is not None and named.actors:
                actor = actor or named.actors[0]
            position = named.start if named is not None else begin
            continue
        plain = token.lower().rstrip(".")
        if plain in titles or (
            re.fullmatch(r"(?:vice|deputy|ex|former)-?\w*|of|for|the|and|\w+['’]s?", plain) and position != mention.start
        ):
            position = begin
            continue
        break
    longer = _CAPITALS.search(shape[low : mention.start])
    if longer and low + longer.start(1) < position and re.search(rf"\b{_NOUN}\b", longer.group(1), re.IGNORECASE):
        position = low + longer.start(1)
        for named in annotated.within(position, mention.start, "actor", "country", "capital"):
            actor = actor or (named.actors[0] if named.actors else None)
    elif noun is not None:
        position = min(position, low + noun.start(1))
    title = text[position : mention.start].strip(" ,")
    title = re.sub(r"^(?:the|of|for|and)\s", "", title, flags=re.IGNORECASE).strip()
    if title and words:
        person.titles.append((position, title))
    if actor is not None:
        person.sides[actor] += 2.0
    behind = _APPOSITIVE.match(shape[mention.end : sentence.end + 1])
    if behind:
        start, end = mention.end + behind.start(1), mention.end + behind.end(1)
        person.titles.append((start, text[start:end].strip()))
        named_actors = list(annotated.within(start, end, "actor", "country", "capital", "generic"))
        for named in named_actors[:1]:
            if named.actors:
                person.sides[named.actors[0]] += 2.0
            else:
                person.sides["generic:" + text[named.start : named.end].lower()] += 1.5
    on_behalf = re.match(
        rf"(?:,[^,;{END}]{{2,90}})?,? (?:for|on behalf of)(?: the)? ([\ue001-\ue003\ue005]\ue00e*)", shape[mention.end : mention.end + 140]
    )
    if on_behalf:
        named = annotated.at(mention.end + on_behalf.start(1))
        if named is not None:
            person.sides[named.actors[0] if named.actors else "generic:" + text[named.start : named.end].lower()] += 1.8
    if not behind:
        of = re.match(r"(?: of| from| for)(?: the)?(?: [a-z-]+){0,2} ([\ue001\ue002\ue003]\ue00e*)", shape[mention.end : mention.end + 60])
        named = annotated.at(mention.end + of.start(1)) if of else None
        if named is not None and named.actors:
            person.sides[named.actors[0]] += 1.5


def _draft(
    annotated: Annotated, happenings: Events, person: _Person, parties: Sides, helpers: dict[str, str], keys: set[str]
) -> PersonDraft | None:
    side = _side(annotated, happenings, person, parties, helpers, keys)
    key = key_of(annotated, side) if side else None
    roles = {label: found for label, found in person.roles.items() if label in _ROLES}
    titles = " ".join(title for _, title in person.titles).lower()
    of_party = key in keys
    of_helper = key in helpers
    if person.commentator and not ({"head", "member", "mediator"} & roles.keys()):
        return None
    if not person.titles and not roles and not person.speaks:
        return None
    role: str | None = None
    if "head" in roles and not (of_helper and "mediator" in roles):
        role = "head"
    elif "mediator" in roles and not of_party:
        role = "mediator"
    elif "member" in roles:
        role = "member"
    elif "spokesperson" in roles or "spokes" in titles:
        role = "spokesperson"
    elif "signatory" in roles:
        role = "signatory"
    elif (of_party and person.principal and person.speaks) or (of_party and person.principal and person.titles):
        role = "head" if _meets(annotated, happenings, person) else "spokesperson"
    elif (
        of_party
        and person.titles
        and re.search(r"\b(?:minister|president|chief|head|leader|envoy)\b", titles)
        and _meets(annotated, happenings, person)
    ):
        role = "principal"
    elif of_party and person.speaks and person.titles:
        role = "spokesperson"
    elif (
        of_helper
        and person.titles
        and (person.speaks or person.principal or "envoy" in titles or "minister" in titles or "chief" in titles)
    ):
        engaged = (
            re.search(r"mediat|envoy|facilitat|representative|co-chair", titles)
            or not person.speaks
            or _meets(annotated, happenings, person)
        )
        role = "mediator" if engaged else "spokesperson"
    if role is None:
        return None
    if role not in {"head", "member", "mediator"} and key is None:
        return None
    if role == "head" and of_helper and not of_party:
        role = "mediator"
    first = min(person.mentions, key=lambda m: m.start)
    spans = [annotated.document.sentence_at(position) for positions in roles.values() for position in positions[:1]]
    spans = spans or [annotated.document.sentence_at(first.start)]
    title = _title(person)
    candidate = None
    if side is not None:
        known = next((s for s in parties.chosen if s.key == key), None)
        names = parties.names(known) if known is not None else annotated.actors[side].names
        candidate = Candidate("participants/actor", side, tuple(spans[:1]), "side-of-person", Tier.SUGGESTED, 1.0, names)
    name = _full_name(annotated, person)
    return PersonDraft(name, title, candidate, role, tuple(dict.fromkeys(spans)), f"person-{role}", Tier.SUGGESTED)


def _full_name(annotated: Annotated, person: _Person) -> str:
    return max((m.person or "" for m in person.mentions), key=lambda name: (len(name.split()), len(name))) or person.name


def _title(person: _Person) -> str | None:
    found = [title for _, title in sorted(person.titles) if len(title) > 2]
    return max(found, key=len)[:120] if found else None


def _meets(annotated: Annotated, happenings: Events, person: _Person) -> bool:
    """Whether a principal is said to have met, talked or signed."""
    for mention in person.mentions:
        sentence = annotated.document.sentence_at(mention.start)
        words = annotated.shape[sentence.start : sentence.end]
        if re.search(r"\b(?:met|meet|meeting|talked|signed|held talks|summit|sat down|face-to-face|attended)\b", words):
            return True
    return False


def _side(annotated: Annotated, happenings: Events, person: _Person, parties: Sides, helpers: dict[str, str], keys: set[str]) -> str | None:
    """On whose behalf: the actor that titles and lists name, a party before a third party before anybody else."""
    scores: dict[str, float] = defaultdict(float)
    actors: dict[str, str] = {}
    for actor, weight in person.sides.items():
        if actor.startswith("generic:"):
            resolved = _generic(annotated, actor.removeprefix("generic:"), parties)
            if resolved is None:
                continue
            actor = resolved
        if annotated.actors[actor].kind == "media":
            continue
        key = key_of(annotated, actor)
        bonus = 0.6 if key in keys else 0.4 if key in helpers else 0.0
        scores[key] += weight + bonus
        actors.setdefault(key, actor)
    titles = " ".join(title for _, title in person.titles)
    if not scores and _OF_GOVERNMENT.search(titles):
        actor = _generic(annotated, "the government", parties)
        if actor is not None:
            return actor
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key])
    known = next((side for side in parties.chosen if side.key == best), None)
    return parties.actor(known) if known is not None else actors[best]


def _generic(annotated: Annotated, words: str, parties: Sides) -> str | None:
    """ "The government": the one party that is a state; "the rebels": the one that is none."""
    rebels = any(word in words for word in ("rebel", "insurgent", "guerrilla", "separatist", "opposition"))
    fitting = [side for side in parties.chosen if (len(side.key) == 3 and side.key.isupper()) is not rebels]
    return parties.actor(fitting[0]) if len(fitting) == 1 else None


__all__ += ["Span"]
