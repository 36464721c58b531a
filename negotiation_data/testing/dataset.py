"""A linked data set as a value: records with their kinds, to be taken as tables or written as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from negotiation_data.schema.model import Model

__all__ = ["LinkedRecords"]


@dataclass(frozen=True)
class LinkedRecords:
    """Records that refer to each other and to nothing else: pairs of a kind and a record's data."""

    records: tuple[tuple[str, dict[str, Any]], ...]

    def of(self, kind: str) -> Iterator[dict[str, Any]]:
        """The records of one kind."""
        return (data for name, data in self.records if name == kind)

    def frames(self, *tables: str, model: Model | None = None) -> dict[str, pl.DataFrame]:
        """The tables as they are published, by name: all, or those that are named."""
        from negotiation_data.schema import catalog
        from negotiation_data.table.frames import finished, to_frames
        from negotiation_data.table.rows import Rows

        model = model or catalog.model()
        rows = Rows(model)
        for kind, data in self.records:
            rows.add(kind, data)
        found = finished(model, to_frames(model, rows.columns))
        return {name: found[name] for name in tables} if tables else found

    def write(self, folder: Path, *, model: Model | None = None) -> Path:
        """Write each record as a YAML file at its place below the folder, which `check` then finds without fault."""
        from negotiation_data.schema import catalog
        from negotiation_data.testing.single import record_texts

        model = model or catalog.model()
        folder.mkdir(parents=True, exist_ok=True)
        for kind, data in self.records:
            names = {name: value for name, value in data.items() if isinstance(value, str)}
            path = folder / model.kinds[kind].path.format(**names)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(record_texts(data), encoding="utf-8")
        return folder
