"""Model to a module of names, so that editors complete and type checkers know the tables. Generated and committed."""

from __future__ import annotations

from negotiation_data.schema.model import Model

__all__ = ["CURE", "names_module"]

CURE = "python -m negotiation_data.derive"


def names_module(model: Model) -> str:
    """Text of ``negotiation_data/_names.py``."""
    lines = "\n".join(f'    "{name}",' for name in model.tables)
    return (
        f'"""Names of the tables. Generated from the schema by `{CURE}`; do not edit."""\n\n'
        "from typing import Literal, TypeAlias\n\n"
        f"TableName: TypeAlias = Literal[\n{lines}\n]\n"
    )
