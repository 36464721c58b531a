"""Warnings that a record accepts: they go, nothing else does, and what is accepted for nothing is an error."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiation_data.problem import Level, Problem
from negotiation_data.table import check, dataset
from tests.conftest import EXAMPLES

#: Reports that name the wrong weekday, by two sources.
WRONG = """
  - fields: [/start]
    source: polar-radio
    wording: on Monday
  - fields: [/start]
    source: floe-gazette
    wording: Friday
"""
ROUND = "processes/floe/rounds/floe-base-alpha.yaml"


def problems(root: Path) -> list[Problem]:
    return check.check(dataset.read(root, cache=False))


def with_faults(root: Path, accepted: str) -> Path:
    path = root / ROUND
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nevidence:", f"{accepted}\nevidence:{WRONG.rstrip()}"), encoding="utf-8")
    return root


def entry(field: str, rule: str, source: str | None) -> str:
    named = f"\n    source: {source}" if source else ""
    return f"\n  - fields: [{field}]\n    rule: {rule}{named}\n    reason: Said so.\n"


def test_a_warning_goes_and_the_rest_stays(good: Path) -> None:
    bare = problems(with_faults(good, ""))
    assert {problem.code for problem in bare} == {"ND309"}
    assert {problem.source for problem in bare} == {"polar-radio", "floe-gazette"}
    assert {problem.level for problem in bare} == {Level.WARNING}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    entries=st.lists(
        st.tuples(
            st.sampled_from(["/start", "/end"]),
            st.sampled_from(["ND309", "ND310", "ND302"]),
            st.sampled_from([None, "polar-radio", "floe-gazette"]),
        ),
        min_size=1,
        max_size=3,
        unique=True,
    )
)
def test_an_entry_accepts_its_own_or_is_needless(entries: list[tuple[str, str, str | None]], tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    import shutil

    root = Path(shutil.copytree(EXAMPLES / "good", tmp_path_factory.mktemp("data") / "data"))
    found = problems(with_faults(root, "\naccepted:" + "".join(entry(*one).rstrip("\n") for one in entries)))
    sources = {"polar-radio", "floe-gazette"}
    fitting = [one for one in entries if one[:2] == ("/start", "ND309")]
    accepted = {source for _, _, name in fitting for source in ([name] if name else sources)}
    assert {problem.source for problem in found if problem.code == "ND309"} == sources - accepted
    assert len([problem for problem in found if problem.code == "ND120"]) == len(entries) - len(fitting)
    assert {problem.code for problem in found} <= {"ND309", "ND120"}
