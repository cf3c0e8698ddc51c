"""Keep a mail beside its record, with its files in the object store; every step may be repeated."""

from shared.business_time.instant import Instant
from shared.domain.attached import files_of_mail
from shared.domain.mail.attachment import content_of
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.intake import mail_name
from shared.domain.mail.kept import Fate, KeptFile, kept_mail
from shared.domain.mail.limits import MOST_BYTES
from shared.workflows.mail_world import MailWorld

_PAGE_TYPE = "text/html; charset=utf-8"


def keep_mail(
    mail_world: MailWorld,
    mail: IncomingMail,
    number: str,
    fate: Fate,
    files: tuple[KeptFile, ...] | None = None,
) -> None:
    """Keep files, unless they are kept, and page first, so that what names them comes last."""
    if files is None:
        files = keep_files(mail_world, mail, number)
    page = f"{_folder(mail, number)}/page.html" if mail.html else None
    if page is not None and mail.html is not None:
        mail_world.mailbox.keep(page, mail.html.encode(), _PAGE_TYPE)
    kept = kept_mail(mail, number, _at(mail_world, mail, number), files, page, fate)
    if files:
        mail_world.mails.attach(number, kept.name, files_of_mail(kept))
    mail_world.mails.keep(kept)
    mail_world.mails.remember(taken_as(mail.envelope.identifier), number)


def taken_as(identifier: str) -> str:
    """The id under which a record is found by the receiving service's id of one of its mails."""
    return f"received:{identifier}"


def keep_files(mail_world: MailWorld, mail: IncomingMail, number: str) -> tuple[KeptFile, ...]:
    """Keep the files of a mail of a record; answers where they are."""
    if not mail.attachments:
        return ()
    raw = mail_world.mailbox.read(mail.envelope.key, MOST_BYTES)
    kept = []
    for place, one in enumerate(mail.attachments, start=1):
        key = f"{_folder(mail, number)}/files/{place}"
        content = content_of(one, raw)
        mail_world.mailbox.keep(key, content, one.type)
        kept.append(
            KeptFile(
                name=one.name, type=one.type, size=len(content), key=key, content_id=one.content_id
            )
        )
    return tuple(kept)


def _folder(mail: IncomingMail, number: str) -> str:
    return f"cases/{number}/{mail.envelope.identifier}"


def _at(mail_world: MailWorld, mail: IncomingMail, number: str) -> Instant:
    """When it was written; of one that does not say so, when it came first."""
    now = mail_world.world.clock.now()
    written = mail.written_at(now)
    if written is not None:
        return written
    name = mail_name(mail)
    earlier = (one.at for one in mail_world.mails.mails(number) if one.name == name)
    return next(earlier, now)
