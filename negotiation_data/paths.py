"""Where files live: in an installed wheel, or in a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["CHECKOUT", "TABLES", "cache_folder", "schema_folder"]

_PACKAGE = Path(__file__).resolve().parent

#: Root of the checkout that this package is imported from, or None in an installed wheel.
CHECKOUT: Path | None = _PACKAGE.parent if (_PACKAGE.parent / "schemas" / "VERSION").is_file() else None

#: Tables that came with the wheel; absent in a checkout, which builds its own.
TABLES = _PACKAGE / "_tables"


def schema_folder() -> Path:
    """The folder that holds ``VERSION`` and ``v1/``."""
    return CHECKOUT / "schemas" if CHECKOUT else _PACKAGE / "_schemas"


def cache_folder() -> Path:
    """Where this package keeps what it can make again: ``$NEGOTIATION_DATA_CACHE``, else the user's cache folder.

    Written out here, and not taken from a library, because readers install polars and nothing else.
    """
    if chosen := os.environ.get("NEGOTIATION_DATA_CACHE"):
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "negotiation-data"
