"""Documents that name milestone types, against the list of those that there are (P5, S3)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.domain.known_names import KnownNames, check_type
from shared.domain.milestone_rules import parse_milestone_rules
from shared.domain.milestone_types import MilestoneTypes, as_listed, parse_milestone_types
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import FileFault


def with_listed_types(entries: list[Entry]) -> list[Entry]:
    """The same entries; each process says how its types recur, as they are listed."""
    listed = listed_in(entries)
    if listed is None:
        return entries
    return [
        replace(entry, body=as_listed(entry.body, listed))
        if entry.kind.name == "process" and entry.body
        else entry
        for entry in entries
    ]


def listed_in(entries: Sequence[Entry]) -> MilestoneTypes | None:
    """The list of milestone types, if there is one and it can be read."""
    found = (entry.body for entry in entries if entry.kind.name == "milestone_types")
    return next((parse_milestone_types(body) for body in found if body), None)


def types_in(entries: Sequence[Entry]) -> frozenset[str] | None:
    """The listed names; None where every name is a type."""
    listed = listed_in(entries)
    return None if listed is None else frozenset(one.name for one in listed.types)


def check_limited_types(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Find milestone rules that limit what is not listed; they read names in any case."""
    types = types_in(entries)
    if types is None:
        return
    known, folded = KnownNames(types=types), {name.casefold() for name in types}
    for entry in entries:
        if entry.kind.name != "milestone_rules" or not entry.body:
            continue
        for place, rule in enumerate(parse_milestone_rules(entry.body).rules):
            for position, name in enumerate(rule.milestones):
                if name.casefold() not in folded:
                    path = f"rules[{place}].milestones[{position}]"
                    yield from entry.source.faults(check_type(name, path, known))
