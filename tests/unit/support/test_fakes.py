"""The fakes themselves: trouble comes when it is called, and the same way for the same seed."""

from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from shared.errors import Unavailable
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_store import MemoryStore
from tests.support.faults import Crash, Plan, watched
from tests.support.records import NUMBER, creation
from tests.support.table import TABLE
from tests.support.town import Town


@pytest.mark.parametrize(
    ("door", "operation"),
    [("sweep", "put_item"), ("web_to_case", "delete_item"), ("publish_events", "get_item")],
)
def test_a_door_is_refused_what_its_policy_does_not_have(door: str, operation: str) -> None:
    store = MemoryStore(HandClock())
    request = {"TableName": TABLE, "Key": {}, "Item": {}}
    file = Path(__file__).parents[3] / "functions" / door / "handler.py"
    called = compile(f"store.dynamo.{operation}(**request)", file, "exec")

    with pytest.raises(ClientError, match=f"The door {door} is not authorized"):
        exec(called, {"store": store, "request": request})  # noqa: S102 - as code of the door
    assert not store.dynamo.calls


def outcomes(seed: int) -> list[str]:
    store = MemoryStore(HandClock())
    store.dynamo.weather.roll(seed, conflict=0.2, throttle=0.2, lost=0.2)
    found = []
    for place in range(40):
        commit = replace(creation(f"N{place:02}"), token=f"token-{place}")
        try:
            store.records.commit(commit)
            found.append("written")
        except Exception as error:  # noqa: BLE001 - the kind is what is looked at
            found.append(type(error).__name__)
    return found


def test_dice_fall_the_same_way_for_the_same_seed() -> None:
    assert outcomes(7) == outcomes(7)
    assert outcomes(7) != outcomes(8)
    assert {"written", "Conflict", "Unavailable", "UnknownOutcome"} <= set(outcomes(7))


def test_calm_returns_when_it_is_asked_for() -> None:
    store = MemoryStore(HandClock())
    store.dynamo.weather.call("GetItem", "throttle", times=5)
    with pytest.raises(Unavailable):
        store.policies.revision()

    store.dynamo.weather.clear()

    assert store.policies.revision() == 0


def test_a_plan_lists_the_port_calls_of_a_run_and_crashes_at_any_of_them() -> None:
    watching = Plan()
    town = Town()
    town.world = watched(town.world, watching)
    town.post()
    assert watching.calls == [
        "directory.first_look",
        "policies.documents",
        "directory.coverage",
        "records.commit",
        "alarm.arm",
    ]

    for place, name in enumerate(watching.calls, start=1):
        for when, written in (("before", place > 4), ("after", place >= 4)):
            town = Town()
            plan = Plan(at=place, when="before" if when == "before" else "after")
            town.world = watched(town.world, plan)
            with pytest.raises(Crash):
                town.post()
            assert plan.calls[-1] == name
            assert bool(town.store.records.work(None).items) == written


def test_a_plan_for_one_port_counts_only_its_calls() -> None:
    plan = Plan(at=1, when="before", only="alarm", error=Unavailable("no schedules today"))
    town = Town()
    town.world = watched(town.world, plan)

    town.post()

    assert plan.calls == ["alarm.arm"]
    assert town.alarm.made == []
    assert town.store.records.work(None).items[0].number != NUMBER
