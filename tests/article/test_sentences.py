from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.document import Span
from negotiation_data.article.sentences import LONGEST, sentences

PARAGRAPHS = [
    line for line in Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", PARAGRAPHS)
def test_where_sentences_end(line: str) -> None:
    parts = re.split(r"\|", line.replace(" | ", "| "))
    text = "".join(parts)
    assert [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))] == [part.strip() for part in parts]


@given(st.lists(st.sampled_from(["a" * 700, "a" * 2500, "b", " ", "  ", "\n", ".", " B"]), max_size=30).map("".join))
def test_a_sentence_without_end_is_parted(text: str) -> None:
    text = text.strip()
    found = list(sentences(text, Span(0, len(text)))) if text else []
    assert all(len(span) <= LONGEST for span in found)
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in found)
    assert "".join("".join(text[span.start : span.end] for span in found).split()) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(
            [
                *[".", "!", "?", "…", "”", '"', ")", "[3]", "。"],
                " ",
                "Lt",
                "Gen",
                "A",
                "I",
                "p",
                "No",
                "The",
                "the",
                "5",
                "U.S",
                "\u00a0",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_sentences_share_out_a_paragraph(pieces: list[str]) -> None:
    text = "".join(pieces).strip()
    if not text:
        return
    found = list(sentences("x " + text + " y", Span(2, 2 + len(text))))
    assert found[0].start == 2
    assert found[-1].end == 2 + len(text)
    shifted = "x " + text
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert not shifted[before.end : after.start].strip()
    assert all(shifted[span.start : span.end].strip() == shifted[span.start : span.end] != "" for span in found)
