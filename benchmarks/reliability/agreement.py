"""How well two codings of the same events agree.

``python -m benchmarks.reliability.agreement`` with one of
``check FILE...`` (is a second coding well-formed?), ``merge FILE...`` (into ``second_coding.json``), ``table`` (the figures),
``differences`` (every one, for adjudication), ``write`` (the figures into docs/reliability.md).

``adjudication.json`` is a list of ``{"event", "field", "verdict", "reason"}``, one for a line of ``differences``. A verdict is first,
second, both (either can be held, or each is right in part) or neither. What has none is shown as open.

Krippendorff's α is that of the package krippendorff. Intervals are percentiles of a bootstrap over events.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import krippendorff
import numpy as np

from benchmarks.reliability.forms import (
    CEASEFIRE_DATES,
    CEASEFIRE_LABELS,
    FIRST,
    HERE,
    ROUND_DATES,
    ROUND_LABELS,
    SECOND,
    Form,
    days,
    faults,
)
from benchmarks.reliability.names import Names, people_and_places

RESAMPLES = 1000
SEED = 7
LEFT_OUT = "(left out)"
#: From this share of one label on, α says little: chance alone agrees nearly as often.
CONSTANT = 0.9
ADJUDICATION = HERE / "adjudication.json"
PAGE = HERE.parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures -->", "<!-- end -->"

Pair = tuple[Any, Any]
Coding = Mapping[str, Form]


@dataclass(frozen=True, slots=True)
class Figure:
    """Agreement on one field. `value` is α, or F1 for a set; None where it cannot be said."""

    field: str
    n: int
    raw: float
    value: float | None
    interval: tuple[float, float] | None
    note: str = ""


# ---------------------------------------------------------------------------- measures


def alpha(pairs: Sequence[Pair], level: Literal["nominal", "interval"] = "nominal") -> float | None:
    """Krippendorff's α of two coders without gaps; None where there is only one value, as then there is nothing to tell apart."""
    values = sorted({value for pair in pairs for value in pair})
    if len(values) < 2:
        return None
    code = {value: index for index, value in enumerate(values)}
    data = [[code[pair[coder]] if level == "nominal" else pair[coder] for pair in pairs] for coder in (0, 1)]
    return float(krippendorff.alpha(reliability_data=np.array(data, dtype=float), level_of_measurement=level))


def f1(pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> float | None:
    """F1 of all entries of all sets taken together; None where all are empty."""
    both = sum(len(first & second) for first, second in pairs)
    entries = sum(len(first) + len(second) for first, second in pairs)
    return 2 * both / entries if entries else None


def interval(
    pairs: Sequence[Any], measure: Callable[[Sequence[Any]], float | None], resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """95 % of the bootstrap over events; None if more than a tenth of the resamples have no value."""
    chance = random.Random(SEED)
    drawn = [measure(chance.choices(pairs, k=len(pairs))) for _ in range(resamples)] if pairs else []
    values = sorted(value for value in drawn if value is not None)
    if len(values) < 0.9 * resamples:
        return None
    return values[int(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]


# ---------------------------------------------------------------------------- fields


def label_figure(field: str, pairs: Sequence[Pair]) -> Figure:
    """Agreement on labels; a label left out is a choice like another."""
    pairs = [tuple(LEFT_OUT if value is None else value for value in pair) for pair in pairs]
    value = alpha(pairs)
    label, often = Counter(value for pair in pairs for value in pair).most_common(1)[0]
    share = often / (2 * len(pairs))
    note = f"`{label}` in {share:.0%}: α says little" if CONSTANT <= share < 1 else "only one label: no α" if share == 1 else ""
    return Figure(field, len(pairs), _alike(pairs), value, interval(pairs, alpha) if value is not None else None, note)


def date_figure(field: str, pairs: Sequence[Pair]) -> Figure:
    """Agreement on days. Raw: the same days, or left out by both. α: interval, on the middle of the days, where both have one."""
    meant = [tuple(None if value is None else days(value) for value in pair) for pair in pairs]
    middles = [tuple(sum(day.toordinal() for day in value) / 2 for value in pair) for pair in meant if None not in pair]
    off = [abs(first - second) for first, second in middles]
    value = _interval_alpha(middles)
    near = (
        f"both have a day in {len(middles)}; within a day {sum(d <= 1 for d in off)}; furthest {max(off):g} days" if off else "never both"
    )
    return Figure(field, len(pairs), _alike(meant), value, interval(middles, _interval_alpha) if value is not None else None, near)


def set_figure(field: str, pairs: Sequence[tuple[frozenset[Any], frozenset[Any]]]) -> Figure:
    """Agreement on what is in a list."""
    value = f1(pairs)
    entries = sum(len(first | second) for first, second in pairs)
    return Figure(field, len(pairs), _alike(pairs), value, interval(pairs, f1) if value is not None else None, f"{entries} entries")


def _interval_alpha(pairs: Sequence[Pair]) -> float | None:
    return alpha(pairs, "interval")


def _alike(pairs: Sequence[Pair]) -> float:
    return sum(first == second for first, second in pairs) / len(pairs)


def read_form(form: Form, names: Mapping[str, Names]) -> Form:
    """A form with what its names mean, its lists as sets, and the third parties also without their roles."""
    person, place = names["person"].meaning, names["place"].meaning
    read = {**form, "parties": frozenset(form["parties"])}
    thirds = "third_parties" if form["event"] == "round" else "mediators"
    read[thirds] = frozenset(actor for actor, _ in form[thirds])
    read[f"{thirds} with role"] = frozenset((actor, role) for actor, role in form[thirds])
    if form["event"] == "round":
        read["place"] = place(form["place"]) if form["place"] else None
        read["heads"] = frozenset((person(name), actor) for name, actor in form["heads"])
        read["participants"] = frozenset(person(name) for name in form["participants"])
    return read


FIELDS: Mapping[str, Sequence[tuple[str, Callable[[str, Any], Figure]]]] = {
    "round": [
        *((field, label_figure) for field in (*ROUND_LABELS, "place", "country")),
        *((field, date_figure) for field in ROUND_DATES),
        *((field, set_figure) for field in ("parties", "third_parties", "third_parties with role", "heads", "participants")),
    ],
    "ceasefire": [
        *((field, label_figure) for field in CEASEFIRE_LABELS),
        *((field, date_figure) for field in CEASEFIRE_DATES),
        *((field, set_figure) for field in ("parties", "mediators", "mediators with role")),
    ],
}


def figures(first: Coding, second: Coding, names: Mapping[str, Names]) -> dict[str, list[Figure]]:
    """Agreement on every field of rounds and of ceasefires."""
    found: dict[str, list[Figure]] = {}
    for event, fields in FIELDS.items():
        keys = [key for key in first if first[key]["event"] == event and key in second]
        if not keys:
            continue
        read = [(read_form(first[key], names), read_form(second[key], names)) for key in keys]
        found[event] = [measure(field, [(one[field], other[field]) for one, other in read]) for field, measure in fields]
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two coders did not code alike."""

    event: str
    field: str
    first: Any
    second: Any


def differences(first: Coding, second: Coding, names: Mapping[str, Names]) -> list[Difference]:
    """Every difference. Of lists, what one has and the other has not."""
    found = []
    for key in first:
        if key not in second:
            continue
        one, other = read_form(first[key], names), read_form(second[key], names)
        for field, measure in FIELDS[one["event"]]:
            # Who differs on an actor differs on its role: said once.
            if one[field] == other[field] or f"{field} with role" in one:
                continue
            if measure is set_figure:
                found.append(
                    Difference(key, field.removesuffix(" with role"), sorted(one[field] - other[field]), sorted(other[field] - one[field]))
                )
            elif measure is date_figure and None not in (one[field], other[field]) and days(one[field]) == days(other[field]):
                continue
            else:
                found.append(Difference(key, field, first[key][field], second[key][field]))
    return found


# ---------------------------------------------------------------------------- words


def table(found: Mapping[str, Sequence[Figure]]) -> str:
    """The figures as Markdown."""
    lines: list[str] = []
    for event, kind in ((event, kind) for event in found for kind in ("label", "date", "set")):
        chosen = [figure for figure, (_, measure) in zip(found[event], FIELDS[event], strict=True) if measure.__name__ == f"{kind}_figure"]
        title = {"label": "labels", "date": "dates", "set": "lists"}[kind]
        lines += [
            "",
            f"**{event.capitalize()}s, {title}**",
            "",
            f"| field | n | alike | {'F1' if kind == 'set' else 'α'} | 95 % | |",
            "|---|--:|--:|--:|---|---|",
        ]
        lines += [_row(figure) for figure in chosen]
    return "\n".join(lines[1:])


def _row(figure: Figure) -> str:
    value = "—" if figure.value is None else f"{figure.value:.2f}"
    between = "—" if figure.interval is None else f"{figure.interval[0]:.2f} to {figure.interval[1]:.2f}"
    return f"| {figure.field.replace('_', ' ')} | {figure.n} | {figure.raw:.0%} | {value} | {between} | {figure.note} |"


def adjudicated(found: Iterable[Difference], decisions: Sequence[Mapping[str, str]]) -> str:
    """What became of the differences, as Markdown."""
    wanted = {(difference.event, difference.field) for difference in found}
    made = {(decision["event"], decision["field"]): decision["verdict"] for decision in decisions}
    counts: dict[str, Counter[str]] = {}
    for event, field in sorted(wanted):
        counts.setdefault(field, Counter())[made.get((event, field), "open")] += 1
    verdicts = ("first", "second", "both", "neither", "open")
    lines = ["| field | differences | " + " | ".join(verdicts) + " |", "|---|--:|" + "--:|" * len(verdicts)]
    for field, count in sorted(counts.items(), key=lambda item: -item[1].total()):
        lines.append(f"| {field.replace('_', ' ')} | {count.total()} | " + " | ".join(str(count[verdict]) for verdict in verdicts) + " |")
    total = sum(counts.values(), Counter())
    lines.append(f"| all | {total.total()} | " + " | ".join(str(total[verdict]) for verdict in verdicts) + " |")
    return "\n".join(lines)


def page_part() -> str:
    """What docs/reliability.md shows between its markers."""
    if not SECOND.is_file():
        return "*The second coding is not done yet.*"
    first, second, names = _read(FIRST), _read(SECOND), people_and_places()
    decisions = json.loads(ADJUDICATION.read_text(encoding="utf-8")) if ADJUDICATION.is_file() else []
    return "\n\n".join(
        [
            table(figures(first, second, names)),
            "**Differences, and who was right**",
            adjudicated(differences(first, second, names), decisions),
        ]
    )


def filled(page: str) -> str:
    """The page with its figures as they are now."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{page_part()}\n{END}{rest.split(END, 1)[1]}"


# ---------------------------------------------------------------------------- command


def _read(path: Path) -> dict[str, Form]:
    read: dict[str, Form] = json.loads(path.read_text(encoding="utf-8"))
    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["check", "merge", "table", "differences", "write"])
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    first = _read(FIRST)
    if given.verb in ("check", "merge"):
        coding: dict[str, Form] = {}
        for file in given.files:
            coding |= _read(file)
        wrong = [fault for fault in faults(coding, first) if given.verb == "merge" or not fault.endswith(": not coded")]
        print("\n".join(wrong) or f"{len(coding)} of {len(first)} events, well-formed")
        if wrong:
            sys.exit(1)
        if given.verb == "merge":
            SECOND.write_text(json.dumps({key: coding[key] for key in first}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif given.verb == "write":
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    elif given.verb == "table":
        print(page_part())
    else:
        for found in differences(first, _read(SECOND), people_and_places()):
            print(
                json.dumps({"event": found.event, "field": found.field, "first": found.first, "second": found.second}, ensure_ascii=False)
            )


if __name__ == "__main__":
    main()
