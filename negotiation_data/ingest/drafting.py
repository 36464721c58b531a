"""One article to records that a coder goes on with: a file, or a data folder."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from negotiation_data.article.commented import files_of, main_record, to_yaml
from negotiation_data.article.compose import Composed, compose
from negotiation_data.article.draft import Draft
from negotiation_data.article.draft import draft as understand
from negotiation_data.article.extractor import add, extractor
from negotiation_data.article.read import read
from negotiation_data.error import NegotiationDataError
from negotiation_data.schema import catalog

__all__ = ["draft_article", "write"]

_YAML = (".yaml", ".yml")
#: What a name ends with that was meant for a file.
_NO_FOLDERS = frozenset({".json", ".csv", ".parquet", ".txt", ".html", ".md", ".toml", ".xml"})


def draft_article(path: Path, published: date | None = None, also: str | None = None) -> tuple[Draft, Composed]:
    """What is understood of an article, and the records of it.

    `also` is the name of another back end: what it proposes is added to what the rules found, as far as its quotes bear
    it, and the draft's `findings` say what became of each proposal.
    Raises NegotiationDataError for what cannot be read, and for a back end that is not there or cannot be asked.
    """
    backend = None if also is None else extractor(also)
    drafted = understand(read(path, published=published))
    if backend is not None:
        drafted.findings += add(drafted, backend)
    return drafted, compose(drafted, read_on=datetime.now(UTC).date(), unfinished=True)


def write(drafted: Draft, composed: Composed, out: Path) -> list[Path]:
    """Write the main record to a file, or all records to a data folder. Nothing that is there is changed.

    In a folder records of actors, people, places and processes that are there already are kept as they are. Raises
    NegotiationDataError where the draft itself is there already.
    """
    record = main_record(composed)
    assert record is not None
    if out.suffix in _YAML:
        texts = [(out, to_yaml(drafted, composed, record))]
    else:
        if out.is_file() or out.suffix.lower() in _NO_FOLDERS:
            raise NegotiationDataError(f"{out} does not end in .yaml; a draft is a YAML file, or a folder of them.")
        texts = [(out / path, text) for path, text in files_of(catalog.model(), drafted, composed)]
    own = {out} | {path for path, _ in texts if any(path.stem == event.id for event in composed.events)}
    for path, _ in texts:
        if path.exists() and path in own:
            raise NegotiationDataError(f"{path} is there already; move it away, or give another name.")
    written = []
    for path, text in texts:
        if not path.exists():
            _write(path, text)
            written.append(path)
    return written


def _write(path: Path, text: str) -> None:
    """As a whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except OSError as error:
        raise NegotiationDataError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from None
