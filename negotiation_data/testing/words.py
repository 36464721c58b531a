"""Words: names without number that no two share, in several scripts, and sentences of ours with all that YAML trips over."""

from __future__ import annotations

from typing import Any

from negotiation_data.testing.choice import Choose

__all__ = ["LANGUAGES", "Record", "a_label", "a_text", "notes", "other_names", "word", "written_in"]

Record = dict[str, Any]

#: Syllables by script; a name is written with them as a number is with digits.
_SYLLABLES = {
    "Latn": ("ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu"),
    "Arab": ("با", "دا", "فی", "گو", "لو", "ما", "نی", "ری", "سو", "تو"),
    "Cyrl": ("ба", "де", "фи", "го", "лу", "ма", "не", "ри", "со", "ту"),
    "Grek": ("βα", "δε", "φι", "γο", "λυ", "μα", "νε", "ρι", "σο", "τυ"),
    "Deva": ("बा", "दे", "फी", "गो", "लु", "मा", "ने", "री", "सो", "तु"),
    "Geor": ("ბა", "დე", "ფი", "გო", "ლუ", "მა", "ნე", "რი", "სო", "ტუ"),
    "Hans": ("巴", "德", "菲", "戈", "卢", "马", "内", "里", "索", "图"),
}

#: Languages and the script that each is written in here.
LANGUAGES = (
    *(("en", "Latn"), ("fa", "Arab"), ("ru", "Cyrl"), ("el", "Grek")),
    *(("hi-IN", "Deva"), ("ka", "Geor"), ("zh-Hans", "Hans"), ("tr", "Latn")),
)

_KINDS = ("official", "common", "acronym", "former", "spelling", "title", "legal")

_SENTENCES = (
    "They met.",
    "It was quiet: nobody spoke, as #2 of the papers had it.",
    "'Yes' and \"no\" were both heard; - a dash, [brackets], {braces} & more.",
    "Fünf Boten ritten nach İzmir, über Łódź.",
    "Они встретились у реки.",
    "در کنار رود دیدار کردند.",
    "100 % of what was asked, *for now*.",
    "null and void, true to the word",
)


def word(number: int, script: str = "Latn") -> str:
    """The name of a number: no two numbers have one name in any script."""
    syllables = _SYLLABLES[script]
    name = "".join(syllables[int(digit)] for digit in f"{number:03}")
    return name.capitalize() if script in ("Latn", "Cyrl", "Grek") else name


def a_text(choose: Choose) -> str:
    """A sentence or two."""
    return choose.one(_SENTENCES)


def a_label(choose: Choose, what: str) -> str:
    """A heading that says what is meant, with a word or two more."""
    return f"{what}{choose.one(('', ', again', ': the «long» one', ' (بزرگ)'))}"


def notes(choose: Choose, record: Record) -> None:
    """What every record may end with: a note, who has reviewed it, values of one's own."""
    for name in choose.some(("note", "review", "extensions")):
        if name == "note":
            record["note"] = f"Note: {choose.text()}" if choose.chance(4) else a_text(choose)
        elif name == "review":
            record["review"] = choose.one(("machine", "coded", "double_coded", "adjudicated"))
        elif choose.chance(4):
            record["extensions"] = {"own-id": choose.number(0, 9), "seen": choose.one((True, None, "yes", [1, "two"]))}


def other_names(choose: Choose, number: int, sources: list[str], kind: str = "") -> list[Record]:
    """Names of one thing in other languages or scripts."""
    found = []
    for position, (language, script) in enumerate(choose.several(LANGUAGES, 1, 3)):
        name = {"name": written_in(script, number, kind), "language": language, "script": script, "kind": choose.one(_KINDS)}
        if language == "tr":
            name["name"] = f"{word(number)} {'ğışç'[position % 4]}u"
        if choose.chance():
            name["source"] = choose.one(sources)
        found.append(name)
    return found


def written_in(script: str, number: int, kind: str) -> str:
    """The name of a number in a script; things of different kinds do not share one."""
    names = {"actor": 0, "person": 1, "place": 2}
    return f"{word(number, script)} {_SYLLABLES[script][names.get(kind, 3)]}"
