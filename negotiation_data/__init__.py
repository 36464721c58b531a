"""Peace negotiations as data: rounds, ceasefires, participants, mediators and outcomes, every value with its evidence.

    import negotiation_data as nd

    nd.load("rounds")                  # a polars frame
    nd.view("rounds")                  # one row a round, ready for analysis
    nd.describe("rounds")              # what each column means
    nd.evidence("<record id>")         # who says what about a record
    nd.contested()                     # where sources disagree
    nd.resolve("<an old id>")          # what stands there now, and why
    nd.validate({"rounds": frame})     # the same checks and rules on frames of your own

Importing this module imports nothing else; the first use of a function imports polars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiation_data._names import TableName
    from negotiation_data.error import NegotiationDataError
    from negotiation_data.reader import (
        cite,
        contested,
        describe,
        evidence,
        filter,  # noqa: A004 - as polars has it
        load,
        pandera_schema,
        resolve,
        scan,
        tables,
        validate,
        versions,
        view,
    )

__all__ = [
    "NegotiationDataError",
    "TableName",
    "cite",
    "contested",
    "describe",
    "evidence",
    "filter",
    "load",
    "pandera_schema",
    "resolve",
    "scan",
    "tables",
    "validate",
    "versions",
    "view",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    homes = {"TableName": "_names", "NegotiationDataError": "error"}
    found = getattr(importlib.import_module(f"{__name__}.{homes.get(name, 'reader')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
