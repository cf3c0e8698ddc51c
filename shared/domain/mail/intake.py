"""A mail made into what opens a case (I3)."""

import hashlib

from shared.domain.intake import Intake
from shared.domain.mail.header_values import Address
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.route import MailRoute
from shared.domain.mail.told_bounds import with_bounds
from shared.domain.value import Value

REPEAT_SECONDS = 30 * 86_400
"""A mail that comes again within a month is the same mail."""

_NAME_LETTERS = 24
_LONGEST_DESCRIPTION = 32_000
NO_SUBJECT = "(no subject)"


def repeat_key(mail: IncomingMail) -> str:
    """One key for one mail: Message-ID and sender, else the id of the receiving service."""
    sender = mail.sender.folded if mail.sender else ""
    said = f"{mail.message_id}\x1f{sender}" if mail.message_id else mail.envelope.identifier
    return f"mail:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def mail_name(mail: IncomingMail) -> str:
    """What one mail is called among those of its record, however often it comes."""
    return repeat_key(mail).removeprefix("mail:")[:_NAME_LETTERS]


def intake_of(
    mail: IncomingMail,
    route: MailRoute,
    *,
    by_user: bool,
    follows: str | None,
    acknowledge: str | None,
) -> Intake:
    """The intake of a mail; what a user passed on is the original sender's, and unverified."""
    original = mail.forwarded if by_user else None
    sender = original.sender if original else mail.sender
    verified = mail.verified and original is None
    key = repeat_key(mail)
    fields: dict[str, Value] = {
        "origin": route.origin,
        **{name: value for name in ("priority", "queue") if (value := getattr(route, name))},
    }
    subject = original.subject if original else mail.subject
    return Intake(
        origin="email",
        verified=verified,
        name=(sender.name or None) if sender else None,
        email=sender.address if sender and verified and route.contact == "match" else None,
        subject=subject or NO_SUBJECT,
        description=with_bounds(
            original.text if original else mail.text, mail.left_out, _LONGEST_DESCRIPTION
        ),
        fields=fields,
        supplied=_supplied(sender),
        repeat_key=key,
        repeat_seconds=REPEAT_SECONDS,
        fingerprint=key,
        follows=follows,
        message_id=None if original else mail.message_id,
        acknowledge=acknowledge,
    )


def _supplied(sender: Address | None) -> dict[str, str]:
    if sender is None:
        return {}
    return {"email": sender.address, **({"name": sender.name} if sender.name else {})}
