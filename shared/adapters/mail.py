"""SES as the postman: raw MIME with the effect id, so that a duplicate can be told."""

import re
from email.message import EmailMessage
from email.utils import formataddr
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.aws import code_of
from shared.errors import Fault, Refused, Unavailable
from shared.ports import OutgoingMail

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

EFFECT_HEADER = "X-Milepost-Effect"
LOOP_HEADER = "X-Milepost-Loop"

_NOT_IN_A_HEADER = re.compile(r"[\r\n\x00]")
_NOT_IN_A_TAG = re.compile(r"[^A-Za-z0-9_-]")
_NEVER = frozenset({"MessageRejected", "BadRequestException", "NotFoundException"})
_LONGEST_TAG = 256


class SesPostman:
    """The Postman on SES."""

    def __init__(
        self, ses: "SESV2Client", *, sender: str, configuration_set: str, deployment: str
    ) -> None:
        self._ses = ses
        self._sender = sender
        self._configuration_set = configuration_set
        self._deployment = deployment

    def send(self, mail: OutgoingMail) -> str:
        """Send one mail and answer its message id; raises Refused (never again) or Unavailable."""
        message = mime_of(mail, self._sender, self._deployment)
        try:
            answer = self._ses.send_email(
                FromEmailAddress=str(message["From"]),
                Destination={"ToAddresses": list(mail.to)},
                Content={"Raw": {"Data": message.as_bytes()}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[
                    {
                        "Name": "effect",
                        "Value": _NOT_IN_A_TAG.sub("_", mail.effect)[:_LONGEST_TAG],
                    }
                ],
            )
        except ClientError as error:
            if code_of(error) in _NEVER:
                raise Refused(f"the mail was refused: {code_of(error)}") from error
            raise Unavailable(f"send a mail: {code_of(error)}") from error
        except BotoCoreError as error:
            raise Unavailable(f"send a mail: {type(error).__name__}") from error
        return str(answer["MessageId"])


def mime_of(mail: OutgoingMail, sender: str, deployment: str) -> EmailMessage:
    """The message as it goes out; raises Refused for a line break in a header."""
    headers = {
        "From": formataddr((mail.sender_name or "", sender)),
        "To": ", ".join(mail.to),
        "Subject": mail.subject,
        EFFECT_HEADER: mail.effect,
        LOOP_HEADER: deployment,
        "Auto-Submitted": mail.auto_submitted,
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMessage()
    for name, value in headers.items():
        if _NOT_IN_A_HEADER.search(value):
            raise Refused(
                f"The mail's {name} has a line break.",
                faults=(Fault(f"/{name}", "has a line break", "header"),),
            )
        message[name] = value
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    return message
