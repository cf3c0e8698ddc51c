"""A record's whole history as a scenario that the engine replays to the same facts (Q5)."""

from typing import Any

from shared.domain.story_of_record import scenario_of
from shared.domain.told_calendars import calendars_in
from shared.workflows.show_case import every
from shared.workflows.world import World


def export_scenario(world: World, number: str) -> dict[str, Any]:
    """Write the scenario up to now; raises Absent, IllegalMove for a record without a process."""
    file = world.records.load(number)
    history = every(lambda cursor: world.records.history(number, cursor))
    policies = world.shelf.policies(file, world.shelf.current(), also=calendars_in(history))
    return scenario_of(file, history, policies, world.clock.now() + 1)
