"""Saved pages: all that is seen is in the text, what is not the article is masked, the markup is believed with care."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article import html
from negotiation_data.article.document import Document, PublishedBasis
from negotiation_data.article.read import from_html, from_text, read
from negotiation_data.error import NegotiationDataError
from tests.article.invariants import broken

PROSE = [
    f"The delegations of the north and of the south met {when} on the island, and their {who} said that nothing was agreed so far."
    for when, who in (
        ("again", "mediators"),
        ("on Monday", "envoys"),
        ("for hours", "hosts"),
        ("in vain", "speakers"),
        ("briefly", "generals"),
    )
]
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in PROSE)


def page(article: str = ARTICLE, head: str = "", attributes: str = ' lang="en"') -> str:
    return (
        f"<!DOCTYPE html><html{attributes}><head><title>Talks of north and south end - The Example</title>{head}</head><body>"
        '<nav><ul><li><a href="/">Front page</a></li><li><a href="/w">World affairs</a></li></ul></nav>'
        f"<main><article><h1>Talks of north and south end</h1>{article}</article></main>"
        '<aside><h2>Most read</h2><ul><li><a href="/x">Floods in the west</a></li><li><a href="/y">Cup won by a goal</a></li></ul></aside>'
        "<footer>Imprint of The Example, Main Street</footer></body></html>"
    )


def masked(document: Document) -> str:
    return "\n".join(document.quote(mask) for mask in document.masks)


def test_nothing_visible_is_cut_and_what_is_not_the_article_is_masked() -> None:
    document = read(page().encode())
    assert not broken(document)
    for seen in ("Front page", "World affairs", "Floods in the west", "Cup won by a goal", "Imprint of The Example, Main Street"):
        assert seen in document.text
        assert seen in masked(document)
    readable = [document.quote(span) for span in document.readable_sentences()]
    assert readable == ["Talks of north and south end", *PROSE]
    assert document.title is not None
    assert document.quote(document.title) == "Talks of north and south end"


def test_what_is_not_seen_is_not_in_the_text() -> None:
    unseen = (
        "<script>one()</script><style>two</style><noscript>three</noscript><template>four</template><div hidden>five</div>"
        '<div style="color:red; display : none">six</div><!-- seven --><dialog>eight</dialog><svg><text>nine</text></svg>'
    )
    text = read(page(ARTICLE + unseen).encode()).text
    assert not [word for word in ("one()", "two", "three", "four", "five", "six", "seven", "eight", "nine") if word in text]


def test_lines_break_where_the_page_breaks_them() -> None:
    document = read(
        b"<html><body><p>a  b\n c<br>d<b>e</b> f</p>g<div>h<div>i</div></div><pre>j\n k</pre><table><tr><td>l<td>m<tr><td>n</table>"
    )
    assert document.text == "a b c\nde f\n\ng\n\nh\n\ni\n\nj\nk\n\nl\tm\n\nn"


def test_marks_that_nobody_sees_are_dropped() -> None:
    assert read("<p>Is&shy;tan\u200bbul \u202eand\u202c &#8203;Doha\u00a0here</p>".encode()).text == "Istanbul and Doha here"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2025-10-27T23:12:00-05:00">', date(2025, 10, 27)),
        ('<meta name="pubdate" content="20251027">', date(2025, 10, 27)),
        ('<meta itemprop="datePublished" content="Mon, 27 Oct 2025 10:12:00 GMT">', date(2025, 10, 27)),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished": "2025-10-27T10:12:00Z"}</script>', date(2025, 10, 27)),
        ('<meta property="article:published_time" content="yesterday">', None),
        ('<meta property="article:published_time" content="2025-13-45">', None),
        ("", None),
    ],
)
def test_the_day_in_the_metadata(head: str, day: date | None) -> None:
    document = read(page(head=head).encode())
    assert (document.published, document.published_basis) == (day, PublishedBasis.METADATA if day else PublishedBasis.NONE)


@pytest.mark.parametrize("words", ["today", "2 hours ago", "yesterday", "just now", "Updated today at 10:12"])
def test_a_page_of_today_has_no_day(words: str) -> None:
    head = f'<meta name="date" content="{words}">'
    marked = f'<span class="date">{words}</span><time class="published">{words}</time>'
    document = read(page(marked + ARTICLE, head=head).encode())
    assert (document.published, document.published_basis) == (None, PublishedBasis.NONE)


def test_a_marked_day_is_found() -> None:
    document = read(page('<time datetime="2025-10-27">27 Oct</time>' + ARTICLE).encode())
    assert (document.published, document.published_basis) == (date(2025, 10, 27), PublishedBasis.METADATA)


def test_a_day_beside_the_title_is_the_pages_and_one_beside_another_headline_is_not() -> None:
    assert read(page("<div>Published: 27 October 2025</div>" + ARTICLE).encode()).published == date(2025, 10, 27)
    other = page().replace("Cup won by a goal</a>", "Cup won by a goal</a> <div>Published: 27 October 2024</div>")
    assert read(other.encode()).published is None


def test_site_language_and_address() -> None:
    head = '<meta property="og:site_name" content="The\u202e Example"><link rel="canonical" href="https://example.org/2025/10/27/talks">'
    document = read(page(head=head, attributes=' lang="en-GB"').encode())
    assert (document.outlet, document.language, document.url) == ("The Example", "en-GB", "https://example.org/2025/10/27/talks")
    assert (document.published, document.published_basis) == (date(2025, 10, 27), PublishedBasis.URL)


def test_a_template_in_another_language_is_not_believed() -> None:
    assert read(page(attributes=' lang="de-DE"').encode()).language == "en"


def test_an_address_is_one() -> None:
    for address in ("javascript:alert(1)", "https://", "data:text/html,x"):
        assert read(page(head=f'<link rel="canonical" href="{address}">').encode()).url is None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("windows-1251", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1256", "cp1256"),
        ("no-such", "utf-16"),
    ],
)
def test_encodings_true_or_not(declared: str, encoding: str) -> None:
    words = "مذاكرات السلام بين الحكومة" if encoding == "cp1256" else "Türkiye – “naïve” señor"
    content = page(f"<p>{words}</p>{ARTICLE}", head=f'<meta charset="{declared}">').encode(encoding)
    assert words in read(content).text


def test_a_broken_byte_of_a_page_is_shown_as_browsers_show_it() -> None:
    content = page(f"<p>Türkiye, señor, São Tomé, été, Zürich: bro#ken</p>{ARTICLE}").encode().replace(b"#", b"\xff")
    assert "bro\ufffdken" in read(content).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<html></html>", "no words"),
        ("<html><body hidden>abc", "no words"),
        ("<p>" + "<b>" * (html.MAX_DEPTH + 1) + "abc", "nested too deeply"),
        ("<p>" + ("<i>" * 90 + "abc" + "</i>" * 90) * 120, "nested too deeply"),
        ("<p>abc" + "<br>" * html.MAX_TAGS, "more than 12,000 elements"),
        ("<p>abc" + "<" * (html.MAX_TAGS * 2 + 1), "more than 12,000 elements"),
        ("<p " + " ".join(f"a{number}" for number in range(500_000)) + ">abc", "more than 2,999 attributes"),
        ("<p " + " ".join(f"a{number}='>'" for number in range(500_000)) + ">abc", "more than 2,999 attributes"),
        ("<p>abc\0", "binary"),
        ("<p>" + "abc " * 70_000, "more than 250,000 characters"),
        ("<p>abc" + "<br>a" * 10_001, "more than 10,000 lines"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: str, said: str) -> None:
    with pytest.raises(NegotiationDataError) as refused:
        read(content.encode())
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_entities_do_not_unfold() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;&b; abc</p>'
    assert "aaaaaaaa" not in read(bomb.encode()).text.replace('"aaaaaaaa"', "")


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<br>",
                "<b>",
                "</b>",
                "<li>",
                " ",
                "\n",
                "&amp;",
                "Doha ",
                "said.",
                "\u00ad",
                "<a href='x'>",
                "</a>",
            ]
        )
    )
)
def test_every_word_that_is_seen_is_in_the_text_in_order(pieces: list[str]) -> None:
    content = "<html><body>" + "".join(pieces) + "end"
    words = "".join(piece.strip() for piece in pieces if piece[0] in "Ds&").replace("&amp;", "&") + "end"
    document = from_html(content)
    assert "".join(document.text.split()) == words
    assert not broken(document)


def test_a_page_read_again_as_text_is_the_same_text() -> None:
    document = from_html(page())
    again = from_text(document.text)
    assert (again.text, again.sha256, again.paragraphs, again.sentences) == (
        document.text,
        document.sha256,
        document.paragraphs,
        document.sentences,
    )


def test_without_the_extra_the_command_to_install_it_is_told() -> None:
    code = (
        "import sys; sys.modules['trafilatura'] = None\n"
        "from negotiation_data.article.read import read\n"
        "from negotiation_data.error import NegotiationDataError\n"
        "read(b'The delegations of the north and of the south met with their mediators')\n"
        "try:\n    read(b'<p>abc')\nexcept NegotiationDataError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Reading HTML needs trafilatura: install with `pip install 'negotiation-data[articles]'`.\n"


def test_plain_text_loads_no_library_of_the_extra() -> None:
    code = (
        "import sys\nfrom negotiation_data.article.read import read\n"
        "read(b'The delegations of the north and of the south met with their mediators')\n"
        "print([name for name in ('trafilatura', 'lxml', 'py3langid', 'numpy', 'charset_normalizer') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


assert importlib.util.find_spec("trafilatura"), "the tests need the extra `articles`"
