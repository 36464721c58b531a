"""Model to the coding manual's tables: what the schema says of a field or a label stands in the manual, and is written once.

The manual is written by hand between the generated parts. A part is asked for by a comment, and what stands up to the next
``<!-- end -->`` is written anew::

    <!-- labels round_kind -->
    <!-- fields rounds start end -->
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from negotiation_data.schema.model import Column, Model, Table

__all__ = ["fill_manual"]

_PART = re.compile(r"<!-- (?P<what>labels|fields) (?P<names>[a-z0-9_ ]+) -->\n.*?<!-- end -->", re.DOTALL)


def fill_manual(text: str, model: Model) -> str:
    """The manual's text with its generated parts as the schema has them now."""

    def part(found: re.Match[str]) -> str:
        names = found["names"].split()
        lines = _labels(model, *names) if found["what"] == "labels" else _fields(model, *names)
        return "\n".join([f"<!-- {found['what']} {found['names']} -->", *lines, "<!-- end -->"])

    return _PART.sub(part, text)


def _labels(model: Model, name: str) -> Iterator[str]:
    yield f"| `{name}` | meaning |"
    yield "|---|---|"
    for label in model.vocabularies[name].labels:
        yield f"| `{label.name}` | {_cell(label.description)} |"


def _fields(model: Model, table_name: str, *names: str) -> Iterator[str]:
    table = model.tables[table_name]
    yield "| field | known | meaning |"
    yield "|---|---|---|"
    for name in names:
        column = table.column(name)
        yield f"| `{_pointer(table, column)}` | {_known(column)} | {_cell(_meaning(column))} |"


def _pointer(table: Table, column: Column) -> str:
    return "/" + "/".join([*table.path, *("…" for _ in table.path[:1]), *column.path])


def _known(column: Column) -> str:
    required = ", **required**" if column.required else ", recommended" if column.recommended else ""
    return str(column.known).replace("with_parent", "row") + required


def _meaning(column: Column) -> str:
    default = f"Where not written: `{column.default}`." if column.default else ""
    vocabulary = column.vocabulary.description if column.vocabulary and column.vocabulary.description != column.description else ""
    return " ".join(part for part in (column.description, vocabulary, column.guidelines, default) if part)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
