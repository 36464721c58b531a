"""Commands on articles: one to a draft, many to tables."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from negotiation_data.options import PROBLEMS, format_option, jobs_option, progress, stderr, stdout

__all__ = ["COMMANDS"]

_DAY = click.DateTime(["%Y-%m-%d"])


def _day(instant: datetime | None) -> date | None:
    return instant.date() if instant is not None else None


@click.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.option("--published", type=_DAY, help="Day of publication, year-month-day; believed before what the article says.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="File for the record, if it ends in .yaml; else a data folder for all records."
)
@click.option("--extractor", "also", metavar="NAME", help="Ask another back end too, such as `llm`; the rules come first in any case.")
def draft(article: Path, published: datetime | None, out: Path | None, also: str | None) -> None:
    """Read an article and draft a record of it.

    Shows what was found, where, by which rule and how sure it is. A file gets the round, or the ceasefire where there is
    no round; a folder gets all records, so that `check --data FOLDER` says what is left to do. Exit code 1 if nothing
    was found.
    """
    from negotiation_data.ingest.drafting import draft_article, write
    from negotiation_data.report.draft import print_draft
    from negotiation_data.report.text import counted

    drafted, composed = draft_article(article, _day(published), also)
    print_draft(drafted, composed, stdout())
    if not composed.events:
        raise click.exceptions.Exit(PROBLEMS)
    if out is not None:
        written = write(drafted, composed, out)
        stderr().print(f"Wrote {counted(len(written), 'file')} to {out}.", style="green")


@click.command()
@click.argument("source", metavar="ARTICLE|FOLDER|PARQUET", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@click.option("--published", type=_DAY, help="Day of publication of articles of which neither text nor index tells it: year-month-day.")
@click.option("--read-on", type=_DAY, help="Day of reading, which bounds what articles without a day tell.  [default: today]")
@format_option("json")
@jobs_option
def ingest(source: Path, out: Path, published: datetime | None, read_on: datetime | None, form: str, jobs: int) -> None:
    """Make tables of articles in one go, all marked as machine-coded.

    A folder may have an index (index.json, index.csv or index.parquet: file, published, url, outlet, id); a Parquet file
    has a column `text`, and those if it can. What breaks a rule goes to quarantine.parquet, what gives nothing to
    nothing.parquet, each with the reason. A run that was stopped goes on where it was. Exit code 1 if no article gave a record.
    """
    from negotiation_data.ingest.run import ingest as run_ingest
    from negotiation_data.report.ingest import print_ingested
    from negotiation_data.report.printable import printable

    with progress("Reading articles") as advance:
        made = run_ingest(source, out, published=_day(published), read_on=_day(read_on), jobs=jobs, progress=advance)
    for remark in made.remarks:
        stderr().print(printable(remark), style="yellow")
    if form == "json":
        import json

        click.echo(json.dumps(made.manifest, indent=2, ensure_ascii=False))
    else:
        print_ingested(made, stdout())
    if not made.manifest["documents"]["with_records"]:
        raise click.exceptions.Exit(PROBLEMS)


COMMANDS: tuple[click.Command, ...] = (draft, ingest)
