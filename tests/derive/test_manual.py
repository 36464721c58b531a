"""The coding manual: its tables are the schema's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data.derive.__main__ import FILLED
from negotiation_data.derive.manual import fill_manual
from negotiation_data.schema import catalog

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(FILLED))
def test_a_committed_page_has_its_generated_parts_fresh(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert FILLED[name](text, catalog.model()) == text, f"{name} is out of date; to mend it, run `python -m negotiation_data.derive`"


def test_a_stale_part_is_written_anew() -> None:
    stale = "before\n<!-- labels channel -->\n| `telepathy` | no |\n<!-- end -->\nafter"
    filled = fill_manual(stale, catalog.model())
    assert "telepathy" not in filled
    assert filled.startswith("before\n")
    assert filled.endswith("\nafter")
    for label in catalog.model().vocabularies["channel"].labels:
        assert f"| `{label.name}` | {label.description} |" in filled


@given(st.sampled_from(sorted(catalog.model().vocabularies)), st.text(alphabet="ab|\n", max_size=30))
def test_filling_twice_changes_nothing_more(vocabulary: str, stale: str) -> None:
    once = fill_manual(f"<!-- labels {vocabulary} -->\n{stale}\n<!-- end -->", catalog.model())
    assert fill_manual(once, catalog.model()) == once


def test_every_vocabulary_of_rounds_and_ceasefires_that_a_coder_chooses_from_is_in_the_manual() -> None:
    text = (ROOT / "docs/coding-manual.md").read_text(encoding="utf-8")
    model = catalog.model()
    for table in ("rounds", "ceasefires", "round_mediators", "round_parties", "ceasefire_events", "participants"):
        for column in model.tables[table].columns:
            if column.vocabulary is None or not column.is_written or column.name == "review":
                continue
            if any(label.description for label in column.vocabulary.labels):
                assert f"<!-- labels {column.vocabulary.name} -->" in text, f"{table}.{column.name}"


@pytest.mark.parametrize("part", ["labels nonsense", "fields rounds nonsense"])
def test_a_part_that_the_schema_does_not_know_is_refused(part: str) -> None:
    with pytest.raises(KeyError):
        fill_manual(f"<!-- {part} -->\n<!-- end -->", catalog.model())
