"""What `tidy` would change, as a diff."""

from __future__ import annotations

import difflib
from pathlib import Path

from negotiation_data.record.tidy import Tidied
from negotiation_data.report.printable import printable

__all__ = ["diff"]


def diff(found: Tidied, root: Path) -> str:
    """A unified diff of one file, of whose text nothing is obeyed by a terminal."""
    name = (root / found.path).as_posix()
    before = found.before.decode(errors="replace").splitlines()
    after = (found.after or b"").decode().splitlines()
    lines = difflib.unified_diff(before, after, name, name, lineterm="", n=2)
    return "\n".join(map(printable, lines))
