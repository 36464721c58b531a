"""Where an id leads today: by the tombstones that stand where records once stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from negotiation_data.schema.model import Model

__all__ = ["TABLE", "Burial", "Index", "Resolution", "index", "with_story"]

TABLE = "tombstones"


@dataclass(frozen=True, slots=True)
class Burial:
    """One tombstone: the id, the kind of record that stood under it, what became of it, when and why, and where it leads."""

    id: str
    was: str
    fate: str
    date: str
    reason: str
    now: tuple[str, ...]

    def __str__(self) -> str:
        """It in words: ``'old-id' (round) was merged into 'new-id' on 2026-12-01: entered twice.``"""
        where = " and ".join(f"'{name}'" for name in self.now)
        led = {"moved": f" to {where}", "merged": f" into {where}", "split": f" into {where}"}.get(self.fate, "")
        reason = self.reason if self.reason.endswith((".", "!", "?")) else f"{self.reason}."
        return f"'{self.id}' ({self.was}) was {self.fate}{led if self.now else ''} on {self.date}: {reason}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an id stands for now.

    `ids` are those to look under: the one that was asked for if a record stands there, none if all was withdrawn,
    several if it was split. `fate` is ``"current"``, or what became of the id that was asked for. `story` are the
    tombstones on the way, in order; as text (``print``) it is told in words.
    """

    asked: str
    fate: str
    ids: tuple[str, ...]
    story: tuple[Burial, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The whole story, a line each."""
        if not self.story:
            return f"'{self.asked}' stands in {self.tables[self.asked]}."
        found = " and ".join(f"'{name}' ({self.tables[name]})" for name in self.ids)
        told = [str(burial) for burial in self.story]
        return "\n".join([*told, f"Look under {found}." if found else "Nothing stands in its place."])


@dataclass(frozen=True, slots=True)
class Index:
    """Every id of a data set: the table of each that stands for a record, and the tombstone of each that does not."""

    alive: Mapping[str, str]
    buried: Mapping[str, Burial]

    def resolve(self, asked: str) -> Resolution | None:
        """Where an id leads, over as many tombstones as there are; None for one that never was. Ends in a circle too."""
        if asked in self.alive:
            return Resolution(asked, "current", (asked,), (), {asked: self.alive[asked]})
        if asked not in self.buried:
            return None
        found: dict[str, str] = {}
        story: dict[str, Burial] = {}
        waiting = [asked]
        while waiting:
            name = waiting.pop(0)
            if name in self.alive:
                found[name] = self.alive[name]
            elif name in self.buried and name not in story:
                story[name] = self.buried[name]
                waiting += self.buried[name].now
        return Resolution(asked, self.buried[asked].fate, tuple(found), tuple(story.values()), found)


def index(model: Model, frames: Mapping[str, pl.DataFrame]) -> Index:
    """The ids of tables; only the key of each record table is needed, and all of the tombstones."""
    alive = {
        name: table.name
        for table in model.record_tables
        if table.name != TABLE and table.name in frames
        for name in frames[table.name][table.record_key].to_list()
    }
    return Index(alive, {burial.id: burial for burial in _burials(frames)})


def _burials(frames: Mapping[str, pl.DataFrame]) -> Iterator[Burial]:
    if TABLE in frames:
        for row in frames[TABLE].iter_rows(named=True):
            yield Burial(row["former_id"], row["was"], row["fate"], row["date"].isoformat(), row["reason"], tuple(row["now"] or ()))


def with_story(rows: pl.LazyFrame, buried: pl.LazyFrame | None) -> pl.LazyFrame:
    """Rows with where to look instead of what each has as `referred_to`, if that id is buried, as words for a message (`story`)."""
    if buried is None:
        return rows.with_columns(story=pl.lit(None, pl.String))
    now = pl.format(", and is now '{}'", pl.col("now").list.join("' and '")).fill_null("")
    story = pl.format(" any more: it was {}{}", pl.col("fate").cast(pl.String), now)
    return rows.join(buried.select(referred_to="former_id", story=story).unique("referred_to"), on="referred_to", how="left")
