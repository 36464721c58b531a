"""A text in which what a word names stands in place of its letters, so that rules can be written about kinds of things.

The first letter of a mention becomes a character that stands for its kind, the others one that fills, so the shape is as
long as the text and every offset holds in both. Rules are regular expressions over the shape; ``{A}`` in a rule is an actor, ``{L}`` a place …
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["END", "FILL", "KINDS", "compile_rule", "lower", "shape"]

#: One character of the private use area for each kind of mention.
KINDS = {
    "actor": "\ue001",  # an organisation, an armed group, a people: Houthis, Qatari, African Union
    "country": "\ue002",  # where it is and who acts: Qatar
    "capital": "\ue003",  # likewise: Islamabad
    "place": "\ue004",  # a town or region that is no actor: Geneva
    "generic": "\ue005",  # somebody whom only the context names: the government, the rebels
    "person": "\ue006",
    "time": "\ue007",
    "media": "\ue008",
}
END = "\ue00f"
#: Each letter of a mention after its first.
FILL = "\ue00e"


def _one(*kinds: str) -> str:
    """A mention of one of some kinds."""
    return f"[{''.join(KINDS[kind] for kind in kinds)}]{FILL}*+"


_A = _one("actor", "country", "capital")
_ANY = _one("actor", "country", "capital", "generic")
_THE = r"(?:[Tt]he (?:former |then )?|an? |its |both |also )?"
_POSS = "(?:['’]s?)?"
# What may stand before and behind a party without changing who it is.
_WHO = (
    r"(?:(?:the|an?|its|their|both|also|rebels?|guerrillas?|insurgents?|paramilitary|militant|armed|breakaway|separatists?|ethnic|self-proclaimed|internationally[- ]recogni[sz]ed"
    r"|groups?|movement|coalition|alliance|of|from|representatives|delegates|delegations?|leaders|officials|envoys|negotiators|de facto|military|ruling|main|umbrella|Islamist|Maoist|Iran-backed"
    r"|fighters|offshoots?|splinters?|wings?|rival|allied|young|heads|chiefs|(?:that|who) calls? (?:itself|themselves)|calling (?:itself|themselves)|known as|called|transitional|interim|federal|central|opposition|peace panels?|panels?|teams?) ){0,6}"
)
_BEHIND = (
    r"(?:['’]s?)?(?: (?:governments?|rebel (?:movement|group|army|forces)|rebels?|guerrillas?|insurgents?|army|armies|military|forces|fighters|sides?|authorities|regime|leadership|separatists?|militants|movement|groups?|junta|alliance|coalition))?"
    r"(?: of (?:[A-Z][a-z]+\.? )?" + _one("person") + rf")?(?: \([^){END}]{{2,60}}\))?"
)
_JOIN = (
    r"(?:,? (?:and |as well as )?(?:two|three|four|five|six|several|other) (?:countries|states|neighbours|governments|organi[sz]ations):? "
    r"|, (?:and |as well as )?| and | & |/| as well as |, along with | together with )"
)
_BRACKETS = rf"(?: \([^){END}]{{2,40}}\))?"
_AND_MORE_A = rf"(?:{_JOIN}(?:(?:of|by|from|for) )?{_THE}{_A}{_BRACKETS}){{0,14}}"
_AND_MORE_G = rf"(?:{_JOIN}{_WHO}{_ANY}{_BEHIND}){{0,14}}"
#: A actor, G actor or one whom the context names, As and Gs lists of those (As0 and Gs0 without words before the first), L place or
#: country, T town, P person, D date, s possessive.
_MACROS = {
    "A": _A,
    "G": _ANY,
    "As": f"{_THE}{_A}{_BRACKETS}{_AND_MORE_A}",
    "As0": f"{_A}{_BRACKETS}{_AND_MORE_A}",
    "Gs": f"{_WHO}{_ANY}{_BEHIND}{_AND_MORE_G}",
    "Gs0": f"{_ANY}{_BEHIND}{_AND_MORE_G}",
    "list3": rf"{_A}{_BEHIND}(?:{_JOIN}{_WHO}(?:two wings of the )?{_A}{_BEHIND}){{2,14}}",
    "who": _WHO,
    "behind": _BEHIND,
    "L": _one("country", "capital", "place"),
    "T": _one("capital", "place"),
    "P": _one("person"),
    "D": _one("time"),
    "s": _POSS,
    "_J": _JOIN,
    "talks": r"\b(?:talks|negotiations?|dialogues?|meetings?|rounds?|summits?|consultations?|discussions?|parleys?|conferences?|sessions?|cycles?|peace process|contacts|encounters?|conversations|bargaining|round-?tables?|sittings?)",
    "began": r"\b(?:(?<!is )(?<!are )open|opened|opens|beg[aiu]ns?|start(?:ed|s)?|kick(?:ed|s)? off|resum(?:ed?|es)|g[eo]ts? (?:under ?way|going|off the ground)|launch(?:ed|es)?|conven(?:ed?|es)|inaugurat(?:ed|es)|commenc(?:ed?|es)"
    r"|re(?:convened?|opened|started|launched|-opened|-started)|(?:taken|took|takes?|picked|picks?) up|set in)\b",
    "ended": r"\b(?:end(?:ed|s)?|conclud(?:ed?|es)|clos(?:ed?|es)|(?:wrap(?:ped|s)?|w(?:ound|inds?)|broke|breaks?|broken) up|(?:round(?:ed|s)?|broke|breaks?|broken|call(?:ed)?) off|(?:broke|breaks?|broken|winds?|wound) down|finish(?:ed|es)?"
    r"|collaps(?:ed|es)|adjourn(?:ed|s)?|fail(?:ed|s)?|c[ao]me to (?:an end|a close|nothing|a halt)|dr[ae]wn? to (?:an end|a close)|walk(?:ed|s)? out|fell (?:apart|through)|f[oa]unders?|foundered|petered out|ran aground|complet(?:ed|es))\b",
    "met": r"\b(?:met|meets?|h[eo]ld|holds|holding|took place|takes? place|taking place|(?:sat|sits?) (?:down|together)|[cg][ao](?:me|t) together|gather(?:ed|s)?|hosted|talk(?:ed|s)?|spoke|speaks?|negotiated|conferred|huddled|assembled"
    r"|(?:faced|saw) each other)\b",
    "signed": r"\b(?:(?<!a )(?<!no )sign|signed|signs(?! of\b)|initial(?:l?ed|s)?|ink(?:ed|s)?|seal(?:ed|s)?|reach(?:ed|es)?|str(?:uck|ikes?)|clinch(?:ed|es)?|adopt(?:ed|s)?|approv(?:ed|es)|finali[sz](?:ed|es)"
    r"|(?:hammer(?:ed|s)?|thrash(?:ed|es)?|work(?:ed|s)?|iron(?:ed|s)?) out|arriv(?:ed|es) at|put (?:pen|their (?:names?|signatures?|initials)) (?:to|on|under))\b",
    "truce": r"\b(?:cease-?fires?|cease fires?|truces?|cessations? of (?:all )?hostilities|armistices?|humanitarian pauses?|halts? (?:to|in) (?:the )?(?:fighting|hostilities))",
    "deal": r"\b(?:agreements?|accords?|deals?|pacts?|declarations?|protocols?|memorand(?:um|a)(?: of understanding)?|treat(?:y|ies)|communiqu[eé]s?|roadmaps?|road maps?|joint statements?)",
}
_GAP = re.compile(r"\{~(\d+)\}")


def shape(text: str, mentions: Iterable[tuple[int, int, str]], ends: Iterable[int]) -> str:
    """The shape of a text: mentions as (start, end, kind) in order without overlap, and where sentences end."""
    parts, done = [], 0
    for start, end, kind in mentions:
        parts.append(text[done:start])
        parts.append(KINDS[kind] + FILL * (end - start - 1))
        done = end
    parts.append(text[done:])
    marked = list("".join(parts))
    for end in ends:
        if end < len(marked):
            marked[end] = END
    return "".join(marked)


def compile_rule(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as a regular expression over shapes. ``{~40}`` is up to forty characters of the same sentence."""
    # A list at the very beginning needs no words before its first member: they would only be tried at every place.
    for macro in ("As", "Gs"):
        if pattern.startswith(f"(?P<X>{{{macro}}})"):
            pattern = f"(?P<X>{{{macro}0}})" + pattern.removeprefix(f"(?P<X>{{{macro}}})")
    expanded = _GAP.sub(lambda found: f"[^{END}\\n]{{0,{found[1]}}}?", pattern)
    for name, macro in _MACROS.items():
        expanded = expanded.replace(f"{{{name}}}", macro)
    return re.compile(expanded)


def lower(text: str) -> str:
    """In small letters, as long as it was: a letter whose small form is longer stays as it is."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
