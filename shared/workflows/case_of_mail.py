"""The case that a mail may join: by a proof, or because its sender belongs there (I3)."""

from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.mail.header_values import Address
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.kept import people_in
from shared.domain.mail.thread import By, claims, is_customers, is_proof
from shared.domain.matching import Draft
from shared.errors import Absent
from shared.workflows.mail_world import MailWorld
from shared.workflows.take_reply import user_who_wrote


def case_of_mail(
    mail_world: MailWorld, mail: IncomingMail, configuration: Configuration
) -> tuple[CaseFile, By] | None:
    """The first case that the mail names and may join, and what named it.

    What a machine wrote moves nothing: it joins what it answers, so that reports find their case.
    """
    known = mail_world.mails.numbers_of(mail.earlier) if mail.earlier else {}
    for claim in claims(mail, mail_world.reply_secrets(), known):
        try:
            file = mail_world.world.records.load(claim.number)
        except Absent:
            continue
        is_report = mail.automatic is not None and claim.by == "reference"
        if is_proof(claim) or is_report or _belongs(mail_world, mail, file, configuration):
            return file, claim.by
    return None


def _belongs(
    mail_world: MailWorld, mail: IncomingMail, file: CaseFile, configuration: Configuration
) -> bool:
    """Whether a sender who is vouched for has to do with the case; the dearest look comes last."""
    sender = mail.sender
    if sender is None or not mail.verified:
        return False
    return (
        user_who_wrote(mail, configuration) is not None
        or is_customers(sender, file, configuration.settings.public_mail_domains)
        or _is_of_the_account(mail_world, sender, file)
        or _is_in_its_mails(mail_world, sender, file)
    )


def _is_of_the_account(mail_world: MailWorld, sender: Address, file: CaseFile) -> bool:
    if file.account is None:
        return False
    asked = Draft(origin="email", email=sender.address)
    found = mail_world.world.directory.first_look(asked).findings.by_email
    return any(contact.account == file.account for contact in found)


def _is_in_its_mails(mail_world: MailWorld, sender: Address, file: CaseFile) -> bool:
    people = people_in(mail_world.mails.mails(file.number))
    return sender.folded in {address.casefold() for address in people}
