"""The changelog that comes out of two builds, and how it gets into the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from negotiation_data.cli import cli
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.build import build
from negotiation_data.publish.changelog import inserted, write
from negotiation_data.report.changelog import schema_body
from negotiation_data.schema.compat import compare
from tests.corpus import evolution


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def two_builds(good: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The tables of a release, and the records of the next: one added, corrected, extended, moved, withdrawn; a dispute settled."""
    earlier = Path(shutil.copytree(good, tmp_path / "earlier"))
    # What the earlier release did not have yet, or had otherwise.
    (earlier / "tombstones/floe-halt-of-march.yaml").unlink()
    (earlier / "tombstones/floe-pause.yaml").unlink()
    (earlier / "tombstones/orca-interpreter.yaml").unlink()
    halt = (earlier / "processes/floe/ceasefires/floe-halt.yaml").read_text(encoding="utf-8")
    (earlier / "processes/floe/ceasefires/floe-halt-of-march.yaml").write_text(
        halt.replace("id: floe-halt\n", "id: floe-halt-of-march\n"), encoding="utf-8"
    )
    (earlier / "processes/floe/ceasefires/floe-halt.yaml").unlink()
    for path in earlier.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if "floe-halt\n" in text or "floe-halt," in text or "floe-halt}" in text or "floe-halt]" in text:
            for end in "\n,}]":
                text = text.replace(f"floe-halt{end}", f"floe-halt-of-march{end}")
            path.write_text(text, encoding="utf-8")
    (earlier / "people/orca-interpreter.yaml").write_text("id: orca-interpreter\nname: Orca Interpreter\n", encoding="utf-8")
    edit(earlier / "processes/floe/rounds/floe-base-alpha.yaml", "  site: Ice hall\n", "  site: Ice halls\n")
    (earlier / "VERSION").write_text("2025-04-01\n", encoding="utf-8")
    (good / "VERSION").write_text("2025-07-01\n", encoding="utf-8")
    (good / "places/new-harbour.yaml").write_text("id: new-harbour\nname: New Harbour\nprecision: city\ncountry: ATA\n", encoding="utf-8")
    (good / "people/young-walrus.yaml").write_text("id: young-walrus\nname: Young Walrus\n", encoding="utf-8")
    return build(earlier, tmp_path / "tables").folder, good


def test_it_reads_as_a_keeper_would_write_it(two_builds: tuple[Path, Path], tmp_path: Path) -> None:
    base, head = two_builds
    said = CliRunner().invoke(cli, ["changelog", str(base), "--data", str(head)]).output
    lines = said.splitlines()
    assert lines[0] == "### Data 2025-07-01"
    assert "- Added: 1 person: Young Walrus." in lines
    assert "- Added: 1 place." in lines
    assert any(line.startswith("- Corrected: ") and "venue site Ice hall, was Ice halls" in line for line in lines), said
    assert any(
        line.startswith("- Moved to ") and "(floe-halt)" in line.replace("\\", "") and "`floe-halt-of-march`" in line for line in lines
    ), said
    assert "- Withdrawn: Orca Interpreter (`orca-interpreter`): Withdrawn on request." in lines
    assert not any("Gone" in line for line in lines)
    log = tmp_path / "CHANGELOG.md"
    log.write_text("# Changelog\n\nWords.\n\n## 0.2.0\n\n### Package\n\n- New.\n\n## 0.1.0\n", encoding="utf-8")
    for told in (f"Wrote Data 2025-07-01 into {log}.", f"{log} has it already."):
        done = CliRunner().invoke(cli, ["changelog", str(base), "--data", str(head), "--write", "--changelog", str(log)])
        assert done.output.strip() == told
    text = log.read_text(encoding="utf-8")
    assert text.index("## 0.2.0") < text.index("### Data 2025-07-01") < text.index("### Package") < text.index("## 0.1.0")
    assert text.count("### Data") == 1


def test_what_somebody_wrote_is_never_replaced(tmp_path: Path) -> None:
    heading = "### Data 2025-07-01"
    with pytest.raises(NegotiationDataError, match="written by hand"):
        inserted(f"# Log\n\n## 1\n\n{heading}\n\n- Mine.\n", heading, "- Ours.")
    with pytest.raises(NegotiationDataError, match="no version"):
        inserted("# Log\n", heading, "- Ours.")
    with pytest.raises(NegotiationDataError, match="cannot be read"):
        write(tmp_path / "none.md", heading, "- Ours.")
    once = inserted("# Log\n\n## 1\n", heading, "- Ours.")
    assert inserted(once, heading, "- Ours.") == once
    assert inserted(once, heading, "- Better.") == once.replace("Ours", "Better")


def test_the_schema_has_its_part_too() -> None:
    grown = schema_body(compare(evolution.V1, evolution.minor()))
    assert "- New: `rounds.broadcast`: a new column." in grown.splitlines()
    assert "Breaking" not in grown
    broken = schema_body(compare(evolution.minor(), evolution.major()))
    assert "- **Breaking**: `rounds.level`: the column is called rank." in broken.splitlines()
