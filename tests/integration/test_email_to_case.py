"""The door of mail with real notifications, wrapped and bare, good and bad."""

import importlib
import json
from typing import Any

import pytest

from functions.email_to_case.answer import answer_mails, envelope_in
from shared import wiring
from shared.errors import Refused
from shared.names import NEEDS, Door
from tests.support.door_events import CalmContext, sqs_event
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import a_mail, example

_VERDICTS = ("spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict")


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def a_notification(identifier: str = "m-1", **receipt: Any) -> dict[str, Any]:
    """As the receiving service publishes it."""
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": "2026-03-02T14:15:08.000Z",
            "source": "dana@northwind.example",
            "messageId": identifier,
            "destination": [SUPPORT],
            "headersTruncated": False,
            "headers": [{"name": "From", "value": "x"}],
            "commonHeaders": {"subject": "x"},
        },
        "receipt": {
            "timestamp": "2026-03-02T14:15:08.000Z",
            "processingTimeMillis": 500,
            "recipients": [SUPPORT],
            **{name: {"status": "PASS"} for name in _VERDICTS},
            "action": {
                "type": "S3",
                "topicArn": "arn:aws:sns:eu-west-1:111122223333:mail",
                "bucketName": "mail",
                "objectKeyPrefix": "in/",
                "objectKey": f"in/{identifier}",
            },
            **receipt,
        },
    }


def wrapped(said: dict[str, Any]) -> str:
    """As a topic hands it to a queue unless told to hand it over raw."""
    return json.dumps({"Type": "Notification", "MessageId": "x", "Message": json.dumps(said)})


def test_I3_a_batch_of_notifications_makes_cases_and_gives_back_what_failed(town: MailTown) -> None:
    town.mailbox.put("in/m-1", example("plain"))
    town.mailbox.put("in/m-2", example("html"))
    said = a_notification("m-1"), a_notification("m-2"), a_notification("not-there-yet")
    event = sqs_event("no notification", wrapped(said[0]), json.dumps(said[1]), wrapped(said[2]))
    answer = answer_mails(event, town.mail_world, lambda: 60_000)
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["m0", "m3"]
    assert len(town.numbers()) == 2


def test_with_no_time_left_a_mail_is_given_back_untouched(town: MailTown) -> None:
    town.mailbox.put("in/m-1", a_mail())
    event = sqs_event(a_notification())
    answer = answer_mails(event, town.mail_world, lambda: 10_000)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert town.numbers() == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"Type": "Notification"}',
        '{"Type": "Notification", "Message": "x"}',
    ],
)
def test_what_is_no_notification_is_refused(body: str) -> None:
    with pytest.raises(Refused):
        envelope_in(body)


def test_the_door_works_from_its_handler(town: MailTown, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in NEEDS[Door.EMAIL_TO_CASE]:
        monkeypatch.setenv(key.value, "60" if key.value == "FUNCTION_TIMEOUT" else "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    wiring.mail_world.cache_clear()
    handler = importlib.import_module("functions.email_to_case.handler")
    monkeypatch.setattr(handler, "mail_world", town.mail_world)
    town.mailbox.put("in/m-1", a_mail())
    answer = handler.lambda_handler(sqs_event(a_notification()), CalmContext(60_000))
    assert answer == {"batchItemFailures": []}
    assert len(town.numbers()) == 1
