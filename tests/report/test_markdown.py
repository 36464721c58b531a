"""Nothing that a contribution holds is rendered: a reader of Markdown makes the text of it and no more."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from negotiation_data.report.markdown import escaped
from negotiation_data.report.printable import printable
from negotiation_data.report.review import _LONGEST, _cut, _suggestion

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.sampled_from(
    [
        *"`*_{}[]()!|~<>@#&\\:/.-+=\"'$ \t\n1a",
        "://",
        "www.",
        "<!--",
        "-->",
        "&#64;",
        "@all",
        "https://e.vil",
        "```",
        "~~~",
        "\u202e",
        "\x1b",
    ]
)
TEXTS = st.lists(SIGNS | st.characters(), max_size=30).map("".join)


@given(TEXTS)
@example("@everyone <img src=x> [l](http://e.vil) ![p](//x) #1 `c` | ~~s~~ &lt; www.e.vil")
def test_an_escaped_text_is_read_as_that_text(text: str) -> None:
    rows = READER.parse(f"| a |\n|---|\n| x{escaped(text)}x |\n")
    cells = [token for token in rows if token.type == "inline"]
    assert len(cells) == 2
    assert {child.type for child in cells[1].children or ()} <= {"text", "text_special", "softbreak"}
    shown = "".join(child.content for child in cells[1].children or ())
    assert shown == f"x{printable(text)}x"


@given(TEXTS)
def test_an_escaped_text_names_nobody_and_no_address(text: str) -> None:
    """GitHub looks for mentions, numbers of issues and addresses in what is left when entities are not yet read."""
    said = escaped(text)
    assert "@" not in said
    assert "://" not in said
    assert "www." not in said.lower()
    assert "#" not in said.replace("&#64;", "").replace("&#35;", "").replace("&#58;", "").replace("&#46;", "")


@given(st.lists(TEXTS.map(printable), max_size=6).map("\n".join))
def test_a_suggestion_ends_where_it_ends(text: str) -> None:
    tokens = READER.parse(_suggestion(text))
    assert [token.type for token in tokens] == ["html_block", "fence", "html_block"]
    assert tokens[1].content == f"{text}\n"


@given(st.integers(1, 200_000))
def test_a_comment_fits(length: int) -> None:
    assert len(_cut("some words\n" * (length // 10 + 1), _LONGEST)) <= _LONGEST + 100
