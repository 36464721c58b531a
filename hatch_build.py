"""Build hook of the wheel: compiles ``data/`` to Parquet, and refuses to build from data with errors."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileData(BuildHookInterface):  # type: ignore[type-arg]
    """Put the tables of ``data/`` into the wheel. An editable install builds its tables on first use instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into a folder of its own, and have hatchling include it."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from negotiation_data.error import NegotiationDataError
        from negotiation_data.publish import build

        self._folder = Path(tempfile.mkdtemp(prefix="negotiation-data-"))
        try:
            build.build(Path(self.root) / "data", self._folder / "tables", cache=False, reviewed_only=True)
        except NegotiationDataError as error:
            lines = [f"{problem.place}: {problem.code} {problem.message} {problem.cure}" for problem in error.problems]
            raise SystemExit("\n".join([str(error), *lines])) from None
        build_data["force_include"][str(self._folder / "tables")] = "negotiation_data/_tables"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Delete what was only made for the wheel."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)
