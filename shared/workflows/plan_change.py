"""What an alteration means for this record: the change that the engine hears, and its company."""

from dataclasses import dataclass, field

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.alteration_fields import events_of, moved_fields, resumes, stop_of
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Switch
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.kept_reply import Reply
from shared.domain.matching import Identity, Match
from shared.domain.value import Value
from shared.domain.watching import watchers_after
from shared.workflows.limit_milestones import refuse_limited
from shared.workflows.look_again import Seen, look_again
from shared.workflows.plan_task import TaskPlan, plan_task
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
    verified: bool = True
    reply: Reply | None = None
    identity: Identity | None = None
    match: Match | None = None
    origin: dict[str, Value] = field(default_factory=dict)
    task: TaskPlan | None = None


def plan_change(
    world: World, file: CaseFile, alteration: Alteration, caller: Caller, now: Instant
) -> Plan:
    """Say what is to be done; raises Refused or IllegalMove with every fault."""
    seen = look_again(world, file, alteration, now)
    configuration = seen.configuration
    refuse_limited(world, file, alteration, configuration, now)
    moved = moved_fields(file, alteration, configuration, caller, now)
    task = plan_task(world, file, alteration, configuration, caller, now)
    switch = _switch(file, seen, alteration)
    applies = seen.file.process is not None and file.process is None and switch is None
    comes = applies or switch is not None
    replied = file.replied or alteration.answers
    resumed = resumes(file, alteration, configuration, now)
    return Plan(
        file=seen.file.model_copy(
            update={
                "replied": replied,
                "last_mail": alteration.message_id or file.last_mail,
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
            resume=resumed,
            apply_process=applies,
            entry_at=now if comes and _counts_from_now(file, seen) else None,
            force_close=alteration.force,
            recompute=_present_calendars(file, alteration, configuration),
            switch=switch,
        ),
        note=task.note if task else _note(alteration, resumed=resumed),
        comment=alteration.comment,
        public=alteration.public,
        verified=alteration.verified,
        reply=alteration.reply,
        identity=seen.identity,
        match=seen.match,
        origin=_origin(seen) if comes else {},
        task=task,
    )


def _switch(file: CaseFile, seen: Seen, alteration: Alteration) -> Switch | None:
    """Another process in place of the present one; what comes by hand skips what is past (R9)."""
    if seen.match is None:
        return None
    by_hand = seen.match.by == "named" or seen.match.no_entitlement == "cleared"
    present, other = file.process, seen.file.process
    if not by_hand and present is None:
        return None
    same_hours = seen.file.entitlement_hours == file.entitlement_hours
    if other == present and (same_hours or present is None):
        return None
    return Switch(process=other, fire_past=alteration.fire_past or not by_hand)


def _counts_from_now(file: CaseFile, seen: Seen) -> bool:
    """Whether the clock of a record that had no entitlement starts only now (R1)."""
    settings = seen.configuration.settings
    return settings.clock_from == "matched" and file.entitlement is None


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


def _note(alteration: Alteration, *, resumed: bool) -> str | None:
    if alteration.verb == "customer_reply" and resumed:
        return "resume: the customer replied"
    if alteration.verb in ("update", "comment", "reply", "customer_reply"):
        return None
    named = f" {alteration.milestone}" if alteration.milestone else ""
    reason = f": {alteration.reason}" if alteration.reason else ""
    return f"{alteration.verb.replace('_', ' ')}{named}{reason}"


def _origin(seen: Seen) -> dict[str, Value]:
    """What replay needs when a process comes later: the hours that it may count in (C9)."""
    file = seen.file
    return {
        "entitlement_hours": file.entitlement_hours,
        "org_hours": file.org_hours,
        "process": file.process.name if file.process else None,
        "version": file.process.version if file.process else None,
    }
