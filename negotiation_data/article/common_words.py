"""Whether a text has a word in small letters: then the same word with a capital may be no name."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_common"]

_WORD = re.compile(r"\w+")


def is_common(text: str, word: str) -> bool:
    """Whether a word, given in small letters, stands in a text by itself."""
    if _WORD.fullmatch(word):
        return word in _words(text)
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


@lru_cache(8)  # it is asked of one text after the other, of each for many words
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))
