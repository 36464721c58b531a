"""Whether a word is an ordinary one, so that with a capital it may be no name: the text has it in small letters, or many texts have."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

__all__ = ["is_common", "only_ordinary", "ordinary"]

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def ordinary() -> frozenset[str]:
    """The words that texts on conflicts have in small letters, names of months, days and peoples not among them."""
    lines = (resources.files(__package__) / "rules" / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def only_ordinary(name: str) -> bool:
    """Whether all words of a name that begin with a capital are ordinary ones: "Two Areas" and no person."""
    known = ordinary()
    return all(word.lower() in known for word in _LETTERS.findall(name) if word[:1].isupper())


def is_common(text: str, word: str) -> bool:
    """Whether a word, given in small letters, stands in a text by itself."""
    if _WORD.fullmatch(word):
        return word in _words(text)
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


@lru_cache(8)  # it is asked of one text after the other, of each for many words
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))
