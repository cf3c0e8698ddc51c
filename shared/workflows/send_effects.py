"""Send what was claimed, say what became of it, and mark it done (A3, A4)."""

from collections.abc import Sequence

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.claims import MAX_ATTEMPTS, settle
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.engine import facts
from shared.domain.history import LogEntry, LogResult, WakeSource
from shared.domain.letter import letter_of, mentions_description
from shared.domain.policies import Policies
from shared.errors import Conflict, Refused, Unavailable
from shared.ports import OutgoingMail
from shared.workflows.commit import keep
from shared.workflows.race import until_won
from shared.workflows.world import World

_SETTLED = ("sent", "suppressed", "parked")


def send_effects(
    world: World,
    file: CaseFile,
    effects: Sequence[Effect],
    policies: Policies,
    configuration: Configuration,
    source: WakeSource | None,
) -> tuple[LogEntry, ...]:
    """Send each claimed effect on its own: one that fails holds up no other."""
    if not effects:
        return ()
    known = facts(file, policies, world.clock.now())
    outcomes = tuple(_send(world, file, effect, known, configuration, source) for effect in effects)
    world.records.log(outcomes)
    return outcomes


def settle_effects(
    world: World,
    file: CaseFile,
    outcomes: Sequence[LogEntry],
    policies: Policies,
    configuration: Configuration,
) -> None:
    """Mark all outcomes in one write, on whatever the file has become meanwhile."""
    if not outcomes:
        return
    done = {entry.effect for entry in outcomes if entry.result in _SETTLED}
    failed = {entry.effect for entry in outcomes if entry.result == "failed"}
    stored = [file]

    def attempt() -> None:
        now = world.clock.now()
        present = stored[0]
        try:
            settled = settle(present, done=done, failed=failed, now=now)
            keep(world, settled, policies, before=present, now=now)
        except Conflict:
            stored[0] = world.records.load(file.number)
            raise

    until_won(attempt, clock=world.clock, mint=world.mint)


def _send(
    world: World,
    file: CaseFile,
    effect: Effect,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
    source: WakeSource | None,
) -> LogEntry:
    now = world.clock.now()
    if effect.void_after is not None and now > effect.void_after:
        return _outcome(file, effect, now, source, "suppressed", detail="late")
    try:
        description = (
            world.records.text(file.number, "description")
            if mentions_description(effect, configuration)
            else None
        )
        letter = letter_of(file, effect, known, configuration, description)
        message_id = world.postman.send(
            OutgoingMail(
                effect=effect.id,
                number=file.number,
                to=letter.to,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                sender_name=configuration.settings.sender.name,
            )
        )
    except Refused as refused:
        return _outcome(file, effect, now, source, "parked", detail=refused.message)
    except Unavailable as unavailable:
        result: LogResult = "parked" if effect.attempts >= MAX_ATTEMPTS else "failed"
        return _outcome(file, effect, now, source, result, detail=unavailable.message)
    missing = f"missing: {', '.join(letter.missing)}" if letter.missing else None
    return _outcome(
        file, effect, now, source, "sent", detail=missing, to=letter.to, message_id=message_id
    )


def _outcome(
    file: CaseFile,
    effect: Effect,
    now: Instant,
    source: WakeSource | None,
    result: LogResult,
    *,
    detail: str | None = None,
    to: tuple[str, ...] = (),
    message_id: str | None = None,
) -> LogEntry:
    return LogEntry(
        number=file.number,
        effect=effect.id,
        kind=effect.kind,
        milestone=effect.milestone,
        occurrence=effect.occurrence,
        action=effect.action,
        due_at=effect.due_at,
        fired_at=now,
        lateness_seconds=max(0, now - effect.due_at),
        result=result,
        attempts=effect.attempts,
        source=source,
        detail=detail,
        to=to,
        message_id=message_id,
    )
