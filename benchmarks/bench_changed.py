"""`check --changed` in a repository of many records, three of them changed: ``python benchmarks/bench_changed.py [10000]``.

Each run is a process of its own. The peer parses every file by PyYAML's C loader and validates it by jsonschema.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from common import about, tell, timed
from generate import ACTORS, SOURCES, records

from negotiation_data.schema import catalog

PEER = """
import sys, yaml, json
from pathlib import Path
from jsonschema import Draft202012Validator
class Loader(yaml.CSafeLoader):
    pass
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith("timestamp")]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
schemas = json.loads(Path(sys.argv[2]).read_text())
validators = {folder: Draft202012Validator(schema) for folder, schema in schemas.items()}
for path in Path(sys.argv[1]).rglob("*.yaml"):
    folder = "process" if path.name == "process.yaml" else path.parent.name
    assert validators[folder].is_valid(yaml.load(path.read_bytes(), Loader=Loader)), path
"""


def repository(folder: Path, count: int) -> Path:
    """A repository of rounds and of all that they refer to, committed."""
    root = folder / "data"
    records(root, count)
    parties = "".join(f"  - actor: {actor}\n" for actor in ACTORS)
    write(
        root / "processes/process-1/process.yaml",
        "id: process-1\nname: A process\nconflict: A conflict.\nstart: 2000-01\nobserved_until: 2025-01-01\nscope: All of it.\n"
        f"parties:\n{parties}",
    )
    for number, actor in enumerate(ACTORS):
        write(root / f"actors/{actor}.yaml", f"id: {actor}\nname: The {number}th front\nkind: state\ncountry: CHE\n")
        for person in range(6):
            write(root / f"people/{actor}-{person}.yaml", f"id: {actor}-{person}\nname: Envoy {person} of {number}\n")
    write(root / "places/place-1.yaml", "id: place-1\nname: A place\nprecision: city\ncountry: CHE\n")
    for number, source in enumerate(SOURCES):
        write(
            root / f"sources/{source}.yaml",
            f"id: {source}\nkind: news_article\noutlet: Outlet {number}\n"
            f"url: https://example.org/{number}\nlanguage: en\npublished: 2025-01-01\n"
            f"published_basis: text\nread_on: 2025-01-02\nread_extent: whole\norigins:\n  - origin: outlet-{number}\n    relation: own\n"
            f"text:\n  sha256: {hashlib.sha256(source.encode()).hexdigest()}\n  length: 5000\n  extent: whole\n  obtained: By hand.\n",
        )
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "Records"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def told(name: str, work: Callable[[], Any], base: float | None = None, repeat: int = 3, before: Callable[[], Any] | None = None) -> float:
    """Run and tell, with the seconds of processor time, which say more than the clock on a machine that others use as well."""
    spent = 0.0

    def measured() -> None:
        nonlocal spent
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        work()
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent += end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime

    seconds = timed(measured, repeat, before)
    tell(f"{name} [{spent / repeat:.2f} s of processor]", seconds, base, "faster than the peer" if base else "")
    return seconds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    about("PyYAML", "jsonschema", "jsonschema-rs", "yaml-rs", "orjson", "polars")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = repository(folder, count)
        cache = folder / "cache"
        environment = {**os.environ, "COLUMNS": "200", "NEGOTIATION_DATA_CACHE": str(cache)}
        model = catalog.model()
        schemas = folder / "schemas.json"
        schemas.write_bytes(
            orjson.dumps(
                {Path(kind.path).parent.name: kind.schema for kind in model.kinds.values() if kind.name != "process"}
                | {"process": model.kinds["process"].schema}
            )
        )

        def check(*options: str) -> str:
            done = subprocess.run(
                [str(Path(sys.executable).with_name("negotiation-data")), "check", *options],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode in (0, 1), done.stderr
            return done.stdout

        turn = iter(range(count))

        def change_three() -> None:
            subprocess.run(["git", "checkout", "-q", "."], cwd=folder, check=True)
            for _ in range(3):
                path = root / f"processes/process-1/rounds/round-{next(turn) * 7919 % count}.yaml"
                path.write_text(path.read_text(encoding="utf-8").replace("Talks", "More talks"), encoding="utf-8")

        def forget() -> None:
            shutil.rmtree(cache, ignore_errors=True)

        print(check().splitlines()[-1])
        peer = [sys.executable, "-c", PEER, str(root), str(schemas)]
        base = told("PyYAML CSafeLoader + jsonschema, every file", lambda: subprocess.run(peer, check=True), repeat=1)
        told("start-up: check --help", lambda: check("--help"), base)
        change_three()
        told("check --changed HEAD, cold: as in a fresh clone", lambda: check("--changed", "HEAD"), base, before=forget)
        told(
            "check --changed HEAD, warm, 3 others changed each time",
            lambda: check("--changed", "HEAD"),
            base,
            repeat=5,
            before=change_three,
        )
        told("the same again, nothing changed in between", lambda: check("--changed", "HEAD"), base)
        print(check("--changed", "HEAD").splitlines()[-1])


if __name__ == "__main__":
    main()
