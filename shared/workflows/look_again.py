"""Who a record is for, looked at again: related fields at every change, matching when it has none."""

from dataclasses import dataclass, field

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.matching import (
    Draft,
    Identity,
    Match,
    identify,
    refuse_asset,
    unknown_references,
)
from shared.domain.settings_document import AutoAssign
from shared.domain.stamping import cleared, related_fields, stamped
from shared.domain.value import Value
from shared.errors import IllegalMove, Refused
from shared.ports import FirstLook
from shared.workflows.match_record import match_record
from shared.workflows.world import World

_REFERENCES = ("account", "contact", "asset", "product")
_PATHS = ("account.", "contact.", "asset.", "entitlement.")


@dataclass(frozen=True, slots=True)
class Seen:
    """The record with its references as they now are, and the related fields that moved (K5).

    `match` is there if its entitlement was decided anew, also to be none.
    """

    file: CaseFile
    configuration: Configuration
    moved: dict[str, Value] = field(default_factory=dict)
    identity: Identity | None = None
    match: Match | None = None


def look_again(world: World, file: CaseFile, alteration: Alteration, now: Instant) -> Seen:
    """Read what the record refers to; match again when references changed or somebody asks (R1).

    An entitlement that a person names or clears takes the place of the present one (R9).
    """
    if file.entitlement is not None and alteration.verb == "match":
        raise IllegalMove("The record has an entitlement already; matching is for those without.")
    draft = _draft(file, alteration)
    asked_for = draft.model_copy(
        update={"origin": "api", "entitlement": draft.entitlement or file.entitlement}
    )
    look = world.directory.first_look(asked_for)
    touches = _touches(file, alteration)
    unknown = unknown_references(asked_for, look.findings)
    if unknown and touches:
        raise Refused("The record names what does not exist.", faults=unknown)
    configuration = world.shelf.configuration(look.configuration_revision)
    if not touches:
        return Seen(file, configuration, _moved(file, _related_of(file, look)))
    identity = identify(draft, look.findings, configuration.matching_settings())
    if "entitlement" in alteration.clear and file.entitlement is not None:
        found = cleared(identity)
        published = world.shelf.published(configuration)
        changed = stamped(file, identity, found, configuration, now, published)
        related = _moved(file, _related_of(changed, look))
        return Seen(changed, configuration, related, identity, found)
    if draft.entitlement is None and _keeps(file, alteration):
        _refuse_picked_asset(world, file, draft, identity, configuration)
        changed = _with_identity(file, identity)
        return Seen(changed, configuration, _moved(file, _related_of(changed, look)))
    return _matched(world, file, alteration, draft, identity, look, configuration, now)


def _refuse_picked_asset(
    world: World, file: CaseFile, draft: Draft, identity: Identity, configuration: Configuration
) -> None:
    settings = configuration.matching_settings()
    asks = draft.picks_asset and settings.lookup_filters.asks_for_entitled_assets
    coverages = world.directory.coverage(identity.accounts_to_read) if asks else ()
    refuse_asset(draft, identity, coverages, settings, file.created_at)


def _matched(  # noqa: PLR0917 - the two read rounds end here, with all that they found
    world: World,
    file: CaseFile,
    alteration: Alteration,
    draft: Draft,
    identity: Identity,
    look: FirstLook,
    configuration: Configuration,
    now: Instant,
) -> Seen:
    settings = configuration.matching_settings()
    if alteration.verb == "match":
        settings = settings.model_copy(update={"auto_assign": AutoAssign()})
    found = match_record(world, draft, identity, look, settings, file.created_at)
    published = world.shelf.published(configuration)
    changed = stamped(file, identity, found.match, configuration, now, published)
    if _goes_on(file, changed):
        kept = {
            "process": file.process,
            "calendars": file.calendars,
            "org_hours": file.org_hours,
            "entitlement_hours": file.entitlement_hours,
        }
        changed = changed.model_copy(update=kept)
    return Seen(changed, configuration, _moved(file, found.related), identity, found.match)


def _goes_on(file: CaseFile, changed: CaseFile) -> bool:
    """Whether the clock that runs is still the right one: the same promise, or no better one (E4)."""
    if file.process is None:
        return False
    if changed.entitlement is None:
        return changed.process is None or changed.process.name == file.process.name
    same_hours = changed.entitlement_hours == file.entitlement_hours
    return changed.process == file.process and same_hours


def _draft(file: CaseFile, alteration: Alteration) -> Draft:
    """The record as it would be: what is given replaces, what is cleared is gone."""
    references = {
        name: getattr(alteration, name)
        or (None if name in alteration.clear else getattr(file, name))
        for name in _REFERENCES
    }
    other = alteration.entitlement if alteration.entitlement != file.entitlement else None
    return Draft(
        record_type=file.record_type,
        origin="api" if other else file.origin,
        verified=file.verified,
        asset_by_hand=alteration.asset not in (None, file.asset),
        email=file.supplied.get("email"),
        entitlement=other,
        fields={name: value for name, value in file.fields.items() if "." not in name},
        **references,
    )


def _touches(file: CaseFile, alteration: Alteration) -> bool:
    given = any(getattr(alteration, name) for name in (*_REFERENCES, "entitlement"))
    gone = set(alteration.clear) - ({"entitlement"} if file.entitlement is None else set())
    return given or bool(gone) or alteration.verb == "match"


def _keeps(file: CaseFile, alteration: Alteration) -> bool:
    """Whether the entitlement stays as it is: there is one, or there is to be none."""
    return file.entitlement is not None or "entitlement" in alteration.clear


def _with_identity(file: CaseFile, identity: Identity) -> CaseFile:
    return file.model_copy(
        update={
            "account": identity.account,
            "contact": identity.contact,
            "asset": identity.asset,
            "product": identity.product,
        }
    )


def _related_of(file: CaseFile, look: FirstLook) -> dict[str, Value]:
    return related_fields(
        look.accounts.get(file.account or ""),
        look.contacts.get(file.contact or ""),
        look.assets.get(file.asset or ""),
        look.entitlements.get(file.entitlement or ""),
    )


def _moved(file: CaseFile, related: dict[str, Value]) -> dict[str, Value]:
    before = {name: value for name, value in file.fields.items() if name.startswith(_PATHS)}
    return {
        name: related.get(name)
        for name in sorted({*before, *related})
        if before.get(name) != related.get(name)
    }
