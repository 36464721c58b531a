"""The list of ordinary words is made of the development articles, and of those as they are."""

from __future__ import annotations

from benchmarks.articles.common_words import WORDS, lines
from negotiation_data.article.common_words import ordinary


def test_the_list_is_that_of_the_articles() -> None:
    assert WORDS.read_text(encoding="utf-8").splitlines() == lines(), "python benchmarks/articles/common_words.py --write"


def test_the_product_reads_all_of_it_but_the_remark() -> None:
    assert sorted(ordinary()) == lines()[1:]
