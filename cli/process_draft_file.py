"""A file that holds one process, read as a draft: with whatever is wrong in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.configuration_folder import read_file
from shared.domain.source_document import FileFault, OrganisationRefused

_OF_THE_FILE = ("kind", "name", "version")


def read_draft_file(path: Path) -> tuple[str, Mapping[str, Any]]:
    """Name and content; raises OrganisationRefused if it is not exactly one process with a name."""
    documents, faults = read_file(path, path.name)
    if not faults and len(documents) != 1:
        faults = [FileFault(path.name, None, "", f"holds {len(documents)} documents, not one")]
    if faults:
        raise OrganisationRefused(faults)
    (found,) = documents
    if found.body.get("kind", "process") != "process":
        faults.append(found.fault("kind", "is not 'process'"))
    name = found.body.get("name")
    if not isinstance(name, str) or not name.strip():
        faults.append(found.fault("name", "is missing"))
    if faults:
        raise OrganisationRefused(faults)
    own = {key: value for key, value in found.body.items() if key not in _OF_THE_FILE}
    return str(name).strip(), own
