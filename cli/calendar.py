"""`milepost calendar`: questions about business hours."""

from pathlib import Path

import click

from cli.calendar_check import check_vectors
from cli.check import read_case_file, report
from cli.days_off import of_vectors


@click.group()
def calendar() -> None:
    """Ask about business hours."""


@calendar.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> int:
    """Compute the vectors of FILE and say how many of them hold.

    The last line is `N of M agree`, as of every check of a file.
    """
    lines, agreed, total = check_vectors(of_vectors(read_case_file(file)))
    report(lines, agreed, total, "hold")
    return report((), agreed, total, "agree")
