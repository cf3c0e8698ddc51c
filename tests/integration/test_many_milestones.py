"""Any number of milestones, through the real verbs, against a calculation of its own (P6)."""

import json
from pathlib import Path

import pytest

from shared.adapters.dynamo.items import compact
from shared.domain.alteration import Alteration
from shared.domain.claims import MOST_AT_ONCE
from shared.domain.decision import FiredAction
from shared.domain.scenario import run_scenario
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.fire_due import MOST_FIRED
from tests.support.many_milestones import Told, a_process, expected, organisation
from tests.support.town import AGENT, MINUTE, Town

HOUR = 60 * MINUTE
FULL = "A milestone whose name is as long as names may be, which is 120 characters in all, and no more: {place}"


def live(town: Town, until: int) -> int:
    """Let everything armed or queued happen, each at its instant; answers how many wakes it took."""
    wakes = 0
    while True:
        wakes += len(town.deliver())
        dues = [armed.at for armed in town.alarm.waiting]
        dues += [sent.visible_at for sent in town.queue.waiting]
        due = min((due for due in dues if due <= until), default=None)
        if due is None:
            return wakes
        town.clock.move_to(max(due, town.clock.now()))


def fired(town: Town, number: str) -> list[FiredAction]:
    history = town.store.records.history(number)
    entries = list(history.items)
    while history.cursor is not None:
        history = town.store.records.history(number, history.cursor)
        entries += history.items
    return [one for entry in entries for one in entry.fired]


def told(actions: list[FiredAction]) -> set[Told]:
    return {
        (one.milestone, str(one.occurrence), one.action, str(one.at))
        for one in actions
        if one.result == "fired"
    }


@pytest.mark.parametrize("count", [34, 200])
def test_P6_many_milestones_open_and_fire_at_their_instants(count: int, tmp_path: Path) -> None:
    town = Town(organisation(tmp_path, a_process(count)))
    born = town.clock.now()
    number = town.post().number
    answered = born + 40 * MINUTE
    live(town, answered - 1)
    town.clock.move_to(answered)
    reply = Alteration(verb="comment", comment="On our way", public=True)
    change_case(town.world, number, reply, AGENT)
    until = born + 12 * HOUR
    live(town, until)

    actions = fired(town, number)
    assert told(actions) == expected(count, born, answered, until)
    assert len(actions) == len(told(actions))
    assert {one.due_at for one in actions if one.on != "success"} <= {one.at for one in actions}
    file = town.store.records.load(number)
    assert file.effects == ()
    assert town.postman.count_by_effect
    assert set(town.postman.count_by_effect.values()) == {1}
    assert len(town.postman.count_by_effect) == len(actions)
    assert len(compact(file.model_dump(mode="json", exclude_defaults=True)).encode()) <= 65_536

    replayed = run_scenario(export_scenario(town.world, number))
    assert len(replayed["actions"]) == len(actions)


def test_P6_a_thousand_triggers_due_at_once_fire_in_several_wakes(tmp_path: Path) -> None:
    process = a_process(200, FULL)
    for item in process["milestones"]:
        item.pop("complete", None)
        item.pop("within_formula", None)
        item["within"] = "60m"
        for action in item.get("actions", ()):
            action["name"] = action["name"].ljust(120, ".")
    town = Town(organisation(tmp_path, process))
    number = town.post().number
    town.alarm.is_broken = True
    town.clock.tick(30 * HOUR)
    town.sweep()
    wakes = live(town, town.clock.now() + HOUR)

    actions = fired(town, number)
    assert len([one for one in actions if one.result == "fired"]) == 800
    assert wakes >= 800 // MOST_AT_ONCE
    assert town.store.records.load(number).effects == ()
    assert set(town.postman.count_by_effect.values()) == {1}
    entries = town.store.records.history(number).items
    assert max(len(entry.fired) for entry in entries) <= MOST_FIRED
    sizes = [len(json.dumps(item)) for item in town.store.dynamo.items.values()]
    assert max(sizes) < 400_000
    log = town.store.records.action_log(number)
    assert log.items


def test_P6_firing_in_several_wakes_tells_the_story_of_one(tmp_path: Path) -> None:
    """Two towns: in one every wake is punctual, in the other all of it is late and cut in pieces."""
    stories = []
    for late in (False, True):
        town = Town(organisation(tmp_path, a_process(50)))
        born = town.clock.now()
        number = town.post().number
        if late:
            live(town, born)
            town.alarm.ring(born + 99 * HOUR)
            town.clock.tick(12 * HOUR)
            town.sweep()
        live(town, born + 12 * HOUR)
        file = town.store.records.load(number)
        stories.append((told(fired(town, number)), file.sla.milestones, file.changed_at))
    assert stories[0] == stories[1]
