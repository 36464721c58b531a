"""Identity: one id for one thing, and everything referred to is there."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.schema.model import Part
from negotiation_data.table.rule import Finding, Tables, rule


@rule(
    "ND201",
    "An id names one record in the whole data set.",
    cure="Rename one of the two, with its file.",
    explanation="Evidence, `show` and readers name a record by its id alone. A place and an actor of the same id could not be told apart.",
    tables=(),
)
def ids_are_unique(tables: Tables) -> Iterator[Finding]:
    record_tables = [table for table in tables.model.record_tables if table.name in tables]
    ids = pl.concat(
        [tables[table.name].select(record=pl.col(table.record_key), owner=pl.lit(table.name)) for table in record_tables]
        or [pl.LazyFrame(schema={"record": pl.String, "owner": pl.String})]
    )
    # Few ids are there twice if any: only for those is it worth knowing whose they are.
    repeated = ids.group_by("record").len().filter(pl.col("len") > 1).select("record")
    twice = ids.join(repeated, on="record", how="semi").with_columns(owners=pl.col("owner").sort().str.join(" and ").over("record"))
    for table in record_tables:
        rows = twice.filter(pl.col("owner") == table.name).rename({"record": table.record_key})
        yield Finding(table.name, rows, f"The id {{{table.record_key}}} stands for records of {{owners}}.", table.record_key)


@rule(
    "ND202",
    "What a record refers to is in the data.",
    cure="Add the record referred to, or mend the spelling.",
    explanation="A round without its place, a mediator that is no actor: a join would silently lose the row.",
    tables=(),
)
def references_exist(tables: Tables) -> Iterator[Finding]:
    for table in tables.model.tables.values():
        for column in table.columns if table.name in tables else ():
            targets = [tables.model.tables[name] for name in column.references]
            own_record = column.part is Part.PARENT_KEY and not table.shared  # a row lies in its record's file
            if not targets or own_record or not all(target.name in tables for target in targets):
                continue
            known = pl.concat([tables[target.name].select(known=pl.col(target.record_key)) for target in targets])
            rows = tables[table.name].with_columns(referred_to=pl.col(column.name)).filter(pl.col(column.name).is_not_null())
            if column.is_list:
                rows = rows.explode("referred_to")
            dangling = rows.join(known, left_on="referred_to", right_on="known", how="anti")
            wanted = " or ".join(target.kinds[0] for target in targets)
            yield Finding(table.name, dangling, f"There is no {wanted} '{{referred_to}}'.", column.name)


@rule(
    "ND203",
    "What an entry refers to in its own record is there.",
    cure="Mend the spelling, or add the entry referred to.",
    explanation="A version of a proposal names the other version, a number the session that it counts.",
    tables=(),
)
def rows_referred_to_exist(tables: Tables) -> Iterator[Finding]:
    for table in tables.model.tables.values():
        for column in table.columns:
            if column.row_of is None or table.name not in tables:
                continue
            target = next(other for other in tables.model.tables.values() if other.kinds == table.kinds and other.path == (column.row_of,))
            if target.name not in tables:
                continue
            known = tables[target.name].select(pl.col(target.record_key), pl.col(target.identity[0]).alias("known"))
            rows = (
                tables[table.name]
                .filter(pl.col(column.name).is_not_null())
                .join(known, left_on=[table.record_key, column.name], right_on=[target.record_key, "known"], how="anti")
            )
            yield Finding(table.name, rows, f"`{column.row_of}` has no entry '{{{column.name}}}'.", column.name)
