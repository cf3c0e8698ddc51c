"""Files of a record: those that came with its mails, and those that agents put up to send (I3)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.business_time.instant import Instant
from shared.domain.kept_reply import ReplyFile
from shared.domain.value import Frozen
from shared.errors import Fault

if TYPE_CHECKING:
    from shared.domain.mail.kept import KeptFile, KeptMail

MOST_BYTES = 7 * 1024 * 1024
"""Of one file, and of all that go with one mail: what becomes ten as the mail is written."""

MOST_WITH_A_MAIL = 10
MOST_UPLOADS = 200
"""Of one record."""


class Attached(Frozen):
    """A file of a record, which nobody has looked into.

    `mail` is the subject of the mail that it came with; one without was put up, or is to be.
    """

    id: str
    name: str
    type: str
    size: int
    key: str
    at: Instant
    by: str
    inline: bool = False
    mail: str | None = None

    def as_sent(self) -> ReplyFile:
        """The same as it goes along with an answer."""
        return ReplyFile(name=self.name, type=self.type, size=self.size, key=self.key)


def too_much(files: Sequence[ReplyFile]) -> Iterator[Fault]:
    """Why these do not go with one mail."""
    if len(files) > MOST_WITH_A_MAIL:
        words = f"A mail takes at most {MOST_WITH_A_MAIL} files."
        yield Fault("/attachments", words, "too_many")
    if sum(one.size for one in files) > MOST_BYTES:
        words = f"Together they are larger than {MOST_BYTES // 1024 // 1024} MB."
        yield Fault("/attachments", words, "too_large")


def sendable(files: "Sequence[KeptFile]") -> tuple[tuple[ReplyFile, ...], tuple[str, ...]]:
    """As many of the files of a mail as go with another one, and the names of the rest."""
    sent: list[ReplyFile] = []
    for one in files:
        file = ReplyFile(name=one.name, type=one.type, size=one.size, key=one.key)
        if not any(too_much([*sent, file])):
            sent.append(file)
    keys = {file.key for file in sent}
    return tuple(sent), tuple(one.name for one in files if one.key not in keys)


def files_of_mail(mail: "KeptMail") -> tuple[Attached, ...]:
    """The files that came with a mail."""
    return tuple(
        Attached(
            id=f"{mail.name}.{place}",
            name=file.name,
            type=file.type,
            size=file.size,
            key=file.key,
            at=mail.at,
            by=mail.sender or "unknown",
            inline=file.content_id is not None,
            mail=mail.subject,
        )
        for place, file in enumerate(mail.files, start=1)
    )
