"""The call queue in memory, with a door behind it that reports whatever a test wants."""

from shared.business_time.instant import Instant
from shared.domain.call import Call, CallReport, CallResult, read_call, write_call
from shared.errors import Unavailable


class MemoryCalls:
    """The Calls of tests; `handed` is every call ever taken, `waiting` those not yet answered."""

    def __init__(self) -> None:
        self.handed: list[Call] = []
        self.waiting: list[Call] = []
        self.is_broken = False

    def call(self, call: Call) -> None:
        if self.is_broken:
            raise Unavailable("the call queue does not answer")
        taken = read_call(write_call(call))
        self.handed.append(taken)
        self.waiting.append(taken)

    def receive(self) -> tuple[Call, ...]:
        """Take everything that waits."""
        taken, self.waiting = tuple(self.waiting), []
        return taken


def a_report(
    call: Call, at: Instant, result: CallResult = "sent", *, status: int | None = 200
) -> CallReport:
    """What the door says about a call."""
    return CallReport(
        effect=call.effect,
        attempt=call.attempt,
        result=result,
        detail="" if result == "sent" else f"answered {status}",
        status=status,
        at=at,
    )
