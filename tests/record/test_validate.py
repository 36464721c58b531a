from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.record import validate
from negotiation_data.record.validate import _validators
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.testing import single

KINDS = sorted(catalog.model().kinds)

JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        3.5,
        10**12,
        "",
        " ",
        "x",
        "A b",
        "2025-13-01",
        "19.10.2025",
        "2025-10-25/2025-10-30",
        [],
        ["x", "x"],
        {},
        {"x": 1},
        "a" * 700,
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, Any]:
    """A record of which one part was replaced, removed or added."""
    kind = draw(st.sampled_from(KINDS))
    data = copy.deepcopy(draw(testing.records(kind)))
    path = draw(st.sampled_from([path for path in places(data) if path]))
    owner: Any = data
    for part in path[:-1]:
        owner = owner[part]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            owner[path[-1]] = draw(JUNK)
        case "remove":
            del owner[path[-1]]
        case "add" if isinstance(owner, dict):
            owner[draw(single.ids())] = draw(JUNK)
    return kind, data


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for name, item in items for found in places(item, (*path, name)))]


@given(damaged() | st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), testing.records(kind))))
def test_the_two_validators_agree(case: tuple[str, Any]) -> None:
    kind, data = case
    about = catalog.model().kinds[kind]
    assert _validators(about).fast.is_valid(data) == _validators(about).reference.is_valid(data)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_generated_records_have_no_fault(kind: str, data: st.DataObject, model: Model) -> None:
    record = data.draw(testing.records(kind))
    assert validate.faults(model, model.kinds[kind], record, {"id": record["id"]}) == []


@given(damaged())
def test_whatever_is_refused_is_refused_in_words(case: tuple[str, Any]) -> None:
    kind, data = case
    model = catalog.model()
    about = model.kinds[kind]
    found = validate.faults(model, about, data, {})
    assert validate.is_valid(about, data) or found
    for fault in found:
        assert fault.code != "ND199", "a keyword of JSON Schema without words of ours"
        for text in (fault.message, fault.cure):
            assert text.endswith((".", "…", "?")), text
            assert not any(jargon in text for jargon in ("instance", "schema", "property", "additionalProperties", "is not valid under")), (
                text
            )


def find(model: Model, record: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.message, fault.cure) for fault in validate.faults(model, model.kinds["place"], record, {"id": "doha"})]


PLACE = {"id": "doha", "name": "Doha", "precision": "city", "country": "QAT"}


@pytest.mark.parametrize(
    ("change", "code", "says", "cure"),
    [
        ({"precision": "town"}, "ND104", "'town' is not one of the values of `precision`", "There are: site, city"),
        ({"precision": "citty"}, "ND104", "citty", "Did you mean `city`?"),
        ({"country": "Qatar"}, "ND104", "`country`", "There are: ABW"),
        ({"latitude": "25.3"}, "ND103", "the text '25.3', not a number", "bare number"),
        ({"latitude": 99}, "ND106", "`latitude` is 99", "at most 90 degrees"),
        ({"name": ["Doha"]}, "ND103", "`name` is a list, not text", ""),
        ({"name": 5}, "ND103", "the number 5, not text", 'Put it in quotes: "5"'),
        ({"name": " Doha"}, "ND105", "has not the form of `name`", "on one line"),
        ({"names": {}}, "ND103", "`names` is a mapping, not a list", "`- `"),
        ({"longtitude": 5}, "ND102", "`longtitude` is not a field of this place", "Did you mean `longitude`?"),
        ({"id": "dohha"}, "ND109", "its file name says 'doha'", "`id: doha`"),
        ({"note": None}, "ND103", "`note` is empty", "delete the line"),
        ({"links": [{"scheme": "geonames", "id": "1"}]}, "ND101", "An entry of `links` has no `relation`", "Add it"),
    ],
)
def test_words(model: Model, change: dict[str, Any], code: str, says: str, cure: str) -> None:
    ((found_code, message, found_cure),) = find(model, PLACE | change)
    assert found_code == code
    assert says in message
    assert cure in found_cure


def test_all_faults_of_a_record_are_told_at_once(model: Model) -> None:
    found = find(model, {"id": "dohha", "precision": "town", "latitude": 99, "colour": "red"})
    assert sorted(code for code, *_ in found) == ["ND101", "ND102", "ND104", "ND106", "ND109"]


def test_a_missing_clock_date_is_told_by_the_clock(model: Model) -> None:
    record = {"effective_clock": {"time": "18:00", "zone": "Asia/Kabul"}}
    found = [fault for fault in validate.faults(model, model.kinds["ceasefire"], record, {}) if "effective_clock" in fault.message]
    assert [fault.code for fault in found] == ["ND101"]
    assert "without `effective`" in found[0].message


@pytest.mark.parametrize("zone", ["PKT", "Asia/Nowhere"])
def test_zones_are_those_of_iana(model: Model, zone: str) -> None:
    record = {"effective": "2025-10-15", "effective_clock": {"time": "18:00", "zone": zone}}
    found = [fault for fault in validate.faults(model, model.kinds["ceasefire"], record, {}) if fault.path == ("effective_clock", "zone")]
    assert [fault.code for fault in found] == ["ND105"]
