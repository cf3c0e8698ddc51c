"""Under which name a mail counts against a flood: a forged one never counts against whom it names (I4)."""

from shared.domain.mail.envelope import Envelope
from shared.domain.mail.incoming import IncomingMail


def name_by_envelope(envelope: Envelope, number: str | None) -> str | None:
    """The name, if it can be told unread; `number` is the case whose signed address it came to."""
    if number is not None:
        return f"mails to {number}"
    if envelope.from_nobody:
        return None
    said = envelope.verdicts
    if said.spf == "pass":
        return _proven(envelope.sender)
    return None if "pass" in (said.dkim, said.dmarc) else _unproven(envelope.sender)


def name_by_headers(mail: IncomingMail, number: str | None) -> str:
    """The name of what the envelope cannot tell; `number` is the case that a report is of."""
    if mail.envelope.from_nobody and number is not None:
        return f"reports of {number}"
    sender = mail.sender.address if mail.sender else "nobody"
    return _proven(sender) if mail.verified else _unproven(sender)


def _proven(sender: str) -> str:
    return f"mails {sender.casefold()}"


def _unproven(sender: str) -> str:
    return f"unproven mails {sender.casefold()}"
