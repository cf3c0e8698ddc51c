"""Answer matching cases, and say which of a file agree with what they expect."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from cli.check import tally
from cli.matching_organisation import CaseOrganisation
from shared.business_time.instant import parse_instant
from shared.domain.faults import faults_of
from shared.domain.matching import Draft, identify, match
from shared.errors import Fault, Refused

_KEYS = frozenset({"id", "rules", "org", "record", "at", "expect", "notes"})
_KEPT_RAW = ("type",)


def answer_matching(case: Mapping[str, Any]) -> dict[str, Any]:
    """The `expect` object of a case; raises Refused with every fault of the case itself."""
    organisation, draft, at = _read(case)
    settings = organisation.settings()
    try:
        identity = identify(draft, organisation.findings(draft), settings)
        found = match(
            draft, identity, organisation.coverages(identity.accounts_to_read), settings, at
        )
    except Refused as refused:
        return {"refused": [fault.code for fault in refused.faults]}
    return {
        "account": identity.account,
        "contact": identity.contact,
        "asset": found.asset,
        "entitlement": found.entitlement,
        "process": found.process,
        "by": found.by,
        "no_entitlement": found.no_entitlement,
        "warnings": list(found.warnings),
        "candidates": dict(found.candidates),
    }


def check_matching(document: Mapping[str, Any]) -> tuple[list[str], int, int]:
    """Lines about every difference, then how many cases agree, and of how many."""
    return tally(document, "cases", _differences)


def _differences(case: Mapping[str, Any]) -> Iterator[str]:
    expected, answer = case["expect"], answer_matching(case)
    for key in sorted({*expected, *answer}):
        if expected.get(key) != answer.get(key):
            yield f"{key} is {answer.get(key)}, expected {expected.get(key)}"


def _read(case: Mapping[str, Any]) -> tuple[CaseOrganisation, Draft, int]:
    faults = [Fault(str(key), "unknown key", "unknown_key") for key in case if key not in _KEYS]
    organisation, draft = CaseOrganisation(), None
    try:
        organisation = CaseOrganisation.model_validate(case.get("org", {}))
    except ValidationError as error:
        faults += faults_of(error, "org")
    try:
        draft = _draft(case.get("record"))
    except ValidationError as error:
        faults += faults_of(error, "record")
    try:
        at = parse_instant(str(case.get("at")))
    except ValueError as fault:
        faults.append(Fault("at", str(fault)))
        at = 0
    if faults or draft is None:
        raise Refused("The matching case cannot be read.", faults=tuple(faults))
    return organisation, draft, at


def _draft(record: object) -> Draft:
    if not isinstance(record, Mapping):
        return Draft.model_validate(record)
    body = {key: value for key, value in record.items() if key not in _KEPT_RAW}
    return Draft.model_validate({**body, "record_type": record.get("type", "case")})
