"""The little that the door to the world outside may touch: no table, no schedule, no mail."""

from dataclasses import dataclass

from shared.ports import Clock, Outgoing, Secrets, WakeQueue


@dataclass(frozen=True, slots=True)
class CallWorld:
    """Everything that making a call may touch."""

    outgoing: Outgoing
    secrets: Secrets
    wakes: WakeQueue
    clock: Clock
