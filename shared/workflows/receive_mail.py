"""A mail has come: it becomes a case, a comment on one, or waits in quarantine; never nothing (I3-I5)."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.mail.automatic import ANSWERS
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import intake_of
from shared.domain.mail.kept import Fate, Quarantined, Reason
from shared.domain.mail.limits import BEGINNING, MOST_BYTES
from shared.domain.mail.read import read_mail
from shared.domain.mail.route import MailRoute, route_of
from shared.workflows.case_of_mail import case_of_mail
from shared.workflows.heed_report import heed_report
from shared.workflows.keep_mail import keep_files, keep_mail
from shared.workflows.leave_by_mail import left_by_mail
from shared.workflows.mail_budget import is_flood, is_flood_unread, may_answer
from shared.workflows.mail_notes import note_of_follower, note_of_forward
from shared.workflows.mail_world import MailWorld
from shared.workflows.open_case import open_case
from shared.workflows.take_reply import is_too_late, take_reply, user_who_wrote

Became: TypeAlias = Literal["case", "comment", "kept", "quarantined"]


_ANY_ROUTE = MailRoute(address="nobody@unknown.example")
"""Of mail that is taken in without one, whatever it was sent to."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a mail became; `why` is the reason of the quarantine, or what the claim stood on."""

    became: Became
    number: str | None = None
    why: str | None = None
    automatic: str | None = None


def receive_mail(mail_world: MailWorld, envelope: Envelope, *, released: bool = False) -> Received:
    """Take in one stored mail, any number of times; a `released` one is past every doubt.

    Raises Absent while the original is not there yet, Unavailable, Busy.
    """
    configuration = mail_world.world.shelf.current()
    route = route_of(envelope.recipients, configuration.mail_routes)
    doubt = None if released else _doubt(mail_world, envelope, route, configuration)
    if doubt is not None:
        return _quarantined(mail_world, envelope, doubt)
    mail = _read(mail_world, envelope)
    found = case_of_mail(mail_world, mail, configuration)
    follows = found[0].number if found else None
    if not released and is_flood(mail_world, mail, follows, configuration):
        return _quarantined(mail_world, envelope, "flood", mail)
    heed_report(mail_world.world, mail)
    if found is not None and (mail.automatic or not is_too_late(mail_world, found[0])):
        return _onto(mail_world, mail, *found, configuration)
    reason = None if released else _refusal(mail, route, follows)
    if reason is not None:
        return _quarantined(mail_world, envelope, reason, mail)
    return _opened(mail_world, mail, route or _ANY_ROUTE, configuration, follows)


def _doubt(
    mail_world: MailWorld, envelope: Envelope, route: MailRoute | None, configuration: Configuration
) -> Reason | None:
    """What speaks against even reading it."""
    if envelope.verdicts.virus == "fail":
        return "virus"
    if envelope.verdicts.spam == "fail" and (route is None or route.spam == "quarantine"):
        return "spam"
    return "flood" if is_flood_unread(mail_world, envelope, configuration) else None


def _read(mail_world: MailWorld, envelope: Envelope) -> IncomingMail:
    size = mail_world.mailbox.size(envelope.key)
    is_whole = size <= MOST_BYTES
    raw = mail_world.mailbox.read(envelope.key, MOST_BYTES if is_whole else BEGINNING)
    return read_mail(raw, envelope, deployment=mail_world.deployment, is_whole=is_whole)


def _onto(
    mail_world: MailWorld, mail: IncomingMail, file: CaseFile, by: str, configuration: Configuration
) -> Received:
    if mail.automatic is not None:
        keep_mail(mail_world, mail, file.number, Fate(became="kept"))
        return Received("kept", file.number, by, mail.automatic)
    if by == "address" and left_by_mail(mail_world, mail, file, configuration):
        keep_mail(mail_world, mail, file.number, Fate(became="kept"))
        return Received("kept", file.number, "unwatch")
    files = keep_files(mail_world, mail, file.number)
    number, order = take_reply(mail_world, mail, file, configuration, files)
    keep_mail(mail_world, mail, number, Fate(became="comment", comment=order), files)
    return Received("comment", number, by if number == file.number else "repeated")


def _refusal(mail: IncomingMail, route: MailRoute | None, follows: str | None) -> Reason | None:
    """Why no case is made of it; an answer to a case of ours needs no route."""
    if mail.automatic in ANSWERS:
        return "automatic_answer"
    if route is None:
        return None if follows else "no_route"
    if mail.automatic and route.machines == "quarantine":
        return "machine"
    proven = mail.sender.address if mail.sender and mail.verified else None
    return None if route.admits(proven) else "not_authorized"


def _opened(
    mail_world: MailWorld,
    mail: IncomingMail,
    route: MailRoute,
    configuration: Configuration,
    follows: str | None,
) -> Received:
    user = user_who_wrote(mail, configuration)
    passed_on = user is not None and mail.forwarded is not None
    may = not passed_on and may_answer(mail_world, mail, configuration)
    answer = (route.acknowledge or configuration.settings.notices.received) if may else None
    intake = intake_of(mail, route, by_user=user is not None, follows=follows, acknowledge=answer)
    name = mail.sender.address if mail.sender else "unknown sender"
    opened = open_case(mail_world.world, intake, Caller(name=name, door="email"))
    if user is not None:
        note_of_forward(mail_world, mail, user, opened.number)
    if follows is not None:
        note_of_follower(mail_world, mail, follows, opened.number)
    keep_mail(mail_world, mail, opened.number, Fate(became="case"))
    return Received("case", opened.number, "repeated" if opened.repeated else None, mail.automatic)


def _quarantined(
    mail_world: MailWorld, envelope: Envelope, reason: Reason, mail: IncomingMail | None = None
) -> Received:
    mail_world.mails.quarantine(
        Quarantined(
            envelope=envelope,
            reason=reason,
            at=mail_world.world.clock.now(),
            subject=mail.subject[:120] if mail else "",
        )
    )
    return Received("quarantined", why=reason, automatic=mail.automatic if mail else None)
