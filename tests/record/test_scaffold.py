"""A new record has what the schema asks for, keeps what it is given, and never lands where something is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.error import NegotiationDataError
from negotiation_data.record import scaffold, tidy, validate
from negotiation_data.record.remarks import Tree
from negotiation_data.record.scaffold import Order
from negotiation_data.record.yaml import read_slowly
from negotiation_data.schema import catalog

MODEL = catalog.model()
KINDS = sorted(MODEL.kinds)


def data_of(text: str) -> dict[str, Any]:
    document = read_slowly(text.encode())
    assert document.data is not None, document.problems
    return document.data


def at(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_one_lacks_values_and_nothing_else(kind: str) -> None:
    text = scaffold.scaffold(MODEL, MODEL.kinds[kind], Order({}))
    data = data_of(text)
    assert set(MODEL.kinds[kind].schema["required"]) <= set(data)
    assert {fault.code for fault in validate.faults(MODEL, MODEL.kinds[kind], data, {})} == {"ND103"}
    assert tidy.tidied(MODEL.kinds[kind], text.encode()) == (text.encode(), [])


@given(st.sampled_from(KINDS), st.data())
def test_what_is_given_is_in_it(kind: str, data: st.DataObject) -> None:
    record = data.draw(testing.records(kind))
    paths = [("id",), *(found.path for found in scaffold.fields(MODEL.kinds[kind]))]
    values = {path: value for path in paths if (value := at(record, path)) is not None}
    text = scaffold.scaffold(MODEL, MODEL.kinds[kind], Order(values, source="some-source"))
    written = data_of(text)
    assert all(tidy.same_meaning(at(written, path), value) for path, value in values.items())
    assert validate.faults(MODEL, MODEL.kinds[kind], written, {}) == []
    assert tidy.tidied(MODEL.kinds[kind], text.encode()) == (text.encode(), [])


@given(st.sampled_from(KINDS), st.data())
def test_of_a_draft_everything_stays(kind: str, data: st.DataObject) -> None:
    record = data.draw(testing.records(kind))
    draft = "# a remark\n" + testing.record_texts(record)
    text = scaffold.scaffold(MODEL, MODEL.kinds[kind], Order({}, draft=tidy.tree_of(draft.encode())))
    assert tidy.same_meaning(data_of(text), record)
    assert text.count("# a remark\n") == 1


BAD_IDS = ["../../etc/passwd", "/etc/passwd", "a/../../b", "Seals", "seals ", "", "sea\nls", "CON:", "x" * 100, "..", ".", "a\x1b[31m"]


@pytest.mark.parametrize("bad", BAD_IDS)
def test_no_id_leads_out_of_the_folder(bad: str, good: Path) -> None:
    with pytest.raises(NegotiationDataError):
        scaffold.place_of(MODEL, MODEL.kinds["actor"], good, {"id": bad})
    with pytest.raises(NegotiationDataError):
        scaffold.place_of(MODEL, MODEL.kinds["round"], good, {"id": "fine", "process": bad})


def test_a_folder_that_is_a_link_is_not_written_through(good: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (good / "sources").rename(elsewhere)
    (good / "sources").symlink_to(elsewhere)
    with pytest.raises(NegotiationDataError, match="leads out"):
        scaffold.place_of(MODEL, MODEL.kinds["source"], good, {"id": "new-source"})


def test_an_id_is_taken_by_any_kind_of_record(good: Path) -> None:
    with pytest.raises(NegotiationDataError, match=r"actors.seals\.yaml"):
        scaffold.place_of(MODEL, MODEL.kinds["person"], good, {"id": "seals"})
    assert scaffold.place_of(MODEL, MODEL.kinds["person"], good, {"id": "new-one"}) == "people/new-one.yaml"


def test_rows_and_values_come_from_text() -> None:
    found = {entry.option: entry for entry in scaffold.fields(MODEL.kinds["round"])}
    assert scaffold.row_of_text(found["--delegations"], "actor=qatar, size=6") == {"actor": "qatar", "size": 6}
    assert scaffold.row_of_text(found["--parties"], "actor=no,requested_talks=true") == {"actor": "no", "requested_talks": True}
    with pytest.raises(NegotiationDataError, match="names of these"):
        scaffold.row_of_text(found["--parties"], "who=qatar")


def test_every_field_of_every_kind_has_an_option_of_its_own() -> None:
    for kind in MODEL.kinds.values():
        options = [found.option for found in scaffold.fields(kind)]
        assert len(options) == len(set(options))
        assert not set(options) & {"--data", "--from", "--source", "--dry-run", "--help"}


def test_an_unfinished_draft_is_finished() -> None:
    tree = tidy.tree_of(b"name: Seals # sure?\nid: seals\n")
    text = scaffold.scaffold(MODEL, MODEL.kinds["actor"], Order({("kind",): "armed_group"}, draft=tree))
    assert text.startswith("id: seals\nname: Seals  # sure?\nkind: armed_group\n")
    assert isinstance(tree, Tree)
