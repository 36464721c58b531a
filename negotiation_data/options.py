"""What the commands of the command line share: their options, where they print, their exit codes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console

if TYPE_CHECKING:
    from negotiation_data.table.dataset import Dataset, Progress

__all__ = ["PROBLEMS", "USAGE", "Command", "data_option", "format_option", "jobs_option", "progress", "read_dataset", "stderr", "stdout"]

PROBLEMS, USAGE = 1, 2

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(function: Command) -> Command:
    """``--data``: the folder of records."""
    return click.option(
        "--data",
        "root",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("data"),
        show_default=True,
        help="Folder of records.",
    )(function)


#: Forms of output, and whom each is for.
_FORMS = {"text": "for people", "json": "for programs", "github": "as annotations", "markdown": "for a comment"}


def format_option(*more: str) -> Callable[[Command], Command]:
    """``--format``: for people, or in one of the other forms."""
    forms = ("text", *more)
    told = ", ".join(_FORMS[form] for form in forms)
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=f"{told.capitalize()}.")


def jobs_option(function: Command) -> Command:
    """``--jobs``: how many processes share the work."""
    return click.option(
        "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes that share the work.  [default: one a core]"
    )(function)


def stdout() -> Console:
    """Where results are printed."""
    return Console(highlight=False, emoji=False, markup=False)


def stderr() -> Console:
    """Where everything else is printed."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


@contextlib.contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A progress bar on standard error; silent when that is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = stderr()
    with Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def read_dataset(root: Path, jobs: int) -> Dataset:
    """The records of a folder, with a progress bar."""
    from negotiation_data.table import dataset

    with progress("Reading records") as told:
        return dataset.read(root, jobs=jobs, progress=told)
