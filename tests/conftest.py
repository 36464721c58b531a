"""Shared by all tests: Hypothesis profiles, a cache of the tests' own, small sound data sets made of words of ours."""

from __future__ import annotations

import os

# Before polars is imported: each worker has a core, and threads of all of them would get in each other's way.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "schemas" / "v1" / "examples"

#: Where the seed article lies for those who have it; its text is not part of this repository.
SEEDS = Path(os.environ.get("NEGOTIATION_DATA_SEEDS", ROOT.parent / "shared" / "seeds"))

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads what another process kept, or leaves anything behind."""
    monkeypatch.setenv("NEGOTIATION_DATA_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(scope="session")
def model() -> Model:
    return catalog.model()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good example data set, which has no fault."""
    return Path(shutil.copytree(EXAMPLES / "good", tmp_path / "data"))


@pytest.fixture
def seeds() -> Path:
    if not SEEDS.is_dir():
        pytest.skip(f"the seed article's text is not here ({SEEDS}); what needs it is not tested")
    return SEEDS
