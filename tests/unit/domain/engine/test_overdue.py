"""A pause that lasts longer than the organisation allows is told once, whatever caused it (M10)."""

from dataclasses import replace
from typing import Any

import pytest

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.timetable import timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Stop
from shared.domain.decision import Decision
from shared.domain.engine import decide, next_instant
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from tests.support.records import NINE

HOUR = 3_600
WAITING = {"items": [{"field": "status", "operator": "equals", "value": "Waiting"}]}
PROCESS: dict[str, Any] = {
    "name": "Gold",
    "pause": WAITING,
    "milestones": [{"milestone": "Reply", "within": "10h"}],
}
RULES = Policies(
    process=EntitlementProcess.parse(PROCESS),
    calendars={"24x7": timetable(ALWAYS_OPEN)},
    max_pause=2 * HOUR,
    pause_template="long",
)
STOP, RESUME = Change(stop=Stop(reason="Planned work")), Change(resume=True)


def a_file(rules: Policies = RULES) -> CaseFile:
    file = CaseFile(number="A", origin="api", created_at=NINE, changed_at=NINE)
    return decide(file, rules, Change(created=True), NINE).file


def told(decision: Decision) -> list[int]:
    return [step.at - NINE for step in decision.steps if step.what == "pause_overdue"]


def after(*changes: tuple[int, Change], rules: Policies = RULES) -> CaseFile:
    file = a_file(rules)
    for seconds, change in changes:
        file = decide(file, rules, change, NINE + seconds).file
    return file


def waiting(value: str = "Waiting") -> Change:
    return Change(set={"status": value})


@pytest.mark.parametrize("cause", [STOP, waiting()], ids=["by hand", "by the process"])
@pytest.mark.parametrize("late", [0, 1, 5 * HOUR])
def test_M10_a_long_pause_is_told_once_at_its_own_instant(cause: Change, late: int) -> None:
    file = after((600, cause))
    due = NINE + 600 + 2 * HOUR
    assert next_instant(file, RULES) == due
    assert decide(file, RULES, Change(), due - 1).steps == ()
    found = decide(file, RULES, Change(), due + late)
    assert told(found) == [600 + 2 * HOUR]
    (event,), (effect,) = found.events, found.file.effects
    assert (event.name, event.id) == ("pause_overdue", f"A.pause_overdue.{NINE + 600}")
    assert (effect.id, effect.template, effect.to[0].kind) == (event.id, "long", "owner")
    assert next_instant(found.file, RULES) is None
    assert decide(found.file, RULES, Change(), due + 9 * HOUR).steps == ()


def test_M10_a_pause_of_one_milestone_alone_counts_too() -> None:
    process = {**PROCESS, "milestones": [{"milestone": "Reply", "within": "10h", "pause": WAITING}]}
    process.pop("pause")
    rules = replace(RULES, process=EntitlementProcess.parse(process))
    file = after((600, waiting()), rules=rules)
    assert told(decide(file, rules, Change(), NINE + 9 * HOUR)) == [600 + 2 * HOUR]


def test_M10_overlapping_causes_are_one_pause_and_the_next_pause_is_another() -> None:
    file = after((0, STOP), (HOUR, waiting()), (HOUR + 60, RESUME))
    found = decide(file, RULES, Change(), NINE + 3 * HOUR)
    assert told(found) == [2 * HOUR]
    on = decide(found.file, RULES, waiting("Open"), NINE + 4 * HOUR).file
    assert on.sla.pause_limit is None
    again = decide(on, RULES, STOP, NINE + 5 * HOUR).file
    assert told(decide(again, RULES, Change(), NINE + 9 * HOUR)) == [7 * HOUR]


@pytest.mark.parametrize("at", [HOUR, 2 * HOUR])
def test_M10_a_pause_no_longer_than_the_limit_is_not_told(at: int) -> None:
    file = after((0, STOP))
    found = decide(file, RULES, RESUME, NINE + at)
    assert told(found) == []
    assert told(decide(found.file, RULES, Change(), NINE + 3 * HOUR)) == []


def test_M10_a_stop_that_ends_at_the_limit_by_itself_is_not_told() -> None:
    file = after((0, Change(stop=Stop(reason="x", until=NINE + 2 * HOUR))))
    assert told(decide(file, RULES, Change(), NINE + 3 * HOUR)) == []


def test_M10_a_closed_record_is_not_paused_for_too_long() -> None:
    file = after((0, STOP), (60, Change(set={"status": "Closed"}, force_close=True)))
    assert file.sla.pause_limit is None
    assert told(decide(file, RULES, Change(), NINE + 9 * HOUR)) == []


def test_M10_a_stopped_record_without_a_process_is_told_too() -> None:
    rules = replace(RULES, process=None)
    file = after((0, STOP), rules=rules)
    assert told(decide(file, rules, Change(), NINE + 9 * HOUR)) == [2 * HOUR]


def test_M10_without_the_setting_nothing_is_watched_and_nothing_is_stored() -> None:
    rules = replace(RULES, max_pause=None)
    file = after((0, STOP), rules=rules)
    assert file.sla.pause_limit is None
    assert next_instant(file, rules) is None


def test_M10_telling_changes_no_fact() -> None:
    quiet = replace(RULES, max_pause=None)
    changes = ((0, STOP), (5 * HOUR, RESUME), (6 * HOUR, Change(complete="Reply")))
    milestones = [after(*changes, rules=rules).sla.milestones for rules in (RULES, quiet)]
    assert milestones[0] == milestones[1]


def test_M10_a_changed_setting_moves_no_pause_that_has_begun() -> None:
    file = after((0, STOP))
    shorter = replace(RULES, max_pause=HOUR)
    assert told(decide(file, shorter, Change(), NINE + 9 * HOUR)) == [2 * HOUR]
