"""A file to a `Document`: plain text as it is, saved HTML as what a person sees of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from negotiation_data.article import pagedate
from negotiation_data.article.dateline import dateline, outlet_in, stands_alone
from negotiation_data.article.decode import MAX_BYTES, decoded, refuse_unreadable
from negotiation_data.article.document import Document, PublishedBasis, Span
from negotiation_data.article.furniture import heading_like, kinds_of, masks
from negotiation_data.article.language import language_of, tag
from negotiation_data.article.paragraphs import paragraphs
from negotiation_data.article.sentences import sentences
from negotiation_data.error import NegotiationDataError

if TYPE_CHECKING:
    from negotiation_data.article.html import Page

__all__ = ["from_html", "from_text", "read"]

_TOP = 8
_BY_THE_TITLE = 4
_FOOTER_LINES = 12


def read(source: str | Path | bytes, *, published: date | None = None, url: str | None = None) -> Document:
    """Read an article from a file, or from the bytes of one: plain text, or HTML that was saved from a browser.

    `published` is believed before anything that the page says. Raises NegotiationDataError, in one sentence, for what
    cannot be read.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    text, is_html = decoded(content)
    return (from_html if is_html else from_text)(text, published=published, url=url)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise NegotiationDataError(f"{path} cannot be read: {why[:1].lower()}{why[1:]}.") from None


def from_text(text: str, *, published: date | None = None, url: str | None = None, language: str | None = None) -> Document:
    """Read an article from its plain text, which becomes the document's text as it is.

    Its language is told from its words where it is not given: of a text of few words not without a model of 70 MiB.
    """
    refuse_unreadable(text)
    return _document(text, paragraphs(text), None, published, url, language)


def from_html(content: str, *, published: date | None = None, url: str | None = None) -> Document:
    """Read an article from a page's HTML; all that is visible of it becomes the document's text."""
    try:
        from negotiation_data.article.html import page
    except ImportError as error:  # lxml without its cleaner is no ModuleNotFoundError
        raise NegotiationDataError(
            f"Reading HTML needs {error.name or 'more of lxml'}: install with `pip install 'negotiation-data[articles]'`."
        ) from None
    shown = page(content, url)
    return _document(shown.text, shown.lines, shown, published, url)


def _document(
    text: str, lines: tuple[Span, ...], shown: Page | None, published: date | None, url: str | None, language: str | None = None
) -> Document:
    outside = shown.outside() if shown else frozenset[int]()
    title = shown.title_line() if shown else None
    dates = pagedate.date_lines(text, lines)
    kinds = kinds_of(text, lines, dates, outside, title)
    story = [line for line, kind in zip(lines, kinds, strict=True) if kind is None]
    title = title or _title(text, story)
    in_front = pagedate.in_front(text, story[0]) if story else None
    opening = dateline(text, [_after(text, line, in_front) for line in story[:_TOP] if line != title])
    url = url or (shown.url if shown else None)
    if shown:  # a date outside the main text is of this page only if it stands by its title
        dates = [told for told in dates if told.line not in outside or _near(told.line, title, lines)]
    dating = _dating(text, story, dates, opening, shown, published, url)
    sample = "\n".join(text[line.start : min(line.end, line.start + 1000)] for line in story[:10])
    return Document(
        text=text,
        title=title,
        paragraphs=lines,
        sentences=tuple(span for line in lines for span in sentences(text, line)),
        masks=masks(text, lines, kinds, title),
        dateline=opening,
        published=dating.day,
        published_basis=dating.basis,
        published_at=dating.span,
        language=language or tag(shown.language if shown else None, language_of(sample)),
        outlet=(shown.outlet if shown else None) or _outlet(text, lines, opening, url),
        url=url,
    )


def _after(text: str, line: Span, in_front: tuple[date, Span] | None) -> Span:
    """A line without the date in front of it."""
    if in_front is None or in_front[1].start != line.start:
        return line
    start = in_front[1].end
    return Span(start + len(text[start : line.end]) - len(text[start : line.end].lstrip()), line.end)


def _near(number: int, title: Span | None, lines: Sequence[Span]) -> bool:
    return title is not None and abs(bisect_left(lines, title) - number) <= _BY_THE_TITLE


# ---------------------------------------------------------------------------- title


def _title(text: str, story: Sequence[Span]) -> Span | None:
    """The first line that is not masked, if it looks like a headline; a word or two above it is the section's name."""
    for line in story[:3]:
        if stands_alone(text, line):
            break
        words = text[line.start : min(line.end, line.start + 400)].split()
        if len(words) < 3 and len(story) > 2:
            continue
        if heading_like(text, line) and 3 <= len(words) <= 30 and line != story[-1]:
            return line
        break
    return None


# ---------------------------------------------------------------------------- date of publication


@dataclass(frozen=True, slots=True)
class _Dating:
    day: date | None
    basis: PublishedBasis
    span: Span | None = None


def _dating(
    text: str,
    story: Sequence[Span],
    dates: Sequence[pagedate.DateLine],
    opening: Span | None,
    shown: Page | None,
    given: date | None,
    url: str | None,
) -> _Dating:
    """The day of publication, from what is most to be believed of what tells it."""
    if given is not None:
        return _Dating(given.date() if isinstance(given, datetime) else given, PublishedBasis.GIVEN)
    if shown and shown.published:
        return _Dating(shown.published, PublishedBasis.METADATA)
    in_address, year = pagedate.in_address(url) if url else (None, None)
    if in_address:
        return _Dating(in_address, PublishedBasis.URL)
    told = next((told for told in dates if told.published), None) or next(iter(dates), None)
    if told:
        return _Dating(told.day, PublishedBasis.TEXT, told.span)
    if story and (in_front := pagedate.in_front(text, story[0])):
        return _Dating(in_front[0], PublishedBasis.TEXT, in_front[1])
    if opening:
        for day, span in pagedate.days_in(text, opening.start, opening.end):
            return _Dating(day, PublishedBasis.TEXT, span)
        if year and (without_year := pagedate.without_year(text, opening, year)):
            return _Dating(without_year, PublishedBasis.TEXT, opening)
    if found := pagedate.said_relatively(text, story):
        return _Dating(found[0], PublishedBasis.TEXT, found[1])
    if shown and shown.marked:
        return _Dating(shown.marked, PublishedBasis.METADATA)
    return _Dating(None, PublishedBasis.NONE)


# ---------------------------------------------------------------------------- outlet

_FOOTER = re.compile(
    r"(?i:discover more from |(?:copyright |\(c\) |© ?)+(?:(?:19|20)[0-9]{2}(?: ?[-–] ?(?:19|20)?[0-9]{2})?,? ?)?(?:by )?)"
    r"(?P<name>[A-Z][\w&'’. -]{1,50}?)(?=[.,|]? ?(?i:all rights|\||$|\. |, (?:inc|llc|ltd)))"
)


def _outlet(text: str, lines: Sequence[Span], opening: Span | None, url: str | None) -> str | None:
    """Who published it: the agency in the dateline, the name in the footer, the host in the address."""
    if opening and (agency := outlet_in(text, opening)):
        return agency
    for line in lines[-_FOOTER_LINES:]:
        if line.end - line.start <= 200 and (match := _FOOTER.match(text[line.start : line.end])):
            return match["name"].strip()
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.")[:80] or None
