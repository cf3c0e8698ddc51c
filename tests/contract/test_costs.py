"""What a create and a fire cost: calls of the real adapters, and units as AWS counts them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.delivery_town import DeliveryTown
from tests.support.town import Town


class Bill:
    """Calls and units of one deed; schedules, messages and mails by the ports that make them."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.read = self.written = 0.0
        self.schedules = self.messages = self.mails = 0


@contextmanager
def billed(town: Town) -> Iterator[Bill]:
    bill = Bill()
    dynamo = town.store.dynamo
    before = (Counter(dynamo.calls), dynamo.read, dynamo.written)
    made = (len(town.alarm.made), town.queue.calls, len(town.postman.posted))
    yield bill
    bill.calls = Counter(dynamo.calls) - before[0]
    bill.read, bill.written = dynamo.read - before[1], dynamo.written - before[2]
    bill.schedules = len(town.alarm.made) - made[0]
    bill.messages = town.queue.calls - made[1]
    bill.mails = len(town.postman.posted) - made[2]


def told(bill: Bill) -> str:
    calls = ", ".join(f"{name} {times}" for name, times in sorted(bill.calls.items()))
    return (
        f"{calls}; CreateSchedule {bill.schedules}, SendMessage {bill.messages}, "
        f"SendRawEmail {bill.mails}; {bill.read:g} read units, {bill.written:g} write units"
    )


def test_a_create_reads_in_two_rounds_and_writes_in_one_call(
    capsys: pytest.CaptureFixture[str],
) -> None:
    town = Town()
    town.post(key="warm")
    with billed(town) as bill:
        town.post(key="measured")
    with capsys.disabled():
        print(f"\nper create: {told(bill)}")
    assert bill.calls == {"BatchGetItem": 1, "Query": 1, "TransactWriteItems": 1}
    assert (bill.schedules, bill.messages) == (1, 0)
    assert bill.read <= 6
    assert bill.written <= 40


def test_a_create_for_a_subsidiary_reads_its_parents_in_the_same_round() -> None:
    town = Town("acme")
    with billed(town) as bill:
        opened = town.post("dana@demo.example")
    assert opened.entitlement == "demo-support"
    assert bill.calls["BatchGetItem"] == 1
    assert bill.calls["TransactWriteItems"] == 1


def test_a_cold_create_adds_one_configuration_load() -> None:
    town = Town()
    with billed(town) as bill:
        town.post()
    assert bill.calls == {"BatchGetItem": 1, "Query": 2, "TransactWriteItems": 1}


def test_a_create_without_entitlement_owes_nothing_to_anybody() -> None:
    town = Town()
    with billed(town) as bill:
        number = town.post("nobody@nowhere.example").number
    assert (bill.schedules, bill.messages) == (0, 0)
    assert list(town.store.records.overdue(0, town.clock.now() + 10**9)) == []
    assert town.store.records.load(number).stamp.no_entitlement == "account_unknown"


def test_a_fire_is_two_reads_a_transaction_a_schedule_and_its_books(
    capsys: pytest.CaptureFixture[str],
) -> None:
    town = Town()
    number = town.post().number
    town.clock.move_to(town.alarm.waiting[0].at)
    with billed(town) as bill:
        report = town.wake(number, "schedule", town.clock.now())
    with capsys.disabled():
        print(f"\nper fire (one mail): {told(bill)}")
    assert len(report.fired) == 1
    assert bill.calls == {
        "GetItem": 2,
        "TransactWriteItems": 1,
        "BatchWriteItem": 1,
        "PutItem": 1,
    }
    assert (bill.schedules, bill.mails) == (1, 1)
    assert bill.written <= 40


def test_a_mail_to_a_customer_is_one_look_more_at_the_address_and_ours_is_none() -> None:
    bills = []
    for who in ("contact", "owner"):
        town = DeliveryTown(to=(who,))
        town.a_case()
        town.clock.move_to(town.alarm.waiting[0].at)
        with billed(town) as bill:
            town.deliver()
        bills.append(bill.calls["BatchGetItem"])
    assert bills == [1, 0]


def test_a_stale_wake_costs_two_reads_and_nothing_else() -> None:
    town = Town()
    number = town.post().number
    with billed(town) as bill:
        town.wake(number, "redrive")
    assert bill.calls == {"GetItem": 2}
    assert (bill.written, bill.schedules, bill.messages) == (0, 0, 0)


def test_nothing_on_a_request_path_grows_with_the_number_of_records() -> None:
    small, large = Town(), Town()
    for turn in range(200):
        large.post(key=f"earlier-{turn}")
    small.post(key="warm")
    bills = []
    for town in (small, large):
        with billed(town) as bill:
            town.post(key="measured")
        bills.append(bill)
    assert bills[0].calls == bills[1].calls
    assert bills[0].read == bills[1].read
