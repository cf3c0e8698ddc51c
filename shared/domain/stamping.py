"""Stamping an entitlement on a record: what it pins, counts and copies (R7, P3, K5)."""

from collections.abc import Callable
from typing import TypeAlias

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.asset import Asset
from shared.domain.case_file import CaseFile, Stamp
from shared.domain.configuration import Configuration
from shared.domain.contact import Contact
from shared.domain.entitlement import Entitlement
from shared.domain.history import MatchNote
from shared.domain.matching import Identity, Match
from shared.domain.pin import Pin
from shared.domain.process import EntitlementProcess
from shared.domain.settings_document import runs_milestones
from shared.domain.value import Value

Published: TypeAlias = Callable[[Pin], EntitlementProcess]
"""A version of a process, also one that is not the default."""


def related_fields(
    account: Account | None,
    contact: Contact | None,
    asset: Asset | None,
    entitlement: Entitlement | None,
) -> dict[str, Value]:
    """Fields of account, contact, asset and entitlement as of this change (K5); no blanks."""
    found: dict[str, Value] = {
        **(account.related() if account else {}),
        **(contact.related() if contact else {}),
        **(asset.related() if asset else {}),
        **(entitlement.related() if entitlement else {}),
    }
    return {name: value for name, value in found.items() if value is not None}


def stamped(
    file: CaseFile,
    identity: Identity,
    match: Match,
    configuration: Configuration,
    at: Instant,
    published: Published,
) -> CaseFile:
    """The file with who it is for, what covers it, and every version it will run on."""
    covered = match.covered.entitlement if match.covered else None
    hours = covered.business_hours if covered else None
    process = process_pin(match, configuration)
    return file.model_copy(
        update={
            "account": identity.account,
            "contact": identity.contact,
            "asset": match.asset,
            "product": identity.product,
            "entitlement": match.entitlement,
            "entitlement_account": covered.account if covered else None,
            "entitlement_hours": hours,
            "org_hours": configuration.settings.business_hours,
            "stamp": Stamp(
                by=match.by,
                no_entitlement=match.no_entitlement,
                warnings=match.warnings,
                matched_at=at,
                counted=covered is not None and covered.allowance(file.record_type) is not None,
                counts=configuration.settings.allowance_counts,
            ),
            "process": process,
            "calendars": _calendar_pins(file, process, hours, configuration, published),
        }
    )


def cleared(identity: Identity) -> Match:
    """The decision of a person that there is to be no entitlement (R9)."""
    return Match(no_entitlement="cleared", warnings=identity.warnings, asset=identity.asset)


def match_note(
    file: CaseFile, identity: Identity, match: Match, *, order: int, at: Instant
) -> MatchNote:
    """The whole decision, kept beside the file (R7)."""
    return MatchNote(
        number=file.number,
        order=order,
        at=at,
        entitlement=match.entitlement,
        process=file.process.name if file.process else None,
        by=match.by,
        no_entitlement=match.no_entitlement,
        warnings=match.warnings,
        candidates=dict(match.candidates),
        account=identity.account,
        because=because_of(identity, match),
    )


def because_of(identity: Identity, match: Match) -> str:
    """How the account was told, and how the entitlement came to be chosen, in one line."""
    known = f"account known by {identity.because}" if identity.because else "account not known"
    if match.no_entitlement == "cleared":
        return f"{known}; taken away by hand"
    chosen = {"match": "most specific", "named": "named by hand"}.get(
        match.by or "", f"entitlement {match.by}" if match.by else "nothing chosen"
    )
    return f"{known}; {chosen}"


def process_pin(match: Match, configuration: Configuration) -> Pin | None:
    """The process of the decision in the version that a record pinned now would run on (P3)."""
    if match.process is None or not runs_milestones(configuration.settings, match.record_type):
        return None
    covered = match.covered.entitlement if match.covered else None
    version: int | None = None
    if covered is not None and covered.version != "default":
        pinned = covered.version if isinstance(covered.version, int) else covered.pinned_version
        version = pinned
    return Pin(name=match.process, version=configuration.version_to_enter(match.process, version))


def _calendar_pins(
    file: CaseFile,
    process: Pin | None,
    hours: str | None,
    configuration: Configuration,
    published: Published,
) -> dict[str, int]:
    """Every calendar that could come to count for the record, in today's revision (C7, C9)."""
    names = {file.business_hours, hours, configuration.settings.business_hours}
    if process is not None:
        names |= published(process).calendar_names()
    return {
        name: configuration.calendar_version(name)
        for name in sorted(name for name in names if name)
        if name != ALWAYS_OPEN.name
    }
