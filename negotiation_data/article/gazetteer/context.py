"""What stands around a name and changes what it means: governments, armies, opponents, agreements, and names of persons."""

from __future__ import annotations

import re

__all__ = ["AFTER_STATE", "AGREEMENT", "BEFORE_STATE", "PERSON_NAMES", "PREFIXES", "looks_like_person"]

#: Prefixes that turn a name into an attitude towards it.
PREFIXES = ("pro-", "anti-", "non-", "post-", "pre-")

_ADJECTIVES = (
    r"(?:interim|transitional|transition|federal|central|military|civilian|de facto|new|caretaker|provisional|national|unity|legitimate|"
    r"internationally recogni[sz]ed|internationally-recogni[sz]ed|UN-recogni[sz]ed|UN-backed|U\.N\.-backed|Saudi-backed|then|current|"
    r"previous|former|Transitional|Federal|Interim|Military|National|Union|Royal|Islamic)"
)
AFTER_STATE = re.compile(
    rf"(?:'s?)? (?:{_ADJECTIVES},? ){{0,3}}(?:"
    r"(?P<government>government|Government|GOVERNMENT|govt|Govt|administration|Administration|regime|authorities|Authorities|presidency|"
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
    r"(?<!\w)(?:(?P<government>(?:[A-Z]\w+ )?(?:[Gg]overnment|GOVERNMENT|authorities|regime))|(?P<army>[Aa]rmed [Ff]orces|[Aa]rmy)|"
    r"(?P<mfa>Ministry of Foreign Affairs|[Ff]oreign [Mm]inistry)|(?P<mod>Ministry of (?:National )?Defen[cs]e|[Dd]efen[cs]e [Mm]inistry))"
    r" (?:of|in) (?:the |The )?$"
)
AGREEMENT = re.compile(
    r"(?:'s)? (?:[A-Z][a-z]+ ){0,2}(?:Agreements?|Accords?|Protocols?|Declarations?|Conventions?|Pact|Treat(?:y|ies)|Communiqu[ée]|Charter|Roadmap|Accord-cadre|"
    r"Memorandum|Framework|Deal|Principles|Process|Statement|agreements?|accords?|protocols?|declaration|peace deal)(?!\w)"
)

#: Names of places and states that are also given names, surnames or words; where a person's name goes on, they are not taken.
PERSON_NAMES = frozenset(
    "Jordan Chad Georgia Israel Paris Sofia Santiago Milan Florence Victoria Sydney Charlotte Austin Jackson Lincoln Madison Kenya Aden "
    "Lima Kingston Wellington Bern Columbia Holland London Berlin Rome Havana Washington Tripoli Mali Male Sana Salvador Asuncion "
    "Montenegro Cyprus Ireland India Asia Africa Tunis Malta Brazil Cuba Panama Roma Brest Beni Gali Arta Hamar Muse Pale Gao Bria "
    "Nyanga Entebbe Valencia Guerrero Santos Cauca Hebron Jericho Bethlehem Vienna Lausanne Geneva Burnham Dayton Bossey Tempo "
    "Petersberg Hamilton Houston Denver Lagos Amman Doha Oman Kobani Medina Najaf Karbala Zamora Marino Benin Togo".split()
)
_TITLES = frozenset(
    "President Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Gen. General Lt. Lt Col. Colonel Maj. Major Brig. Brigadier Capt. Captain Sgt Sgt. Adm. "
    "Admiral Minister Secretary Ambassador Senator Sen. Rep. Governor Gov. Prof. Professor Judge Justice King Queen Prince Princess "
    "Sheikh Sheik Mullah Mawlawi Maulana Imam Ayatollah Sayyid Father Bishop Archbishop Cardinal Pope Rev. Sir Lord Lady Commander "
    "Chancellor Envoy Spokesman Spokeswoman Spokesperson Chief Comrade Comandante Commandant Don Saint St St. San Santa Haji Hajji U "
    "Daw Mufti Pastor Marshal Vice-President Premier".split()
)
#: Capitalised words after a place that do not make it a name of a person.
_FOLLOWERS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October "
    "November December Valley River Airport International University City Province District State Region County Island Islands Peninsula "
    "Strait Agreement Accord Accords Protocol Declaration Convention Process Summit Conference Talks Forum Dialogue Meeting Round Peace "
    "Government Army Foreign Prime President Ministry Minister Embassy Parliament National Central North South East West Hotel Palace "
    "Police Court Armed Security Defence Defense Military Times Post News Today Airlines Stock Bridge Street Square Port Harbour House "
    "Framework Initiative Platform Format Group Council Committee Governorate Municipality Mayor Governor Crown King Sultan Emir Deputy "
    "Chief General Office Bank Military Border Crossing Road Highway Camp Base Naval Air Statement Communique Treaty Pact Charter "
    "Chamber Institute Center Centre School Club Film Festival Olympics Games Daily And The In On At For To Of By With From It He She "
    "They We But As After Before During Since Until When While If That This These Those There GMT UTC".split()
)
_OPENERS = frozenset(
    "The A An In On At For To Of By With From It He She They We But As After Before During Since Until When While If That This These "
    "Those There And Or So Both All Most Some Many No Not Near Around Outside Inside Between Among Across Through Under Over Against "
    "Although Because Despite However Meanwhile Yet Earlier Later Today Yesterday Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday January February March April May June July August September October November December North South East West Northern "
    "Southern Eastern Western Central New Greater Old Upper Lower Outer Inner Downtown Is Was Are Were Will Would Can Could Has Had Have "
    "Did Do Does Why How What Where Who Which Its His Her Their Our My Your About Into Like Via Per Then Now Only Also Even Still Just "
    "City Port Fort Mount Lake Camp University Governor Mayor".split()
)
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
