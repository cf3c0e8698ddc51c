"""Messages for tests: the examples, envelopes of the receiving service, and mail made on the spot."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from shared.domain.mail.envelope import Envelope, Verdicts
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.read import read_mail

FOLDER = Path(__file__).parents[2] / "examples" / "mails"
EXPECTED: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (FOLDER / "expected.yaml").read_text("utf-8")
)
OURS = "milepost-test"
TRUSTED = Verdicts(spam="pass", virus="pass", spf="pass", dkim="pass", dmarc="pass")


def example(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def an_envelope(sender: str = "dana@northwind.example", **given: Any) -> Envelope:
    filled: dict[str, Any] = {
        "identifier": "ses-1",
        "key": "in/ses-1",
        "recipients": ("support@acme.example",),
        "verdicts": TRUSTED,
    }
    return Envelope(**{**filled, "sender": sender, **given})


def a_mail(body: str = "Hello.", **headers: str) -> bytes:
    """A message of one text; names of headers with underscores for hyphens."""
    filled = {
        "from": "Dana <dana@northwind.example>",
        "to": "support@acme.example",
        "subject": "Help",
        "message_id": "<m1@northwind.example>",
        "content_type": "text/plain; charset=utf-8",
        **headers,
    }
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in filled.items())
    return f"{head}\n{body}".encode()


def read(raw: bytes, **given: Any) -> IncomingMail:
    return read_mail(raw, an_envelope(**given), deployment=OURS)
