"""Many at once, in threads and without weather: on the fake, and on a database that really runs."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest
from typing_extensions import override

from shared.adapters.system import SystemClock, SystemMint
from shared.domain.alteration import Alteration
from shared.errors import StaleRevision
from shared.workflows.change_case import change_case
from shared.workflows.fire_due import fire_due
from shared.workflows.open_case import open_case
from shared.workflows.world import World
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_store import MemoryStore
from tests.support.stores import Stores
from tests.support.town import AGENT, WEB, Town, an_intake

T = TypeVar("T")

# transactions of moto are not whole when two come at once
LEAVES_OUT = ("moto",)

CROWD = 8
FELIX = "felix@fabrikam.example"


class RealPauses(HandClock):
    """Hands that people turn, and pauses that take their time."""

    @override
    def pause(self, seconds: float) -> None:
        SystemClock().pause(seconds)

    @override
    def elapsed(self) -> float:
        return SystemClock().elapsed()


class Crowded(Town):
    """A town on the table of another world, with tokens that no two people share."""

    def __init__(self, stores: Stores, organisation: str) -> None:
        self._stores = stores
        super().__init__(organisation)
        self.clock = RealPauses()
        self.world: World = replace(self.world, clock=self.clock, mint=SystemMint())

    @override
    def make_store(self) -> MemoryStore:
        store = super().make_store()
        store.records, store.directory = self._stores.records, self._stores.directory
        store.policies = self._stores.policies
        return store


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=CROWD) as threads:
        yield threads


def at_once(pool: ThreadPoolExecutor, deed: Callable[[int], T]) -> list[T]:
    start = Barrier(CROWD, timeout=30)

    def ready(turn: int) -> T:
        start.wait()
        return deed(turn)

    return list(pool.map(ready, range(CROWD)))


def test_I2_one_form_posted_by_impatient_fingers_makes_one_case(
    stores: Stores, pool: ThreadPoolExecutor
) -> None:
    town = Crowded(stores, "smoke")

    opened = at_once(pool, lambda _: open_case(town.world, an_intake(), WEB))

    assert len({one.number for one in opened}) == 1
    assert Counter(one.repeated for one in opened) == {True: CROWD - 1, False: 1}
    assert stores.directory.balance("smoke-ltd", "smoke-support") == 1


def test_E6_cases_opened_at_once_each_count_once_and_a_crossing_is_told_once(
    stores: Stores, pool: ThreadPoolExecutor
) -> None:
    town = Crowded(stores, "acme")

    opened = at_once(pool, lambda turn: open_case(town.world, an_intake(FELIX, key=f"{turn}"), WEB))

    assert len({one.number for one in opened}) == CROWD
    assert {one.entitlement for one in opened} == {"fabrikam-silver"}
    assert stores.directory.balance("fabrikam", "fabrikam-silver") == CROWD
    warned = Counter(warning for one in opened for warning in one.warnings)
    assert warned == {"allowance_low": 1, "allowance_exceeded": 1}


def test_people_who_comment_at_once_leave_a_history_without_gaps(
    stores: Stores, pool: ThreadPoolExecutor
) -> None:
    town = Crowded(stores, "smoke")
    number = town.post().number

    def comment(turn: int) -> int:
        said = Alteration(verb="comment", comment=f"note {turn}")
        return change_case(town.world, number, said, AGENT).file.revision

    revisions = at_once(pool, comment)

    assert sorted(revisions) == list(range(2, CROWD + 2))
    notes = {comment.body for comment in stores.records.comments(number).items}
    assert notes == {f"note {turn}" for turn in range(CROWD)}
    history = stores.records.history(number).items
    assert [entry.revision for entry in history] == list(range(1, CROWD + 2))


def test_of_changes_to_one_revision_one_wins_and_the_others_hear_of_it(
    stores: Stores, pool: ThreadPoolExecutor
) -> None:
    town = Crowded(stores, "smoke")
    number = town.post().number

    def change(turn: int) -> bool:
        asked = Alteration(verb="update", fields={"subject": f"by {turn}"})
        try:
            change_case(town.world, number, asked, AGENT, if_match=1)
        except StaleRevision:
            return False
        return True

    assert Counter(at_once(pool, change)) == {True: 1, False: CROWD - 1}
    assert stores.records.load(number).revision == 2


def test_M14_wakes_that_come_at_once_fire_once_and_mail_once(
    stores: Stores, pool: ThreadPoolExecutor
) -> None:
    town = Crowded(stores, "smoke")
    number = town.post().number
    town.clock.tick(2 * 60)
    now = town.clock.now()

    reports = at_once(pool, lambda _: fire_due(town.world, number, "schedule", now))

    assert Counter(bool(report.fired) for report in reports) == {True: 1, False: CROWD - 1}
    assert set(town.mails().values()) == {1}
