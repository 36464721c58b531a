"""The verb ``new``: one command for each kind of record, with an option for each of its fields, all from the schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from negotiation_data.error import NegotiationDataError
from negotiation_data.files import write_file
from negotiation_data.record import folder, scaffold
from negotiation_data.record.remarks import Tree
from negotiation_data.record.scaffold import Field, Order
from negotiation_data.report.text import counted, print_problems
from negotiation_data.schema import catalog
from negotiation_data.schema.model import RecordKind

__all__ = ["command", "names_of_kinds"]


def command(kind: RecordKind) -> click.Command:
    """``new KIND ID``, with its options."""
    folder_type, file_type = click.Path(path_type=Path, file_okay=False), click.Path(path_type=Path, dir_okay=False)
    params: list[click.Parameter] = [
        click.Argument(["record_id"], metavar="[ID]", required=False),
        click.Option(["--data", "root"], type=folder_type, default=Path("data"), show_default=True, help="Folder of records."),
        click.Option(["--from", "draft"], type=file_type, help="A draft to begin with: a record of this kind in YAML."),
        click.Option(["--source"], metavar="ID", help="The source that says what is given: it is cited as evidence for it."),
        click.Option(["--dry-run"], is_flag=True, help="Write nothing; show what would be written."),
    ]
    if ("text", "sha256") in {found.path for found in scaffold.fields(kind)}:
        params.append(click.Option(["--text"], type=file_type, help="A file with its text, for --text-sha256 and --text-length."))
    return click.Command(
        kind.name,
        callback=lambda **given: _new(kind, **given),
        params=[*params, *(_option(found) for found in scaffold.fields(kind))],
        help=f"{kind.description}\n\nID is the name of its file. What is not given is asked for at a terminal, and else left empty, "
        "with a remark on how to code it. Lists of rows take a row an option, as name=value,name=value.",
        short_help=kind.description.partition(". ")[0].partition(";")[0].removesuffix(".") + ".",
    )


def _option(found: Field) -> click.Option:
    name = "field_" + "_".join(found.path)
    meaning = found.schema.get("description") or found.schema.get("items", {}).get("description", "")
    metavar = ",".join(f"{part}=…" for part in found.schema["items"].get("required", ())) if found.rows else None
    return click.Option(
        [found.option, name],
        multiple=found.is_list,
        type=click.Choice(list(map(str, found.labels))) if found.labels and not found.rows else str,
        metavar=metavar,
        help=meaning + ("  [required]" if found.required else ""),
    )


def _new(kind: RecordKind, record_id: str | None, root: Path, draft: Path | None, source: str | None, dry_run: bool, **given: Any) -> None:
    model = catalog.model()
    text = given.pop("text", None)
    values: dict[tuple[str, ...], Any] = {} if text is None else scaffold.identity_of(text)
    for found in scaffold.fields(kind):
        said = given["field_" + "_".join(found.path)]
        if said is None or said == ():
            continue
        values[found.path] = _value(found, said)
        if not found.rows and (fault := scaffold.wrong(model, kind, found, values[found.path])):
            raise click.UsageError(f"{found.option}: {fault}")
    began = _draft(draft) if draft else None
    ask = _ask(kind) if sys.stdin.isatty() and sys.stdout.isatty() else None
    drafted = scaffold.Order({}).draft if began is None else began
    names = {}
    for found in [Field(("id",), kind.schema["properties"]["id"], True), *scaffold.fields(kind)]:
        if f"{{{found.path[0]}}}" in kind.path:
            value = (record_id if found.path == ("id",) else values.get(found.path)) or scaffold.text_at(drafted, found.path)
            names[found.path[0]] = value or (ask(found) if ask else None)
    if missing := [name for name, value in names.items() if value is None]:
        raise click.UsageError(f"A new {kind.name} needs {' and '.join('an ID' if name == 'id' else f'--{name}' for name in missing)}.")
    path = scaffold.place_of(model, kind, root, {name: str(value) for name, value in names.items()})
    values |= {(name,): value for name, value in names.items()}
    order = Order(values, source, ask, scaffold.modeline_for(root, path, kind), drafted)
    _put(root, path, scaffold.scaffold(model, kind, order), dry_run=dry_run)


def _draft(path: Path) -> Tree:
    """A draft; what is wrong with one is told with its place, as `check` tells it."""
    try:
        return scaffold.draft_of(path)
    except NegotiationDataError as error:
        print_problems(error.problems, path.parent, _console())
        raise


def _console() -> Console:
    return Console(highlight=False, emoji=False, markup=False)


def _value(found: Field, said: Any) -> Any:
    if found.rows:
        return [scaffold.row_of_text(found, text) for text in said]
    return list(said) if found.is_list else scaffold.value_of_text(found.schema, said)


def _put(root: Path, path: str, text: str, *, dry_run: bool) -> None:
    content = text.encode()
    identified = folder.identify(catalog.model(), path)
    assert identified is not None
    if dry_run:
        click.echo(text, nl=False)
        return
    try:
        write_file(root / path, content, new=True)
    except FileExistsError:
        raise NegotiationDataError(f"There is a file {root / path}.") from None
    _, problems = folder.read_record(catalog.model(), identified, content)
    console = _console()
    print_problems(problems, root, console)
    rest = f"; {counted(len(problems), 'thing')} to fill in or mend, and then what `negotiation-data check` says" if problems else ""
    console.print(f"Wrote {(root / path).as_posix()}{rest or '; `negotiation-data check` looks at it beside the others'}.", soft_wrap=True)


def _ask(kind: RecordKind) -> scaffold.Ask:
    """Ask at the terminal, until the answer is a value of the field or empty."""

    def ask(found: Field) -> Any:
        if found.rows:
            return _rows(found) or None
        meaning = found.schema.get("description") or found.schema.get("items", {}).get("description", "")
        click.echo(f"\n{'.'.join(found.path)}: {meaning}")
        if found.labels:
            click.echo(f"One of: {', '.join(map(str, found.labels))}")
        while True:
            said = click.prompt(".".join(found.path), default="", show_default=False).strip()
            if not said:
                return None
            value = _value(found, said.split(",") if found.is_list else said)
            fault = scaffold.wrong(catalog.model(), kind, found, value)
            if fault is None:
                return value
            click.echo(fault)

    return ask


def _rows(found: Field) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    assert found.rows is not None
    required = [name for name in found.rows if name in found.schema["items"].get("required", ())]
    while True:
        click.echo(f"\n{found.path[-1]}, number {len(rows) + 1}: {found.schema['description']} Nothing ends the list.")
        row: dict[str, Any] = {}
        for name in required:
            labels = found.rows[name].get("enum")
            said = click.prompt(f"  {name}" + (f" ({', '.join(labels)})" if labels else ""), default="", show_default=False).strip()
            if not said and not row:
                return rows
            if said:
                row[name] = scaffold.value_of_text(found.rows[name], said)
        rows.append(row)


def names_of_kinds() -> list[str]:
    """Every kind of record, in the order of the tables."""
    model = catalog.model()
    return sorted(model.kinds, key=lambda name: list(model.tables).index(model.kinds[name].table))
