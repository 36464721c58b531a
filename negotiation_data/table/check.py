"""Tables against their schema and the rules: which rows fail, and where in which file they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from negotiation_data.derive.checks import Check, CheckKind, checks, failing, passes
from negotiation_data.problem import Level, Location, Problem, in_order
from negotiation_data.record import pointer
from negotiation_data.record.folder import content_of
from negotiation_data.record.yaml import Document, read_slowly
from negotiation_data.schema.model import Column, Part, Table
from negotiation_data.table import acceptance
from negotiation_data.table.dataset import Dataset
from negotiation_data.table.rule import Finding, Rule, Tables, machine_coded
from negotiation_data.table.rules import RULES

__all__ = ["Failure", "check", "column_failures", "rule_failures"]

#: Of one rule in one table, at most so many rows are told one by one.
MOST_ROWS = 200

# Rules that say of a record that it is not there.
_OF_ABSENCE = ("ND202", "ND901")


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that fails: by table, record, row and column; `message` with its values, `rule` for the rest.

    `beside` is another record that may be the one at fault, `source` that of a report. `level` is the rule's, or a note
    where something is wanting in a record that a machine coded.
    """

    rule: Rule
    table: str
    record_id: str
    row_key: str | None
    column: str | None
    message: str
    beside: str | None = None
    source: str = ""
    level: Level = Level.ERROR


def check(dataset: Dataset, base: Mapping[str, pl.DataFrame] | None = None, only: Collection[str] | None = None) -> list[Problem]:
    """Everything that is wrong with a folder of records, in order of file and place.

    `base` are the tables of an earlier release; with them the rules of drift have something to compare with. `only` are
    the files of which to tell; the others are still what they are compared with.
    """
    if dataset.verdict is not None and base is None:
        return [problem for problem in dataset.verdict if only is None or problem.location.file in only]
    tables = Tables(dataset.model, dataset.frames, base)
    locate = _Locator(dataset)
    records = None if only is None else [record_id for (_, record_id), file in dataset.files.items() if file.path in only]
    found = [locate.problem(failure) for failure in rule_failures(tables, only=records)]
    if dataset.problems:
        # A file that could not be read leaves others referring to nothing, or referred to by nothing; that is said once, at its cause.
        found = [problem for problem in found if not (problem.code in _OF_ABSENCE and locate.names_unread_file(problem))]
        found = [problem for problem in found if problem.code != "ND211"]
    found = [*acceptance.without_accepted(dataset, found, only)]
    problems = in_order([*dataset.problems, *found])
    if base is None:  # else what was found is true only beside that release
        dataset.remember(problems if only is None else None)
    return problems if only is None else [problem for problem in problems if problem.location.file in only]


def rule_failures(tables: Tables, rules: Mapping[str, Rule] = RULES, only: Sequence[str] | None = None) -> Iterator[Failure]:
    """Every row that breaks a rule; of some records `only`, if they are given. Rules whose tables are absent are skipped."""
    own = tables if only is None else tables.only(only, "every table")
    looked_at = {"every table": own, (): tables}
    without = set() if only is None else own.empty
    for code in sorted(rules):
        rule = rules[code]
        if all(name in tables for name in rule.tables):
            if only is not None and rule.own not in looked_at:
                looked_at[rule.own] = tables.only(only, rule.own)
            for finding in rule.find(tables if only is None else looked_at[rule.own]):
                if finding.table not in without:
                    yield from _failures(tables, rule, finding, only)


def _failures(tables: Tables, rule: Rule, finding: Finding, only: Sequence[str] | None) -> Iterator[Failure]:
    table = tables.model.tables[finding.table]
    wanted = finding.rows if only is None else finding.rows.filter(pl.col(table.record_key).is_in(only))
    rows = wanted.head(MOST_ROWS).collect()
    if rows.is_empty():
        return
    lenient = set(machine_coded(tables, table.name).collect().to_series()) if finding.completeness else set()
    for row in rows.iter_rows(named=True):
        yield Failure(
            rule,
            finding.table,
            row[table.record_key],
            _key_of(table, row),
            finding.column,
            finding.message.format_map({name: "not known" if value is None else value for name, value in row.items()}),
            None if finding.beside is None else row[finding.beside],
            row.get("source_id") or "" if table.exploded else "",
            Level.NOTE if row[table.record_key] in lenient else rule.level,
        )


def _key_of(table: Table, row: Mapping[str, Any]) -> str | None:
    """The row key of a failing row: of a row of evidence, its entry and field, which lead to its place in the file."""
    if "failing_row" in row:
        key: str | None = row["failing_row"]
        return key
    identity = tuple(row[name] for name in (["entry", *table.identity] if table.exploded else table.identity))
    return pointer.row_key(identity) if identity else None


def column_failures(table: Table, frame: pl.DataFrame) -> list[tuple[Check, pl.DataFrame]]:
    """The checks that a table fails, each with its failing rows.

    One pass says which checks may fail at all; only for those are rows looked for.
    """
    empty = {column.name for column in frame.iter_columns() if column.null_count() == frame.height}
    of_rows = [
        check
        for check in checks(table)
        if check.kind is not CheckKind.UNIQUE and (check.kind is CheckKind.NOT_NULL or check.columns[0] not in empty)
    ]
    few = _few_values(frame, [check.columns[0] for check in of_rows if check.kind is CheckKind.PATTERN])
    asked = [_may_fail(table, check, few).alias(str(number)) for number, check in enumerate(of_rows)]
    verdict = frame.lazy().select(asked).collect()
    suspected = [check for number, check in enumerate(of_rows) if verdict.item(0, str(number))]
    found = [(check, rows) for check in suspected if (rows := frame.filter(failing(check))).height]
    if not _is_unique(table, frame):
        unique = checks(table)[-1]
        found.append((unique, frame.filter(failing(unique))))
    return found


#: So many rows say whether a column has few values, and so many different ones are few.
_SAMPLE, _FEW = 2_000, 200


def _few_values(frame: pl.DataFrame, columns: Collection[str]) -> dict[str, pl.Series]:
    """Of columns that seem to have the same few values again and again, those values: only what is none of them is looked at row by row."""
    if frame.height <= _SAMPLE:
        return {}
    sample = frame.select(sorted(set(columns))).gather_every(frame.height // _SAMPLE | 1)  # odd, as rows may come in pairs
    values = (column.drop_nulls().unique() for column in sample.iter_columns())
    return {column.name: column for column in values if 0 < len(column) <= _FEW}


def _may_fail(table: Table, check: Check, few: Mapping[str, pl.Series]) -> pl.Expr:
    """Whether any row may fail; never false where one does.

    A text has no more characters than bytes, and no fewer than a quarter of them, and to count bytes costs little. Rows
    are in the order of their key, so of equal keys in a row one search for the pattern will do.
    """
    name = check.columns[0]
    column = pl.col(name)
    if check.kind is CheckKind.MAX_LENGTH:
        return (column.str.len_bytes() > check.bound).any()
    if check.kind is CheckKind.MIN_LENGTH:
        return (column.str.len_bytes() < _MOST_BYTES * (int(check.bound or 0) - 1) + 1).any()
    if check.kind is CheckKind.PATTERN and name in few:
        passing = few[name].filter(few[name].to_frame().select(passes(check, column)).to_series())
        return passes(check, column.filter(column.is_in(passing.implode()).not_())).not_().any()
    if check.kind is CheckKind.PATTERN and len(table.key) > 1 and name == table.key[0]:
        return passes(check, column.filter(column.ne_missing(column.shift(1)))).not_().any()
    return failing(check).any()


#: Bytes of a character in UTF-8.
_MOST_BYTES = 4


def _is_unique(table: Table, frame: pl.DataFrame) -> bool:
    """Whether the key is unique. Published tables are sorted by it, so that mostly each row's key is larger than the one before."""
    if not table.key or frame.height <= 1:
        return True
    key = frame.select(table.key)
    pairs = key.slice(1).hstack([column.alias(f"{column.name} before") for column in key.head(-1).iter_columns()])
    larger = pl.lit(False)
    for name in reversed(table.key):
        column, before = pl.col(name), pl.col(f"{name} before")
        larger = (column > before) | (column.eq_missing(before) & larger)
    if pairs.lazy().select(larger.fill_null(False).all()).collect().item():
        return True
    return not frame.select(pl.struct(table.key).is_duplicated().any()).item()


# ---------------------------------------------------------------------------- places


class _Locator:
    """Leads from a row back to the line that says it."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.document = lru_cache(maxsize=512)(self._read)
        self.unread = {Path(problem.location.file).stem for problem in dataset.problems}
        self.paths: dict[str | None, str] = {record_id: file.path for (_, record_id), file in dataset.files.items()}

    def _read(self, path: str) -> Document:
        return read_slowly(content_of(self.dataset.root, path), file=path)

    def problem(self, failure: Failure) -> Problem:
        rule, place = failure.rule, self._location(failure)
        other = self.paths.get(failure.beside)
        also = "" if other is None else f" See also {other}."
        return Problem(rule.code, failure.message, rule.cure_at(place.pointer) + also, place, failure.level, failure.source)

    def _location(self, failure: Failure) -> Location:
        model = self.dataset.model
        table = model.tables[failure.table]
        owner = next(
            (name for name in (model.kinds[kind].table for kind in table.kinds) if (name, failure.record_id) in self.dataset.files), None
        )
        if owner is None:
            return Location()
        file = self.dataset.files[(owner, failure.record_id)]
        document = self.document(file.path)
        if document.data is None:
            return Location(file.path)
        path, text = self._path(table, failure, file.kind, document.data)
        mark = document.mark(path, key=failure.column is None)
        return Location(file.path, mark.line, mark.column, mark.width, text)

    def _path(self, table: Table, failure: Failure, kind: str, data: Mapping[str, Any]) -> tuple[tuple[str | int, ...], str]:
        column = table.column(failure.column) if failure.column else None
        if table.exploded and failure.row_key is not None:
            return _path_of_entry(table, failure.row_key, column, data)
        if column is not None and column.part is not Part.VALUE:
            column = None
        text = pointer.pointer_to(table, failure.row_key, column.name if column else None)
        return pointer.path_in(self.dataset.model, kind, data, text)[0], text

    def names_unread_file(self, problem: Problem) -> bool:
        return any(f"'{name}'" in problem.message for name in self.unread)


def _path_of_entry(table: Table, row_key: str, column: Column | None, data: Mapping[str, Any]) -> tuple[tuple[str | int, ...], str]:
    """Where an entry of evidence stands, by its number, and the field that it speaks of."""
    assert table.exploded is not None
    entry, _, escaped = row_key.partition("/")
    field = escaped.replace("~1", "/").replace("~0", "~")
    name, position = table.path[0], int(entry) - 1
    if column is None or not column.explode:
        return (name, position, *(column.path if column else ())), field
    return (name, position, column.path[0], data[name][position][column.path[0]].index(field)), field
