"""Write every generated file of a checkout anew: ``python -m negotiation_data.derive``."""

from __future__ import annotations

from pathlib import Path

from negotiation_data import paths
from negotiation_data.derive.dictionary import dictionary
from negotiation_data.derive.names import names_module
from negotiation_data.schema import catalog

#: Generated files, by path in the checkout.
GENERATED = {"negotiation_data/_names.py": names_module, "docs/dictionary.md": dictionary}


def main() -> None:
    """Write the files."""
    assert paths.CHECKOUT is not None
    for name, make in GENERATED.items():
        Path(paths.CHECKOUT, name).write_text(make(catalog.model()), encoding="utf-8")


if __name__ == "__main__":
    main()
