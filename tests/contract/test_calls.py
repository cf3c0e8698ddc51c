"""The call queue: what is handed over arrives whole, and nothing else becomes a call."""

from itertools import count
from typing import TYPE_CHECKING

import boto3
import pytest

from shared.adapters.call_queue import SqsCalls
from shared.adapters.wake_queue import SqsWakes
from shared.domain.call import MOST_BYTES, Call, CallReport, read_call, write_call
from shared.domain.wake import Wake, read_wake, write_wake
from shared.errors import Refused, Unavailable
from shared.ports import Calls
from tests.contract.conftest import strict
from tests.support.fakes.memory_calls import MemoryCalls, a_report
from tests.support.records import NINE

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_queues = count(1)

CALL = Call(
    number="3K7Q9WZDD",
    effect="3K7Q9WZDD.0.1.0.0",
    kind="webhook",
    target="Pager",
    url="https://hooks.pager.example/in",
    secret="milepost/pager",
    body='{"words":"grüß ☎"}',
    due_at=NINE,
    made_at=NINE + 1,
    attempt=2,
)
REPORT = a_report(CALL, NINE + 3, "failed", status=503)


@pytest.fixture(scope="module")
def sqs(aws: None) -> "SQSClient":
    return boto3.client("sqs", config=strict("sqs"))


@pytest.fixture
def url(sqs: "SQSClient") -> str:
    return sqs.create_queue(QueueName=f"calls-{next(_queues)}")["QueueUrl"]


@pytest.mark.parametrize("world", ["memory", "moto"])
def test_a_call_arrives_as_it_was_handed_over(world: str, sqs: "SQSClient", url: str) -> None:
    memory = MemoryCalls()
    calls: Calls = memory if world == "memory" else SqsCalls(sqs, url)
    calls.call(CALL)
    if world == "memory":
        assert memory.receive() == (CALL,)
        assert memory.receive() == ()
    else:
        messages = sqs.receive_message(QueueUrl=url)["Messages"]
        assert [read_call(message["Body"]) for message in messages] == [CALL]


@pytest.mark.parametrize("world", ["memory", "moto", "no queue"])
def test_a_queue_that_does_not_answer_is_unavailable(
    world: str, sqs: "SQSClient", url: str
) -> None:
    memory = MemoryCalls()
    memory.is_broken = True
    calls: Calls = memory
    if world != "memory":
        calls = SqsCalls(sqs, f"{url}-gone" if world == "moto" else "")
    with pytest.raises(Unavailable):
        calls.call(CALL)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no json",
        "[]",
        "{}",
        write_call(CALL.model_copy(update={"body": "{no json"})),
        write_call(CALL.model_copy(update={"kind": "fax"})),
        write_call(CALL.model_copy(update={"attempt": 0})),
        write_call(CALL).replace('"target"', '"aim"'),
        write_call(CALL.model_copy(update={"body": f'"{"x" * MOST_BYTES}"'})),
    ],
)
def test_what_never_was_a_call_is_refused(message: str) -> None:
    with pytest.raises(Refused):
        read_call(message)


def test_a_report_comes_back_on_a_wake(sqs: "SQSClient", url: str) -> None:
    SqsWakes(sqs, url).wake(CALL.number, "call", NINE, report=REPORT)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert read_wake(message["Body"]) == Wake(
        number=CALL.number, source="call", due_at=NINE, report=REPORT
    )


def test_a_wake_without_a_report_reads_as_it_always_did() -> None:
    old = '{"case": "3K7Q9WZDD", "source": "sweep", "due": null}'
    assert read_wake(old) == Wake(number="3K7Q9WZDD", source="sweep")
    assert write_wake(read_wake(old)) == old


def test_a_long_detail_is_cut_and_a_wrong_report_is_no_wake() -> None:
    long = CallReport(effect="e", attempt=1, result="failed", detail="x" * 9_000, at=NINE)
    message = write_wake(Wake(number="A", source="call", report=long))
    found = read_wake(message).report
    assert found is not None
    assert found.detail == "x" * 500
    with pytest.raises(Refused):
        read_wake(message.replace('"failed"', '"lost"'))
