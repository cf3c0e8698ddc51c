"""When a new alarm is needed, and when anybody must look again (§1 Arm, Sweep)."""

from typing import Any

import pytest

from shared.business_time.instant import Instant
from shared.domain.alarm_plan import AlarmPlan, plan_alarm, wake_at
from shared.domain.case_file import CaseFile
from shared.domain.claims import MAX_TRIES, claim, settle
from shared.domain.effect import Effect, Recipient

NOW = 1_000_000


def a_file(*effects: Effect, armed_for: Instant | None = None, **more: Any) -> CaseFile:
    return CaseFile(
        number="3K7Q9WZDD",
        origin="web",
        created_at=NOW,
        changed_at=NOW,
        effects=effects,
        armed_for=armed_for,
        **more,
    )


def an_effect(**more: Any) -> Effect:
    return Effect(
        id="e", template="t", to=(Recipient(kind="owner"),), due_at=NOW, made_at=NOW, **more
    )


@pytest.mark.parametrize(
    ("armed_for", "due", "expected"),
    [
        (None, None, AlarmPlan(None)),
        (None, NOW + 60, AlarmPlan(NOW + 60, (NOW + 60,))),
        (NOW + 60, NOW + 60, AlarmPlan(NOW + 60)),
        (NOW + 60, NOW + 90, AlarmPlan(NOW + 60)),
        (NOW + 60, NOW + 30, AlarmPlan(NOW + 30, (NOW + 30,))),
        (NOW, NOW + 30, AlarmPlan(NOW + 30, (NOW + 30,))),
        (NOW - 5, NOW + 8, AlarmPlan(NOW + 8, (), ((8, NOW + 8),))),
        (None, NOW - 5, AlarmPlan(NOW - 5, (), ((0, NOW - 5),))),
        (NOW + 60, None, AlarmPlan(NOW + 60)),
    ],
)
def test_an_alarm_is_made_only_when_it_comes_earlier_or_the_old_one_is_spent(
    armed_for: Instant | None, due: Instant | None, expected: AlarmPlan
) -> None:
    dues = () if due is None else (due,)
    assert plan_alarm(a_file(armed_for=armed_for), dues, NOW, hand_over=True) == expected


def test_an_alarm_that_rang_is_spent_even_before_its_time() -> None:
    file = a_file(armed_for=NOW + 60)
    plan = plan_alarm(file, (NOW + 60,), NOW, hand_over=False, rung=NOW + 60)
    assert plan.schedules == (NOW + 60,)


def test_pending_effects_are_handed_over_by_a_message_of_their_own() -> None:
    plan = plan_alarm(a_file(an_effect()), (NOW + 5,), NOW, hand_over=True)
    assert plan.messages == ((0, None), (5, NOW + 5))
    mine = plan_alarm(a_file(an_effect()), (), NOW, hand_over=False)
    assert mine.messages == ()


def test_nobody_must_look_where_nothing_is_owed() -> None:
    assert wake_at(a_file(), None) is None
    assert wake_at(a_file(), NOW + 9) == NOW + 9


def test_a_claim_is_looked_at_when_it_lapses_and_a_failure_when_it_is_due_again() -> None:
    held, mine = claim(a_file(an_effect()), NOW, 40)
    assert [effect.attempts for effect in mine] == [1]
    assert wake_at(held, NOW + 100) == NOW + 40
    assert claim(held, NOW + 39, 40)[1] == ()
    assert claim(held, NOW + 40, 40)[1] != ()
    failed = settle(held, done=(), failed={"e": held.effects[0].attempts}, now=NOW)
    assert wake_at(failed, None) == NOW + 30
    assert settle(held, done={"e"}, failed={}, now=NOW).effects == ()


def test_retries_wait_longer_each_time_and_never_longer_than_an_hour() -> None:
    waits = []
    for attempts in range(1, MAX_TRIES + 4):
        file = a_file(an_effect(attempts=attempts))
        waits.append(settle(file, done=(), failed={"e": attempts}, now=0).effects[0].retry_at or 0)
    assert waits == sorted(waits)
    assert waits[-1] == 3_600


def test_a_record_that_failed_is_put_off() -> None:
    assert wake_at(a_file(an_effect(), not_before=NOW + 500), NOW) == NOW + 500
