"""News of sent mails that comes twice, at once, or into a process that dies (faults 47, 49)."""

import pytest

from shared.errors import Conflict
from shared.workflows.record_delivery import record_delivery
from tests.support.delivery_town import ALEX, WATCH, DeliveryTown
from tests.support.faults import Plan, crashing, watched

PORTS = ("records", "wakes", "mail_states", "alarm")


def calls_of_a_bounce() -> list[str]:
    town, plan = DeliveryTown(), Plan()
    town.a_late_case()
    record_delivery(watched(town.world, plan, PORTS), town.news("bounced", ALEX))
    return plan.calls


CALLS = calls_of_a_bounce()


@pytest.mark.parametrize("at", range(1, len(CALLS) + 1), ids=lambda at: f"{at}-{CALLS[at - 1]}")
def test_O2_fault_49_a_bounce_that_dies_anywhere_is_finished_when_it_comes_again(
    at: int,
) -> None:
    town = DeliveryTown()
    number = town.a_late_case()
    news = town.news("bounced", ALEX)
    with crashing():
        record_delivery(watched(town.world, Plan(at=at), PORTS), news)
    record_delivery(town.world, news)
    town.pass_minutes(5)
    sent = [one.mail.to for one in town.postman.posted if one.mail.effect.endswith(".fallback")]
    assert sent == [(WATCH,)]
    assert [result for _, result in town.results(number)].count("bounced") == 1
    assert town.world.mail_states.of([ALEX])[ALEX].state == "bounced"


def test_O2_fault_49_the_same_bounce_by_two_at_once_owes_one_second_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = DeliveryTown()
    town.a_late_case()
    news = town.news("bounced", ALEX)
    save = town.store.records.save
    met: list[str] = []

    def overtaken(*given: object) -> None:
        if not met:
            met.append("the other")
            record_delivery(town.world, news)
            with pytest.raises(Conflict):
                save(*given)  # type: ignore[arg-type]  # handed on as it came
            raise Conflict("somebody was faster")
        save(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(town.store.records, "save", overtaken)
    record_delivery(town.world, news)
    town.pass_minutes(5)
    assert met == ["the other"]
    sent = [one for one in town.postman.posted if one.mail.effect.endswith(".fallback")]
    assert len(sent) == 1
