"""An answer by mail as it is kept with its comment: to whom it goes, and what goes along."""

from shared.domain.value import Frozen


class ReplyFile(Frozen):
    """A file that goes along, and where it is stored."""

    name: str
    type: str
    size: int
    key: str


class Reply(Frozen):
    """What is kept of an answer beside its words, until it has left and after."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    subject: str
    html: str | None = None
    files: tuple[ReplyFile, ...] = ()
