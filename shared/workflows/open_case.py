"""Open a record: who is it, which entitlement, one write, then the shadow (§1)."""

import json
from dataclasses import dataclass
from textwrap import shorten

from shared.business_time.instant import Instant
from shared.domain.acknowledgement import acknowledged
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, RecordEvent
from shared.domain.configuration import Configuration
from shared.domain.decision import Decision
from shared.domain.engine import decide
from shared.domain.history import AllowanceMove, Caller, Receipt
from shared.domain.intake import Intake, Opened
from shared.domain.intake_check import refuse_bad_intake
from shared.domain.matching import Identity, Match, identify, refused_references
from shared.domain.new_record import assignment_of, draft_of, first_file
from shared.domain.policies import Policies
from shared.domain.stamping import match_note, stamped
from shared.domain.value import Value
from shared.errors import AlreadyDone, NumberTaken, StateConflict
from shared.workflows.commit import Committed, Companions, cast_shadow, commit
from shared.workflows.count_use import count_new
from shared.workflows.history_entry import entry_of
from shared.workflows.match_record import match_record
from shared.workflows.race import until_won
from shared.workflows.world import World

_FIRST_REVISION = 1
_LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class _Plan:
    """A record that is decided and not yet written."""

    decision: Decision
    policies: Policies
    configuration: Configuration
    change: Change
    identity: Identity
    match: Match
    why_owner: str
    given: dict[str, Value]
    allowances: tuple[AllowanceMove, ...]


def open_case(world: World, intake: Intake, caller: Caller) -> Opened:
    """Create the record, whole, once; a repeat of the request answers with the first one's number.

    Raises Refused with every fault, StateConflict when a repeat key comes with another body, Busy.
    """
    numbers = [world.mint.number()]

    def attempt() -> tuple[Committed, _Plan]:
        try:
            return _attempt(world, intake, caller, numbers[-1])
        except NumberTaken:
            numbers.append(world.mint.number())
            raise

    try:
        committed, plan = until_won(attempt, clock=world.clock, mint=world.mint)
    except AlreadyDone as done:
        if done.fingerprint != intake.fingerprint:
            raise StateConflict("This idempotency key was used for another request.") from done
        return Opened(number=done.number, repeated=True)
    cast_shadow(world, committed)
    return Opened(
        number=committed.file.number,
        entitlement=committed.file.entitlement,
        no_entitlement=committed.file.stamp.no_entitlement,
        warnings=plan.match.warnings,
    )


def _attempt(world: World, intake: Intake, caller: Caller, number: str) -> tuple[Committed, _Plan]:
    now = world.clock.now()
    plan = _decide(world, intake, caller, number, now)
    file = plan.decision.file
    entry = entry_of(
        None,
        plan.decision,
        plan.change,
        caller,
        verb="open",
        at=now,
        note=_note(plan.why_owner, intake),
        origin={**_origin(file), "warnings": ", ".join(plan.match.warnings) or None},
        given=plan.given,
    )
    committed = commit(
        world,
        plan.decision,
        entry,
        plan.policies,
        plan.configuration,
        before=None,
        hand_over=True,
        companions=Companions(
            receipt=Receipt(
                key=intake.repeat_key,
                number=file.number,
                fingerprint=intake.fingerprint,
                expires_at=now + intake.repeat_seconds,
            ),
            allowances=plan.allowances,
            match_note=match_note(file, plan.identity, plan.match, order=_FIRST_REVISION, at=now),
            texts=_texts(intake),
        ),
    )
    return committed, plan


def _decide(world: World, intake: Intake, caller: Caller, number: str, now: Instant) -> _Plan:
    draft = draft_of(intake)
    look = world.directory.first_look(draft)
    configuration = world.shelf.configuration(look.configuration_revision)
    unknown = refused_references(draft, look.findings)
    refuse_bad_intake(intake, configuration, caller.roles, unknown)
    settings = configuration.matching_settings()
    identity = identify(draft, look.findings, settings)
    found = match_record(world, draft, identity, look, settings, now)
    file = stamped(
        first_file(intake, configuration, number, now),
        identity,
        found.match,
        configuration,
        now,
        world.shelf.published(configuration),
    )
    fields: dict[str, Value] = {**file.fields, **found.related}
    given = assignment_of(file, fields, configuration, now)
    holder = {"owner": given.owner} if given.owner else {"queue": given.queue}
    file = file.model_copy(update={"fields": {**fields, **holder}})
    policies = world.shelf.policies(file, configuration)
    answered: tuple[RecordEvent, ...] = (
        ("first_public_reply", "public_reply") if file.replied else ()
    )
    change = Change(created=True, record_events=answered)
    decision = acknowledged(
        decide(file, policies, change, now),
        intake.acknowledge or _received(intake, configuration),
        now,
    )
    counted = count_new(decision, found.match, policies.closed_statuses, caller)
    return _Plan(
        decision=counted.decision,
        policies=policies,
        configuration=configuration,
        change=change,
        identity=identity,
        match=counted.match or found.match,
        why_owner=given.because,
        given=file.fields,
        allowances=counted.moves,
    )


def _received(intake: Intake, configuration: Configuration) -> str | None:
    """The answer to a customer who came in person; mail is judged where it is taken in."""
    is_answered = intake.origin in ("web", "portal") and (intake.email or intake.contact)
    return configuration.settings.notices.received if is_answered else None


def _origin(file: CaseFile) -> dict[str, Value]:
    """What replay needs besides fields: hours that the calendar is chosen from (C9)."""
    return {
        "record_type": file.record_type,
        "business_hours": file.business_hours,
        "entitlement_hours": file.entitlement_hours,
        "org_hours": file.org_hours,
        "process": file.process.name if file.process else None,
        "version": file.process.version if file.process else None,
    }


def _note(why_owner: str, intake: Intake) -> str:
    """Who was chosen and why, and what a form said that nobody declared, by name (I1)."""
    assigned = f"assigned by {why_owner}"
    if not intake.unknown:
        return assigned
    return shorten(f"{assigned}; not declared: {', '.join(intake.unknown)}", _LONGEST_NOTE)


def _texts(intake: Intake) -> dict[str, str]:
    texts = {"description": intake.description} if intake.description else {}
    if intake.unknown:
        texts["unknown"] = json.dumps(intake.unknown, ensure_ascii=False)
    return texts
