"""What the audit found.

``python -m benchmarks.reliability.audit table`` prints the figures, ``write`` puts them into docs/reliability.md.

``audit.json`` is what `audit_sample` drew, with a ``verdict`` on every value, a ``reason`` in the auditor's words and,
for an error, its ``kind``.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.reliability.agreement import PAGE
from benchmarks.reliability.audit_sample import AUDIT

SUPPORTED, PARTLY, NOT_SUPPORTED, NOT_FOUND = VERDICTS = ("supported", "partly", "not supported", "not found again")
ERRORS = (PARTLY, NOT_SUPPORTED)
BEGIN, END = "<!-- audit -->", "<!-- end of audit -->"
#: Of the standard normal distribution, for 95 %.
_Z = 1.959963984540054

Entry = Mapping[str, str]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % Wilson interval of a share; it stays within 0 and 1, also for no hit at all."""
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"{hits} of {of} is no share.")
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    # At the ends the formula gives 0 and 1 but for rounding.
    return 0.0 if hits == 0 else middle - half, 1.0 if hits == of else middle + half


def faults(entries: Sequence[Entry]) -> list[str]:
    """What is wrong with an audit, in words."""
    found = []
    for number, entry in enumerate(entries, 1):
        name = f"{number}. {entry['record']} {entry['field']}"
        if entry["verdict"] not in VERDICTS:
            found.append(f"{name}: the verdict {entry['verdict']!r} is none of {', '.join(VERDICTS)}")
        if not entry["reason"].strip():
            found.append(f"{name}: no reason is given")
        if bool(entry["kind"]) != (entry["verdict"] in ERRORS):
            found.append(f"{name}: an error has a kind, and nothing else has")
    often = Counter((entry["record"], entry["field"]) for entry in entries)
    found += [f"{record} {field}: judged {count} times" for (record, field), count in often.items() if count > 1]
    return found


def table(entries: Sequence[Entry]) -> str:
    """The figures as Markdown."""
    counts = Counter(entry["verdict"] for entry in entries)
    wrong = sum(counts[verdict] for verdict in ERRORS)
    found = len(entries) - counts[NOT_FOUND]
    lines = [
        "| verdict | values |",
        "|---|--:|",
        *(f"| {verdict} | {counts[verdict]} |" for verdict in VERDICTS),
        f"| all | {len(entries)} |",
    ]
    lines += ["", f"**Errors: {wrong} of the {found} that could be judged"]
    if found:
        low, high = wilson(wrong, found)
        harsh = wilson(counts[NOT_SUPPORTED], found)
        lines[-1] += f", {wrong / found:.1%}** (95 % Wilson interval {low:.1%} to {high:.1%})."
        lines[-1] += (
            f" Without any support: {counts[NOT_SUPPORTED]}, {counts[NOT_SUPPORTED] / found:.1%} ({harsh[0]:.1%} to {harsh[1]:.1%})."
        )
    else:
        lines[-1] += ".**"
    kinds = Counter(entry["kind"] for entry in entries if entry["verdict"] in ERRORS)
    if kinds:
        lines += ["", "| kind of error | values |", "|---|--:|"]
        lines += [f"| {kind} | {count} |" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join(lines)


def filled(page: str, entries: Sequence[Entry]) -> str:
    """The page with its figures as they are now."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table(entries)}\n{END}{rest.split(END, 1)[1]}"


def read() -> list[dict[str, str]]:
    """The audit as it is kept."""
    entries: list[dict[str, str]] = json.loads(AUDIT.read_text(encoding="utf-8"))
    return entries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["table", "write"])
    entries = read()
    if parser.parse_args().verb == "table":
        print(table(entries))
    else:
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), entries), encoding="utf-8")


if __name__ == "__main__":
    main()
