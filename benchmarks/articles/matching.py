"""What counts as the same in a draft and in a coding: names of actors and people, dates, members of lists, what a coding accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from negotiation_data.article.candidate import Candidate
from negotiation_data.dates.edtf import EdtfError, parse


@dataclass
class Tally:
    """Counts of one field in one article."""

    right: int = 0
    wrong: int = 0  # predicted, not in the gold
    missed: int = 0  # in the gold, not predicted

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


# ---------------------------------------------------------------------------- names


def folded(name: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = re.sub(r"[^\w]+", " ", plain.replace("ı", "i").casefold().replace("'s", "")).split()
    return " ".join(word for word in words if word != "the")


class Names:
    """Whether a drafted actor is the one that the gold names."""

    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        self._same: dict[str, frozenset[str]] = {}
        for canonical, others in aliases.items():
            self._same[folded(canonical)] = frozenset(map(folded, (canonical, *others)))

    def of(self, gold: str) -> frozenset[str]:
        return self._same.get(folded(gold), frozenset()) | {folded(gold)}

    def match(self, candidate: Candidate, gold: str) -> bool:
        return bool(self.of(gold) & {folded(name) for name in candidate.names})


def same_person(drafted: str, gold: str) -> bool:
    """Equal, or one a shorter form of the other with at least two names in common (or the only one that there is)."""
    ours, theirs = folded(drafted).split(), folded(gold).split()
    if ours == theirs or (sorted("".join(ours)) == sorted("".join(theirs)) and set(ours) == set(theirs)):
        return True
    common = [word for word in ours if word in theirs]
    return len(common) >= min(2, len(theirs), max(len(ours), 1)) and len(common) >= min(len(ours), len(theirs))


# ---------------------------------------------------------------------------- dates


def plain(edtf: str) -> str:
    return re.sub(r"[?~%\s]", "", edtf)


def days(edtf: str) -> set[str]:
    """The single dates of a set of days, else the date itself."""
    text = plain(edtf)
    return set(text.strip("[]").split(",")) if text.startswith("[") and ".." not in text else {text}


def same_date(ours: str, gold: str) -> bool:
    return plain(ours) == plain(gold) or (ours.startswith("[") and bool(days(ours) & days(gold)))


def bounds(edtf: str) -> tuple[date, date] | None:
    try:
        found = parse(plain(edtf))
    except EdtfError:
        return None
    return (found.earliest, found.latest) if found.earliest and found.latest else None


def overlap(ours: str, gold: str) -> bool:
    if same_date(ours, gold):
        return True
    a, b = bounds(ours), bounds(gold)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


# ---------------------------------------------------------------------------- the gold of an event


@dataclass
class Gold:
    """One event of the gold, with the paths of what else counts as right."""

    value: dict[str, Any]
    path: str
    accept: Mapping[str, list[Any]]
    evidence: Mapping[str, list[list[int]]]

    def accepted(self, name: str) -> list[Any]:
        return [self.value.get(name), *self.accept.get(f"{self.path}.{name}", [])]

    def members(self, name: str) -> tuple[list[Any], list[Any], bool]:
        """Members of a list, extra ones that may be there, and whether it may be empty."""
        extra = self.accept.get(f"{self.path}.{name}", [])
        return list(self.value.get(name) or []), [member for member in extra if member is not None], None in extra

    @property
    def optional(self) -> bool:
        return bool(self.value.get("optional"))


def scalar(ours: str | None, gold: Gold, name: str, same: Callable[[str, str], bool]) -> Tally:
    accepted = gold.accepted(name)
    if ours is None:
        return Tally() if None in accepted else Tally(missed=1)
    if any(other is not None and same(ours, str(other)) for other in accepted):
        return Tally(right=1)
    return Tally(wrong=1, missed=int(None not in accepted))


def listed(ours: Sequence[Any], gold: Sequence[Any], extra: Sequence[Any], may_be_empty: bool, same: Callable[[Any, Any], bool]) -> Tally:
    """Members of a list: each of the gold's is found once or missed; what is neither there nor accepted is wrong."""
    tally, left = Tally(), list(gold)
    for member in ours:
        hit = next((other for other in left if same(member, other)), None)
        if hit is not None:
            tally.right += 1
            left.remove(hit)
        elif not any(same(member, other) for other in (*gold, *extra)):
            tally.wrong += 1
    tally.missed = 0 if may_be_empty and not tally.right else len(left)
    return tally
