"""Words as a regression counts them: without their endings, so that "negotiates" and "negotiated" say the same."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock

# The class itself: `snowballstemmer.stemmer` takes another library where that is installed. Porter's rules are those of 1980 and stay as
# they are, while those of Snowball for English change, and with them what the weights are for.
from snowballstemmer.porter_stemmer import PorterStemmer

__all__ = ["stems"]

#: What is longer is no word, and takes long to stem.
_WORD = re.compile(r"\b[a-z]{3,24}\b")
_STEMMER, _LOCK = PorterStemmer(), Lock()


def stems(small: str) -> set[str]:
    """The stems of the words of a text in small letters: those of three Latin letters and more, without accents."""
    return {_stem(word) for word in set(_WORD.findall(small))}


@lru_cache(1 << 15)  # news are written in few words
def _stem(word: str) -> str:
    with _LOCK:  # a stemmer holds the word that it is at
        return str(PorterStemmer.stemWord(_STEMMER, word))
