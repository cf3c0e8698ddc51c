"""`milepost validate`: a folder of configuration, checked without any deployment."""

from pathlib import Path

import click

from cli.organisation_files import read_organisation
from cli.speech import warn_of


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def validate(folder: Path) -> None:
    """Check the files in FOLDER, offline; every fault is printed as `file:line: path: message`."""
    organisation = read_organisation(folder)
    warn_of(organisation.warnings)
    print(f"{len(organisation.entries)} documents, no faults.")
