"""A folder of records brought to the schema's present major version: all of it at once, or not at all."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from negotiation_data import files
from negotiation_data.error import NegotiationDataError
from negotiation_data.problem import Problem
from negotiation_data.record import folder, validate
from negotiation_data.record import yaml as record_yaml
from negotiation_data.record.rewrite import rewritten
from negotiation_data.schema.migrate import MIGRATIONS, Migrations, major
from negotiation_data.schema.model import Model

__all__ = ["Migrated", "migrate", "plan"]


@dataclass(slots=True)
class Migrated:
    """What a migration does: the texts that change, by path, before and after; `problems` stand in its way."""

    since: str
    to: str
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def diff(self) -> Iterator[str]:
        """The changes as a unified diff, line by line."""
        for path, (before, after) in sorted(self.texts.items()):
            yield from difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="")


def plan(model: Model, root: Path, migrations: Migrations = MIGRATIONS) -> Migrated:
    """What would change. The folder says in its file ``SCHEMA`` which version its records are of; without it, 1.0.

    Raises NegotiationDataError where the folder is of a later version than the schema.
    """
    since = folder.schema_version(root)
    found = Migrated(since, model.version)
    if major(since) > major(model.version):
        raise NegotiationDataError(f"{root} has records of schema {since}, and this package knows {model.version}: install a later one.")
    if major(since) == major(model.version):
        return found
    scan = folder.scan(model, root)
    found.problems += scan.problems
    for file in scan.files:
        content = folder.content_of(root, file.path)
        data, problems = record_yaml.read(content, file=file.path)
        if data is None:
            found.problems += problems
            continue
        record = migrations.migrate(file.kind, data, major(since), major(model.version))
        text = content.decode()
        new = rewritten(text, record)
        faults = validate.faults(model, model.kinds[file.kind], record, file.expected)
        found.problems += validate.to_problems(faults, record_yaml.read_slowly(new.encode(), file=file.path), file.path)
        if new != text:
            found.texts[file.path] = (text, new)
    return found


def migrate(model: Model, root: Path, migrations: Migrations = MIGRATIONS) -> Migrated:
    """Rewrite the records of a folder, comments kept, and have it say its new version.

    Raises NegotiationDataError, with every problem, and leaves the folder as it was, if any record would not be valid.
    """
    found = plan(model, root, migrations)
    if found.problems:
        raise NegotiationDataError(f"Nothing was migrated: {root} has records with faults, or would have.", found.problems)
    if major(found.since) == major(found.to):
        return found
    with files.new_folder(root, durable=False) as draft:
        shutil.copytree(root, draft, dirs_exist_ok=True, symlinks=True)
        for path, (_, text) in found.texts.items():
            (draft / path).write_text(text, encoding="utf-8", newline="\n")
        (draft / folder.SCHEMA).write_text(f"{found.to}\n", encoding="utf-8")
        draft.chmod(root.stat().st_mode & 0o777)
    return found
