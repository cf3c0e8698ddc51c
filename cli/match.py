"""`milepost match`: what one record would get, and why."""

import json
from pathlib import Path

import click

from cli.check import read_case_file
from cli.matching_check import answer_matching


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def match(file: Path) -> None:
    """Answer the matching case in FILE as JSON: account, contact, entitlement, every candidate."""
    print(json.dumps(answer_matching(read_case_file(file)), indent=2, ensure_ascii=False))
