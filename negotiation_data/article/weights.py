"""What features of an article weigh: logistic regressions fitted on the development articles, read from `rules/weights.toml`.

Rules of thumb that add up words look superb on the articles that they were written on and fail on the next ones; weights that a
regression finds are smaller and hold. `benchmarks/articles/fit.py` writes the file; nothing in it is set by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import fsum
from typing import TypeAlias

__all__ = ["SAYS", "Features", "Model", "answers", "labels", "model", "reread"]

#: What is seen of something, each with how much of it there is.
Features: TypeAlias = Mapping[str, float]
#: Before a single word that a text has, where that is a feature.
SAYS = "says "


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features.

    Attributes:
        intercept: log-odds where nothing is seen.
        weights: what each feature adds.
        least: from these log-odds on it is taken as true.
        sure: from these on it may be filled in without being asked.
    """

    intercept: float
    weights: Mapping[str, float]
    least: float = 0.0
    sure: float = float("inf")

    def log_odds(self, features: Features) -> float:
        """How much speaks for it; features that the weights do not know count nothing."""
        weight_of = self.weights.get
        return self.intercept + fsum([value * weight for name, value in features.items() if value and (weight := weight_of(name))])


@cache
def _models() -> dict[str, dict[str, Model]]:
    held = tomllib.loads((resources.files(__package__) / "rules" / "weights.toml").read_text(encoding="utf-8"))
    return {name: {label: Model(**entry) for label, entry in entries.items()} for name, entries in held.items()}


def model(name: str) -> Model:
    """The model of a question that is answered by yes or no."""
    return _models()[name]["yes"]


def labels(name: str) -> dict[str, Model]:
    """The models of a question with several answers, by answer."""
    return _models()[name]


def answers(name: str, features: Features) -> dict[str, float]:
    """Of a question with several answers, the log-odds of each."""
    weight_of = _by_feature(name).get
    # Most features have one of a few values: what they weigh is added up before it is multiplied.
    alike: dict[float, list[tuple[float, ...]]] = {}
    for feature, value in features.items():
        if value and (weights := weight_of(feature)) is not None:
            alike.setdefault(value, []).append(weights)
    found = {label: one.intercept for label, one in labels(name).items()}
    for value, rows in alike.items():
        for label, column in zip(found, zip(*rows, strict=True), strict=True):
            found[label] += value * fsum(column)
    return found


def reread() -> None:
    """Forget the weights, so that they are read again when next asked for: they were written anew."""
    _models.cache_clear()
    _by_feature.cache_clear()


@cache
def _by_feature(name: str) -> dict[str, tuple[float, ...]]:
    """The features that have a weight for any answer, with what each adds for every one."""
    weighed = dict.fromkeys(feature for one in labels(name).values() for feature in one.weights)
    return {feature: tuple(one.weights.get(feature, 0.0) for one in labels(name).values()) for feature in weighed}
