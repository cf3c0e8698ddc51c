"""What the verbs of mail need besides the world of every door."""

from dataclasses import dataclass

from shared.errors import Absent
from shared.ports import Mailbox, MailStore, Secrets
from shared.workflows.world import World

REPLY_SECRET = "reply"  # noqa: S105 - the name of the secret that signs reply addresses


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
