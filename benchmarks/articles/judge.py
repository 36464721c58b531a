"""A drafted article against its coding: how often each field is right, wrong or missed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

from benchmarks.articles.matching import Gold, Names, Tally, folded, listed, overlap, same_date, same_person, scalar
from negotiation_data.article.candidate import Candidate, Tier
from negotiation_data.article.draft import Draft, EventDraft, PersonDraft

ALPHA_2 = json.loads((Path(__file__).parent / "alpha_2.json").read_text())
STATUS = {"suspended": "concluded", "refused": "cancelled", "not_held": "cancelled"}
OUTCOME = {"undertaking": "partial_agreement", "collapsed": "no_agreement"}
ROLE = dict.fromkeys(("witness", "accompanier", "adviser", "monitor", "convener"), "other")
CEASEFIRE_STATUS = {"suspended": "ended"}
#: With more events than this they are paired one after another, as trying all ways to pair them takes too long.
MOST_TRIED = 7


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
    parties = [member for members in gold.members("parties")[:2] for member in members]
    helpers = [member["name"] if isinstance(member, dict) else member for member in (*third, *extra)]
    rights: dict[str, tuple[Sequence[Candidate], Callable[[Candidate], bool], int]] = {
        "venue_city": (
            _some(best(event, "venue/place")),
            lambda ours: any(other and same_place(ours)("", other) for other in gold.accepted("venue_city")),
            int(bool(gold.value.get("venue_city"))),
        ),
        "venue_country": (
            _some(best(event, "venue/country")),
            lambda ours: ALPHA_2.get(ours.value) in gold.accepted("venue_country"),
            int(bool(gold.value.get("venue_country"))),
        ),
        "parties": (
            several(event, "parties"),
            lambda ours: any(names.match(ours, other) for other in parties),
            len(gold.value.get("parties") or []),
        ),
        "third_parties": (
            _once(several(event, "mediators")),
            lambda ours: any(names.match(ours, other) for other in helpers),
            len({mediator["name"] for mediator in third}),
        ),
    }
    for name, (candidates, right, count) in rights.items():
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
    if len(large) > MOST_TRIED:
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
            _overlaps(event, coded, result)
    _score_ceasefires(drafted, gold, names, result)
    _score_people([person for person in drafted.people if person.tier is not Tier.CODER], gold, names, result)
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
        # the code book: the start of effect, else the day on which it was agreed
        when, where = best(event, "effective") or best(event, "declared"), best(event, "place")
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
    result.tallies["heads"] += Tally()
    found: set[int] = set()
    for person in people:
        hit = next(
            (
                number
                for number, value in coded
                if number not in found
                and any(same_person(person.name, str(name)) for name in (value["name"], *accept.get(f"participants[{number}].name", [])))
            ),
            None,
        )
        if hit is None:
            result.tallies["participants"] += Tally(wrong=1)
            result.tallies["heads"] += Tally(wrong=int(person.role == "head"))
            result.misses.append(f"person +{person.name}")
            continue
        found.add(hit)
        if not gold["participants"][hit].get("optional"):
            _score_person(person, Gold(gold["participants"][hit], f"participants[{hit}]", accept, {}), names, result)
    for number, value in coded:
        if number not in found and not value.get("optional"):
            result.tallies["participants"] += Tally(missed=1)
            result.tallies["heads"] += Tally(missed=int(value.get("role") == "head"))
            result.misses.append(f"person −{value['name']}")


def _score_person(person: PersonDraft, gold: Gold, names: Names, result: Result) -> None:
    """One who is in both: the side, and whether a head is one. Another role that the coding accepts is not a missed head."""
    result.tallies["participants"] += Tally(right=1)
    sides = gold.accepted("side")
    side = person.side
    side_right = None in sides if side is None else any(other is not None and names.match(side, other) for other in sides)
    result.tallies["sides"] += Tally(int(side_right), int(not side_right and side is not None), int(not side_right))
    roles, drafted_head, coded_head = gold.accepted("role"), person.role == "head", gold.value.get("role") == "head"
    if drafted_head and "head" in roles and side_right:
        result.tallies["heads"] += Tally(right=int(coded_head))
    else:
        accepted = not drafted_head and person.role in roles
        result.tallies["heads"] += Tally(wrong=int(drafted_head), missed=int(coded_head and not accepted))


def _overlaps(event: EventDraft, coded: Gold, result: Result) -> None:
    """How far our passage and the gold's are the same characters, for values of which both have one."""
    pairs = [("venue/place", "venue_city"), ("venue/country", "venue_country"), ("start", "start"), ("end", "end"), ("outcome", "outcome")]
    for ours, theirs in pairs:
        candidate, spans = best(event, ours), coded.evidence.get(f"{coded.path}.{theirs}")
        if candidate is not None and spans and candidate.spans:
            mine = {place for span in candidate.spans for place in range(span.start, span.end)}
            gold = {place for start, end in spans for place in range(start, end)}
            result.overlaps.append((theirs, 2 * len(mine & gold) / (len(mine) + len(gold))))
