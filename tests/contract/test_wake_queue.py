"""The one channel of wakes: what is said arrives, no more and no less."""

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from shared.adapters.wake_queue import SqsWakes
from shared.errors import Unavailable
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_queue import MemoryQueue
from tests.support.records import NINE

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_queues = count(1)


@pytest.fixture(scope="module")
def sqs(aws: None) -> "SQSClient":
    return boto3.client("sqs", config=strict("sqs"))


@pytest.fixture
def url(sqs: "SQSClient") -> str:
    return sqs.create_queue(QueueName=f"wakes-{next(_queues)}")["QueueUrl"]


def received(sqs: "SQSClient", url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in batch]
    return found


def test_a_wake_names_record_source_and_instant(sqs: "SQSClient", url: str) -> None:
    SqsWakes(sqs, url).wake("3K7Q9WZDD", "message", NINE)
    SqsWakes(sqs, url).wake("3K7Q9WZDD", "redrive", None)

    assert received(sqs, url) == [
        {"case": "3K7Q9WZDD", "source": "message", "due": "2026-03-02T09:00:00Z"},
        {"case": "3K7Q9WZDD", "source": "redrive", "due": None},
    ]


@pytest.mark.parametrize(("asked", "given"), [(-5, 0), (0, 0), (10, 10), (901, 900)])
def test_a_delay_stays_within_what_a_queue_can_do(
    sqs: "SQSClient", url: str, asked: int, given: int
) -> None:
    with counted(sqs) as calls:
        SqsWakes(sqs, url).wake("A", "message", NINE, delay_seconds=asked)

    ((_, request),) = calls.requests
    assert request["DelaySeconds"] == given


def test_many_wakes_go_by_tens(sqs: "SQSClient", url: str) -> None:
    wakes = [(f"N{n:02}", NINE + n) for n in range(23)]

    with counted(sqs) as calls:
        SqsWakes(sqs, url).wake_many(wakes, "sweep")

    assert dict(calls.made) == {"sqs.SendMessageBatch": 3}
    assert {body["case"] for body in received(sqs, url)} == {number for number, _ in wakes}


def test_no_wakes_are_no_call(sqs: "SQSClient", url: str) -> None:
    with counted(sqs) as calls:
        SqsWakes(sqs, url).wake_many([], "sweep")

    assert not calls.made


def test_a_queue_that_is_not_there_is_unavailable(sqs: "SQSClient", url: str) -> None:
    wakes = SqsWakes(sqs, url + "-gone")

    with pytest.raises(Unavailable):
        wakes.wake("A", "message", None)
    with pytest.raises(Unavailable):
        wakes.wake_many([("A", None)], "sweep")


def test_the_fake_counts_calls_by_tens_and_delays() -> None:
    clock = HandClock()
    queue = MemoryQueue(clock)

    queue.wake_many([(f"N{n:02}", NINE) for n in range(23)], "sweep")
    queue.wake("A", "message", NINE, delay_seconds=5)

    assert queue.calls == 4
    assert len(queue.receive()) == 23
    assert queue.receive() == ()
    clock.tick(5)
    assert [sent.number for sent in queue.receive()] == ["A"]
