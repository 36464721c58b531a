"""Text of unknown origin made fit for a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["printable"]

_KEPT = {"\u200c", "\u200d"}  # joiners are spelling in Persian and Urdu


def printable(text: str) -> str:
    """The text with every control and direction-changing character written as an escape, so that none is obeyed."""
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else f"\\u{ord(char):04x}"
        for char in text
    )
