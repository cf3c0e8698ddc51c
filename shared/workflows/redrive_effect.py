"""An operator sends a parked effect on its way again, with the same id (A3)."""

from shared.business_time.instant import format_instant
from shared.domain.case_file import CaseFile
from shared.domain.claims import redriven
from shared.domain.history import Caller, LogEntry
from shared.errors import Absent, IllegalMove, Unavailable
from shared.ports import Page
from shared.workflows.commit import keep
from shared.workflows.race import until_won
from shared.workflows.show_case import every
from shared.workflows.world import World

MOST = 100


def parked_effects(world: World, cursor: str | None, limit: int) -> Page[LogEntry]:
    """Effects that were given up, longest first; they stay until they are redriven."""
    return world.records.parked(cursor, max(1, min(limit, MOST)))


def redrive_effect(world: World, effect: str, caller: Caller) -> LogEntry:
    """Owe the effect again, with its tries forgiven, and wake its record.

    Raises Absent if there never was such an effect, IllegalMove if it is not parked, Busy. After a
    crash on the way it is still listed, and redriving it again owes it once.
    """
    number = effect.partition(".")[0]
    parked = _parked(world, number, effect)
    until_won(lambda: _owe(world, number, parked), clock=world.clock, mint=world.mint)
    at = format_instant(world.clock.now())
    words = f"redriven by {caller.name} ({caller.door}) at {at}"
    done = parked.model_copy(
        update={
            "result": "redriven",
            "parked": None,
            "detail": f"{parked.detail}; {words}" if parked.detail else words,
        }
    )
    world.records.log((done,))
    _wake(world, number)
    return done


def _parked(world: World, number: str, effect: str) -> LogEntry:
    entries = every(lambda cursor: world.records.action_log(number, cursor))
    of_it = [entry for entry in entries if entry.effect == effect and entry.news is None]
    if not of_it:
        raise Absent(f"There is no effect {effect}.")
    last = max(of_it, key=lambda entry: entry.attempts)
    if last.result != "parked" or last.parked is None:
        raise IllegalMove(f"The effect {effect} is not parked: it was {last.result}.")
    return last


def _owe(world: World, number: str, parked: LogEntry) -> None:
    file: CaseFile = world.records.load(number)
    owing = redriven(file, parked.parked) if parked.parked else file
    if owing == file:
        return
    policies = world.shelf.policies(file, world.shelf.current())
    keep(world, owing, policies, before=file, now=world.clock.now())


def _wake(world: World, number: str) -> None:
    try:
        world.wakes.wake(number, "redrive", None)
    except Unavailable:
        return  # the sweep finds what is owed
