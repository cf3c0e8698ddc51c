"""A record's history, exported and replayed, tells exactly the same facts (Q5)."""

import random

import pytest

from shared.business_time import format_instant
from shared.domain.alteration import Alteration
from shared.domain.engine import facts
from shared.domain.scenario import run_scenario
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from tests.support.town import AGENT, Town

MOVES = (
    Alteration(verb="comment", comment="On our way.", public=True),
    Alteration(verb="comment", comment="A note."),
    Alteration(verb="update", fields={"priority": "Low"}),
    Alteration(verb="update", fields={"priority": "Critical"}),
    Alteration(verb="stop", reason="Planned work"),
    Alteration(verb="resume"),
    Alteration(verb="close"),
    Alteration(verb="reopen"),
    Alteration(verb="complete_milestone", milestone="Two minutes"),
    Alteration(verb="waive", milestone="Long", reason="agreed"),
    Alteration(verb="reopen_milestone", milestone="Two minutes"),
)


def told(town: Town, number: str) -> list[dict[str, object]]:
    file = town.store.records.load(number)
    policies = town.world.shelf.policies(file, town.world.shelf.current())
    known = (
        *town.store.records.past(number).items,
        *facts(file, policies, town.clock.now() + 1),
    )
    return [
        {
            "milestone": m.milestone,
            "occurrence": m.occurrence,
            "start": format_instant(m.start),
            "target": format_instant(m.target),
            "outcome": m.outcome,
            "violated": m.violated,
            "stopped_seconds": m.stopped_seconds,
            "elapsed_seconds": m.elapsed_seconds,
        }
        for m in sorted(known, key=lambda m: (m.start, m.item, m.occurrence))
    ]


@pytest.mark.parametrize("seed", range(12))
def test_Q5_any_history_replays_to_the_same_facts(seed: int) -> None:
    dice = random.Random(seed)
    town = Town(seed=seed)
    number = town.post().number
    done = 0
    for _ in range(40):
        town.clock.tick(dice.choice((0, 1, 7, 30, 60)))
        town.alarm.ring()
        if dice.random() < 0.7:
            town.wake(number, "redrive")
        try:
            change_case(town.world, number, dice.choice(MOVES), AGENT)
            done += 1
        except Refused:
            continue
    town.clock.tick(1)
    town.wake(number, "redrive")
    assert done > 10
    exported = export_scenario(town.world, number)
    outcome = run_scenario(exported)
    assert outcome == exported["expect"]
    shown = [{key: row[key] for key in told(town, number)[0]} for row in outcome["milestones"]]
    assert shown == told(town, number)
    assert "errors" not in outcome
    fired = [
        (fired.milestone, fired.occurrence, fired.action, format_instant(fired.at), fired.result)
        for entry in town.store.records.history(number).items
        for fired in entry.fired
    ]
    replayed = [tuple(action.values()) for action in outcome["actions"]]
    assert sorted(replayed) == sorted(fired)


def test_Q5_a_record_that_got_its_process_later_replays_too() -> None:
    town = Town()
    number = town.post("nobody@elsewhere.example").number
    assert town.store.records.load(number).stamp.no_entitlement == "account_unknown"
    town.clock.tick(45)
    change_case(town.world, number, Alteration(verb="update", account="smoke-ltd"), AGENT)
    town.pass_minutes(4)
    file = town.store.records.load(number)
    assert file.entitlement == "smoke-support"
    assert file.sla.entered == file.created_at
    outcome = run_scenario(export_scenario(town.world, number))
    shown = [{key: row[key] for key in told(town, number)[0]} for row in outcome["milestones"]]
    assert shown == told(town, number)


def test_Q5_a_record_whose_wake_is_late_is_told_as_if_it_had_come() -> None:
    town = Town()
    number = town.post().number
    town.clock.tick(130)
    exported = export_scenario(town.world, number)
    assert town.store.records.load(number).revision == 1
    assert run_scenario(exported) == exported["expect"]
    assert exported["expect"]["roll_up"] == "open_violation"
