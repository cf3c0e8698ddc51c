"""A folder of documents made into one organisation: parsed, cross-checked, all faults at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from shared.domain.document_kinds import KINDS, Kind
from shared.domain.document_size import too_large
from shared.domain.elsewhere import Elsewhere
from shared.domain.known_fields import KnownFields, either
from shared.domain.organisation_checks import (
    check_accounts,
    check_circles,
    check_contracts,
    check_references,
    check_settings,
    check_strays,
    names_of,
)
from shared.domain.organisation_entry import Entry
from shared.domain.organisation_fields import (
    check_rules,
    check_settings_fields,
    check_templates,
    declared_in,
    fields_of,
)
from shared.domain.organisation_people import warn_of_roles
from shared.domain.organisation_processes import check_processes
from shared.domain.organisation_types import check_limited_types, with_listed_types
from shared.domain.references import COMES_AFTER
from shared.domain.source_document import FileFault, OrganisationRefused, SourceDocument
from shared.errors import Refused

_UNFIT = {"process": "/?", "mail_route": ""}
"""Marks of names that gateways decode before anybody can tell them from the address around them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Documents as they were read, with everything that is wrong with them."""

    entries: tuple[Entry, ...]
    faults: tuple[FileFault, ...]
    warnings: tuple[FileFault, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything in a folder, without fault; `warnings` are allowed but seldom meant."""

    entries: tuple[Entry, ...]
    warnings: tuple[FileFault, ...] = ()

    def configuration(self) -> tuple[Entry, ...]:
        """Everything that makes a configuration revision."""
        return tuple(entry for entry in self.entries if not entry.kind.in_directory)

    def directory(self) -> tuple[Entry, ...]:
        """Who the customers are, in an order in which nothing names what comes later."""
        return tuple(entry for _, entry in self.ranked())

    def ranked(self) -> tuple[tuple[tuple[int, int], Entry], ...]:
        """The same with a rank each: nothing names what has the same or a later one."""
        order = list(KINDS)
        depths = _depths(self.entries)
        found = [
            ((order.index(entry.kind.name), depths.get((entry.kind.name, entry.name), 0)), entry)
            for entry in self.entries
            if entry.kind.in_directory
        ]
        return tuple(sorted(found, key=itemgetter(0)))


def organise(
    documents: Sequence[SourceDocument],
    found: Sequence[FileFault] = (),
) -> Organisation:
    """Check documents each by itself and all together; raises OrganisationRefused.

    `found` are the faults of reading them and of looking up what they name outside. Nothing is
    checked together while files are unreadable: what is missing may be in there.
    """
    found_out = judge(documents, found)
    if found_out.faults:
        raise OrganisationRefused(found_out.faults, found_out.warnings)
    return Organisation(found_out.entries, found_out.warnings)


def judge(
    documents: Sequence[SourceDocument],
    found: Sequence[FileFault] = (),
    elsewhere: Elsewhere | None = None,
) -> Judged:
    """The same without raising; `elsewhere` is what the documents may name outside."""
    faults = [*found]
    entries = with_listed_types(list(_entries(documents, faults)))
    warnings: list[FileFault] = []
    if not any(fault.hides for fault in found):
        faults += _together(entries, warnings, elsewhere or Elsewhere())
    return Judged(tuple(entries), tuple(faults), tuple(warnings))


def _entries(documents: Sequence[SourceDocument], faults: list[FileFault]) -> Iterator[Entry]:
    seen: dict[tuple[str, str], SourceDocument] = {}
    for source in documents:
        kind = _kind(source, faults)
        name = _name(kind, source, faults) if kind else None
        if kind is None:
            continue
        if name is None:
            faults += _beside_its_name(kind, source)
            continue
        first = seen.setdefault((kind.name, name), source)
        if first is not source:
            place = first.file if first.line is None else f"{first.file}:{first.line}"
            faults.append(
                source.fault(kind.named_by or "kind", f"{kind.name} '{name}' stands in {place} too")
            )
            continue
        body = _body(kind, source, faults)
        yield Entry(kind, name, body or {}, source, is_sound=body is not None)


def _kind(source: SourceDocument, faults: list[FileFault]) -> Kind | None:
    given = source.body.get("kind")
    kind = KINDS.get(given) if isinstance(given, str) else None
    if given is None:
        faults.append(source.fault("kind", f"is missing; it is one of {', '.join(KINDS)}"))
    elif kind is None:
        faults.append(
            source.fault("kind", f"there is no kind '{given}'; it is one of {', '.join(KINDS)}")
        )
    return kind


def _name(kind: Kind, source: SourceDocument, faults: list[FileFault]) -> str | None:
    if kind.named_by is None:
        return kind.name
    given = source.body.get(kind.named_by)
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given.strip():
        unfit = "" if kind.in_directory else _UNFIT.get(kind.name, "?")
        wrong = next((mark for mark in unfit if mark in given), None)
        if wrong is not None:
            words = f"has '{wrong}' in it, and could not be told apart in an address of the API"
            faults.append(source.fault(kind.named_by, words))
        return given.strip()
    faults.append(source.fault(kind.named_by, "is missing" if given is None else "is not a name"))
    return None


def _beside_its_name(kind: Kind, source: SourceDocument) -> list[FileFault]:
    """What else is wrong with a document that nobody can name."""
    key, found = str(kind.named_by), list[FileFault]()
    _body(kind, replace(source, body={**source.body, key: "unnamed"}), found)
    return [one for one in found if one.path != key]


def _body(kind: Kind, source: SourceDocument, faults: list[FileFault]) -> Mapping[str, Any] | None:
    try:
        body = kind.read({key: value for key, value in source.body.items() if key != "kind"})
    except Refused as refused:
        faults += source.faults(refused.faults)
        return None
    words = too_large(body)
    if words is not None:
        faults.append(source.fault("", words))
    return body


def _together(
    entries: Sequence[Entry], warnings: list[FileFault], elsewhere: Elsewhere
) -> Iterator[FileFault]:
    names = names_of(entries)
    yield from check_settings(entries)
    yield from check_references(entries, names, elsewhere)
    yield from check_accounts(entries, names)
    yield from check_contracts(entries, names)
    yield from check_strays(entries, names)
    yield from check_circles(entries)
    declared, known = declared_in(entries), None
    by_type: dict[str, KnownFields] = {}
    if declared is not None:
        yield from check_settings_fields(entries, declared["case"])
        by_type = {
            record_type: KnownFields(fields_of(one, entries) | elsewhere.fields, one.by_name)
            for record_type, one in declared.items()
        }
        known = either(by_type.values())
        yield from check_templates(entries, known.names)
    yield from check_limited_types(entries)
    warnings += warn_of_roles(entries)
    for faults, told in (
        check_rules(entries, known),
        check_processes(entries, names, by_type),
    ):
        yield from faults
        warnings += told


def _depths(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """How many of its own kind stand before each document, without recursion."""
    after = {
        (entry.kind.name, entry.name): (entry.kind.name, str(entry.body.get(key) or ""))
        for entry in entries
        if (key := COMES_AFTER.get(entry.kind.name)) is not None
    }
    depths: dict[tuple[str, str], int] = {}
    for start in after:
        line, one = [], start
        while one in after and one not in depths:
            line.append(one)
            one = after[one]
        deepest = depths.get(one, -1)
        depths.update({name: deepest + place for place, name in enumerate(reversed(line), start=1)})
    return depths
