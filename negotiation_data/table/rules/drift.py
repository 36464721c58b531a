"""Drift: against an earlier release, ids stay, stand for the same, and columns keep their meaning.

Without an earlier release (`Tables.base`) these rules find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.schema.model import Column, ColumnType, Part, Table
from negotiation_data.table.rule import Finding, Tables, rule

#: Rows that a table, or a label, must have before shares of it mean anything.
FEWEST_ROWS = 20

#: By how much the share of filled values must fall, and what share of values must differ.
HALF = 0.5

#: A date that moved by more days than this is another date, not a better one.
FAR = pl.duration(days=60)

# What says how far the work has come, and so changes everywhere without a change of meaning.
_PROGRESS = ("review", "read_extent", "read_on", "observed_until")


# ---------------------------------------------------------------------------- ids


@rule(
    "ND901",
    "An id of an earlier release is still there, or is buried.",
    cure="Put the record back; if it moved, was another's double, was split or is withdrawn, say so in a file `tombstones/<id>.yaml`.",
    explanation=(
        "Whoever cites an id must find it again, or learn where to look instead. Between two versions of one published table of agreements not a single id stayed the same, and another "
        "source dropped its ids in a new format; every analysis built on them broke."
    ),
    tables=(),
)
def ids_stay(tables: Tables) -> Iterator[Finding]:
    for table, base in _in_both(tables):
        if table.is_record:
            still = _standing(tables, table).rename({"id": table.record_key})
            gone = base.join(still, on=table.record_key, how="anti")
            if table.name == "tombstones":  # whose record was put back
                gone = _not_revived(tables, gone)
            yield Finding(table.name, gone, f"'{{{table.record_key}}}', one of the {table.name} of the earlier release, is gone.")


def _standing(tables: Tables, table: Table) -> pl.LazyFrame:
    """The ids of a table that stand for a record, or are buried as one of its kind."""
    alive = tables[table.name].select(id=pl.col(table.record_key))
    if "tombstones" not in tables:
        return alive
    buried = tables["tombstones"].filter(pl.col("was").cast(pl.String).is_in(list(table.kinds)))
    return pl.concat([alive, buried.select(id=pl.col("former_id"))])


def _not_revived(tables: Tables, tombstones: pl.LazyFrame) -> pl.LazyFrame:
    """Tombstones without those under whose id a record of the same kind stands again."""
    for kind in tables.model.kinds.values():
        if kind.table in tables:
            alive = tables[kind.table].select(former_id=pl.col(tables.model.tables[kind.table].record_key), was=pl.lit(kind.name))
            tombstones = tombstones.with_columns(pl.col("was").cast(pl.String)).join(alive, on=["former_id", "was"], how="anti")
    return tombstones


#: By what a record is known: a date and another column, both of which must have changed before it is another one.
_KNOWN_BY_DATE = {
    "rounds": ("start", "place_id"),
    "ceasefires": ("declared", "label"),
    "incidents": ("date", "place_id"),
    "documents": ("date", "title"),
}

#: By what a record is known that is named: the table of its other names.
_KNOWN_BY_NAME = {"actors": "actor_names", "people": "person_names", "places": "place_names"}


@rule(
    "ND902",
    "An id stands for what it stood for in an earlier release.",
    cure="Give the new thing an id of its own, and put the old record back; if it was only renamed, keep the old name among `names`.",
    explanation=(
        "A sanctions list gave the ids of some persons to others, and whoever had matched them accused the wrong ones. A contact is another if it is more than "
        "sixty days and a place away; one who is named, if no word of any name is left; a source, if outlet and address have changed."
    ),
    tables=(),
)
def ids_keep_their_meaning(tables: Tables) -> Iterator[Finding]:
    before = {table.name: base for table, base in _in_both(tables)}
    for name, (date, mark) in _KNOWN_BY_DATE.items():
        if name in before and _has(before[name], f"{date}_earliest", f"{date}_latest", mark):
            yield _elsewhere(tables, name, before[name], date, mark)
    for name, names in _KNOWN_BY_NAME.items():
        if name in before and names in before:
            yield _renamed(tables, name, names, before)
    if "sources" in before and _has(before["sources"], "outlet", "url"):
        was = before["sources"].select("source_id", was_outlet="outlet", was_url="url")
        both = (pl.col("outlet") != pl.col("was_outlet")) & (pl.col("url") != pl.col("was_url"))
        rows = tables["sources"].join(was, on="source_id").filter(both)
        yield Finding("sources", rows, "{source_id} was {was_url} of {was_outlet}, and is {url} of {outlet}.", "url")


def _elsewhere(tables: Tables, name: str, base: pl.LazyFrame, date: str, mark: str) -> Finding:
    key = tables.model.tables[name].record_key
    was = base.select(key, was_date=date, was_earliest=f"{date}_earliest", was_latest=f"{date}_latest", was_mark=mark)
    moved = (pl.col(f"{date}_earliest") > pl.col("was_latest") + FAR) | (pl.col(f"{date}_latest") < pl.col("was_earliest") - FAR)
    rows = tables[name].join(was, on=key).filter(moved, pl.col(mark) != pl.col("was_mark"))
    if _has(base, "status"):
        # Talks that were only planned may be put off to another day and place, and are the same talks.
        planned = base.filter(pl.col("status").cast(pl.String) == "planned").select(key)
        rows = rows.join(planned, on=key, how="anti")
    return Finding(name, rows, f"{{{key}}} was {{was_date}}, {{was_mark}}; it is {{{date}}}, {{{mark}}}.", date)


def _renamed(tables: Tables, name: str, names: str, before: dict[str, pl.LazyFrame]) -> Finding:
    key = tables.model.tables[name].record_key
    was = _words([before[name], before[names]], key)
    kept = _words([tables[name], tables[names]], key).join(was, on=[key, "word"], how="semi").select(key).unique()
    base = before[name].select(key, was_name="name")
    rows = tables[name].join(base, on=key).join(kept, on=key, how="anti")
    return Finding(name, rows, f"{{{key}}} was '{{was_name}}', and is '{{name}}'.", "name")


def _words(named: list[pl.LazyFrame], key: str) -> pl.LazyFrame:
    """The words of all names, so that a mended spelling or a longer form of a name is no other name."""
    words = pl.col("name").str.to_lowercase().str.extract_all(r"[\p{L}\p{M}\p{N}]+")
    return pl.concat([frame.select(key, word=words) for frame in named]).explode("word").drop_nulls().unique()


# ---------------------------------------------------------------------------- columns


@rule(
    "ND903",
    "A column that was filled in an earlier release is still filled.",
    cure="Put the values back; if they were withdrawn on purpose, say so in the changelog.",
    explanation=(
        "Whole columns are lost between releases and nobody notices, as the file still has them: sources, evidence and comments of one published set of "
        "ceasefires are empty in the copy that is passed on. It needs twenty rows in both releases, and a fall by half of all rows or to nothing."
    ),
    tables=(),
    level=Level.WARNING,
)
def columns_stay_filled(tables: Tables) -> Iterator[Finding]:
    for table, base in _in_both(tables):
        columns = [column.name for column in table.columns if column.part is Part.VALUE and _has(base, column.name)]
        was, now = _filled(base, columns), _filled(tables[table.name], columns)
        if min(was.rows, now.rows) < FEWEST_ROWS:
            continue
        for name in columns:
            emptied = was.count[name] >= FEWEST_ROWS and now.count[name] == 0
            if emptied or was.count[name] / was.rows - now.count[name] / now.rows > HALF:
                told = f"`{name}` was filled in {was.share(name)} of {table.name}, and is in {now.share(name)}; here it is not."
                yield Finding(table.name, tables[table.name].filter(pl.col(name).is_null()).head(1), told)


@rule(
    "ND904",
    "A column means what it meant in an earlier release.",
    cure="Look at what changed: if a label or unit has a new meaning, give it a new name; if every value was wrong, say so in the changelog.",
    explanation=(
        "In one data set of peace agreements a column was flipped in 2,119 of 2,144 rows from one version to the next, without a word in the codebook. A value "
        "that is mended is one of few. It needs twenty rows that both releases fill, of which more than half differ; free text is not compared."
    ),
    tables=(),
    level=Level.WARNING,
)
def columns_keep_their_meaning(tables: Tables) -> Iterator[Finding]:
    for table, base in _in_both(tables):
        compared = [column for column in table.columns if _has_meaning(table, column) and _has(base, *table.key, column.name)]
        if table.exploded or not compared:  # entries of evidence have no number of their own that lasts
            continue
        was = base.select(*(pl.col(name) for name in table.key), *(_text(column).alias(f"was {column.name}") for column in compared))
        common = tables[table.name].join(was, on=table.key)
        both = {column.name: pl.col(column.name).is_not_null() & pl.col(f"was {column.name}").is_not_null() for column in compared}
        differs = {column.name: (_text(column) != pl.col(f"was {column.name}")).fill_null(False) for column in compared}
        counts = common.select(
            *(both[name].sum().alias(f"both {name}") for name in both), *(differs[name].sum().alias(f"differ {name}") for name in both)
        ).collect()
        for name in both:
            rows, other = counts.item(0, f"both {name}"), counts.item(0, f"differ {name}")
            if rows >= FEWEST_ROWS and other > HALF * rows:
                shown = common.filter(differs[name]).sort(table.key).head(1).rename({f"was {name}": "was"})
                told = f"`{name}` differs in {other:,} of {rows:,} {table.name} from the earlier release; here it was {{was}}, and is {{{name}}}."
                yield Finding(table.name, shown, told, name)


@rule(
    "ND905",
    "A label that was in use in an earlier release is still in use.",
    cure="Put the label back where it stood; if it was merged into another, say so in the changelog and in the vocabulary.",
    explanation=(
        "Codes are re-used and reversed: the classes of one set of ceasefires changed places in a later release, and one type of conflict vanished from a file. "
        "It needs a label with twenty uses, in a table that has not become smaller."
    ),
    tables=(),
    level=Level.WARNING,
)
def labels_stay_in_use(tables: Tables) -> Iterator[Finding]:
    for table, base in _in_both(tables):
        labelled = [
            column
            for column in table.columns
            if column.vocabulary and column.part is Part.VALUE and column.name not in _PROGRESS and _has(base, *table.key, column.name)
        ]
        if not labelled or _filled(tables[table.name], []).rows < _filled(base, []).rows:
            continue
        for column in labelled:
            lost = _uses(column, base).join(_uses(column, tables[table.name]), on="label", how="anti").filter(pl.col("uses") >= FEWEST_ROWS)
            shown = (
                _labelled(column, base)
                .join(lost, on="label")
                .select(*table.key, "label", "uses")
                .sort(table.key)
                .unique("label", keep="first", maintain_order=True)
            )
            if table.exploded:  # the entry of then may be another by now, so only its list is pointed to
                shown = shown.with_columns(failing_row=pl.lit(None, pl.String))
            told = f"The label '{{label}}' of `{column.name}` was used {{uses}} times in {table.name}, and is no more."
            yield Finding(table.name, shown, told, column.name)


# ---------------------------------------------------------------------------- shared


class _Filled:
    """How many rows a table has, and how many values each column."""

    def __init__(self, rows: int, count: dict[str, int]) -> None:
        self.rows, self.count = rows, count

    def share(self, name: str) -> str:
        return f"{self.count[name] / self.rows:.0%}"


def _filled(frame: pl.LazyFrame, columns: list[str]) -> _Filled:
    counted = frame.select(pl.len().alias("rows of the table"), *(pl.col(name).count() for name in columns)).collect().row(0, named=True)
    return _Filled(counted.pop("rows of the table"), counted)


def _in_both(tables: Tables) -> Iterator[tuple[Table, pl.LazyFrame]]:
    """Tables that an earlier release has too, each with its frame there."""
    base = tables.base
    for table in tables.model.tables.values():
        if base is not None and table.name in tables and table.name in base and _has(base[table.name], table.record_key):
            yield table, base[table.name]


def _has(frame: pl.LazyFrame, *names: str) -> bool:
    """Whether an earlier release, whose schema may have been another, has all of these columns."""
    return set(names) <= set(frame.collect_schema().names())


# Formats of text that stands for one thing however it is written.
_FORMATS = ("edtf",)


def _has_meaning(table: Table, column: Column) -> bool:
    """Whether its values mean something by themselves: not the key, not free text, not how far the work has come."""
    closed = column.type is not ColumnType.STRING or bool(column.references or column.row_of or column.format in _FORMATS)
    kept = column.part is Part.VALUE and column.name not in table.key and column.name not in _PROGRESS
    return kept and closed and column.type is not ColumnType.JSON


def _text(column: Column) -> pl.Expr:
    """Values as text: two releases may have different lists of labels."""
    value = pl.col(column.name)
    return value.list.eval(pl.element().cast(pl.String).sort()).list.join(", ") if column.is_list else value.cast(pl.String)


def _labelled(column: Column, frame: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each label that is in use, with the label as text."""
    kind = pl.List(pl.String()) if column.is_list else pl.String()
    rows = frame.with_columns(label=pl.col(column.name).cast(kind))
    return (rows.explode("label") if column.is_list else rows).filter(pl.col("label").is_not_null())


def _uses(column: Column, frame: pl.LazyFrame) -> pl.LazyFrame:
    used = frame.select(label=column.name)  # counted before they become text, which is dear
    counted = (used.explode("label") if column.is_list else used).group_by("label").agg(uses=pl.len())
    return counted.with_columns(pl.col("label").cast(pl.String)).drop_nulls()
