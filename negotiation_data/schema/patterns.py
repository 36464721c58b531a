"""Whether one pattern takes every text that another takes, with a text that shows it where not: by the automata of interegular."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["contains", "text_beyond"]


@lru_cache(maxsize=256)
def _beyond(old: str, new: str) -> tuple[bool, str | None]:
    """Whether it is known, and a text that the old pattern takes and the new one does not; None where there is none."""
    import interegular

    try:
        automata = [interegular.parse_pattern(_whole(pattern)).to_fsm() for pattern in (old, new)]
        left = automata[0].difference(automata[1])  # type: ignore[no-untyped-call]
        if left.empty():
            return True, None
        signs = next(iter(left.strings()))
        return True, "".join(sign if isinstance(sign, str) else "é" for sign in signs)
    except (interegular.Unsupported, interegular.InvalidSyntax, NotImplementedError):
        return False, None


def _whole(pattern: str) -> str:
    """A pattern that need match anywhere only, as one of the whole text."""
    before = "" if pattern.startswith("^") else ".*"
    after = "" if pattern.endswith("$") and not pattern.endswith(r"\$") else ".*"
    return f"{before}(?:{pattern.removeprefix('^').removesuffix('$') if not after else pattern.removeprefix('^')}){after}"


def contains(new: str, old: str) -> bool:
    """Whether it is proven that the new pattern takes whatever the old one does; what cannot be decided is not."""
    known, text = _beyond(old, new)
    return known and text is None


def text_beyond(new: str, old: str) -> str | None:
    """A text that the old pattern takes and the new one does not, if one is known."""
    return _beyond(old, new)[1]
