"""Peoples, tribes and communities that no list has, and those who are up against a state without a name."""

from __future__ import annotations

import pytest

from negotiation_data.article.annotate import annotate
from negotiation_data.article.draft import draft
from negotiation_data.article.mention import Annotated
from negotiation_data.article.read import from_text


def read(text: str) -> Annotated:
    return annotate(from_text(text))


def named(text: str) -> set[str]:
    """The communities that a text names."""
    return {actor.name for actor in read(text).actors.values() if actor.communal}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Elders of the Morwa and Dabena tribes sat down in the hills for talks.", {"Morwa", "Dabena"}),
        ("The Morwa and the Dabena, two rival clans of the valley, agreed on a truce.", {"Morwa", "Dabena"}),
        ("A conference that is to reconcile the Morwa and the Dabena opened today.", {"Morwa", "Dabena"}),
        ("The Morwa-Dabena conflict has cost lives; talks go on.", {"Morwa", "Dabena"}),
        ("Talks with the Morwa clan were opened.", {"Morwa"}),
        ("Farmers of the Morwa and herdsmen of the Dabena signed a truce.", {"Morwa", "Dabena"}),
        ("The Morwa, Dabena and Tulo representatives met again.", {"Morwa", "Dabena", "Tulo"}),
        ("A long dispute of Morwa and Dabena is over.", {"Morwa", "Dabena"}),
        ("The feud pitting the Morwa against the Dabena ended in talks.", {"Morwa", "Dabena"}),
        ("The chiefs of Morwa and of Dabena accepted the truce.", {"Morwa", "Dabena"}),
        ("Talks & truce: the Morwa & Dabena clans agree.", {"Morwa", "Dabena"}),
        ("The Muslims and the Christians met. Both Christian and Muslim delegates signed; Christians stayed.", {"Muslims", "Christians"}),
    ],
)
def test_a_community_is_one_where_the_text_says_so(text: str, names: set[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Talks in Morwa and Dabena were held.",  # nothing says what they are
        "Local tribes sat down for talks. The Local and the National tribes are local.",  # a common word with a capital
        "The Christians came to the talks.",  # of a faith once only
        "In the hall sat the Morwa with the Dabena, in talks.",  # joined, and nothing says that they are at odds
        "The towns of Morwa and Dabena are far from the talks.",
    ],
)
def test_a_capital_alone_makes_no_community(text: str) -> None:
    assert named(text) == set()


def test_rebels_of_a_country_are_not_its_state() -> None:
    text = read("Ugandan rebels and the government held peace talks.")
    words = {text.document.quote(mention.span): mention.actors for mention in text.mentions}
    assert words["Ugandan rebels"] == ()


def test_communities_at_odds_are_the_parties() -> None:
    text = (
        "Peace talks between the Morwa and Dabena tribes ended in Nyala on Sunday with an agreement to end months of fighting, mediators said."
        " Leaders of the Morwa tribe and of the Dabena tribe signed a ceasefire. Hundreds of people were killed in clashes between the two tribes."
    )
    found = draft(from_text(text))
    assert found.main is not None, found.reason
    assert {candidate.value for candidate in found.main.all("parties")[:2]} == {"morwa", "dabena"}
