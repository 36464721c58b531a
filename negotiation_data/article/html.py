"""A saved page: all that a person sees of it as text, and which lines of that are its article.

Nothing visible is cut. trafilatura says what the main text is; a line that is not in its answer is outside. What the page says
of itself (date, site, title, language, address) is read from its markup, by trafilatura and htmldate.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.metadata import extract_metadata

from negotiation_data.article.decode import refuse_unreadable, too_much
from negotiation_data.article.document import Span
from negotiation_data.article.pagedate import days_in
from negotiation_data.article.paragraphs import paragraphs
from negotiation_data.article.wordings import entries
from negotiation_data.error import NegotiationDataError

__all__ = ["Page", "page"]

MAX_TAGS = 12_000
MAX_DEPTH = 100
#: Depths of all elements together: what looks at an element often looks at all around it.
MAX_NESTING = 300_000
MAX_ATTRIBUTES = 3_000

_UNSEEN = entries("head script style noscript template iframe object embed svg canvas audio video map select datalist")
_BLOCKS = entries(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure footer form",
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody tfoot thead tr ul",
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Marks that no reader sees: soft hyphens and zero-width spaces, marks of direction, byte order marks; and controls.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# libxml2 compares each attribute of an element with all before it.
_QUOTED = r"\"[^\"]*+(?:\"|$)|'[^']*+(?:'|$)|[^\s>\"'][^\s>]*+"
_MANY_ATTRIBUTES = re.compile(rf"<[A-Za-z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:{_QUOTED})?+)?+){{{MAX_ATTRIBUTES}}}")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_SPACE, _CELL, _LINE, _BLOCK = " ", "\t", "\n", "\n\n"  # what parts two words, weakest first

_SHINGLE = 5
_LEAST_KEPT = 200
_LONGEST_TITLE = 400


@dataclass(frozen=True, slots=True)
class Page:
    """What a saved page shows, and what its markup says of it."""

    text: str
    lines: tuple[Span, ...]
    main: frozenset[tuple[str, ...]] | None
    """Runs of words of the main text, and its short lines; None where it was not found."""
    title: str | None
    headings: tuple[str, ...]
    published: date | None
    """By the metadata."""
    marked: date | None
    """By what looks like a date of publication elsewhere in the markup."""
    outlet: str | None
    language: str | None
    url: str | None

    def outside(self) -> frozenset[int]:
        """The numbers of the lines that do not belong to the main text."""
        if self.main is None:
            return frozenset()
        return frozenset(number for number, line in enumerate(self.lines) if not self._is_main(self.text[line.start : line.end]))

    def _is_main(self, line: str) -> bool:
        assert self.main is not None
        runs = list(_runs(line))
        return not runs or sum(run in self.main for run in runs) * 2 >= len(runs)

    def title_line(self) -> Span | None:
        """The line that is the title: a heading that the page's title begins with, or the title itself."""
        if not self.title and not self.headings:
            return None
        title = _words(self.title or "")
        headings = {_words(heading) for heading in self.headings} - {()}
        alike = [
            line
            for line in self.lines
            if line.end - line.start <= 400 and _is_title(_words(self.text[line.start : line.end]), title, headings)
        ]
        return alike[0] if alike else None


def _is_title(words: tuple[str, ...], title: tuple[str, ...], headings: set[tuple[str, ...]]) -> bool:
    if len(words) < 2:
        return False
    return words == title or (words in headings and (not title or title[: len(words)] == words or len(headings) == 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _runs(line: str) -> Iterator[tuple[str, ...]]:
    """Five words and five words and so on, overlapping; all words of a shorter line, marked as such."""
    words = _words(line)
    if len(words) < _SHINGLE:
        if words:
            yield ("", *words)
        return
    for start in range(len(words) - _SHINGLE + 1):
        yield words[start : start + _SHINGLE]


def page(content: str, url: str | None = None) -> Page:
    """Read a page's markup. Raises NegotiationDataError for what is too large, too deep, or shows nothing."""
    if content.count("<") > MAX_TAGS * 2:
        raise too_much("page", MAX_TAGS, "elements")
    if _MANY_ATTRIBUTES.search(content):
        raise too_much("page", MAX_ATTRIBUTES - 1, "attributes on one element")
    if "\0" in content:
        raise NegotiationDataError("This is binary data, not text: save the article as plain text or as HTML.")
    # In UTF-8 whatever the page declares, as it has been decoded; libxml2 would believe the declaration.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = lxml_html.document_fromstring(content.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise NegotiationDataError("This page shows no text.") from None
    text = "".join(_visible(tree))
    headings = tuple(" ".join(heading.itertext())[:1000] for heading in list(tree.iter("h1"))[:5])
    refuse_unreadable(text)
    return _described(tree, text, headings, content, url)


# ---------------------------------------------------------------------------- what is seen


def _visible(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """The visible text, piece by piece: white space collapsed, lines where the page breaks them."""
    gap, begun = "", False
    for piece in _pieces(tree):
        if piece in (_SPACE, _CELL, _LINE, _BLOCK):
            gap = max(gap, piece, key=("", _SPACE, _CELL, _LINE, _BLOCK).index)
            continue
        if begun:
            yield gap
        yield piece
        gap, begun = "", True


def _pieces(tree: lxml_html.HtmlElement) -> Iterator[str]:
    depth, nesting, elements, preformatted = 0, 0, 0, 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        if event == "start":
            depth, nesting, elements = depth + 1, nesting + depth + 1, elements + 1
            if depth > MAX_DEPTH or nesting > MAX_NESTING:
                raise NegotiationDataError("The elements of this page are nested too deeply: save the article alone.")
            if elements > MAX_TAGS:
                raise too_much("page", MAX_TAGS, "elements")
            if _unseen(element):
                walk.skip_subtree()
                continue
            yield from _parting(name)
            preformatted += name == "pre"
            yield from _collapsed(element.text, preformatted)
        else:
            depth -= 1
            if not _unseen(element):
                preformatted -= name == "pre"
                yield from _parting(name)
            if element is not tree:
                yield from _collapsed(element.tail, preformatted)


def _unseen(element: lxml_html.HtmlElement) -> bool:
    name = element.tag
    if (
        name in _UNSEEN
        or not isinstance(name, str)
        or element.get("hidden") is not None
        or (name == "dialog" and element.get("open") is None)
    ):
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style[:2000]))


def _parting(name: str) -> Iterator[str]:
    if name in _BLOCKS:
        yield _BLOCK
    elif name == "br":
        yield _LINE
    elif name in ("td", "th"):
        yield _CELL


def _collapsed(text: str | None, preformatted: int) -> Iterator[str]:
    if not text:
        return
    lines = _INVISIBLE.sub("", text).splitlines() if preformatted else [_INVISIBLE.sub("", text)]
    for number, line in enumerate(lines):
        if number:
            yield _LINE
        bare = _SPACES.sub(" ", line)
        words = bare.strip()
        if bare[:1] == " ":
            yield _SPACE
        if words:
            yield words
            if bare[-1:] == " ":
                yield _SPACE


# ---------------------------------------------------------------------------- what is said of it

_PUBLISHED = entries(
    "article.published article:published_time citation_publication_date cxenseparse:recs:publishtime date.issued datecreated datepublished",
    "dc.date dc.date.created dc.date.issued dcterms.created dcterms.issued displaydate og:article:published_time og:published_time",
    "originalpublicationdate parsely-pub-date pub_date pubdate publication_date publicationdate publish-date publish_date publishdate",
    "rnews:datepublished sailthru.date",
)
_LONGEST_ATTRIBUTE = 500
_LONGEST_SEARCHED = 2_000_000
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1970-01-01", "max_date": "2199-12-31"}
_LINKED_DATA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")


def _described(tree: lxml_html.HtmlElement, text: str, headings: tuple[str, ...], content: str, url: str | None) -> Page:
    lines = paragraphs(text, wrapped=False)
    published = _published(tree)
    _lighten(tree)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None
    try:
        found = trafilatura.bare_extraction(copy.deepcopy(tree), url=url, include_comments=False, include_tables=True, with_metadata=False)
        known = extract_metadata(
            copy.deepcopy(tree),
            url,
            {"extensive_search": False, "original_date": True, "min_date": "1970-01-01", "max_date": "2199-12-31"},
            extensive=False,
        )
    except Exception:
        return Page(text, lines, None, None, headings, published, None, None, language, None)
    main = getattr(found, "text", None) or ""
    runs = frozenset(run for line in main.splitlines() for run in _runs(line)) if len(main) >= _LEAST_KEPT else None
    return Page(
        text=text,
        lines=lines,
        main=runs,
        title=_line(known.title, _LONGEST_TITLE),
        headings=headings,
        published=published,
        marked=_stated(known.date, content) if isinstance(known.date, str) else None,
        outlet=_line(known.sitename, 80),
        language=language,
        url=known.url if isinstance(known.url, str) and re.match(r"https?://\S{3,2000}$", known.url) else None,
    )


def _lighten(tree: lxml_html.HtmlElement) -> None:
    """Take away what is not seen and takes long to search: programs, pictures in attributes."""
    for element in list(tree.iter()):
        if element.tag != "head" and _unseen(element):
            element.drop_tree()
            continue
        for name, value in element.attrib.items():
            if len(value) > _LONGEST_ATTRIBUTE:
                del element.attrib[name]
        if element.tag == "title" and len(element.text or "") > _LONGEST_ATTRIBUTE:
            element.text = None


def _line(text: object, longest: int) -> str | None:
    """Text from markup as one line without what no reader sees, if it is not too long."""
    if not isinstance(text, str):
        return None
    line = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return line if line and len(line) <= longest else None


def _published(tree: lxml_html.HtmlElement) -> date | None:
    """The day that the page's metadata give for its publication."""
    for meta in tree.iter("meta"):
        names = {str(meta.get(attribute) or "").strip().casefold() for attribute in ("property", "name", "itemprop")}
        if names & _PUBLISHED and (day := _first_day(meta.get("content") or meta.get("datetime"))):
            return day
    for script in tree.iter("script"):
        linked = (script.text or "")[:_LONGEST_SEARCHED] if "ld+json" in (script.get("type") or "") else ""
        if (match := _LINKED_DATA.search(linked)) and (day := _first_day(match[1])):
            return day
    for element in tree.iter("time", "span", "abbr"):
        if (element.get("itemprop") or "").casefold() == "datepublished":
            return _first_day(element.get("datetime") or element.get("content"))
    return None


def _first_day(text: str | None) -> date | None:
    text = (text or "")[:60]
    if re.match(r"(?:19|20)[0-9]{6}(?![0-9])", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return next((day for day, _ in days_in(re.sub(r"(?<=[0-9])T(?=[0-9])", " ", text))), None)


def _stated(iso: str, content: str) -> date | None:
    """A day that htmldate found, if the page has it in writing: a page that says "yesterday" would otherwise be of the reader's day."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return None
    compact = f"{day:%Y%m%d}" in content or f"{day:%Y/%m/%d}" in content or f"{day:%Y-%m-%d}" in content
    return day if compact or any(day == found for found, _ in days_in(content[:_LONGEST_SEARCHED])) else None
