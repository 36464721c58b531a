"""Where sentences end: our splitter beside libraries', on the paragraphs of tests/article/sentences.txt.

    python benchmarks/articles/sentences.py

Libraries that are not installed are left out (`pip install nupunkt pysbd`).
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from negotiation_data.article.document import Span  # noqa: E402
from negotiation_data.article.sentences import sentences  # noqa: E402

Splitter = Callable[[str], list[str]]


def paragraphs() -> Iterator[list[str]]:
    for line in (ROOT / "tests" / "article" / "sentences.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield re.split(r"\|(?= )|\|", line.replace(" | ", "| "))


def ours(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


def others() -> Iterator[tuple[str, Splitter]]:
    try:
        nupunkt = import_module("nupunkt")
        yield "nupunkt", nupunkt.sent_tokenize
    except ModuleNotFoundError:
        pass
    try:
        pysbd = import_module("pysbd")
        yield "pysbd", pysbd.Segmenter(language="en", clean=False).segment
    except ModuleNotFoundError:
        pass


def ends(parts: list[str]) -> set[int]:
    """Ends of sentences but the last, counted in characters that are not white space."""
    found, length = set(), 0
    for part in parts[:-1]:
        length += sum(not char.isspace() for char in part)
        found.add(length)
    return found


def main() -> None:
    cases = list(paragraphs())
    print(f"{len(cases)} paragraphs, {sum(len(case) - 1 for case in cases)} ends within them")
    print(f"{'':10} {'precision':>9} {'recall':>9} {'whole':>9} {'ms/2,000 characters':>20}")
    for name, split in [("ours", ours), *others()]:
        found = right = wanted = whole = 0
        for case in cases:
            got, want = ends(split("".join(case))), ends(case)
            found, right, wanted, whole = found + len(got), right + len(got & want), wanted + len(want), whole + (got == want)
            if "-v" in sys.argv and got != want:
                print("  ", name, split("".join(case)))
        text = " ".join("".join(case) for case in cases)[:2000]
        begun = time.process_time()
        for _ in range(20):
            split(text)
        took = (time.process_time() - begun) / 20 * 1000
        print(f"{name:10} {right / found:9.3f} {right / wanted:9.3f} {whole / len(cases):9.3f} {took:20.3f}")


if __name__ == "__main__":
    main()
