"""Words as a regression counts them."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.stems import stems

WORDS = st.lists(st.from_regex(r"[a-z]{1,30}", fullmatch=True), max_size=20)


def test_endings_are_no_matter() -> None:
    assert len(stems("negotiates negotiated negotiating")) == 1
    assert stems("talks and talked") == stems("and talk")
    assert stems("signed") != stems("sighed")


@given(WORDS)
def test_neither_order_nor_repetition_matters_and_each_word_counts_by_itself(words: list[str]) -> None:
    assert stems(" ".join(words)) == stems(" ".join([*reversed(words), *words]))
    assert stems(" ".join(words)) == {stem for word in words for stem in stems(word)}


@given(st.text())
def test_only_words_of_small_latin_letters_count(text: str) -> None:
    assert all(re.fullmatch("[a-z]+", stem) for stem in stems(text))
    assert len(stems(text)) <= len(text.split()) + len(re.findall(r"\W", text))


def test_what_is_no_word_is_not_stemmed() -> None:
    begun = time.perf_counter()
    assert stems("y" * 1_000_000 + "ing") == set()
    assert time.perf_counter() - begun < 1


def test_threads_do_not_disturb_one_another() -> None:
    texts = [
        " ".join(f"{chr(97 + i % 26)}{chr(97 + i % 7)}negotiat{ending}" for i in range(n, n + 90))
        for n in range(60)
        for ending in ("ing", "ed", "ions")
    ]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems, texts)) == [stems(text) for text in texts]
