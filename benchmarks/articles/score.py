"""How well articles are read: `negotiation-data draft` against codings made by people.

    python benchmarks/articles/score.py DIR [--json FILE]

DIR holds `NAME.txt`, `NAME.gold.json`, `index.json` (publication dates, conflicts) and `aliases.json` (other names that
count as the canonical one). Values of the *main* round are scored under the plain names of fields, those of all rounds,
matched so that as much as possible agrees, under `all_…`. A wrong value counts against precision and against recall; a
value where the gold has none counts against precision. `accept` gives other values that count as right, `optional`
events and people are ignored whether found or not. Dates count as right if they are the same days (`?` and `~` are not
compared); `…_overlap` asks for a common day only. Intervals are 95 % bootstrap intervals over conflicts.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.articles.judge import Result, score
from benchmarks.articles.matching import Names, Tally
from negotiation_data.article.candidate import Tier
from negotiation_data.article.draft import draft
from negotiation_data.article.read import from_text

HEADLINE = ["venue_country", "venue_city", "third_parties", "third_party_roles", "parties", "start", "end", "heads", "participants"]
#: What a draft fills in by itself, where a rule is sure.
PREFILLED = ("venue_city", "venue_country", "parties", "third_parties")


def wilson(right: int, count: int) -> float:
    """Lower bound of a 95 % interval of a share."""
    if not count:
        return 0.0
    share, z = right / count, 1.96
    low = (share + z * z / (2 * count) - z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)
    return min(max(low, 0.0), share)  # what is rounded may lie beyond


def interval(
    results: Sequence[Result], figure: Callable[[Sequence[Result]], float | None], draws: int = 1000
) -> tuple[float, float] | None:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.process].append(result)
    chance = random.Random(0)
    names = list(groups)
    values = []
    for _ in range(draws):
        value = figure([result for name in chance.choices(names, k=len(names)) for result in groups[name]])
        if value is not None:
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else None


def total(results: Sequence[Result], name: str) -> Tally:
    return sum((result.tallies[name] for result in results if name in result.tallies), Tally())


def accuracy(results: Sequence[Result]) -> float | None:
    asked = [result for result in results if result.outcome is not None]
    return sum(result.outcome_right for result in asked) / len(asked) if asked else None


def load(folder: Path) -> list[tuple[str, str, date | None, dict[str, Any], str]]:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    found = []
    for entry in index:
        published = date.fromisoformat(entry["published"]) if entry.get("published") else None
        gold = json.loads((folder / f"{entry['name']}.gold.json").read_text(encoding="utf-8"))
        text = (folder / f"{entry['name']}.txt").read_bytes().decode("utf-8")
        found.append((entry["name"], text, published, gold, entry.get("process") or entry["name"]))
    return found


def run(folder: Path) -> list[Result]:
    aliases = folder / "aliases.json"
    names = Names(json.loads(aliases.read_text(encoding="utf-8")) if aliases.exists() else {})
    return [
        score(name, draft(from_text(text, published=published)), gold, names, process)
        for name, text, published, gold, process in load(folder)
    ]


def summary(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for name in sorted({name for result in results for name in result.tallies}, key=lambda name: (name not in HEADLINE, name)):
        tally = total(results, name)
        bounds_ = interval(results, lambda some, name=name: total(some, name).f1)  # type: ignore[misc]
        fields[name] = {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "n": tally.right + tally.missed,
            "interval": bounds_,
        }
    asked = [result for result in results if result.outcome is not None]
    share = accuracy(results)
    fields["outcome"] = {"precision": share, "recall": share, "f1": share, "n": len(asked), "interval": interval(results, accuracy)}
    negatives = [result for result in results if result.negative]
    silent = sum(result.silent for result in negatives)
    others = [result for result in results if not result.negative]
    spoken = sum(not result.silent for result in others)
    fields["negatives"] = {
        "precision": silent / max(1, silent + sum(result.silent for result in others)),
        "recall": silent / len(negatives) if negatives else None,
        "f1": None,
        "n": len(negatives),
        "read": spoken,
        "of": len(others),
    }
    for name in PREFILLED:
        filled = sum((result.tiers[name, Tier.PREFILLED] for result in results if (name, Tier.PREFILLED) in result.tiers), Tally())
        there = sum(result.tiers[name, Tier.CODER].missed for result in results if (name, Tier.CODER) in result.tiers)
        fields[f"prefilled_{name}"] = {
            "precision": filled.precision,
            "recall": filled.right / there if there else None,
            "f1": None,
            "n": filled.right + filled.wrong,
            "lower_bound": wilson(filled.right, filled.right + filled.wrong),
        }
    everything = [fields[f"prefilled_{name}"] for name in PREFILLED]
    count = sum(entry["n"] for entry in everything)
    right = round(sum((entry["precision"] or 0) * entry["n"] for entry in everything))
    fields["prefilled"] = {
        "precision": right / count if count else None,
        "recall": None,
        "f1": None,
        "n": count,
        "lower_bound": wilson(right, count),
    }
    spans = [value for result in results for _, value in result.overlaps]
    fields["evidence_overlap"] = {"precision": None, "recall": None, "f1": sum(spans) / len(spans) if spans else None, "n": len(spans)}
    return fields


def shown(value: float | None) -> str:
    return "   –" if value is None else f"{value:4.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    parser.add_argument("--verbose", action="store_true", help="what is wrong in each article")
    options = parser.parse_args(arguments)
    if not (options.folder / "index.json").is_file():
        parser.error(f"{options.folder} has no index.json: a folder of articles with gold is meant.")
    results = run(options.folder)
    if options.verbose:
        for result in results:
            state = "silent" if result.silent else ""
            confusion = "" if result.outcome is None or result.outcome_right else f"outcome {result.outcome[0]} for {result.outcome[1]}"
            print(f"{result.name:32} {state} {'; '.join(filter(None, [*result.misses, confusion]))}")
    fields = summary(results)
    print(
        f"\n{len(results)} articles, {sum(r.negative for r in results)} of them negatives, {len({r.process for r in results})} conflicts\n"
    )
    print(f"{'':26}  P     R     F1        95 %        n")
    for name, entry in fields.items():
        around = entry.get("interval")
        between = f"{around[0]:4.2f}–{around[1]:4.2f}" if around else (f"≥ {entry['lower_bound']:4.2f}" if "lower_bound" in entry else "")
        print(f"{name:26} {shown(entry['precision'])}  {shown(entry['recall'])}  {shown(entry['f1'])}   {between:11}  {entry['n']:4}")
    confused = Counter(result.outcome for result in results if result.outcome is not None and not result.outcome_right)
    print("\noutcomes taken for others (drafted, coded):", dict(confused) or "none")
    if options.json:
        options.json.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
