"""Reports: what a source says beside what is coded, where its words come from, and on which side who is quoted stands."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Part, Table
from negotiation_data.table.frames import row_key_expression
from negotiation_data.table.rule import Tables

__all__ = ["ADDRESS", "ASPECTS", "SUPPORTING", "compared", "entries", "independent_origins", "origins_of_rounds", "sides"]

#: The columns by which evidence names a value.
ADDRESS = ["record_id", "table", "row_key", "column"]

#: Stances of a report that speaks for a value.
SUPPORTING = ["supports", "partial"]

#: What a round stands on: in words, the column to point to, the table that evidence speaks of, and its columns, or rows (None).
ASPECTS = (
    ("dates", "start", "rounds", ["start", "end"]),
    ("place", "place_id", "rounds", ["place_id", "venue_country", "venue_site"]),
    ("parties", None, "round_parties", None),
    ("third parties", "mediation", "round_mediators", None),
)

#: Steps from an institution up to the side that it belongs to; a brigade of an army of a state has three.
_GENERATIONS = 5

_COMPARED = pl.Schema(
    {
        "record_id": pl.String(),
        "entry": pl.Int32(),
        "field": pl.String(),
        "source_id": pl.String(),
        "stance": pl.String(),
        "reported": pl.String(),
        "of_list": pl.Boolean(),
        "compared": pl.String(),
        "said": pl.String(),
        "coded": pl.String(),
        "comparable": pl.Boolean(),
    }
)


def compared(tables: Tables) -> pl.LazyFrame:
    """What reports say (`said`) beside what is `coded`, as text: a row for each property that a report gives.

    A report about a row, or about a list that has a row of the same key (`of_list`), gives several. `comparable` is
    false of dates and free text, of which two can differ and mean the same.
    """
    reports = (
        tables["evidence"]
        .filter(pl.col("reported").is_not_null())
        .with_columns(pl.col("table", "stance", "column").cast(pl.String))
        .collect()
    )
    parts = [pl.DataFrame(schema=_COMPARED)]
    # Only tables that a report speaks of are looked at, and of these only the records that have one: reports are few.
    for name in reports.get_column("table").unique(maintain_order=True):
        if name in tables and name in tables.model.tables:
            parts += _compared_in(tables, tables.model.tables[name], reports.filter(pl.col("table") == name))
    return pl.concat(parts).lazy()


def _compared_in(tables: Tables, table: Table, reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    columns = {column.name: column for column in table.columns if column.part is Part.VALUE}
    of_list = pl.col("row_key").is_null() & pl.col("column").is_null() if table.path else pl.lit(False)
    key_said = _key_said(table)
    addressed = reports.with_columns(
        of_list=of_list, row_key=pl.when(of_list).then(key_said).otherwise("row_key"), whole_row=pl.col("column").is_null()
    ).rename({"column": "pointed_at", "source_id": "source"})
    rows = (
        tables[table.name]
        .with_columns(record_id=pl.col(table.record_key))
        .join(addressed.lazy().select("record_id").unique(), on="record_id", how="semi")
        .with_columns(row_key=row_key_expression(table))
        .select(
            "record_id",
            "row_key",
            *(_text(column).alias(f"coded {name}") for name, column in columns.items()),
        )
    )
    joined = addressed.lazy().join(rows, on=["record_id", "row_key"], nulls_equal=True).collect()
    pointed_at = set(joined["pointed_at"])
    for name, column in columns.items():
        if not pointed_at & {name, None}:
            continue
        of_row = pl.col("reported").str.json_path_match(_path(column))
        said = pl.when(pl.col("pointed_at") == name).then("reported").when("whole_row").then(of_row)
        yield (
            joined.with_columns(
                pl.lit("/".join(column.path)).alias("compared"),
                _normal(column, said).alias("said"),
                pl.col(f"coded {name}").cast(pl.String).alias("coded"),
                pl.lit(_is_comparable(column)).alias("comparable"),
            )
            .rename({"source": "source_id"})
            .filter(pl.col("said").is_not_null())
            .select(_COMPARED.names())
            .cast(_COMPARED)
        )


def _key_said(table: Table) -> pl.Expr:
    """The key of the row that a report about a list describes; null if it does not give all of it."""
    if not table.identity:
        return pl.lit(None, pl.String)
    return pl.concat_str([pl.col("reported").str.json_path_match(_path(table.column(name))) for name in table.identity], separator="/")


def _path(column: Column) -> str:
    return "$" + "".join(f"['{name}']" for name in column.path)


def _text(column: Column) -> pl.Expr:
    """A coded value as the text of its JSON, so that it can be held against a report."""
    if column.is_list:
        return pl.col(column.name).list.eval(pl.element().cast(pl.String).sort()).list.join(",")
    return _normal(column, pl.col(column.name).cast(pl.String))


def _normal(column: Column, said: pl.Expr) -> pl.Expr:
    if column.is_list:
        return said.str.strip_chars("[] ").str.replace_all('"', "", literal=True).str.split(",").list.sort().list.join(",")
    if column.type is ColumnType.NUMBER:
        return said.str.replace(r"\.0$", "")
    return said


def _is_comparable(column: Column) -> bool:
    """Whether two values that differ as text differ in what they mean."""
    if column.format == "edtf" or column.type is ColumnType.JSON:
        return False
    return column.type is not ColumnType.STRING or bool(column.references or column.row_of)


def entries(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Of rows of one entry of evidence the first: what is wrong with the entry itself is said once."""
    return rows.sort("record_id", "entry", "field").unique(["record_id", "entry"], keep="first", maintain_order=True)


# ---------------------------------------------------------------------------- whose words they are


def independent_origins(tables: Tables) -> pl.LazyFrame:
    """`source_id` and `from_origin`: where what a source reports comes from.

    A source that carries or rewrites another's report counts as that; one that reports itself as itself; one that
    does neither and only cites, as what it cites; one of which nothing is said, as itself.
    """
    relation = pl.col("relation").cast(pl.String)
    origins = tables["source_origins"].select("source_id", "origin", cites=relation == "cites")
    counted = origins.filter(~pl.col("cites") | pl.col("cites").all().over("source_id")).select("source_id", "origin")
    return (
        tables["sources"]
        .select("source_id")
        .join(counted, on="source_id", how="left")
        .select("source_id", from_origin=pl.coalesce("origin", "source_id"))
    )


def origins_of_rounds(tables: Tables) -> pl.LazyFrame:
    """`round_id`, `aspect`, `origins`, `origin`: how many independent origins speak for each aspect of a round.

    A row for each aspect of which something is coded, also where nothing speaks for it (0 origins); `origin` is one of
    them, the first by name.
    """
    support = tables["evidence"].filter(pl.col("stance").is_in(SUPPORTING)).with_columns(pl.col("table", "column").cast(pl.String))
    independent = independent_origins(tables)
    parts = []
    for aspect, _, table, columns in ASPECTS:
        of_it = pl.col("column").is_null() if columns is None else pl.col("column").is_in(columns)
        counted = (
            support.filter(pl.col("table").eq(table), of_it)
            .join(independent, on="source_id")
            .group_by(round_id="record_id")
            .agg(origins=pl.col("from_origin").n_unique(), origin=pl.col("from_origin").min())
        )
        coded = tables[table].filter(pl.any_horizontal(pl.col(columns).is_not_null())) if columns else tables[table]
        parts.append(
            coded.select("round_id")
            .unique()
            .join(counted, on="round_id", how="left")
            .select("round_id", pl.lit(aspect).alias("aspect"), pl.col("origins").fill_null(0), "origin")
        )
    return pl.concat(parts)


def sides(tables: Tables) -> pl.LazyFrame:
    """`in_process`, `speaker`, `side`: on which side of a process an actor or person stands.

    An actor stands with the party that it is, or is a part of; a person with the actor whose office is held or on
    whose behalf the person took part.
    """
    actors = ancestors(tables)
    people = [
        tables[table].select(speaker="person_id", through=column).drop_nulls()
        for table, column in (("offices", "actor_id"), ("participants", "actor_id"))
        if table in tables
    ]
    persons = [held.join(actors.rename({"speaker": "through"}), on="through").select("speaker", "ancestor") for held in people]
    parties = tables["process_parties"].select(in_process="process_id", side="actor_id")
    return (
        pl.concat([actors, *persons])
        .unique()
        .join(parties, left_on="ancestor", right_on="side")
        .select("in_process", "speaker", side="ancestor")
    )


def ancestors(tables: Tables) -> pl.LazyFrame:
    """`speaker` and `ancestor`: every actor with itself and the larger actors that it is a part of."""
    parent = tables["actors"].select(child="actor_id", parent="parent_actor_id").filter(pl.col("parent").is_not_null())
    level = tables["actors"].select(speaker="actor_id", ancestor="actor_id")
    levels = [level]
    for _ in range(_GENERATIONS):
        level = level.join(parent, left_on="ancestor", right_on="child").select("speaker", ancestor="parent")
        levels.append(level)
    return pl.concat(levels).unique()
