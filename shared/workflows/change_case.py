"""Change a record as a person asks: load, decide on fresh state, commit, cast the shadow."""

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration, Repeat
from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView
from shared.domain.history import Caller, Comment, Receipt
from shared.domain.intake import API_REPEAT_SECONDS
from shared.domain.owed_reply import owing_reply
from shared.domain.policies import Policies
from shared.domain.stamping import match_note
from shared.errors import AlreadyDone, StaleRevision, StateConflict
from shared.workflows.commit import Committed, Companions, cast_shadow, commit
from shared.workflows.count_use import Counted, count_change
from shared.workflows.decide_change import decide_change
from shared.workflows.history_entry import entry_of
from shared.workflows.plan_change import Plan, plan_change
from shared.workflows.race import until_won
from shared.workflows.show_case import view_of
from shared.workflows.world import World


def change_case(
    world: World,
    number: str,
    alteration: Alteration,
    caller: Caller,
    *,
    if_match: int | None = None,
    repeat: Repeat | None = None,
) -> CaseView:
    """Change the record once; a repeat of the request answers with the record as it now is.

    Raises Absent, Refused, IllegalMove, StaleRevision (another revision than `if_match`),
    StateConflict (the repeat key came with another body) and Busy.
    """

    def attempt() -> tuple[CaseFile, Policies, Committed | None]:
        return _attempt(world, number, alteration, caller, if_match, repeat)

    try:
        file, policies, committed = until_won(attempt, clock=world.clock, mint=world.mint)
    except AlreadyDone as done:
        if repeat is None or done.fingerprint != repeat.fingerprint or done.number != number:
            raise StateConflict("This idempotency key was used for another request.") from done
        file = world.records.load(number)
        return view_of(world, file, world.shelf.policies(file, world.shelf.current()))
    if committed is not None:
        cast_shadow(world, committed)
    return view_of(world, file, policies)


def _attempt(
    world: World,
    number: str,
    alteration: Alteration,
    caller: Caller,
    if_match: int | None,
    repeat: Repeat | None,
) -> tuple[CaseFile, Policies, Committed | None]:
    before = world.records.load(number)
    now = world.clock.now()
    _refuse_done(world, number, repeat, now)
    if if_match is not None and if_match != before.revision:
        yours = f"you changed revision {if_match}" if if_match > 0 else "you named none of them"
        raise StaleRevision(f"{number} is at revision {before.revision}, and {yours}.")
    plan = plan_change(world, before, alteration, caller, now)
    decided = decide_change(world, before, plan, now)
    policies = decided.policies
    counted = count_change(
        world,
        before,
        decided.decision,
        policies.closed_statuses,
        caller,
        low_share=plan.configuration.settings.low_balance_share,
        match=plan.match,
    )
    decision = counted.decision
    if plan.reply is not None:
        decision = owing_reply(decision, before.revision + 1, now)
    changed = decision.file.model_copy(update={"changed_at": before.changed_at}) != before
    if not changed and plan.comment is None and plan.task is None:
        return before, policies, None
    entry = entry_of(
        before,
        decision,
        plan.change,
        caller,
        verb=alteration.verb,
        at=now,
        note=plan.note,
        origin={**plan.origin, **counted.told},
        beside=plan.task.told() if plan.task else None,
    )
    committed = commit(
        world,
        decision,
        entry,
        policies,
        plan.configuration,
        before=before,
        hand_over=True,
        companions=_companions(plan, counted, before, caller, now, repeat),
    )
    return committed.file, policies, committed


def _refuse_done(world: World, number: str, repeat: Repeat | None, now: Instant) -> None:
    """Answer a repeat before its change is judged: on the changed record it might be refused."""
    receipt = world.records.receipt(repeat.key, now) if repeat else None
    if receipt is not None:
        raise AlreadyDone(receipt.number, receipt.fingerprint)


def _companions(
    plan: Plan,
    counted: Counted,
    before: CaseFile,
    caller: Caller,
    now: Instant,
    repeat: Repeat | None,
) -> Companions:
    order = before.revision + 1
    comment = None
    if plan.comment is not None:
        comment = Comment(
            number=before.number,
            order=order,
            at=now,
            by=caller.name,
            door=caller.door,
            public=plan.public,
            body=plan.comment,
            from_customer="customer_reply" in plan.change.record_events,
            verified=plan.verified,
            reply=plan.reply,
        )
    receipt = None
    if repeat is not None:
        receipt = Receipt(
            key=repeat.key,
            number=before.number,
            fingerprint=repeat.fingerprint,
            expires_at=now + API_REPEAT_SECONDS,
        )
    note = None
    if plan.identity is not None and counted.match is not None:
        note = match_note(plan.file, plan.identity, counted.match, order=order, at=now)
    return Companions(
        comment=comment,
        receipt=receipt,
        allowances=counted.moves,
        match_note=note,
        tasks=(plan.task.task,) if plan.task else (),
    )
