"""What stands around a name and changes what it means: governments, armies, opponents, agreements, and names of persons."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

__all__ = ["AFTER_STATE", "AGREEMENT", "BEFORE_STATE", "NAMED_AFTER", "PERSON_NAMES", "PREFIXES", "looks_like_person", "words"]


@cache
def _lists() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((Path(__file__).resolve().parent / "words.toml").read_text(encoding="utf-8"))
    return found


def words(name: str) -> frozenset[str]:
    """A list of words.toml."""
    return frozenset(_lists()[name].split())


#: Prefixes that turn a name into an attitude towards it.
PREFIXES = ("pro-", "anti-", "non-", "post-", "pre-")

_ADJECTIVES = (
    r"(?:interim|transitional|transition|federal|central|military|civilian|de facto|new|caretaker|provisional|national|unity|legitimate|"
    r"internationally recogni[sz]ed|internationally-recogni[sz]ed|UN-recogni[sz]ed|UN-backed|U\.N\.-backed|Saudi-backed|then|current|"
    r"previous|former|Transitional|Federal|Interim|Military|National|Union|Royal|Islamic)"
)
AFTER_STATE = re.compile(
    rf"(?:'s?)? (?:{_ADJECTIVES},? ){{0,3}}(?:"
    r"(?P<government>government|Government|GOVERNMENT|govt|Govt|gov't|Gov't|administration|Administration|regime|authorities|Authorities|presidency|"
    r"cabinet|junta|Junta|rulers|leadership)(?! of [A-Z])|"
    r"(?P<army>army|Army|military|Military|armed forces|Armed Forces|troops|soldiers|air force|Air Force|navy|Navy|"
    r"security forces|Security Forces|defen[cs]e forces|Defen[cs]e Forces|Defen[cs]e Force|ground forces|generals|forces|Forces)|"
    r"(?P<mfa>foreign ministry|Foreign Ministry|Foreign Office|foreign office|ministry of foreign affairs|Ministry of Foreign Affairs|"
    r"State Department|Department of State|foreign affairs ministry|Ministry of External Affairs|external affairs ministry)|"
    r"(?P<mod>defen[cs]e ministry|Defen[cs]e Ministry|ministry of defen[cs]e|Ministry of (?:National )?Defen[cs]e|Defen[cs]e Department|"
    r"Department of Defen[cs]e)|"
    r"(?P<opponents>(?:armed |political |main |rebel |exiled |Kurdish |Islamist |Tuareg |communist |Maoist |separatist )?"
    r"(?:opposition|rebels?|rebel groups?|insurgents?|insurgency|separatists?|guerrillas?|guerillas?|dissidents?|secessionists?|exiles|"
    r"militants?|militias?|militiamen|gangs?|jihadists?|warlords?|paramilitar(?:y|ies)|cartels?|armed groups?|fighters))"
    r")(?!\w)"
)
BEFORE_STATE = re.compile(
    r"(?<!\w)(?:(?P<government>(?:[A-Z]\w+ )?(?:[Gg]overnment|GOVERNMENT|[Gg]ov't|[Gg]ovt|authorities|regime))|"
    r"(?P<army>[Aa]rmed [Ff]orces|[Aa]rmy)|"
    r"(?P<mfa>Ministry of Foreign Affairs|[Ff]oreign [Mm]inistry)|(?P<mod>Ministry of (?:National )?Defen[cs]e|[Dd]efen[cs]e [Mm]inistry))"
    r" (?:of|in) (?:the |The )?$"
)
AGREEMENT = re.compile(
    r"(?:'s)? (?:[A-Z][a-z]+ ){0,2}(?:Agreements?|Accords?|Protocols?|Declarations?|Conventions?|Pact|Treat(?:y|ies)|Communiqu[ée]|"
    r"Charter|Roadmap|Memorandum|Framework|Deal|Principles|Process|Statement|agreements?|accords?|protocols?|declaration|peace deal)(?!\w)"
)

#: After a name they make it that of a room or a road: the Penang Room of a hotel in Kuala Lumpur.
NAMED_AFTER = re.compile(r" (?:Room|Hall|Suite|Ballroom|Street|Avenue|Road|Airlines|Airways|FC)(?!\w)")

#: See words.toml.
PERSON_NAMES = words("persons")
_TITLES = words("titles")
_FOLLOWERS = words("followers")
_OPENERS = words("openers")
_NEXT = re.compile(r" ([A-Z][\w'-]*)")
_BEFORE = re.compile(r"(?:^|[\s(\"'])([A-Z][\w.'-]*) $")
_SAYS = re.compile(r" (?:said|told|added|says|tells|stressed|warned|tweeted|insisted|replied|recalled|met with|who|himself|herself)(?!\w)")
_ENDS_SENTENCE = re.compile(r"[.!?:;\"\n\x0b]\s*$|^\s*$")


def looks_like_person(text: str, start: int, end: int, starts: set[int], *, sure: bool) -> bool:
    """Whether the words around a place's name make it a part of a person's name. One that is a place for `sure` needs more to lose that."""
    match = _NEXT.match(text, end)
    if match and match.start(1) not in starts and match[1] not in _FOLLOWERS and not match[1].isupper():
        return True
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before:
        word = before[1]
        if word in _TITLES:
            return True
        at = before.start(1)
        first = bool(_ENDS_SENTENCE.search(text[max(0, at - 3) : at]))
        known = any(begin <= at < start for begin in range(at, at + 1) if begin in starts)
        if not first and not known and word not in _OPENERS and word not in _FOLLOWERS and not word.isupper() and text[start - 2] != ".":
            return True
    return not sure and bool(_SAYS.match(text, end))
