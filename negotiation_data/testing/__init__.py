"""Hypothesis strategies for records and for whole linked data sets: valid by construction, from the schema itself.

    from hypothesis import given
    from negotiation_data import testing

    @given(testing.datasets(processes=(1, 1)))
    def test_something(data):
        frames = data.frames()

Needs ``pip install hypothesis`` beside ``negotiation-data[contribute]``; ``docs/testing.md`` tells more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiation_data.testing.dataset import LinkedRecords
    from negotiation_data.testing.linked import datasets
    from negotiation_data.testing.single import dates, record_texts, records, values

__all__ = ["LinkedRecords", "datasets", "dates", "record_texts", "records", "values"]

_HOMES = {"datasets": "linked", "LinkedRecords": "dataset"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: Hypothesis imports this package whenever it is itself imported."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    found = getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'single')}"), name)
    globals()[name] = found
    return found


def register() -> None:
    """Tell Hypothesis how to make a `LinkedRecords`, for tests that name it as a type. Called by its entry point."""
    from hypothesis import strategies as st

    from negotiation_data.testing.dataset import LinkedRecords

    def strategy(_: type[LinkedRecords]) -> st.SearchStrategy[LinkedRecords]:
        from negotiation_data.testing.linked import datasets

        return datasets()

    st.register_type_strategy(LinkedRecords, strategy)
