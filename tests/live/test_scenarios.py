"""Every conformance scenario through the deployed handlers, told as its expectation says."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from shared.domain import alarm_plan
from shared.domain.scenario import run_scenario
from tests.live.doors import Doors
from tests.live.life import Life, Timing
from tests.live.organisation import organisation_of
from tests.live.timing import Punctual, SweepOnly, Wild
from tests.support.fakes.memory_store import MemoryStore
from tests.support.stores import stores_of
from tests.support.table import make_table
from tests.support.town import Town

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SCENARIOS = json.loads((Path(__file__).parents[1] / "fixtures" / "scenarios.json").read_text())[
    "scenarios"
]
SEEDS = range(3)
EVERY_ONE = 10_000
"""More instants than any record has ahead."""

ON_MOTO = SCENARIOS[::12]

Handlers = Mapping[str, ModuleType]
Scenario = dict[str, Any]
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["id"])


def lived(scenario: Scenario, handlers: Handlers, timing: Timing) -> Life:
    life = Life(scenario, Doors(Town(organisation_of(scenario)), handlers), timing)
    life.live()
    return life


@every_scenario
def test_Q5_the_scenario_lives_through_the_doors_and_its_export_replays(
    scenario: Scenario, handlers: Handlers
) -> None:
    life = lived(scenario, handlers, Punctual())
    exported = life.export()
    told = life.told()
    assert told == scenario["expect"]
    assert exported["until"] == scenario["until"]
    assert run_scenario(exported) == told


@every_scenario
def test_M14_wakes_that_are_late_doubled_and_out_of_order_change_no_fact(
    scenario: Scenario, handlers: Handlers
) -> None:
    for seed in SEEDS:
        life = lived(scenario, handlers, Wild(seed))
        assert run_scenario(life.export()) == scenario["expect"]
        assert life.told() == scenario["expect"], f"seed {seed}"


@every_scenario
def test_M14_without_any_schedule_the_sweep_brings_the_same_facts(
    scenario: Scenario, handlers: Handlers
) -> None:
    assert lived(scenario, handlers, SweepOnly()).told() == scenario["expect"]


@every_scenario
@pytest.mark.parametrize("ahead", [3, EVERY_ONE])
def test_M14_three_armed_instants_or_all_bring_the_same_facts_as_one(
    scenario: Scenario, handlers: Handlers, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    monkeypatch.setattr(alarm_plan, "ARM_AHEAD", ahead)
    assert lived(scenario, handlers, Punctual()).told() == scenario["expect"]


@pytest.mark.parametrize("scenario", ON_MOTO, ids=lambda one: one["id"])
def test_Q5_the_same_life_on_a_table_of_moto(
    scenario: Scenario, handlers: Handlers, moto_table: "DynamoDBClient"
) -> None:
    name = f"live-{SCENARIOS.index(scenario)}"
    make_table(moto_table, name)

    class MotoTown(Town):
        @override
        def make_store(self) -> MemoryStore:
            store, on_moto = super().make_store(), stores_of(moto_table, name)
            store.records, store.directory = on_moto.records, on_moto.directory
            store.policies = on_moto.policies
            return store

    town = MotoTown(organisation_of(scenario))
    life = Life(scenario, Doors(town, handlers), Punctual())
    life.live()
    exported = life.export()
    assert town.store.dynamo.calls.total() == 0
    assert life.told() == run_scenario(exported) == scenario["expect"]
