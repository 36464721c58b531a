"""Choices: a few ways to ask Hypothesis for one thing, each a single small draw.

A data set takes a thousand choices. Each is a number whose zero is the simplest answer, so that what is found to fail
shrinks to short lists, exact days and nothing optional.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from hypothesis import strategies as st

__all__ = ["Choose", "Range", "Seeded"]

T = TypeVar("T")

#: How many of something at least and at most.
Range = tuple[int, int]

# Numbers wider than this are drawn small by preference, and then optional properties would come one by one.
_BITS = 16


@lru_cache(maxsize=4096)
def _numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Choose:
    """Makes choices by `draw`, the function that Hypothesis hands to a composite strategy."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def number(self, least: int, most: int) -> int:
        """A whole number from least to most; where there is no choice, nothing is drawn."""
        return least if least >= most else self.draw(_numbers(least, most))

    def text(self) -> str:
        """Any text on one line."""
        from negotiation_data.testing.single import texts

        return self.draw(texts())

    def one(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""
        return options[self.number(0, len(options) - 1)]

    def chance(self, of: int = 2) -> bool:
        """True once in `of` times."""
        return self.number(0, of - 1) == of - 1

    def some(self, options: Iterable[T]) -> list[T]:
        """Any of the options, in their order: each with even chances."""
        options = list(options)
        chosen: list[T] = []
        for start in range(0, len(options), _BITS):
            part = options[start : start + _BITS]
            bits = self.number(0, 2 ** len(part) - 1)
            chosen += [option for position, option in enumerate(part) if bits >> position & 1]
        return chosen

    def most(self, options: Iterable[T]) -> list[T]:
        """Most of the options, in their order: each three times in four."""
        options = list(options)
        kept = (set(self.some(range(len(options)))), set(self.some(range(len(options)))))
        return [option for position, option in enumerate(options) if position in kept[0] or position in kept[1]]

    def several(self, options: Iterable[T], least: int, most: int) -> list[T]:
        """From least to most different options (fewer where there are not so many), in any order."""
        left = list(options)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(min(self.number(least, most), len(left)))]


class Seeded(Choose):
    """Makes choices by the random numbers of a seed, every answer as likely as any other.

    Hypothesis prefers what is simple, odd, or like what it has drawn before; this does not.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing here is secret

    def number(self, least: int, most: int) -> int:
        return least if least >= most else self.random.randint(least, most)

    def text(self) -> str:
        return self.one(("Quiet.", "«да»", "نعم", "x" * 40, "{}", "#!", "1e3", "~"))
