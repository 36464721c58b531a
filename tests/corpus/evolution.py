"""Two schemas that might follow 1.0: 1.1, which only grows, and 2.0, which does not, with the migration to it.

Of 2.0: `level` of a round is called `rank`; a third party is one row of `third_parties` with all its `roles`, where 1.0 has a
row of `mediators` for each role.
"""

from __future__ import annotations

import copy
from typing import Any

from negotiation_data import paths
from negotiation_data.schema.catalog import SchemaFiles, read_files
from negotiation_data.schema.migrate import Migrations, Record, moved_pointers, renamed

V1 = read_files(paths.schema_folder())


def _edited(version: str, of: SchemaFiles) -> tuple[SchemaFiles, dict[str, Any]]:
    files = copy.deepcopy(dict(of.files))
    return SchemaFiles(version, files, of.meta), files


def minor() -> SchemaFiles:
    """1.1: a column and a label more."""
    schemas, files = _edited("1.1", V1)
    files["round.schema.json"]["properties"]["broadcast"] = {
        "type": "boolean", "x-known": "reported", "description": "Whether any of it was broadcast."
    }  # fmt: skip
    files["vocabulary.schema.json"]["$defs"]["channel"]["oneOf"].append({"const": "written", "description": "By exchange of letters only."})
    return schemas


def major() -> SchemaFiles:
    """2.0: a column renamed, rows of one role each joined to rows with a list of roles."""
    schemas, files = _edited("2.0", minor())
    for kind in ("round", "ceasefire"):
        properties = files[f"{kind}.schema.json"]["properties"]
        listed = properties["mediators"]
        listed["x-table"] = {"name": f"{kind}_third_parties", "key": ["actor"]}
        items = listed["items"]
        items["required"] = ["actor", "roles"]
        role = items["properties"].pop("role")
        items["properties"]["roles"] = {
            "type": "array", "minItems": 1, "uniqueItems": True, "x-known": "row",
            "items": {"$ref": role["$ref"]}, "description": "Its roles.",
        }  # fmt: skip
        names = {"mediators": "third_parties", "level": "rank"}
        files[f"{kind}.schema.json"]["properties"] = {names.get(name, name): value for name, value in properties.items()}
    return schemas


MIGRATIONS = Migrations()


@MIGRATIONS.register(1, "round")
def rank(record: Record) -> Record:
    """`level` is called `rank`."""
    return renamed(record, {"level": "rank"})


@MIGRATIONS.register(1, "round")
@MIGRATIONS.register(1, "ceasefire")
def third_parties(record: Record) -> Record:
    """One row a third party, with its roles in the order in which they stood; evidence for a role is for the row."""
    if "mediators" not in record:
        return record
    rows: dict[str, Record] = {}
    for row in record["mediators"]:
        known = rows.setdefault(row["actor"], {"actor": row["actor"], "roles": [], **{k: v for k, v in row.items() if k == "engagement"}})
        known["roles"].append(row["role"])
    found = {("third_parties" if name == "mediators" else name): value for name, value in record.items()}
    found["third_parties"] = list(rows.values())
    pointers = {f"/mediators/{row['actor']}/{row['role']}": f"/third_parties/{row['actor']}" for row in record["mediators"]}
    found = moved_pointers(found, {**pointers, "/mediators": "/third_parties"})
    return _of_rows_left_out(found)


def _of_rows_left_out(record: Record) -> Record:
    """Pointers to rows that others report and we do not code name an actor and a role; now the actor is enough."""
    found = dict(record)
    for name in ("evidence", "missing", "accepted"):
        if name in found:
            found[name] = [{**entry, "fields": list(dict.fromkeys(map(_without_role, entry["fields"])))} for entry in found[name]]
    for entry in found.get("evidence", ()):
        reported = entry.get("reported")
        if isinstance(reported, dict) and "role" in reported and entry["fields"][0].startswith("/third_parties"):
            entry["reported"] = {
                ("roles" if name == "role" else name): ([value] if name == "role" else value) for name, value in reported.items()
            }
    return found


def _without_role(field: str) -> str:
    parts = field.split("/")
    roles = {label["const"] for label in V1.files["vocabulary.schema.json"]["$defs"]["third_party_role"]["oneOf"]}
    if parts[1] == "third_parties" and len(parts) > 3 and parts[3] in roles:
        del parts[3]
        if parts[3:4] == ["role"]:
            parts[3] = "roles"
    return "/".join(parts)
