"""Text: what is written says something, in the letters that it was written in. Codes of the family identity."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.schema.model import Column, ColumnType, Part, Table
from negotiation_data.table.rule import Finding, Tables, rule

#: Words that people write where a value is missing, in lower case.
STANDS_FOR_NOTHING = (
    *("na", "n/a", "n.a.", "n.a", "#n/a", "nan", "none", "null", "nil", "unknown", "not known", "unk"),
    *("unspecified", "undefined", "not available", "not applicable", "not reported", "not stated", "not coded", "not given"),
    *("-", "--", "---", "–", "—", "?", "??", "???", ".", "..", "...", "…", "*", "_", "/"),
    *("tbd", "t.b.d.", "tba", "tbc", "todo", "-99", "-999", "-9999"),
)

# The forms that text may have which coders write freely: labels and sentences, and ids of other data sets.
_FREE = (r"^\S(?:.*\S)?$", "^[!-.0-~]+$")

# "Na" is a family name in Korea and a common syllable elsewhere; all in capitals or all in small letters it is none.
_NAMES = ("Na",)

#: The letters of each script (ISO 15924) as a class of a regular expression. Other scripts are not looked at.
LETTERS_OF = {
    "Arab": r"\p{Arabic}",
    "Armn": r"\p{Armenian}",
    "Beng": r"\p{Bengali}",
    "Cyrl": r"\p{Cyrillic}",
    "Deva": r"\p{Devanagari}",
    "Ethi": r"\p{Ethiopic}",
    "Geor": r"\p{Georgian}",
    "Grek": r"\p{Greek}",
    "Gujr": r"\p{Gujarati}",
    "Guru": r"\p{Gurmukhi}",
    "Hang": r"\p{Hangul}",
    "Hani": r"\p{Han}",
    "Hans": r"\p{Han}",
    "Hant": r"\p{Han}",
    "Hebr": r"\p{Hebrew}",
    "Jpan": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
    "Khmr": r"\p{Khmer}",
    "Kore": r"[\p{Hangul}\p{Han}]",
    "Laoo": r"\p{Lao}",
    "Latn": r"\p{Latin}",
    "Mymr": r"\p{Myanmar}",
    "Sinh": r"\p{Sinhala}",
    "Taml": r"\p{Tamil}",
    "Telu": r"\p{Telugu}",
    "Thaa": r"\p{Thaana}",
    "Thai": r"\p{Thai}",
    "Tibt": r"\p{Tibetan}",
}

# UTF-8 read as Windows-1252 or Latin-1: each byte became a letter. A Latin letter with an accent is then Ã or Â and a
# sign, a quotation mark â€ and a sign, an Arabic or Cyrillic word a row of Ø, Ù, Ð and Ñ each followed by a sign.
_SIGN = r"[\x{80}-\x{BF}\x{152}\x{153}\x{160}\x{161}\x{178}\x{17D}\x{17E}\x{192}\x{2C6}\x{2DC}\x{2013}-\x{203A}\x{20AC}\x{2122}]"
WRONGLY_DECODED = rf"\x{{FFFD}}|[ÃÂ]{_SIGN}|â[€\x{{80}}]|ï»¿|ï¿½|(?:[ØÙÚÛÐÑ×à]{_SIGN}){{2}}"


def folded(text: pl.Expr) -> pl.Expr:
    """Text without case, accents, punctuation and spaces, by which spellings of a name are one: Al-Qā‘ida, al qaida."""
    return text.str.normalize("NFKD").str.replace_all(r"[^\p{L}\p{N}]", "").str.to_lowercase()


def free_text(table: Table) -> Iterator[Column]:
    """The columns of a table in which coders write what they like."""
    for column in table.columns:
        if column.type is ColumnType.STRING and column.part is Part.VALUE and column.constraints.get("pattern") in _FREE:
            yield column


@rule(
    "ND213",
    "What is not known is left out, not written as a word that stands for nothing.",
    cure="Leave the field out; say why under `missing`, such as `reason: not_reported`, where you looked for it.",
    explanation=(
        'Published data mix empty cells, "NA", "N/A" and "unknown", and a reader counts each as a value, or fails at "NA" in a column of numbers. '
        "Here what is absent is absent, and `missing` says whether nobody reported it, there can be none, or somebody keeps it back."
    ),
    tables=(),
    own="every table",
)
def text_says_something(tables: Tables) -> Iterator[Finding]:
    written = [form for word in STANDS_FOR_NOTHING for form in dict.fromkeys((word, word.upper(), word.capitalize()))]
    nothing = [form for form in written if form not in _NAMES]
    for name in tables:
        for column in free_text(tables.model.tables[name]):
            if column.name == "wording":  # what the source prints, be it a question mark
                continue
            rows = tables[name].filter(pl.col(column.name).is_in(nothing))
            yield Finding(name, rows, f"`{column.path[-1]}` is '{{{column.name}}}', which stands for nothing.", column.name)


@rule(
    "ND214",
    "Text is decoded as it was encoded.",
    cure="Read the source again as UTF-8 and copy the text anew.",
    explanation=(
        "UTF-8 that was read as another encoding turns é into Ã© and a name in Arabic script into a row of Ø and Ù; U+FFFD stands for what was lost. "
        "Such a name is found by nobody and matches nothing; several published data sets of conflicts are not in UTF-8, and copies of them are full of it."
    ),
    tables=(),
    own="every table",
)
def text_is_decoded(tables: Tables) -> Iterator[Finding]:
    for name in tables:
        for column in free_text(tables.model.tables[name]):
            # Text in ASCII, which most is, has as many bytes as characters and cannot be wrong.
            other_letters = tables[name].filter(pl.col(column.name).str.len_bytes() != pl.col(column.name).str.len_chars())
            rows = other_letters.filter(pl.col(column.name).str.contains(WRONGLY_DECODED))
            yield Finding(name, rows, f"`{column.path[-1]}` is wrongly decoded: '{{{column.name}}}'.", column.name)


@rule(
    "ND215",
    "A name is written in the script that it declares.",
    cure="Mend `script` (an ISO 15924 code such as `Latn` or `Arab`), or copy the name anew from the source.",
    explanation=(
        "Names are compared and searched by script. A Cyrillic or Greek letter in a Latin name looks the same and matches nothing; "
        "a name in another script than it declares was most often put into its neighbour's row."
    ),
    tables=(),
    own="every table",
)
def names_fit_their_script(tables: Tables) -> Iterator[Finding]:
    for name in tables:
        if {"name", "script"} <= {column.name for column in tables.model.tables[name].columns}:
            used = tables[name].select(pl.col("script").unique()).collect()["script"]
            for script in sorted(set(used) & set(LETTERS_OF)):
                rows = tables[name].filter(pl.col("script") == script).filter(_in_other_letters(script))
                yield Finding(name, rows, "The name '{name}' is not in the script {script}.", "script")


def _in_other_letters(script: str) -> pl.Expr:
    """Whether most letters of a name are of another script, or one of them only looks like a Latin one."""
    letters = pl.col("name").str.count_matches(r"\p{L}")
    other = letters > 2 * pl.col("name").str.count_matches(rf"[{LETTERS_OF[script]}&&\p{{L}}]")
    return other | pl.col("name").str.contains(r"[\p{Cyrillic}\p{Greek}]") if script == "Latn" else other
