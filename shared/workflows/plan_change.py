"""What an alteration means for this record: the change that the engine hears, and its company."""

from dataclasses import dataclass, field

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.alteration_fields import events_of, moved_fields, stop_of
from shared.domain.case_file import CaseFile
from shared.domain.change import Change
from shared.domain.configuration import Configuration
from shared.domain.history import AllowanceMove, Caller
from shared.domain.matching import Identity, Match
from shared.domain.stamping import allowance_move
from shared.domain.value import Value
from shared.domain.watching import watchers_after
from shared.workflows.look_again import look_again
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Plan:
    """`file` is the record with its new references; the engine adds the rest."""

    file: CaseFile
    configuration: Configuration
    change: Change
    note: str | None = None
    comment: str | None = None
    public: bool = False
    identity: Identity | None = None
    match: Match | None = None
    allowance: AllowanceMove | None = None
    origin: dict[str, Value] = field(default_factory=dict)


def plan_change(
    world: World, file: CaseFile, alteration: Alteration, caller: Caller, now: Instant
) -> Plan:
    """Say what is to be done; raises Refused or IllegalMove with every fault."""
    seen = look_again(world, file, alteration, now)
    configuration = seen.configuration
    moved = moved_fields(file, alteration, configuration, caller, now)
    applies = seen.file.process is not None and file.process is None
    replied = file.replied or (alteration.verb == "comment" and alteration.public)
    return Plan(
        file=seen.file.model_copy(
            update={
                "replied": replied,
                "watchers": watchers_after(file, alteration, configuration, caller),
            }
        ),
        configuration=configuration,
        change=Change(
            set={**seen.moved, **moved},
            record_events=events_of(file, alteration, moved, configuration),
            complete=_named(alteration, "complete_milestone"),
            completed_at=alteration.completed_at,
            reopen_milestone=_named(alteration, "reopen_milestone"),
            waive=_named(alteration, "waive"),
            waive_reason=alteration.reason if alteration.verb == "waive" else None,
            stop=stop_of(alteration, configuration, caller),
            resume=alteration.verb == "resume",
            apply_process=applies,
            entry_at=now if applies and configuration.settings.clock_from == "matched" else None,
            force_close=alteration.force,
            recompute=_present_calendars(file, alteration, configuration),
        ),
        note=_note(alteration),
        comment=alteration.comment,
        public=alteration.public,
        identity=seen.identity,
        match=seen.match,
        allowance=allowance_move(seen.match, file.number, now, caller.name) if seen.match else None,
        origin=_hours(seen.file) if applies else {},
    )


def _named(alteration: Alteration, verb: str) -> str | None:
    return alteration.milestone if alteration.verb == verb else None


def _present_calendars(
    file: CaseFile, alteration: Alteration, configuration: Configuration
) -> dict[str, int] | None:
    if alteration.verb != "recompute":
        return None
    return {
        name: configuration.calendar_version(name) if _is_meant(name, alteration) else pinned
        for name, pinned in file.calendars.items()
    }


def _is_meant(calendar: str, alteration: Alteration) -> bool:
    return not alteration.calendars or calendar in alteration.calendars


def _note(alteration: Alteration) -> str | None:
    if alteration.verb in ("update", "comment"):
        return None
    named = f" {alteration.milestone}" if alteration.milestone else ""
    reason = f": {alteration.reason}" if alteration.reason else ""
    return f"{alteration.verb.replace('_', ' ')}{named}{reason}"


def _hours(file: CaseFile) -> dict[str, Value]:
    """What replay needs when a process is applied later: the hours that it may count in (C9)."""
    return {
        "entitlement_hours": file.entitlement_hours,
        "org_hours": file.org_hours,
        "process": file.process.name if file.process else None,
        "version": file.process.version if file.process else None,
    }
