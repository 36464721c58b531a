"""What can be wrong with one file or one record by itself: every code, what it demands and why.

Rules between rows and tables say this themselves, in `table.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "Code"]


@dataclass(frozen=True, slots=True)
class Code:
    """A demand on a file or record: `statement` says what is true of a good one, `explanation` why."""

    code: str
    statement: str
    explanation: str
    since: str = "1.0"


_FILES = (
    (
        "ND001",
        "A record has at most 1,000,000 bytes.",
        "A contribution must not be able to exhaust whoever checks it, and no text of a source is committed.",
    ),
    ("ND002", "A file is UTF-8.", "Field data in other encodings lose their names: whole releases of data sets were read as mojibake."),
    ("ND003", "A file has no byte order mark.", "Some readers take it for part of the first name."),
    ("ND004", "Lines are indented with spaces.", "YAML forbids tabs there, and what one editor shows as aligned another does not."),
    ("ND005", "A file is YAML.", "The message says where reading stopped; the slip is there or on the line above."),
    ("ND006", "A name stands once in a record.", "Most readers silently keep the last of two, so that a value vanishes without a trace."),
    ("ND007", "There are no anchors or aliases.", "A few of them can stand for endless data, and a reviewer cannot see what they mean."),
    ("ND008", "There are no tags.", "A tag asks the reader to make an object, which is how YAML has been used to run code."),
    ("ND009", "Lists and mappings nest at most 20 deep.", "No record needs more; bombs do."),
    ("ND010", "A file holds one record.", "The name of the file is the id of the record."),
    ("ND011", "A file holds a mapping of names to values.", "A list or a bare word is no record."),
    ("ND012", "Names are text.", "Numbers and truth values as names are read differently by different readers."),
    ("ND013", "Text has no invisible characters.", "Marks that turn the direction of writing can make a value look like another one."),
    ("ND014", "Numbers can be held exactly.", "Beyond 2^53 a whole number is not the same number everywhere."),
    ("ND015", "Text stands on one line.", "A line break in a cell breaks CSV and tables; fold long text with `>-`."),
    ("ND016", "A record is a file, not a link or device.", "A link can lead out of the folder of data."),
    ("ND017", "Only records lie in the folder of data.", "A file at a wrong place would be skipped without a word."),
)
_FORM = (
    ("ND101", "What is required is there.", "A record without it could not be placed, dated or trusted."),
    (
        "ND102",
        "There are only the fields of the schema.",
        "A misspelt name would be a value lost; values of your own go into `extensions`.",
    ),
    (
        "ND103",
        "A value has the type of its field.",
        "Text, numbers, truth values, lists and mappings are told apart; an empty value is left out.",
    ),
    ("ND104", "A label is one of its list.", "Free labels drift: one data set has 244 spellings of who mediated."),
    ("ND105", "A value has the form of its field.", "Codes, ids and hashes are looked up by other programs, letter by letter."),
    ("ND106", "A number, text or list is within its bounds.", "What is too long, too short, too large or too small is a slip or no value."),
    ("ND107", "A list names nothing twice.", "Counting the list would count it twice."),
    (
        "ND108",
        "A date is EDTF.",
        "Day and month swapped, 31 February, two-digit years: thousands of dates of published data sets are lost this way.",
    ),
    ("ND109", "The id of a record is the name of its file.", "A reader of the one must find the other."),
    (
        "ND110",
        "A record names the process in whose folder it lies.",
        "A round would be counted in another process than the one it is filed in.",
    ),
    ("ND111", "No two entries of a list have one key.", "Evidence points to entries by their keys."),
    ("ND112", "A pointer names something that the schema has.", "Evidence for nothing is no evidence."),
    ("ND115", "What is reported is reported of one field.", "One value cannot be the start, the end and the place."),
    ("ND116", "A contradiction says what is reported instead.", "Otherwise nobody can weigh it."),
    ("ND120", "What is accepted is a warning or note that `check` gives.", "An acceptance that is not needed hides the next true warning."),
    (
        "ND190",
        "A table satisfies its pandera schema.",
        "The last gate before writing; what fails here is a gap in the rules above, and should be reported.",
    ),
    ("ND199", "A record satisfies the schema.", "A demand of the schema for which there are no words of its own yet."),
)
_TABLES = (
    ("ND150", "Tables have the names of the schema.", "An unknown table cannot be checked."),
    ("ND151", "A table has all columns.", "Whoever relies on a column would stop at its absence."),
    ("ND152", "A column has its type.", "Text where dates are wanted sorts and compares wrongly."),
    ("ND153", "A table has only the columns of the schema.", "Others are let through, and are checked by nobody."),
    ("ND154", "A column that is never null has no nulls.", "A null there is a row without a subject, or a fact without its kind."),
    ("ND155", "Values keep within the form and bounds of their column.", "As for records: see ND105 and ND106."),
    ("ND156", "The key of a table names one row.", "A join on a key that is there twice doubles rows silently."),
    ("ND157", "The earliest day of a date is not after the latest.", "The two are the bounds of one date."),
)

#: Every code of files (ND0xx), of a record's form (ND1xx) and of a table's form (ND15x).
CODES: dict[str, Code] = {code: Code(code, statement, explanation) for code, statement, explanation in (*_FILES, *_FORM, *_TABLES)}
