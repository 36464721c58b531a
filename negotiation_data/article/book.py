"""The rules of reading: data in `rules/`, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

from negotiation_data.article.literals import Gate
from negotiation_data.article.shape import END, compile_rule

__all__ = ["FAMILIES", "Book", "Rule", "book"]

#: Files of rules whose finds are named groups of their pattern.
FAMILIES = ("third_parties", "parties", "venues", "dates")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a pattern over shapes in small letters, with examples that are its tests."""

    id: str
    pattern: re.Pattern[str]
    gives: str = ""
    weight: float = 1.0
    weak: bool = False
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """All rules.

    Attributes:
        by_family: rules of a family: third_parties (who helps), parties (who talks), venues, dates.
        roles: beginnings of words of role, and the label of the schema's `third_party_role` they stand for.
        cues: by family (anchors, status, outcome, ceasefire, people) and label, patterns.
        relevance: patterns for and against a text being about talks in an armed conflict, by what they are about.
        titles, not_names: words before names, and capitalised words that are none.
    """

    by_family: dict[str, tuple[Rule, ...]]
    roles: dict[str, str]
    cues: dict[str, dict[str, tuple[re.Pattern[str], ...]]]
    relevance: dict[str, dict[str, re.Pattern[str]]]
    titles: frozenset[str]
    not_names: frozenset[str]

    @cached_property
    def patterns(self) -> dict[str, tuple[tuple[Rule, re.Pattern[str]], ...]]:
        """By family, the rules, each with its pattern."""
        return {family: tuple((rule, rule.pattern) for rule in rules) for family, rules in self.by_family.items()}

    @cached_property
    def labelled(self) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
        """By family of cues, the patterns, each with its label."""
        return {
            family: tuple((label, pattern) for label, patterns in labels.items() for pattern in patterns)
            for family, labels in self.cues.items()
        }

    @cached_property
    def mentions(self) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
        """The patterns of words that speak of events, by their label."""
        return {label: tuple((label, pattern) for pattern in patterns) for label, patterns in self.cues["mentions"].items()}

    @cached_property
    def topics(self) -> tuple[tuple[tuple[str, str], re.Pattern[str]], ...]:
        """The patterns of relevance, each with its side and what it is about."""
        return tuple(((side, topic), pattern) for side, topics in self.relevance.items() for topic, pattern in topics.items())

    @cached_property
    def gate(self) -> Gate:
        """All patterns, with what each needs to match."""
        asked = [*self.patterns.values(), *self.labelled.values(), self.topics]
        return Gate([pattern for family in asked for _, pattern in family], END)

    def role(self, word: str) -> str | None:
        """The label for a word of role, such as "brokered"."""
        return self._role_of(word.lower())

    @cached_property
    def _role_of(self) -> Callable[[str], str | None]:
        return lru_cache(1 << 14)(lambda plain: next((label for stem, label in self.roles.items() if plain.startswith(stem)), None))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


_KEPT = re.compile(r"(\(\?P<\w+>)")


def _lower(pattern: str) -> re.Pattern[str]:
    """A pattern for text in small letters: many times faster than one that ignores case."""
    parts = _KEPT.split(compile_rule(pattern).pattern)
    return re.compile("".join(part if part.startswith("(?P<") else part.lower() for part in parts))


def _rules(name: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            entry["id"], _lower(entry["pattern"]), entry.get("gives", ""), entry.get("weight", 1.0), entry.get("weak", False),
            tuple(entry.get("good", ())), tuple(entry.get("bad", ())),
        )
        for entry in _load(name)["rule"]
    )  # fmt: skip


@cache
def book() -> Book:
    """The rules, read and compiled at the first call."""
    events, people = _load("events"), _load("people")
    cues = {
        family: {label: tuple(map(_lower, patterns)) for label, patterns in events[family].items()}
        for family in ("mentions", "anchors", "status", "outcome", "ceasefire")
    }
    cues["people"] = {label: tuple(map(_lower, patterns)) for label, patterns in people["roles"].items()}
    relevance = {side: {topic: _lower(pattern) for topic, pattern in topics.items()} for side, topics in events["relevance"].items()}
    return Book(
        {family: _rules(family) for family in FAMILIES},
        _load("roles")["roles"],
        cues,
        relevance,
        frozenset(people["titles"]["before"].split()),
        frozenset(people["words"]["not_names"].split()),
    )
