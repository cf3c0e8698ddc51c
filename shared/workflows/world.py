"""The ports that the verbs work with, brought together once per door."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shared.ports import (
    Alarm,
    Bus,
    Calls,
    Clock,
    Directory,
    JobStore,
    Ledger,
    Mint,
    NoticeStore,
    PolicyStore,
    Postman,
    RecordStore,
    Runs,
    WakeQueue,
)
from shared.workflows.shelf import Shelf

if TYPE_CHECKING:
    from shared.domain.days_off import LookUp


@dataclass(frozen=True)
class World:
    """Everything a verb may touch; `claim_seconds` is twice the function's timeout (§1 Effects)."""

    records: RecordStore
    directory: Directory
    policies: PolicyStore
    ledger: Ledger
    notices: NoticeStore
    jobs: JobStore
    runs: Runs
    alarm: Alarm
    wakes: WakeQueue
    postman: Postman
    calls: Calls
    bus: Bus
    clock: Clock
    mint: Mint
    public_holidays: "LookUp"
    claim_seconds: int = 40

    @cached_property
    def shelf(self) -> Shelf:
        """The memory of this process, filled as it works."""
        return Shelf(self.policies)
