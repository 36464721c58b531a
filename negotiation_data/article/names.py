"""Names of people: runs of capitalised words, less what is a title, an actor or an ordinary word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from itertools import islice

from negotiation_data.article.book import book
from negotiation_data.article.common_words import only_ordinary, ordinary
from negotiation_data.article.mention import Named, merged

__all__ = ["with_people"]

_WORD = r"(?:(?:[A-Z]\.){2,4}|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'ʼ]*(?:-[\w’']+)*\.?|(?:al|el|ul|ur|ad|as|ash|an|bin|ben)-[A-Z][\w’'-]+)"
_PARTICLE = r"(?:al|el|bin|ibn|bint|ben|de|del|della|da|dos|do|van|von|der|den|le|la|ould|ag|uld|y|ul|ur|du)"
_NICKNAME = r"[\"“'‘][A-Z][\w-]+[\"”'’]"
_RUN = re.compile(rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?:{_NICKNAME}[ ])?{_WORD})*")
_ROMAN = frozenset(["II", "III", "IV", "VI", "VII", "VIII", "IX"])
_WORDS = re.compile(r"\S+")
#: Titles that are names of people as well, where they do not come first.
_TITLE_OR_NAME = frozenset([
    "tun", "tan", "sri", "u", "daw", "pu", "don", "saw", "naw", "sao", "king", "prince", "bishop", "pope", "general", "major", "tengku",
    "dato", "datuk", "sultan", "emir", "imam", "shaikh", "sheikh", "qari", "mullah", "father", "st",
])  # fmt: skip
_INITIAL = re.compile(r"[A-Z]\.?$|[A-Z]{2}$")
_POSSESSIVE = re.compile(r"['’]s?$")
_HONOUR = re.compile(r"(?:H\.? ?E\.? |His |Her )")
#: Words in small letters somewhere in the text, not where a sentence begins.
#: Behind its first letter it is asked what stands before: nothing else passes over the rest of a text as fast.
_SMALL_WORD = re.compile(r"[a-z](?<!\w[a-z])(?<![.!?“\"]\s[a-z])[a-z]{2,}\b")
_TITLE_BEFORE = re.compile(r"([\w.’'-]+),? $")
#: A title before a name is no longer than this.
_TITLE_LENGTH = 25
#: A word with a stop at its end is a title if it is no longer than "Prof.", else the end of a sentence.
_ABBREVIATION = 5


#: Headings are looked for in so many lines, each of so many words of four letters and more, so many of which have a capital.
_LINES, _WORDS_OF_A_HEADING, _CAPITALISED, _LONGEST_HEADING = 12, 3, 0.85, 200
_LINE, _LONG_WORD = re.compile(r"[^\n]+"), re.compile(r"[^\W\d_]{4,}")


def with_people(text: str, mentions: Sequence[Named]) -> list[Named]:
    """The mentions with those of people, whose names may hold what the gazetteer took for a place."""
    held = {place: mention for mention in mentions for place in range(mention.start, mention.end)}
    lower = frozenset(_SMALL_WORD.findall(text))
    found = []
    not_names = book().not_names
    headings = _headings(text)
    last = headings[-1][1] if headings else 0
    for run in _RUN.finditer(text):
        if " " not in run.group() and (run.start() in held or run.group().lower() in not_names):
            continue  # as most words with a capital that stand alone
        words = [(word.start() + run.start(), word.end() + run.start()) for word in _WORDS.finditer(run.group())]
        in_heading = run.start() < last and any(start <= run.start() < end for start, end in headings)
        in_small = ordinary() if in_heading else lower
        names = (_name(text, part, held, in_small) for part in _sentences(text, words))
        found += [name for name in names if name is not None]
    titles = book().titles
    parts = {part for m in found if m.person and " " in m.person for part in (m.person.split()[0], m.person.split()[-1])}
    parts |= {m.person for m in found if m.person and _titled(text, m.start, titles)}
    kept = [m for m in found if m.person and (" " in m.person or "-" in m.person or m.person in parts)]
    return merged(mentions, kept)


def _headings(text: str) -> list[tuple[int, int]]:
    """The lines near the top in which nearly all longer words have a capital, so that none tells a name."""
    found = []
    for line in islice(_LINE.finditer(text), _LINES):
        words = _LONG_WORD.findall(line.group()) if line.end() - line.start() <= _LONGEST_HEADING else []
        if len(words) >= _WORDS_OF_A_HEADING and sum(word[0].isupper() for word in words) >= _CAPITALISED * len(words):
            found.append(line.span())
    return found


def _sentences(text: str, words: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The parts of a run that stand in one sentence each: "said Pasteur Habimana. Evariste Ndayishimiye heads"."""
    begin = 0
    for number, (start, end) in enumerate(words, 1):
        if text[end - 1] == "." and number < len(words) and _closes(text[start:end], text[start : end - 1]):
            yield words[begin:number]
            begin = number
    yield words[begin:]


def _titled(text: str, start: int, titles: frozenset[str]) -> bool:
    """Whether a title stands before a place."""
    before = _TITLE_BEFORE.search(text[max(0, start - _TITLE_LENGTH) : start])
    return (
        before is not None and (not before[1].endswith(".") or len(before[1]) <= _ABBREVIATION) and before[1].rstrip(".").lower() in titles
    )


def _name(text: str, words: list[tuple[int, int]], held: Mapping[int, Named], lower: frozenset[str]) -> Named | None:
    """The name in a run of capitalised words."""
    part = _longest(text, words, held, lower)
    if not part:
        return None
    start = part[0][0]
    name = _POSSESSIVE.sub("", text[start : part[-1][1]].rstrip(".,"))
    end = start + len(name)
    if honoured := _HONOUR.match(name):
        name, start = name[honoured.end() :], start + honoured.end()
    is_one = (len(name) > 2 or name.isupper()) and not only_ordinary(name)
    return Named(start, end, "person", person=name) if is_one else None


class _Fit(Enum):
    """What a word is to a name."""

    PART = auto()
    JOINS = auto()
    """A part of a name that has begun: a particle, a nickname, a title that is a name too."""
    NONE = auto()
    """No part, so that the name before it is whole."""
    SPOILS = auto()
    """No part, and what stands before it belongs to it and is no name either: Doha-based."""


def _fit(word: str, mention: Named | None, lower: frozenset[str], *, first: bool, begun: bool) -> _Fit:
    """What a word, without the signs behind it, is to a name: the first of its run or not, and of a name that has begun or not."""
    particle = word[:1].islower()
    if (word[:1] in "\"“'‘" and begun) or (particle and "-" not in word):
        return _Fit.JOINS
    plain = word.lower()
    if begun and plain in _TITLE_OR_NAME:
        return _Fit.JOINS
    if "-" in word and not particle:
        behind_dash = word.rpartition("-")[2]
        if behind_dash.islower() and len(behind_dash) > 3:
            return _Fit.SPOILS
    return _Fit.NONE if _is_other(word, plain, mention, lower, first=first, begun=begun) else _Fit.PART


def _is_other(word: str, plain: str, mention: Named | None, lower: frozenset[str], *, first: bool, begun: bool) -> bool:
    """Whether it is a title, a mention of something else, an acronym or an ordinary word."""
    rules = book()
    if begun and lower is not ordinary() and re.fullmatch("[A-HJ-Z]", word):
        return False  # an initial without its full stop
    return (
        plain in rules.titles
        or plain in rules.not_names
        or (mention is not None and (mention.kind != "place" or not begun))
        or ((first or lower is ordinary()) and plain in lower)
        or (word.isupper() and len(word) > 2 and word not in _ROMAN and "." not in word)
        or not word[:1].isalpha()
        or (word.endswith("ed") and plain in lower)
    )


def _closes(written: str, bare: str) -> bool:
    """Whether a name ends with a word: it is whose, not who, or the last of its sentence."""
    if written.endswith(("'s", "’s", "s'", "s’")):
        return True
    return written.endswith(".") and not _INITIAL.search(written) and bare.lower() not in {"jr", "sr"}


def _longest(text: str, words: list[tuple[int, int]], held: Mapping[int, Named], lower: frozenset[str]) -> list[tuple[int, int]]:
    """The longest part of a run that can be a name, of equal ones the last if it ends the run, else the first."""
    best: list[tuple[int, int]] = []
    current: list[tuple[int, int]] = []
    for position, (start, end) in enumerate(words):
        written = text[start:end]
        bare = written.rstrip(".,’'")
        fit = _fit(bare, held.get(start), lower, first=position == 0, begun=bool(current))
        if fit is _Fit.PART or (fit is _Fit.JOINS and current):
            current.append((start, end))
        if fit is _Fit.SPOILS:
            current = []
        elif fit is _Fit.NONE or (fit is _Fit.PART and _closes(written, bare)):
            best = max(best, current, key=len)
            current = []
    best = max(current, best, key=len)
    while best and text[best[-1][0]].islower() and "-" not in text[best[-1][0] : best[-1][1]]:
        best = best[:-1]
    return best
