"""How wakes come to a record: punctually, wildly, or only from the sweep."""

from collections.abc import Iterator
from random import Random

from shared.business_time import Instant
from shared.names import DUE_SHARDS
from shared.workflows.sweep_due import OVERDUE_SECONDS
from tests.live.doors import Doors
from tests.support.fakes.memory_queue import Sent

MINUTE = 60
LONGEST_DELAY = 6 * 3_600
MOST_WAKES = 1_000
END_OF_TIME = 1 << 40


class Punctual:
    """Every schedule rings at its instant, and every message is answered at once."""

    def pass_until(self, doors: Doors, until: Instant) -> None:
        for _ in range(MOST_WAKES):
            due = _next(doors)
            if due is None or due >= until:
                return
            doors.town.clock.move_to(max(due, doors.town.clock.now()))
            _ring(doors)
            doors.wake(*doors.town.queue.receive())
        raise AssertionError("a record that is woken for ever")

    def settle(self, doors: Doors) -> None:
        """Nothing is ever under way."""


class SweepOnly:
    """The Scheduler is broken: whatever is overdue is found one to three minutes later."""

    def pass_until(self, doors: Doors, until: Instant) -> None:
        doors.town.alarm.is_broken = True
        for _ in range(MOST_WAKES):
            due = self._next_find(doors)
            if due is None or due >= until:
                return
            doors.town.clock.move_to(due)
            doors.sweep()
            doors.wake(*doors.town.queue.receive())
        raise AssertionError("a record that is woken for ever")

    def settle(self, doors: Doors) -> None:
        """Bring also what the sweep would only find after the end."""
        owed = list(_owed(doors))
        doors.wake(*(Sent(number, "sweep", None, 0) for number, _ in owed))

    def _next_find(self, doors: Doors) -> Instant | None:
        """The sweep runs half a minute after each whole one, on which all scenarios lie."""
        found = min((wake_at for _, wake_at in _owed(doors)), default=None)
        if found is None:
            return None
        overdue = max(found + OVERDUE_SECONDS + 1, doors.town.clock.now())
        return overdue - (overdue - MINUTE // 2) % -MINUTE


class Wild:
    """Wakes come up to six hours late, twice, and in another order; in the end all have come."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)
        self._under_way: list[tuple[Instant, Sent]] = []

    def pass_until(self, doors: Doors, until: Instant) -> None:
        for _ in range(MOST_WAKES):
            self._post(doors)
            arrivals = [at for at, _ in self._under_way]
            coming = [at for at in (*arrivals, _next(doors)) if at is not None]
            due = max(min(coming, default=until), doors.town.clock.now())
            if due >= until:
                return
            doors.town.clock.move_to(due)
            _ring(doors)
            self._post(doors)
            self._deliver(doors, [one for one in self._under_way if one[0] <= due])
        raise AssertionError("a record that is woken for ever")

    def settle(self, doors: Doors) -> None:
        for _ in range(MOST_WAKES):
            _ring(doors)
            self._post(doors)
            if not self._under_way:
                return
            self._deliver(doors, list(self._under_way))
        raise AssertionError("a record that is woken for ever")

    def _post(self, doors: Doors) -> None:
        """Off whole minutes, on which everything in a scenario lies: who comes first is told."""
        now = doors.town.clock.now()
        for sent in doors.town.queue.receive():
            for _ in range(self._dice.choice((1, 1, 2))):
                late = self._dice.randrange(LONGEST_DELAY // MINUTE) * MINUTE
                self._under_way.append((now - now % MINUTE + late + MINUTE // 2, sent))

    def _deliver(self, doors: Doors, arrived: list[tuple[Instant, Sent]]) -> None:
        self._under_way = [one for one in self._under_way if one not in arrived]
        self._dice.shuffle(arrived)
        if arrived:
            doors.wake(*(sent for _, sent in arrived))


def _owed(doors: Doors) -> Iterator[tuple[str, Instant]]:
    """What the due index holds, however far ahead."""
    for shard in range(DUE_SHARDS):
        yield from doors.town.store.records.overdue(shard, END_OF_TIME)


def _next(doors: Doors) -> Instant | None:
    town = doors.town
    coming = [
        *(armed.at for armed in town.alarm.waiting[:1]),
        *(sent.visible_at for sent in town.queue.waiting),
    ]
    return min(coming, default=None)


def _ring(doors: Doors) -> None:
    for armed in doors.town.alarm.ring():
        doors.town.queue.wake(armed.number, "schedule", armed.at)
