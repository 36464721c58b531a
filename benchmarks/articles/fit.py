"""Fits the weights of reading on the development articles, and says how well they do on articles that they were not fitted on.

    python benchmarks/articles/fit.py [--write]

Needs scikit-learn. For each question (is an article about talks in an armed conflict, is it about a round, did somebody have a part, did
an actor help, is a town the place, is a side a party, how does a round stand, what came of it, how does a ceasefire stand) the product
tells what it sees of each candidate, the codings tell which are right, and a logistic regression weighs the one against the other. What is
printed comes from twenty folds by article, and is what to expect of an article that is new; rules were written on some of these articles,
so a fold still flatters their part. `--write` puts the weights into `negotiation_data/article/rules/weights.toml`. Held-out articles are
never read here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

try:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
except ModuleNotFoundError:
    sys.exit("Fitting needs scikit-learn: pip install 'negotiation-data[fit]'")

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.articles.judge import OUTCOME, STATUS, same_place
from benchmarks.articles.matching import Names, folded, same_date, same_person
from benchmarks.articles.score import load
from negotiation_data.article import ceasefires
from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Candidate, EventKind, Tier
from negotiation_data.article.days import dates
from negotiation_data.article.document import Document
from negotiation_data.article.events import Events, events
from negotiation_data.article.likely_days import days_seen
from negotiation_data.article.likely_helpers import helpers
from negotiation_data.article.main_event import main_event
from negotiation_data.article.mention import Annotated
from negotiation_data.article.parties import considered as sides_considered
from negotiation_data.article.parties import parties
from negotiation_data.article.people import considered as people_considered
from negotiation_data.article.read import from_text
from negotiation_data.article.relevance import long_past, relevance
from negotiation_data.article.sides import Sides
from negotiation_data.article.standing import signs
from negotiation_data.article.third_parties import ThirdParty, third_parties
from negotiation_data.article.venues import considered as towns_considered
from negotiation_data.article.venues import places
from negotiation_data.article.weights import SAYS, Features, reread

HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "negotiation_data/article/rules/weights.toml"
#: All of the same weight: to count those that the rules never met double made folds worse.
SETS = (
    "given",
    "development",
    "development_2",
    "development_3",
    "development_4",
    "development_5",
    "development_6",
    "development_7",
    "development_8",
    "development_9",
    "development_10",
    "development_11",
    "development_12",
    "development_13",
    "development_14",
)
FOLDS = 20
#: What is seen of one question hangs on what was chosen for another (who helps, on who the parties are), so weights are fitted again on it.
PASSES = 2
#: How strongly weights are held down, by question: fewer examples, smaller weights.
STRENGTH = {
    "relevant": 1.0,
    "a_round": 0.3,
    "takes_part": 0.5,
    "helps": 0.3,
    "venue": 0.3,
    "party": 0.1,
    "start_day": 0.1,
    "end_day": 0.3,
    "status": 0.12,
    "outcome": 0.1,
    "truce_status": 0.2,
}
#: Words are weighed that so many texts have, by question; of words anywhere in a text, those that are in no larger share of all, as how
#: often somebody writes "was" and "with" tells who wrote it.
OFTEN = {"relevant": 5, "a_round": 8, "status": 8, "outcome": 8}
COMMON = {"relevant": 0.25}
#: From which chance on something is taken as true.
LEAST = {
    "relevant": 0.6,
    "a_round": 0.55,
    "takes_part": 0.4,
    "helps": 0.32,
    "venue": 0.4,
    "party": 0.45,
    "start_day": 0.45,
    "end_day": 0.45,
}
#: What is filled in unasked, a venue as place and as country: the surest of what is right, so large a share of it; how much of what
#: is filled in is right is printed.
FILLED = {"venue": 0.6, "party": 0.55, "helps": 0.55}
#: A venue counts twice.
COUNTED = ("venue", *FILLED)
#: A text is told to be on talks in an armed conflict, and on a round, by so many characters of its beginning too: some are no longer.
BEGINNINGS = (300, 700)
#: A single word that weighs less is left out: there are thousands of them, and one by one they tell nothing.
A_WORD = 0.03
#: A beginning counts so much of a whole text.
BEGINNING = 0.5
#: Sets that the rules never met.
NEW = SETS[SETS.index("development_4") :]


#: A question, what is seen of one candidate, whether it is right or what is, and what else is accepted.
_Asked: TypeAlias = tuple[str, Features, Any, set[str]]


@dataclass
class Question:
    """All that was seen, by the article that it was seen in."""

    seen: list[Features] = field(default_factory=list)
    right: list[Any] = field(default_factory=list)
    accepted: list[set[str]] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def add(self, seen: Features, right: Any, article: str, accepted: set[str], weight: float = 1.0) -> None:
        self.seen.append(seen)
        self.right.append(right)
        self.article.append(article)
        self.accepted.append(accepted)
        self.weight.append(weight)


def gathered() -> dict[str, Question]:
    """What is seen in all development articles, with what is right."""
    questions: dict[str, Question] = defaultdict(Question)
    for name in SETS:
        folder = HERE / name
        if not folder.exists():
            continue
        names = Names(json.loads((folder / "aliases.json").read_text(encoding="utf-8")))
        for article, text, published, gold, _ in load(folder):
            for question, seen, right, accepted in _asked(from_text(text, published=published), gold, names):
                questions[question].add(seen, right, f"{name}/{article}", accepted)
            for length in BEGINNINGS:
                for question, seen, right in _of_a_beginning(from_text(text[:length].rpartition(" ")[0], published=published), gold):
                    questions[question].add(seen, right, f"{name}/{article}", set(), BEGINNING)
    for question, asked in questions.items():
        often = Counter(name for seen in asked.seen for name in seen if name.startswith(SAYS))
        most = COMMON.get(question, 1.0) * len(asked.seen)
        kept = {name for name, count in often.items() if OFTEN[question] <= count <= most}
        asked.seen = [{name: value for name, value in seen.items() if not name.startswith(SAYS) or name in kept} for seen in asked.seen]
    return questions


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as far as it was read, and the coding of the round that it is about."""

    annotated: Annotated
    happenings: Events
    third: list[ThirdParty]
    sides: Sides
    main: Mapping[str, Any]
    accept: Mapping[str, list[Any]]
    names: Names

    def also(self, name: str) -> list[Any]:
        """What else the coding accepts for a field."""
        return self.accept.get(name, [])

    def judged(self, actors: Iterable[str], coded: Sequence[str], also: Sequence[Any]) -> bool | None:
        """Whether an actor is coded; None where it may be or not."""
        ours = Candidate("", "", (), "", Tier.CODER, names=tuple(n for actor in actors for n in self.annotated.actors[actor].names))
        if any(self.names.match(ours, name) for name in coded):
            return True
        return None if any(self.names.match(ours, name) for name in also if isinstance(name, str)) else False


def _asked(document: Document, gold: Mapping[str, Any], names: Names) -> Iterator[_Asked]:
    annotated = annotate(document)
    happenings = events(annotated)
    if not happenings.mentions:
        return
    third = third_parties(annotated, happenings)
    sides = parties(annotated, happenings, third)
    if not long_past(annotated):
        yield "relevant", relevance(annotated, happenings, sides, third), not gold["negative"], set()
    if gold["negative"]:
        return
    is_main = any(value["main"] for value in gold["rounds"])
    yield (
        "a_round",
        main_event(happenings, relevance(annotated, happenings, sides, third), signs(annotated, happenings).seen),
        is_main,
        set(),
    )
    helping = {party.key: party.actor for party in third if party.key not in sides.keys}
    for person, seen in people_considered(annotated, happenings, sides, helping):
        hits = [value for value in gold["participants"] if same_person(person.full_name, str(value["name"]))]
        if not hits or not all(value.get("optional") for value in hits):
            yield "takes_part", seen, bool(hits), set()
    yield from _truce(annotated, happenings, gold)
    number = next((number for number, value in enumerate(gold["rounds"]) if value["main"]), None)
    if number is not None:
        path = f"rounds[{number}]."
        accept = {name.removeprefix(path): values for name, values in gold.get("accept", {}).items() if name.startswith(path)}
        read = _Read(annotated, happenings, third, sides, gold["rounds"][number], accept, names)
        yield from [*_towns_helpers_and_sides(read), *_days(read), *_standing(read)]


def _of_a_beginning(document: Document, gold: Mapping[str, Any]) -> Iterator[tuple[str, Features, bool]]:
    """What tells of the beginning of a text what it is about, if it speaks of talks at all."""
    annotated = annotate(document)
    happenings = events(annotated)
    if not happenings.mentions or long_past(annotated):
        return
    third = third_parties(annotated, happenings)
    said = relevance(annotated, happenings, parties(annotated, happenings, third), third)
    yield "relevant", said, not gold["negative"]
    if not gold["negative"]:
        yield "a_round", main_event(happenings, said, signs(annotated, happenings).seen), any(value["main"] for value in gold["rounds"])


def _towns_helpers_and_sides(read: _Read) -> Iterator[_Asked]:
    found = places(read.annotated, read.happenings)
    towns = [value for value in (read.main["venue_city"], *read.also("venue_city")) if value]
    for entry, seen in towns_considered(read.sides, read.happenings, found):
        names = (entry.place.name, *map(read.annotated.document.quote, entry.best()))
        ours = Candidate("", "", (), "", Tier.CODER, names=names)
        yield "venue", seen, any(same_place(ours)("", town) for town in towns), set()
    coded = [value["name"] for value in read.main["mediators"]]
    country = next((e.place.country for e in found if any(folded(e.place.name) == folded(town) for town in towns)), None)
    for helper in helpers(read.annotated, read.happenings, read.sides, read.third, country):
        if (right := read.judged([helper.actor], coded, read.also("mediators"))) is not None:
            yield "helps", helper.features, right, set()
    for side, seen in sides_considered(read.annotated, read.happenings, read.third):
        if (right := read.judged(side.actors, read.main["parties"], read.also("parties"))) is not None:
            yield "party", seen, right, set()


def _days(read: _Read) -> Iterator[_Asked]:
    stands = STATUS.get(read.main["status"], read.main["status"])
    for day in days_seen(read.annotated, read.happenings, dates(read.annotated, read.happenings), stands):
        for question, name, value, seen in (("start_day", "start", day.first, day.as_start), ("end_day", "end", day.last, day.as_end)):
            yield question, seen, any(other and same_date(value, other) for other in (read.main[name], *read.also(name))), set()


def _standing(read: _Read) -> Iterator[_Asked]:
    for question, mapping in (("status", STATUS), ("outcome", OUTCOME)):
        values = [mapping.get(str(value), str(value)) if value else "none" for value in (read.main[question], *read.also(question))]
        yield question, signs(read.annotated, read.happenings).seen, values[0], set(values)


def _truce(annotated: Annotated, happenings: Events, gold: Mapping[str, Any]) -> Iterator[_Asked]:
    """How the first ceasefire of a coding stands, of those that are told in passing only where there is no other."""
    coded = sorted(enumerate(gold["ceasefires"]), key=lambda pair: bool(pair[1].get("optional")))
    if coded and any(mention.kind is EventKind.CEASEFIRE for mention in happenings.mentions):
        number, value = coded[0]
        accepted = {value["status"], *gold.get("accept", {}).get(f"ceasefires[{number}].status", [])}
        yield ceasefires.QUESTION, ceasefires.seen(annotated, happenings), value["status"], accepted


def _fit(question: str, asked: Question, rows: Sequence[int], vectors: Any) -> LogisticRegression:
    right, weight = (np.array([values[row] for row in rows]) for values in (asked.right, asked.weight))
    return LogisticRegression(C=STRENGTH[question], max_iter=5000).fit(vectors[rows], right, sample_weight=weight)


def _by_folds(question: str, asked: Question, vectors: Any) -> tuple[np.ndarray, list[str]]:
    """For each row the chances that a fit without its article gives."""
    names = sorted({str(right) for right in asked.right})
    chances = np.zeros((len(asked.seen), len(names)))
    rows = np.arange(len(asked.seen))
    for known, new in GroupKFold(FOLDS).split(rows, groups=asked.article):
        fitted = _fit(question, asked, known, vectors)
        columns = [names.index(str(name)) for name in fitted.classes_]
        chances[np.ix_(new, columns)] = fitted.predict_proba(vectors[new])
    return chances, names


def _sure(asked: Question, chances: np.ndarray, share: float) -> float:
    """The chance from which on so large a share of the right ones is."""
    right = np.sort(chances[np.array(asked.right)])[::-1]
    return float(right[int(share * len(right))])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--write", action="store_true", help="write the weights")
    if not parser.parse_args().write:
        print("\n".join(_fitted()[1]))
        return 0
    for _ in range(PASSES):
        weights, told = _fitted()
        WEIGHTS.write_text("\n".join(weights) + "\n", encoding="utf-8")
        reread()
    print("\n".join(told))
    return 0


def _fitted() -> tuple[list[str], list[str]]:
    """The lines of the file of weights, and how well they do on articles that they were not fitted on."""
    lines = [
        "# Written by benchmarks/articles/fit.py; nothing here is set by hand. Log-odds: where nothing is seen, and what each feature adds."
    ]
    told: list[str] = []
    questions = gathered()
    vectorizers = {question: DictVectorizer() for question in questions}
    vectors = {question: vectorizers[question].fit_transform(asked.seen).tocsr() for question, asked in questions.items()}
    by_folds = {question: _by_folds(question, asked, vectors[question]) for question, asked in questions.items()}
    sures = {
        question: _sure(asked, by_folds[question][0][:, 1], FILLED[question]) for question, asked in questions.items() if question in FILLED
    }
    filled = [by_folds[question][0][:, 1] >= sures[question] for question in COUNTED]
    right = [np.array(questions[question].right)[some] for question, some in zip(COUNTED, filled, strict=True)]
    told.append(f"filled in: {sum(map(len, right))}, of which right {np.concatenate(right).mean():.3f}")
    for question, asked in questions.items():
        chances, names = by_folds[question]
        fitted = _fit(question, asked, np.arange(len(asked.seen)), vectors[question])
        features = vectorizers[question].get_feature_names_out()
        new = np.array([article.startswith(NEW) for article in asked.article])
        if question in LEAST:
            sure = sures.get(question, 1.0)
            right, taken = np.array(asked.right), chances[:, 1] >= LEAST[question]
            for label, part in (("all", new | ~new), ("new to the rules", new)):
                t, r = taken & part, right & part
                s = (chances[:, 1] >= sure) & part
                counts = f"n {part.sum():4}, {r.sum():4} right, {(t & r).sum():4} found"
                told.append(f"{question:12} {label:17} {counts}: P {_share(t & r, t)} R {_share(t & r, r)}")
                if question in sures:
                    told[-1] += f"; sure from {sure:.2f}: P {_share(s & r, s)}, {_share(s & r, r)} of the right ones"
            models = {"yes": (fitted.intercept_[0], fitted.coef_[0], _log_odds(LEAST[question]), _log_odds(sure))}
        else:
            best = np.array([names[row.argmax()] for row in chances])
            right = np.array([label in accepted for label, accepted in zip(best, asked.accepted, strict=True)])
            told.append(f"{question:12} n {len(right)}: {right.mean():.2f}; new to the rules: n {new.sum()}: {right[new].mean():.2f}")
            models = {
                str(name): (intercept, weights, None, None)
                for name, intercept, weights in zip(fitted.classes_, fitted.intercept_, fitted.coef_, strict=True)
            }
        for label, (intercept, weights, least, sure_at) in models.items():
            lines += ["", f"[{question}.{label}]", f"intercept = {intercept:.3f}"]
            lines += [f"least = {least:.3f}", f"sure = {sure_at:.3f}"] if least is not None else []
            lines += ["", f"[{question}.{label}.weights]"]
            weighed = zip(features, weights, strict=True)
            lines += [f'"{name}" = {value:.3f}' for name, value in weighed if abs(value) >= (A_WORD if name.startswith(SAYS) else 0.0005)]
    return lines, told


def _share(some: np.ndarray, every: np.ndarray) -> str:
    return f"{some.sum() / max(1, every.sum()):.2f}"


def _log_odds(chance: float) -> float:
    return log(chance / (1 - chance)) if 0 < chance < 1 else 50.0


if __name__ == "__main__":
    sys.exit(main())
