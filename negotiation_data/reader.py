"""What readers use: tables as polars frames, what their columns mean, who says what, how to cite."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import polars as pl

from negotiation_data import paths
from negotiation_data._names import TableName
from negotiation_data.error import NegotiationDataError

if TYPE_CHECKING:
    from types import ModuleType

    from pandera.polars import DataFrameSchema

    from negotiation_data.schema.model import Model
    from negotiation_data.table.tombstones import Index, Resolution
    from negotiation_data.table.validation import Filtered, Validation

__all__ = [
    "cite",
    "contested",
    "describe",
    "evidence",
    "filter",
    "load",
    "pandera_schema",
    "resolve",
    "scan",
    "tables",
    "validate",
    "versions",
    "view",
]

ViewName = Literal["rounds"]
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

_MANIFEST = "MANIFEST.json"


# ---------------------------------------------------------------------------- tables


def tables() -> tuple[TableName, ...]:
    """Names of all tables, in the order of the data dictionary."""
    return get_args(TableName)


def load(table: TableName, *, columns: Sequence[str] | None = None, enums: Literal["enum", "string"] = "enum") -> pl.DataFrame:
    """A table as a polars DataFrame, rows in the order of its key.

    `columns` reads only those. ``enums="string"`` gives text where the schema has a closed list of labels: such a list
    may grow with a minor version, which changes the type of an Enum column and not of a text column.

    Raises NegotiationDataError for an unknown table or column.
    """
    path = _path(table)
    try:
        frame = pl.read_parquet(path, columns=list(columns) if columns is not None else None)
    except (pl.exceptions.ColumnNotFoundError, FileNotFoundError) as error:
        raise _unknown(table, path, columns) from error
    return _as_strings(frame) if enums == "string" else frame


def scan(table: TableName, *, enums: Literal["enum", "string"] = "enum") -> pl.LazyFrame:
    """A table as a polars LazyFrame, which reads only what a query needs. See `load`."""
    path = _path(table)
    if not path.is_file():
        raise _unknown(table, path, None)
    frame = pl.scan_parquet(path)
    return _as_strings(frame) if enums == "string" else frame


def _path(table: str) -> Path:
    return _folder() / f"{table}.parquet"


def _as_strings(frame: Frame) -> Frame:
    import polars.selectors as cs

    return frame.with_columns(cs.enum().cast(pl.String), (cs.list(cs.enum())).cast(pl.List(pl.String)))


def _unknown(table: str, path: Path, columns: Sequence[str] | None) -> NegotiationDataError:
    if not path.is_file():
        return NegotiationDataError(f"There is no table {table!r}.{_suggestion(table, tables())} Tables are: {', '.join(tables())}.")
    known = pl.read_parquet_schema(path)
    missing = [name for name in columns or () if name not in known]
    return NegotiationDataError(
        f"Table {table!r} has no column {missing[0]!r}.{_suggestion(missing[0], tuple(known))} Columns are: {', '.join(known)}."
    )


def _suggestion(word: str, known: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(str(word), known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


# ---------------------------------------------------------------------------- where the tables are


@lru_cache(maxsize=1)
def _folder() -> Path:
    """The folder of the built tables: the wheel's own; in a checkout, a build of its data, made on first use."""
    if paths.TABLES.is_dir():
        return paths.TABLES
    if paths.CHECKOUT is None:
        raise NegotiationDataError("This installation has no tables; install negotiation-data again.")
    data = paths.CHECKOUT / "data"
    built = paths.cache_folder() / "tables" / _content(paths.CHECKOUT)
    if not (built / _MANIFEST).is_file():
        try:
            from negotiation_data.publish.build import build
        except ModuleNotFoundError as error:
            raise NegotiationDataError(
                f"A checkout builds its tables on first use, which needs {error.name}: install with `pip install -e '.[contribute]'`."
            ) from error
        build(data, built, reviewed_only=True)
    return built


def _content(checkout: Path) -> str:
    """One digest over the records, the schema and the code that makes tables of them."""
    total = hashlib.sha256(pl.__version__.encode())
    for folder, pattern in (("data", "*"), ("schemas", "*.json"), ("negotiation_data", "*.py")):
        for path in sorted((checkout / folder).rglob(pattern)):
            if path.is_file():
                total.update(path.relative_to(checkout).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:24]


# ---------------------------------------------------------------------------- what they mean


def describe(table: TableName | None = None) -> pl.DataFrame:
    """What columns mean, one row a column.

    Columns: table, column, type, unit_or_labels (unit of a number, labels of an enumeration), known (reported,
    judged, row, constructed or computed), required, meaning, source (of the definition).
    """
    return described(_model(), table)


def described(model: Model, table: str | None = None) -> pl.DataFrame:
    """What columns of a schema mean: see `describe`. A folder of records may have columns of its own."""
    if table is not None and table not in model.tables:
        raise NegotiationDataError(f"There is no table {table!r}.{_suggestion(table, tables())} Tables are: {', '.join(tables())}.")
    rows = [
        {
            "table": found.name,
            "column": column.name,
            "type": "edtf" if column.format == "edtf" and column.is_written else str(column.type),
            "unit_or_labels": column.unit or (", ".join(column.vocabulary.names) if column.vocabulary else None),
            "known": str(column.known) if column.is_written else "computed",
            "required": column.required,
            "meaning": column.description,
            "source": column.source or (column.vocabulary.source if column.vocabulary else None),
        }
        for found in model.tables.values()
        if table in (None, found.name)
        for column in found.columns
    ]
    text = ("table", "column", "type", "unit_or_labels", "known", "meaning", "source")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(text, pl.String))


def pandera_schema(table: TableName) -> DataFrameSchema:
    """The pandera schema of a table, to check frames of one's own with. Needs ``pip install 'negotiation-data[contribute]'``.

    It checks the values of a LazyFrame too, which pandera by itself does not; for that it is collected.
    """
    try:
        from negotiation_data.derive.pandera import pandera_schema as derived
    except ModuleNotFoundError as error:
        raise NegotiationDataError(f"This needs {error.name}: install with `pip install 'negotiation-data[contribute]'`.") from error
    try:
        return derived(_model().tables[table])
    except KeyError:
        raise NegotiationDataError(f"There is no table {table!r}.{_suggestion(table, tables())}") from None


def validate(frames: Mapping[str, pl.DataFrame | pl.LazyFrame], *, rules: Collection[str] | None = None) -> Validation:
    """Check frames of your own against the schema and every rule: see `negotiation_data.table.validation.Validation`.

    `frames` are tables by name; a rule is run if the tables that it needs are there. ``rules={"ND302"}`` runs only some.
    Bad frames are answered with problems, never with an exception. Needs ``pip install 'negotiation-data[contribute]'``.
    """
    found: Validation = _validation().validate(frames, rules=rules)
    return found


def filter(frames: Mapping[str, pl.DataFrame | pl.LazyFrame]) -> Filtered:  # noqa: A001 - as polars has it
    """The good rows of frames of your own, and the rejected ones with the reasons: together all that was given.

    A row is rejected for an error, and for referring to a rejected row. Needs ``pip install 'negotiation-data[contribute]'``.
    """
    found: Filtered = _validation().filter_frames(frames)
    return found


def _validation() -> ModuleType:
    try:
        from negotiation_data.table import validation
    except ModuleNotFoundError as error:
        raise NegotiationDataError(f"This needs {error.name}: install with `pip install 'negotiation-data[contribute]'`.") from error
    return validation


def _model() -> Model:
    from negotiation_data.schema import catalog

    return catalog.model()


# ---------------------------------------------------------------------------- ids


def resolve(record_id: str) -> Resolution:
    """What an id stands for now: the record itself, or where tombstones lead from it, with the story of each step.

    ``resolve("old-id").ids`` are the ids to look under: one, several if it was split, none if it was withdrawn;
    ``print(resolve("old-id"))`` tells why. Ids never vanish: one that was ever released is answered.
    Raises NegotiationDataError for an id that never was.
    """
    index = _index(_folder())
    found = index.resolve(record_id)
    if found is None:
        raise NegotiationDataError(f"There is no record {record_id!r}.{_suggestion(record_id, [*index.alive, *index.buried])}")
    return found


@lru_cache(maxsize=4)
def _index(folder: Path) -> Index:  # noqa: ARG001 - what is read follows from it
    from negotiation_data.table import tombstones

    model = _model()
    keys = {table.name: load(table.name, columns=[table.record_key]) for table in model.record_tables}  # type: ignore[arg-type]
    return tombstones.index(model, {**keys, tombstones.TABLE: load("tombstones")})


# ---------------------------------------------------------------------------- who says what


def evidence(record_id: str) -> pl.DataFrame:
    """Every report about a record: what it speaks of, what is coded, what it says, and who says so.

    Columns: field, coded (as text; null for a whole list), stance, says (what is reported instead or more exactly),
    said_by, wording, source_id, outlet, published, origins, verifiable (whether a span and its hash are given), note.
    Raises NegotiationDataError for an unknown id.
    """
    found = _reports().filter(pl.col("record_id") == record_id).drop("record_id")
    if found.is_empty():
        known = resolve(record_id)
        if known.story:
            raise NegotiationDataError(f"There is no record {record_id!r} any more. {known}")
    return found


def contested(record_id: str | None = None) -> pl.DataFrame:
    """Where sources disagree: every report, for and against, about each value that some report contradicts or omits.

    Also values that the coder leaves open because sources disagree (`missing_values`, contested). Columns as of
    `evidence`, with record_id in front.
    """
    reports = _reports()
    disputed = pl.concat(
        [
            reports.filter(pl.col("stance").is_in(["contradicts", "omits"])).select("record_id", "field"),
            load("missing_values").filter(pl.col("reason") == "contested").select("record_id", "field"),
        ]
    ).unique()
    found = reports.join(disputed, on=["record_id", "field"], how="semi", maintain_order="left")
    return found if record_id is None else found.filter(pl.col("record_id") == record_id)


def _reports() -> pl.DataFrame:
    """Evidence with the coded value beside it and the source's outlet and origins; in the order of the records."""
    from negotiation_data.table.values import all_values

    model = _model()
    values = all_values(model, {name: load(name) for name in tables()})
    coded = values.filter(pl.col("column").is_not_null()).select("record_id", "table", "row_key", "column", coded="value")
    origins = load("source_origins").group_by("source_id").agg(pl.col("origin").sort().str.join(", ").alias("origins"))
    sources = load("sources", columns=["source_id", "outlet", "published"]).join(origins, on="source_id", how="left")
    address = ["record_id", "table", "row_key", "column"]
    return (
        _as_strings(load("evidence"))
        .join(coded, on=address, how="left", nulls_equal=True, maintain_order="left")
        .join(sources, on="source_id", how="left", maintain_order="left")
        .select(
            "record_id",
            "field",
            "coded",
            "stance",
            says="reported",
            said_by=pl.coalesce("attributed_as", "attributed_to", "outlet"),
            wording="wording",
            source_id="source_id",
            outlet="outlet",
            published="published",
            origins="origins",
            verifiable=pl.col("span_sha256").is_not_null(),
            note="note",
        )
    )


# ---------------------------------------------------------------------------- views


def view(name: ViewName = "rounds") -> pl.DataFrame:
    """A table made for analysis. ``"rounds"``: one row a round, in order of process and time.

    round_id, process_id, sequence, label, kind, status, channel, start (earliest day), end (latest day), days (length;
    null where a bound is unknown), days_since_previous (from the latest end of the previous round that was held, null
    if unknown), place, country, parties (list), mediators, hosts, facilitators, guarantors (lists of actor ids by role),
    heads (list of "actor: person"), outcome, ceasefires (ids that came of it), disputes (number of values that some
    report contradicts or omits), sources (number read for it) and origins (number of independent ones among them).
    """
    if name not in get_args(ViewName):
        raise NegotiationDataError(f"There is no view {name!r}. Views are: {', '.join(get_args(ViewName))}.")
    rounds = load("rounds")
    places = load("places", columns=["place_id", "name"]).rename({"name": "place"})
    mediators = _as_strings(load("round_mediators"))
    by_role = [_listed(mediators.filter(pl.col("role") == role), "round_id", "actor_id", plural) for role, plural in _ROLES.items()]
    led = load("participants").filter(pl.col("role").is_in(["head", "co_head"]))
    heads = led.select("round_id", head=pl.concat_str("actor_id", pl.lit(": "), pl.coalesce("person_id", "described_as")))
    cited = load("evidence", columns=["record_id", "source_id"]).unique()
    origins = cited.join(load("source_origins"), on="source_id").group_by(round_id="record_id").agg(origins=pl.col("origin").n_unique())
    disputes = contested().group_by(round_id="record_id").agg(disputes=pl.col("field").n_unique())
    found = rounds.join(places, on="place_id", how="left")
    for other in (
        _listed(load("round_parties"), "round_id", "actor_id", "parties"),
        *by_role,
        _listed(heads, "round_id", "head", "heads"),
        _listed(load("outcomes").drop_nulls("ceasefire_id"), "round_id", "ceasefire_id", "ceasefires"),
        disputes,
        cited.group_by(round_id="record_id").agg(sources=pl.len()),
        origins,
    ):
        found = found.join(other, on="round_id", how="left")
    took_place = pl.col("status").is_in(["concluded", "suspended", "ongoing"])
    previous_end = pl.when(took_place).then("end_latest").shift(1).forward_fill().over("process_id", order_by="sequence")
    return (
        found.with_columns(
            days=(pl.col("end_latest") - pl.col("start_earliest")).dt.total_days() + 1,
            days_since_previous=(pl.col("start_earliest") - previous_end).dt.total_days(),
            **{count: pl.col(count).fill_null(0) for count in ("disputes", "sources", "origins")},
        )
        .sort("process_id", "sequence")
        .select(
            "round_id",
            "process_id",
            "sequence",
            "label",
            "kind",
            "status",
            "channel",
            pl.col("start_earliest").alias("start"),
            pl.col("end_latest").alias("end"),
            "days",
            "days_since_previous",
            "place",
            pl.col("venue_country").alias("country"),
            "parties",
            *_ROLES.values(),
            "heads",
            "outcome",
            "ceasefires",
            "disputes",
            "sources",
            "origins",
        )
    )


_ROLES = {"mediator": "mediators", "host": "hosts", "facilitator": "facilitators", "guarantor": "guarantors"}


def _listed(frame: pl.DataFrame, key: str, value: str, name: str) -> pl.DataFrame:
    return frame.group_by(key).agg(pl.col(value).unique().sort().alias(name))


# ---------------------------------------------------------------------------- versions and citation


@lru_cache(maxsize=1)
def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_folder() / _MANIFEST).read_text(encoding="utf-8"))
    return found


def versions() -> dict[str, str]:
    """Three numbers: of the package (its interface), of the schema (what records are), of the data (release day)."""
    manifest = _manifest()
    return {name: str(manifest[name]) for name in ("package", "schema", "data")}


def cite(style: Literal["text", "bibtex"] = "text") -> str:
    """How to cite this version of the data."""
    version = versions()
    year = version["data"][:4] if version["data"][:4].isdigit() else "n.d."
    title = "negotiation-data: peace negotiations with evidence"
    if style == "bibtex":
        return (
            "@misc{negotiation_data,\n  author = {{The negotiation-data contributors}},\n"
            f"  title = {{{title}}},\n  year = {{{year}}},\n"
            f"  note = {{Data {version['data']}, schema {version['schema']}, package {version['package']}. CC BY 4.0}}\n}}"
        )
    if style != "text":
        raise NegotiationDataError(f"There is no style {style!r}. Styles are: text, bibtex.")
    return (
        f"The negotiation-data contributors ({year}). {title}. "
        f"Data {version['data']}, schema {version['schema']}, package {version['package']}. CC BY 4.0."
    )
