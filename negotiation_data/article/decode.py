"""Bytes to text, or one sentence that says why not."""

from __future__ import annotations

import codecs
import re

from negotiation_data.error import NegotiationDataError

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "decoded", "refuse_unreadable"]

MAX_BYTES = 12_000_000
#: Of an article's text; a book has about as many.
MAX_CHARACTERS = 500_000

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
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"PAR1", "a Parquet file"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_WORD = re.compile(r"[^\W_]")


def decoded(content: bytes) -> str:
    """The text of a file, without its byte order mark; else NegotiationDataError."""
    if len(content) > MAX_BYTES:
        raise NegotiationDataError(f"This file has {len(content):,} bytes, and {MAX_BYTES:,} at most are read: save the article alone.")
    for magic, what in _OTHER_FILES:
        if content.startswith(magic):
            raise NegotiationDataError(f"This file is {what}: save the article as plain text or as HTML.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    return _strictly(content, "utf-8")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NegotiationDataError(f"Byte {error.start + 1:,} of this file is not {encoding.upper()}: save the article as UTF-8.") from None


def refuse_unreadable(text: str) -> None:
    """Raise NegotiationDataError for what is no text, or too much of it."""
    if len(text) > MAX_CHARACTERS:
        raise NegotiationDataError(
            f"This text has {len(text):,} characters, and {MAX_CHARACTERS:,} at most are read: save the article alone."
        )
    if "\0" in text or len(_CONTROLS.findall(text)) * 50 > len(text):
        raise NegotiationDataError("This is binary data, not text: save the article as plain text or as HTML.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NegotiationDataError(f"Character {error.start + 1:,} of this text is half of a character (a lone surrogate).") from None
    if not _WORD.search(text):
        raise NegotiationDataError("This text has no words in it.")
