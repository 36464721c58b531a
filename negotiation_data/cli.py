"""The command line: verbs only. Exit codes: 0 good, 1 problems found, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from negotiation_data.error import NegotiationDataError

try:
    import click
    import rich  # noqa: F401 - to say at once that it is absent
except ModuleNotFoundError as error:  # the core installation has polars only
    print(  # noqa: T201
        f"negotiation-data: the command line needs {error.name}: install with `pip install 'negotiation-data[contribute]'`.",
        file=sys.stderr,
    )
    raise SystemExit(2) from None

from negotiation_data import contributor, keeper, reading
from negotiation_data.options import PROBLEMS, USAGE
from negotiation_data.options import data_option as _data_option
from negotiation_data.options import format_option as _format_option
from negotiation_data.options import jobs_option as _jobs_option
from negotiation_data.options import progress as _progress
from negotiation_data.options import read_dataset as _dataset
from negotiation_data.options import stderr as _stderr
from negotiation_data.options import stdout as _stdout

__all__ = ["main"]


class _Group(click.Group):
    """Commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="negotiation-data")
def cli() -> None:
    """Peace negotiations as data: check, build, verify and show records.

    Records are YAML files below a data folder, by default ./data. Exit codes: 0 good, 1 problems found, 2 wrong usage.
    """


def main() -> None:
    """Entry point: a mistake of the user is one sentence and an exit code, never a traceback."""
    try:
        raise SystemExit(cli(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        raise SystemExit(USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except NegotiationDataError as error:
        _stderr().print(f"negotiation-data: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(PROBLEMS if error.problems else USAGE) from None
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


# ---------------------------------------------------------------------------- shared


def _sound_frames(root: Path) -> Any:
    """Model and tables of a folder without errors; of the installed package where there is no folder ./data."""
    import polars as pl

    from negotiation_data import reader
    from negotiation_data.schema import catalog

    model = catalog.model()
    if not root.is_dir() and root == Path("data"):
        return model, {name: reader.load(name) for name in reader.tables()}
    from negotiation_data.problem import errors_in
    from negotiation_data.table.check import check as run_check

    dataset = _dataset(root, 1)
    if errors := errors_in(run_check(dataset)):
        _stderr().print(f"Note: {root} has {len(errors)} errors; `negotiation-data check` lists them.", style="yellow")
    frames: dict[str, pl.DataFrame] = dataset.frames
    return dataset.model, frames


# ---------------------------------------------------------------------------- verbs


@cli.command()
@_data_option
@click.option(
    "--base",
    metavar="EDITION",
    help="An earlier edition to compare with (tables, a wheel, records, a git revision): ids that are gone, columns that changed meaning.",
)
@_format_option("json", "github", "markdown")
@click.option("--select", multiple=True, metavar="CODE", help="Only rules whose code begins so: ND3, ND302. Can be given again.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Not the rules whose code begins so.")
@click.option(
    "--level", type=click.Choice(["error", "warning", "note"]), default="warning", show_default=True, help="Tell these and worse."
)
@click.option("--changed", metavar="REVISION", help="Only files that differ from a git revision, and records that refer to them.")
@_jobs_option
def check(
    root: Path, base: str | None, form: str, select: tuple[str, ...], ignore: tuple[str, ...], level: str, changed: str | None, jobs: int
) -> None:
    """Say what is wrong with the records, where, and the cure.

    All problems of all files at once: file, line, column, what is wrong, what would be right. Exit code 1 if any that is
    told is an error.
    """
    from negotiation_data.problem import Level, errors_in
    from negotiation_data.report.text import counted, print_problems, summary, unshown
    from negotiation_data.table.check import check as run_check
    from negotiation_data.table.rules import RULES
    from negotiation_data.table.selection import Selection, affected, changed_since

    earlier = None
    if base is not None:
        from negotiation_data.publish.edition import open_edition

        earlier = open_edition(base, root, jobs=jobs).frames
    Selection(select, ignore)  # so that a misspelt code is told at once
    differing = changed_since(root, changed) if changed and root.is_dir() else None
    dataset = _dataset(root, jobs)
    files = None if differing is None else affected(dataset, differing)
    everything = Selection(select, ignore).of(run_check(dataset, earlier, files))
    problems = Selection(level=Level(level)).of(everything)
    if form == "json":
        from negotiation_data.report.json import problems_json

        click.echo(problems_json(problems, root, records=len(dataset.files), rules=len(RULES)))
    elif form == "github":
        from negotiation_data.report.github import problems_github

        click.echo(problems_github(problems, root), nl=bool(problems))
    elif form == "markdown":
        from negotiation_data.report.markdown import problems_markdown

        click.echo(problems_markdown(problems, root))
    else:
        console = _stdout()
        print_problems(problems, root, console)
        told = f"{summary(problems)}{unshown(everything, problems)}."
        told = f"{counted(len(dataset.files), 'record')}, {counted(len(RULES), 'rule')}: {told}"
        console.print(told, style="bold red" if errors_in(problems) else "bold green")
    if errors_in(problems):
        raise click.exceptions.Exit(PROBLEMS)


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a rule demands, why, and show a breach of it; without a code, list all rules."""
    from negotiation_data.report.rule_book import entry, print_entry, print_list

    if code is None:
        print_list(_stdout())
    else:
        print_entry(entry(code), _stdout())


@cli.command()
@_data_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/tables"),
    show_default=True,
    help="Folder for the tables.",
)
@_format_option("json")
@_jobs_option
def build(root: Path, out: Path, form: str, jobs: int) -> None:
    """Check the records and compile them to Parquet tables.

    The folder of tables is replaced as a whole, or left as it was.
    """
    from negotiation_data.publish import build as publish
    from negotiation_data.report.text import print_problems

    try:
        with _progress("Reading records") as progress:
            built = publish.build(root, out, jobs=jobs, progress=progress)
    except NegotiationDataError as error:
        if form == "json":
            from negotiation_data.report.json import problems_json

            click.echo(problems_json(error.problems, root, built=False))
        else:
            print_problems(error.problems, root, _stdout())
        raise
    if form == "json":
        import json

        click.echo(json.dumps(built.manifest, indent=2, ensure_ascii=False))
        return
    from negotiation_data.problem import Level
    from negotiation_data.report.build import print_summary
    from negotiation_data.table.selection import Selection

    print_problems(Selection(level=Level.WARNING).of(built.problems), root, _stdout())
    print_summary(built, _stdout())


@cli.command()
@_data_option
@click.option("--texts", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of texts, under whatever names.")
@_format_option("json")
def verify(root: Path, texts: Path, form: str) -> None:
    """Check spans of evidence against texts that you have.

    Texts are found by the hash of their content. Exit code 1 if a span or text is not as it was coded.
    """
    from negotiation_data.publish.verify import verify as run_verify
    from negotiation_data.report.verification import print_verification, verification_json

    _, frames = _sound_frames(root)
    result = run_verify(frames, texts)
    if form == "json":
        click.echo(verification_json(result))
    else:
        print_verification(result, _stdout())
    if result.failed:
        raise click.exceptions.Exit(PROBLEMS)


@cli.command()
@_data_option
@_format_option("json")
def coverage(root: Path, form: str) -> None:
    """Count values that are verifiable, cited or judgement."""
    from negotiation_data.publish.coverage import coverage as run_coverage
    from negotiation_data.publish.coverage import origins
    from negotiation_data.report.coverage import coverage_json, print_coverage

    model, frames = _sound_frames(root)
    found = (run_coverage(model, frames), origins(model, frames))
    if form == "json":
        click.echo(coverage_json(*found))
    else:
        print_coverage(*found, _stdout())


@cli.command()
@click.argument("record_id", metavar="ID")
@_data_option
@_format_option("json")
def show(record_id: str, root: Path, form: str) -> None:
    """Show a record with its evidence and disputes."""
    from negotiation_data.report.record import record_json, render

    model, frames = _sound_frames(root)
    if form == "json":
        click.echo(record_json(model, frames, record_id))
    else:
        render(model, frames, record_id, _stdout())


@cli.command()
@click.argument("table", required=False)
@click.option("--data", "root", type=click.Path(path_type=Path, file_okay=False), help="Folder of records with columns of its own.")
@_format_option("json")
def describe(table: str | None, root: Path | None, form: str) -> None:
    """Say what tables there are and what columns mean."""
    from negotiation_data import reader
    from negotiation_data.report.dictionary import print_table, print_tables
    from negotiation_data.schema import catalog

    model = catalog.model() if root is None else catalog.model_of(root)
    found = reader.described(model, table)
    if form == "json":
        click.echo(found.write_json())
    elif table is None:
        print_tables(model, _stdout())
    else:
        print_table(model.tables[table], _stdout())


@cli.command()
@_data_option
@click.option("--to", "form", type=click.Choice(["csv", "ndjson", "sqlite"]), required=True, help="Form to write.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder (csv, ndjson) or file (sqlite) to write.")
@click.option("--formulas", is_flag=True, help="CSV: leave text alone that a spreadsheet would run as a formula.")
def export(root: Path, form: str, out: Path, formulas: bool) -> None:
    """Write the tables as CSV, JSON lines or SQLite."""
    from negotiation_data.publish.export import export as run_export
    from negotiation_data.report.text import counted

    model, frames = _sound_frames(root)
    written = run_export(model, frames, form, out, formulas=formulas)
    rows = sum(frame.height for frame in frames.values())
    _stdout().print(f"Wrote {counted(len(frames), 'table')} with {counted(rows, 'row')} to {out if len(written) > 1 else written[0]}.")


for _command in (*reading.COMMANDS, *contributor.COMMANDS, *keeper.COMMANDS):
    cli.add_command(_command)


if __name__ == "__main__":
    main()
