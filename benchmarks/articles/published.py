"""The table of docs/articles.md, from the scores of the folders beside this file: ``python -m benchmarks.articles.published``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.articles.score import PREFILLED, run, summary

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "articles.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->"

#: Columns: folders taken together, and how the rules met them.
COLUMNS = {
    "plain news, written for": ("given", "development", "development_2", "development_14"),
    "retold, written for": tuple(f"development_{number}" for number in range(3, 14)),
    "plain news, never met": ("held_out",),
    "retold, never met": ("held_out_2", "held_out_3", "held_out_4", "held_out_5"),
}
#: Fields of a score, in words.
FIELDS = {
    "venue_country": "country of the venue",
    "venue_city": "city",
    "parties": "parties",
    "third_parties": "third parties",
    "third_party_roles": "third parties with their role",
    "start": "first day",
    "end": "last day",
    "participants": "participants",
    "heads": "heads of delegations",
    "outcome": "outcome",
    "ceasefires": "ceasefires",
}


def _part(share: float) -> str:
    return f"{share:.2f}".removeprefix("0")


def table() -> str:
    """The table in Markdown: a row a field. Reads and drafts every article."""
    results = {told: [result for name in names for result in run(HERE / name)] for told, names in COLUMNS.items()}
    scores: list[Mapping[str, Any]] = [summary(some) for some in results.values()]
    rows = [
        ["", *(f"{told}, {len(some)} articles" for told, some in results.items())],
        ["---", *("--:" for _ in COLUMNS)],
        *([words, *(f"{_part(score[field]['f1'])} ({score[field]['n']})" for score in scores)] for field, words in FIELDS.items()),
    ]
    rows.append(["pre-filled values that are right", *(_right(score["prefilled"]) for score in scores)])
    rows += [
        [f"{FIELDS[field]}: pre-filled, of what the coder found", *(_part(score[f"prefilled_{field}"]["recall"]) for score in scores)]
        for field in PREFILLED
    ]
    negatives = [score["negatives"] for score in scores]
    rows.append(
        ["articles on nothing of the kind that give nothing", *(f"{round(one['recall'] * one['n'])} of {one['n']}" for one in negatives)]
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _right(prefilled: Mapping[str, Any]) -> str:
    return f"{_part(prefilled['precision'])} (≥ {_part(prefilled['lower_bound'])}, {prefilled['n']})"


def main() -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
