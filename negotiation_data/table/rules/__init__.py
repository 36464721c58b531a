"""Rules between rows and tables, by family. Importing this package registers them all in `RULES`.

The first digit of a code is its family: see `FAMILIES`. The first two are checked while reading, in `record`.
"""

from negotiation_data.table.rule import RULES, Finding, Rule, Tables
from negotiation_data.table.rules import (
    ceasefire,
    dating,
    doubles,
    drift,
    evidence,
    identity,
    outcome,
    participation,
    place,
    source,
    text,
    time,
    tombstone,
)

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
    "8": "Outcome",
    "9": "Drift from an earlier release",
}

__all__ = [
    "FAMILIES",
    "RULES",
    "Finding",
    "Rule",
    "Tables",
    "ceasefire",
    "dating",
    "doubles",
    "drift",
    "evidence",
    "identity",
    "outcome",
    "participation",
    "place",
    "source",
    "text",
    "time",
    "tombstone",
]
