"""What holds of the code as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from negotiation_data.schema.model import Model
from tests.conftest import ROOT

MODULES = sorted((ROOT / "negotiation_data").rglob("*.py"))


def test_imports_go_one_way() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert re.search(r"Contracts: \d+ kept, 0 broken", found.stdout), "the linter must have run"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_enough_for_one_sitting(path) -> None:  # type: ignore[no-untyped-def]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for(path) -> None:  # type: ignore[no-untyped-def]
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_labels_that_rules_name_are_in_the_schema(model: Model) -> None:
    """A rule must name labels; a label that was renamed in the schema would make it silently find nothing."""
    known = {label for vocabulary in model.vocabularies.values() for label in vocabulary.names} | set(model.tables)
    known |= {column.format for table in model.tables.values() for column in table.columns if column.format}
    known |= {column.name for table in model.tables.values() for column in table.columns}
    compared = re.compile(r'(?:==|!=)\s*"([a-z_]+)"|is_in\(\[([^\]]+)\]\)')
    for path in (ROOT / "negotiation_data" / "table" / "rules").glob("*.py"):
        for single, several in compared.findall(path.read_text(encoding="utf-8")):
            for label in [single] if single else re.findall(r'"([a-z_]+)"', several):
                assert label in known, f"{path.name} names {label!r}"


def test_nothing_of_one_machine_is_in_the_product() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in tracked:
        if name.startswith((".ci/", "tests/")):
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="ignore")
        assert not re.search(r"(?<!\w)/(?:home|Users|root|work)/[a-z]|\.\./shared", text), name
