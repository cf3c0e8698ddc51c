"""The ports that the verbs work with, brought together once per door."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.mail.reply_address import REPLY_SECRET
from shared.domain.mail.reply_keys import read_keys
from shared.ports import (
    Alarm,
    Bus,
    Calls,
    Clock,
    Counters,
    Directory,
    JobStore,
    Ledger,
    Mailbox,
    MailStates,
    MailStore,
    Mint,
    NoticeStore,
    PolicyStore,
    Postman,
    RecordStore,
    Runs,
    Secrets,
    WakeQueue,
)
from shared.workflows.shelf import Shelf

if TYPE_CHECKING:
    from shared.domain.days_off import LookUp


@dataclass(frozen=True)
class World:
    """Everything a verb may touch; `claim_seconds` is twice the function's timeout (§1 Effects).

    `secrets` are those of mail; mail leaves from `mail_sender`, and answers come in below its domain.
    """

    records: RecordStore
    directory: Directory
    policies: PolicyStore
    ledger: Ledger
    notices: NoticeStore
    mail_states: MailStates
    jobs: JobStore
    runs: Runs
    alarm: Alarm
    wakes: WakeQueue
    postman: Postman
    calls: Calls
    bus: Bus
    clock: Clock
    mint: Mint
    mails: MailStore
    mailbox: Mailbox
    counters: Counters
    secrets: Secrets
    mail_sender: str
    public_holidays: "LookUp"
    claim_seconds: int = 40

    @cached_property
    def shelf(self) -> Shelf:
        """The memory of this process, filled as it works."""
        return Shelf(self.policies)

    @property
    def mail_domain(self) -> str:
        """The domain of the reply addresses."""
        return self.mail_sender.rpartition("@")[2]

    @cached_property
    def reply_key(self) -> str:
        """The key of reply addresses, asked for once in the life of a process.

        Raises Absent, Unavailable or Misconfigured.
        """
        return read_keys((self.secrets.present(REPLY_SECRET),)).present
