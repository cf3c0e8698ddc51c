"""News of sent mails on this machine, as the sending service gives it, for addresses that stand for it."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cli.local.clients import client
from cli.local.place import Place
from shared.names import EFFECT_HEADER

DOMAIN = "simulator.invalid"
_SAID: dict[str, tuple[str, str, dict[str, Any]]] = {
    "gone": (
        "Bounce",
        "bouncedRecipients",
        {"bounceType": "Permanent", "bounceSubType": "General"},
    ),
    "full": (
        "Bounce",
        "bouncedRecipients",
        {"bounceType": "Transient", "bounceSubType": "MailboxFull"},
    ),
    "suppressionlist": (
        "Bounce",
        "bouncedRecipients",
        {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"},
    ),
    "complaint": ("Complaint", "complainedRecipients", {"complaintFeedbackType": "abuse"}),
    "success": ("Delivery", "", {"smtpResponse": "250 OK"}),
}
NAMES = tuple(_SAID)


class Simulator:
    """Answers mail to `gone@`, `full@`, `complaint@`, `suppressionlist@` and `success@` of its domain."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def hear(self, effect: str, recipients: Sequence[str]) -> None:
        """A mail has left for these recipients."""
        for address in recipients:
            name, _, domain = address.lower().partition("@")
            if domain == DOMAIN and name in _SAID:
                try:
                    self._tell(news_of(name, effect, address))
                except (BotoCoreError, ClientError, KeyError):
                    continue  # the mail has left all the same

    def _tell(self, said: dict[str, Any]) -> None:
        queue = self._place.outputs()["DeliveryQueueUrl"]
        client(self._place, "sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(said))


def news_of(name: str, effect: str, address: str) -> dict[str, Any]:
    """What the sending service would say, in the form in which its bus carries it."""
    kind, recipients, about = _SAID[name]
    moment = datetime.fromtimestamp(int(time.time()), UTC).isoformat()
    who = {recipients: [{"emailAddress": address}]} if recipients else {"recipients": [address]}
    detail = {
        "eventType": kind,
        "mail": {
            "timestamp": moment,
            "messageId": f"simulated-{effect or 'none'}",
            "destination": [address],
            "headers": [{"name": EFFECT_HEADER, "value": effect}],
        },
        kind.lower(): {"timestamp": moment, **who, **about},
    }
    return {"detail-type": f"Email {kind}", "source": "aws.ses", "detail": detail}
