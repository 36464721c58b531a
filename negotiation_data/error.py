"""The one exception of this package. In a module of its own, as every reader imports it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiation_data.problem import Problem

__all__ = ["NegotiationDataError"]


class NegotiationDataError(Exception):
    """What this package raises for a user's mistake or broken data. The message is one that a person can act on."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)
