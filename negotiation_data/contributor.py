"""The contributor's commands: begin a record, put it in order, see what a contribution will look like to its keeper."""

from __future__ import annotations

from pathlib import Path

import click

from negotiation_data.options import PROBLEMS, data_option, format_option, jobs_option, stdout

__all__ = ["COMMANDS"]


class _Kinds(click.Group):
    """The kinds of record as commands, made from the schema when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        from negotiation_data.newcomer import names_of_kinds

        return names_of_kinds()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from negotiation_data.newcomer import command
        from negotiation_data.schema import catalog

        kind = catalog.model().kinds.get(cmd_name)
        return None if kind is None else command(kind)


@click.group(cls=_Kinds, no_args_is_help=True)
def new() -> None:
    """Begin a record: what it needs, each value with how to code it."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@data_option
@click.option("--changed", metavar="REVISION", help="Only files that differ from a git revision.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 if a file is not in order.")
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; show what would change. Exit code as with --check.")
def tidy(files: tuple[Path, ...], root: Path, changed: str | None, only_check: bool, show_diff: bool) -> None:
    """Put records in their one form: order of the schema, spacing, quotes.

    Remarks are kept, the meaning never changes. FILES are those to put in order, by default all of the folder. A file with a
    fault of YAML is left alone.
    """
    from negotiation_data.files import write_file
    from negotiation_data.problem import in_order
    from negotiation_data.record.tidy import tidied_files
    from negotiation_data.report.printable import printable
    from negotiation_data.report.text import counted, print_problems
    from negotiation_data.report.tidy import diff
    from negotiation_data.schema import catalog

    if changed is not None and root.is_dir():
        from negotiation_data.record.folder import scan
        from negotiation_data.table.selection import changed_since

        known = {file.path for file in scan(catalog.model_of(root), root).files}
        files += tuple(root / path for path in sorted(changed_since(root, changed) & known))
    done = list(tidied_files(catalog.model_of(root), root, files)) if files or changed is None else []
    for found in done:
        if not found.differs or found.after is None:
            continue
        if show_diff:
            stdout().print(diff(found, root), soft_wrap=True)
        elif only_check:
            stdout().print(printable(str(root / found.path)), soft_wrap=True)
        else:
            write_file(root / found.path, found.after)
    print_problems(in_order(problem for found in done for problem in found.problems), root, stdout())
    differing, faulty = sum(found.differs for found in done), sum(found.after is None for found in done)
    told = f"{counted(differing, 'record')} {'to put' if only_check or show_diff else 'put'} in order"
    told += f", {len(done) - differing - faulty:,} were already"
    stdout().print(told + (f"; {counted(faulty, 'file')} left alone." if faulty else "."), style="bold")
    if faulty or (differing and (only_check or show_diff)):
        raise click.exceptions.Exit(PROBLEMS)


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", required=False, default="HEAD")
@data_option
@format_option("github", "markdown")
@click.option("--comment", type=click.Path(path_type=Path, dir_okay=False), help="Also write the comment for the keeper to this file.")
@jobs_option
def review(base: str, head: str, root: Path, form: str, comment: Path | None, jobs: int) -> None:
    """Say all about a contribution: what changes, what is wrong, what to tidy.

    BASE and HEAD are revisions of git; HEAD is compared with where it left BASE. Nothing of HEAD is checked out or run. Exit code 1
    if any problem of what changed is an error.
    """
    from negotiation_data.problem import errors_in
    from negotiation_data.publish.review import review as run_review
    from negotiation_data.report import review as told
    from negotiation_data.schema import catalog

    found = run_review(catalog.model(), root, base, head, jobs=jobs)
    if comment is not None:
        comment.write_text(told.review_markdown(found, root) + "\n", encoding="utf-8")
    if form == "github":
        click.echo(told.review_github(found, root))
    elif form == "markdown":
        click.echo(told.review_markdown(found, root))
    else:
        told.print_review(found, root, stdout())
    if errors_in(found.problems):
        raise click.exceptions.Exit(PROBLEMS)


#: In the order of the work.
COMMANDS: tuple[click.Command, ...] = (new, tidy, review)
