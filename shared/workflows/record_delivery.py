"""What became of a mail is kept with its record and its addresses, however often it is said (A3)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from shared.domain.case_file import CaseFile
from shared.domain.claims import settle
from shared.domain.effect import Effect
from shared.domain.history import LogEntry
from shared.domain.mail.delivery import Delivery
from shared.domain.mail.second_way import second_way
from shared.errors import Absent, Unavailable
from shared.workflows.commit import keep
from shared.workflows.race import until_won
from shared.workflows.show_case import every
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a piece of news changed; `orphan` is news of a mail that no record of ours owed."""

    marked: tuple[str, ...] = ()
    logged: bool = False
    settled: bool = False
    second_way: bool = False
    orphan: bool = False


def record_delivery(world: World, delivery: Delivery) -> Recorded:
    """Mark the addresses, write the log, and do what follows; safe any number of times, in any order.

    Raises Unavailable, UnknownOutcome, Busy: the news then comes again.
    """
    marked = tuple(state.address for state in delivery.states() if world.mail_states.mark(state))
    number = delivery.number
    if number is None:
        return Recorded(marked=marked, orphan=True)
    try:
        return until_won(
            lambda: _record(world, number, delivery, marked), clock=world.clock, mint=world.mint
        )
    except Absent:
        return Recorded(marked=marked, orphan=True)


def sent_entry(log: Sequence[LogEntry], effect: str | None) -> LogEntry | None:
    """The entry that says that a mail went out."""
    found = (one for one in log if one.effect == effect and one.result == "sent")
    return next(found, None)


def _record(world: World, number: str, delivery: Delivery, marked: tuple[str, ...]) -> Recorded:
    file = world.records.load(number)
    log = every(lambda cursor: world.records.action_log(number, cursor))
    sent, waiting = sent_entry(log, delivery.effect), _owed(file, delivery)
    entries: list[LogEntry] = []
    if sent is None and waiting is not None:
        sent = _as_sent(number, waiting, delivery)
        entries.append(sent)
    news = _news(number, sent, delivery)
    if delivery.kind != "sent" and news not in log:
        entries.append(news)
    if entries:
        world.records.log(entries)
    configuration = world.shelf.current()
    now = world.clock.now()
    second = second_way(file, log, sent, delivery, configuration, now) if sent else None
    done = {waiting.id} if waiting else set()
    after = settle(file, done=done, failed={}, now=now)
    if second is not None:
        after = after.model_copy(update={"effects": (*after.effects, second)})
    if after != file:
        keep(world, after, world.shelf.policies(file, configuration), before=file, now=now)
    if second is not None:
        with suppress(Unavailable):  # the sweep finds what is owed
            world.wakes.wake(number, "message", None)
    return Recorded(marked, bool(entries), bool(done), second is not None)


def _owed(file: CaseFile, delivery: Delivery) -> Effect | None:
    """The effect that still counts as unsent though the news proves otherwise: its mark was lost.

    One that an operator redrove is left: the news may be of a try before that.
    """
    found = (one for one in file.effects if one.id == delivery.effect and one.attempts)
    return next((one for one in found if not one.forgiven), None)


def _as_sent(number: str, effect: Effect, delivery: Delivery) -> LogEntry:
    return LogEntry(
        number=number,
        effect=effect.id,
        kind=effect.kind,
        milestone=effect.milestone,
        occurrence=effect.occurrence,
        action=effect.action,
        due_at=effect.due_at,
        fired_at=delivery.at,
        lateness_seconds=max(0, delivery.at - effect.due_at),
        result="sent",
        attempts=effect.attempts,
        detail="told by the sending service",
        to=delivery.addresses,
        message_id=delivery.message_id,
        template=effect.template,
        news=f"{delivery.identifier}.sent",  # beside what its sender may still write of it
    )


def _news(number: str, sent: LogEntry | None, delivery: Delivery) -> LogEntry:
    about = sent or LogEntry(
        number=number,
        effect=delivery.effect or "",
        due_at=delivery.at,
        fired_at=delivery.at,
        lateness_seconds=0,
        result="sent",
        attempts=0,
    )
    return about.model_copy(
        update={
            "result": delivery.kind,
            "fired_at": delivery.at,
            "lateness_seconds": 0,
            "to": delivery.addresses,
            "detail": delivery.why or None,
            "message_id": delivery.message_id,
            "news": delivery.identifier,
            "source": None,
        }
    )
