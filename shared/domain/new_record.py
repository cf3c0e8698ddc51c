"""A new record from an intake: its first case file, before the engine has seen it."""

from shared.business_time.instant import Instant, format_instant
from shared.domain.assignment import Assignment, assign
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.declared_fields import settled
from shared.domain.intake import Intake
from shared.domain.matching import Draft
from shared.domain.value import Fields, Value

IN_FILE_DESCRIPTION = 1_000
"""How much of a description stays in the case file, where criteria read it; the whole lies beside."""


def draft_of(intake: Intake) -> Draft:
    """What matching needs to know of an intake; its rules read fields, origin and type."""
    return Draft(
        record_type=intake.record_type,
        origin=intake.origin,
        verified=intake.verified,
        account=intake.account,
        contact=intake.contact,
        email=intake.email,
        asset=intake.asset,
        serial_number=intake.serial_number,
        product=intake.product,
        entitlement=intake.entitlement,
        fields={**intake.fields, "subject": intake.subject, "description": intake.description},
    )


def first_file(intake: Intake, configuration: Configuration, number: str, now: Instant) -> CaseFile:
    """The file with the fields that were given and those that every new record gets (K6)."""
    declared = configuration.declared(intake.record_type)
    given = settled(intake.fields, declared)
    fields: dict[str, Value] = {
        "status": configuration.settings.statuses.new,
        **given,
        "subject": intake.subject,
        "description": intake.description[:IN_FILE_DESCRIPTION] or None,
        "origin": given.get("origin") or intake.origin,
        "type": given.get("type"),
        "last_message_by": "customer",
        "awaiting_us_since": format_instant(now),
        "created_at": format_instant(now),
    }
    return CaseFile(
        number=number,
        record_type=intake.record_type,
        origin=intake.origin,
        created_at=now,
        changed_at=now,
        fields={name: value for name, value in fields.items() if value is not None},
        business_hours=intake.business_hours,
        verified=intake.verified,
        supplied=_supplied(intake),
        replied=in_contact(intake, configuration),
        follows=intake.follows,
        last_mail=intake.message_id,
    )


def in_contact(intake: Intake, configuration: Configuration) -> bool:
    """Whether an agent opens it while talking to the customer: then it has been answered (M7)."""
    origin = str(intake.fields.get("origin") or "").casefold()
    phones = {name.casefold() for name in configuration.settings.phone_origins}
    return intake.origin in ("api", "console") and origin in phones


def assignment_of(
    file: CaseFile, fields: Fields, configuration: Configuration, now: Instant
) -> Assignment:
    """Owner or queue of a new record: what was given stands, else the rules decide (O1)."""
    owner, queue = fields.get("owner"), fields.get("queue")
    if isinstance(owner, str) and owner:
        return Assignment(owner=owner, because="given")
    if isinstance(queue, str) and queue:
        return Assignment(queue=queue, because="given")
    settings = configuration.settings
    return assign(
        configuration.assignment_rules,
        {**fields, "record_type": file.record_type},
        settings.default_queue,
        configuration.users,
        configuration.queues,
        now,
        fallback_queue=settings.fallback_queue,
        zone=settings.zone,
    )


def _supplied(intake: Intake) -> dict[str, str]:
    """What the sender said about himself, kept as it came (I2)."""
    named = {
        "name": intake.name,
        "email": intake.email,
        "phone": intake.phone,
        "company": intake.company,
    }
    return {**intake.supplied, **{key: value for key, value in named.items() if value}}
