"""What the verbs of mail need besides the world of every door."""

from dataclasses import dataclass

from shared.domain.mail.reply_address import REPLY_SECRET
from shared.domain.mail.reply_keys import read_keys
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
        """The keys whose reply addresses count now; none were ever made: none.

        One that was replaced by hand has no grace of its own: it counts until the next.
        """
        try:
            values = self.secrets.values(REPLY_SECRET)
        except Absent:
            return ()
        keys = read_keys(values)
        by_hand = values[1:] if keys.present == values[0] else ()
        return (*keys.accepted(self.world.clock.now()), *by_hand)
