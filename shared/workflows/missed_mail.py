"""Stored mails of which nobody was ever told, found and taken in after all (I5)."""

from collections.abc import Iterator

from shared.business_time.instant import Instant
from shared.domain.mail.envelope import Envelope, Verdicts
from shared.domain.mail.header_values import addresses, raw_value, raw_values, read_headers
from shared.domain.mail.limits import MOST_HEADER_BYTES
from shared.errors import Absent
from shared.workflows.keep_mail import taken_as
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received, receive_mail

SETTLING_SECONDS = 900
"""A younger mail may still wait for its notification."""

FOLDER = "in/"
_AT_ONCE = 100
_TRIAL = "AMAZON_SES_SETUP_NOTIFICATION"
"""What the receiving service stores when a rule is made."""


def missed_mails(mail_world: MailWorld, since: Instant) -> Iterator[str]:
    """Ids of mails that came since, and became neither a case's nor a waiting one; oldest first."""
    until = mail_world.world.clock.now() - SETTLING_SECONDS
    found = [
        key.removeprefix(FOLDER)
        for key, at in mail_world.mailbox.arrived(FOLDER, since)
        if at <= until and not key.endswith(_TRIAL)
    ]
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        known = mail_world.mails.numbers_of([taken_as(one) for one in some])
        for identifier in some:
            if taken_as(identifier) not in known and not _waits(mail_world, identifier):
                yield identifier


def take_missed(mail_world: MailWorld, identifier: str) -> Received:
    """Take one in by what it says of itself; raises Absent.

    Its notification is lost, and the verdicts with it: nobody is vouched for. A header that warns
    of a virus or of spam is believed all the same, since only a warning could be forged.
    """
    key = f"{FOLDER}{identifier}"
    headers = read_headers(mail_world.mailbox.read(key, MOST_HEADER_BYTES))
    to = addresses(*raw_values(headers, "to"), *raw_values(headers, "cc"))
    sender = addresses(raw_value(headers, "return-path") or raw_value(headers, "from"))
    warned = {
        name: "fail"
        for name in ("virus", "spam")
        if any("FAIL" in one.upper() for one in raw_values(headers, f"X-SES-{name}-Verdict"))
    }
    envelope = Envelope(
        identifier=identifier,
        key=key,
        sender=sender[0].address if sender else "",
        recipients=tuple(one.address for one in to),
        verdicts=Verdicts.model_validate(warned),
    )
    return receive_mail(mail_world, envelope)


def _waits(mail_world: MailWorld, identifier: str) -> bool:
    try:
        mail_world.mails.entry(identifier)
    except Absent:
        return False
    return True
