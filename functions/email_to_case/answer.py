"""A batch of notifications of stored mail, one at a time: one line about each, and back with what failed."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.mail.envelope import Envelope, read_notification
from shared.errors import Refused
from shared.telemetry import logger, mail_received
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received, receive_mail

ENOUGH_MILLISECONDS = 15_000
"""The slowest mail there is; with less left, a mail is given back untouched."""


def answer_mails(
    event: Mapping[str, Any], mail_world: MailWorld, remaining: Callable[[], int]
) -> dict[str, Any]:
    """Take each mail in, and name the messages that SQS must bring again."""
    failed = [
        message["messageId"]
        for message in event["Records"]
        if remaining() < ENOUGH_MILLISECONDS or not _answer(message, mail_world)
    ]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def envelope_in(body: str) -> Envelope:
    """The envelope in a message, which the topic may have wrapped; raises Refused."""
    try:
        said = json.loads(body)
        if isinstance(said, dict) and said.get("Type") == "Notification":
            said = json.loads(said["Message"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("This is no notification.") from error
    if not isinstance(said, dict):
        raise Refused("This is no notification.")
    return read_notification(said)


def _answer(message: Mapping[str, Any], mail_world: MailWorld) -> bool:
    envelope: Envelope | None = None
    try:
        envelope = envelope_in(message["body"])
        received = receive_mail(mail_world, envelope)
    except Exception:  # noqa: BLE001 - one bad mail must not hold up its neighbours
        logger.exception("mail not taken", message_id=message["messageId"], mail=_named(envelope))
        return False
    _tell(envelope, received)
    return True


def _tell(envelope: Envelope, received: Received) -> None:
    mail_received(received.became)
    logger.info(
        "mail taken",
        mail=envelope.identifier,
        became=received.became,
        number=received.number,
        why=received.why,
        automatic=received.automatic,
    )


def _named(envelope: Envelope | None) -> str | None:
    return envelope.identifier if envelope else None
