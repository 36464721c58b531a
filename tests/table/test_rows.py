"""The way from record to table and back loses nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.dates import edtf
from negotiation_data.derive.polars import frame_schema
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Part
from negotiation_data.table import frames
from negotiation_data.table.records import canonical, to_records
from negotiation_data.table.rows import Rows, instant

KINDS = sorted(catalog.model().kinds)


@given(st.lists(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), testing.records(kind))), min_size=1, max_size=3))
def test_records_survive_the_tables(cases: list[tuple[str, dict[str, Any]]]) -> None:
    model = catalog.model()
    rows = Rows(model)
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, record in cases:
        if all(record["id"] != seen for _, seen in kept):  # an id names one record in the whole data set
            rows.add(kind, record)
            kept[(kind, record["id"])] = record
    tables = frames.finished(model, frames.to_frames(model, rows.columns))
    for kind in {kind for kind, _ in kept}:
        back = to_records(model, tables, kind)
        assert back == {record_id: canonical(model, model.kinds[kind], data) for (found, record_id), data in kept.items() if found == kind}


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), testing.records(kind))))
def test_computed_columns_say_what_their_date_says(case: tuple[str, dict[str, Any]]) -> None:
    model = catalog.model()
    rows = Rows(model)
    rows.add(*case)
    for name, frame in frames.to_frames(model, rows.columns).items():
        assert frame.schema == frame_schema(model.tables[name])
        dated = [column.name for column in model.tables[name].columns if column.format == "edtf" and column.part is Part.VALUE]
        for row in frame.iter_rows(named=True):
            for column in dated:
                parts = tuple(row[f"{column}_{part}"] for part in ("earliest", "latest", "precision"))
                if row[column] is None:
                    assert parts == (None, None, None)
                else:
                    parsed = edtf.parse(row[column])
                    assert parts == (parsed.earliest, parsed.latest, parsed.precision.value)


def test_an_instant_is_the_clock_of_its_zone() -> None:
    # The truce of 15 October 2025 began at 18:00 in Pakistan, 17:30 in Kabul, 13:00 GMT.
    karachi, kabul = instant("2025-10-15", "18:00", "Asia/Karachi"), instant("2025-10-15", "17:30", "Asia/Kabul")
    assert karachi == kabul
    assert karachi is not None
    assert karachi.isoformat() == "2025-10-15T13:00:00+00:00"


def test_an_instant_needs_its_day() -> None:
    assert instant("2025-10", "18:00", "Asia/Karachi") is None
    assert instant("0001-01-01", "00:30", "Asia/Karachi") is None


def test_sequence_follows_the_dates_within_each_process() -> None:
    model = catalog.model()
    rows = Rows(model)
    base = {
        "label": "L",
        "kind": "formal_round",
        "status": "planned",
        "mediation": "none",
        "parties": [{"actor": "aa", "attendance": "unknown"}],
        "summary": "S",
    }
    for record_id, process, start in (
        ("late", "one", "2025-12-01"),
        ("unknown", "one", "XXXX-01-01"),
        ("early", "one", "2025-10"),
        ("earlier-end", "one", "2025-10-01"),
        ("other", "two", "2025-11-01"),
    ):
        rows.add("round", base | {"id": record_id, "process": process, "start": start})
    table = frames.finished(model, frames.to_frames(model, rows.columns))["rounds"]
    found = dict(table.select("round_id", "sequence").iter_rows())
    assert found == {"earlier-end": 1, "early": 2, "late": 3, "unknown": 4, "other": 1}


def test_every_derived_column_has_its_function() -> None:
    model = catalog.model()
    derived = {(table.name, column.name) for table in model.tables.values() for column in table.columns if column.part is Part.FUNCTION}
    assert derived == set(frames._COMPUTED)
