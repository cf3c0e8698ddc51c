"""Where mail comes in on this machine: an SMTP port on loopback that does what the receiving service does."""

import asyncio
import json
import threading
import time
from itertools import count
from typing import Any

from aiosmtpd.controller import Controller

from cli.local.clients import client
from cli.local.place import Place

USUAL_PORT = 2525
_LARGEST = 40 * 1024 * 1024
_PASS = {"status": "PASS"}


class Inbox:
    """Takes a message from any mail client, stores it, and tells the queue; every sender is vouched for."""

    def __init__(self, place: Place, port: int) -> None:
        self._place = place
        self.port = port
        self._count = count()
        self._lock = threading.Lock()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=port, data_size_limit=_LARGEST
        )

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Store one message and tell the queue of it."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        with self._lock:
            identifier = f"local-{int(time.time())}-{next(self._count):05}"
        try:
            # in a thread: a slow AWS must not keep other mail programs waiting for a greeting
            await asyncio.to_thread(
                self._deliver, identifier, content, envelope.mail_from or "", envelope.rcpt_tos
            )
        except Exception as failed:  # noqa: BLE001 - the mail client is told, and keeps its mail
            return f"451 not now: {type(failed).__name__}"
        return f"250 taken as {identifier}"

    def _deliver(self, identifier: str, raw: bytes, sender: str, recipients: list[str]) -> None:
        outputs = self._place.outputs()
        key = f"in/{identifier}"
        client(self._place, "s3").put_object(Bucket=outputs["MailBucket"], Key=key, Body=raw)
        said = {
            "notificationType": "Received",
            "mail": {"messageId": identifier, "source": sender},
            "receipt": {
                "recipients": recipients,
                **dict.fromkeys(("spamVerdict", "virusVerdict", "spfVerdict"), _PASS),
                **dict.fromkeys(("dkimVerdict", "dmarcVerdict"), _PASS),
                "action": {"type": "S3", "bucketName": outputs["MailBucket"], "objectKey": key},
            },
        }
        client(self._place, "sqs").send_message(
            QueueUrl=outputs["MailQueueUrl"], MessageBody=json.dumps(said)
        )
