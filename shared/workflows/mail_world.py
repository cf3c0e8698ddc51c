"""What the verbs of mail need besides the world of every door."""

from dataclasses import dataclass

from shared.domain.mail.reply_address import REPLY_SECRET
from shared.errors import Absent
from shared.ports import Mailbox, MailStore, Secrets
from shared.workflows.world import World


@dataclass(frozen=True)
class MailWorld:
    """`deployment` is our own name in the loop header; `secrets` sign reply addresses."""

    world: World
    mails: MailStore
    mailbox: Mailbox
    secrets: Secrets
    deployment: str

    def reply_secrets(self) -> tuple[str, ...]:
        """The present secret of reply addresses and the one before; none were ever made: none."""
        try:
            return self.secrets.values(REPLY_SECRET)
        except Absent:
            return ()
