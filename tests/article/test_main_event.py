"""Whether a text is about a round, or about a ceasefire with talks in the distance."""

from __future__ import annotations

from datetime import date

import pytest

from negotiation_data.article.draft import draft
from negotiation_data.article.read import from_text

MONDAY = date(2025, 10, 27)

ROUNDS = (
    (
        "Envoys of the government of Sudan and of the SPLM-N rebels opened a new round of peace talks in Addis Ababa on Sunday, mediators said."
        " The two delegations sat down with the African Union's mediator in the morning. The talks are to go on until Thursday."
    ),
    (
        "Peace talks between the Philippine government and the MILF ended in Kuala Lumpur on Saturday without an agreement."
        " The two panels had met for three days, with Malaysia as facilitator. Fighting has killed hundreds in the south this year."
    ),
)
TRUCES = (
    (
        "Rebels of the SPLM-N declared a unilateral ceasefire on Sunday, so that farmers can bring in the harvest. The truce will hold for three months,"
        " their commander said. The army of Sudan had no comment. The war has killed thousands; a ceasefire of last year was broken within days."
    ),
    (
        "A ceasefire between the army of Sudan and the SPLM-N rebels took effect at midnight on Sunday. The guns fell silent along the front, residents said."
        " Each side accused the other of breaking the truce in the first hour. Shelling had killed forty people in the week before the ceasefire."
    ),
)


@pytest.mark.parametrize("text", ROUNDS)
def test_of_a_round_a_round_is_told(text: str) -> None:
    found = draft(from_text(text, published=MONDAY))
    assert found.main is not None


@pytest.mark.parametrize("text", TRUCES)
def test_of_a_ceasefire_alone_no_round_is_made(text: str) -> None:
    found = draft(from_text(text, published=MONDAY))
    assert found.main is None
    assert found.rounds == []
    assert found.ceasefires
