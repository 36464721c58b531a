"""The schema files on disk: read, checked against the schema of schemas, references resolved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from negotiation_data import paths
from negotiation_data.schema.compile import compile_schemas
from negotiation_data.schema.model import Model

__all__ = ["SchemaFiles", "check_files", "model", "model_of", "read_files"]

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchemaFiles:
    """One version's schema files, by file name, as they stand; `version` is the text of ``schemas/VERSION``."""

    version: str
    files: Mapping[str, Json]
    meta: Json

    @property
    def digest(self) -> str:
        """SHA-256 over all of them; changes with any edit, also of a description."""
        canonical = json.dumps([self.version, dict(self.files)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def read_files(folder: Path) -> SchemaFiles:
    """Read a schema folder: ``VERSION``, ``meta.schema.json`` and the files of its major version."""
    version = (folder / "VERSION").read_text(encoding="utf-8").strip()
    files = {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder / f"v{version.split('.')[0]}").glob("*.schema.json"))
    }
    return SchemaFiles(version, files, json.loads((folder / "meta.schema.json").read_text(encoding="utf-8")))


def check_files(schemas: SchemaFiles) -> list[str]:
    """Every fault of the schema files against ``meta.schema.json``, one sentence each. Needs jsonschema."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schemas.meta)
    return [
        f"{name}{''.join(f'/{part}' for part in error.absolute_path)}: {error.message}"
        for name, schema in schemas.files.items()
        for error in validator.iter_errors(schema)
    ]


@cache
def model(folder: Path | None = None) -> Model:
    """The compiled schema of a folder; by default the one that came with this package."""
    schemas = read_files(folder or paths.schema_folder())
    return compile_schemas(schemas.files, schemas.version, schemas.digest)


def model_of(root: Path) -> Model:
    """The schema that records of a folder follow: the published one, and what the folder adds for `extensions`."""
    if not (root / "extensions").is_dir():
        return model()
    from negotiation_data.schema.extension import model_with

    return model_with(read_files(paths.schema_folder()), root) or model()
