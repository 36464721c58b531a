"""The keeper's commands: what differs, what goes into the changelog, how schemas compare, how records migrate."""

from __future__ import annotations

from pathlib import Path

import click

from negotiation_data.error import NegotiationDataError
from negotiation_data.options import PROBLEMS, data_option, format_option, jobs_option, stdout

__all__ = ["COMMANDS"]


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@data_option
@format_option("markdown", "json")
@jobs_option
def diff(base: str, head: str | None, root: Path, form: str, jobs: int) -> None:
    """Say in words what differs between two editions of the data.

    BASE and HEAD are git revisions, folders of records or of tables, or wheels; HEAD is by default the data folder as it
    stands. `git:main` is a revision even where a folder has its name.
    """
    from negotiation_data.publish.comparison import compare
    from negotiation_data.publish.edition import open_edition
    from negotiation_data.report import diff as report
    from negotiation_data.schema import catalog

    found = compare(catalog.model(), open_edition(base, root, jobs=jobs), open_edition(head or str(root), root, jobs=jobs))
    click.echo({"text": report.diff_text, "markdown": report.diff_markdown, "json": report.diff_json}[form](found))


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@data_option
@click.option("--write", "written", is_flag=True, help="Put it into the changelog, in place of what was computed before.")
@click.option(
    "--changelog",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("CHANGELOG.md"),
    show_default=True,
    help="File to write into.",
)
@jobs_option
def changelog(base: str, head: str | None, root: Path, written: bool, path: Path, jobs: int) -> None:
    """Tell what changed in the data since an earlier edition, as a keeper would.

    BASE and HEAD are as for `diff`: the last release, and by default the data folder as it stands.
    """
    from negotiation_data.publish.changelog import write
    from negotiation_data.publish.comparison import compare
    from negotiation_data.publish.edition import open_edition
    from negotiation_data.report.changelog import changelog_body, changelog_heading
    from negotiation_data.schema import catalog

    found = compare(catalog.model(), open_edition(base, root, jobs=jobs), open_edition(head or str(root), root, jobs=jobs))
    heading, body = changelog_heading(found), changelog_body(found)
    if not written:
        click.echo(f"{heading}\n\n{body}")
    elif write(path, heading, body):
        click.echo(f"Wrote {heading[4:]} into {path}.")
    else:
        click.echo(f"{path} has it already.")


@click.command()
@data_option
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--diff", "shown", is_flag=True, help="Show the lines that change.")
def migrate(root: Path, dry_run: bool, shown: bool) -> None:
    """Rewrite records of an earlier major version of the schema.

    Comments are kept. The folder is replaced as a whole, or left as it was; a second time there is nothing to do.
    """
    from negotiation_data.publish import migration
    from negotiation_data.report.printable import printable
    from negotiation_data.report.text import counted, print_problems
    from negotiation_data.schema import catalog

    if not root.is_dir():
        raise NegotiationDataError(f"There is no folder {root}.")
    try:
        found = (migration.plan if dry_run else migration.migrate)(catalog.model_of(root), root)
    except NegotiationDataError as error:
        print_problems(error.problems, root, stdout())
        raise
    if shown:
        for line in found.diff():
            click.echo(printable(line))
    if found.problems:
        print_problems(found.problems, root, stdout())
        raise click.exceptions.Exit(PROBLEMS)
    done = "would be rewritten" if dry_run else "rewritten"
    click.echo(f"Schema {found.since} to {found.to}: {counted(len(found.texts), 'record')} {done}.")


@click.group()
def schema() -> None:
    """Compare versions of the schema."""


@schema.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--schemas",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    help="Folder that is taken of a revision, and NEW if none is given.",
)
@click.option(
    "--data", "root", type=click.Path(path_type=Path, file_okay=False), help="Records among which witnesses are looked for first."
)
@format_option("markdown", "json")
def compat(old: str, new: str | None, schemas: Path, root: Path | None, form: str) -> None:
    """Say whether a schema is the same, a patch, a minor or a major change of another.

    OLD and NEW are schema folders or git revisions. Each change is shown by a record that was accepted and is refused, or by a
    query that breaks. Exit code 1 if the file VERSION promises more than that.
    """
    from negotiation_data.publish.edition import open_schemas
    from negotiation_data.record.folder import read_sound
    from negotiation_data.record.witness import witnesses
    from negotiation_data.report.compat import compat_json, compat_text, is_announced
    from negotiation_data.schema.compat import compare
    from negotiation_data.schema.compile import SchemaError

    try:
        found = compare(open_schemas(old, schemas), open_schemas(new or str(schemas), schemas))
    except SchemaError as error:
        raise NegotiationDataError(f"A schema contradicts itself: {error}.") from error
    shown = witnesses(found, [] if root is None else read_sound(found.old, root))
    if form == "markdown":
        from negotiation_data.report.changelog import schema_body

        click.echo(schema_body(found))
    else:
        click.echo(compat_json(found, shown) if form == "json" else compat_text(found, shown))
    if not is_announced(found):
        raise click.exceptions.Exit(PROBLEMS)


#: In the order of the work.
COMMANDS: tuple[click.Command, ...] = (diff, changelog, migrate, schema)
