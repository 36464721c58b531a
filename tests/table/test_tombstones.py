"""Ids never vanish: where tombstones lead, in whatever chains, and what the gate says of ids that are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiation_data as nd
from negotiation_data import reader
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.build import build
from negotiation_data.schema.model import Model
from negotiation_data.table import check, dataset, tombstones
from negotiation_data.table.rule import Tables
from negotiation_data.table.tombstones import Burial, Index
from tests.conftest import EXAMPLES


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The good example in place of the package's own tables."""
    built = build(EXAMPLES / "good", tmp_path / "tables").folder
    monkeypatch.setattr(reader, "_folder", lambda: built)


def test_ids_lead_to_what_stands_now_with_the_story(example: None) -> None:
    assert nd.resolve("floe-halt").fate == "current"
    assert nd.resolve("floe-halt").ids == ("floe-halt",)
    merged = nd.resolve("floe-pause")
    assert (merged.fate, merged.ids, [step.fate for step in merged.story]) == ("merged", ("floe-halt",), ["merged", "moved"])
    first, second, last = str(merged).splitlines()
    assert first.startswith("'floe-pause' (ceasefire) was merged into 'floe-halt-of-march' on 2025-05-01: Entered twice")
    assert second.startswith("'floe-halt-of-march' (ceasefire) was moved to 'floe-halt' on 2025-06-01: The month")
    assert last == "Look under 'floe-halt' (ceasefires)."
    assert nd.resolve("floe-talks").ids == ("floe-base-alpha", "floe-base-beta")
    gone = nd.resolve("orca-interpreter")
    assert (gone.fate, gone.ids) == ("withdrawn", ())
    assert "Nothing stands in its place." in str(gone)


def test_an_id_that_never_was_is_an_error_with_a_suggestion(example: None) -> None:
    with pytest.raises(NegotiationDataError, match=r"no record 'floe-paus'. Did you mean 'floe-pause'"):
        nd.resolve("floe-paus")
    with pytest.raises(NegotiationDataError, match=r"no record 'floe-pause' any more. .* merged into"):
        nd.evidence("floe-pause")
    with pytest.raises(NegotiationDataError, match="no record 'nobody-at-all'"):
        nd.evidence("nobody-at-all")


NAMES = st.sampled_from([f"id-{number}" for number in range(8)])


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3, unique=True), min_size=1), st.data())
def test_every_chain_ends_however_it_is_tied(links: dict[str, list[str]], data: st.DataObject) -> None:
    """Also in circles and over ids that are nowhere, which the rules refuse; the end is always alive, each step told once."""
    alive = {f"id-{number}": "rounds" for number in range(8) if f"id-{number}" not in links}
    buried = {name: Burial(name, "round", "moved", "2026-01-01", "So.", tuple(now)) for name, now in links.items()}
    asked = data.draw(st.sampled_from(sorted(links)))
    found = Index(alive, buried).resolve(asked)
    assert found is not None
    assert found.asked == asked == found.story[0].id
    assert set(found.ids) <= set(alive)
    assert len({step.id for step in found.story}) == len(found.story)
    told = {step.id for step in found.story} | set(found.ids)
    assert all(set(step.now) <= told for step in found.story if set(step.now) <= set(alive) | set(buried))


def gate(model: Model, now: dict[str, pl.DataFrame], base: dict[str, pl.DataFrame]) -> list[str]:
    return [failure.message for failure in check.rule_failures(Tables(model, now, base)) if failure.rule.code == "ND901"]


def buried(frames: dict[str, pl.DataFrame], name: str, was: str) -> dict[str, pl.DataFrame]:
    """Without an actor of that name, and with a tombstone."""
    row = (
        frames["tombstones"]
        .head(1)
        .with_columns(former_id=pl.lit(name), was=pl.lit(was).cast(frames["tombstones"].schema["was"]), now=pl.lit(["seals"]))
    )
    actors = frames["actors"].filter(pl.col("actor_id") != name)
    return {**frames, "actors": actors, "tombstones": pl.concat([frames["tombstones"], row])}


def test_ids_never_vanish(model: Model) -> None:
    base = dataset.read(EXAMPLES / "good", cache=False).frames
    lost = {**base, "actors": base["actors"].filter(pl.col("actor_id") != "orcas")}
    assert gate(model, lost, base) == ["'orcas', one of the actors of the earlier release, is gone."]
    assert gate(model, buried(base, "orcas", "actor"), base) == []
    assert gate(model, buried(base, "orcas", "place"), base) == ["'orcas', one of the actors of the earlier release, is gone."]
    assert gate(model, base, buried(base, "orcas", "actor")) == [], "a record that was put back needs no tombstone"
    without = {**base, "tombstones": base["tombstones"].filter(pl.col("former_id") != "floe-talks")}
    assert gate(model, without, base) == ["'floe-talks', one of the tombstones of the earlier release, is gone."]
    assert gate(model, base, {name: frame for name, frame in base.items() if name != "tombstones"}) == []


def test_a_reference_to_a_buried_id_says_where_to_look(good: Path) -> None:
    path = good / "processes/floe/rounds/floe-base-alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: floe-base-alpha\n", "id: floe-base-alpha\nreplaces: floe-talks\n"))
    (found,) = check.check(dataset.read(good, cache=False))
    assert found.message == "There is no round 'floe-talks' any more: it was split, and is now 'floe-base-alpha' and 'floe-base-beta'."


def test_every_kind_of_record_can_be_buried(model: Model) -> None:
    assert set(model.vocabularies["record_kind"].names) == set(model.kinds) - {"tombstone"}
    leads = model.tables[tombstones.TABLE].column("now").references
    assert set(leads) == {table.name for table in model.record_tables}


def test_what_is_withdrawn_leaves_nothing_but_its_id(good: Path, model: Model) -> None:
    """The data of a person withdrawn on request are in no table: only the id and the fate are."""
    frames = dataset.read(good, cache=False).frames
    holding = {table for table, frame in frames.items() if "orca-interpreter" in repr(frame.rows())}
    assert holding == {"tombstones"}
    shutil.rmtree(good / "tombstones")
    assert check.check(dataset.read(good, cache=False)) == [], "a data set needs no tombstones"
