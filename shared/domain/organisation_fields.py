"""Fields, statuses and merge fields: words in documents that other documents declare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.domain.built_in_fields import RELATED
from shared.domain.call_target import parse_call_target
from shared.domain.condition_check import WARNINGS, check_condition
from shared.domain.condition_remains import remains_of_condition
from shared.domain.declared_fields import DeclaredFields, closed_statuses, parse_fields
from shared.domain.known_fields import KnownFields
from shared.domain.mail_template import check_template, check_words, parse_template
from shared.domain.milestone_rules import OF_MILESTONES
from shared.domain.organisation_entry import Entry
from shared.domain.settings_document import OrgSettings, parse_settings
from shared.domain.source_document import FileFault
from shared.errors import Fault

_CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "assignment_rules": ("when",),
    "entitlement_rules": ("when",),
    "milestone_rules": ("when", "must"),
}


def declared_in(entries: Sequence[Entry]) -> Mapping[str, DeclaredFields] | None:
    """Read the declared fields by record type; without a document the built-in ones alone.

    None while a document that declares them has faults: nobody knows what it would declare.
    """
    if any(entry.kind.name == "fields" and not entry.is_sound for entry in entries):
        return None
    documents = {e.name: parse_fields(e.body) for e in entries if _is(e, "fields")}
    return {name: documents.get(name, DeclaredFields()) for name in ("case", "work_order")}


def fields_of(declared: DeclaredFields, entries: Sequence[Entry]) -> frozenset[str]:
    """Every field that a condition may look at, related ones under their path (K5, K2)."""
    return frozenset({*declared.by_name, *_related(entries), "record_type"})


def check_settings_fields(
    entries: Sequence[Entry], declared: DeclaredFields
) -> Iterator[FileFault]:
    """Find statuses and fields in the settings that are not declared."""
    for entry in entries:
        if _is(entry, "settings"):
            settings = parse_settings(entry.body)
            faults = [*_statuses(settings, declared), *_web_fields(settings, declared)]
            yield from entry.source.faults(faults)


def check_templates(entries: Sequence[Entry], fields: frozenset[str]) -> Iterator[FileFault]:
    """Find merge fields that nothing fills."""
    known = {name if "." in name else f"case.{name}" for name in fields - {"record_type"}}
    for entry in entries:
        if _is(entry, "call_target"):
            words = parse_call_target(entry.body).words or ""
            yield from entry.source.faults(check_words(words, "words", known))
        if _is(entry, "mail_template"):
            yield from entry.source.faults(check_template(parse_template(entry.body), known))


def check_rules(
    entries: Sequence[Entry], known: KnownFields | None
) -> tuple[list[FileFault], list[FileFault]]:
    """Find what the conditions of rules cannot mean, or seldom mean."""
    faults: list[FileFault] = []
    warnings: list[FileFault] = []
    for entry in entries:
        found = list(_of_rules(entry, known))
        faults += entry.source.faults(f for f in found if f.code not in WARNINGS)
        # a rule is judged once, when the record or the update comes: the clock is no surprise to it
        warnings += entry.source.faults(f for f in found if f.code == "picklist_value")
    return faults, warnings


def _of_rules(entry: Entry, known: KnownFields | None) -> Iterator[Fault]:
    """Conditions are read one by one: a fault elsewhere in the document hides none of theirs."""
    keys = _CONDITIONS.get(entry.kind.name, ())
    rules = (entry.body or entry.source.body).get("rules") if keys else None
    if known is not None and entry.kind.name == "milestone_rules":
        own = frozenset(f"milestone.{name}" for name in OF_MILESTONES)
        known = replace(known, names=known.names | own)
    for place, rule in enumerate(rules if isinstance(rules, list | tuple) else ()):
        for key in keys:
            given = rule.get(key) if isinstance(rule, Mapping) else None
            condition = None if given is None else remains_of_condition(given)
            if condition is not None:
                yield from check_condition(condition, f"rules[{place}].{key}", known)


def _statuses(settings: OrgSettings, declared: DeclaredFields) -> Iterator[Fault]:
    status = declared.by_name["status"]
    closed = closed_statuses(declared)
    for moment, value in settings.statuses:
        if status.spelled(value) is None:
            yield Fault(f"statuses.{moment}", f"'{value}' is not a status")
        elif (value.casefold() in closed) != (moment == "closed"):
            says = "not closed" if moment == "closed" else "closed"
            yield Fault(f"statuses.{moment}", f"'{value}' is declared as {says}")


def _web_fields(settings: OrgSettings, declared: DeclaredFields) -> Iterator[Fault]:
    for key, name in settings.web_fields.items():
        if name not in declared.by_name:
            yield Fault(f"web_fields.{key}", f"there is no field '{name}'")


def _related(entries: Sequence[Entry]) -> Iterator[str]:
    for kind, names in RELATED.items():
        yield from (f"{kind}.{name}" for name in names)
    for entry in entries:
        if entry.kind.name in RELATED:
            # what cannot be read whole is taken as it was written
            fields = (entry.body or entry.source.body).get("fields")
            own = fields if isinstance(fields, Mapping) else ()
            yield from (f"{entry.kind.name}.{name}" for name in own)


def _is(entry: Entry, kind: str) -> bool:
    return entry.kind.name == kind and entry.is_sound
