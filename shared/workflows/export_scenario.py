"""A record's whole history as a scenario that the engine replays to the same facts (Q5)."""

from dataclasses import replace
from typing import Any

from shared.domain.change import Change
from shared.domain.engine import decide, facts
from shared.domain.life.expectation import expectation_of, in_order
from shared.domain.processes_in import pins_in
from shared.domain.story_of_record import scenario_of
from shared.domain.told_calendars import calendars_in
from shared.workflows.show_case import every
from shared.workflows.world import World


def export_scenario(world: World, number: str) -> dict[str, Any]:
    """Write the scenario up to now, with what the record came to as `expect`.

    Timers that are due and have not been woken yet are run first, in thought: a replay is
    punctual. Raises Absent, IllegalMove for a record without a process.
    """
    records, now = world.records, world.clock.now()
    file = records.load(number)
    history = every(lambda cursor: records.history(number, cursor))
    configuration = world.shelf.current()
    policies = replace(
        world.shelf.policies(file, configuration, also=calendars_in(history)),
        left=world.shelf.processes(pins_in(history), configuration),
    )
    told = scenario_of(file, history, policies, now + 1)
    owed = decide(file, policies, Change(), now)
    known = (
        *every(lambda cursor: records.past(number, cursor)),
        *owed.past,
        *facts(owed.file, policies, now + 1),
    )
    fired = (*(action for entry in history for action in entry.fired), *owed.fired)
    return {
        **told,
        "expect": expectation_of(
            owed.file,
            sorted(known, key=lambda m: (m.start, m.item, m.occurrence)),
            in_order(fired),
        ),
    }
