"""Two editions side by side: what differs, in numbers and in words, and how much evidence each has."""

from __future__ import annotations

from dataclasses import dataclass

from negotiation_data.publish.coverage import coverage, total
from negotiation_data.publish.edition import Edition
from negotiation_data.publish.words import Words, names_in
from negotiation_data.schema.model import Model
from negotiation_data.table.diff import Diff, diff, plain_frames

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions; `coverage` counts the values of each by how well they are known."""

    before: Edition
    after: Edition
    diff: Diff
    words: Words
    coverage: tuple[dict[str, int], dict[str, int]]


def compare(model: Model, before: Edition, after: Edition) -> Comparison:
    """Compare two editions."""
    return Comparison(
        before,
        after,
        diff(model, before.frames, after.frames),
        Words(model, names_in(model, before.frames, after.frames)),
        (_covered(model, before), _covered(model, after)),
    )


def _covered(model: Model, edition: Edition) -> dict[str, int]:
    return total(coverage(model, plain_frames(model, edition.frames)))
