"""How fast, in how much memory, and how safely a corpus is ingested.

    python benchmarks/articles/bench_ingest.py [--articles 50000] [--jobs 2] [--folder DIR]

Makes articles of about 2,000 characters from our own development articles, each with other actors, places, names and days, as a
Parquet file; ingests it undisturbed, then again, killed twice (SIGKILL) and taken up again, and compares the tables byte
for byte. Prints articles a second and core, and the most memory that the run and its processes held together.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.times import find

HERE = Path(__file__).parent
LENGTH = 2000
READ_ON = "2026-11-26"


def articles(count: int, seed: int = 1) -> pl.DataFrame:
    """Varied articles: the words of ours, with actors, places, given names and days of others."""
    choose = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted((HERE / "development").glob("*.txt"))]
    table = gazetteer()
    kinds: dict[str, list[str]] = {}
    for actor in table.actors:
        kinds.setdefault(actor.kind, []).append(actor.name)
    towns = [place.name for place in table._tables.place_rows if place.kind in {"capital", "city"} and place.name.isascii()]
    given = "Amina Bakari Chen Dorji Emeka Farida Goran Hamid Irina Jonas Kwame Leyla Musa Nadia Omar".split()  # noqa: SIM905
    prepared = [_swappable(text) for text in texts]
    rows = []
    for number in range(count):
        parts = prepared[number % len(prepared)]
        swapped: dict[str, str] = {}
        out = []
        for text, what in parts:
            if what is None:
                out.append(text)
                continue
            if text not in swapped:
                keep = choose.random() < 0.35
                swapped[text] = text if keep else choose.choice(kinds.get(what) or towns if what != "place" else towns)
            out.append(swapped[text])
        words = "".join(out)
        words = re.sub(r"\b(?:Mr|Mrs|Ms|Dr) ([A-Z][a-z]+)", lambda match: f"Mr {choose.choice(given)} {match[1]}", words)
        words = words[: LENGTH + choose.randrange(-300, 300)] + f"\n\nReport number {number}."
        published = date(2010, 1, 1) + timedelta(days=choose.randrange(5500))
        rows.append({"id": f"article-{number:06}", "text": words, "published": published.isoformat(), "outlet": "Benchmark Gazette"})
    choose.shuffle(rows)
    return pl.DataFrame(rows)


def _swappable(text: str) -> list[tuple[str, str | None]]:
    """The text in pieces, each with what it names (a kind of actor, a place), or None."""
    table = gazetteer()
    pieces: list[tuple[str, str | None]] = []
    done = 0
    dates = [(mention.start, mention.end) for mention in find(text)]
    for mention in table.mentions(text):
        if any(start < mention.end and mention.start < end for start, end in dates):
            continue
        kind = table.actor(mention.actors[0]).kind if mention.actors else "place"
        pieces += [(text[done : mention.start], None), (mention.surface, kind if mention.kind in {"name", "acronym", "place"} else None)]
        done = mention.end
    return [*pieces, (text[done:], None)]


def start(corpus: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "negotiation_data.cli",
        "ingest",
        str(corpus),
        "-o",
        str(out),
        "--jobs",
        str(jobs),
        "--read-on",
        READ_ON,
    ]
    return subprocess.Popen([*command, "--format", "json"], stdout=subprocess.PIPE, start_new_session=True)


def resident(session: int) -> int:
    """Memory that the processes of a session hold together, in bytes; shared pages are counted in parts (PSS)."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.getsid(int(entry.name)) == session:
                found = re.search(r"^Pss:\s+(\d+)", (entry / "smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) * 1024 if found else 0
        except (OSError, ProcessLookupError):
            continue
    return total


def watched(process: subprocess.Popen[bytes], kill_after: float | None = None) -> tuple[float, int, bytes]:
    began, most = time.perf_counter(), 0
    chunks: list[bytes] = []
    while process.poll() is None:
        most = max(most, resident(process.pid))
        if kill_after is not None and time.perf_counter() - began > kill_after:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.5)
    assert process.stdout is not None
    chunks.append(process.stdout.read())
    process.wait()
    return time.perf_counter() - began, most, b"".join(chunks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        root = Path(folder)
        corpus = root / "corpus.parquet"
        made = articles(options.articles)
        made.write_parquet(corpus, row_group_size=5000)
        print(f"{made.height:,} articles, {made['text'].str.len_chars().mean():,.0f} characters on average")
        del made
        seconds, most, told = watched(start(corpus, root / "whole", options.jobs))
        manifest = json.loads(told)
        print(
            f"Undisturbed: {seconds:,.0f} s, {options.articles / seconds / options.jobs:,.0f} articles a second and core, "
            f"{most / 2**20:,.0f} MiB"
        )
        print(f"  {manifest['documents']}, {manifest['records']}")
        for share in (0.25, 0.35):
            watched(start(corpus, root / "killed", options.jobs), seconds * share)
            print(f"Killed after {seconds * share:,.0f} s: {len(list(root.glob('.killed.ingest/*')))} parts kept")
        again, most_again, _ = watched(start(corpus, root / "killed", options.jobs))
        print(f"Taken up again: {again:,.0f} s, {most_again / 2**20:,.0f} MiB")
        names = sorted(path.name for path in (root / "whole").iterdir())
        same = names == sorted(path.name for path in (root / "killed").iterdir()) and all(
            (root / "whole" / name).read_bytes() == (root / "killed" / name).read_bytes() for name in names
        )
        print("The two are the same, byte for byte." if same else "THE TWO DIFFER.")
        raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
