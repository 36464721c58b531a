"""Which language a text is in. English is told by its small words; for any other, py3langid is asked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from negotiation_data.error import NegotiationDataError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["language_of", "tag"]

_WORD = re.compile(r"[^\W\d_]+")
# Words that are frequent in English and in no other large language that is written in Latin letters.
_ENGLISH_ONLY = frozenset(("the", "with", "from", "were", "has", "have", "had", "been", "which", "their", "this", "they", "would", "said"))
_ENGLISH = _ENGLISH_ONLY.union(("and", "of", "that", "its", "by", "it", "is", "as", "are", "to", "be"))
_SAMPLE = 1500
_ASKED = 400  # characters: py3langid takes ten times as long for three times as many
_SURE = 0.8
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def language_of(text: str) -> str | None:
    """The language of a text as its BCP 47 subtag (``en``), or None where that cannot be told."""
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if len(words) < 3:
        return None
    small, only = (sum(map(known.__contains__, words)) for known in (_ENGLISH, _ENGLISH_ONLY))
    if small * 7 >= len(words) and only * 20 >= len(words):
        return "en"
    try:
        language, probability = _identifier().classify(text[:_ASKED])
    except ModuleNotFoundError as error:
        raise NegotiationDataError(
            f"Telling the language of this text needs {error.name}: install with `pip install 'negotiation-data[articles]'`."
        ) from None
    return str(language) if probability >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def tag(declared: str | None, found: str | None) -> str | None:
    """What a page declares, where the text agrees or says nothing: templates of pages often declare what is not so."""
    if declared is None or not _TAG.fullmatch(declared.strip()):
        return found
    declared = declared.strip()
    return declared if found is None or declared.split("-")[0].casefold() == found else found
