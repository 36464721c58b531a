"""Bodies, groups and regional governments that no list has, found in the text itself."""

from __future__ import annotations

from datetime import date

import pytest

from negotiation_data.article.annotate import annotate
from negotiation_data.article.compose import compose
from negotiation_data.article.draft import draft
from negotiation_data.article.mention import Annotated
from negotiation_data.article.read import from_text


def read(text: str) -> Annotated:
    return annotate(from_text(text))


def acting(text: str) -> dict[str, str]:
    """Whom a text names by words that no list has: the words, and the kind of who bears them."""
    found = read(text)
    named = ((found.document.quote(m.span), found.actors[m.actors[0]]) for m in found.mentions if m.actors)
    return {words: actor.kind for words, actor in named if not actor.known}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("It was brought about by the Borana Peace and Justice Commission on Friday.", "Borana Peace and Justice Commission"),
        ("With them sat Father Ngala, head of the Church of Zorblatia, for two days.", "Church of Zorblatia"),
        ("They thanked the Committee of Worried Citizens for its patience.", "Committee of Worried Citizens"),
        ("The president of the Zorblat Lawyers Association was there.", "Zorblat Lawyers Association"),
        ("Rusdi Blat, Speaker of Zorblat Legislative Council, came too.", "Zorblat Legislative Council"),
        ("Two traditional elders went from one camp to the other.", "traditional elders"),
        ("A grand jirga sat down between them.", "grand jirga"),
    ],
)
def test_a_body_goes_by_the_noun_of_its_name(text: str, body: str) -> None:
    assert acting(text) == {body: "civil_society"}


@pytest.mark.parametrize(
    "text",
    [
        "The Committee met. A Council sat.",  # no name
        "Peace Council Meets Today\n\nThey met in the afternoon, for the first time in years, and parted without a word.",  # in a headline
        "The Security Council was told of it.",
    ],
)
def test_a_noun_alone_is_no_body(text: str) -> None:
    assert acting(text) == {}


def test_what_a_list_has_stays_what_it_is() -> None:
    found = read("Envoys of Atlanta Carter Center and of the Arab League were at the talks.")
    assert {actor for mention in found.mentions for actor in mention.actors[:1]} == {"carter-center", "arab-league"}


def test_a_body_of_no_list_that_mediates_is_told_as_a_third_party() -> None:
    text = (
        "Leaders of the Morwa tribe and of the Dabena tribe signed a ceasefire in Nyala on Sunday after months of fighting that killed hundreds."
        " The peace talks between the two tribes were mediated by the Zorblat Peace Commission, which will watch over the truce."
    )
    found = draft(from_text(text)).main
    assert found is not None
    assert "zorblat-peace-commission" in {candidate.value for candidate in found.all("mediators")}


def test_the_government_of_a_region_is_a_side_of_its_own() -> None:
    found = read("The Katanga government and the government of the Congo met for talks.")
    words = {found.document.quote(mention.span): mention.actors[0] for mention in found.mentions if mention.actors}
    assert words["Katanga government"] == "katanga-government"
    assert found.actors["katanga-government"].kind == "government"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("The Zorblat Armed Forces and the Rapid Zorblat Forces (RZF) met.", "Rapid Zorblat Forces"),
        ("Talks were held with the Zorblat Brigades in the camp.", "Zorblat Brigades"),
        ("Talks were held with the al-Zorbla Legion in the suburb.", "al-Zorbla Legion"),
        ("They are the Zorblat Movement of the Far West and the Movement for Zorblat Peace.", "Movement for Zorblat Peace"),
        ("A spokesman of Zorba al-Sham rebels said so.", "Zorba al-Sham"),
    ],
)
def test_a_group_goes_by_the_noun_of_its_name(text: str, group: str) -> None:
    assert acting(text)[group] == "armed_group"


def test_a_longer_name_is_not_hidden_by_an_article() -> None:
    found = read("The leader of the Sudan People's Liberation Movement spoke, and the Congo River Alliance heard it.")
    assert {actor for mention in found.mentions for actor in mention.actors[:1]} == {"splm", "afc"}


def helpers(text: str) -> dict[str, str]:
    """Ids of third parties in the records of a text, by name."""
    composed = compose(draft(from_text(text)), read_on=date(2026, 1, 1))
    names = {record.id: str(record.data["name"]) for record in composed.authority if record.kind == "actor"}
    return {names[row["actor"]]: row["actor"] for record in composed.events for row in record.data.get("mediators", ())}


def test_elders_of_one_article_are_not_those_of_another_and_a_body_with_a_name_is_the_same() -> None:
    told = (
        "Leaders of the {0} tribe and of the {1} tribe signed a ceasefire on Sunday after months of fighting that killed hundreds."
        " The peace talks between the two tribes were mediated by elders and by the Zorblat Peace Commission."
    )
    one, other = helpers(told.format("Morwa", "Dabena")), helpers(told.format("Sorwa", "Tabena"))
    assert one.keys() == other.keys() == {"elders", "Zorblat Peace Commission"}
    assert one["elders"] != other["elders"]
    assert one["Zorblat Peace Commission"] == other["Zorblat Peace Commission"]
