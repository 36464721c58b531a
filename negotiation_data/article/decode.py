"""Bytes to text, or one sentence that says why not."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from negotiation_data.error import NegotiationDataError

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "decoded", "refuse_unreadable", "too_much"]

MAX_BYTES = 12_000_000
#: Of an article's text: forty thousand words.
MAX_CHARACTERS = 250_000

# UTF-32 first: its mark in little-endian order begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"PAR1", "a Parquet file"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_WORD = re.compile(r"[^\W_]")
_HTML = re.compile(
    r"\s{0,200}(?:<!--.{0,2000}?-->\s{0,200}|<\?xml[^>]{0,200}>\s{0,200}){0,5}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|script|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_BYTES = re.compile(_HTML.pattern.encode(), re.IGNORECASE | re.DOTALL)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_GUESSED_FROM = 16_384
#: Accents and quotes stand alone between letters of ASCII; what stands in long runs are words of another script.
_WORDS = re.compile(rb"[\x80-\xff]{3,}")
_OF_ANOTHER_SCRIPT = 0.2


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, without its byte order mark, and whether it is HTML; else NegotiationDataError."""
    if len(content) > MAX_BYTES:
        raise too_much("file", MAX_BYTES, "bytes")
    for magic, what in _OTHER_FILES:
        if content.startswith(magic):
            raise NegotiationDataError(f"This file is {what}: save the article as plain text or as HTML.")
    text = _text(content)
    return text, bool(_HTML.match(text))


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    try:
        return content.decode()  # what is valid UTF-8 and has more than ASCII is nothing else, whatever it declares
    except UnicodeDecodeError as error:
        fault = error
    is_html = bool(_HTML_BYTES.match(content))
    lenient = content.decode(errors="replace")
    if lenient.count("\ufffd") * 5 < sum(map(len, re.findall(r"[^\x00-\x7f]+", lenient))) or fault.start >= len(content) - 3:
        if is_html:
            return lenient  # as browsers do
        raise NegotiationDataError(f"Byte {fault.start + 1:,} of this file is not UTF-8: save the article as UTF-8.")
    declared = _DECLARED.search(content, 0, _DECLARED_WITHIN) if is_html else None
    for other in _encodings(content, declared[1] if declared else None):
        try:
            return _strictly(content, other)
        except NegotiationDataError:
            continue
    raise NegotiationDataError("It cannot be told in which encoding this file was saved: save the article as UTF-8.")


def _encodings(content: bytes, declared: bytes | None) -> Iterator[str]:
    """What a text that is not Unicode may be in, likeliest first."""
    for other in (_known(declared) if declared else None, _western(content)):
        if other:
            yield other
    if guessed := _guessed(content):
        yield guessed


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NegotiationDataError(f"Byte {error.start + 1:,} of this file is not {encoding.upper()}: save the article as UTF-8.") from None


def _known(name: bytes) -> str | None:
    """The text encoding that a page declares, if there is such a one; browsers read ISO 8859-1 as Windows 1252."""
    try:
        found = codecs.lookup(name.decode("ascii", "replace"))
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name == "utf-8":
        return None
    return "cp1252" if found.name in {"iso8859-1", "ascii"} else found.name


def _western(content: bytes) -> str | None:
    """Windows 1252, which browsers take for English, for a text in Latin letters: a handful of accents tells no guesser anything."""
    seen = content[:_GUESSED_FROM]
    runs = sum(map(len, _WORDS.findall(seen)))
    return "cp1252" if runs < _OF_ANOTHER_SCRIPT * sum(byte > ord("\x7f") for byte in seen) else None


def _guessed(content: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError as error:
        raise NegotiationDataError(
            f"This file is not UTF-8; reading it needs {error.name}: install with `pip install 'negotiation-data[articles]'`."
        ) from None
    best = from_bytes(content[:_GUESSED_FROM]).best()
    return best.encoding if best else None


def too_much(what: str, most: int, of: str) -> NegotiationDataError:
    """What is raised for more than is read of anything."""
    return NegotiationDataError(f"This {what} has more than {most:,} {of}, which is the most that is read: save the article alone.")


def refuse_unreadable(text: str) -> None:
    """Raise NegotiationDataError for what is no text, or too much of it."""
    if len(text) > MAX_CHARACTERS:
        raise too_much("text", MAX_CHARACTERS, "characters")
    if "\0" in text or len(_CONTROLS.findall(text)) * 50 > len(text):
        raise NegotiationDataError("This is binary data, not text: save the article as plain text or as HTML.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NegotiationDataError(f"Character {error.start + 1:,} of this text is half of a character (a lone surrogate).") from None
    if not _WORD.search(text):
        raise NegotiationDataError("This text has no words in it.")
