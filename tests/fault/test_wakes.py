"""Wakes that come twice, late, early, never or in any order change nothing but latency (M14)."""

import random

import pytest

from shared.domain import alarm_plan
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.engine import facts
from shared.workflows.change_case import change_case
from tests.support.town import AGENT, MINUTE, Town

ALL_MAILS = {
    "0.1.0.0": 1,
    "0.1.1.0": 1,
    "1.1.0.0": 1,
    "1.1.1.0": 1,
    "1.1.2.1": 1,
    "2.1.0.0": 1,
    "2.1.1.0": 1,
    "3.1.0.0": 1,
}


def known(town: Town, number: str) -> tuple[object, ...]:
    file = town.store.records.load(number)
    policies = town.world.shelf.policies(file, town.world.shelf.current())
    return facts(file, policies, town.clock.now())


def test_schedules_alone_send_every_mail_once_and_on_time() -> None:
    town = Town()
    number = town.post().number
    reports = town.pass_minutes(4, sweeps=False)
    assert town.mails() == ALL_MAILS
    fired = [fired for report in reports for fired in report.fired]
    assert fired
    assert max(one.lateness_seconds for one in fired) <= 5
    assert {report.source for report in reports if report.fired} == {"schedule"}
    town.answer_calls()
    town.deliver()
    assert town.store.records.load(number).effects == ()


def test_the_sweep_alone_fires_everything_at_most_180_seconds_late() -> None:
    town = Town()
    town.alarm.is_broken = True
    town.post()
    reports = town.pass_minutes(8)
    fired = [fired for report in reports for fired in report.fired]
    assert max(one.lateness_seconds for one in fired) <= 180
    assert {"0.1.1.0", "1.1.1.0", "1.1.2.1", "2.1.1.0", "3.1.0.0"} <= set(town.mails())
    assert set(town.mails().values()) == {1}


def test_M14_a_warning_that_the_sweep_runs_after_its_target_is_suppressed() -> None:
    town = Town()
    town.alarm.is_broken = True
    number = town.post().number
    town.pass_minutes(8)
    log = town.store.records.action_log(number).items
    late = [entry for entry in log if entry.effect == f"{number}.0.1.0.0"]
    assert [(entry.result, entry.detail) for entry in late] == [("suppressed", "late")]
    history = town.store.records.history(number).items
    results = {
        (fired.item, fired.position): fired.result for entry in history for fired in entry.fired
    }
    assert results[0, 0] == "fired"


@pytest.mark.parametrize("seed", range(8))
def test_M14_doubled_delayed_lost_and_shuffled_wakes_change_no_fact(seed: int) -> None:
    dice = random.Random(seed)
    punctual, troubled = Town(), Town()
    number = punctual.post().number
    assert troubled.post().number == number
    punctual.pass_minutes(15)
    for _ in range(15 * MINUTE // 5):
        troubled.clock.tick(5)
        troubled.alarm.ring()
        if dice.random() < 0.05:
            troubled.wake(number, "redrive", troubled.clock.now() - dice.randrange(400))
        if dice.random() < 0.05:
            troubled.sweep()
        troubled.queue.shuffle(seed)
        if dice.random() < 0.3:
            troubled.deliver()
    troubled.wake(number, "redrive")
    assert known(troubled, number) == known(punctual, number)
    assert set(troubled.mails().values()) <= {1}


def test_an_early_wake_fires_nothing_and_arms_anew() -> None:
    town = Town()
    number = town.post().number
    armed = town.alarm.waiting[0]
    report = town.wake(number, "schedule", armed.at)
    assert report.nothing
    assert [alarm.at for alarm in town.alarm.waiting] == [armed.at, armed.at]
    assert len({alarm.name for alarm in town.alarm.waiting}) == 2


def test_a_wake_two_seconds_early_counts_as_punctual() -> None:
    town = Town()
    number = town.post().number
    armed = town.alarm.waiting[0]
    town.clock.move_to(armed.at - 2)
    assert len(town.wake(number, "schedule", armed.at).fired) == 1


def test_a_duplicate_of_every_wake_is_a_no_op() -> None:
    town = Town()
    number = town.post().number
    for _ in range(4 * MINUTE // 5):
        town.clock.tick(5)
        if town.deliver():
            assert town.wake(number, "schedule", town.clock.now()).fired == ()
    assert town.mails() == ALL_MAILS


def test_a_wake_for_a_record_that_does_not_exist_is_an_orphan() -> None:
    town = Town()
    assert town.wake("000000000").orphan


def test_M7_a_milestone_that_an_agent_completes_sends_no_mail() -> None:
    town = Town()
    number = town.post().number
    change_case(
        town.world, number, Alteration(verb="comment", comment="On our way.", public=True), AGENT
    )
    town.pass_minutes(4)
    assert {effect for effect in town.mails() if effect.startswith("2.")} == set()


def test_two_workers_over_one_pending_effect_send_it_once() -> None:
    town = Town()
    number = town.post().number
    town.clock.tick(31)
    second: list[CaseFile] = []
    send = town.postman.send

    def send_while_another_looks(mail: object) -> str:
        if not second:
            second.append(town.store.records.load(number))
            town.wake(number, "redrive")
        return send(mail)  # type: ignore[arg-type]  # handed through as it came

    town.postman.send = send_while_another_looks  # type: ignore[method-assign]  # the other worker
    town.wake(number, "schedule", town.clock.now() - 1)
    assert second
    assert town.mails() == {"0.1.0.0": 1}
    assert town.store.records.load(number).effects == ()


def test_a_worker_that_dies_with_a_claim_lets_the_next_one_send_after_the_lapse() -> None:
    town = Town()
    number = town.post().number
    town.clock.tick(31)

    class Died(BaseException):
        pass

    send = town.postman.send

    def die(mail: object) -> str:
        raise Died

    town.postman.send = die  # type: ignore[method-assign]  # the worker's end
    with pytest.raises(Died):
        town.wake(number, "schedule", town.clock.now() - 1)
    town.postman.send = send  # type: ignore[method-assign]  # the next worker's postman
    assert town.wake(number, "redrive").outcomes == ()
    assert town.mails() == {}
    town.pass_minutes(5, rings=False)
    assert town.mails()["0.1.1.0"] == 1


@pytest.mark.parametrize("ahead", [3, 1_000])
def test_I12_arming_more_instants_ahead_changes_no_fact_and_no_mail(
    ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many = Town(), Town()
    number = one.post().number
    one.pass_minutes(15, sweeps=False)
    monkeypatch.setattr(alarm_plan, "ARM_AHEAD", ahead)
    assert many.post().number == number
    assert len(many.alarm.waiting) > 1
    many.pass_minutes(15, sweeps=False)
    assert known(many, number) == known(one, number)
    assert many.mails() == one.mails()
