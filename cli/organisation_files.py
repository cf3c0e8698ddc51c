"""A folder on this machine, read and checked as one organisation."""

from pathlib import Path

from cli.configuration_folder import read_folder
from shared.domain.organisation import Organisation, organise


def read_organisation(folder: Path) -> Organisation:
    """Read a folder; raises OrganisationRefused with every fault of every file."""
    documents, unreadable = read_folder(folder)
    return organise(documents, unreadable)
