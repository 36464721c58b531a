"""What single sentences of ours come to: sides, places, people and days told in ways that plain patterns miss."""

from __future__ import annotations

from datetime import date

import pytest

from negotiation_data.article.annotate import annotate
from negotiation_data.article.candidate import Tier
from negotiation_data.article.compose import compose
from negotiation_data.article.draft import Draft, draft
from negotiation_data.article.people import ABSENT
from negotiation_data.article.read import from_text
from negotiation_data.article.relevance import FIRST_YEAR

MONDAY = date(2025, 10, 27)
WAR = " The war between the rebels and the army has killed thousands, and the fighting goes on."


def read(text: str, published: date | None = MONDAY) -> Draft:
    return draft(from_text(text, published=published))


def main(text: str, name: str, published: date | None = MONDAY) -> list[str]:
    found = read(text, published)
    assert found.main is not None, found.reason
    return [candidate.value for candidate in found.main.all(name)]


def people(text: str) -> dict[str, tuple[str | None, str | None]]:
    return {person.name: (person.role, person.side.value if person.side else None) for person in read(text).people}


# ---------------------------------------------------------------------------- sides


def test_the_opposition_of_a_country_is_a_side_without_a_name() -> None:
    text = "Talks between the government of Venezuela and the opposition began in Oslo on Sunday, mediated by Norway." + WAR
    assert set(main(text, "parties")) == {"venezuela", "venezuelan-opposition"}


def test_a_group_beside_its_government_is_a_side() -> None:
    text = (
        "The UN envoy congratulated the Transitional Federal Government and the Alliance for the Re-Liberation of Somalia on two texts signed in"
        " Djibouti on Sunday. The ARS will join the parliament." + WAR
    )
    assert set(main(text, "parties", date(2008, 10, 27))) == {"tfg-somalia", "ars-somalia"}


@pytest.mark.parametrize(
    ("who", "whole"),
    [
        ("the UN Secretary-General", "united-nations"),
        ("the Chinese Foreign Ministry", "china"),
        ("the CIA", "united-states"),
        ("Kenya", "kenya"),
    ],
)
def test_an_office_that_helps_is_its_state_or_organisation(who: str, whole: str) -> None:
    text = f"Talks between the government of Sudan and the SPLM-N, mediated by {who}, ended in Geneva on Sunday." + WAR
    assert main(text, "mediators") == [whole]


def test_a_capital_in_which_something_was_is_no_party() -> None:
    text = (
        "The Sudanese government and the SPLM-N rebels agreed on a protocol on Sunday. The negotiations had resumed with the rebel leaders in Juba and"
        " the government's delegation in Khartoum." + WAR
    )
    assert "south-sudan" not in main(text, "parties")


# ---------------------------------------------------------------------------- places


def test_the_capital_of_a_country_is_a_town() -> None:
    annotated = annotate(from_text("They signed in the capital of Burkina Faso, then flew to the Omani capital."))
    assert [mention.places[0].name for mention in annotated.mentions if mention.kind == "place"] == ["Ouagadougou", "Muscat"]


def test_a_town_that_no_list_has_is_one_where_the_text_says_so() -> None:
    told = (
        "The government of Sudan and the rebels of the SPLM-N held talks in Umm Dalam, a small town in the north of Sudan, on Sunday." + WAR
    )
    assert main(told, "venue/place")[0] == "Umm Dalam"
    assert main(told, "venue/country")[0] == "SDN"


def test_of_a_town_that_no_list_has_the_country_is_told_as_likely_and_in_no_record() -> None:
    told = (
        "The government of Sudan and the rebels of the SPLM-N held talks on Sunday. The place is Umm Dalam, a small town. They met there for an hour."
        + WAR
    )
    found = read(told)
    assert found.main is not None
    assert [candidate.value for candidate in found.main.all("venue/place")][:1] == ["Umm Dalam"]
    assert all(candidate.likely for candidate in found.main.all("venue/country"))
    composed = compose(found, read_on=MONDAY)
    assert composed.events
    assert all("country" not in record.data.get("venue", {}) for record in composed.events)
    assert any("likely to be the country" in left for left in composed.left)


@pytest.mark.parametrize(
    ("dateline", "town"),
    [("BAGHDAD, Iraq (AP) _ ", "Baghdad"), ("TOWNSVILLE, Australia, AFP\n\n", "Townsville"), ("YANGON, 31 March 2015\n\n", "Yangon")],
)
def test_datelines_with_an_underscore_or_on_a_line_of_their_own(dateline: str, town: str) -> None:
    told = f"Sides agree\n\n{dateline}The government of Sudan and the rebels of the SPLM-N met on Sunday and signed an agreement." + WAR
    assert main(told, "venue/place")[:1] == [town]


@pytest.mark.parametrize("told", ["They met in Zorblat on Sunday.", "The talks, the third so far, were held at Zorblat."])
def test_a_town_that_no_list_has_is_one_where_talks_were_in_it(told: str) -> None:
    annotated = annotate(from_text(told))
    assert [mention.places[0].name for mention in annotated.mentions if mention.places] == ["Zorblat"]


def test_a_capitalised_word_is_no_town_by_itself() -> None:
    annotated = annotate(from_text("They met in Ramadan, a month of fasting, and in Plenary, a form of sitting. Zorblat was quiet."))
    assert not [mention for mention in annotated.mentions if mention.places]


def test_where_a_report_was_written_alone_fills_in_no_venue() -> None:
    told = (
        "NAIROBI, Oct 27 (Reuters) - The government of Sudan and the rebels of the SPLM-N held talks on Sunday. Their envoys came to Nairobi in the morning and slept in Nairobi."
        + WAR
    )
    found = read(told)
    assert found.main is not None
    venue = found.main.best("venue/place")
    assert venue is not None
    assert (venue.value, venue.tier) == ("Nairobi", Tier.SUGGESTED)


def test_near_a_town_is_less_than_in_one() -> None:
    text = "RAMBOUILLET, France, Oct 27 (AP) - The talks between Serbia and Kosovo, in a chateau outside Paris, go on." + WAR
    assert main(text, "venue/place")[0] == "Rambouillet"


def test_where_nobody_is_said_to_talk_a_peace_agreement_tells_of_it() -> None:
    told = "The peace agreement between the government of Sudan and the rebels of the SPLM-N is the work of many years." + WAR
    assert read(told).main is not None


# ---------------------------------------------------------------------------- people


def test_a_title_of_an_office_is_no_person() -> None:
    annotated = annotate(from_text("The talks were opened by Antonio Guterres, Secretary-General of the United Nations, on Sunday."))
    assert [mention.person for mention in annotated.mentions if mention.kind == "person"] == ["Antonio Guterres"]


def test_one_name_is_a_person_where_a_title_stands_before_it_once() -> None:
    annotated = annotate(from_text("They received a team led by Ramakrishna. The truce stays, Mr Ramakrishna said."))
    assert [mention.person for mention in annotated.mentions if mention.kind == "person"] == ["Ramakrishna", "Ramakrishna"]


def test_a_surname_alone_is_the_person_of_the_full_name() -> None:
    text = "Foreign Minister Zorb Blat of Sudan opened the talks. Blat said no to a truce."
    annotated = annotate(from_text(text))
    assert [mention.person for mention in annotated.mentions if mention.person] == ["Zorb Blat", "Blat"]


def test_each_of_a_list_is_of_the_country_behind_the_name() -> None:
    text = (
        "Talks between Armenia and Azerbaijan on a ceasefire began in Geneva on Sunday. The mediators, Igor Popov of Russia, Stephane Visconti of France"
        " and Andrew Schofer of the United States, were there." + WAR
    )
    found = people(text)
    assert {name: found[name][1] for name in ("Igor Popov", "Stephane Visconti", "Andrew Schofer")} == {
        "Igor Popov": "russia",
        "Stephane Visconti": "france",
        "Andrew Schofer": "united-states",
    }


def test_who_once_had_an_office_speaks_for_nobody() -> None:
    text = (
        "Talks between the Congolese government and the CNDP rebels went on in Nairobi on Sunday. Olusegun Obasanjo, the mediator and a former President"
        " of Nigeria, was pleased." + WAR
    )
    assert people(text)["Olusegun Obasanjo"] == ("mediator", None)


def test_two_who_signed_for_two_parties_lead_them() -> None:
    text = (
        "A ceasefire between the government of South Sudan and the SPLM-IO was signed in Khartoum on Sunday. President Salva Kiir of South Sudan and"
        " Riek Machar of the SPLM-IO signed it." + WAR
    )
    found = people(text)
    assert found["Salva Kiir"] == ("head", "south-sudan")
    assert found["Riek Machar"][0] == "head"


@pytest.mark.parametrize(
    "said",
    [
        "Riek Machar, the leader of the rebels, stayed away from the first session",
        "Riek Machar and Zorb Blat did not come",
        "The leader of the rebels, Riek Machar, refused to attend",
        "Riek Machar, who leads the rebels' delegation, did not come to the final session",
        "In the absence of rebel leader Riek Machar little was decided",
    ],
)
def test_who_did_not_come_had_no_part(said: str) -> None:
    text = f"Talks between the government of South Sudan and the SPLM-IO began in Khartoum on Sunday. {said}." + WAR
    assert people(text)["Riek Machar"][0] == ABSENT


@pytest.mark.parametrize(
    "said",
    [
        "Riek Machar of the SPLM-IO did not come to terms with him",
        "Riek Machar, the leader of the rebels, said he would not come down to their level",
    ],
)
def test_not_coming_to_terms_is_no_absence(said: str) -> None:
    text = f"Talks between the government of South Sudan and the SPLM-IO began in Khartoum on Sunday. {said}." + WAR
    assert people(text)["Riek Machar"][0] != ABSENT


def test_a_round_that_somebody_wants_is_not_the_one_that_was_held() -> None:
    text = "The government of Sudan and the rebels of the SPLM-N met in Geneva on Sunday. The United Nations wants a second round." + WAR
    found = read(text)
    assert found.main is not None
    assert found.main.number is None


RIYADH = "A Houthi delegation left Riyadh on Sunday after talks with Saudi officials on a truce."
ABKHAZ = "Georgian and Abkhaz officials held peace talks in Geneva on Sunday."
KAZAN = "The presidents of Armenia and Azerbaijan met for peace talks in Kazan on Sunday."
SUDAN = "Talks between Sudan's army and the Rapid Support Forces opened in Jeddah on Sunday, mediated by Saudi Arabia."


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (f"{SUDAN} General Ali Dhow leads the army delegation and Brigadier Omar Blat that of the RSF.", "Omar Blat", ("head", "rsf")),
        (f"{SUDAN} Ali Dhow led the Sudanese side and Brigadier Omar Blat the RSF.", "Omar Blat", ("head", "rsf")),
        (f"{SUDAN} The teams are led by Omar Blat and, on the Sudanese side, by Ali Dhow.", "Ali Dhow", ("head", "sudan")),
        (f"{SUDAN} Ali Dhow and his RSF counterpart Omar Blat shook hands.", "Omar Blat", ("head", "rsf")),
        (f"{SUDAN} Omar Blat signed for the RSF and Ali Dhow for the army.", "Omar Blat", ("head", "rsf")),
        (f"{SUDAN} Omar Blat spoke for the RSF.", "Omar Blat", ("spokesperson", "rsf")),
        (f"{SUDAN} It was facilitated by Norway, represented by special envoy Ingrid Blat.", "Ingrid Blat", ("mediator", "norway")),
        (
            f"{RIYADH} Saudi Defence Minister Ali Dhow received the delegation, which was headed by Omar Blat.",
            "Omar Blat",
            ("head", "houthis"),
        ),
        (
            f"{ABKHAZ} Georgian minister Ali Dhow and Abkhaz de facto foreign minister Omar Blat led their delegations.",
            "Omar Blat",
            ("head", "abkhazia"),
        ),
        (f"{KAZAN} Serzh Sarkisian and Ilham Aliyev talked for three hours.", "Ilham Aliyev", ("head", "azerbaijan")),
        (
            f"{SUDAN} The mediators were the envoys of IGAD: Ambassador Omar Blat of Ethiopia, General Ali Dhow of Kenya and General Zorb Kulu of Uganda.",
            "Zorb Kulu",
            ("mediator", "uganda"),
        ),
    ],
)
def test_whom_somebody_leads_or_speaks_for(text: str, name: str, expected: tuple[str, str]) -> None:
    published = date(2010, 10, 25) if "Aliyev" in text else MONDAY
    drafted = {p.name: (p.role, p.side.value if p.side else None) for p in read(text + WAR, published).people}
    assert drafted[name] == expected


def test_a_leader_leads_in_his_years_only() -> None:
    text = "Delegations of Armenia and Azerbaijan held peace talks in Kazan on Sunday. President Abulfaz Elchibey talked for an hour." + WAR
    sides = {year: [(p.side.value, p.side.rule) for p in read(text, date(year, 10, 26)).people if p.side] for year in (1992, 2010)}
    assert sides == {1992: [("azerbaijan", "known-leader")], 2010: []}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Minister Ali Dhow put his name to it for Khartoum, and RSF vice-president Omar Blat did so too.", "RSF vice-president"),
        ("They met at the invitation of Libyan leader Omar Blat.", "Libyan leader"),
        ("They signed in the presence of Chadian President Omar Blat.", "Chadian President"),
        (
            "Former Sudanese president Omar Blat, Russian ambassador Ali Dhow and RSF envoy Zorb Kulu took part.",
            "Former Sudanese president",
        ),
        ("Ali Dhow met his RSF opposite number Omar Blat.", "RSF opposite number"),
    ],
)
def test_a_title_is_no_clause(said: str, title: str) -> None:
    titles = {person.name: person.title for person in read(f"{SUDAN} {said}{WAR}").people}
    assert titles["Omar Blat"] == title


def test_the_first_for_years_is_not_the_first() -> None:
    for said, number in (
        ("first formal meeting since 2017", None),
        ("first round of talks in three years", None),
        ("first round of talks", 1),
        ("first round of talks, at war since 2011,", 1),
        ("second Geneva round", 2),
    ):
        found = read(f"The government of Sudan and the SPLM-N rebels ended their {said} in Geneva on Sunday." + WAR)
        assert found.main is not None
        assert found.main.number == number, said


def test_a_town_in_capitals_is_that_of_the_dateline() -> None:
    text = (
        "RAWALPINDI, Oct 26: Talks of the defence secretaries of Pakistan and India on a ceasefire ended here on Sunday without result."
        + WAR
    )
    assert main(text, "venue/place")[:1] == ["Rawalpindi"]
    assert main(text, "venue/country")[:1] == ["PAK"]


def test_where_they_may_meet_some_day_is_not_where_they_met() -> None:
    text = (
        "A Houthi delegation held talks with Saudi officials in Riyadh on Sunday. They will go on after consultations, possibly in Oslo."
        + WAR
    )
    assert main(text, "venue/place")[:1] == ["Riyadh"]


def test_of_the_groups_of_a_people_the_one_that_is_named_is_meant() -> None:
    text = (
        "A delegation of the Bodo Liberation Tigers met Indian officials in Delhi on Sunday. The Bodo rebels and India agreed to a ceasefire."
        + WAR
    )
    assert set(main(text, "parties")) == {"blt", "india"}


def test_who_looks_on_while_others_sign_is_no_party() -> None:
    text = (
        "President Zorb Blat of Sierra Leone and Foday Sankoh, leader of the Revolutionary United Front, signed a peace accord in Lome on Sunday. The"
        " presidents of Nigeria and Liberia looked on." + WAR
    )
    assert set(main(text, "parties")) == {"sierra-leone", "ruf"}


def test_a_security_council_of_a_state_is_not_that_of_the_united_nations() -> None:
    text = (
        "A Thai government panel led by National Security Council deputy chief Zorb Blat held peace talks with the Barisan Revolusi Nasional rebels"
        " on Sunday." + WAR
    )
    assert people(text)["Zorb Blat"] == ("head", "thailand")


@pytest.mark.parametrize("said", ["brokered a deal between", "haggled for nine days with", "struck an accord with"])
def test_a_deal_is_made_in_talks(said: str) -> None:
    assert read(f"Elders {said} the Houthi forces and the pro-government troops of Yemen on Sunday." + WAR).rounds


def test_two_names_at_the_joint_of_two_sentences_are_two_people() -> None:
    text = f"{SUDAN} We are not there yet, said RSF spokesman Omar Blat. Ali Dhow heads the government side." + WAR
    found = people(text)
    assert found["Omar Blat"] == ("spokesperson", "rsf")
    assert found["Ali Dhow"] == ("head", "sudan")


def test_a_mediator_of_whom_no_more_is_told_is_of_the_only_third_party() -> None:
    assert people(f"{SUDAN} The mediator, Omar Blat, was pleased." + WAR)["Omar Blat"] == ("mediator", "saudi-arabia")


def test_how_long_talks_were_is_told_beside_a_name() -> None:
    text = "Ten days of African Union-led negotiations between Ethiopia and the TPLF ended in Pretoria on Sunday." + WAR
    assert main(text, "start")[:1] == ["2025-10-17"]


def test_an_army_of_somebody_is_the_army_that_is_known() -> None:
    text = (
        "The Government of National Accord and the Libyan National Army of Khalifa Haftar held peace talks in Geneva on Sunday. Haftar sent five"
        " officers." + WAR
    )
    assert "lna" in main(text, "parties")


# ---------------------------------------------------------------------------- days, and what is no news


def test_headlines_and_captions_are_no_sentences_of_the_story() -> None:
    lines = ["Rebels head back to Istanbul", "Officials: a handshake is unlikely", "A street (photo: staff)", "By our own reporter"]
    story = (
        "Indirect talks between Israel and Syria are due to be taken up again in Istanbul on Tuesday, officials of both countries said on Sunday."
        " The two sides have been at war for decades, and a ceasefire holds."
    )
    assert main("\n\n".join([*lines, story]), "status") == ["planned"]


def test_days_months_back_are_of_an_earlier_round() -> None:
    text = (
        "Talks between Ethiopia and the ONLF rebels closed in Nairobi on Sunday. Talks between the same parties began in Djibouti on 31 May."
        + WAR
    )
    assert "2025-05-31" not in main(text, "start")


def test_a_day_on_which_talks_should_have_begun_is_no_first_day() -> None:
    text = "Talks between Ethiopia and the ONLF rebels opened in Nairobi on Sunday. They should have begun on 20 October." + WAR
    assert main(text, "start") == ["2025-10-26"]


def test_wars_long_past_are_no_news() -> None:
    text = (
        "The ceasefire between Spain and the rebels was signed in Antwerp in April 1609. It lapsed in April 1621, and the war went on until 1648."
        " Envoys of France mediated the talks."
    )
    found = read(text, None)
    assert found.main is None
    assert found.ceasefires == []
    assert str(FIRST_YEAR) in (found.reason or "")
    assert read(text.replace("1609", "1999").replace("1621", "2001").replace("1648", "2005"), None).reason is None


@pytest.mark.parametrize("published", [date.min, date(1, 3, 1), date.max])
def test_days_at_the_ends_of_the_calendar_are_read(published: date) -> None:
    assert read("Talks between Ethiopia and the ONLF rebels opened in Nairobi on Sunday." + WAR, published).reason is None
