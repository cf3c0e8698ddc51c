"""Open spans laid out for searching: both directions of business time are one bisection (C8)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from shared.business_time.hours import DAY_SECONDS
from shared.business_time.instant import Instant
from shared.business_time.opening import Span


@dataclass(frozen=True, slots=True)
class Compiled:
    """All open time in [low, high): sorted spans that do not touch, and the open seconds before each.

    `days` counts for each day from `low` the spans that begin by it, so that an instant is sought
    among those of its day alone. Never changed once made, so that threads may share it while another range is being compiled.
    """

    low: Instant
    high: Instant
    starts: Sequence[Instant]
    ends: Sequence[Instant]
    before: Sequence[int]
    total: int
    days: Sequence[int]

    @classmethod
    def of(cls, low: Instant, high: Instant, spans: Sequence[Span]) -> "Compiled":
        """Lay out merged spans of [low, high)."""
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        sums = list(accumulate((end - start for start, end in spans), initial=0))
        return cls(low, high, starts, ends, sums[:-1], sums[-1], _days(low, high, starts))

    def joined(self, later: "Compiled") -> "Compiled":
        """Join the range that begins where this one ends."""
        spans = [*zip(self.starts, self.ends, strict=True)]
        more = [*zip(later.starts, later.ends, strict=True)]
        if spans and more and spans[-1][1] == more[0][0]:
            more[0] = (spans.pop()[0], more[0][1])
        return Compiled.of(self.low, later.high, [*spans, *more])

    def until(self, instant: Instant) -> int:
        """Open seconds in [low, instant)."""
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        end = self.ends[place]
        if instant < end:
            return self.before[place] + instant - self.starts[place]
        return self.before[place] + end - self.starts[place]

    def between(self, start: Instant, end: Instant) -> int:
        """Open seconds in [start, end), of low <= start <= end <= high."""
        # a comparison written out costs a third of a call of min, and this is what business time is
        starts, ends, before, days = self.starts, self.ends, self.before, self.days
        passed = 0
        day = (end - self.low) // DAY_SECONDS
        place = bisect_right(starts, end, days[day], days[day + 1]) - 1
        if place >= 0:
            closes = ends[place]
            here = end if end < closes else closes  # noqa: FURB136
            passed = before[place] + here - starts[place]
        day = (start - self.low) // DAY_SECONDS
        place = bisect_right(starts, start, days[day], days[day + 1]) - 1
        if place < 0:
            return passed
        closes = ends[place]
        here = start if start < closes else closes  # noqa: FURB136
        return passed - before[place] - here + starts[place]

    def after(self, start: Instant, seconds: int) -> Instant | None:
        """First instant with so many open seconds, more than 0, since `start`; None if not before `high`."""
        starts, before, days = self.starts, self.before, self.days
        day = (start - self.low) // DAY_SECONDS
        place = bisect_right(starts, start, days[day], days[day + 1]) - 1
        if place >= 0:
            closes = self.ends[place]
            here = start if start < closes else closes  # noqa: FURB136
            seconds += before[place] + here - starts[place]
        if seconds > self.total:
            return None
        place = bisect_left(before, seconds) - 1
        return starts[place] + seconds - before[place]

    def latest(self, seconds: int) -> Instant:
        """Last instant with `seconds` of open time before it, of at least 0 and less than the total."""
        place = bisect_right(self.before, seconds) - 1
        return self.starts[place] + seconds - self.before[place]


def _days(low: Instant, high: Instant, starts: Sequence[Instant]) -> list[int]:
    """One day more than there are, so that each has an end."""
    found: list[int] = []
    place, count = 0, len(starts)
    for day in range(low, high + 2 * DAY_SECONDS, DAY_SECONDS):
        while place < count and starts[place] <= day:
            place += 1
        found.append(place)
    return found
