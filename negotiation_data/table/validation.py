"""Checks and rules on anybody's frames: what is wrong with which row, and the good rows apart from the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from negotiation_data.derive.checks import Check, CheckKind
from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Level
from negotiation_data.record.codes import CODES
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model, Part, Table
from negotiation_data.table.check import column_failures
from negotiation_data.table.conform import ROW, Misfit, conform
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.rule import Finding, Rule, Tables, machine_coded
from negotiation_data.table.rules import RULES

__all__ = ["Filtered", "Validation", "filter_frames", "validate"]

Given = Mapping[str, pl.DataFrame | pl.LazyFrame]

_PROBLEM: dict[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "level": pl.Enum([level.value for level in Level]),
    "table": pl.String,
    ROW: pl.Int64,
    "record_id": pl.String,
    "row_key": pl.String,
    "column": pl.String,
    "message": pl.String,
    "cure": pl.String,
}
_BY_KIND = {CheckKind.NOT_NULL: "ND154", CheckKind.UNIQUE: "ND156", CheckKind.ORDERED: "ND157"}
_REASON = "rejected_because"
# Columns that stand for positions for a while; no frame of a reader's will have them.
_GIVEN_AT, _LEFT_AT = "\0given", "\0left"


@dataclass(frozen=True)
class Validation:
    """What was found in some frames.

    `problems` has one row a problem: code, level, table, row (its position in the frame as given, from 0; null where a
    whole column or table is meant), record_id, row_key, column, message, cure.
    """

    problems: pl.DataFrame
    rows: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether there is no error. Warnings and notes do not count."""
        return self.errors.is_empty()

    @property
    def errors(self) -> pl.DataFrame:
        """The problems that are errors."""
        return self.problems.filter(pl.col("level") == Level.ERROR.value)

    def summary(self) -> pl.DataFrame:
        """One row a code and table: code, level, table, count, statement; errors first."""
        told = {code: rule.statement for code, rule in RULES.items()} | {code: found.statement for code, found in CODES.items()}
        statements = pl.DataFrame({"code": list(told), "statement": list(told.values())})
        counted = self.problems.group_by("code", "level", "table").agg(pl.len().alias("count"))
        return counted.join(statements, on="code", how="left").sort("level", "code", "table")

    def raise_on_error(self) -> None:
        """Raise NegotiationDataError if there is an error; its message names the first few."""
        if self.ok:
            return
        first = [
            f"{row['code']} {row['table']} {row['record_id'] or ''}: {row['message']}" for row in self.errors.head(5).iter_rows(named=True)
        ]
        count = self.errors.height
        raise NegotiationDataError("\n".join([f"{count:,} error{'s' * (count > 1)}:", *first, *(["…"] if count > len(first) else [])]))

    def __repr__(self) -> str:
        levels = self.problems["level"].value_counts(sort=True)
        told = ", ".join(f"{count:,} {level}{'s' * (count > 1)}" for level, count in levels.iter_rows()) or "no problems"
        return f"<Validation of {sum(self.rows.values()):,} rows in {len(self.rows)} tables: {told}>"


@dataclass(frozen=True)
class Filtered:
    """`good` rows, as given; `rejected` rows with a column `rejected_because` that lists why. Together they are all."""

    good: dict[str, pl.DataFrame]
    rejected: dict[str, pl.DataFrame] = field(default_factory=dict)


def validate(frames: Given, *, rules: Collection[str] | None = None, model: Model | None = None) -> Validation:
    """Check frames against the schema and every rule for which the tables are there.

    `frames` are tables by name, as `load` gives them or made by anybody; columns of another type are converted where
    nothing is lost. `rules` are codes of the only rules to run. Bad frames are answered with problems, never with an
    exception; raises NegotiationDataError for a code that does not exist.
    """
    if unknown := set(rules or ()) - RULES.keys():
        raise NegotiationDataError(f"There is no rule {min(unknown)}; rules are: {', '.join(sorted(RULES))}.")
    model = model or catalog.model()
    eager = {name: frame.collect() if isinstance(frame, pl.LazyFrame) else frame for name, frame in frames.items()}
    found = [_problems_of_unknown(name, model) for name in eager if name not in model.tables]
    sound: dict[str, pl.DataFrame] = {}
    for name, frame in eager.items():
        if name in model.tables:
            sound[name], misfits = conform(model.tables[name], frame)
            found += [_of_misfit(model.tables[name], misfit) for misfit in misfits]
            absent = {misfit.column for misfit in misfits if misfit.code == "ND151"}
            found += _of_checks(model.tables[name], sound[name], absent)
    tables = Tables(model, sound)
    found += _orphans(tables, sound)
    for code in sorted(RULES if rules is None else rules):
        rule = RULES[code]
        if all(name in tables for name in rule.tables):
            found += [_of_finding(tables, sound[finding.table], rule, finding) for finding in rule.find(tables)]
    problems = pl.concat([pl.DataFrame(schema=_PROBLEM), *(part.select(*_PROBLEM).cast(_PROBLEM) for part in found)])  # type: ignore[arg-type]
    return Validation(problems, {name: frame.height for name, frame in eager.items()})


def filter_frames(frames: Given, *, model: Model | None = None) -> Filtered:
    """Good rows and rejected ones, with reasons.

    A row is rejected for an error; so is what then refers to nothing, until no error is left. A fault of a whole column
    or table rejects all its rows. Warnings and notes reject nothing.
    """
    eager = {name: frame.collect() if isinstance(frame, pl.LazyFrame) else frame for name, frame in frames.items()}
    left = {name: frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(_GIVEN_AT)) for name, frame in eager.items()}
    rejected: dict[str, list[pl.DataFrame]] = {name: [] for name in eager}
    while True:
        errors = validate({name: frame.drop(_GIVEN_AT) for name, frame in left.items()}, model=model).errors
        if errors.is_empty():
            break
        removed = False
        for name, frame in left.items():
            reasons = _reasons(errors.filter(pl.col("table") == name), frame.height)
            bad = frame.with_row_index(_LEFT_AT).join(reasons, left_on=_LEFT_AT, right_on=ROW).drop(_LEFT_AT)
            if bad.height:
                removed = True
                rejected[name].append(bad)
                left[name] = frame.join(bad.select(_GIVEN_AT), on=_GIVEN_AT, how="anti", maintain_order="left")
        if not removed:  # an error of a table without rows
            break
    return Filtered(
        good={name: frame.drop(_GIVEN_AT) for name, frame in left.items()},
        rejected={name: pl.concat(parts).sort(_GIVEN_AT).drop(_GIVEN_AT) for name, parts in rejected.items() if parts},
    )


def _reasons(errors: pl.DataFrame, height: int) -> pl.DataFrame:
    """Reasons by row; an error without a row is one of every row."""
    whole = errors.filter(pl.col(ROW).is_null()).select(pl.format("{} {}", "code", "message").alias(_REASON))
    every = pl.DataFrame({ROW: pl.int_range(height, eager=True, dtype=pl.Int64)}).join(whole, how="cross")
    single = errors.filter(pl.col(ROW).is_not_null()).select(ROW, pl.format("{} {}", "code", "message").alias(_REASON))
    return pl.concat([single, every]).group_by(ROW).agg(pl.col(_REASON).unique().sort()).with_columns(pl.col(ROW).cast(pl.UInt32))


# ---------------------------------------------------------------------------- problems as frames


def _problems_of_unknown(name: str, model: Model) -> pl.DataFrame:
    cure = f"Tables are: {', '.join(model.tables)}."
    return _one("ND150", Level.ERROR, name, None, f"There is no table {name!r}.", cure)


def _one(code: str, level: Level, table: str, column: str | None, message: str, cure: str) -> pl.DataFrame:
    values = {"code": code, "level": level.value, "table": table, "column": column, "message": message, "cure": cure}
    return pl.DataFrame({name: [values.get(name)] for name in _PROBLEM}, schema=_PROBLEM)


def _of_misfit(table: Table, misfit: Misfit) -> pl.DataFrame:
    one = _one(misfit.code, misfit.level, table.name, misfit.column, misfit.message, misfit.cure)
    if misfit.rows is None:
        return one
    return pl.DataFrame({ROW: misfit.rows.cast(pl.Int64)}).join(one.drop(ROW), how="cross")


def _of_checks(table: Table, frame: pl.DataFrame, absent: set[str]) -> Iterator[pl.DataFrame]:
    indexed = frame.with_row_index(ROW)
    for check, rows in column_failures(table, indexed):
        if not absent.intersection(check.columns):
            code = _BY_KIND.get(check.kind, "ND155")
            yield _of_rows(table, rows, code, Level.ERROR, check.columns[-1], _message(check), _cure(table, check))


def _message(check: Check) -> str:
    names = ", ".join(check.columns)
    match check.kind:
        case CheckKind.NOT_NULL:
            return f"{names} is null."
        case CheckKind.UNIQUE:
            return f"Another row has the same {names}: {', '.join(f'{{{name}}}' for name in check.columns)}."
        case CheckKind.ORDERED:
            return f"{check.columns[0]} is {{{check.columns[0]}}}, after {check.columns[1]}, {{{check.columns[1]}}}."
    return f"{names} is '{{{check.columns[0]}}}'."


def _cure(table: Table, check: Check) -> str:
    if check.kind is CheckKind.UNIQUE:
        return "Keep one of the rows, or give them different keys."
    if check.kind is CheckKind.ORDERED:
        return "Compute the bounds again from the date."
    column = table.column(check.columns[0])
    bound = "" if check.kind is CheckKind.NOT_NULL else f" ({check.kind.value.replace('_', ' ')} {check.bound})"
    return f"{column.description.split('.')[0]}{bound}."


def _orphans(tables: Tables, frames: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Rows whose own record is not there: in a folder of files that cannot be, in frames it can."""
    for name, frame in frames.items():
        table = tables.model.tables[name]
        for column in table.columns:
            own_record = column.part is Part.PARENT_KEY and not table.shared
            if not own_record or not all(target in frames for target in column.references):
                continue
            known = pl.concat(
                [frames[target].select(pl.col(tables.model.tables[target].record_key).alias("")) for target in column.references]
            )
            rows = frame.with_row_index(ROW).join(known, left_on=column.name, right_on="", how="anti")
            message = f"There is no {table.kinds[0]} '{{{column.name}}}'."
            yield _of_rows(table, rows, "ND202", Level.ERROR, column.name, message, RULES["ND202"].cure)


def _of_finding(tables: Tables, frame: pl.DataFrame, rule: Rule, finding: Finding) -> pl.DataFrame:
    table = tables.model.tables[finding.table]
    rows = finding.rows.collect()
    if rows.is_empty():
        return pl.DataFrame(schema=_PROBLEM)
    keyed = rows.with_columns(_key(table, rows.columns).alias("row_key"))
    if table.record_key not in frame.columns:
        return pl.DataFrame(schema=_PROBLEM)
    own = frame.with_row_index(ROW).select(ROW, pl.col(table.record_key), _key(table, frame.columns).alias("row_key"))
    placed = keyed.drop(ROW, strict=False).join(
        own.unique([table.record_key, "row_key"]), on=[table.record_key, "row_key"], how="left", nulls_equal=True
    )
    told = _of_rows(table, placed, rule.code, rule.level, finding.column, finding.message, rule.cure_at())
    if not finding.completeness:
        return told
    by_machine = pl.col("record_id").is_in(machine_coded(tables, table.name).collect().to_series().implode())
    return told.with_columns(level=pl.when(by_machine).then(pl.lit(Level.NOTE.value)).otherwise("level"))


def _key(table: Table, columns: Collection[str]) -> pl.Expr:
    """The key by which a row is told within its record: of evidence its entry too."""
    if "failing_row" in columns:
        return pl.col("failing_row")
    if table.exploded is None:
        return row_key_expression(table)
    return pl.concat_str([pl.col("entry").cast(pl.String), row_key_expression(table)], separator="/")


def _of_rows(table: Table, rows: pl.DataFrame, code: str, level: Level, column: str | None, message: str, cure: str) -> pl.DataFrame:
    key = pl.col("row_key") if "row_key" in rows.columns and table.exploded is None else _key(table, rows.columns)
    return rows.select(
        pl.lit(code).alias("code"),
        pl.lit(level.value).alias("level"),
        pl.lit(table.name).alias("table"),
        pl.col(ROW).cast(pl.Int64),
        pl.col(table.record_key).cast(pl.String).alias("record_id"),
        key.alias("row_key"),
        pl.lit(column, pl.String).alias("column"),
        _filled(message, rows).alias("message"),
        pl.lit(cure).alias("cure"),
    )


def _filled(message: str, rows: pl.DataFrame) -> pl.Expr:
    """A message with the values of each row in the place of its braces."""
    parts: list[pl.Expr] = []
    for literal, name in re.findall(r"([^{]*)(?:\{(\w+)\})?", message):
        parts.append(pl.lit(literal))
        if name:
            column = pl.col(name).list.eval(pl.element().cast(pl.String)).list.join(", ") if rows[name].dtype == pl.List else pl.col(name)
            parts.append(column.cast(pl.String).fill_null("not known"))
    return pl.concat_str(parts)
