"""Write every generated file of a checkout anew: ``python -m negotiation_data.derive``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from negotiation_data import paths
from negotiation_data.derive.dictionary import dictionary
from negotiation_data.derive.editor import editor_files
from negotiation_data.derive.manual import fill_manual
from negotiation_data.derive.names import names_module
from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model

#: Generated files, by path in the checkout.
GENERATED: dict[str, Callable[[Model], str]] = {"negotiation_data/_names.py": names_module, "docs/dictionary.md": dictionary}
GENERATED |= {name: lambda model, name=name: editor_files(model)[name] for name in editor_files(catalog.model())}  # type: ignore[misc]
#: Files that are written by hand and have generated parts.
FILLED = {"docs/coding-manual.md": fill_manual}


def main() -> None:
    """Write the files."""
    assert paths.CHECKOUT is not None
    model = catalog.model()
    for name, make in GENERATED.items():
        path = Path(paths.CHECKOUT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(model), encoding="utf-8")
    for name, fill in FILLED.items():
        file = Path(paths.CHECKOUT, name)
        file.write_text(fill(file.read_text(encoding="utf-8"), model), encoding="utf-8")


if __name__ == "__main__":
    main()
