"""What is read: one article, a folder of them, or a table with a column of texts; never more than a part of it in memory."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from negotiation_data.article.decode import MAX_BYTES
from negotiation_data.error import NegotiationDataError

__all__ = ["Article", "Corpus", "Entry", "open_corpus"]

_SUFFIXES = frozenset({".txt", ".html", ".htm"})
_INDEXES = ("index.json", "index.csv", "index.parquet")
_NAMES = ("file", "name", "id")
_ROWS = 1000
#: What follows the day is a time.
_DAY = len("2025-10-27")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as it lies there: how it is called, the hash of its bytes, what is told of it, and its number in the corpus.

    `misdated` is what is told as its day of publication and is no day; `published` is then None.
    """

    id: str
    digest: str
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    number: int = 0
    misdated: str | None = None

    @property
    def told(self) -> tuple[str, str, str, str]:
        """What decides which of two of the same text is kept."""
        return self.id, self.published or "", self.url or "", self.outlet or ""


@dataclass(frozen=True, slots=True)
class Article:
    """An entry with its content. `fault` says why there is none."""

    entry: Entry
    content: bytes
    fault: str | None = None


class Corpus(Protocol):
    """A corpus that can be listed, and read in parts."""

    def entries(self) -> Iterator[Entry]:
        """Every article, in the order in which it lies there."""

    def read(self, entries: Sequence[Entry]) -> Iterator[Article]:
        """The content of some that lie in a row."""


def open_corpus(path: Path) -> Corpus:
    """Raises NegotiationDataError for what cannot be a corpus."""
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise NegotiationDataError(f"There is no {path}.")
    if path.suffix == ".parquet":
        return Texts(path)
    return Files([path], path.parent, {})


# ---------------------------------------------------------------------------- files


class Files:
    """Files of one article each; what is told of them by name or stem of a name."""

    def __init__(self, paths: Sequence[Path], root: Path, told: Mapping[str, Mapping[str, Any]]) -> None:
        self.paths = list(paths)
        self.root = root
        self.told = told

    def entries(self) -> Iterator[Entry]:
        for number, path in enumerate(self.paths):
            name = path.relative_to(self.root).as_posix()
            known = self.told.get(name) or self.told.get(path.stem) or {}
            yield _entry(known.get("id") or known.get("name") or name, self._content(path)[0], known, number)

    def read(self, entries: Sequence[Entry]) -> Iterator[Article]:
        for entry in entries:
            content, fault = self._content(self.paths[entry.number])
            yield Article(entry, content, fault)

    @staticmethod
    def _content(path: Path) -> tuple[bytes, str | None]:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1), None
        except OSError as error:
            return b"", f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}."


class Folder(Files):
    """A folder of articles, ``*.txt`` and ``*.html``, with what an index tells of them.

    Attributes:
        absent: what the index has that is not in the folder.
    """

    def __init__(self, root: Path) -> None:
        paths = sorted(path for path in root.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
        if not paths:
            raise NegotiationDataError(f"{root} holds no articles: files that end in .txt or .html.")
        told = _index(root)
        super().__init__(paths, root, told)
        here = {name for path in paths for name in (path.relative_to(root).as_posix(), path.stem)}
        self.absent = list(dict.fromkeys(name for row in {id(row): row for row in told.values()}.values() if (name := _absent(row, here))))


def _absent(row: Mapping[str, Any], here: set[str]) -> str | None:
    """How an index calls an article that is not there."""
    names = [str(row[key]) for key in _NAMES if row.get(key)]
    return names[0] if not here & set(names) else None


def _index(root: Path) -> dict[str, Mapping[str, Any]]:
    """What an index in the folder tells, by name of a file or of an article."""
    for name in _INDEXES:
        path = root / name
        if path.is_file():
            try:
                return {str(row[key]): row for row in _rows(path) for key in _NAMES if row.get(key)}
            except (OSError, ValueError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
                raise NegotiationDataError(
                    f"{path} is no index of articles: a list with `file`, `published`, `url`, `outlet`, `id`."
                ) from error
    return {}


def _rows(path: Path) -> list[Mapping[str, Any]]:
    if path.suffix == ".json":
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            found = [{"file": name, **row} for name, row in found.items()]
        return list(found)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    return pl.read_parquet(path).rows(named=True)  # type: ignore[return-value]


# ---------------------------------------------------------------------------- tables


_TEXTUAL = (
    *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    *(pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view),
    pa.types.is_null,
)


class Texts:
    """A Parquet file with the texts in a column `text`, and `published`, `url`, `outlet`, `id` where it has them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            schema = pq.ParquetFile(path).schema_arrow
        except (OSError, ValueError) as error:
            raise NegotiationDataError(f"{path} is no Parquet file that can be read.") from error
        names = set(schema.names)
        if "text" not in names:
            raise NegotiationDataError(f"{path} has no column `text`. Its columns are: {', '.join(sorted(names))}.")
        kind = schema.field("text").type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not any(is_text(kind) for is_text in _TEXTUAL):
            raise NegotiationDataError(f"The column `text` of {path} holds {kind}; it must hold text.")
        self.columns = [name for name in ("text", "id", "published", "url", "outlet") if name in names]

    def _batches(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows of a part, with their numbers; of the file no more than the row groups that hold them is read."""
        file = pq.ParquetFile(self.path)
        number = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if number + size > start and (end is None or number < end):
                at = number
                for batch in file.iter_batches(_ROWS, row_groups=[group], columns=self.columns, use_threads=False):
                    if at + batch.num_rows > start and (end is None or at < end):
                        low, high = max(start - at, 0), batch.num_rows if end is None else min(end - at, batch.num_rows)
                        yield from enumerate(batch.slice(low, high - low).to_pylist(), at + low)
                    at += batch.num_rows
            number += size

    def entries(self) -> Iterator[Entry]:
        for number, row in self._batches():
            yield self._entry(number, row)

    def read(self, entries: Sequence[Entry]) -> Iterator[Article]:
        wanted = {entry.number: entry for entry in entries}
        for number, row in self._batches(min(wanted), max(wanted) + 1):
            if number in wanted:
                yield Article(wanted[number], _bytes(row), None if row["text"] is not None else "The row has no text.")

    @staticmethod
    def _entry(number: int, row: Mapping[str, Any]) -> Entry:
        content = _bytes(row)
        digest = hashlib.sha256(content).hexdigest()
        return _entry(row.get("id") or f"sha256-{digest[:16]}", content, row, number)


def _bytes(row: Mapping[str, Any]) -> bytes:
    text = row["text"]
    return text if isinstance(text, bytes) else str(text or "").encode("utf-8", "replace")[: MAX_BYTES + 1]


def _entry(name: object, content: bytes, told: Mapping[str, Any], number: int) -> Entry:
    published = told.get("published")
    text = published.isoformat() if isinstance(published, date) else _text(published)
    try:
        day = date.fromisoformat(text[:_DAY]).isoformat() if text else None
    except ValueError:
        day = None  # such as a month: too little to count days from
    misdated = text if day is None else None
    digest = hashlib.sha256(content).hexdigest()
    return Entry(str(name), digest, day, _text(told.get("url")), _text(told.get("outlet")), number, misdated)


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None
