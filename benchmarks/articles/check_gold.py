"""Is a folder of coded test articles sound? `python benchmarks/articles/check_gold.py DIR...` names every fault.

It judges form, not truth: structure (`gold.schema.json`), dates, countries, spans that lie in the text,
a span for every value, names that the text has, an index and aliases that fit.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pycountry
from jsonschema import Draft202012Validator

from negotiation_data.dates.edtf import EdtfError, parse

_SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "gold.schema.json").read_text(encoding="utf-8")))
#: User-assigned, but what everybody writes for Kosovo.
_COUNTRIES = {country.alpha_2 for country in pycountry.countries} | {"XK"}
_STEP = re.compile(r"([a-z_]+)((?:\[[0-9]+\])*)")
#: What is said by the record as a whole and needs no passage of its own.
_WITHOUT_EVIDENCE = {"label", "main", "optional", "name", "side"}
_INDEX_KEYS = {"url", "published", "published_from", "outlet", "process", "features", "name"}


def faults(folder: Path, elsewhere: Mapping[str, Path] | None = None) -> list[str]:
    """Every fault of a folder, one a line. `elsewhere` gives the text of a coding whose text lies in another place."""
    elsewhere = elsewhere or {}
    found: list[str] = []
    index = _read(folder / "index.json", found)
    aliases = _read(folder / "aliases.json", found)
    if isinstance(index, list):
        found += _index_faults(index)
    if isinstance(aliases, dict):
        found += _alias_faults(aliases)
    listed = {entry.get("name") for entry in index} if isinstance(index, list) else set()
    texts = {path.name.removesuffix(".txt") for path in folder.glob("*.txt")}
    golds = {path.name.removesuffix(".gold.json") for path in folder.glob("*.gold.json")}
    for name in sorted((texts | golds | listed) - set(elsewhere), key=str):
        missing = [what for what, names in (("text", texts), ("coding", golds), ("index entry", listed)) if name not in names]
        found += [f"{name}: no {what}" for what in missing]
    for name in sorted(golds):
        path = elsewhere.get(name, folder / f"{name}.txt")
        gold = _read(folder / f"{name}.gold.json", found)
        if isinstance(gold, dict) and path.is_file():
            # Bytes, so that offsets count every character of the file: text mode would fold line ends.
            found += [f"{name}: {fault}" for fault in gold_faults(gold, path.read_bytes().decode("utf-8"))]
    return found


def gold_faults(gold: dict[str, Any], text: str) -> list[str]:
    """The faults of one coding against its text."""
    shape = [f"{error.json_path}: {error.message[:200]}" for error in _SCHEMA.iter_errors(gold)]
    if shape:  # what follows relies on the structure
        return shape
    found = ["more than one main round"] if sum(a_round["main"] for a_round in gold["rounds"]) > 1 else []
    values = dict(_values(gold))
    evidence = gold.get("evidence", {})
    for path, value in values.items():
        found += [f"{path}: {fault}" for fault in _value_faults(path, value)]
        if _field(path) not in _WITHOUT_EVIDENCE and path not in evidence:
            found.append(f"{path}: no evidence")
    for path, spans in evidence.items():
        if path not in values:
            found.append(f"{path}: evidence for what is not coded")
        found += [f"{path}: {fault}" for start, end in spans for fault in _span_faults(start, end, text)]
    for path, others in gold.get("accept", {}).items():
        if not _exists(gold, path):
            found.append(f"{path}: accepted for what is not coded")
        found += [f"{path}: accepted: {fault}" for other in others if other is not None for fault in _value_faults(path, other)]
        if path.endswith(".parties"):  # a third party may come again, in another role
            coded = [value for at, value in values.items() if at.startswith(f"{path}[")]
            found += [f"{path}: accepted: “{other}” is coded already" for other in others if other in coded]
    for person in gold["participants"]:
        strange = [word for word in person["name"].split() if word not in text]
        found += [f"{person['name']}: the text has no “{word}”" for word in strange]
    return found


def _values(gold: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each coded value with its path; a party or third party is one value."""
    for kind in ("rounds", "ceasefires", "participants"):
        for at, record in enumerate(gold[kind]):
            for key, value in record.items():
                if isinstance(value, list):
                    yield from ((f"{kind}[{at}].{key}[{place}]", item) for place, item in enumerate(value))
                elif value is not None:
                    yield f"{kind}[{at}].{key}", value


def _field(path: str) -> str:
    return re.sub(r"\[[0-9]+\]$", "", path.rsplit(".", 1)[-1])


def _value_faults(path: str, value: Any) -> Iterator[str]:
    field = _field(path)
    if field in {"start", "end", "date"}:
        try:
            parse(value.replace(", ", ","))  # a set with blanks is accepted where others wrote it
        except EdtfError as error:
            yield f"“{value}” is no date: {error}"
    elif field == "venue_country" and value not in _COUNTRIES:
        yield f"“{value}” is no alpha-2 code of a country"


def _span_faults(start: int, end: int, text: str) -> Iterator[str]:
    if not 0 <= start < end <= len(text):
        yield f"[{start}, {end}] lies outside the text of {len(text)} characters"
    elif (passage := text[start:end]) != passage.strip():
        yield f"[{start}, {end}] begins or ends with a blank: {passage!r}"


def _exists(gold: dict[str, Any], path: str) -> bool:
    here: Any = gold
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        if match is None or not isinstance(here, dict) or match[1] not in here:
            return False
        here = here[match[1]]
        for number in re.findall(r"[0-9]+", match[2]):
            if not isinstance(here, list) or int(number) >= len(here):
                return False
            here = here[int(number)]
    return True


def _index_faults(index: list[dict[str, Any]]) -> Iterator[str]:
    names = [entry.get("name") for entry in index]
    yield from (f"index.json: {name} is there twice" for name in sorted({str(name) for name in names if names.count(name) > 1}))
    for entry in index:
        if set(entry) != _INDEX_KEYS:
            yield f"index.json: {entry.get('name')}: has {sorted(entry)}, not {sorted(_INDEX_KEYS)}"
        published = entry.get("published")
        if published is not None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", published):
            yield f"index.json: {entry.get('name')}: “{published}” is no day"
        if (published is None) != (entry.get("published_from") is None):
            yield f"index.json: {entry.get('name')}: published and published_from: both or neither"


def _alias_faults(aliases: dict[str, list[str]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for canonical, others in aliases.items():
        for name in (canonical, *others):
            if owner.setdefault(name.casefold(), canonical) != canonical:
                yield f"aliases.json: “{name}” is {owner[name.casefold()]} and {canonical}"


def _read(path: Path, found: list[str]) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        found.append(f"{path.name}: {error}")
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    found = [f"{folder}: {fault}" for folder in parser.parse_args().folders for fault in faults(folder)]
    print("\n".join(found) or "sound")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
