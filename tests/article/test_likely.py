"""What the weights decide: who is likely to have helped or to have had a part, how a round stands, and what is never filled in by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Candidate, Tier
from negotiation_data.article.compose import _is_office, compose
from negotiation_data.article.dating import wide
from negotiation_data.article.days import dates
from negotiation_data.article.document import Document
from negotiation_data.article.draft import Draft, draft
from negotiation_data.article.events import events
from negotiation_data.article.likely_days import days_seen
from negotiation_data.article.likely_helpers import helpers
from negotiation_data.article.main_event import main_event
from negotiation_data.article.parties import considered as sides_considered
from negotiation_data.article.parties import parties
from negotiation_data.article.people import NAMED, considered
from negotiation_data.article.read import from_text
from negotiation_data.article.relevance import relevance
from negotiation_data.article.sides import Side, Sides
from negotiation_data.article.standing import TOGETHER, signs
from negotiation_data.article.third_parties import third_parties
from negotiation_data.article.venues import considered as towns_considered
from negotiation_data.article.venues import places
from negotiation_data.article.weights import Model, labels, model
from tests.article.drafts import articles

MONDAY = date(2025, 10, 27)
WAR = " The war between the rebels and the army has killed thousands, and the fighting goes on."
#: The weights are fitted on beginnings of texts too: `benchmarks/articles/fit.py`.
BEGINNINGS = (300, 700)
QUESTIONS = ("relevant", "a_round", "takes_part", "helps", "venue", "party", "start_day", "end_day")


def read(text: str) -> Draft:
    return draft(from_text(text, published=MONDAY))


# ---------------------------------------------------------------------------- the weights


def of_a_beginning(document: Document) -> AbstractSet[str]:
    annotated = annotate(document)
    happenings = events(annotated)
    if not happenings.mentions:
        return set()
    third = third_parties(annotated, happenings)
    said = relevance(annotated, happenings, parties(annotated, happenings, third), third)
    return main_event(happenings, said, signs(annotated, happenings).seen).keys()


@cache
def seen() -> dict[str, set[str]]:
    """The names of all features that are seen in the development articles, by question."""
    found: dict[str, set[str]] = defaultdict(set)
    for text, published, negative in articles().values():
        annotated = annotate(from_text(text, published=published))
        happenings = events(annotated)
        if not happenings.mentions:
            continue
        third = third_parties(annotated, happenings)
        sides = parties(annotated, happenings, third)
        said = relevance(annotated, happenings, sides, third)
        found["relevant"] |= said.keys()
        if negative:
            continue
        found["a_round"] |= main_event(happenings, said, signs(annotated, happenings).seen).keys()
        for length in BEGINNINGS:
            found["a_round"] |= of_a_beginning(from_text(text[:length].rpartition(" ")[0], published=published))
        for _, features in considered(annotated, happenings, sides, {p.key: p.actor for p in third if p.key not in sides.keys}):
            found["takes_part"] |= features.keys()
        for helper in helpers(annotated, happenings, sides, third, "CHE"):
            found["helps"] |= helper.features.keys()
        for _, features in towns_considered(sides, happenings, places(annotated, happenings)):
            found["venue"] |= features.keys()
        for _, features in sides_considered(annotated, happenings, third):
            found["party"] |= features.keys()
        for stands in TOGETHER:
            for day in days_seen(annotated, happenings, dates(annotated, happenings), stands):
                found["start_day"] |= day.as_start.keys()
                found["end_day"] |= day.as_end.keys()
        for question in ("status", "outcome"):
            found[question] |= signs(annotated, happenings).seen.keys()
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_weights_are_of_what_is_seen(question: str) -> None:
    """A feature that is renamed in the code leaves a weight behind that never counts: then fit again."""
    weights = model(question).weights
    assert len(weights) >= 10
    assert weights.keys() <= seen()[question]


@pytest.mark.parametrize("question", ["status", "outcome"])
def test_weights_of_labels_are_of_what_is_seen(question: str) -> None:
    for label, one in labels(question).items():
        assert one.weights.keys() <= seen()[question], label
    named = {label for label in labels(question) if label != "none"}
    assert named <= set(TOGETHER) if question == "status" else named <= {o for outcomes in TOGETHER.values() for o in outcomes}


@given(st.dictionaries(st.sampled_from("abc"), st.floats(-3, 3)), st.dictionaries(st.sampled_from("abcd"), st.floats(0, 3)))
def test_log_odds_are_a_sum_in_which_what_is_not_known_counts_nothing(weights: dict[str, float], features: dict[str, float]) -> None:
    one = Model(0.5, weights)
    assert one.log_odds({}) == 0.5
    known = {name: value for name, value in features.items() if name in weights}
    assert one.log_odds(features) == pytest.approx(one.log_odds(known))
    assert one.log_odds(features) == pytest.approx(0.5 + sum(weights[name] * value for name, value in known.items()))


# ---------------------------------------------------------------------------- third parties

HELPED = (
    "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. The United Nations had asked for calm."
    " For the United Nations Jean Arnault was in the room, and the United Nations wants a second round." + WAR
)


def test_an_organisation_that_an_article_keeps_naming_is_suggested_and_never_filled_in() -> None:
    drafted = read(HELPED)
    assert drafted.main is not None
    found = next(candidate for candidate in drafted.main.all("mediators") if candidate.value == "united-nations")
    assert found.likely
    assert found.tier is Tier.SUGGESTED


def test_what_is_only_likely_is_told_to_the_coder_and_not_written_as_a_record() -> None:
    composed = compose(read(HELPED), read_on=MONDAY)
    record = next(record for record in composed.events if record.kind == "round")
    assert "mediators" not in record.data
    assert record.data["mediation"] == "unknown"
    assert any("United Nations" in left and "no word says how" in left for left in composed.left)


def _helping(text: str) -> dict[str, dict[str, float]]:
    annotated = annotate(from_text(text, published=MONDAY))
    happenings = events(annotated)
    third = third_parties(annotated, happenings)
    return {one.actor: dict(one.features) for one in helpers(annotated, happenings, parties(annotated, happenings, third), third, None)}


def test_who_is_enumerated_together_is_seen_of_each() -> None:
    seen = _helping(
        "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. Kenya sent troops, and Chad money." + WAR
    )
    assert not [actor for actor, features in seen.items() if features.get("in a list")]
    seen = _helping(
        "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. Kenya, Uganda (an old hand) and the African Union"
        " were asked as well. Talks were mediated by Norway and Qatar. Egypt came late." + WAR
    )
    assert {actor for actor, features in seen.items() if features.get("in a list")} == {
        "kenya",
        "uganda",
        "african-union",
        "norway",
        "qatar",
    }
    assert {actor for actor, features in seen.items() if features.get("in a list of three")} == {"kenya", "uganda", "african-union"}
    with_a_helper = {actor for actor, features in seen.items() if features.get("in a list with one that helps, by a rule")}
    assert with_a_helper == {"norway", "qatar"}


@given(st.permutations(["Kenya", "Uganda", "Chad", "Norway"]))
def test_the_order_of_an_enumeration_does_not_matter(names: list[str]) -> None:
    seen = _helping(
        f"The government of Sudan and the rebels of the SPLM-N met in Geneva. {names[0]}, {names[1]}, {names[2]} and {names[3]} sent envoys."
        + WAR
    )
    lists = ({name: value for name, value in features.items() if "list" in name} for features in seen.values())
    first, *others = (found for found in lists if found)
    assert len(others) == 3
    assert all(other == first for other in others)


def test_the_sides_themselves_help_nobody() -> None:
    for text, published, _ in list(articles().values())[:60]:
        main = draft(from_text(text, published=published)).main
        if main is not None:
            assert not {c.value for c in main.all("parties")} & {c.value for c in main.all("mediators")}


# ---------------------------------------------------------------------------- people


def test_somebody_brought_in_with_title_and_side_is_named_and_left_to_the_coder() -> None:
    text = (
        "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. Norwegian minister Anne Tvinnereim and Swiss minister"
        " Ignazio Cassis stood beside Anne Tvinnereim's friend when the talks were over; Anne Tvinnereim was pleased." + WAR
    )
    drafted = read(text)
    role = {person.name: person.role for person in drafted.people}
    assert NAMED in role.values()
    named = next(name for name, part in role.items() if part == NAMED)
    composed = compose(drafted, read_on=MONDAY)
    written = str([record.data for record in composed.records])
    assert named not in written
    assert any(named in left for left in composed.left)


def test_a_commentator_has_no_part() -> None:
    text = (
        "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. Analyst Jonas Horner said little would come of it."
        " Jonas Horner said so twice." + WAR
    )
    assert "Jonas Horner" not in {person.name for person in read(text).people}


# ---------------------------------------------------------------------------- how a round stands


def test_what_headline_and_first_sentence_both_say_came_of_it() -> None:
    text = (
        "Sudan talks end without agreement\n\nTalks between the government of Sudan and the SPLM-N rebels ended without agreement in Geneva on Sunday."
        " They may continue, and both sides promised to meet again. The delegations will meet and resume the talks, they hope." + WAR
    )
    drafted = read(text)
    assert drafted.main is not None
    outcome = drafted.main.best("outcome")
    assert outcome is not None
    assert (outcome.value, outcome.rule) == ("no_agreement", "outcome-no_agreement")


def test_an_outcome_without_words_is_no_value_of_a_record() -> None:
    drafted = read("The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday." + WAR)
    assert drafted.main is not None
    drafted.main.candidates = [c for c in drafted.main.candidates if c.field not in {"outcome", "status"}]
    drafted.main.candidates += [
        Candidate("status", "concluded", (), "likely-status", Tier.SUGGESTED),
        Candidate("outcome", "agreement", (), "likely-outcome-agreement", Tier.SUGGESTED),
    ]
    composed = compose(drafted, read_on=MONDAY)
    record = next(record for record in composed.events if record.kind == "round")
    assert "outcome" not in record.data
    assert any("agreement" in left for left in composed.left)


def test_a_day_that_is_only_likely_is_no_first_day_of_a_record() -> None:
    drafted = read("The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday." + WAR)
    assert drafted.main is not None
    span = drafted.main.all("parties")[0].spans[0]
    drafted.main.candidates = [c for c in drafted.main.candidates if c.field not in {"start", "end"}]
    drafted.main.candidates.append(Candidate("start", "2025-10-26", (span,), "likely-start", Tier.SUGGESTED))
    record = next(record for record in compose(drafted, read_on=MONDAY).events if record.kind == "round")
    assert record.data["start"] != "2025-10-26"


def test_a_town_that_is_only_likely_is_no_place_of_a_record() -> None:
    drafted = read("The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday." + WAR)
    assert drafted.main is not None
    record = next(record for record in compose(drafted, read_on=MONDAY).events if record.kind == "round")
    assert record.data["venue"] == {"place": "geneva", "country": "CHE"}
    drafted.main.candidates = [
        replace(c, rule="likely-venue", tier=Tier.SUGGESTED) if c.field.startswith("venue/") else c for c in drafted.main.candidates
    ]
    composed = compose(drafted, read_on=MONDAY)
    record = next(record for record in composed.events if record.kind == "round")
    assert "venue" not in record.data
    assert any("Geneva" in left for left in composed.left)


def test_who_is_only_there_while_others_talk_is_no_party_of_a_record() -> None:
    drafted = read("The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday." + WAR)
    assert drafted.main is not None
    record = next(record for record in compose(drafted, read_on=MONDAY).events if record.kind == "round")
    assert {row["actor"] for row in record.data["parties"]} == {"sudan", "splm-n"}
    drafted.main.candidates = [replace(c, rule="likely-party") if c.value == "sudan" else c for c in drafted.main.candidates]
    composed = compose(drafted, read_on=MONDAY)
    record = next(record for record in composed.events if record.kind == "round")
    assert {row["actor"] for row in record.data["parties"]} == {"splm-n"}
    assert any("Sudan" in left for left in composed.left)


def test_a_side_is_only_likely_where_two_others_are_said_to_talk() -> None:
    annotated = annotate(from_text("Nothing"))
    said, other, there = Side("A", score=3.0), Side("B", score=1.0), Side("C")
    assert Sides(annotated, [said, other, there]).only_likely(there)
    assert not Sides(annotated, [said, other, there]).only_likely(other)
    assert not Sides(annotated, [said, there]).only_likely(there)


# ---------------------------------------------------------------------------- texts in which nobody is said to talk


def _without_parties() -> Draft:
    drafted = read("The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday." + WAR)
    assert drafted.main is not None
    drafted.main.candidates = [c for c in drafted.main.candidates if c.field != "parties"]
    return drafted


def test_a_draft_without_a_party_says_so_and_is_no_record() -> None:
    composed = compose(_without_parties(), read_on=MONDAY)
    assert not [record for record in composed.events if record.kind == "round"]
    assert any("no party has a passage" in left for left in composed.left)


def test_a_draft_without_a_party_is_one_as_far_as_it_goes_for_a_coder() -> None:
    (record,) = (r for r in compose(_without_parties(), read_on=MONDAY, unfinished=True).events if r.kind == "round")
    assert "parties" not in record.data
    assert record.data["venue"]["place"] == "geneva"


def test_what_a_text_is_on_instead_is_told() -> None:
    strike = (
        "Talks between the trade union and the employers broke down on Sunday. Workers will go on strike over wages; the union wants a pay rise, the"
        " employers offer no overtime to their staff. A conciliator meets the workers and the employers on Monday."
    )
    assert "labour" in (read(strike).reason or "")
    assert "Nothing here" in (read("The poets held talks about talks on Sunday.").reason or "")


def test_a_text_plainly_on_a_war_is_read_though_no_rule_finds_who_talks() -> None:
    text = (
        "Agra was quiet again after the summit of the weekend, at which talks had closed without a joint text. India had wanted a line on attacks by militants across the border; Pakistan wanted Kashmir."
        " Indian soldiers were killed in fighting the same night, and India blamed Pakistan for the attack. Troops of Pakistan shelled a village."
    )
    drafted = read(text)
    assert drafted.main is not None
    assert {candidate.value for candidate in drafted.main.all("parties")} == {"india", "pakistan"}


def test_a_text_on_states_that_share_a_river_is_not_read() -> None:
    text = (
        "India and Bangladesh held talks in Delhi on Sunday. The delegations of India and Bangladesh agreed on data of the river; upstream dams and"
        " irrigation stay open. The sides will meet again about water-sharing of other rivers."
    )
    drafted = read(text)
    assert drafted.reason is not None
    assert not drafted.rounds


def test_a_day_since_which_there_is_a_war_is_no_first_day_though_a_rule_ties_it() -> None:
    text, published, _ = articles()["given/africanews-jeddah"]
    main = draft(from_text(text, published=published)).main
    assert main is not None
    start = main.best("start")
    assert start is not None
    assert start.value != "2023-04-15"
    assert ("2023-04-15", Tier.CODER) in {(candidate.value, candidate.tier) for candidate in main.all("start")}


# ---------------------------------------------------------------------------- what must not get into a record


@pytest.mark.parametrize(
    "title", ["while Beltran led the rebels.", "is expected to chair the session", "to the prime minister", "who led it", "", "a " * 13]
)
def test_a_clause_is_no_office(title: str) -> None:
    assert not _is_office(title)


@pytest.mark.parametrize(
    "title", ["Foreign Minister of Qatar", "head of the government delegation", "UN special envoy for Yemen", "Maj. Gen."]
)
def test_some_words_without_a_verb_are_an_office(title: str) -> None:
    assert _is_office(title)


def test_what_is_planned_in_an_article_of_no_known_day_may_be_on_any() -> None:
    assert wide("planned", MONDAY, None) == "[2025-10-27..]"
    assert wide("planned", MONDAY, None, published=False) == "XXXX"


def test_a_weekday_before_a_date_is_a_part_of_it() -> None:
    drafted = read(f"The government of Sudan and the rebels of the SPLM-N opened talks in Geneva on Monday, October 6.{WAR}")
    assert drafted.main is not None
    start = drafted.main.best("start")
    assert start is not None
    assert start.value == "2025-10-06"
