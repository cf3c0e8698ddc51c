"""The ports that the verbs work with, brought together once per door."""

from dataclasses import dataclass

from shared.ports import Alarm, Bus, Clock, Directory, Mint, PolicyStore, Postman, RecordStore, WakeQueue


@dataclass(frozen=True, slots=True)
class World:
    """Everything a verb may touch; `claim_seconds` is twice the function's timeout (§1 Effects)."""

    records: RecordStore
    directory: Directory
    policies: PolicyStore
    alarm: Alarm
    wakes: WakeQueue
    postman: Postman
    bus: Bus
    clock: Clock
    mint: Mint
    claim_seconds: int = 40
