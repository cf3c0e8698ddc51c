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


class Upload(Frozen):
    """A file that an agent may put up under `key`, or has; nobody has looked into it."""

    number: str
    id: str
    name: str
    type: str
    size: int
    key: str
    by: str
    at: Instant


class Attached(Frozen):
    """A file of a record as people see it; `mail` is the subject of the one that it came with."""

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


def attached(mails: "Sequence[KeptMail]", uploads: Sequence[Upload]) -> tuple[Attached, ...]:
    """Every file of a record, oldest first."""
    put_up = (Attached(**one.model_dump(exclude={"number"})) for one in uploads)
    return tuple(sorted((*_of_mails(mails), *put_up), key=lambda one: (one.at, one.id)))


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


def _of_mails(mails: "Sequence[KeptMail]") -> Iterator[Attached]:
    for mail in mails:
        for place, file in enumerate(mail.files, start=1):
            yield Attached(
                id=f"{mail.name or mail.identifier}.{place}",
                name=file.name,
                type=file.type,
                size=file.size,
                key=file.key,
                at=mail.at,
                by=mail.sender or "unknown",
                inline=file.content_id is not None,
                mail=mail.subject,
            )
