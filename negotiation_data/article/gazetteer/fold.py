"""Text made comparable: marks off letters, one apostrophe, one dash, one space; with the way back to the text as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["fold"]

_SINGLE = {
    **dict.fromkeys("’‘‛ʼʻʾʿ`´′ˈ", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u2002\u2003\u3000\t\n\r", " "),
}
_SINGLE |= dict(zip("øØłŁđĐıħĦŧŦəƏ", "oOlLdDihHtTeE", strict=True))
#: Seen by nobody: soft hyphens, joiners, marks of direction, byte order marks.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_ODD = re.compile(r"[^\x00-\x7f]|[\t\n\r`]| {2,}")


#: An acronym written as older newspapers do, "M.P.L.A.", and no initials, "A.Q.M. Khan". A state's of two letters has names of its own.
_DOTTED = re.compile(
    r"[A-Z](?<![\w.][A-Z])\.(?:[A-Z]\.){2,}"
    r"(?! (?!(?:The|A|An|But|In|On|At|It|Its|He|She|They|Both|This|That|And|For|After|Before|When|While|Talks)\b)[A-Z][a-z])"
)
_NOTHING = "\u200b"


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ODD_ASCII = tuple(odd for odd in _SINGLE if odd.isascii())
_MORE_SPACES = re.compile("(?<= ) +")


@cache
def _unseen() -> re.Pattern[str]:
    """Letters that the table leaves out."""
    return re.compile("[" + "".join(re.escape(chr(code)) for code, plain in _table().items() if plain is None) + "]+")


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(character): plain for character, plain in _SINGLE.items()}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)]:
        if code in table:
            continue
        parts = [part for part in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(part)]
        if len(parts) == 1:
            table[code] = parts[0]
    table |= dict.fromkeys(range(0x300, 0x370), None)
    table |= dict.fromkeys(map(ord, _UNSEEN), None)
    return table


def _plain(text: str) -> str:
    """The text by the table, which few letters of a text are in: to look each up takes ten times as long."""
    for odd in _ODD_ASCII:
        text = text.replace(odd, _SINGLE[odd])
    if text.isascii():
        return text
    table = _table()
    return _NOT_ASCII.sub(lambda found: table.get(ord(found[0]), found[0]) or "", text)


def fold(text: str) -> tuple[str, list[int] | None]:
    """The comparable text, and for each of its characters the index in `text` (one more at the end); None where they are the same.

    Case is kept; an acronym loses its full stops. Two line ends stay apart from one space, so that no name reaches over a paragraph's end.
    """
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", _NOTHING), text)
    if not _ODD.search(text):
        return text, None
    text = text.replace("\n\n", "\x0b\x0b")
    folded = _plain(text)
    if len(folded) == len(text) and "  " not in folded:
        return folded, None
    places: list[int] = []
    kept = 0
    for unseen in _unseen().finditer(text):
        places.extend(range(kept, unseen.start()))
        kept = unseen.end()
    places.extend(range(kept, len(text)))
    pieces: list[str] = []
    apart: list[int] = []
    kept = 0
    for spaces in _MORE_SPACES.finditer(folded):
        pieces.append(folded[kept : spaces.start()])
        apart.extend(places[kept : spaces.start()])
        kept = spaces.end()
    pieces.append(folded[kept:])
    return "".join(pieces), [*apart, *places[kept:], len(text)]
