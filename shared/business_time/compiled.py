"""Open spans laid out for searching: both directions of business time are one bisection (C8)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from shared.business_time.instant import Instant
from shared.business_time.opening import Span


@dataclass(frozen=True, slots=True)
class Compiled:
    """All open time in [low, high): sorted spans that do not touch, and the open seconds before each.

    Never changed once made, so that threads may share it while another range is being compiled.
    """

    low: Instant
    high: Instant
    starts: Sequence[Instant]
    ends: Sequence[Instant]
    before: Sequence[int]
    total: int

    @classmethod
    def of(cls, low: Instant, high: Instant, spans: Sequence[Span]) -> "Compiled":
        """Lay out merged spans of [low, high)."""
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        sums = list(accumulate((end - start for start, end in spans), initial=0))
        return cls(low, high, starts, ends, sums[:-1], sums[-1])

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

    def earliest(self, seconds: int) -> Instant:
        """First instant with `seconds` of open time before it, of more than 0 and at most the total."""
        place = bisect_left(self.before, seconds) - 1
        return self.starts[place] + seconds - self.before[place]

    def latest(self, seconds: int) -> Instant:
        """Last instant with `seconds` of open time before it, of at least 0 and less than the total."""
        place = bisect_right(self.before, seconds) - 1
        return self.starts[place] + seconds - self.before[place]
