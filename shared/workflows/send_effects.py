"""Send what was claimed, say what became of it, and mark it done (A3, A4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.business_time.instant import Instant
from shared.domain.call import CallReport
from shared.domain.call_body import call_of
from shared.domain.call_outcome import outcome_of
from shared.domain.case_file import CaseFile
from shared.domain.claims import MAX_TRIES, settle
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.engine import facts
from shared.domain.history import LogEntry, LogResult, WakeSource
from shared.domain.policies import Policies
from shared.errors import Conflict, Refused, Unavailable
from shared.workflows.answer_budget import why_not_answered
from shared.workflows.barred import barred, words_of
from shared.workflows.commit import Committed, cast_shadow, keep
from shared.workflows.race import until_won
from shared.workflows.world import World
from shared.workflows.write_mail import description_for, write_mail

_SETTLED = ("sent", "suppressed", "parked")


@dataclass(frozen=True, slots=True)
class Sending:
    """One wake's work on effects: the record, what is known of it, and who woke us."""

    world: World
    file: CaseFile
    policies: Policies
    configuration: Configuration
    source: WakeSource | None

    def send(self, effects: Sequence[Effect]) -> tuple[LogEntry, ...]:
        """Send each claimed effect on its own: one that fails holds up no other.

        A call that was handed over has no outcome yet: its report will say.
        """
        if not effects:
            return ()
        known = facts(self.file, self.policies, self.world.clock.now())
        return tuple(
            outcome for effect in effects if (outcome := self._send(effect, known)) is not None
        )

    def reported(self, report: CallReport, effect: Effect) -> LogEntry:
        """The outcome of a call, as its report tells it."""
        result, detail = outcome_of(report, effect)
        return self._outcome(effect, report.at, result, detail=detail or None)

    def _send(self, effect: Effect, known: Sequence[MilestoneFacts]) -> LogEntry | None:
        now = self.world.clock.now()
        if effect.void_after is not None and now > effect.void_after:
            return self._outcome(effect, now, "suppressed", detail="late")
        if effect.tries > MAX_TRIES:
            detail = f"no word of it after {MAX_TRIES} tries"
            return self._outcome(effect, now, "parked", detail=detail)
        try:
            if effect.kind == "email":
                return self._mail(effect, known, now)
            description = description_for(self.world, self.file, effect, self.configuration)
            self.world.calls.call(
                call_of(self.file, effect, known, self.configuration, description)
            )
        except Refused as refused:
            return self._outcome(effect, now, "parked", detail=refused.message)
        except Unavailable as unavailable:
            result: LogResult = "parked" if effect.tries >= MAX_TRIES else "failed"
            return self._outcome(effect, now, result, detail=unavailable.message)
        return None

    def _mail(self, effect: Effect, known: Sequence[MilestoneFacts], now: Instant) -> LogEntry:
        mail, gaps = write_mail(self.world, self.file, effect, known, self.configuration)
        if effect.answers and effect.tries == 1:
            why = why_not_answered(self.world, mail.to, self.configuration)
            if why is not None:
                return self._outcome(effect, now, "suppressed", detail=why, to=mail.to)
        kept_back = barred(self.world, effect, mail.to)
        to = tuple(one for one in mail.to if one not in kept_back)
        if not to:
            return self._outcome(effect, now, "suppressed", detail=words_of(kept_back), to=mail.to)
        message_id = self.world.postman.send(replace(mail, to=to))
        notes = (f"missing: {', '.join(gaps)}" if gaps else "", words_of(kept_back))
        sent = self._outcome(
            effect,
            now,
            "sent",
            detail="; ".join(part for part in notes if part) or None,
            to=(*to, *mail.cc),
            message_id=message_id,
        )
        return sent.model_copy(update={"own_id": mail.ties and mail.ties.message_id})

    def _outcome(
        self,
        effect: Effect,
        now: Instant,
        result: LogResult,
        *,
        detail: str | None = None,
        to: tuple[str, ...] = (),
        message_id: str | None = None,
    ) -> LogEntry:
        return LogEntry(
            number=self.file.number,
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
            source=self.source,
            detail=detail,
            to=(effect.target,) if effect.target else to,
            message_id=message_id,
            template=effect.template or None,
            parked=effect if result == "parked" else None,
        )


def settle_effects(
    world: World,
    file: CaseFile,
    outcomes: Sequence[LogEntry],
    policies: Policies,
) -> None:
    """Mark all outcomes in one write, on whatever the file has become meanwhile; arm the next try."""
    if not outcomes:
        return
    done = {entry.effect for entry in outcomes if entry.result in _SETTLED}
    failed = {entry.effect: entry.attempts for entry in outcomes if entry.result == "failed"}
    stored = [file]

    def attempt() -> Committed | None:
        now = world.clock.now()
        present = stored[0]
        settled = settle(present, done=done, failed=failed, now=now)
        if settled == present:
            return None
        try:
            return keep(world, settled, policies, before=present, now=now)
        except Conflict:
            stored[0] = world.records.load(file.number)
            raise

    kept = until_won(attempt, clock=world.clock, mint=world.mint)
    if kept is not None:
        cast_shadow(world, kept)
