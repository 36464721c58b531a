"""Write the generated documentation: ``python -m negotiation_data.report``."""

from __future__ import annotations

from negotiation_data import paths
from negotiation_data.report.rule_book import rule_book


def main() -> None:
    """Write ``docs/rules.md`` of the checkout."""
    if paths.CHECKOUT is None:
        raise SystemExit("There is no checkout to write to.")
    (paths.CHECKOUT / "docs" / "rules.md").write_text(rule_book(), encoding="utf-8")


if __name__ == "__main__":
    main()
