from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.record import pointer
from negotiation_data.record.pointer import PointerError, Target
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.testing import single


@given(st.sampled_from(sorted(catalog.model().kinds)).flatmap(lambda kind: st.tuples(st.just(kind), testing.records(kind))))
def test_a_pointer_leads_to_its_value_and_back(case: tuple[str, dict[str, Any]]) -> None:
    kind, record = case
    model = catalog.model()
    for text in single._targets(model, model.kinds[kind], record):
        target = pointer.resolve(model, kind, text)
        assert pointer.pointer_to(model.tables[target.table], target.row_key, target.column) == text
        path, there = pointer.path_in(model, kind, record, text)
        assert there, text
        value: Any = record
        for part in path:
            value = value[part]
        if target.column is None:
            assert isinstance(value, dict | list)
        else:
            assert not isinstance(value, dict)


@given(st.sampled_from(sorted(catalog.model().kinds)), st.text("/abcdeinorstuv_-~0 é", max_size=30).map(lambda text: "/" + text))
def test_any_text_names_something_or_is_refused_in_words(kind: str, text: str) -> None:
    try:
        pointer.resolve(catalog.model(), kind, text)
    except PointerError as error:
        assert text in str(error)  # noqa: PT017 - either answer is right


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/start", Target("rounds", None, "start")),
        ("/venue/place", Target("rounds", None, "place_id")),
        ("/next_round/date", Target("rounds", None, "next_round_date")),
        ("/mediators", Target("round_mediators", None, None)),
        ("/mediators/qatar/guarantor", Target("round_mediators", "qatar/guarantor", None)),
        ("/mediators/qatar/guarantor/engagement", Target("round_mediators", "qatar/guarantor", "engagement")),
        ("/participants/najib/role", Target("participants", "najib", "role")),
        ("/numbers/dawn-1/round/2", Target("round_numbers", "dawn-1/round/2", None)),
    ],
)
def test_what_pointers_mean(model: Model, text: str, target: Target) -> None:
    assert pointer.resolve(model, "round", text) == target


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/nothing", "names nothing that a round has; there are: id, process"),
        ("/venue", "names several values; add one of: place, country, site$"),
        ("/mediators/qatar", "names no row: /mediators wants <actor> and <role>"),
        ("/mediators/qatar/guarantor/colour", "round's mediators has"),
        ("start", "is not a pointer"),
        ("/start/", "is not a pointer"),
    ],
)
def test_refusals_say_what_would_be_right(model: Model, text: str, says: str) -> None:
    with pytest.raises(PointerError, match=says.replace("<", r"\<")):
        pointer.resolve(model, "round", text)


def test_slashes_in_keys_are_escaped(model: Model) -> None:
    key = pointer.row_key(("a/b~c",))
    assert key == "a~1b~0c"
    record = {"names": [{"name": "x"}, {"name": "a/b~c"}]}
    assert pointer.path_in(model, "actor", record, f"/names/{key}") == (("names", 1), True)


@pytest.mark.parametrize(
    ("text", "path", "whole"),
    [
        ("/start", ("start",), True),
        ("/venue/place", ("venue", "place"), True),
        ("/venue/site", ("venue",), False),
        ("/end", (), False),
        ("/mediators", ("mediators",), True),
        ("/mediators/qatar/host", ("mediators", 1), True),
        ("/mediators/qatar/host/role", ("mediators", 1, "role"), True),
        ("/mediators/qatar/host/engagement", ("mediators", 1), False),
        ("/mediators/oman/host", ("mediators",), False),
        ("/parties/oman", (), False),
    ],
)
def test_a_pointer_leads_as_far_as_there_is_something(model: Model, text: str, path: tuple[str | int, ...], whole: bool) -> None:
    record = {
        "start": "2025",
        "venue": {"place": "doha"},
        "mediators": [{"actor": "qatar", "role": "mediator"}, {"actor": "qatar", "role": "host"}],
    }
    assert pointer.path_in(model, "round", record, text) == (path, whole)
