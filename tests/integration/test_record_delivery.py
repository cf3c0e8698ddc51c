"""What becomes of a sent mail: kept with its record, marked on its address, and followed (A3, O2)."""

import importlib
import json
from typing import Any

import pytest

from functions.record_delivery.answer import answer_deliveries, delivery_in
from shared import wiring
from shared.domain.case_file import CaseFile
from shared.domain.mail.delivery import Delivery
from shared.domain.mail_state import MailState
from shared.errors import Refused, Unavailable
from shared.names import NEEDS, Door
from shared.workflows.record_delivery import record_delivery
from shared.workflows.show_case import case_timeline
from tests.support.delivery_town import ALEX, DANA, DESK, WATCH, DeliveryTown, an_event
from tests.support.door_events import CalmContext, sqs_event
from tests.support.fakes.memory_dead_letters import MemoryDeadLetters


@pytest.fixture
def town() -> DeliveryTown:
    return DeliveryTown()


def test_A3_a_delivered_mail_is_told_in_the_story_of_its_record(town: DeliveryTown) -> None:
    number = town.a_late_case()
    assert town.said("delivered", DANA).logged
    (line,) = (one for one in case_timeline(town.world, number) if one.result == "delivered")
    assert line.text == f"mail 'breach' delivered to {DANA}"
    assert town.world.mail_states.of([DANA]) == {}


def test_A3_fault_49_a_bounce_marks_the_address_with_when_and_why(town: DeliveryTown) -> None:
    number = town.a_late_case()
    effect, at = town.effect_to(DANA), town.clock.now()
    town.said("bounced", DANA, why="General: 550 5.1.1 user unknown")
    assert town.world.mail_states.of([DANA.upper()])[DANA.upper()] == MailState(
        address=DANA,
        state="bounced",
        at=at,
        why="General: 550 5.1.1 user unknown",
        effect=effect,
    )
    assert ("0.1.0.1", "bounced") in town.results(number)


def test_A3_fault_49_who_is_marked_gets_no_notice_and_the_log_says_so(town: DeliveryTown) -> None:
    town.a_late_case()
    town.said("complained", DANA, why="abuse")
    number = town.a_late_case("another")
    sent = [one.mail.to for one in town.postman.posted if one.mail.number == number]
    assert sent == [(ALEX.replace("alex", "Alex"),)]
    (entry,) = (one for one in town.log(number) if one.result == "suppressed")
    assert entry.to == (DANA,)
    assert entry.detail == f"{DANA} complained: abuse"


def test_A3_a_full_mailbox_marks_nobody(town: DeliveryTown) -> None:
    number = town.a_late_case()
    town.said("bounced", DANA, permanent=False, why="MailboxFull")
    assert town.world.mail_states.of([DANA]) == {}
    assert ("0.1.0.1", "bounced") in town.results(number)


def test_A3_fault_49_what_ses_suppressed_counts_as_bounced(town: DeliveryTown) -> None:
    number = town.a_late_case()
    town.said("suppressed", DANA)
    assert town.world.mail_states.of([DANA])[DANA].state == "bounced"
    assert ("0.1.0.1", "suppressed") in town.results(number)


def test_A3_news_that_is_older_than_the_clearing_does_not_mark_again(town: DeliveryTown) -> None:
    town.a_late_case()
    bounced = town.news("bounced", DANA)
    record_delivery(town.world, bounced)
    town.clock.tick(60)
    town.world.mail_states.mark(MailState(address=DANA, state="cleared", at=town.clock.now()))
    assert record_delivery(town.world, bounced).marked == ()
    assert not town.world.mail_states.of([DANA])[DANA].bars


def test_O2_an_alert_whose_owner_cannot_be_reached_goes_to_the_fallback_queue_once(
    town: DeliveryTown,
) -> None:
    number = town.a_late_case()
    late = town.effect_to(ALEX)
    assert town.said("bounced", ALEX).second_way
    assert not town.said("bounced", ALEX).second_way
    town.pass_minutes(2)
    assert not town.said("bounced", ALEX, effect=late, at=town.clock.now()).second_way
    town.pass_minutes(2)
    second = [one.mail for one in town.postman.posted if one.mail.effect == f"{late}.fallback"]
    assert [one.to for one in second] == [(WATCH,)]
    assert second[0].subject == f"Late: {number}"
    assert town.store.records.load(number).effects == ()


def test_O2_a_queues_address_that_bounces_has_the_same_second_way(town: DeliveryTown) -> None:
    town.a_late_case(owner="")
    assert town.said("bounced", DESK, permanent=False).second_way


def test_O2_the_fallback_queue_has_no_fallback_and_a_customer_has_none(town: DeliveryTown) -> None:
    town.a_late_case()
    assert not town.said("bounced", DANA).second_way
    town.said("bounced", ALEX)
    town.pass_minutes(1)
    assert not town.said("bounced", WATCH).second_way


def test_O2_a_complaint_arrived_and_needs_no_second_way(town: DeliveryTown) -> None:
    town.a_late_case()
    assert not town.said("complained", ALEX).second_way
    assert not town.said("delayed", ALEX).second_way


def test_A4_fault_47_news_of_a_mail_whose_mark_was_lost_settles_it(town: DeliveryTown) -> None:
    number = town.a_case()
    town.clock.tick(600)
    town.postman.fail(Unavailable("the answer was lost"))
    town.deliver()
    waiting = {one.id for one in town.store.records.load(number).effects}
    (late,) = waiting
    news = Delivery(
        kind="sent", message_id="0100-9", effect=late, addresses=(ALEX,), at=town.clock.now()
    )
    assert record_delivery(town.world, news).settled
    town.pass_minutes(10)
    assert town.postman.count_by_effect[late] == 0, "it had gone out, and goes out no more"
    (entry,) = (one for one in town.log(number) if one.effect == late and one.result == "sent")
    assert entry.detail == "told by the sending service"


def test_A4_an_effect_that_was_redriven_is_not_settled_by_old_news(
    town: DeliveryTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.a_case()
    town.clock.tick(600)
    town.postman.fail(*(Unavailable("no") for _ in range(2)))
    town.deliver()
    file = town.store.records.load(number)
    effect = file.effects[0]
    forgiven = effect.model_copy(update={"forgiven": effect.attempts})
    redriven = file.model_copy(update={"effects": (forgiven, *file.effects[1:])})
    monkeypatch.setattr(town.store.records, "load", lambda _number: redriven)
    news = Delivery(kind="bounced", message_id="1", effect=effect.id, at=town.clock.now())
    assert not record_delivery(town.world, news).settled


def test_A3_news_of_a_mail_that_no_record_owed_marks_and_is_an_orphan(town: DeliveryTown) -> None:
    for effect in (None, "NOTICE.x", "7K2M9QXRD.0.1.0.0"):
        news = Delivery(
            kind="bounced", message_id="1", effect=effect, addresses=(DANA,), at=9, permanent=True
        )
        assert record_delivery(town.world, news).orphan
    assert town.world.mail_states.of([DANA])[DANA].bars


@pytest.mark.parametrize("first", [0, 1, 2])
def test_A3_news_in_any_order_and_twice_leaves_the_same_log(town: DeliveryTown, first: int) -> None:
    number = town.a_late_case()
    told = [
        town.news("sent", DANA),
        town.news("delayed", DANA, at=town.clock.now() + 1),
        town.news("delivered", DANA, at=town.clock.now() + 60),
    ]
    for one in (*told[first:], *told[:first], *told):
        record_delivery(town.world, one)
    of_it = [result for effect, result in town.results(number) if effect == "0.1.0.1"]
    assert sorted(of_it) == ["delayed", "delivered", "sent"]


def test_I5_a_batch_gives_up_what_is_no_news_with_the_reason(town: DeliveryTown) -> None:
    number = town.a_late_case()
    good = an_event("Bounce", town.effect_to(DANA), DANA, town.clock.now(), bounceType="Permanent")
    bus = {"detail-type": "Email Bounced", "source": "aws.ses", "detail": good}
    topic = {"Type": "Notification", "Message": json.dumps(good)}
    event = sqs_event("no JSON", bus, {"detail-type": "x", "detail": {"eventType": "Open"}}, topic)
    dead = MemoryDeadLetters()
    assert answer_deliveries(event, town.world, dead, lambda: 20_000) == {"batchItemFailures": []}
    assert [reason for _, reason in dead.kept] == [
        "This is no JSON.",
        "This is no event of a mail that was sent.",
    ]
    assert dead.kept[0][0] == "no JSON"
    assert town.results(number).count(("0.1.0.1", "bounced")) == 1


def test_A3_a_batch_brings_again_what_failed_and_nothing_else(
    town: DeliveryTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.a_late_case()
    effect, load = town.effect_to(DANA), town.store.records.load
    good = an_event("Delivery", effect, DANA, town.clock.now())
    other = town.a_case("another")
    bad = an_event("Delivery", f"{other}.0.1.0.0", DANA, town.clock.now())
    dead = MemoryDeadLetters()

    def broken(asked: str) -> CaseFile:
        if asked != number:
            raise Unavailable("the table does not answer")
        return load(asked)

    monkeypatch.setattr(town.store.records, "load", broken)
    answer = answer_deliveries(sqs_event(bad, good), town.world, dead, lambda: 20_000)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert ("0.1.0.1", "delivered") in town.results(number)
    dead.is_broken = True
    answer = answer_deliveries(sqs_event("no JSON"), town.world, dead, lambda: 20_000)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}


def test_with_no_time_left_news_is_given_back_untouched(town: DeliveryTown) -> None:
    event = sqs_event(an_event("Bounce", "x", DANA, 9, bounceType="Permanent"))
    answer = answer_deliveries(event, town.world, MemoryDeadLetters(), lambda: 1_000)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert town.world.mail_states.of([DANA]) == {}


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "{}", '{"Type": "Notification"}', '{"detail-type": "x"}', "[" * 100_000],
)
def test_I5_what_is_no_news_is_refused(body: str) -> None:
    with pytest.raises(Refused):
        delivery_in(body)


@pytest.mark.parametrize("broken", ["mail", "timestamp", "recipients"])
def test_I5_broken_news_is_refused_and_says_where(broken: str) -> None:
    event: dict[str, Any] = an_event("Bounce", "x", DANA, 9)
    if broken == "mail":
        event["mail"] = None
    elif broken == "timestamp":
        event["bounce"]["timestamp"] = "yesterday"
    else:
        event["bounce"]["bouncedRecipients"] = [{"emailAddress": 5}]
    with pytest.raises(Refused, match="cannot be read"):
        delivery_in(json.dumps(event))


def test_the_door_works_from_its_handler(
    town: DeliveryTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in NEEDS[Door.RECORD_DELIVERY]:
        monkeypatch.setenv(key.value, "20" if key.value == "FUNCTION_TIMEOUT" else "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    wiring.world.cache_clear()
    handler = importlib.import_module("functions.record_delivery.handler")
    monkeypatch.setattr(handler, "world", town.world)
    number = town.a_late_case()
    event = sqs_event(an_event("Delivery", town.effect_to(DANA), DANA, town.clock.now()))
    assert handler.lambda_handler(event, CalmContext()) == {"batchItemFailures": []}
    assert ("0.1.0.1", "delivered") in town.results(number)
