"""What a process file says of versions beside the promise itself: its number, others, retired ones."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from shared.domain.configuration_row import RETIRED
from shared.domain.process import EntitlementProcess
from shared.errors import Fault, Refused

Body: TypeAlias = Mapping[str, Any]

VERSION, VERSIONS = "version", "versions"
HIGHEST = 999_999
"""Numbers of versions are kept with six digits."""

_WORDS = (VERSION, VERSIONS, RETIRED)
_WHOLE = f"must be a whole number from 1 to {HIGHEST}"


def without_version_words(body: Body) -> dict[str, Any]:
    """The promise alone, as its versions keep it."""
    return {key: value for key, value in body.items() if key not in _WORDS}


def number_in(body: Body) -> int | None:
    """The number that the file gives its promise; it counts where the process is new."""
    found = body.get(VERSION)
    return found if _is_number(found) else None


def retired_in(body: Body) -> tuple[int, ...]:
    """Versions that the file wants retired, in its order."""
    found = body.get(RETIRED)
    return tuple(found) if isinstance(found, list | tuple) else ()


def versions_in(body: Body) -> dict[int, dict[str, Any]]:
    """Other versions by their numbers, as the file says them, each with the name of the process."""
    found = body.get(VERSIONS)
    if not isinstance(found, Mapping):
        return {}
    return {
        int(number): {**other, "name": body.get("name")}
        for number, other in found.items()
        if _reads_as_number(number) and isinstance(other, Mapping)
    }


def read_process(body: Body) -> Body:
    """The promise in the form that is kept; raises Refused with what is wrong with any version."""
    faults = list(_faults_of_words(body))
    kept: Body = {}
    try:
        kept = EntitlementProcess.parse(without_version_words(body)).to_mapping()
    except Refused as refused:
        faults += refused.faults
    for number, other in versions_in(body).items():
        try:
            EntitlementProcess.parse(other)
        except Refused as refused:
            faults += (below(number, fault) for fault in refused.faults)
    if faults:
        raise Refused(f"The process '{body.get('name', '?')}' cannot be read.", faults=(*faults,))
    return kept


def below(number: int, fault: Fault) -> Fault:
    """A fault of another version, where that version stands in the file."""
    path = f"{VERSIONS}.{number}"
    pointer = f"{path}.{fault.pointer}" if fault.pointer else path
    return Fault(pointer, fault.message, fault.code)


def refuse_in_draft(document: Body) -> tuple[Fault, ...]:
    """What a draft may not say: it is one version, and retiring is a step of its own."""
    words = "stands in files alone; a draft is one version"
    return tuple(Fault(f"/{key}", words) for key in (RETIRED, VERSIONS) if key in document)


def _faults_of_words(body: Body) -> Iterator[Fault]:
    number = body.get(VERSION)
    if number is not None and not _is_number(number):
        yield Fault(VERSION, _WHOLE)
    retired = body.get(RETIRED)
    if retired is not None and not isinstance(retired, list | tuple):
        yield Fault(RETIRED, "must be a list of version numbers")
    for place, one in enumerate(retired_in(body)):
        if not _is_number(one):
            yield Fault(f"{RETIRED}[{place}]", _WHOLE)
    others = body.get(VERSIONS)
    if others is not None and not isinstance(others, Mapping):
        yield Fault(VERSIONS, "must be a mapping from version numbers to what they promised")
    for key, other in (others if isinstance(others, Mapping) else {}).items():
        yield from _faults_of_other(str(key), other, number)


def _faults_of_other(key: str, other: object, own: object) -> Iterator[Fault]:
    path = f"{VERSIONS}.{key}"
    if not _reads_as_number(key):
        yield Fault(path, f"is no version: {_WHOLE}")
    elif not isinstance(other, Mapping):
        yield Fault(path, "must be a mapping")
    elif own is not None and int(key) == own:
        yield Fault(path, "is the version of the document itself")
    if isinstance(other, Mapping):
        yield from (
            Fault(f"{path}.{word}", "unknown key", "unknown_key")
            for word in ("name", VERSION)
            if word in other
        )


def _is_number(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= HIGHEST


def _reads_as_number(key: object) -> bool:
    text = str(key)
    return text.isascii() and text.isdigit() and text[0] != "0" and int(text) <= HIGHEST
