"""A file to a `Document`: plain text as it is, saved HTML as what a person sees of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from negotiation_data.article.decode import MAX_BYTES, decoded, refuse_unreadable
from negotiation_data.article.document import Document, PublishedBasis
from negotiation_data.article.paragraphs import paragraphs
from negotiation_data.article.sentences import sentences
from negotiation_data.error import NegotiationDataError

__all__ = ["from_text", "read"]


def read(source: str | Path | bytes, *, published: date | None = None, url: str | None = None) -> Document:
    """Read an article from a file, or from the bytes of one.

    `published` is believed before anything that the page says. Raises NegotiationDataError, in one sentence, for what
    cannot be read.
    """
    content = source if isinstance(source, bytes) else _content(Path(source))
    return from_text(decoded(content), published=published, url=url)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NegotiationDataError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None


def from_text(text: str, *, published: date | None = None, url: str | None = None) -> Document:
    """Read an article from its plain text, which becomes the document's text as it is."""
    refuse_unreadable(text)
    parts = paragraphs(text)
    return Document(
        text=text,
        title=parts[0] if len(parts) > 1 and len(parts[0]) < 200 else None,
        paragraphs=parts,
        sentences=tuple(span for part in parts for span in sentences(text, part)),
        published=published,
        published_basis=PublishedBasis.GIVEN if published else PublishedBasis.NONE,
        url=url,
    )
