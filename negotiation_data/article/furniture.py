"""What stands on a page and is not its article, found line by line and masked.

A line is masked if all of it is furniture; within a longer paragraph, a caption's bracket or a pointer to another article is.
Better to leave a button unmasked than to mask a sentence of the story.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from negotiation_data.article.document import Mask, MaskKind, Span
from negotiation_data.article.pagedate import DateLine, in_front
from negotiation_data.article.wordings import (
    BUTTONS,
    BYLINE,
    CAPTION,
    CAPTION_ENDS,
    CAPTION_WORDS,
    CLOCK_ALONE,
    CODE,
    READ_ALSO,
    RELATED_HEADINGS,
    REQUESTS,
)

__all__ = ["Kinds", "heading_like", "kinds_of", "masks"]

Kinds = list[MaskKind | None]

_SYMBOLS = " \t\u00a0*•·–—-→»«›><|:…!.?\"'“”‘’()[]▶►✅✔▼▲←↑"
_LONGEST_CAPTION = 400
_LONGEST_REQUEST = 300
_LONGEST_BYLINE = 200
_LONGEST_MENU = 160
_LONGEST_HEADLINE = 160
_TAIL = 160
#: Three entries or more of a few words each, with signs between them.
_ENTRY = r"[^|»›·•\n]{1,30}"
_MENU = re.compile(rf"{_ENTRY}(?:[|»›·•]{_ENTRY}){{2,}}")
#: Headlines of other articles in one line above the article's own, three or more behind signs.
_TEASERS = re.compile(r"(?:[•»›▪]\s?[^•»›▪\n]{4,100}){3,}")


def heading_like(text: str, line: Span) -> bool:
    """Whether a line may be a headline: short, and not finished as a sentence is."""
    return len(line) <= _LONGEST_HEADLINE and not text[line.start : line.end].rstrip("”\"'’)] ").endswith((".", ";", ","))


def kinds_of(
    text: str, lines: Sequence[Span], dates: Sequence[DateLine] = (), outside: Container[int] = (), title: Span | None = None
) -> Kinds:
    """What each line of a page is if it is not the article.

    `dates` are lines that were found to tell the page's date; `outside`, the numbers of lines found not to be its main text.
    """
    dated = {told.line for told in dates}
    kinds: Kinds = []
    top = True
    for number, line in enumerate(lines):
        kinds.append(MaskKind.TIMESTAMP if number in dated else _kind(text, line, top))
        top = top and kinds[-1] is not None
    _mark_code(text, lines, kinds)
    _mark_headlines_with_times(text, lines, kinds)
    _mark_after_headings(text, lines, kinds)
    for number, line in enumerate(lines):
        if line == title:
            kinds[number] = None
        elif kinds[number] is None and number in outside:
            kinds[number] = MaskKind.OUTSIDE
    return kinds


def masks(text: str, lines: Sequence[Span], kinds: Kinds, title: Span | None = None) -> tuple[Mask, ...]:
    """The masks of lines, and of furniture within the others but the title; in order and apart from each other."""
    found: list[Mask] = []
    for line, kind in zip(lines, kinds, strict=True):
        within = [Mask(line.start, line.end, kind)] if kind else [] if line == title else _within(text, line)
        for mask in within:
            if found and found[-1].kind is mask.kind and text[found[-1].end : mask.start].isspace():
                mask = Mask(found.pop().start, mask.end, mask.kind)
            found.append(mask)
    return tuple(found)


# ---------------------------------------------------------------------------- a line by itself


def _kind(text: str, line: Span, top: bool) -> MaskKind | None:
    """What a line is, if all of it is furniture. At the top of a page stands the headline, which may end in an agency's name."""
    length = line.end - line.start
    if length > _LONGEST_CAPTION:
        return None
    words = text[line.start : line.end]
    bare = words.strip(_SYMBOLS)
    while bare and not bare[0].isalnum() and bare[0] not in "©#":
        bare = bare[1:].lstrip(_SYMBOLS)  # a pictogram
    small = bare.casefold()
    if not bare or small in BUTTONS or (length <= _LONGEST_MENU and _MENU.fullmatch(bare)):
        return MaskKind.FURNITURE
    if top and _TEASERS.fullmatch(words):
        return MaskKind.RELATED
    if CAPTION.match(bare) or (not top and _ends_as_caption(words[-_TAIL:])):
        return MaskKind.CAPTION
    if length <= _LONGEST_BYLINE and BYLINE.fullmatch(bare):
        return MaskKind.BYLINE
    if length <= _LONGEST_BYLINE and READ_ALSO.match(bare):
        return MaskKind.RELATED
    if length <= 30 and CLOCK_ALONE.fullmatch(words):
        return MaskKind.TIMESTAMP
    if length <= _LONGEST_REQUEST:
        for word, pattern in REQUESTS:
            if word in small and pattern.fullmatch(bare):
                return MaskKind.FURNITURE
    return None


def _ends_as_caption(tail: str) -> bool:
    return any(word in tail for word in CAPTION_WORDS) and bool(CAPTION_ENDS.search(tail))


_PHOTO_BRACKET = re.compile(
    r"[(\[](?:Photo|PHOTO|Image|Picture|Photograph|File photo|FILE PHOTO)(?: (?:by|credit|courtesy))?[ :][^()\[\]]{0,80}[)\]]"
)
_POINTER = re.compile(
    r"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|MUST READ|SEE ALSO|WATCH|Read (?:more|also)|Also read) ?: ?[^.!?\n]{3,160}[.!?]?\s*$"
)


def _within(text: str, line: Span) -> list[Mask]:
    """Furniture in a paragraph that has other things in it."""
    found = []
    if dated := in_front(text, line):
        found.append(Mask(dated[1].start, dated[1].end, MaskKind.TIMESTAMP))
    found += [Mask(match.start(), match.end(), MaskKind.CAPTION) for match in _PHOTO_BRACKET.finditer(text, line.start, line.end)]
    tail = max(line.start, line.end - 200)
    if text.find(":", tail, line.end) >= 0 and (pointer := _POINTER.search(text[tail : line.end])):
        start = tail + pointer.start()
        if not found or found[-1].end <= start:
            found.append(Mask(start, line.end, MaskKind.RELATED))
    return found


# ---------------------------------------------------------------------------- lines by their neighbours


def _mark_after_headings(text: str, lines: Sequence[Span], kinds: Kinds) -> None:
    """Below *Related articles*, headlines are others'; below *Read also*, the next one is."""
    left = 0
    for number, line in enumerate(lines):
        bare = text[line.start : line.end].strip(_SYMBOLS).casefold() if line.end - line.start < 60 else ""
        if bare in RELATED_HEADINGS and number >= 3 and _headline_follows(text, lines, kinds, number):
            left = len(lines)
            kinds[number] = MaskKind.RELATED
        elif kinds[number] is MaskKind.RELATED and READ_ALSO.fullmatch(bare):
            left = max(left, 1)
        elif left and kinds[number] is None:
            if heading_like(text, line):
                kinds[number] = MaskKind.RELATED
                left -= 1
            else:
                left = 0


def _headline_follows(text: str, lines: Sequence[Span], kinds: Kinds, number: int) -> bool:
    return number + 1 < len(lines) and kinds[number + 1] is None and heading_like(text, lines[number + 1])


def _mark_headlines_with_times(text: str, lines: Sequence[Span], kinds: Kinds) -> None:
    """Headlines one below the other, each with the time of its page or the length of its film, are others'."""
    times = [number for number, kind in enumerate(kinds) if kind is MaskKind.TIMESTAMP]
    group: list[int] = []
    for number in [*times, None]:
        if group and number is not None and _headlines_only(text, lines, kinds, group[-1] + 1, number):
            group.append(number)
            continue
        if len(group) >= 2:
            _mark_group(text, lines, kinds, group)
        group = [] if number is None else [number]


def _headlines_only(text: str, lines: Sequence[Span], kinds: Kinds, start: int, end: int) -> bool:
    return 1 <= end - start <= 3 and all(kinds[number] or heading_like(text, lines[number]) for number in range(start, end))


def _mark_group(text: str, lines: Sequence[Span], kinds: Kinds, group: list[int]) -> None:
    step = group[1] - group[0]
    after = range(group[-1] + 1, min(group[-1] + step, len(lines)))
    before = range(max(group[0] - step + 1, 0), group[0])
    headlines_follow = bool(after) and all(kinds[number] or heading_like(text, lines[number]) for number in after)
    if not headlines_follow and group[0] >= 3 and all(kinds[number] or heading_like(text, lines[number]) for number in before):
        first, last = before.start, group[-1] + 1
    else:
        first, last = group[0], after.stop if headlines_follow else group[-1] + 1
    for number in range(first, last):
        kinds[number] = MaskKind.RELATED


def _mark_code(text: str, lines: Sequence[Span], kinds: Kinds) -> None:
    """Program text that leaked into the page: lines with its words, and lines of its signs beside them."""
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        if _like_code(words) and ("(" in words or "{" in words or ";" in words) and CODE.search(words):
            kinds[number] = MaskKind.SCRIPT
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for number in order:
            beside = kinds[number - order.step] is MaskKind.SCRIPT
            if beside and kinds[number] is not MaskKind.SCRIPT and _like_code(text[lines[number].start : lines[number].end]):
                kinds[number] = MaskKind.SCRIPT


def _like_code(words: str) -> bool:
    """Whether a line ends as code does and has many of its signs."""
    return words[-1] in "{};,)>" and sum(map(words.count, "{}();=[]<>&|")) * 25 >= len(words)
