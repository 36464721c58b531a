"""Lines to paragraphs: one a line, unless the text was wrapped at some width."""

from __future__ import annotations

import re
from itertools import pairwise

from negotiation_data.article.decode import too_much
from negotiation_data.article.document import Span

__all__ = ["MAX_LINES", "paragraphs"]

MAX_LINES = 10_000

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 45
_FINISHED = tuple(".!?:;…”\"')]")


def paragraphs(text: str, *, wrapped: bool = True) -> tuple[Span, ...]:
    """The paragraphs of a text, which may have been `wrapped`.

    Spans without white space at their ends; every character that is not white space is in one of them.
    """
    lines: list[Span] = []
    for match in _LINE.finditer(text):
        if len(lines) == MAX_LINES:
            raise too_much("text", MAX_LINES, "lines")
        line = match[0]
        bare = line.strip()
        if bare:
            start = match.start() + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(bare)))
    return tuple(_joined(text, lines)) if wrapped and _wrapped(text, lines) else tuple(lines)


def _wrapped(text: str, lines: list[Span]) -> bool:
    """Whether lines were broken at a width: all are short of it, and most that another follows do not finish a sentence."""
    if len(lines) < 4 or max(map(len, lines)) > _WIDEST_WRAP:
        return False
    followed = [line for line, following in pairwise(lines) if _adjacent(text, line, following)]
    broken = [line for line in followed if len(line) >= _NARROWEST_WRAP and not text[line.start : line.end].endswith(_FINISHED)]
    return len(broken) >= 3 and len(broken) * 2 > len(followed)


def _adjacent(text: str, line: Span, following: Span) -> bool:
    """Whether no blank line stands between two lines."""
    between = text[line.end : following.start].replace("\r\n", "\n")
    return sum(between.count(char) for char in "\n\r\u2028") == 1 and "\u2029" not in between


def _joined(text: str, lines: list[Span]) -> list[Span]:
    width = max(map(len, lines))
    whole = [lines[0]]
    for line, following in pairwise(lines):
        if _adjacent(text, line, following) and len(line) * 4 >= width * 3:
            whole[-1] = Span(whole[-1].start, following.end)
        else:
            whole.append(following)
    return whole
