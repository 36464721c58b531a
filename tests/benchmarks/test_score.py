"""The judge of drafts: a perfect one scores 1, an empty one 0, what is said too much costs precision; and what counts as the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.articles.judge import ALPHA_2, Result, assigned, score
from benchmarks.articles.matching import Gold, Names, Tally, listed, overlap, same_date, same_person, scalar
from benchmarks.articles.score import main, summary, total, wilson
from negotiation_data.article.candidate import Anchor, Candidate, EventDraft, EventKind, PersonDraft, Tier
from negotiation_data.article.document import Document, Span
from negotiation_data.article.draft import Draft
from tests.article.drafts import SETS

SET = next(folder for folder in SETS if folder.name == "development")
GOLDS: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".gold.json"): json.loads(path.read_text(encoding="utf-8")) for path in sorted(SET.glob("*.gold.json"))
}
NAMES = Names(json.loads((SET / "aliases.json").read_text(encoding="utf-8")))
ALPHA_3 = {two: three for three, two in ALPHA_2.items()}
HERE = (Span(0, 1),)


def candidate(field: str, value: str, *, role: str | None = None, tier: Tier = Tier.SUGGESTED) -> Candidate:
    return Candidate(field, value, HERE, "test", tier, 1.0, (value,), role)


def event(kind: EventKind, anchor: Anchor, gold: dict[str, Any], fields: dict[str, str]) -> EventDraft:
    """What is coded, as if it had been drafted."""
    found = EventDraft(kind, anchor)
    for ours, theirs in fields.items():
        if gold.get(theirs) is not None:
            value = gold[theirs] if theirs != "venue_country" else ALPHA_3[gold[theirs]]
            found.candidates.append(candidate(ours, value))
    found.candidates += [candidate("parties", name) for name in gold["parties"]]
    found.candidates += [candidate("mediators", m["name"], role=m["role"]) for m in gold["mediators"]]
    return found


OF_ROUND = {
    "venue/place": "venue_city",
    "venue/country": "venue_country",
    "start": "start",
    "end": "end",
    "status": "status",
    "outcome": "outcome",
}
OF_CEASEFIRE = {"effective": "date", "place": "place", "status": "status"}


def perfect(gold: dict[str, Any]) -> Draft:
    rounds = [event(EventKind.ROUND, Anchor.THIS if value.get("main") else Anchor.EARLIER, value, OF_ROUND) for value in gold["rounds"]]
    truces = [event(EventKind.CEASEFIRE, Anchor.THIS, value, OF_CEASEFIRE) for value in gold["ceasefires"]]
    people = [
        PersonDraft(
            value["name"], None, candidate("participants/actor", value["side"]) if value["side"] else None, value["role"], HERE,
            "test", Tier.SUGGESTED,
        )
        for value in gold["participants"]
    ]  # fmt: skip
    return Draft(Document("x"), rounds, truces, people)


def judged(name: str, drafted: Draft) -> Result:
    return score(name, drafted, GOLDS[name], NAMES, name)


@pytest.mark.parametrize("name", sorted(GOLDS))
def test_a_perfect_draft_scores_one(name: str) -> None:
    result = judged(name, perfect(GOLDS[name]))
    assert {key: tally for key, tally in result.tallies.items() if tally.wrong or tally.missed} == {}
    assert result.misses == []
    assert result.outcome is None or result.outcome_right
    assert result.silent == GOLDS[name]["negative"]


@pytest.mark.parametrize("name", sorted(GOLDS))
def test_an_empty_draft_scores_nothing(name: str) -> None:
    result = judged(name, Draft(Document("x")))
    assert result.silent
    assert not any(tally.wrong for tally in result.tallies.values())
    assert not any(result.tallies[key].right for key in ("parties", "all_parties", "venue_city", "participants", "heads", "ceasefires"))
    if any(not value.get("optional") for value in GOLDS[name]["participants"]):
        assert result.tallies["participants"].recall == 0
    if any(not value.get("optional") for value in GOLDS[name]["rounds"]):
        assert result.tallies["rounds"].recall == 0


@pytest.mark.parametrize("name", [name for name, gold in GOLDS.items() if any(value.get("main") for value in gold["rounds"])])
def test_what_is_said_too_much_costs_precision_and_no_recall(name: str) -> None:
    drafted = perfect(GOLDS[name])
    assert drafted.main is not None
    drafted.main.candidates += [candidate("parties", "Ruritania"), candidate("mediators", "Syldavia", role="mediator")]
    drafted.people.append(PersonDraft("Zora Zmaj", None, None, "head", HERE, "test", Tier.SUGGESTED))
    before, after = judged(name, perfect(GOLDS[name])), judged(name, drafted)
    for key in ("parties", "third_parties", "third_party_roles", "participants", "heads"):
        assert after.tallies[key].wrong == before.tallies[key].wrong + 1, key
        assert after.tallies[key].missed == before.tallies[key].missed, key
        assert (after.tallies[key].precision or 0) < 1


def test_what_is_for_the_coder_counts_neither_way() -> None:
    drafted = perfect(GOLDS["lka-oslo-agency"])
    assert drafted.main is not None
    drafted.main.candidates.append(candidate("parties", "Ruritania", tier=Tier.CODER))
    assert judged("lka-oslo-agency", drafted).tallies["parties"].precision == 1


def test_a_draft_of_a_negative_is_wrong_in_all_it_says() -> None:
    negative = next(name for name, gold in GOLDS.items() if gold["negative"])
    result = judged(negative, perfect(GOLDS["lka-oslo-agency"]))
    assert not result.silent
    assert not any(tally.right or tally.missed for tally in result.tallies.values())
    assert result.tallies["rounds"].precision == result.tallies["parties"].precision == 0


def test_the_figures_of_perfect_and_of_empty_drafts() -> None:
    figures = summary([judged(name, perfect(gold)) for name, gold in GOLDS.items()])
    for field in ("venue_city", "venue_country", "parties", "third_parties", "start", "heads", "participants", "outcome"):
        assert figures[field]["f1"] == 1, field
        assert figures[field]["interval"] == (1, 1), field
    assert figures["negatives"]["recall"] == figures["negatives"]["precision"] == 1
    nothing = summary([judged(name, Draft(Document("x"))) for name in GOLDS])
    for field in ("venue_city", "venue_country", "parties", "third_parties", "heads", "participants"):
        assert nothing[field]["f1"] == 0, field


# ---------------------------------------------------------------------------- what counts as the same


def test_an_actor_is_known_by_any_of_its_names() -> None:
    names = Names({"Revolutionary Front of Ruritania": ["RFR", "the Front"]})
    assert names.match(
        Candidate("parties", "rfr", HERE, "r", Tier.SUGGESTED, names=("Ruritanian rebels", "rfr")), "Revolutionary Front of Ruritania"
    )
    assert names.match(candidate("parties", "Front"), "Revolutionary Front of Ruritania")
    assert names.match(candidate("parties", "Syldavia"), "syldavia")
    assert not names.match(candidate("parties", "RFR"), "RFS")
    assert not names.match(Candidate("parties", "RFR", HERE, "r", Tier.SUGGESTED), "RFR")  # an id is no name


@pytest.mark.parametrize(
    ("drafted", "coded", "same"),
    [
        ("Ana Ito", "Ana Ito", True),
        ("Ana María Ito", "Ana Ito", True),
        ("Ito Ana", "Ana Ito", True),
        ("Ito", "Ana Ito", True),
        ("Ana Ito", "Ito", True),
        ("al-Harbi", "Al Harbi", True),
        ("Ana Ito", "Ana Abe", False),
        ("Bo Ito", "Ana Ito", False),
        ("", "Ana Ito", False),
    ],
)
def test_a_person_is_known_by_a_shorter_name(drafted: str, coded: str, same: bool) -> None:
    assert same_person(drafted, coded) is same


@pytest.mark.parametrize(
    ("ours", "coded", "same", "common"),
    [
        ("2025-10-19", "2025-10-19", True, True),
        ("2025-10-19?", "2025-10-19~", True, True),
        ("XXXX-10-19", "XXXX-10-19", True, True),
        ("XXXX-10-19", "2025-10-19", False, False),
        ("2025-10", "2025-10-19", False, True),
        ("[2025-10-18,2025-10-19]", "2025-10-19", True, True),
        ("[2025-10-18,2025-10-19]", "2025-10-20", False, False),
        ("2025-10-19", "[2025-10-18,2025-10-19]", False, True),
        ("[2025-10-13..2025-10-19]", "2025-10-15", False, True),
        ("2025-10-18", "2025-10-19", False, False),
        ("soon", "2025-10-19", False, False),
    ],
)
def test_dates_are_the_same_or_have_a_day_in_common(ours: str, coded: str, same: bool, common: bool) -> None:
    assert same_date(ours, coded) is same
    assert overlap(ours, coded) is common


@given(st.dates(), st.dates())
def test_days_overlap_only_with_themselves(one: date, other: date) -> None:
    assert overlap(one.isoformat(), other.isoformat()) == same_date(one.isoformat(), other.isoformat()) == (one == other)


def test_what_else_is_accepted_counts_as_right() -> None:
    def equal(ours: str, coded: str) -> bool:
        return ours == coded

    gold = Gold(
        {"venue_city": "Doha", "end": None}, "rounds[0]", {"rounds[0].venue_city": ["Lusail"], "rounds[1].venue_city": ["Oslo"]}, {}
    )
    assert scalar("Doha", gold, "venue_city", equal) == scalar("Lusail", gold, "venue_city", equal) == Tally(right=1)
    assert scalar("Oslo", gold, "venue_city", equal) == Tally(wrong=1, missed=1)
    assert scalar(None, gold, "venue_city", equal) == Tally(missed=1)
    assert scalar(None, gold, "end", equal) == Tally()
    assert scalar("2025-01-01", gold, "end", equal) == Tally(wrong=1)
    may_be_none = Gold({"venue_city": "Doha"}, "rounds[0]", {"rounds[0].venue_city": [None]}, {})
    assert scalar(None, may_be_none, "venue_city", equal) == Tally()
    assert scalar("Oslo", may_be_none, "venue_city", equal) == Tally(wrong=1)


LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True)


@given(LETTERS, LETTERS, LETTERS, st.booleans())
def test_members_of_a_list_are_found_missed_accepted_or_wrong(ours: list[str], coded: list[str], extra: list[str], empty: bool) -> None:
    tally = listed(ours, coded, extra, empty, lambda a, b: a == b)
    both = set(ours) & set(coded)
    assert tally.right == len(both)
    assert tally.wrong == len(set(ours) - set(coded) - set(extra))
    assert tally.missed == (0 if empty and not both else len(set(coded) - both))


def test_events_are_paired_so_that_most_agrees() -> None:
    ours = [EventDraft(EventKind.ROUND, Anchor.THIS, number=number) for number in range(3)]
    golds = [Gold({"n": number}, "", {}, {}) for number in (2, 0)]

    def agree(event: EventDraft, gold: Gold) -> int:
        return int(event.number == gold.value["n"])

    pairs = assigned(ours, golds, agree)
    assert {(event.number if event else None, gold.value["n"] if gold else None) for event, gold in pairs} == {(0, 0), (2, 2), (1, None)}
    assert assigned([], golds, agree) == [(None, gold) for gold in golds]
    many = [EventDraft(EventKind.ROUND, Anchor.THIS, number=number) for number in range(9)]
    pairs = assigned(many, golds, agree)  # one after another
    assert sum(event is not None and gold is not None and event.number == gold.value["n"] for event, gold in pairs) == 2
    assert len(pairs) == 9


def test_tallies_add_up() -> None:
    results = [Result("a", "x"), Result("b", "x"), Result("c", "y")]
    results[0].tallies["start"] += Tally(3, 1, 0)
    results[1].tallies["start"] += Tally(0, 0, 1)
    found = total(results, "start")
    assert (found.precision, found.recall, found.f1) == (3 / 4, 3 / 4, 3 / 4)
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_lower_bound_lies_below_the_share(right: int, wrong: int) -> None:
    bound = wilson(right, right + wrong)
    assert -1e-9 <= bound <= (right / (right + wrong) if right + wrong else 0)


def test_a_folder_without_an_index_is_said_in_a_sentence(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path)])
    assert ended.value.code == 2
    assert "has no index.json" in capsys.readouterr().err
