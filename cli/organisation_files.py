"""A folder on this machine, read and checked as one organisation."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cli.calls_port import USUAL_PORT, with_calls_at
from cli.configuration_folder import read_folder
from cli.days_off import of_calendar, this_year
from shared.domain.days_off import years_around
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import FileFault, SourceDocument


def read_organisation(folder: Path, calls_port: int = USUAL_PORT) -> Organisation:
    """Read a folder; raises OrganisationRefused with every fault of every file.

    Call targets that name the local receiver's usual port go to `calls_port`.
    """
    documents, faults = read_folder(folder)
    looked_up, unknown = _with_days_off(with_calls_at(documents, calls_port))
    return organise(looked_up, [*faults, *unknown])


def _with_days_off(
    documents: Sequence[SourceDocument],
) -> tuple[list[SourceDocument], list[FileFault]]:
    found: list[SourceDocument] = []
    faults: list[FileFault] = []
    for document in documents:
        if document.body.get("kind") != "calendar":
            found.append(document)
            continue
        body, wrong = of_calendar(document.body, years_around(this_year()))
        found.append(replace(document, body=body))
        faults += document.faults(wrong)
    return found, faults
