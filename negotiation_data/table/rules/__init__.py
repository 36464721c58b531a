"""Rules between rows and tables, by family. Importing this package registers them all in `RULES`.

The first digit of a code is its family: 0 files, 1 the record's form, 2 identity, 3 time, 4 participation, 5 ceasefires,
6 place, 7 evidence and sources, 9 drift from an earlier release. The first two are checked while reading, in `record`.
"""

from negotiation_data.table.rule import RULES, Finding, Rule, Tables
from negotiation_data.table.rules import ceasefire, drift, evidence, identity, participation, place, source, time

__all__ = ["RULES", "Finding", "Rule", "Tables", "ceasefire", "drift", "evidence", "identity", "participation", "place", "source", "time"]
