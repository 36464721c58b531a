"""Whatever is read: a document of which everything holds, or one sentence; and never for long."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle, islice, pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negotiation_data.article.decode import MAX_CHARACTERS
from negotiation_data.article.document import Document
from negotiation_data.article.draft import draft
from negotiation_data.article.paragraphs import MAX_LINES
from negotiation_data.article.read import from_text, read
from negotiation_data.error import NegotiationDataError
from tests.article.invariants import broken
from tests.article.pieces import HTML, TEXT


def attempt(reading: Callable[[], Document], *, check: bool = True) -> Document | None:
    """What is read, of which everything holds; or None, if it was refused in a sentence."""
    try:
        document = reading()
    except NegotiationDataError as error:
        refusal = str(error)
    else:
        assert not (check and broken(document))
        return document
    assert refusal.endswith(".")
    assert "\n" not in refusal
    return None


PIECES = st.sampled_from(TEXT)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


@given(TEXTS)
@example("\ufeffabc")
@example("By A\nBy B\n1. a")
def test_what_holds_of_every_text(text: str) -> None:
    document = attempt(lambda: from_text(text))
    if document is None:
        return
    assert document.text == text
    assert from_text(document.text) == document


@given(TEXTS)
def test_the_text_of_a_plain_file_is_its_bytes(text: str) -> None:
    document = attempt(lambda: read(text.encode("utf-8", "surrogatepass")))
    if document and not text.lstrip().startswith(("<", "\ufeff")):
        assert document.text == text
        assert document == from_text(text)


@given(st.lists(st.sampled_from(HTML + TEXT), max_size=60))
def test_what_holds_of_every_page(pieces: list[str]) -> None:
    document = attempt(lambda: read(("<html><p>" + "".join(pieces)).encode()))
    if document is None:
        return
    assert not set("\u00ad\u200f\u202e\ufeff\x01") & set(document.text)


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")
@example(b"\x00\x00\xfe\xff\x00\x11\x00\x00")
def test_what_holds_of_any_bytes(content: bytes) -> None:
    document = attempt(lambda: read(content))
    if document is None:
        return


LONG = MAX_CHARACTERS - 10
ENDLESS = {
    "one word": "a" * LONG,
    "one line": "The talks. " * (LONG // 11),
    "dots": "." * (LONG - 1) + "a",
    "dots and quotes": '."' * (LONG // 2 - 1) + "a",
    "short sentences": "a. " * (LONG // 3),
    "initials": "A. " * (LONG // 3),
    "notes": ".[1]" * (LONG // 4 - 1) + "a",
    "brackets": "a" + "(" * (LONG - 1),
    "photographs": "(Photo " * (LONG // 7),
    "white space": "a. " + " " * (LONG - 4) + "b",
    "symbols": ("▶" * 390 + "\n") * (LONG // 391) + "a",
    "bylines": "By Ali Khan\n" * MAX_LINES,
    "names": ("By " + "Ali " * 90 + ".\n") * (LONG // 365),
    "requests": ("subscribe to our newsletter and " * 9 + "\n") * (LONG // 290),
    "cookies": ("cookies we accept " * 16 + "x\n") * (LONG // 291),
    "hashtags": ("#a" * 140 + "!\n") * (LONG // 283),
    "clocks": "01:22\nHeadline here\n" * (MAX_LINES // 2),
    "headlines": "a\nb\nc\nRelated articles\n" + "Headline here\n" * (MAX_LINES - 4),
    "dates": "Oct 27 2025 - 10:12\n" * MAX_LINES,
    "dates in a line": "yesterday, Oct 27 2025 10:12 " * (LONG // 29),
    "weekdays": "Mon Mon, " * (LONG // 9),
    "code": "function(){};\n" * MAX_LINES,
    "capitals": "DOHA, " * (LONG // 6),
    "capitalised": "Doha al Doha de " * (LONG // 16),
    "copyright": ("© 2025 " * 28 + "\n") * (LONG // 197),
    "wrapped": ("the talks of north and south went on and on and on and on" + "\n") * (LONG // 58),
    "bars": "2025-10-27 " + "|" * 148 + "\n" + "a",
    "combining": "e" + "\u0301" * (LONG - 1),
    "tags": "<p>" + "<b>a</b> " * 11_000,
    "cells": "<table>" + "<tr><td>hello there</td></tr>" * 4_000,
    "items": "<ul>" + "<li><a>hello there my good friend</a></li>" * 4_000,
    "date cells": '<div class="date">27 27 27 2025 10 10</div>' * 6_000,
    "long attributes": ("<p class='" + "a-" * 40_000 + "'>hello there") * 20,
    "long script": "<script type='application/ld+json'>" + '{"datePublished" : ' * 500_000 + "</script><p>hello",
    "long title": "<title>" + "a " * 5_000_000 + "</title><p>hello",
    "picture": "<img src='data:" + "x" * 11_000_000 + "'><p>hello",
    "metas": "<head>" + "<meta name='date' content='2025-01-01'>" * 11_000 + "</head><p>hello",
}


#: Words that are looked for, again and again: what is asked of each must not ask all the others.
AGAIN = {
    "elders": "talks elders ",
    "faiths": "Muslims Christians talks ",
    "tribes": "Talks between the {0} and {1} tribes ended in a ceasefire. ",
    "brigades": "{0} {1} Brigades met in {0} town. ",
    "fronts": "Talks of the {0} Liberation Front ({1}F) and {1} rebels. ",
    "commissions": "Talks of the {0} {1} Commission of {1} on a truce. ",
    "acronyms": "Front of A (ABC) talks ",
    "towns": "They met in {0}, a town near {1}, for talks. ",
    "countries": "peace talks of Sudan, Egypt, Chad and Kenya mediated by Qatar, Oman, with rebels at war, ",
    "rebels": "war talks of rebels, UNITA and rebels and ",
    "days": "the rebels at war met the army on Monday and on 3 May 2020; ",
}


@pytest.mark.parametrize("what", AGAIN)
def test_no_text_of_forty_thousand_characters_takes_a_second_to_draft(what: str) -> None:
    names = product("BDFGK", "aeiou", "bdfgk", "aeiou", "lmnpr")
    named = [AGAIN[what].format(first, second) for first, second in pairwise(map("".join, names))]
    text = "".join(islice(cycle(named), 40_000 // len(named[0])))
    draft(from_text(named[0] * 20))  # what is loaded once is loaded: the gazetteer, and what tells languages
    begun = time.process_time()
    draft(from_text(text))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("words", ["Two Areas Sides Sign Again ", "Kofi Annan ", "M.P.L.A. and ", "• Oslo talks over "])
def test_no_name_without_an_end_takes_a_second_to_draft(words: str) -> None:
    about = "Peace talks between Sudan and the SPLM-N rebels on the war were held in Juba on Sunday.\n\n"
    draft(from_text(about))
    begun = time.process_time()
    draft(from_text(about + words * (40_000 // len(words))))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("what", ENDLESS)
def test_nothing_takes_a_second(what: str) -> None:
    content = ENDLESS[what].encode()
    read(b"<p>hello")  # what is loaded once is loaded
    begun = time.process_time()
    document = attempt(lambda: read(content), check=False)
    # The time of this process, so that others on the machine do not count.
    assert time.process_time() - begun < 1
    assert document is None or not broken(document)
