"""Hostile documents for the reader, and hostile dates for the parsers of dates, by coverage-guided fuzzing.

    pip install atheris                      # CPython 3.11 to 3.13, Linux
    python benchmarks/articles/fuzz.py TARGET [--runs 25000] [--corpus FOLDER] [--seed 1]

TARGET is `text` (plain text), `html` (pages), `bytes` (files of any kind), `mixed` (text made of pieces that mean something to the
reader), `times` (dates in a text), `drafts` (reports of talks, read and drafted), `edtf` or `calendars`. What is looked for: an
exception other than the one that a person is shown; a document of which something does not hold (tests/article/invariants.py: spans
outside the text, overlapping, lost characters …), or evidence that is masked; more than a second of processor time for one input. Any
of these ends the run, with the input saved to `crash-…`. `--long` begins with long inputs, not with short ones.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["negotiation_data"]):
    from negotiation_data.article import (
        html,  # noqa: F401 - loaded before the clock runs
        times,
    )
    from negotiation_data.article.draft import draft
    from negotiation_data.article.read import from_html, from_text, read
    from negotiation_data.article.resolve import resolve
    from negotiation_data.dates import calendars, edtf
    from negotiation_data.error import NegotiationDataError

from tests.article.invariants import broken  # noqa: E402
from tests.article.pieces import HTML, TALKS, TEXT, TIMES  # noqa: E402

SLOWEST = 1.0
counts: Counter[str] = Counter()
slowest = 0.0
begun = time.monotonic()


class BrokenError(Exception):
    """What the fuzzer looks for."""


def text(data: atheris.FuzzedDataProvider) -> None:
    document = from_text(data.ConsumeUnicode(data.remaining_bytes()))
    _look(document)
    if from_text(document.text) != document:
        raise BrokenError("what was read reads differently")


def _anything(data: atheris.FuzzedDataProvider) -> str:
    """A few characters; a NUL would only have the whole refused, which `text` and `bytes` try."""
    return str(data.ConsumeUnicodeNoSurrogates(data.ConsumeIntInRange(0, 8))).replace("\0", "0")


def mixed(data: atheris.FuzzedDataProvider) -> None:
    _look(from_text(_made_of(TEXT, data)))


def pages(data: atheris.FuzzedDataProvider) -> None:
    pieces = ["<html>"]
    while data.remaining_bytes():
        kind = data.ConsumeIntInRange(0, 3)
        pieces.append(data.PickValueInList(HTML) if kind < 2 else data.PickValueInList(TEXT) if kind == 2 else _anything(data))
    _look(from_html("".join(pieces)))


def files(data: atheris.FuzzedDataProvider) -> None:
    _look(read(data.ConsumeBytes(data.remaining_bytes())))


def edtf_dates(data: atheris.FuzzedDataProvider) -> None:
    parts = [
        "2025",
        "-",
        "10",
        "19",
        "X",
        "XX",
        "XXXX",
        "/",
        "..",
        "[",
        "]",
        ",",
        "{",
        "}",
        "?",
        "~",
        "%",
        "T18:00:00Z",
        "21",
        "0000",
        "31",
        "02",
    ]
    words = ""
    while data.remaining_bytes():
        words += data.PickValueInList(parts) if data.ConsumeIntInRange(0, 9) else data.ConsumeUnicode(2)
    try:
        found = edtf.parse(words)
    except edtf.EdtfError as error:
        raise NegotiationDataError(str(error)) from None
    if str(found.value) != words or (found.earliest and found.latest and found.earliest > found.latest):
        raise BrokenError(f"{words!r} reads as {found}")


def calendar_dates(data: atheris.FuzzedDataProvider) -> None:
    calendar = calendars.Calendar.SOLAR_HIJRI if data.ConsumeBool() else calendars.Calendar.LUNAR_HIJRI
    names = ["Mehr", "Aqrab", "حمل", "Ramadan", "رجب", "27", "1404", "1446", " ", "/", "-", "۷", "th"]
    pieces = []
    while data.remaining_bytes():
        pieces.append(data.PickValueInList(names) if data.ConsumeBool() else data.ConsumeUnicode(3))
    try:
        edtf.parse(calendars.to_edtf(calendars.read("".join(pieces), calendar)))
    except calendars.CalendarError as error:
        raise NegotiationDataError(str(error)) from None


def times_in_text(data: atheris.FuzzedDataProvider) -> None:
    published = date(data.ConsumeIntInRange(1900, 2100), data.ConsumeIntInRange(1, 12), data.ConsumeIntInRange(1, 28))
    known = published if data.ConsumeBool() else None
    future = data.ConsumeBool()
    words = _made_of(TIMES, data)
    done = 0
    for mention in times.find(words):
        if not done <= mention.start < mention.end <= len(words):
            raise BrokenError(f"{words!r}: {mention} lies outside the text, or over the one before")
        done = mention.end
        if found := resolve(mention, known, future=future):
            for end in (found.first, found.last):
                try:
                    edtf.parse(end)
                except edtf.EdtfError as error:
                    raise BrokenError(f"{words!r} in {published}: {error}") from None


def drafts(data: atheris.FuzzedDataProvider) -> None:
    document = from_text("Report of talks of two sides\n\n" + _made_of(TALKS, data))
    _look(document)
    found = draft(document)
    spans = [span for event in [*found.rounds, *found.ceasefires] for candidate in event.candidates for span in candidate.spans]
    for span in spans:
        if not 0 <= span.start < span.end <= len(document.text):
            raise BrokenError(f"{span} lies outside the text")
        if document.masked(span.start, span.end):
            raise BrokenError(f"{document.quote(span)!r} is masked")


def _made_of(pieces: list[str], data: atheris.FuzzedDataProvider) -> str:
    words = []
    while data.remaining_bytes():
        words.append(data.PickValueInList(pieces) if data.ConsumeIntInRange(0, 15) else _anything(data))
    return "".join(words)


TARGETS: dict[str, Callable[[atheris.FuzzedDataProvider], None]] = {
    "text": text,
    "mixed": mixed,
    "html": pages,
    "bytes": files,
    "times": times_in_text,
    "drafts": drafts,
    "edtf": edtf_dates,
    "calendars": calendar_dates,
}


def _look(document: object) -> None:
    if faults := broken(document):  # type: ignore[arg-type]
        raise BrokenError("; ".join(faults))


def once(target: Callable[[atheris.FuzzedDataProvider], None], content: bytes) -> None:
    global slowest
    clock = time.process_time()
    try:
        target(atheris.FuzzedDataProvider(content))
        counts["read"] += 1
    except NegotiationDataError as error:
        counts["refused"] += 1
        if "\n" in str(error) or not str(error).strip():
            raise BrokenError(f"not one sentence: {error}") from None
    took = time.process_time() - clock
    slowest = max(slowest, took)
    if took > SLOWEST:
        raise BrokenError(f"{took:.2f} seconds")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", choices=TARGETS)
    options.add_argument("--runs", type=int, default=25_000)
    options.add_argument("--corpus", type=Path, help="inputs to begin with; what widens the coverage is added")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--longest", type=int, default=4096, help="bytes")
    options.add_argument("--long", action="store_true", help="long inputs from the first")
    given = options.parse_args()
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    flags = [
        f"-seed={given.seed}",
        f"-max_len={given.longest}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-verbosity=0",
        f"-len_control={0 if given.long else 100}",
    ]

    from_text("Слова, которые ничего не значат для правил")  # loads the model of languages before the clock runs
    draft(from_text("The talks between Sudan and the rebels were held in Doha."))  # and the gazetteer

    def look(content: bytes) -> None:
        try:
            once(TARGETS[given.target], content)
        except BaseException:
            report(given.target)
            raise
        if sum(counts.values()) >= given.runs:
            report(given.target)
            os._exit(0)  # libFuzzer, too, would end without Python's leave

    atheris.Setup([sys.argv[0], *flags, str(corpus)], look)
    atheris.Fuzz()


def report(target: str) -> None:
    seconds = time.monotonic() - begun
    found = {"target": target, "documents": sum(counts.values()), **counts, "slowest_s": round(slowest, 3), "seconds": round(seconds)}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
