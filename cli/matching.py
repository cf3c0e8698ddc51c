"""`milepost matching`: conformance of matching."""

from pathlib import Path

import click

from cli.check import read_case_file, report
from cli.matching_check import check_matching


@click.group()
def matching() -> None:
    """Check matching cases."""


@matching.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> int:
    """Answer the matching cases of FILE and say how many agree with their expectation."""
    return report(*check_matching(read_case_file(file)), "agree")
