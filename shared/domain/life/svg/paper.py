"""Where things go: the measures of the drawing, time across, texts that fit their place."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape

from shared.business_time.instant import Instant
from shared.domain.milestone import Span

WIDTH, LEFT, RIGHT = 1200, 216, 236
PLOT = WIDTH - LEFT - RIGHT
Say: TypeAlias = Callable[[Instant], str]
"""Says an instant on the clock of the drawing."""
_NARROW, _WIDE = 0.56, 1.0
_BOLD = 1.08
_LEAST_GAP = 1.2
_LEAST_WIDTH = 1.5
_ALLOWED = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True)
class Scale:
    """Instants in [low, high] to places across the plot."""

    low: Instant
    high: Instant

    def x(self, at: Instant) -> float:
        """The place of an instant, never outside the plot."""
        share = (min(max(at, self.low), self.high) - self.low) / (self.high - self.low)
        return round(LEFT + PLOT * share, 1)

    def bars(self, spans: Iterable[Span]) -> list[tuple[float, float]]:
        """Start and width of each span that shows; what would touch on paper is one bar."""
        bars: list[tuple[float, float]] = []
        for start, end in spans:
            if end <= self.low or start >= self.high:
                continue
            left, right = self.x(start), self.x(end)
            if bars and left - sum(bars[-1]) < _LEAST_GAP:
                left = bars.pop()[0]
            bars.append((left, round(max(right - left, _LEAST_WIDTH), 1)))
        return bars

    def path(self, spans: Iterable[Span], top: float, height: float) -> str:
        """All spans as the outline of one path."""
        return "".join(f"M{x:g} {top:g}h{w:g}v{height:g}h-{w:g}z" for x, w in self.bars(spans))


def wide(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, rather too much than too little."""
    ems = sum(_WIDE if unicodedata.east_asian_width(mark) in "WF" else _NARROW for mark in words)
    return ems * size * (_BOLD if bold else 1)


def fit(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as there is room for."""
    if wide(words, size, bold=bold) <= room:
        return words
    while words and wide(f"{words}…", size, bold=bold) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def text(x: float, y: float, words: str, *, kind: str, anchor: str = "start") -> str:
    """A line of text of one of the kinds of the style."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" class="{kind}"{where}>{plain(words)}</text>'


def plain(words: str) -> str:
    """Text as XML takes it, without marks that no document may hold."""
    return escape("".join(mark if _may_stand(mark) else "�" for mark in words))


def _may_stand(mark: str) -> bool:
    return mark in _ALLOWED or not (unicodedata.category(mark) in ("Cc", "Cs") or mark in "￾￿")
