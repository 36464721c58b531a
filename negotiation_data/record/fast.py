"""The fast reader: YAML by yaml-rs, for texts without any construct on which readers differ.

`record.yaml` defines the meaning; ``tests/record/test_yaml.py`` holds the two to the same data.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from negotiation_data.record.limits import FORBIDDEN, MAX_BYTES, MAX_DEPTH, depth_bound

try:
    import yaml_rs
except ImportError:  # an extra: reading is slower without it, and means the same
    yaml_rs = None  # type: ignore[assignment]

__all__ = ["read_fast"]

_SAFE_DEPTH = 500  # both readers were seen to stand 3,000

# What the fast reader is not trusted with: constructs on which readers were seen to differ, or may. Looking for
# them must cost less than the parsing that they guard, hence plain searches first and patterns only where those hit.

# Anchors, tags, complex keys, block scalars, reserved signs, where a token begins. A pattern that begins with one
# character is searched for many times faster than a choice of them.
_SIGNS = {sign: re.compile(rf"{re.escape(sign)}(?<=[ \n\[{{,:].)" + ("(?! )" if sign in "&*" else "")) for sign in "&*!?|>@`%"}
_COLON_IN_DOUBT = re.compile(r":(?:(?<=[ \n\[{,:]:)| *[,\]}:])")
_MARKER_LINES = ("\n---", "\n...", "\n%")
_OPEN_BRACKET = re.compile(r"\[[^\]\n]*$|\{[^}\n]*$", re.MULTILINE)
# A bracket that has another inside, or a quote that could hide one, or that is not closed on its line.
_BRACKETS_IN_DOUBT = [re.compile(rf"{opening}[^\]}}\n\[{{\"']*+(?![\]}}])") for opening in (r"\[", r"\{")]
_DEEP_INDENT = re.compile(r"\n[ \-?:]{9}")
# A sign of a number's odd spelling, and whether the word around it has one: 1_000, 0b1, +0x1, which readers take for
# numbers or for text.
_DIGITS_IN_DOUBT = re.compile(r"0[bBxXoO](?<=[ \n\[\]{},:+.\-]..)")
_UNDERSCORE_IN_DOUBT = re.compile(r"_(?<=[ \n\[\]{},:+.\-0-9].)")
_ODD_NUMBER = re.compile(r"[-+.]*(?:_|[0-9][0-9.]*_|0b[01_]*\Z)|[-+]0[xo]", re.IGNORECASE)
_TOKEN_HEAD = re.compile(r"[^ \[\]{},:]*\Z")
_TOKEN_TAIL = re.compile(r"[^ \n\[\]{},:]*")
_PLAIN_BYTES = bytes([10, *range(32, 127)])


def _is_unusual(text: str) -> bool:
    """Whether PyYAML alone must decide what a text means."""
    # A text that begins with a letter or a remark begins with no marker, sign or odd number.
    if "\t" in text or "\\" in text or not (text[:1].isalpha() or text.startswith("#")):
        return True
    if any(mark in text for mark in _MARKER_LINES) or _COLON_IN_DOUBT.search(text):
        return True
    if any(sign in text and pattern.search(text) for sign, pattern in _SIGNS.items()):
        return True
    return any(
        _ODD_NUMBER.match(_token(text, match.start()))
        for pattern in (_DIGITS_IN_DOUBT, _UNDERSCORE_IN_DOUBT)
        for match in pattern.finditer(text)
    )


def _token(text: str, position: int) -> str:
    """The run of characters around a position that no bracket, comma, colon or space interrupts."""
    head = _TOKEN_HEAD.search(text[text.rfind("\n", 0, position) + 1 : position])
    tail = _TOKEN_TAIL.match(text, position)
    assert head is not None
    assert tail is not None
    return head[0] + tail[0]


def _has_forbidden(content: bytes, text: str) -> bool:
    if content.isascii():
        return bool(content.translate(None, _PLAIN_BYTES))
    return FORBIDDEN.search(text) is not None


def read_fast(content: bytes) -> dict[str, Any] | None:
    """The data by yaml-rs, or None where PyYAML must decide, or where yaml-rs is not installed."""
    if yaml_rs is None or len(content) > MAX_BYTES:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    # With no line indented beyond 8 and each bracket closed on its line around nothing but words, nothing nests deeper
    # than 8 columns, two levels a column, and one bracket; else it is counted.
    brackets = any(pattern.search(text) for pattern in _BRACKETS_IN_DOUBT)
    deep = brackets or text.startswith((" ", "-", "?")) or _DEEP_INDENT.search(text) is not None
    if (deep and depth_bound(text) > _SAFE_DEPTH) or (brackets and _OPEN_BRACKET.search(text)):
        return None
    if _has_forbidden(content, text) or _is_unusual(text):
        return None
    try:
        data: Any = yaml_rs.loads(text, parse_datetime=False)
        dumped = orjson.dumps(data, option=orjson.OPT_STRICT_INTEGER)
    except (ValueError, TypeError):  # a fault, a key that is not text, a number too large: worded by the slow path
        return None
    # JSON writes every control character and line break with a backslash, and the text had none; and what is no
    # number as null, which no field takes anyway.
    plain = b"\\" not in dumped and b"null" not in dumped
    sound = isinstance(data, dict) and plain and not (deep and _depth(data) > MAX_DEPTH)
    return data if sound else None


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)
