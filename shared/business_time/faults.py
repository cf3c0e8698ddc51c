"""What is wrong with a calendar, all at once, and what no calendar can answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong; `path` leads to it, such as `week.mon[1]`."""

    path: str
    message: str


class CalendarRefused(ValueError):
    """A calendar that cannot be saved (C6), with every fault."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        lines = "; ".join(f"{fault.path}: {fault.message}" for fault in faults)
        super().__init__(f"calendar '{name}': {lines}")
        self.name = name
        self.faults = faults


class NotEnoughOpenTime(ArithmeticError):
    """Less open time than asked for within twenty years (C6)."""
