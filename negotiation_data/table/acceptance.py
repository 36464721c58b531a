"""Warnings and notes that a record accepts, with a reason; and acceptances that nothing needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from negotiation_data.problem import Level, Location, Problem
from negotiation_data.record.folder import content_of
from negotiation_data.record.yaml import read_slowly
from negotiation_data.table.dataset import Dataset
from negotiation_data.table.rule import RULES

__all__ = ["without_accepted"]

_NEEDLESS = "Delete the entry; or mend its `rule` or `fields`."


def without_accepted(dataset: Dataset, problems: Sequence[Problem], only: Collection[str] | None = None) -> Iterator[Problem]:
    """Problems that no record accepts, and one for each entry of `accepted` that accepts nothing.

    An entry accepts a problem of its record, of its rule, at or below its field; or of the record as a whole. One that
    names a source accepts only what is said of that source's reports. `only` are the files whose problems these are.
    """
    entries = dataset.frames["accepted_problems"].rows(named=True)
    files = {record_id: file.path for (_, record_id), file in dataset.files.items()}
    wanted: dict[tuple[str, str], list[tuple[int, str, str | None]]] = {}
    for entry in entries:
        accepted = (entry["entry"], entry["field"], entry["source_id"])
        wanted.setdefault((files[entry["record_id"]], entry["rule"]), []).append(accepted)
    used: set[tuple[str, int]] = set()
    for problem in problems:
        where = problem.location
        matching = [
            (where.file, number)
            for number, field, source in wanted.get((where.file, problem.code), ())
            if problem.level is not Level.ERROR and _covers(field, where.pointer) and source in (None, problem.source)
        ]
        used.update(matching)
        if not matching:
            yield problem
    for entry in {(entry["record_id"], entry["entry"]): entry for entry in entries}.values():
        file = files[entry["record_id"]]
        if (file, entry["entry"]) not in used and (only is None or file in only):
            yield _needless(dataset, file, entry["entry"], entry["rule"])


def _covers(field: str, pointer: str) -> bool:
    return pointer in ("", "/", field) or pointer.startswith(f"{field}/")


def _needless(dataset: Dataset, file: str, entry: int, code: str) -> Problem:
    rule = RULES.get(code)
    if rule is None:
        message = f"{code} is accepted, and no rule has that code."
    elif rule.level is Level.ERROR:
        message = f"{code} is accepted, and it is an error, which has to be mended."
    else:
        message = f"{code} is accepted, and it does not fire here."
    mark = read_slowly(content_of(dataset.root, file), file=file).mark(("accepted", entry - 1, "rule"))
    return Problem("ND120", message, _NEEDLESS, Location(file, mark.line, mark.column, mark.width, "/accepted"))
