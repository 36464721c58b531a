"""Problems for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from negotiation_data.problem import Level, Problem

__all__ = ["problems_json"]


def problems_json(problems: Sequence[Problem], root: Path, **facts: Any) -> str:
    """``{"problems": [{code, level, message, cure, file, line, column, width, pointer}], "errors": n, …}`` and `facts`."""
    levels = Counter(problem.level for problem in problems)
    return json.dumps(
        {"problems": [_problem(problem, root) for problem in problems], **{f"{level}s": levels[level] for level in Level}, **facts},
        indent=2,
        ensure_ascii=False,
    )


def _problem(problem: Problem, root: Path) -> Mapping[str, Any]:
    found = asdict(problem)
    location = found.pop("location")
    location["file"] = (root / location["file"]).as_posix() if location["file"] else None
    return {**found, **location}
