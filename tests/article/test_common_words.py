"""A word that a text has in small letters too is no name."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.common_words import is_common


@given(st.lists(st.sampled_from(["morwa", "Morwa", "morwas", "al-morwa", "x_morwa", " ", ".", "-", "’", "\n"]), max_size=12).map("".join))
def test_a_word_is_common_where_it_stands_by_itself_in_small_letters(text: str) -> None:
    for word in ("morwa", "al-morwa", "morwa’s"):
        assert is_common(text, word) == (re.search(rf"\b{re.escape(word)}\b", text) is not None)
