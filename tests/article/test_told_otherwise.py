"""Sides, places, days and people told as news of the public web tells them: sentences of ours after faults that were found there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Candidate
from negotiation_data.article.common_words import only_ordinary, ordinary
from negotiation_data.article.document import MaskKind
from negotiation_data.article.draft import Draft, draft
from negotiation_data.article.people import NAMED
from negotiation_data.article.read import from_text

MONDAY = date(2025, 10, 27)
WAR = " The war between the rebels and the army has killed thousands, and the fighting goes on."


def read(text: str, published: date | None = MONDAY) -> Draft:
    return draft(from_text(text, published=published))


def best(text: str, name: str, published: date | None = MONDAY) -> Candidate | None:
    found = read(text, published).main
    assert found is not None
    return found.best(name)


def value(text: str, name: str, published: date | None = MONDAY) -> str | None:
    found = best(text, name, published)
    return found.value if found is not None else None


def parties(text: str, published: date | None = MONDAY) -> set[str]:
    found = read(text, published).main
    assert found is not None
    return {candidate.value for candidate in found.all("parties")}


def heads(text: str) -> dict[str, str | None]:
    return {person.name: person.side.value if person.side else None for person in read(text).people if person.role == "head"}


# ---------------------------------------------------------------------------- sides


def test_rebels_beside_a_government_are_those_of_its_country() -> None:
    text = (
        "South African President Jacob Zuma said peace talks between Libya's government and the rebels would begin in Tunis very soon."
        + WAR
    )
    found = parties(text, date(2011, 7, 2))
    assert {"libya", "libyan-rebels"} <= found
    assert "south-african-rebels" not in found


def test_acronyms_with_full_stops_are_those_without() -> None:
    text = "The M.P.L.A. and the U.N.I.T.A. held peace talks in Lusaka on Monday." + WAR
    assert {"mpla", "unita"} <= parties(text, date(1994, 10, 24))
    assert [text[m.start : m.end] for m in annotate(from_text(text)).mentions if m.actors][:2] == ["M.P.L.A.", "U.N.I.T.A."]


def test_a_name_with_an_acronym_that_is_known_is_no_second_group() -> None:
    text = (
        "Talks between the Burundi government and the Palipehutu Forces for National Liberation (Palipehutu-FNL) ended in Arusha on Sunday."
        + WAR
    )
    assert parties(text, date(2002, 10, 28)) == {"burundi", "fnl"}


def test_somebodys_rebels_are_no_group_of_that_name() -> None:
    text = (
        "Juba and Yau Yau's rebels agree\n\nSouth Sudan's government and the Cobra Faction signed a truce in Addis Ababa after peace talks."
        + WAR
    )
    assert parties(text, date(2014, 1, 30)) == {"south-sudan", "ssdm-cobra"}


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The Murle, Lekan and Ngorwa communities ended a peace conference of five days in Pibor on Sunday.", {"murle", "lekan", "ngorwa"}),
        ("Elders of the Warsame and the Idleh put their names to a peace deal in Buloburte on Sunday.", {"warsame", "idleh"}),
    ],
)
def test_peoples_side_by_side_are_parties(text: str, sides: set[str]) -> None:
    assert parties(text + " Fighting between the communities had killed forty people, and peace talks went on for days.") == sides


def test_two_who_lead_and_signed_did_so_for_whom_they_lead() -> None:
    text = (
        "DAMASCUS, Syria - Nabi Berri, the leader of Amal, and Subhi al-Tufeili, secretary-general of Hezbollah, put their signatures to a peace"
        " accord after talks on Sunday. They had sat for ten hours with officials from Iran." + WAR
    )
    assert {"amal", "hezbollah"} <= parties(text, date(1990, 11, 5))


def test_an_ordinary_word_before_rebels_is_no_group() -> None:
    text = "Talks in Sirte between the government of Sudan and the SPLM-N go on. About rebel movements he said that some have come." + WAR
    assert "about" not in parties(text)


# ---------------------------------------------------------------------------- places


def test_an_embassy_is_not_in_its_country() -> None:
    text = (
        "ZAGREB, Croatia - Croatia's government and the Serb rebels signed a ceasefire on Sunday after talks of 18 hours."
        " The signing took place at Russia's embassy in the Croatian capital." + WAR
    )
    assert (value(text, "venue/place"), value(text, "venue/country")) == ("Zagreb", "HRV")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Delegations of the Yemeni government and the Houthis were in Doha for discussions about the peace agreement in Saada on Sunday.",
            "Doha",
        ),
        (
            "A team of the Chin National Front is travelling to Rangoon to negotiate with the government of Myanmar. The talks open on Monday. Last time they met in Hakha.",
            "Yangon",
        ),
    ],
)
def test_who_goes_somewhere_to_talk_talks_there(text: str, place: str) -> None:
    assert value(text + WAR, "venue/place") == place


def test_a_town_that_has_its_name_from_a_capital_is_where_the_text_plays() -> None:
    text = (
        "BEIRUT: Leaders of the Sunnis and the Alawites of Tripoli signed a truce on Sunday after talks on the fighting in Lebanon. They met in"
        " Tripoli in the house of the mufti." + WAR
    )
    assert value(text, "venue/country") == "LBN"
    assert (
        value(
            "Gunmen of the Libyan National Army and the government of Libya held peace talks in Tripoli on Sunday." + WAR, "venue/country"
        )
        == "LBY"
    )


def test_a_town_of_no_list_is_likely_in_the_country_that_the_text_plays_in() -> None:
    text = "South Sudan's government and the SPLM-IO rebels held peace talks in the village of Kwajenjok on Sunday." + WAR
    country = best(text, "venue/country")
    assert country is not None
    assert (country.value, country.likely) == ("SSD", True)


def test_a_town_of_a_dateline_is_one_though_no_list_has_it() -> None:
    text = "KWAJENJOK, South Sudan (AP) _ South Sudan's government and the SPLM-IO rebels signed a truce on Sunday after peace talks." + WAR
    assert (value(text, "venue/place"), value(text, "venue/country")) == ("Kwajenjok", "SSD")


def test_headlines_of_others_above_the_headline_are_masked() -> None:
    teasers = (
        "• Doctors of Ghana are back at work since today  • Copper somewhat lower in London at noon  • Ring of smugglers broken up in China"
    )
    text = (
        f"{teasers}\n\nSeoul, Pyongyang settle\n\nThe talks of North and South Korea at Panmunjom ended on Sunday with an agreement." + WAR
    )
    document = from_text(text, published=MONDAY)
    assert document.masks[0].kind is MaskKind.RELATED
    assert document.masked(0, len(teasers))
    assert value(text, "venue/place") != "London"


# ---------------------------------------------------------------------------- days


def test_a_day_without_a_year_is_of_the_year_that_it_is_told_with_elsewhere() -> None:
    text = (
        "Thirty-three years have passed since the talks in Moscow. On September 3 Georgia and Abkhazia remember them."
        " The delegations of Georgia and Abkhazia signed a ceasefire in Moscow on September 3, 1992." + WAR
    )
    drafted = read(text, date(2025, 9, 5))
    told = {candidate.value for event in [*drafted.rounds, *drafted.ceasefires] for candidate in event.candidates}
    assert "1992-09-03" in told
    assert "2025-09-03" not in told


# ---------------------------------------------------------------------------- people


def test_of_two_teams_each_has_its_own_head() -> None:
    text = (
        "Panels of the Philippine government and the NDFP met for talks in Oslo on Sunday. At the head of the government panel in these talks was"
        " Atty. Alexander Padilla, and at the head of the NDFP Panel Mr. Luis Jalandoni." + WAR
    )
    assert heads(text)["Luis Jalandoni"] == "ndfp"
    assert heads(text)["Alexander Padilla"] != "ndfp"


def test_a_counterpart_behind_a_name_has_the_side_that_is_told() -> None:
    text = (
        "Foreign Ministers Zohrab Mnatsakanyan and Elmar Mammadyarov, his Azerbaijani counterpart, held peace talks of Armenia and Azerbaijan in Vienna."
        + WAR
    )
    assert heads(text)["Elmar Mammadyarov"] == "azerbaijan"


def test_who_heads_an_office_of_nobody_who_takes_part_heads_no_delegation() -> None:
    text = (
        "Talks of Sudan and the SPLM-N were held in Juba on Sunday. A witness was Deborah Schein, who heads the Field Office there." + WAR
    )
    assert {person.name: person.role for person in read(text).people}.get("Deborah Schein") in {None, NAMED, "mediator"}


def test_headings_of_ordinary_words_name_nobody() -> None:
    text = (
        "Two Areas: Fighting Stops\n\nThe government of Sudan and the SPLM-N held peace talks on the Two Areas in Juba on Sunday, said Sides Sign."
        + WAR
    )
    assert [mention.person for mention in annotate(from_text(text)).mentions if mention.person] == []


@given(st.lists(st.sampled_from(sorted(ordinary())), min_size=1, max_size=4), st.sampled_from(["Kiir", "Machar", "Zuma", "Jalandoni"]))
def test_a_name_with_one_word_that_is_not_ordinary_is_one(words: list[str], name: str) -> None:
    heading = " ".join(word.title() for word in words)
    assert only_ordinary(heading)
    assert not only_ordinary(f"{heading} {name}")
