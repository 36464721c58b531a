"""Who sat at the table or spoke of it: names with title, side and role, each from words beside the name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from negotiation_data.article.annotate import Annotated, Named
from negotiation_data.article.book import book
from negotiation_data.article.candidate import Candidate, PersonDraft, Tier
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.parties import Sides, key_of
from negotiation_data.article.shape import END, KINDS

__all__ = ["people"]

_ROLES = ("head", "signatory", "member", "mediator", "spokesperson")
_LIST_END = re.compile(rf"[;:.{END}]| (?:said|told|were told|while|but|on the other|met|in (?:the )?{KINDS['place']})")
_TITLE_BEFORE = re.compile(rf"((?:[\w.’'-]|{'|'.join(KINDS[k] for k in ('actor', 'country', 'capital', 'generic'))}|[ -])+?),? $")
_NOUN = (
    r"(?:president|minister|premier|envoy|representative|spokes\w+|general|colonel|commander|chief|leader|head|chair\w*|director|secretary|ambassador|adviser|advisor"
    r"|negotiator|mediator|facilitator|delegate|commissioner|coordinator|governor|chancellor|deputy|member|official|counsel|lawyer|senator|king|emir|prince|bishop|archbishop|cardinal)"
)
_APPOSITIVE = re.compile(
    rf"^,? (?:who (?:is|was|leads|led|heads|headed) )?((?:the |its |their |a |an )?[^,;()\n{END}]{{0,90}}?\b{_NOUN}\b[^,;()\n{END}]{{0,80}})[,.;)\n{END}]?",
    re.IGNORECASE,
)


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
            for match in pattern.finditer(shape):
                _note(annotated, by_start, label, match)
    for person in persons:
        for mention in person.mentions:
            _describe(annotated, person, mention)
    keys = {side.key for side in parties.chosen}
    drafted = []
    for person in sorted(persons, key=lambda p: min(m.start for m in p.mentions)):
        draft = _draft(annotated, happenings, person, parties, helpers, keys)
        if draft is not None:
            drafted.append(draft)
    return drafted


def _note(annotated: Annotated, by_start: dict[int, _Person], label: str, match: re.Match[str]) -> None:
    groups = match.groupdict()
    if groups.get("list") is not None:
        start, end = match.span("list")
        stop = _LIST_END.search(annotated.shape, start, end)
        end = stop.start() if stop else end
        persons = [by_start[m.start] for m in annotated.within(start, end, "person") if m.start in by_start]
        for person in persons:
            person.roles[label].append(match.start())
            for actor in _side_before(annotated, match.start(), match.start("list")):
                person.sides[actor] += 1.0
        return
    mention = annotated.at(match.start("P"))
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
            for actor in _side_before(annotated, match.start(), match.start("P")) or _side_before(
                annotated, max(0, match.start() - 70), match.start()
            ):
                person.sides[actor] += 0.8


def _side_before(annotated: Annotated, start: int, end: int) -> list[str]:
    """The nearest actor named in a stretch of the same sentence, with a little before it."""
    sentence = annotated.document.sentence_at(start)
    low = max(sentence.start, start - 60)
    found = [m for m in annotated.within(low, end, "actor", "country", "capital") if m.actors]
    return [found[-1].actors[0]] if found else []


def _describe(annotated: Annotated, person: _Person, mention: Named) -> None:
    """Title before or behind a name, with the side that it names."""
    shape, text = annotated.shape, annotated.document.text
    sentence = annotated.document.sentence_at(mention.start)
    low = max(sentence.start, mention.start - 90)
    before = shape[low : mention.start]
    found = re.search(
        rf"(?:^|[,.;:(–—\n]|\b(?:said|by|and|with|between|of the|when|while|that|told|to|from|for|as|met|where) )([^,.;:(–—\n]*?)(?:, )?$",
        before,
    )
    title_start = low + found.start(1) if found else mention.start
    words = re.findall(r"[\w.’'-]+", text[title_start : mention.start])
    titles = book().titles
    actor = None
    # the run of title words and actors right before the name
    position = mention.start
    while True:
        piece = re.search(r"([\w.’'-]+|[\ue001-\ue005]+),? $", shape[low:position])
        if piece is None:
            break
        token = piece.group(1)
        begin = low + piece.start(1)
        if token[0] in "\ue001\ue002\ue003\ue005":
            named = annotated.at(begin)
            if named is not None and named.actors:
                actor = actor or named.actors[0]
            position = named.start if named is not None else begin
            continue
        plain = token.lower().rstrip(".")
        if plain in titles or re.fullmatch(r"(?:vice|deputy|ex|former)-?\w*|of|for|the|and|\w+['’]s?", plain) and position != mention.start:
            position = begin
            continue
        break
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
        named_actors = [m for m in annotated.within(start, end, "actor", "country", "capital", "generic")]
        for named in named_actors[:1]:
            if named.actors:
                person.sides[named.actors[0]] += 2.0
            else:
                person.sides["generic:" + text[named.start : named.end].lower()] += 1.5
    else:
        of = re.match(r"(?: of| from| for)(?: the)? ([\ue001\ue002\ue003]+)", shape[mention.end : mention.end + 60])
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
    elif of_party and person.principal and person.speaks:
        role = "head" if _meets(annotated, happenings, person) else "spokesperson"
    elif of_party and person.speaks and person.titles:
        role = "spokesperson"
    elif of_helper and person.titles and (person.speaks or person.principal):
        role = (
            "mediator"
            if "mediat" in titles or "envoy" in titles or "facilitat" in titles or "representative" in titles or person.principal
            else "spokesperson"
        )
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
