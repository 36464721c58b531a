"""Tables in the forms that other programs read: CSV, lines of JSON, SQLite."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import polars.selectors as cs

from negotiation_data import files
from negotiation_data.derive.sql import create_table, quoted
from negotiation_data.error import NegotiationDataError
from negotiation_data.schema.model import Model

__all__ = ["FORMATS", "export"]

_LIST_SEPARATOR = "; "
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = r"^[=+\-@\t\r]"


def export(model: Model, frames: Mapping[str, pl.DataFrame], form: str, out: Path, *, formulas: bool = False) -> list[Path]:
    """Write tables in a form of FORMATS: a folder of files (csv, ndjson) or one file (sqlite). Returns what was written.

    In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front, unless `formulas` is true.
    What stands at `out` is replaced at once or left as it was; a folder that holds anything else is refused.
    """
    if out.is_dir() and any(path.suffix != f".{form}" for path in out.iterdir()):
        raise NegotiationDataError(f"{out} holds other files, which an export would delete; give an empty or new place.")
    if form == "sqlite":
        return [_sqlite(model, frames, out)]
    if out.exists() and not out.is_dir():
        raise NegotiationDataError(f"{out} is a file; give a folder.")
    write = _WRITERS[form]
    with files.new_folder(out) as draft:
        for name in frames:
            write(frames[name], draft / f"{name}.{form}", formulas)
    return [out / f"{name}.{form}" for name in frames]


def _csv(frame: pl.DataFrame, path: Path, formulas: bool) -> None:
    flat = _plain(frame, lambda column: column.list.eval(pl.element().cast(pl.String)).list.join(_LIST_SEPARATOR))
    if not formulas:
        text = cs.string()
        flat = flat.with_columns(pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep())
    flat.write_csv(path)


def _ndjson(frame: pl.DataFrame, path: Path, formulas: bool) -> None:  # noqa: ARG001
    frame.with_columns(_enums_as_text(), _instants_as_text()).write_ndjson(path)


_WRITERS: Mapping[str, Callable[[pl.DataFrame, Path, bool], None]] = {"csv": _csv, "ndjson": _ndjson}

#: What `export` can write.
FORMATS = (*_WRITERS, "sqlite")


def _enums_as_text() -> pl.Expr:
    return cs.enum().cast(pl.String)


def _instants_as_text() -> pl.Expr:
    return cs.datetime().dt.to_string("%Y-%m-%dT%H:%M:%SZ")


def _plain(frame: pl.DataFrame, lists: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Every value a text, number or truth value."""
    listed = [lists(pl.col(name)).alias(name) for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(_enums_as_text(), _instants_as_text(), cs.date().dt.to_string("%Y-%m-%d"), *listed)


def _sqlite(model: Model, frames: Mapping[str, pl.DataFrame], out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.absolute().parent)
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(name)) as database:
            for table_name, frame in frames.items():
                database.execute(create_table(model, model.tables[table_name]))
                marks = ", ".join("?" * frame.width)
                rows = _plain(frame, lambda column: column.map_elements(_json_list, return_dtype=pl.String)).iter_rows()
                database.executemany(f"INSERT INTO {quoted(table_name)} VALUES ({marks})", rows)  # noqa: S608
            database.commit()
        Path(name).chmod(0o644)
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
    return out


def _json_list(values: pl.Series) -> str:
    return json.dumps(values.to_list(), ensure_ascii=False)
