"""Dead letters keep a message as it came, with the reason: the same in memory and on AWS."""

from collections.abc import Callable

import boto3
import pytest

from shared.adapters.dead_letters import SqsDeadLetters
from shared.errors import Unavailable
from shared.ports import DeadLetters
from tests.contract.conftest import strict
from tests.support.fakes.memory_dead_letters import MemoryDeadLetters

Kept = Callable[[], list[tuple[str, str]]]


@pytest.fixture(params=["memory", "moto"])
def dead(request: pytest.FixtureRequest) -> tuple[DeadLetters, Kept]:
    if request.param == "memory":
        memory = MemoryDeadLetters()
        return memory, lambda: memory.kept
    request.getfixturevalue("aws")
    sqs = boto3.client("sqs", config=strict("sqs"))
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]

    def kept() -> list[tuple[str, str]]:
        found = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return [
            (one["Body"], one["MessageAttributes"]["reason"]["StringValue"])
            for one in found["Messages"]
        ]

    return SqsDeadLetters(sqs, url), kept


@pytest.mark.parametrize(
    ("body", "reason", "told"),
    [
        ("{no json", "This is no JSON.", ("{no json", "This is no JSON.")),
        ("", "", ("(empty)", "unknown")),
        ("x", "y" * 1_000, ("x", "y" * 200)),
    ],
)
def test_I5_a_message_is_kept_as_it_came_with_its_reason(
    dead: tuple[DeadLetters, Kept], body: str, reason: str, told: tuple[str, str]
) -> None:
    letters, kept = dead
    letters.give_up(body, reason)
    assert kept() == [told]


def test_I5_a_queue_that_does_not_answer_is_unavailable(aws: None) -> None:
    sqs = boto3.client("sqs", config=strict("sqs"))
    with pytest.raises(Unavailable):
        SqsDeadLetters(sqs, "https://sqs.eu-west-1.amazonaws.com/1/gone").give_up("x", "y")
