"""Model to the data dictionary: every table, column and label, in Markdown. Generated and committed."""

from __future__ import annotations

from collections.abc import Iterator

from negotiation_data.derive.names import CURE
from negotiation_data.schema.model import Column, ColumnType, Model, Table, Vocabulary

__all__ = ["dictionary"]


def dictionary(model: Model) -> str:
    """Text of ``docs/dictionary.md``."""
    return "\n".join(_lines(model)) + "\n"


def _lines(model: Model) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield f"Schema version {model.version}. Generated from `schemas/` by `{CURE}`; do not edit."
    yield ""
    yield "How a value is known: **reported** values have evidence, always; **judged** ones are the coder's decision, with evidence"
    yield "where there is any; values known with their **row** share the evidence of the row; **constructed** ones are ids, labels and"
    yield "bookkeeping; **computed** ones follow from others."
    yield ""
    yield "Missing is never one thing. `missing_values` says of a null whether it is not reported, not applicable, withheld or contested;"
    yield "a null without a row there is not coded."
    yield ""
    yield "| table | one row is | written in |"
    yield "|---|---|---|"
    for table in model.tables.values():
        yield f"| [`{table.name}`](#{table.name}) | {_cell(_first_sentence(table.description))} | {_written_in(model, table)} |"
    for table in model.tables.values():
        yield from _table(table)
    yield ""
    yield "# Vocabularies"
    for vocabulary in sorted(model.vocabularies.values(), key=lambda found: found.name):
        if vocabulary.name != "table":
            yield from _vocabulary(vocabulary)


def _written_in(model: Model, table: Table) -> str:
    if table.shared:
        return f"`{table.path[0]}` of every record that has it"
    kind = model.kinds[table.kinds[0]]
    return f"`data/{kind.path}`" if table.is_record else f"`{table.path[0]}` of a {kind.name}"


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield table.description
    yield ""
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | known | meaning |"
    yield "|---|---|---|---|"
    for column in table.columns:
        required = " **required**" if column.required and column.is_written else " recommended" if column.recommended else ""
        yield f"| `{column.name}` | {_type(column)} | {_known(column)}{required} | {_meaning(column)} |"


def _known(column: Column) -> str:
    return str(column.known).replace("with_parent", "row") if column.is_written else "computed"


def _type(column: Column) -> str:
    if column.vocabulary is not None:
        name = column.vocabulary.name
        label = f"[{name}](#{name})" if name != "table" else "a table's name"
        return f"list of {label}" if column.type is ColumnType.ENUMS else label
    if column.format == "edtf" and column.is_written:
        return "EDTF text"
    return {
        ColumnType.INSTANT: "instant, UTC",
        ColumnType.JSON: "JSON text",
        ColumnType.STRING: "text",
        ColumnType.STRINGS: "list of text",
    }.get(column.type, str(column.type))


def _meaning(column: Column) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.guidelines:
        parts.append(column.guidelines)
    if column.references:
        parts.append(
            f"Refers to {' or '.join(f'[`{name}`](#{name})' for name in column.references)}." if len(column.references) < 4 else ""
        )
    if column.default:
        parts.append(f"Where not written: `{column.default}`.")
    if column.examples and column.is_written:
        parts.append(f"Such as {', '.join(f'`{example}`' for example in column.examples[:2])}.")
    if column.bad_examples and column.is_written:
        parts.append(f"Not {', '.join(f'`{example}`' for example in column.bad_examples[:2])}.")
    if column.source:
        parts.append(f"Source: {column.source}.")
    return _cell(" ".join(part for part in parts if part))


def _vocabulary(vocabulary: Vocabulary) -> Iterator[str]:
    yield ""
    yield f"## {vocabulary.name}"
    yield ""
    yield vocabulary.description
    if vocabulary.source:
        yield ""
        yield f"Source: {vocabulary.source}"
    yield ""
    if not any(label.description for label in vocabulary.labels):
        yield ", ".join(f"`{label.name}`" for label in vocabulary.labels)
        return
    yield "| label | meaning | closest elsewhere |"
    yield "|---|---|---|"
    for label in vocabulary.labels:
        elsewhere = "; ".join(f"{name} {code}" for name, code in label.equivalents.items())
        yield f"| `{label.name}` | {_cell(label.description)} | {_cell(elsewhere)} |"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
