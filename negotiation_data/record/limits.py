"""What no record's text may hold or exceed, whichever reader looks at it."""

from __future__ import annotations

import re

__all__ = ["FORBIDDEN", "LONGEST_SPAN", "MAX_BYTES", "MAX_DEPTH", "depth_bound"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

#: Longest span of evidence, in code points. A sentence of news has 250 at most nearly always; a span is to support one value.
LONGEST_SPAN = 400

# Characters that have no place in a record: controls, line separators that YAML 1.1 and 1.2 treat differently, and
# marks that reverse what a reader sees. Zero-width joiner and non-joiner are spelling in Persian and Urdu and stay.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")

_BLOCK_PREFIX = re.compile(r"^[ \-?:]*", re.MULTILINE)
# A line whose brackets open and close on it, one level deep, with nothing that could hide a bracket from the parser.
_SIMPLE_BRACKETS = re.compile(r"[^\[\]{}\"'#]*(?:(?:\[[^\[\]{}\"'#]*\]|\{[^\[\]{}\"'#]*\})[^\[\]{}\"'#]*)*")


def depth_bound(text: str) -> int:
    """An upper bound on how deeply collections nest, without parsing.

    Each block level takes a column of its own, or shares one with the mapping around it; each flow level takes an
    opening bracket, on a line by itself or left open by a line above.
    """
    block = 2 * max(map(len, _BLOCK_PREFIX.findall(text)), default=0)
    lines = [line for line in text.split("\n") if "[" in line or "{" in line]
    return block + 1 + sum(line.count("[") + line.count("{") for line in lines if not _SIMPLE_BRACKETS.fullmatch(line))
