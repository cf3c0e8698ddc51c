"""The fields that an alteration moves, each judged before the engine hears of it."""

from shared.business_time.instant import Instant, format_instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.change import RecordEvent, Stop
from shared.domain.configuration import Configuration
from shared.domain.declared_fields import check_values, settled
from shared.domain.field_access import check_setting
from shared.domain.history import Caller
from shared.domain.ownership import check_owner, with_one_holder
from shared.domain.record_events import record_events_of
from shared.domain.value import Value
from shared.errors import Fault, IllegalMove, Refused

Moved = dict[str, Value]


def moved_fields(
    file: CaseFile,
    alteration: Alteration,
    configuration: Configuration,
    caller: Caller,
    now: Instant,
) -> Moved:
    """What is set; None clears. Raises Refused or IllegalMove with every fault."""
    match alteration.verb:
        case "update":
            moved = _updated(file, alteration, configuration, caller)
        case "close" | "reopen":
            moved = _with_status(file, alteration, configuration)
        case "accept":
            moved = _accepted(file, configuration, caller)
        case "customer_reply":
            moved = _replied(file, configuration, now)
        case "comment" | "reply" if alteration.answers:
            moved = {"last_message_by": "agent", "awaiting_us_since": None}
        case _:
            moved = {}
    return {**moved, **_closed_at(file, moved, configuration, now)}


def events_of(
    file: CaseFile, alteration: Alteration, moved: Moved, configuration: Configuration
) -> tuple[RecordEvent, ...]:
    """The record events that the alteration is (M7): an agent's public answer among them."""
    events: tuple[RecordEvent, ...] = record_events_of(
        file, moved, configuration.closed_statuses(file.record_type)
    )
    if alteration.answers:
        answers: tuple[RecordEvent, ...] = (
            ("public_reply",) if file.replied else ("first_public_reply", "public_reply")
        )
        events = (*answers, *events)
    if alteration.verb == "customer_reply":
        events = ("customer_reply", *events)
    return events


def stop_of(alteration: Alteration, configuration: Configuration, caller: Caller) -> Stop | None:
    """The stop by hand, with a reason from the list (M10)."""
    if alteration.verb != "stop":
        return None
    reasons = configuration.settings.stop_reasons
    spelled = {reason.casefold(): reason for reason in reasons}
    reason = spelled.get((alteration.reason or "").strip().casefold())
    if reason is None:
        raise Refused(
            "The record cannot be stopped without a reason from the list.",
            faults=(Fault("/reason", f"Give one of: {', '.join(reasons)}.", "reason"),),
        )
    return Stop(reason=reason, by=caller.name, until=alteration.until)


def resumes(
    file: CaseFile, alteration: Alteration, configuration: Configuration, now: Instant
) -> bool:
    """Whether a stop by hand ends: as asked, or because the customer whom it waits for replied (I3)."""
    if alteration.verb != "customer_reply":
        return alteration.verb == "resume"
    stop = file.sla.stop
    if stop is None or (
        stop.said.until is not None and stop.said.until <= max(now, file.changed_at)
    ):
        return False
    waiting = {reason.casefold() for reason in configuration.settings.waiting_reasons}
    return (stop.said.reason or "").casefold() in waiting


def _replied(file: CaseFile, configuration: Configuration, now: Instant) -> Moved:
    """Somebody waits for us now; by setting, a closed record opens, and one that waits goes on (I3)."""
    moved: Moved = {"last_message_by": "customer"}
    if not file.fields.get("awaiting_us_since"):
        moved["awaiting_us_since"] = format_instant(now)
    declared = configuration.declared(file.record_type).by_name["status"]
    status = str(file.fields.get("status") or "").casefold()
    present = next((one for one in declared.values if one.value.casefold() == status), None)
    is_shut = present is not None and (present.is_waiting or present.is_closed)
    if is_shut and configuration.settings.reopen_on_reply:
        moved["status"] = configuration.settings.statuses.reopened
    return moved


def _updated(
    file: CaseFile, alteration: Alteration, configuration: Configuration, caller: Caller
) -> Moved:
    declared = configuration.declared(file.record_type)
    given = alteration.fields
    faults = [
        *check_setting(given, declared.open_to, caller.roles),
        *check_values(given, declared),
        *check_owner(given, configuration),
        *_without_holder(file, given),
    ]
    if "status" in given and not given["status"]:
        faults.append(Fault("/status", "A record always has a status.", "missing"))
    if faults:
        raise Refused("The record cannot be changed so.", faults=tuple(faults))
    return with_one_holder(settled(given, declared))


def _without_holder(file: CaseFile, given: Moved) -> list[Fault]:
    owner = given.get("owner", file.fields.get("owner"))
    queue = given.get("queue", file.fields.get("queue"))
    if owner or queue:
        return []
    return [Fault("/queue", "A record always has an owner or a queue.", "one_holder")]


def _with_status(file: CaseFile, alteration: Alteration, configuration: Configuration) -> Moved:
    closed = configuration.closed_statuses(file.record_type)
    is_closed = str(file.fields.get("status") or "").casefold() in closed
    closing = alteration.verb == "close"
    if is_closed == closing:
        raise IllegalMove(f"The record is {'closed already' if closing else 'not closed'}.")
    statuses = configuration.settings.statuses
    wanted = alteration.status or (statuses.closed if closing else statuses.reopened)
    faults = check_values({"status": wanted}, configuration.declared(file.record_type))
    if not faults and (wanted.casefold() in closed) != closing:
        kind = "a closed status" if closing else "an open status"
        faults = [Fault("/status", f"'{wanted}' is not {kind}.", "status")]
    if alteration.force and not alteration.reason:
        words = "Closing over required milestones takes a reason."
        faults = [*faults, Fault("/reason", words, "missing")]
    if faults:
        raise Refused("The record cannot get that status.", faults=tuple(faults))
    return settled({"status": wanted}, configuration.declared(file.record_type))


def _accepted(file: CaseFile, configuration: Configuration, caller: Caller) -> Moved:
    if file.fields.get("owner"):
        raise IllegalMove(f"The record belongs to {file.fields['owner']} already.")
    faults = check_owner({"owner": caller.name}, configuration)
    if faults:
        raise Refused(
            "You cannot take records: you are not in the list of users.", faults=tuple(faults)
        )
    return {"owner": caller.name, "queue": None}


def _closed_at(file: CaseFile, moved: Moved, configuration: Configuration, now: Instant) -> Moved:
    events = record_events_of(file, moved, configuration.closed_statuses(file.record_type))
    if "closed" in events:
        return {"closed_at": format_instant(now)}
    return {"closed_at": None} if "reopened" in events else {}
