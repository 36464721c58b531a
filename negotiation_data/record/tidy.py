"""A record in its one form: entries in the order of the schema, every remark kept, the meaning never changed.

What comes out is read again and compared with what went in; a text that would differ is left alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Location, Problem
from negotiation_data.record import folder, form, remarks
from negotiation_data.record.folder import RecordFile
from negotiation_data.record.remarks import Scalar, Tree
from negotiation_data.record.yaml import Document, is_text, read_slowly
from negotiation_data.schema.model import Model, RecordKind

__all__ = ["Tidied", "in_order", "same_meaning", "tidied", "tidied_files", "tree_of"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """A file as it is and as it is to be; `after` is None where `problems` stand in the way."""

    path: str
    before: bytes
    after: bytes | None
    problems: list[Problem]

    @property
    def differs(self) -> bool:
        return self.after is not None and self.after != self.before


def tidied_files(model: Model, root: Path, chosen: Sequence[Path] = ()) -> Iterator[Tidied]:
    """Each record of a folder, or each of the files chosen, in its one form. Writes nothing.

    Raises NegotiationDataError for a chosen file that is no record of the folder.
    """
    if not root.is_dir():
        raise NegotiationDataError(f"There is no folder {root}.")
    for file in [_identified(model, root, path) for path in chosen] if chosen else folder.scan(model, root).files:
        before = folder.content_of(root, file.path)
        yield Tidied(file.path, before, *tidied(model.kinds[file.kind], before, file=file.path))


def _identified(model: Model, root: Path, path: Path) -> RecordFile:
    inside = Path(os.path.relpath(path, root)).as_posix()
    found = folder.identify(model, inside)
    if found is None or path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        raise NegotiationDataError(f"{path} is no record of the folder {root}.")
    return found


def tidied(kind: RecordKind, content: bytes, *, file: str = "") -> tuple[bytes | None, list[Problem]]:
    """A record's text in its one form; or None and what stands in the way, as `check` words it."""
    before, problems = _read(content, file)
    if before is None or before.data is None:
        return None, problems
    tree = tree_of(content)
    in_order(tree, kind.schema)
    after = form.to_text(tree).encode()
    if not same_meaning(before.data, read_slowly(after, marks=False).data) or _all(tree_of(after)) != _all(tree_of(content)):
        cure = "Put it in order by hand, or tell the maintainers, as this should not happen."
        return None, [Problem("ND005", "This text cannot be put in order without changing what it says.", cure, Location(file, 1, 1))]
    return after, []


def _read(content: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    document = read_slowly(content, file=file, marks=False)
    return (None, document.problems) if document.data is None else (document, [])


def tree_of(content: bytes) -> Tree:
    """The tree of a text that has no fault."""
    return remarks.parse(content.decode().replace("\r\n", "\n").replace("\r", "\n"), _value)


def _all(tree: Tree) -> Counter[str]:
    return Counter(tree.remarks())


def _value(node: yaml.ScalarNode) -> str | float | bool | None:
    """A scalar as `record.yaml` reads it."""
    if node.style or is_text(node.value):
        return str(node.value)
    data = read_slowly(f"a: {node.value}".encode(), marks=False).data
    assert data is not None
    value: float | bool | None = data["a"]
    return value


def in_order(tree: Scalar | Tree, schema: Mapping[str, Any]) -> None:
    """Put entries in the order of the schema's properties, others after them; lists and values of one's own stay as they are."""
    if isinstance(tree, Scalar) or "x-type" in schema:
        return
    if not tree.mapping:
        for entry in tree.entries:
            in_order(entry.value, schema.get("items", {}))
        return
    properties: Mapping[str, Any] = schema.get("properties", {})
    rank = {name: number for number, name in enumerate(properties)}
    tree.entries.sort(key=lambda entry: rank.get(entry.key or "", len(rank)))
    for entry in tree.entries:
        in_order(entry.value, properties.get(entry.key or "", {}))


def same_meaning(first: Any, second: Any) -> bool:
    """Whether two pieces of data are equal, 1, 1.0 and true told apart."""
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same_meaning(value, second[key]) for key, value in first.items())
    if isinstance(first, list):
        return len(first) == len(second) and all(map(same_meaning, first, second))
    return bool(first == second)
