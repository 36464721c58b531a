"""The words that the development articles have in small letters, for telling headings from names of people.

    python benchmarks/articles/common_words.py [--write]

A word counts that two articles have, so that one slip of the pen makes no word. `--write` puts the list into
`negotiation_data/article/rules/common_words.txt`, which the product reads; without it, exit code 1 says that the list there is another.
Held-out articles are never read here.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

HERE = Path(__file__).parent
WORDS = HERE.parents[1] / "negotiation_data/article/rules/common_words.txt"
_ARTICLES = 2
_SMALL = re.compile(r"(?<![\w.’'-])[a-z]{2,}\b")


def lines() -> list[str]:
    """The lines of the file."""
    texts = (path.read_text(encoding="utf-8") for folder in ("given", "development*") for path in HERE.glob(f"{folder}/*.txt"))
    articles = Counter(word for text in texts for word in set(_SMALL.findall(text)))
    head = "# Written by benchmarks/articles/common_words.py: words that stand in small letters in the development articles."
    return [head, *sorted(word for word, count in articles.items() if count >= _ARTICLES)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--write", action="store_true", help="write the list")
    found = "\n".join(lines()) + "\n"
    if parser.parse_args().write:
        WORDS.write_text(found, encoding="utf-8")
        return 0
    return int(WORDS.read_text(encoding="utf-8") != found)


if __name__ == "__main__":
    sys.exit(main())
