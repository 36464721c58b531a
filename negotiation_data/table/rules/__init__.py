"""Rules between rows and tables, by family. Importing this package registers them all in `RULES`.

The first digit of a code is its family: 0 files, 1 the record's form, 2 identity, 3 time, 4 participation, 5 ceasefires,
6 place, 7 evidence. The first two are checked while reading, in `record`.
"""

from negotiation_data.table.rule import RULES, Finding, Rule, Tables
from negotiation_data.table.rules import ceasefire, evidence, identity, participation, place, time

#: What the first digit of a code says.
FAMILIES = {
    "0": "The file",
    "1": "The form of a record or table",
    "2": "Identity",
    "3": "Time",
    "4": "Participation",
    "5": "Ceasefires",
    "6": "Place",
    "7": "Evidence",
}

__all__ = ["FAMILIES", "RULES", "Finding", "Rule", "Tables", "ceasefire", "evidence", "identity", "participation", "place", "time"]
