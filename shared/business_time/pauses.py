"""Business time around pauses: half-open spans in which the clock stands still."""

from collections.abc import Iterable, Sequence

from shared.business_time.instant import Instant
from shared.business_time.timetable import Timetable

Span = tuple[Instant, Instant]


def merged(pauses: Iterable[Span]) -> list[Span]:
    """Sorted pauses with those that overlap or touch joined into one.

    >>> merged([(5, 9), (1, 3), (2, 4)])
    [(1, 4), (5, 9)]
    """
    found: list[Span] = []
    for start, end in sorted(span for span in pauses if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def elapsed_with_pauses(
    table: Timetable, start: Instant, end: Instant, pauses: Sequence[Span]
) -> int:
    """Open, unpaused seconds in [start, end).

    >>> from shared.business_time import ALWAYS_OPEN, timetable
    >>> elapsed_with_pauses(timetable(ALWAYS_OPEN), 0, 3_600, [(600, 1_200), (900, 1_500)])
    2700
    """
    paused = sum(
        table.elapsed(max(start, low), min(end, high))
        for low, high in merged(pauses)
        if low < end and high > start
    )
    return table.elapsed(start, end) - paused


def add_with_pauses(
    table: Timetable, start: Instant, seconds: int, pauses: Sequence[Span]
) -> Instant:
    """Earliest instant at which `seconds` of open, unpaused time have passed; never backwards.

    >>> from shared.business_time import ALWAYS_OPEN, timetable
    >>> add_with_pauses(timetable(ALWAYS_OPEN), 0, 3_600, [(600, 1_200)])
    4200
    """
    if seconds < 0:
        raise ValueError(f"{seconds} seconds: around pauses time is added forwards only")
    at, left = start, seconds
    for low, high in merged(pauses):
        if high <= at:
            continue
        until_pause = table.elapsed(at, low)
        if left <= until_pause:
            break
        left -= until_pause
        at = max(at, high)
    return table.add(at, left)
