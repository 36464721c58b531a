"""What a text must hold for a pattern to match: most rules ask for words that most articles do not have.

`required` reads that off the pattern. To look for a few words takes a hundredth of the time of trying the pattern at every
place. Python's `re` offers no such thing, and its parser is not public: where it is not there, or meets what is not known
here, every pattern is tried, which is slower and finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

__all__ = ["Asked", "Gate", "Gated", "Needs", "Sought", "may_hold", "required"]

#: Of so many letters the next may be any: a text of so many letters is taken to be as rare as one by chance.
_ALPHABET = 12.0
#: A set of more texts than this is not worth the looking.
_MOST = 60
#: What is commoner than this is in nearly every sentence, and not worth the looking either.
_COMMON = 0.005
#: A mark that stands for a mention is as rare as so many letters.
_MARKS, _OF_A_MARK = "\ue000", 3
#: Letters that follow one another, or the mark of a mention; nothing else of a text is looked for.
_RUN = re.compile("[a-z]+|[\ue000-\ue00d]")

#: Sets of texts; whatever matches holds one of each.
Needs = tuple[frozenset[str], ...]
#: The runs of a text, the longest first.
Runs: TypeAlias = tuple[str, ...]
#: What a pattern is for.
Asked = TypeVar("Asked")
#: That, how the pattern is tried, the sets that it needs one of each of, those as bits, and whether it is of one sentence.
_Planned: TypeAlias = tuple[Asked, Callable[..., Iterator[re.Match[str]]], tuple[int, ...], int, bool]


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


class Sought:
    """A pattern of its own, tried only on texts that hold what it needs."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        #: The shortest lists first, as they take least to be looked through.
        self.needs = sorted((texts for texts in required(self.pattern) if _commonness(texts) < _COMMON), key=len)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """What it finds in a text, from a place on."""
        for texts in self.needs:
            for needed in texts:
                if needed in text:
                    break
            else:
                return iter(())
        return self.pattern.finditer(text, start)


class Gate:
    """Patterns with what each needs, so that a text is searched once for all of that.

    A pattern of which no match can hold `end`, the character after a sentence, is tried only on sentences that have what it needs.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]], end: str) -> None:
        self.end = end
        self.needs = {pattern: tuple(needed for texts in required(pattern) if (needed := _worth_looking(texts))) for pattern in patterns}
        self.within = {pattern for pattern in self.needs if not may_hold(pattern, end)}
        numbers = {
            needed: number for number, needed in enumerate(dict.fromkeys(needed for needs in self.needs.values() for needed in needs))
        }
        self.count = len(numbers)
        #: By the identity of a pattern, as its hash is made anew each time: the sets that it needs one of each of, those as bits, and
        #: whether it is of one sentence. The patterns are held by `needs`.
        self.known: dict[int, tuple[tuple[int, ...], int, bool]] = {}
        for pattern, needs in self.needs.items():
            sets = tuple(numbers[needed] for needed in needs)
            self.known[id(pattern)] = sets, sum(1 << number for number in sets), pattern in self.within
        self._plans: dict[int, tuple[object, Sequence[_Planned[Any]]]] = {}
        #: By the first of some runs, the others, and the sets that they are of, by number.
        self.holding: dict[str, dict[Runs, list[int]]] = {}
        for needed, number in numbers.items():
            for first, *others in needed:
                self.holding.setdefault(first, {}).setdefault(tuple(others), []).append(number)
        self._runs = {run for needed in numbers for runs in needed for run in runs}
        #: Words of articles come again and again, so what stands in each is remembered.
        self.in_word = lru_cache(1 << 16)(self._in_word)

    def plan(self, asked: Sequence[tuple[Asked, re.Pattern[str]]]) -> Sequence[_Planned[Asked]]:
        """What is asked of text after text, with how each pattern is tried: remembered, and held with what is asked."""
        held = self._plans.get(id(asked))
        if held is None:
            plan = tuple((what, pattern.finditer, *self.known.get(id(pattern), _UNKNOWN)) for what, pattern in asked)
            held = self._plans[id(asked)] = asked, plan
        return held[1]

    def _in_word(self, word: str) -> Runs:
        """The runs that stand in a word."""
        return tuple(sorted(run for run in self._runs if run in word))


#: Of a pattern that the gate does not have nothing is known.
_UNKNOWN: tuple[tuple[int, ...], int, bool] = ((), 0, False)


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
            self._sentences.append((start, stop))
            start = stop
        self._all = (1 << len(self._sentences)) - 1
        self._look(text)
        #: The sets of which the text holds nothing, a bit each.
        self._missing = sum(1 << number for number, bits in enumerate(self._where) if not bits)

    def _look(self, text: str) -> None:
        """Note for each set which sentences hold one of it, or at least all runs of one."""
        words: dict[str, int] = {}
        for number, (start, stop) in enumerate(self._sentences):
            for word in _RUN.findall(text, start, stop):
                words[word] = words.get(word, 0) | 1 << number
        held: dict[str, int] = {}
        for word, bits in words.items():
            for run in self._gate.in_word(word):
                held[run] = held.get(run, 0) | bits
        where, holding = self._where, self._gate.holding
        for run, bits in held.items():
            for others, sets in holding.get(run, {}).items():
                both = bits
                for other in others:
                    both &= held.get(other, 0)
                if both:
                    for of in sets:
                        where[of] |= both

    def found(self, asked: Sequence[tuple[Asked, re.Pattern[str]]]) -> Iterator[tuple[Asked, re.Match[str]]]:
        """What patterns find in the text, one pattern after the other, each match with what stands beside its pattern.

        What is asked is held for good, so it must be one that is asked again and again.
        """
        # All in one loop: it is gone through for some hundred patterns of each article.
        text, missing, where_of, sentences = self.text, self._missing, self._where, self._sentences
        for what, finditer, sets, needs, within in self._gate.plan(asked):
            if needs & missing:
                continue
            if not within:
                for match in finditer(text):
                    yield what, match
                continue
            where = self._all
            for number in sets:
                where &= where_of[number]
            while where:
                lowest = where & -where
                where ^= lowest
                for match in finditer(text, *sentences[lowest.bit_length() - 1]):
                    yield what, match


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
    if kind == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        return [frozenset(chr(letter) for _, letter in value)]
    return []


def _worth_looking(texts: frozenset[str]) -> frozenset[Runs]:
    """The runs of each text, if it is rare that a text has all of those of one."""
    runs = [tuple(sorted(set(_RUN.findall(text)), key=lambda run: (-len(run), run))) for text in texts]
    common = sum(_commonness(frozenset({"".join(one)})) for one in runs)
    return frozenset(runs) if all(runs) and common < _COMMON else frozenset()


def _commonness(texts: frozenset[str]) -> float:
    return sum(_ALPHABET ** -(len(text) + _OF_A_MARK * (text[:1] >= _MARKS)) for text in texts)
