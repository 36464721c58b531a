"""What a text must hold for a pattern to match: most rules ask for words that most articles do not have.

`required` reads that off the pattern. To look for a few words takes a hundredth of the time of trying the pattern at every
place. Python's `re` offers no such thing, and its parser is not public: where it is not there, or meets what is not known
here, every pattern is tried, which is slower and finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

__all__ = ["Gate", "Gated", "Needs", "may_hold", "required"]

#: Of so many letters the next may be any: a text of so many letters is taken to be as rare as one by chance.
_ALPHABET = 12.0
#: A set of more texts than this is not worth the looking.
_MOST = 60
#: Words of articles come again and again, so what stands in each is remembered.
_LETTERS = re.compile("[a-z]+")

#: Sets of texts; whatever matches holds one of each.
Needs = tuple[frozenset[str], ...]


@lru_cache(4096)
def required(pattern: re.Pattern[str]) -> Needs:
    """Sets of texts: whatever the pattern matches holds at least one of each, the rarest set first.

    Nothing is told of patterns that ignore case.
    """
    if pattern.flags & re.IGNORECASE:
        return ()
    try:
        from re import _parser  # type: ignore[attr-defined]

        found = _of_sequence(_parser.parse(pattern.pattern, pattern.flags))
    except (ImportError, AttributeError, TypeError, ValueError):
        return ()
    return tuple(sorted((needed for needed in dict.fromkeys(found) if len(needed) <= _MOST), key=_commonness))


class Gate:
    """Patterns with what each needs, so that a text is searched once for all of that.

    A pattern of which no match can hold `end`, the character after a sentence, is tried only on sentences that have what it needs.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]], end: str) -> None:
        self.end = end
        self.needs = {pattern: required(pattern) for pattern in patterns}
        self.within = {pattern for pattern in self.needs if not may_hold(pattern, end)}
        self._wanted: dict[str, list[str]] = {}
        for text in {text for needs in self.needs.values() for texts in needs for text in texts}:
            self._wanted.setdefault(max(_LETTERS.findall(text), key=len, default=""), []).append(text)
        self._in_word = lru_cache(1 << 16)(self._parts)
        sets = {texts: number for number, texts in enumerate({texts for needs in self.needs.values() for texts in needs})}
        sets_of = {pattern: tuple(sets[texts] for texts in needs) for pattern, needs in self.needs.items()}
        #: By the identity of a pattern, as its hash is made anew each time: the sets that it needs one of each of, and whether it is of
        #: one sentence. The patterns are held by `needs`.
        self.known = {id(pattern): (sets_of[pattern], pattern in self.within) for pattern in self.needs}
        #: The sets that a text is of, by number.
        self.holding: dict[str, list[int]] = {}
        for texts, number in sets.items():
            for text in texts:
                self.holding.setdefault(text, []).append(number)
        self.count = len(sets)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The runs of letters that are wanted, for themselves or within a longer text, and stand in a word."""
        return tuple(part for part in self._wanted if part in word)

    def held(self, text: str) -> set[str]:
        """What of all that is wanted a text holds."""
        parts = {part for word in set(_LETTERS.findall(text)) for part in self._in_word(word)} | {""}
        wanted = self._wanted
        return {whole for part in parts & wanted.keys() for whole in wanted[part] if whole == part or whole in text}


#: Of a pattern that the gate does not have nothing is known.
_UNKNOWN: tuple[tuple[int, ...], bool] = ((), False)


class Gated:
    """A text on which the patterns of a gate are tried, each only where what it needs is there."""

    def __init__(self, gate: Gate, text: str) -> None:
        self.text = text
        self._gate = gate
        self._sentences: list[tuple[int, int]] = []
        self._where = [0] * gate.count  # by set of texts: the sentences that hold one of it, a bit each
        start = 0
        while start < len(text):
            end = text.find(gate.end, start)
            stop = len(text) if end < 0 else end + len(gate.end)
            bit = 1 << len(self._sentences)
            for held in gate.held(text[start:stop]):
                for number in gate.holding[held]:
                    self._where[number] |= bit
            self._sentences.append((start, stop))
            start = stop

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What a pattern finds in the text."""
        where = -1
        sets, within = self._gate.known.get(id(pattern), _UNKNOWN)
        for number in sets:
            held = self._where[number]
            where &= held
            if not held:
                return iter(())
        if not within:
            return pattern.finditer(self.text)
        return self._in_sentences(pattern, where) if where else iter(())

    def _in_sentences(self, pattern: re.Pattern[str], where: int) -> Iterator[re.Match[str]]:
        for number, (start, stop) in enumerate(self._sentences):
            if where >> number & 1:
                yield from pattern.finditer(self.text, start, stop)


def may_hold(pattern: re.Pattern[str], character: str) -> bool:
    """Whether a match can hold a character, or the pattern look at one beyond; where that is not known, it may."""
    try:
        from re import _parser  # type: ignore[attr-defined]

        return _may_hold(_parser.parse(pattern.pattern, pattern.flags), character)
    except (ImportError, AttributeError, TypeError, ValueError):
        return True


_OTHERS = ("CATEGORY_NOT_WORD", "CATEGORY_NOT_SPACE", "CATEGORY_NOT_DIGIT")


def _may_hold(items: Iterable[tuple[Any, Any]], character: str) -> bool:
    return any(_part_may_hold(str(kind), value, character) for kind, value in items)


def _part_may_hold(kind: str, value: Any, character: str) -> bool:
    match kind:
        case "LITERAL":
            return bool(value == ord(character))
        case "NOT_LITERAL":
            return bool(value != ord(character))
        case "IN":
            return _is_in(value, character)
        case "SUBPATTERN":
            return _may_hold(value[3], character)
        case "ATOMIC_GROUP":
            return _may_hold(value, character)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _may_hold(value[2], character)
        case "BRANCH":
            return any(_may_hold(branch, character) for branch in value[1])
        case "ASSERT" | "ASSERT_NOT":
            return _may_hold(value[1], character)
        case "AT":  # of the borders only that of a text is one thing in the text and another at the end of a sentence
            return str(value) in ("AT_END", "AT_END_STRING", "AT_END_LINE")
    return True


def _is_in(value: Any, character: str) -> bool:
    """Whether a character is of a set, as far as that is known: of a category that letters and spaces are not, it may be."""
    negated = str(value[0][0]) == "NEGATE"
    found = False
    for kind, part in value:
        match str(kind):
            case "LITERAL":
                found |= part == ord(character)
            case "RANGE":
                found |= part[0] <= ord(character) <= part[1]
            case "CATEGORY":
                found |= str(part) in _OTHERS
    return found != negated


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """What each part of a sequence asks for; letters that follow one another are one text."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        if str(kind) == "LITERAL":
            run += chr(value)
        elif str(kind) != "AT":  # a border of a word takes no letter
            found += [frozenset({run})] if run else []
            run = ""
            found += _of_part(str(kind), value)
    return found + ([frozenset({run})] if run else [])


def _of_part(kind: str, value: Any) -> list[frozenset[str]]:
    if kind == "SUBPATTERN":
        _, with_flags, without_flags, inside = value
        return [] if with_flags or without_flags else _of_sequence(inside)
    if kind == "ATOMIC_GROUP":
        return _of_sequence(value)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inside = value
        return _of_sequence(inside) if least > 0 else []
    if kind == "BRANCH":
        rarest = [min(_of_sequence(branch), key=_commonness, default=None) for branch in value[1]]
        return [] if None in rarest else [frozenset().union(*(texts for texts in rarest if texts is not None))]
    if kind == "ASSERT":
        return _of_sequence(value[1])
    return []


def _commonness(texts: frozenset[str]) -> float:
    return sum(_ALPHABET ** -len(text) for text in texts)
