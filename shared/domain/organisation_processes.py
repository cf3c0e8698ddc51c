"""Entitlement processes against everything that they name in the other documents (P5)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from shared.domain.assignment import User
from shared.domain.call_target import parse_call_target
from shared.domain.known_fields import KnownFields
from shared.domain.known_names import KnownNames
from shared.domain.organisation_checks import Names
from shared.domain.organisation_entry import Entry
from shared.domain.organisation_types import types_in
from shared.domain.process import EntitlementProcess
from shared.domain.process_check import check_process
from shared.domain.process_remains import is_sound, remains_of
from shared.domain.source_document import FileFault
from shared.domain.version_words import below, versions_in, without_version_words
from shared.errors import Fault, Refused


def check_processes(
    entries: Sequence[Entry], names: Names, fields: Mapping[str, KnownFields]
) -> tuple[list[FileFault], list[FileFault]]:
    """Faults that refuse a process, and warnings; each where it stands in its file.

    `fields` are those of each record type; none while nobody knows what is declared.
    """
    known = KnownNames(
        calendars=frozenset(names.get("calendar", {})),
        templates=frozenset(names.get("mail_template", {})),
        targets={
            entry.name: parse_call_target(entry.body) if entry.body else None
            for entry in entries
            if entry.kind.name == "call_target"
        },
        queues=frozenset(names.get("queue", {})),
        users=frozenset(names.get("user", {})),
        absent=_absent(entries),
        roles=_roles(entries),
        types=types_in(entries),
    )
    faults: list[FileFault] = []
    warnings: list[FileFault] = []
    for entry in entries:
        if entry.kind.name == "process":
            of_type = fields.get(str(entry.source.body.get("applies_to", "case")))
            refused, told = _check(entry, with_fields(known, of_type))
            faults += entry.source.faults(refused)
            warnings += entry.source.faults(told)
    return faults, warnings


def with_fields(known: KnownNames, fields: KnownFields | None) -> KnownNames:
    """The same names with the fields of one record type."""
    if fields is None:
        return known
    return replace(known, fields=fields.names, declared=fields.declared)


def _check(entry: Entry, known: KnownNames) -> tuple[list[Fault], list[Fault]]:
    """Also what is sound in a process that cannot be read whole: all faults are told at once."""
    source = entry.source.body
    written = {key: value for key, value in without_version_words(source).items() if key != "kind"}
    try:
        faults, told = check_process(EntitlementProcess.parse(entry.body or written), known)
    except Refused as refused:
        faults, told = _check_remains(written, refused.faults, known)
    # what was declared when another version was published may be gone since
    names = replace(known, fields=None, types=None)
    for number, other in versions_in(source).items():
        with suppress(Refused):
            found, _ = check_process(EntitlementProcess.parse(other), names)
            faults = [*faults, *(below(number, fault) for fault in found)]
    return faults, told


def _check_remains(
    written: Mapping[str, Any], faults: Sequence[Fault], known: KnownNames
) -> tuple[list[Fault], list[Fault]]:
    remains = remains_of(written, faults)
    if remains is None:
        return [], []
    found, told = check_process(remains, known)
    # doubts about a milestone with faults may come from what was put in their place
    return found, [doubt for doubt in told if is_sound(doubt.pointer, faults)]


def _absent(entries: Sequence[Entry]) -> frozenset[str]:
    users = (entry for entry in entries if entry.kind.name == "user" and entry.body)
    return frozenset(one.name for one in users if not User.model_validate(one.body).present)


def _roles(entries: Sequence[Entry]) -> frozenset[str]:
    users = (entry.body for entry in entries if entry.kind.name == "user")
    return frozenset(role for body in users for role in body.get("roles", ()))
