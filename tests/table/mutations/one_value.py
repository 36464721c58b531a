"""Changing one value of good tables, so that one rule must fail: see the mutations beside this file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import polars as pl
from hypothesis import strategies as st

from negotiation_data.dates import edtf

__all__ = ["Draw", "Frames", "Mutation", "add_row", "having", "one_row", "replaced", "set_date", "set_value"]

Frames = dict[str, pl.DataFrame]
T = TypeVar("T")


class Draw(Protocol):
    """What Hypothesis hands to a composite strategy: draws one value."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T: ...


#: Breaks one rule in good tables; None where these tables have no row that could break it.
Mutation = Callable[[Frames, Draw], Frames | None]


def one_row(draw: Draw, frame: pl.DataFrame | None, where: pl.Expr | None = None) -> int | None:
    """The number of any row (that is as `where` says); None where there is no such row."""
    if frame is None:
        return None
    numbered = frame.with_row_index("row number")
    rows = (numbered if where is None else numbered.filter(where))["row number"].to_list()
    return draw(st.sampled_from(rows)) if rows else None


def set_value(frame: pl.DataFrame, row: int, column: str, value: Any) -> pl.DataFrame:
    """The frame with one value changed; types stay as they are."""
    kind = frame.schema[column]
    here = pl.int_range(pl.len()) == row
    new = pl.Series(column, [value], dtype=kind, strict=True)
    return frame.with_columns(pl.when(here).then(pl.lit(new).first()).otherwise(pl.col(column)).alias(column))


def set_date(frame: pl.DataFrame, row: int, name: str, text: str | None) -> pl.DataFrame:
    """The frame with one date changed, in all its four columns."""
    date = None if text is None else edtf.parse(text)
    values = {
        name: text,
        f"{name}_earliest": date and date.earliest,
        f"{name}_latest": date and date.latest,
        f"{name}_precision": date and date.precision.value,
    }
    for column, value in values.items():
        frame = set_value(frame, row, column, value)
    return frame


def add_row(frame: pl.DataFrame, row: int | None = None, /, **values: Any) -> pl.DataFrame:
    """The frame with one more row at its end: a copy of `row`, or one without values, in which `values` are set."""
    new = frame.clear().extend(frame.slice(row, 1)) if row is not None else pl.DataFrame({c: [None] for c in frame.columns}, frame.schema)
    for column, value in values.items():
        new = set_value(new, 0, column, value)
    return pl.concat([frame, new])


def replaced(frames: Frames, **changed: pl.DataFrame) -> Frames:
    """The tables with some of them replaced."""
    return {**frames, **changed}


def having(frames: Frames, name: str) -> pl.DataFrame | None:
    """A table that has rows, else None."""
    frame = frames.get(name)
    return frame if frame is not None and frame.height else None
