"""SES as the postman: raw MIME with the effect id, so that a duplicate can be told."""

import re
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, telling
from shared.adapters.whole_header import WholeHeader
from shared.domain.mail.ties import Ties
from shared.errors import Fault, Refused
from shared.names import EFFECT_HEADER, LOOP_HEADER
from shared.ports import OutgoingFile, OutgoingMail

if TYPE_CHECKING:
    from types_boto3_ses import SESClient

MOST_RECIPIENTS = 50

_NOT_IN_A_HEADER = re.compile(r"[\r\n\x00]")
_BLANKED_IN_A_HEADER = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_A_TAG = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_TAG = 256
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_HEADERS = HeaderRegistry()
for _header in ("message-id", "in-reply-to", "references"):
    _HEADERS.map_to_type(_header, WholeHeader)
_SEVEN_BIT = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)
"""SES and the relays behind it promise to carry no more than seven bits a letter."""

_BY_A_PERSON = "no"
"""What `Auto-Submitted` says of words that a person wrote (RFC 3834)."""

_NEVER = frozenset({"InvalidParameterValue", "MessageRejected"})


class SesPostman:
    """The Postman on SES."""

    def __init__(
        self, ses: "SESClient", *, sender: str, configuration_set: str, deployment: str
    ) -> None:
        self._ses = ses
        self._sender = sender
        self._configuration_set = configuration_set
        self._deployment = deployment

    def send(self, mail: OutgoingMail) -> str:
        """Send one mail and answer its message id; raises Refused (never again) or Unavailable."""
        message = mime_of(mail, self._sender, self._deployment)
        with telling("send a mail"):
            try:
                answer = self._ses.send_raw_email(
                    Source=self._sender,
                    Destinations=[ascii_address(address) for address in (*mail.to, *mail.cc)],
                    RawMessage={"Data": message.as_bytes()},
                    ConfigurationSetName=self._configuration_set,
                    Tags=[{"Name": "effect", "Value": tag_of(mail.effect)}],
                )
            except ClientError as error:
                if code_of(error) in _NEVER:
                    raise Refused(f"The mail was refused: {code_of(error)}.") from error
                raise
        return str(answer["MessageId"])


def mime_of(mail: OutgoingMail, sender: str, deployment: str) -> EmailMessage:
    """The message as it goes out; raises Refused for a header that would be two, or too many to."""
    many = len(mail.to) + len(mail.cc)
    if not mail.to or many > MOST_RECIPIENTS:
        words = f"{many} recipients, and a mail has 1 to {MOST_RECIPIENTS}"
        raise Refused(f"The mail has {words}.", faults=(Fault("/To", words, "recipients"),))
    headers = {
        "From": formataddr((_blanked(mail.sender_name or ""), sender)),
        "To": ", ".join(ascii_address(address) for address in mail.to),
        "Subject": _blanked(mail.subject),
        EFFECT_HEADER: mail.effect,
        LOOP_HEADER: deployment,
        "Auto-Submitted": mail.auto_submitted,
    }
    if mail.cc:
        headers["Cc"] = ", ".join(ascii_address(address) for address in mail.cc)
    if mail.auto_submitted != _BY_A_PERSON:
        headers["X-Auto-Response-Suppress"] = "All"
    message = EmailMessage(policy=_SEVEN_BIT)
    for name, value in {**headers, **_ties(mail)}.items():
        _set(message, name, value)
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.files:
        main, sub = _type_of(file)
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _ties(mail: OutgoingMail) -> dict[str, str]:
    """Headers by which an answer is brought back to its record, those that there are."""
    ties, name = mail.ties or Ties(), _blanked(mail.sender_name or "")
    answered = f"<{ties.in_reply_to}>" if ties.in_reply_to else ""
    named = {
        "Reply-To": formataddr((name, ties.reply_to)) if ties.reply_to else "",
        "Message-ID": f"<{ties.message_id}>" if ties.message_id else "",
        "In-Reply-To": answered,
        "References": answered,
        "List-Unsubscribe": f"<mailto:{ties.leave}?subject=unwatch>" if ties.leave else "",
    }
    return {header: value for header, value in named.items() if value}


def _type_of(file: OutgoingFile) -> tuple[str, str]:
    """The type in its two parts; what is no single file may not be written as one (RFC 2046)."""
    main, _, sub = file.type.partition("/")
    if main in ("message", "multipart") or not _TYPE.fullmatch(file.type):
        return "application", "octet-stream"
    return main, sub


def ascii_address(address: str) -> str:
    """The address with its domain as name servers know it; raises Refused where SES has no way to.

    >>> ascii_address("ann@bücher.example")
    'ann@xn--bcher-kva.example'
    """
    if address.isascii():
        return address
    mailbox, _, domain = address.rpartition("@")
    try:
        return f"{mailbox.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        fault = Fault("/To", f"'{address}' has letters that mail cannot be sent to", "recipients")
        raise Refused("The mail cannot be addressed.", faults=(fault,)) from error


def tag_of(effect: str) -> str:
    """An effect id in the letters that a tag may have; it comes back with every bounce."""
    return _NOT_IN_A_TAG.sub("_", effect)[:_LONGEST_TAG]


def _blanked(words: str) -> str:
    return _BLANKED_IN_A_HEADER.sub(" ", words) if not _NOT_IN_A_HEADER.search(words) else words


def _set(message: EmailMessage, name: str, value: str) -> None:
    fault = Fault(f"/{name}", "has a character that no header may have", "header")
    if _NOT_IN_A_HEADER.search(value):
        raise Refused(f"The mail's {name} has a line break.", faults=(fault,))
    try:
        message[name] = value
    except (ValueError, IndexError, AttributeError) as error:  # what the standard parser trips over
        raise Refused(f"The mail's {name} cannot be written.", faults=(fault,)) from error
