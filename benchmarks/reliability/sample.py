"""Draw the events that are coded a second time, and write what the second coders get.

``python -m benchmarks.reliability.sample draw`` draws and keeps the first coding of the sample, as it then is, in
``first_coding.json``.
``python -m benchmarks.reliability.sample packets DIR [--texts DIR]`` writes one packet a process: which events, actors and
sources, and no coded value. A packet is not kept here, as it is made of what is here.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import polars as pl

import negotiation_data as nd
from benchmarks.reliability.forms import CEASEFIRE_FORM, FIRST, ROUND_FORM, Form, forms_from_records

SEED = 20251019
SHARE = 1 / 3
#: No process is left with a single event of a kind: one is no sample.
AT_LEAST = 2

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: What a label says of how it ended.
_OUTCOME = re.compile(
    r",? (?:refused|called off|put off|not held|moved away|reported and denied)\b"
    r"|\babout (?=[0-9])|^(?:Joint|Bilateral, national and temporary) "
)
_DAYS = re.compile(rf"\b(?:[0-9]{{1,2}}(?: and [0-9]{{1,2}})? )(?=(?:{_MONTHS})\b)")


def draw(events: Mapping[str, Collection[str]], seed: int = SEED, share: float = SHARE) -> list[str]:
    """A share of each stratum, rounded up. The same seed and the same events give the same sample, in whatever order they come."""
    sample: list[str] = []
    for stratum in sorted(events):
        ids = sorted(events[stratum])
        wanted = min(len(ids), max(AT_LEAST, math.ceil(len(ids) * share)))
        sample += random.Random(f"{seed} {stratum}").sample(ids, wanted)
    return sorted(sample)


def _strata() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for table, key in (("rounds", "round_id"), ("ceasefires", "ceasefire_id")):
        for event, process in nd.load(table, columns=[key, "process_id"]).select(key, "process_id").iter_rows():
            found[f"{process} {table}"].append(event)
    return found


def neutral_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels without words of the outcome, and without days except where two would then be alike."""
    bare = {event: _OUTCOME.sub("", label) for event, label in labels.items()}
    short = {event: _DAYS.sub("", label) for event, label in bare.items()}
    often = defaultdict(list)
    for event, label in short.items():
        often[label].append(event)
    return {event: label if len(often[label]) == 1 else bare[event] for event, label in short.items()}


def _sources(record: str, evidence: pl.DataFrame, numbers: pl.DataFrame) -> list[str]:
    cited = evidence.filter(pl.col("record_id") == record)["source_id"].to_list()
    counted = numbers.filter(pl.col("round_id") == record)["counted_by_source_id"].to_list()
    return sorted({*cited, *counted})


def packet(process: str, sample: Sequence[str], first: Mapping[str, Form], texts: Path | None) -> str:
    """What a second coder of a process gets, as Markdown."""
    evidence, numbers, sources = nd.load("evidence"), nd.load("round_numbers"), nd.load("sources")
    about = nd.load("processes").row(by_predicate=pl.col("process_id") == process, named=True)
    actors = dict(nd.load("actors").select("actor_id", "name").iter_rows())
    labels: dict[str, str] = {}
    candidates: set[str] = set()
    for table, key, others in (
        ("rounds", "round_id", ("round_parties", "round_mediators", "delegations")),
        ("ceasefires", "ceasefire_id", ("ceasefire_parties", "ceasefire_mediators")),
    ):
        mine = nd.load(table).filter(pl.col("process_id") == process).select(key, "label")  # type: ignore[call-overload]
        labels |= dict(mine.iter_rows())
        for other in others:
            candidates |= set(nd.load(other).join(mine, on=key, how="semi")["actor_id"])  # type: ignore[call-overload]
    neutral = neutral_labels(labels)
    lines = [
        f"# {process}: {about['name']}",
        "",
        f"**Scope.** {about['scope']}",
        "",
        f"**Observed until** {about['observed_until']}.",
        "",
        "**Actors** (use these ids; an actor that is not listed is written as its plain English name):",
        "",
        *(f"- `{actor}` {actors[actor]}" for actor in sorted(candidates)),
    ]
    for event in sample:
        lines += ["", f"## {event}", "", f"{first[event]['event'].capitalize()}: {neutral[event]}", "", "Sources:", ""]
        for source in _sources(event, evidence, numbers):
            row = sources.row(by_predicate=pl.col("source_id") == source, named=True)
            kept = texts / f"{source}.txt" if texts else None
            lines.append(
                f"- `{source}`: {row['outlet']}, {row['language']}, published {row['published']}, <{row['url']}>"
                + (f", text {kept}" if kept and kept.is_file() else "")
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("draw")
    packets = verbs.add_parser("packets")
    packets.add_argument("folder", type=Path)
    packets.add_argument("--texts", type=Path)
    given = parser.parse_args()
    if given.verb == "draw":
        sample, forms = draw(_strata()), forms_from_records()
        FIRST.write_text(json.dumps({event: forms[event] for event in sample}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{len(sample)} of {len(forms)} events")
        return
    first: dict[str, Form] = json.loads(FIRST.read_text(encoding="utf-8"))
    given.folder.mkdir(parents=True, exist_ok=True)
    for process in sorted(nd.load("processes")["process_id"]):
        mine = [event for event in first if event.startswith(f"{process}-")]
        (given.folder / f"{process}.md").write_text(packet(process, mine, first, given.texts), encoding="utf-8")
        blank = {event: ROUND_FORM if first[event]["event"] == "round" else CEASEFIRE_FORM for event in mine}
        (given.folder / f"{process}.form.json").write_text(json.dumps(blank, indent=1) + "\n", encoding="utf-8")
        print(f"{process}: {len(mine)} events")


if __name__ == "__main__":
    main()
