"""How well articles are read: `negotiation-data draft` against codings made by people.

    python benchmarks/articles/score.py DIR [--json FILE]

DIR holds `NAME.txt`, `NAME.gold.json`, `index.json` (publication dates, conflicts) and `aliases.json` (other names that
count as the canonical one). Values of the *main* round are scored under the plain names of fields, those of all rounds,
matched so that as much as possible agrees, under `all_…`. A wrong value counts against precision and against recall; a
value where the gold has none counts against precision. `accept` gives other values that count as right, `optional`
events and people are ignored whether found or not. Dates count as right if they are the same days (`?` and `~` are not
compared); `…_overlap` asks for a common day only. Intervals are 95 % bootstrap intervals over conflicts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations
from math import sqrt
from pathlib import Path
from typing import Any

from negotiation_data.article.candidate import Candidate, Tier
from negotiation_data.article.draft import Draft, EventDraft, PersonDraft, draft
from negotiation_data.article.read import from_text
from negotiation_data.dates.edtf import EdtfError, parse

ALPHA_2 = json.loads((Path(__file__).parent / "alpha_2.json").read_text())
STATUS = {"suspended": "concluded", "refused": "cancelled", "not_held": "cancelled"}
OUTCOME = {"undertaking": "partial_agreement", "collapsed": "no_agreement"}
ROLE = dict.fromkeys(("witness", "accompanier", "adviser", "monitor", "convener"), "other")
CEASEFIRE_STATUS = {"suspended": "ended"}
HEADLINE = ["venue_country", "venue_city", "third_parties", "third_party_roles", "parties", "start", "end", "heads", "participants"]


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


@dataclass
class Result:
    """What came of one article."""

    name: str
    process: str
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    outcome: tuple[str | None, str | None] | None = None
    outcome_right: bool = False
    negative: bool = False
    silent: bool = True
    tiers: dict[tuple[str, Tier], Tally] = field(default_factory=lambda: defaultdict(Tally))
    overlaps: list[tuple[str, float]] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


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


# ---------------------------------------------------------------------------- what is drafted, in the gold's terms


def best(event: EventDraft | None, name: str) -> Candidate | None:
    found = event.best(name) if event is not None else None
    return found if found is not None and found.tier is not Tier.CODER else None


def several(event: EventDraft | None, name: str) -> list[Candidate]:
    return [candidate for candidate in event.all(name) if candidate.tier is not Tier.CODER] if event is not None else []


def text_of(event: EventDraft | None, name: str, mapping: Mapping[str, str]) -> str | None:
    found = best(event, name)
    return mapping.get(found.value, found.value) if found is not None else None


def same_place(ours: Candidate) -> Callable[[str, str], bool]:
    return lambda _, gold: folded(gold) in {folded(name) for name in ours.names}


def event_tallies(event: EventDraft | None, gold: Gold, names: Names, result: Result | None = None) -> dict[str, Tally]:
    """Each field of one round: what is drafted against the gold."""
    tallies: dict[str, Tally] = {}
    city, country = best(event, "venue/place"), best(event, "venue/country")
    tallies["venue_city"] = scalar(city.value if city else None, gold, "venue_city", same_place(city) if city else _equal)
    tallies["venue_country"] = scalar(ALPHA_2.get(country.value) if country else None, gold, "venue_country", _equal)
    for name in ("start", "end"):
        ours = best(event, name)
        tallies[name] = scalar(ours.value if ours else None, gold, name, same_date)
        tallies[f"{name}_overlap"] = scalar(ours.value if ours else None, gold, name, overlap)
    tallies["status"] = scalar(text_of(event, "status", STATUS), gold, "status", _equal)
    tallies["parties"] = listed(several(event, "parties"), *gold.members("parties"), names.match)
    third, extra, empty = gold.members("mediators")
    organisations = list(dict.fromkeys(mediator["name"] for mediator in third))
    extra_names = [member["name"] if isinstance(member, dict) else member for member in extra]
    ours = _once(several(event, "mediators"))
    tallies["third_parties"] = listed(ours, organisations, extra_names, empty, names.match)
    with_roles = [
        (mediator["name"], [mediator["role"], *gold.accept.get(f"{gold.path}.mediators[{number}].role", [])])
        for number, mediator in enumerate(third)
    ]
    tallies["third_party_roles"] = listed(
        several(event, "mediators"),
        with_roles,
        [(name, None) for name in extra_names],
        empty,
        lambda ours, theirs: names.match(ours, theirs[0]) and (theirs[1] is None or ROLE.get(ours.role, ours.role) in theirs[1]),
    )
    if result is not None:
        _tiers(event, gold, names, result)
    return tallies


def _tiers(event: EventDraft | None, gold: Gold, names: Names, result: Result) -> None:
    """How many values of each tier are right, of venues, third parties and parties, and how many the gold has."""
    third, extra, _ = gold.members("mediators")
    fields: list[tuple[str, Sequence[Candidate], Callable[[Candidate], bool], int]] = [
        ("venue_city", _some(best(event, "venue/place")), lambda c: any(g and same_place(c)("", g) for g in gold.accepted("venue_city")), int(bool(gold.value.get("venue_city")))),
        ("venue_country", _some(best(event, "venue/country")), lambda c: ALPHA_2.get(c.value) in gold.accepted("venue_country"), int(bool(gold.value.get("venue_country")))),
        ("parties", several(event, "parties"), lambda c: any(names.match(c, g) for g in sum(gold.members("parties")[:2], [])), len(gold.value.get("parties") or [])),
        (
            "third_parties",
            _once(several(event, "mediators")),
            lambda c: any(names.match(c, g["name"] if isinstance(g, dict) else g) for g in (*third, *extra)),
            len({mediator["name"] for mediator in third}),
        ),
    ]  # fmt: skip
    for name, candidates, right, count in fields:
        for candidate in candidates:
            ok = right(candidate)
            result.tiers[name, candidate.tier] += Tally(right=int(ok), wrong=int(not ok))
        result.tiers[name, Tier.CODER] += Tally(missed=count)  # what there is to fill


def _some(candidate: Candidate | None) -> list[Candidate]:
    return [candidate] if candidate is not None else []


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate an actor, the one of the best tier."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        held = found.get(candidate.value)
        if held is None or (held.tier is not Tier.PREFILLED and candidate.tier is Tier.PREFILLED):
            found[candidate.value] = candidate
    return list(found.values())


def _equal(ours: str, gold: str) -> bool:
    return ours == gold


def agreement(event: EventDraft, gold: Gold, names: Names) -> int:
    tallies = event_tallies(event, gold, names)
    return sum(3 * t.right - t.wrong for name, t in tallies.items() if not name.endswith("overlap"))


def assigned(
    events: Sequence[EventDraft], golds: Sequence[Gold], score: Callable[[EventDraft, Gold], int]
) -> list[tuple[EventDraft | None, Gold | None]]:
    """Drafted and coded events paired so that as much as possible agrees; each of the rest is alone."""
    small, large = sorted((list(range(len(events))), list(range(len(golds)))), key=len)
    of_events = len(events) <= len(golds)
    if len(large) > 7:  # greedy: nobody reports that many
        pairs, used = [], set()
        for position in small:
            free = [other for other in large if other not in used]
            other = max(free, key=lambda o: score(events[position], golds[o]) if of_events else score(events[o], golds[position]))
            used.add(other)
            pairs.append((position, other))
    else:
        pairs = max(
            (list(zip(small, chosen, strict=True)) for chosen in permutations(large, len(small))),
            key=lambda pairs: sum(score(events[a], golds[b]) if of_events else score(events[b], golds[a]) for a, b in pairs),
            default=[],
        )
    found = [(a, b) if of_events else (b, a) for a, b in pairs]
    paired: list[tuple[EventDraft | None, Gold | None]] = [(events[a], golds[b]) for a, b in found]
    paired += [(event, None) for number, event in enumerate(events) if number not in {a for a, _ in found}]
    paired += [(None, gold) for number, gold in enumerate(golds) if number not in {b for _, b in found}]
    return paired


def alone(event: EventDraft) -> dict[str, Tally]:
    """A drafted event that the gold does not have: whatever it says is wrong."""
    return event_tallies(event, Gold({}, "", {}, {}), Names({}))


# ---------------------------------------------------------------------------- an article


def score(name: str, drafted: Draft, gold: Mapping[str, Any], names: Names, process: str) -> Result:
    result = Result(name, process, negative=bool(gold["negative"]))
    accept, evidence = gold.get("accept", {}), gold.get("evidence", {})
    rounds = [Gold(value, f"rounds[{number}]", accept, evidence) for number, value in enumerate(gold["rounds"])]
    result.silent = not (drafted.rounds or drafted.ceasefires or drafted.people)
    _score_main(drafted, rounds, names, result)
    for event, coded in assigned(drafted.rounds, rounds, lambda event, coded: agreement(event, coded, names)):
        if coded is not None and coded.optional:
            continue
        tallies = event_tallies(event, coded, names) if coded is not None else alone(event) if event is not None else {}
        result.tallies["rounds"] += Tally(int(event is not None and coded is not None), int(coded is None), int(event is None))
        for key, tally in tallies.items():
            result.tallies[f"all_{key}"] += tally
        if event is not None and coded is not None:
            _overlaps(event, coded, names, result)
    _score_ceasefires(drafted, gold, names, result)
    _score_people(drafted.people, gold, names, result)
    return result


def _score_main(drafted: Draft, rounds: Sequence[Gold], names: Names, result: Result) -> None:
    main = drafted.main
    candidates = [coded for coded in rounds if coded.value.get("main") or True in coded.accept.get(f"{coded.path}.main", [])]
    if candidates:
        coded = max(candidates, key=lambda coded: agreement(main, coded, names) if main else int(bool(coded.value.get("main"))))
        tallies = event_tallies(main, coded, names, result)
        theirs = [OUTCOME.get(str(value), value) for value in coded.accepted("outcome")]
        ours = text_of(main, "outcome", OUTCOME)
        result.outcome, result.outcome_right = (ours, theirs[0]), ours in theirs
    else:
        # an article without a main round, such as one about a ceasefire only: the rounds that it has may be told
        tallies = alone(main) if main is not None and not rounds else {}
    for key, tally in tallies.items():
        result.tallies[key] += tally
        if tally.wrong or tally.missed:
            result.misses.append(f"{key} −{tally.missed} +{tally.wrong}")


def _score_ceasefires(drafted: Draft, gold: Mapping[str, Any], names: Names, result: Result) -> None:
    coded = [Gold(value, f"ceasefires[{number}]", gold.get("accept", {}), {}) for number, value in enumerate(gold["ceasefires"])]

    def fields(event: EventDraft, truth: Gold) -> dict[str, Tally]:
        when, where = best(event, "effective"), best(event, "place")
        third, extra, empty = truth.members("mediators")
        extra = [member["name"] if isinstance(member, dict) else member for member in extra]
        _, also, may = truth.members("parties")
        return {
            "ceasefire_date": scalar(when.value if when else None, truth, "date", same_date),
            "ceasefire_date_overlap": scalar(when.value if when else None, truth, "date", overlap),
            "ceasefire_place": scalar(where.value if where else None, truth, "place", same_place(where) if where else _equal),
            "ceasefire_parties": listed(several(event, "parties"), truth.value.get("parties") or [], also, may, names.match),
            "ceasefire_third_parties": listed(
                _once(several(event, "mediators")), list(dict.fromkeys(m["name"] for m in third)), extra, empty, names.match
            ),
            "ceasefire_status": scalar(text_of(event, "status", CEASEFIRE_STATUS), truth, "status", _equal),
        }

    def score_(event: EventDraft, truth: Gold) -> int:
        return sum(3 * t.right - t.wrong for t in fields(event, truth).values())

    for event, truth in assigned(drafted.ceasefires, coded, score_):
        if truth is not None and truth.optional:
            continue
        result.tallies["ceasefires"] += Tally(int(event is not None and truth is not None), int(truth is None), int(event is None))
        if event is not None and truth is not None:
            for key, tally in fields(event, truth).items():
                result.tallies[key] += tally


def _score_people(people: Sequence[PersonDraft], gold: Mapping[str, Any], names: Names, result: Result) -> None:
    accept = gold.get("accept", {})
    coded = list(enumerate(gold["participants"]))
    left = [(number, value) for number, value in coded]
    heads = Tally()
    found: set[int] = set()
    for person in people:
        hit = next(
            ((n, value) for n, value in left if n not in found and any(same_person(person.name, str(alternative)) for alternative in (value["name"], *accept.get(f"participants[{n}].name", [])))),
            None,
        )  # fmt: skip
        is_head = person.role == "head"
        if hit is None:
            result.tallies["participants"] += Tally(wrong=1)
            heads += Tally(wrong=int(is_head))
            result.misses.append(f"person +{person.name}")
            continue
        number, value = hit
        found.add(number)
        if value.get("optional"):
            continue
        result.tallies["participants"] += Tally(right=1)
        sides = [value.get("side"), *accept.get(f"participants[{number}].side", [])]
        side_right = (person.side is None and None in sides) or (
            person.side is not None and any(side is not None and names.match(person.side, side) for side in sides)
        )
        result.tallies["sides"] += Tally(int(side_right), int(not side_right and person.side is not None), int(not side_right))
        roles = [value.get("role"), *accept.get(f"participants[{number}].role", [])]
        gold_head = value.get("role") == "head"
        if is_head and "head" in roles and side_right:
            heads += Tally(right=int(gold_head))
        else:
            heads += Tally(
                wrong=int((is_head and "head" not in roles) or (is_head and not side_right)),
                missed=int(gold_head and value.get("role") == "head"),
            )
            if not is_head and gold_head and set(roles) & {person.role}:
                heads += Tally(missed=-1)  # another role counts as right
    for number, value in coded:
        if number not in found and not value.get("optional"):
            result.tallies["participants"] += Tally(missed=1)
            heads += Tally(missed=int(value.get("role") == "head"))
            result.misses.append(f"person −{value['name']}")
    result.tallies["heads"] += heads


def _overlaps(event: EventDraft, coded: Gold, names: Names, result: Result) -> None:
    """For values that are right: how far our passage and the gold's are the same characters."""
    pairs = [("venue/place", "venue_city"), ("venue/country", "venue_country"), ("start", "start"), ("end", "end"), ("outcome", "outcome")]
    for ours, theirs in pairs:
        candidate, spans = best(event, ours), coded.evidence.get(f"{coded.path}.{theirs}")
        if candidate is not None and spans and candidate.spans:
            mine = {place for span in candidate.spans for place in range(span.start, span.end)}
            gold = {place for start, end in spans for place in range(start, end)}
            result.overlaps.append((theirs, 2 * len(mine & gold) / (len(mine) + len(gold))))


# ---------------------------------------------------------------------------- all of them


def wilson(right: int, count: int) -> float:
    """Lower bound of a 95 % interval of a share."""
    if not count:
        return 0.0
    share, z = right / count, 1.96
    return (share + z * z / (2 * count) - z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)


def interval(
    results: Sequence[Result], figure: Callable[[Sequence[Result]], float | None], draws: int = 1000
) -> tuple[float, float] | None:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.process].append(result)
    chance = random.Random(0)
    names = list(groups)
    values = []
    for _ in range(draws):
        value = figure([result for name in chance.choices(names, k=len(names)) for result in groups[name]])
        if value is not None:
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else None


def total(results: Sequence[Result], name: str) -> Tally:
    return sum((result.tallies[name] for result in results if name in result.tallies), Tally())


def accuracy(results: Sequence[Result]) -> float | None:
    asked = [result for result in results if result.outcome is not None]
    return sum(result.outcome_right for result in asked) / len(asked) if asked else None


def load(folder: Path) -> list[tuple[str, str, date | None, dict[str, Any], str]]:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    found = []
    for entry in index:
        published = date.fromisoformat(entry["published"]) if entry.get("published") else None
        gold = json.loads((folder / f"{entry['name']}.gold.json").read_text(encoding="utf-8"))
        text = (folder / f"{entry['name']}.txt").read_bytes().decode("utf-8")
        found.append((entry["name"], text, published, gold, entry.get("process") or entry["name"]))
    return found


def run(folder: Path) -> list[Result]:
    aliases = folder / "aliases.json"
    names = Names(json.loads(aliases.read_text(encoding="utf-8")) if aliases.exists() else {})
    return [
        score(name, draft(from_text(text, published=published)), gold, names, process)
        for name, text, published, gold, process in load(folder)
    ]


def summary(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for name in sorted({name for result in results for name in result.tallies}, key=lambda name: (name not in HEADLINE, name)):
        tally = total(results, name)
        bounds_ = interval(results, lambda some, name=name: total(some, name).f1)  # type: ignore[misc]
        fields[name] = {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "n": tally.right + tally.missed,
            "interval": bounds_,
        }
    asked = [result for result in results if result.outcome is not None]
    share = accuracy(results)
    fields["outcome"] = {"precision": share, "recall": share, "f1": share, "n": len(asked), "interval": interval(results, accuracy)}
    negatives = [result for result in results if result.negative]
    silent = sum(result.silent for result in negatives)
    others = [result for result in results if not result.negative]
    spoken = sum(not result.silent for result in others)
    fields["negatives"] = {
        "precision": silent / max(1, silent + sum(result.silent for result in others)),
        "recall": silent / len(negatives) if negatives else None,
        "f1": None,
        "n": len(negatives),
        "read": spoken,
        "of": len(others),
    }
    for name in ("venue_city", "venue_country", "parties", "third_parties"):
        filled = sum((result.tiers[name, Tier.PREFILLED] for result in results if (name, Tier.PREFILLED) in result.tiers), Tally())
        there = sum(result.tiers[name, Tier.CODER].missed for result in results if (name, Tier.CODER) in result.tiers)
        fields[f"prefilled_{name}"] = {
            "precision": filled.precision,
            "recall": filled.right / there if there else None,
            "f1": None,
            "n": filled.right + filled.wrong,
            "lower_bound": wilson(filled.right, filled.right + filled.wrong),
        }
    everything = [fields[f"prefilled_{name}"] for name in ("venue_city", "venue_country", "parties", "third_parties")]
    count = sum(entry["n"] for entry in everything)
    right = round(sum((entry["precision"] or 0) * entry["n"] for entry in everything))
    fields["prefilled"] = {
        "precision": right / count if count else None,
        "recall": None,
        "f1": None,
        "n": count,
        "lower_bound": wilson(right, count),
    }
    spans = [value for result in results for _, value in result.overlaps]
    fields["evidence_overlap"] = {"precision": None, "recall": None, "f1": sum(spans) / len(spans) if spans else None, "n": len(spans)}
    return fields


def shown(value: float | None) -> str:
    return "   –" if value is None else f"{value:4.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    parser.add_argument("--verbose", action="store_true", help="what is wrong in each article")
    options = parser.parse_args(arguments)
    results = run(options.folder)
    if options.verbose:
        for result in results:
            state = "silent" if result.silent else ""
            confusion = "" if result.outcome is None or result.outcome_right else f"outcome {result.outcome[0]} for {result.outcome[1]}"
            print(f"{result.name:32} {state} {'; '.join(filter(None, [*result.misses, confusion]))}")
    fields = summary(results)
    print(
        f"\n{len(results)} articles, {sum(r.negative for r in results)} of them negatives, {len({r.process for r in results})} conflicts\n"
    )
    print(f"{'':26}  P     R     F1        95 %        n")
    for name, entry in fields.items():
        around = entry.get("interval")
        between = f"{around[0]:4.2f}–{around[1]:4.2f}" if around else (f"≥ {entry['lower_bound']:4.2f}" if "lower_bound" in entry else "")
        print(f"{name:26} {shown(entry['precision'])}  {shown(entry['recall'])}  {shown(entry['f1'])}   {between:11}  {entry['n']:4}")
    confusion = Counter(result.outcome for result in results if result.outcome is not None and not result.outcome_right)
    print("\noutcomes taken for others (drafted, coded):", dict(confusion) or "none")
    if options.json:
        options.json.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
