"""What stands beside the name of a person: the title, and the side that it names."""

from __future__ import annotations

import re

from negotiation_data.article.book import book
from negotiation_data.article.document import Span
from negotiation_data.article.mention import ACTING, COMPATRIOT, REBELS, WHO, Annotated, Named
from negotiation_data.article.persons import GENERIC, Person, whom
from negotiation_data.article.shape import END, FILL, KINDS

__all__ = ["describe"]

_ACTORS = KINDS["actor"] + KINDS["country"] + KINDS["capital"]
_SOMEBODY = _ACTORS + KINDS["generic"]
_MENTION = rf"[{_ACTORS}{KINDS['place']}{KINDS['generic']}]{FILL}*"
_NOUN = (
    r"(?:president|minister|premier|envoy|representative|spokes\w+|general|colonel|commander|chief|leader|head|chair\w*|director|secretary|ambassador|adviser|advisor"
    r"|negotiator|mediator|facilitator|delegate|commissioner|coordinator|governor|chancellor|deputy|member|official|counsel|lawyer|senator|king|emir|prince|bishop|archbishop|cardinal)"
)
_HAS_NOUN = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)
#: ", the head of the delegation," and the like behind a name.
_APPOSITIVE = re.compile(
    rf"^(?:,| \() ?+(?!(?:and|while|but) )(?![^,;()\n{END}]*{KINDS['person']}{FILL}* and )(?:who (?:is|was|leads|led|heads|headed) )?((?:the |its |their |a |an )?[^,;()\n{END}]{{0,90}}?\b{_NOUN}s?\b[^,;()\n{END}]{{0,80}})[,.;)\n{END}]?",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(rf"(?:,[^,;{END}]{{2,90}})?,? (?:for|on behalf of)(?: the)? ([{_SOMEBODY}]{FILL}*)")
_OF = re.compile(rf"(?: of| from| for)(?: the)?(?: [a-z-]+){{0,2}} ([{_ACTORS}]{FILL}*)")
_OF_ANOTHER = re.compile(rf"{KINDS['person']}{FILL}*, (?:the |its )?$")
#: "once president of", of which somebody speaks for nobody now; and of whom an envoy is without naming them.
_FORMER = re.compile(r"\b(?:former|once|ex|late|then|one-time|ousted)\b", re.IGNORECASE)
_OF_UNITED_NATIONS = re.compile(r"(?:envoy|representative|adviser) of the secretary[- ]general|secretary[- ]general['’]s", re.IGNORECASE)
_REBEL = re.compile(rf"\b(?:{'|'.join(REBELS)})\b", re.IGNORECASE)
#: What is left of the clause in which a name stands.
_CLAUSE_BEFORE = re.compile(
    r"(?:^|[,.;:(–—\n]|\b(?:said|by|and|with|between|of the|when|while|that|told|to|from|for|as|met|where) )([^,.;:(–—\n]*?)(?:, )?$"
)
#: A run of capitalised words, as in a title before a name.
_CAPITALS = re.compile(
    rf"((?:(?:[A-Z][\w’'-]*|{_MENTION}(?:['’]s)?|of|on|for|the|and|to|in charge of) )*(?:[A-Z][\w’'-]*|{_MENTION}(?:['’]s)?),? )$"
)
_LAST_WORD = re.compile(rf"([\w.’'-]+|{_MENTION}(?:['’]s?)?),? $")
#: "chief of diplomacy of", "his colleague from", before the name of an actor.
_NOUN_OF = re.compile(r"((?:[\w-]+ (?:of )?){1,3}(?:of|from|for)(?: the)? )$")
#: "the leader of the SLA rebels, X".
_OF_A_SIDE = frozenset(["rebels", "movement", "group", "guerrillas", "delegation", "team", "side", "panel", "party", "forces", "faction"])
_JOINS_TITLES = re.compile(r"(?:vice|deputy|ex|former)-?\w*|of|for|the|and|\w+['’]s?")
#: "X leads the army delegation and Brigadier Y that of the rebels": of another side.
_OF_A_TEAM = re.compile(r"\b(?:delegation|team|panel|side) $")
#: "at the invitation of Libyan leader" is what they did, and who they are begins behind it.
_NOT_OF_IT = re.compile(
    r"^(?:(?:at|in|under|on|with|by) )?(?:the )?(?:invitation|presence|aegis|auspices|mediation|chairmanship|behalf|request|patronage|urging) of (?:the )?",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:the|of|for|and|his|her|their|its)\s", re.IGNORECASE)

#: How far from a name its title may begin, and what is said of it may end.
_BEFORE, _BEHALF, _BEHIND = 90, 140, 60
#: How much a side counts that is named in a title, only meant there, after "for", after "of".
_IN_TITLE, _MEANT_IN_TITLE, _AFTER_FOR, _AFTER_OF = 2.0, 1.5, 1.8, 1.5


def describe(annotated: Annotated, person: Person, mention: Named) -> None:
    """Add to a person the titles beside one mention and the sides that they name."""
    sentence = annotated.document.sentence_at(mention.start)
    _before(annotated, person, mention, max(sentence.start, mention.start - _BEFORE))
    described = _behind(annotated, person, mention, sentence)
    on_behalf = _ON_BEHALF.match(annotated.shape[mention.end : mention.end + _BEHALF])
    if on_behalf and (named := annotated.at(mention.end + on_behalf.start(1))):
        person.sides[whom(annotated, named)] += _AFTER_FOR
    of = _OF.match(annotated.shape[mention.end : mention.end + _BEHIND]) if not described else None
    if of and (named := annotated.at(mention.end + of.start(1))) and named.actors:
        person.sides[named.actors[0]] += _AFTER_OF


def _before(annotated: Annotated, person: Person, mention: Named, low: int) -> None:
    """A title before a name: "Foreign Minister of Qatar"."""
    text = annotated.document.text
    position, actor = _run(annotated, mention, low)
    title = _LEADING.sub("", _NOT_OF_IT.sub("", text[position : mention.start].strip(" ,"))).strip()
    clause = _CLAUSE_BEFORE.search(annotated.shape[low : mention.start])
    if _OF_ANOTHER.search(annotated.shape[low:position]) and annotated.shape[mention.start - 2 : mention.start] == ", ":
        return  # "X, President of Angola, Y": the title is that of X
    if title and re.search(r"[\w.’'-]", text[low + clause.start(1) if clause else mention.start : mention.start]):
        person.titles.append((position, title))
    if actor is not None and not _FORMER.search(title):
        person.sides[actor] += _IN_TITLE
    if actor is None and _REBEL.search(title):
        person.sides[f"{GENERIC}the rebels"] += _MEANT_IN_TITLE


def _run(annotated: Annotated, mention: Named, low: int) -> tuple[int, str | None]:
    """Where the run of words of title and actors right before a name begins, and the actor nearest to the name."""
    shape = annotated.shape
    position, actor, noun = mention.start, None, None
    while piece := _LAST_WORD.search(shape[low:position]):
        begin = low + piece.start(1)
        joined = "," in piece[0] or shape.startswith("and ", position)
        if shape[begin] in _SOMEBODY and "," in piece[0] and shape.startswith("and ", position):
            low = position = position + len("and ")
            break  # "for N'Djamena, and its vice-president": of somebody else
        if shape[begin] in _SOMEBODY and joined and COMPATRIOT.search(shape[low:begin]):
            low = position = position + (len("and ") if shape.startswith("and ", position) else 0)
            break  # "X of Russia, Y of France": Russia is where X is from
        if shape[begin] in _SOMEBODY:
            noun = noun or _NOUN_OF.search(shape[low:begin])
            named = annotated.at(begin)
            if named is not None:
                actor = actor or whom(annotated, named)
            position = named.start if named is not None else begin
        elif piece[1] == "and" and _OF_A_TEAM.search(shape[low:begin]):
            break
        elif _is_of_title(piece[1], last=position == mention.start) or ("," in piece[0] and piece[1] in _OF_A_SIDE):
            position = begin
        else:
            break
    longer = _CAPITALS.search(shape[low : mention.start])
    if longer and low + longer.start(1) < position and _HAS_NOUN.search(longer[1]):
        position = low + longer.start(1)
        actors = [named.actors[0] for named in annotated.within(position, mention.start, *ACTING) if named.actors]
        actor = actor or next(iter(actors), None)
    elif noun is not None:
        position = min(position, low + noun.start(1))
    return position, actor


def _is_of_title(word: str, *, last: bool) -> bool:
    """Whether a word is a title, or stands between words of one."""
    plain = word.lower().rstrip(".")
    return plain in book().titles or (not last and _JOINS_TITLES.fullmatch(plain) is not None)


def _behind(annotated: Annotated, person: Person, mention: Named, sentence: Span) -> bool:
    """A title behind a name: ", who leads the delegation of Qatar,". Whether there is one."""
    found = _APPOSITIVE.match(annotated.shape[mention.end : sentence.end + 1])
    if found is None:
        return False
    start, end = mention.end + found.start(1), mention.end + found.end(1)
    person.titles.append((start, annotated.document.text[start:end].strip().removesuffix(".")))
    title = annotated.document.text[start:end]
    former = _FORMER.search(title)
    said = annotated.within(start, start + former.start() if former else end, *WHO)[:1]
    for named in said:
        person.sides[whom(annotated, named)] += _IN_TITLE if named.actors else _MEANT_IN_TITLE
    if not said and _OF_UNITED_NATIONS.search(title) and "united-nations" in annotated.actors:
        person.sides["united-nations"] += _MEANT_IN_TITLE
    if not said and _REBEL.search(title):
        person.sides[f"{GENERIC}the rebels"] += _MEANT_IN_TITLE
    return True
