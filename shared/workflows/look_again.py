"""Who a record is for, looked at again: related fields at every change, matching when it has none."""

from dataclasses import dataclass, field

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.matching import Draft, Identity, Match, identify, unknown_references
from shared.domain.settings_document import AutoAssign
from shared.domain.stamping import related_fields, stamped
from shared.domain.value import Value
from shared.errors import IllegalMove, Refused
from shared.ports import FirstLook
from shared.workflows.match_record import match_record
from shared.workflows.world import World

_REFERENCES = ("account", "contact", "asset", "product")
_PATHS = ("account.", "contact.", "asset.", "entitlement.")


@dataclass(frozen=True, slots=True)
class Seen:
    """The record with its references as they now are, and the related fields that moved (K5)."""

    file: CaseFile
    configuration: Configuration
    moved: dict[str, Value] = field(default_factory=dict)
    identity: Identity | None = None
    match: Match | None = None


def look_again(world: World, file: CaseFile, alteration: Alteration, now: Instant) -> Seen:
    """Read what the record refers to; match again when references changed or somebody asks (R1)."""
    _refuse_what_comes_later(file, alteration)
    draft = _draft(file, alteration)
    asked_for = draft.model_copy(
        update={"origin": "api", "entitlement": alteration.entitlement or file.entitlement}
    )
    look = world.directory.first_look(asked_for)
    unknown = unknown_references(asked_for, look.findings)
    if unknown and _touches(alteration):
        raise Refused("The record names what does not exist.", faults=unknown)
    configuration = world.shelf.configuration(look.configuration_revision)
    if not _touches(alteration):
        related = _related_of(file, look)
        return Seen(file, configuration, _moved(file, related))
    identity = identify(draft, look.findings, configuration.matching_settings())
    if file.entitlement is not None:
        changed = _with_identity(file, identity)
        return Seen(changed, configuration, _moved(file, _related_of(changed, look)))
    return _matched(world, file, alteration, draft, identity, look, configuration, now)


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
    if file.process is not None:
        kept = {"process": file.process, "calendars": file.calendars}
        changed = changed.model_copy(update=kept)
    return Seen(changed, configuration, _moved(file, found.related), identity, found.match)


def _draft(file: CaseFile, alteration: Alteration) -> Draft:
    """The record as it would be: what is given replaces, what is cleared is gone."""
    references = {
        name: getattr(alteration, name)
        or (None if name in alteration.clear else getattr(file, name))
        for name in _REFERENCES
    }
    return Draft(
        record_type=file.record_type,
        origin="api" if alteration.entitlement else file.origin,
        verified=file.verified,
        email=file.supplied.get("email"),
        entitlement=alteration.entitlement,
        fields={name: value for name, value in file.fields.items() if "." not in name},
        **references,
    )


def _touches(alteration: Alteration) -> bool:
    given = any(getattr(alteration, name) for name in (*_REFERENCES, "entitlement"))
    return given or bool(alteration.clear) or alteration.verb == "match"


def _refuse_what_comes_later(file: CaseFile, alteration: Alteration) -> None:
    if file.entitlement is None:
        return
    if alteration.verb == "match":
        raise IllegalMove("The record has an entitlement already; matching is for those without.")
    other = alteration.entitlement not in (None, file.entitlement)
    if other or "entitlement" in alteration.clear:
        raise IllegalMove("An entitlement that is stamped cannot be changed or taken away yet.")


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
