"""A batch of news of sent mails, one at a time: one line about each, and back with what failed."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.mail.delivery import Delivery, read_delivery
from shared.errors import Refused
from shared.ports import DeadLetters
from shared.telemetry import logger, mail_delivery
from shared.workflows.record_delivery import Recorded, record_delivery
from shared.workflows.world import World

ENOUGH_MILLISECONDS = 5_000
"""With less time than this left, the rest of a batch is given back untouched."""


def answer_deliveries(
    event: Mapping[str, Any],
    world: World,
    unreadable: DeadLetters,
    remaining: Callable[[], int],
) -> dict[str, Any]:
    """Record each piece of news, and name the messages that SQS must bring again.

    What never can be read is given up at once, with the reason.
    """
    failed = [
        message["messageId"]
        for message in event["Records"]
        if remaining() < ENOUGH_MILLISECONDS or not _answer(message, world, unreadable)
    ]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def delivery_in(body: str) -> Delivery:
    """The news in a message, which a rule or a topic may have wrapped; raises Refused."""
    try:
        said = json.loads(body)
        if isinstance(said, dict) and said.get("Type") == "Notification":
            said = json.loads(said["Message"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("This is no JSON.") from error
    if isinstance(said, dict) and "detail-type" in said:
        said = said.get("detail")
    if not isinstance(said, dict):
        raise Refused("This is no event of a mail that was sent.")
    return read_delivery(said)


def _answer(message: Mapping[str, Any], world: World, unreadable: DeadLetters) -> bool:
    delivery: Delivery | None = None
    try:
        try:
            delivery = delivery_in(message["body"])
        except Refused as refused:
            unreadable.give_up(message["body"], refused.message)
            logger.error(
                "delivery unreadable", message_id=message["messageId"], reason=refused.message
            )
            return True
        recorded = record_delivery(world, delivery)
    except Exception as failed:  # noqa: BLE001 - one bad message must not hold up its neighbours
        logger.exception(
            "delivery not recorded",
            message_id=message["messageId"],
            reason=str(failed),
            effect=delivery.effect if delivery else None,
        )
        return False
    _tell(delivery, recorded)
    return True


def _tell(delivery: Delivery, recorded: Recorded) -> None:
    mail_delivery(delivery.kind)
    logger.info(
        "delivery recorded",
        kind=delivery.kind,
        effect=delivery.effect,
        mail=delivery.message_id,
        why=delivery.why,
        marked=len(recorded.marked),
        settled=recorded.settled,
        second_way=recorded.second_way,
        orphan=recorded.orphan,
    )
