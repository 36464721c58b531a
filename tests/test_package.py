"""The package as it is installed: a wheel built from this tree, in a fresh environment, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

PARTS = (
    "negotiation_data",
    "schemas",
    "data",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
    "CHANGELOG.md",
    "CITATION.cff",
)


def copy_of_the_tree(target: Path) -> Path:
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(exist_ok=True)
            shutil.copy(source, target / name)
    return target


def build_wheel(tree: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build with the tools that are installed here, as CI has no need to fetch them twice."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(tree)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""})


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    tree = copy_of_the_tree(folder / "tree")
    found = build_wheel(tree, folder / "dist")
    assert found.returncode == 0, found.stdout + found.stderr
    (built,) = (folder / "dist").glob("*.whl")
    return built


def test_the_wheel_holds_tables_and_schemas_and_no_records(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "negotiation_data/_tables/rounds.parquet" in names
    assert "negotiation_data/_tables/MANIFEST.json" in names
    assert "negotiation_data/_schemas/v1/round.schema.json" in names
    assert "negotiation_data/py.typed" in names
    assert not [name for name in names if name.endswith((".yaml", ".yml")) and "/examples/" not in name]


def test_the_wheel_alone_loads_every_table_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Without any extra: a reader has polars and the wheel. polars is taken from here, so that nothing is fetched."""
    import polars

    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    site = next((tmp_path / "venv").rglob("site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    installed = Path(polars.__file__).parents[1]
    for folder in (*installed.glob("polars"), *installed.glob("_polars_runtime*"), *installed.glob("polars_runtime*")):
        (site / folder.name).symlink_to(folder, target_is_directory=True)
    code = (
        "import negotiation_data as nd, sys\n"
        "assert 'site-packages' in nd.__file__, nd.__file__\n"
        "for name in nd.tables(): nd.load(name)\n"
        "for call in (nd.describe, nd.contested, nd.view, nd.cite, nd.versions): call()\n"
        "nd.evidence('afg-pak-2025-doha')\n"
        "print(nd.load('rounds'))\n"
        "try: nd.pandera_schema('rounds')\n"
        "except nd.NegotiationDataError as error: print(error)\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert found.returncode == 0, found.stderr
    rounds = len(list((ROOT / "data").glob("processes/*/rounds/*.yaml")))
    assert f"shape: ({rounds}, " in found.stdout
    assert "pip install 'negotiation-data[contribute]'" in found.stdout


def test_a_broken_record_stops_the_wheel_and_is_named(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path / "tree")
    record = tree / "data" / "places" / "istanbul.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("precision: city", "precision: town"), encoding="utf-8")
    found = build_wheel(tree, tmp_path / "dist")
    assert found.returncode != 0
    line = next(number for number, text in enumerate(record.read_text(encoding="utf-8").splitlines(), 1) if "town" in text)
    assert f"places/istanbul.yaml:{line}:12: ND104 'town' is not one of the values of `precision`." in found.stdout + found.stderr
    assert not (tmp_path / "dist").exists() or not list((tmp_path / "dist").glob("*.whl"))
