"""Every rule of reading catches what its examples mark with [ ], and nothing in those that it must leave alone."""

from __future__ import annotations

import re

import pytest

from negotiation_data.article.annotate import annotate
from negotiation_data.article.book import FAMILIES, Rule, book
from negotiation_data.article.read import from_text

RULES = [(family, rule) for family in FAMILIES for rule in book().by_family[family]]
KINDS = {
    "third_parties": ("actor", "country", "capital"),
    "parties": ("actor", "country", "capital", "generic"),
    "venues": ("country", "capital", "place"),
    "dates": ("time",),
}


def caught(family: str, rule: Rule, text: str) -> set[str]:
    """What the rule catches in a text."""
    annotated = annotate(from_text(text))
    found = set()
    for match in rule.pattern.finditer(annotated.small):
        for name, group in match.groupdict().items():
            if group is not None and name != "role":
                found |= {
                    re.sub("^[Tt]he ", "", annotated.document.quote(mention.span))
                    for mention in annotated.within(match.start(name), match.end(name), *KINDS[family])
                }
    return found


@pytest.mark.parametrize(("family", "rule"), RULES, ids=[f"{family}/{rule.id}" for family, rule in RULES])
def test_a_rule_catches_what_its_examples_mark(family: str, rule: Rule) -> None:
    assert rule.good
    assert rule.bad
    for example in rule.good:
        marked = set(re.findall(r"\[([^\]]+)\]", example))
        assert marked
        assert caught(family, rule, re.sub(r"[\[\]]", "", example)) == marked, example
    for example in rule.bad:
        assert caught(family, rule, example) == set(), example


def test_ids_of_rules_are_unique() -> None:
    for family in FAMILIES:
        ids = [rule.id for rule in book().by_family[family]]
        assert len(ids) == len(set(ids)), family
