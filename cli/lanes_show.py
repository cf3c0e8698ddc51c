"""The lanes of a life on the terminal: one line for each milestone, one cell for each stretch of time."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from shared.domain.life.lane import Lane, MarkKind
from shared.domain.life.life import Life
from shared.domain.life.picture import Picture, picture_of
from shared.domain.milestone import Span

Stretch: TypeAlias = Literal["counted", "overdue", "paused", "open", "idle", "ahead"]
Sign: TypeAlias = tuple[str, str, str]
"""The sign, what stands for it where there is only ASCII, and its style."""

_STRETCHES: Mapping[Stretch, tuple[Sign, str]] = {
    "open": (("░", ".", "dim"), "open hours"),
    "ahead": (("┄", "_", "dim"), "time that was left"),
    "idle": (("─", "-", "blue"), "runs, but the hours are closed"),
    "counted": (("█", "O", "blue"), "counts"),
    "overdue": (("▓", "!", "red"), "counts, past the target"),
    "paused": (("‖", "=", "yellow"), "paused"),
}
_MARKS: Mapping[MarkKind, tuple[Sign, str]] = {
    "target": (("┃", "|", "bold"), "target"),
    "action": (("◆", "+", "magenta"), "action"),
    "skipped": (("△", "~", "yellow"), "skipped: too late"),
    "warning": (("▲", "^", "yellow"), "warning"),
    "end": (("■", "#", "bold"), "ended without completion"),
    "violation": (("✗", "x", "bold red"), "violated"),
    "completion": (("✓", "v", "bold green"), "completed"),
    "late completion": (("✓", "v", "bold red"), "completed late"),
}
"""Where two fall into one cell, the later of this list is seen."""
_CELLS_A_TICK, _LEAST_CELLS = 9, 20


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells of equal length over the time of a picture; `plain` is for terminals without signs."""

    picture: Picture
    cells: int
    plain: bool

    def cell(self, at: int) -> int:
        low, high = self.picture.low, self.picture.high
        return min(self.cells - 1, max(0, (at - low) * self.cells // (high - low)))

    def fills(self, spans: Iterable[Span]) -> Iterator[int]:
        """Cells of which at least half lies in the spans, and the first of a span that is shorter."""
        low, length = self.picture.low, (self.picture.high - self.picture.low) / self.cells
        for start, end in spans:
            first, after = round((start - low) / length), round((end - low) / length)
            if end > start:
                yield from range(max(0, first), min(self.cells, max(after, first + 1)))

    def sign(self, known: Sign) -> tuple[str, str]:
        sign, letter, style = known
        return letter if self.plain else sign, style


def show_lanes(console: Console, life: Life, *, plain: bool) -> None:
    """Print the axis, a lane for every milestone, and what the signs mean."""
    room = max(16, console.width // 4)
    cells = max(_LEAST_CELLS, console.width - room - 2)
    picture = picture_of(life, most_ticks=cells // _CELLS_A_TICK)
    if not picture.lanes:
        return
    grid = _Grid(picture, cells, plain)
    console.print()
    for words in _axis(grid):
        console.print(Text(" " * room + words, "dim"), no_wrap=True)
    drawn = [(lane.name, _lane(grid, lane)) for lane in picture.lanes]
    for name, signs in drawn:
        title = (f"{set_cell_size(name, room - 2)}  ", "bold")
        console.print(Text.assemble(title, *signs), no_wrap=True)
    seen = {sign for _, signs in drawn for sign in signs}
    for line in _key(grid, seen, console.width):
        console.print(line, no_wrap=True)


def _axis(grid: _Grid) -> tuple[str, str]:
    ticks = grid.picture.ticks
    headings = [(grid.cell(tick.at), tick.heading) for tick in ticks if tick.heading]
    return _spread(grid.cells, headings), _spread(
        grid.cells, [(grid.cell(tick.at), tick.words) for tick in ticks]
    )


def _spread(cells: int, words: Sequence[tuple[int, str]]) -> str:
    line = ""
    for place, word in words:
        if (not line or place > len(line)) and place + len(word) <= cells:
            line = line.ljust(place) + word
    return line


def _lane(grid: _Grid, lane: Lane) -> list[tuple[str, str]]:
    signs = [(" ", "")] * grid.cells
    for kind, spans in _stretches(grid.picture, lane):
        for cell in grid.fills(spans):
            signs[cell] = grid.sign(_STRETCHES[kind][0])
    for mark_kind, (sign, _) in _MARKS.items():
        for mark in lane.marks:
            if mark.kind == mark_kind:
                signs[grid.cell(mark.at)] = grid.sign(sign)
    return signs


def _stretches(picture: Picture, lane: Lane) -> Iterator[tuple[Stretch, Sequence[Span]]]:
    yield "open", picture.hours[lane.calendar]
    if lane.ahead is not None:
        yield "ahead", (lane.ahead,)
    yield "idle", (lane.life,)
    yield "counted", lane.counted
    yield "overdue", lane.overdue
    yield "paused", lane.pauses


def _key(grid: _Grid, seen: Container[tuple[str, str]], width: int) -> Iterator[Text]:
    line = Text()
    for known, words in (*_STRETCHES.values(), *_MARKS.values()):
        sign = grid.sign(known)
        if sign not in seen:
            continue
        key = Text.assemble(sign, (f" {words}", "dim"))
        if line and line.cell_len + key.cell_len + 3 > width:
            yield line
            line = Text()
        line.append("   " if line else "").append_text(key)
    yield line
