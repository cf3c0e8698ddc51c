"""`milepost scenarios`: conformance of the milestone engine."""

from pathlib import Path

import click

from cli.check import read_case_file, report
from cli.scenario_check import check_scenarios


@click.group()
def scenarios() -> None:
    """Play scenarios of the milestone engine."""


@scenarios.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> int:
    """Play the scenarios of FILE and say how many of them agree with their expectation."""
    return report(*check_scenarios(read_case_file(file)), "agree")
