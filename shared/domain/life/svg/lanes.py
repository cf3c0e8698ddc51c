"""Lanes: the name, the bar with its hours, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.life.lane import Lane, Mark
from shared.domain.life.svg.paper import (
    LEFT,
    PLOT,
    RIGHT,
    WIDTH,
    Say,
    Scale,
    fit,
    plain,
    text,
    wide,
)
from shared.domain.life.svg.style import SHAPES

_ORDER = (
    "old target",
    "target",
    "action",
    "skipped",
    "warning",
    "end",
    "violation",
    "completion",
    "late completion",
)
_SIZE, _SMALL = 12, 11


@dataclass(frozen=True, slots=True)
class LaneStyle:
    """Measures of every lane of one drawing; flat ones have one line of text."""

    height: float
    bar: float
    flat: bool
    hatch: str

    @classmethod
    def of(cls, lanes: int, *, hatch: str) -> "LaneStyle":
        """Roomy lanes while there are few, flat ones when there are many."""
        return (
            cls(24, 8, flat=True, hatch=hatch)
            if lanes > _MANY
            else cls(42, 12, flat=False, hatch=hatch)
        )


_MANY = 24


def draw_lane(
    lane: Lane,
    top: float,
    scale: Scale,
    style: LaneStyle,
    say: Say,
    hours: Mapping[str, str],
) -> Iterator[str]:
    """Draw one lane; `hours` are the ids of the shaded calendars."""
    middle = top + style.height / 2
    yield f'<g class="lane"><title>{plain(_told(lane, say))}</title>'
    yield f'<use class="hours" href="#{hours[lane.calendar]}" y="{top:g}"/>'
    yield from _bar(lane, middle, scale, style)
    for mark in sorted(lane.marks, key=lambda mark: _ORDER.index(mark.kind)):
        yield _mark(mark, middle, scale, style, say)
    yield from _texts(lane, top, style, say)
    yield "</g>"


def _bar(lane: Lane, middle: float, scale: Scale, style: LaneStyle) -> Iterator[str]:
    top = middle - style.bar / 2
    if lane.ahead is not None:
        yield _line("ahead", lane.ahead, middle, scale)
    start, end = lane.life
    turn = min(max(lane.target, start), end)
    yield _line("line", (start, turn), middle, scale)
    if turn < end:
        yield _line("line late", (turn, end), middle, scale)
    for kind, spans in (("counted", lane.counted), ("overdue", lane.overdue)):
        if spans:
            yield f'<path class="{kind}" d="{scale.path(spans, top, style.bar)}"/>'
    for x, width in scale.bars(lane.pauses):
        place = f'x="{x:g}" y="{top:g}" width="{width:g}" height="{style.bar:g}"'
        yield f'<rect class="paper" {place}/><rect class="pause" {place} fill="url(#{style.hatch})"/>'
        yield f'<rect class="edge" {place}/>'


def _line(kind: str, span: tuple[Instant, Instant], middle: float, scale: Scale) -> str:
    return f'<path class="{kind}" d="M{scale.x(span[0]):g} {middle:g}H{scale.x(span[1]):g}"/>'


def _mark(mark: Mark, middle: float, scale: Scale, style: LaneStyle, say: Say) -> str:
    shape = SHAPES[mark.kind].format(tall=style.height / 2 - 3)
    small = " scale(0.72)" if style.flat and "target" not in mark.kind else ""
    words = plain(f"{mark.words}, {say(mark.at)}")
    where = f'transform="translate({scale.x(mark.at):g} {middle:g}){small}"'
    kind = mark.kind.replace(" ", "-")
    return f'<g class="mark {kind}" {where}><title>{words}</title>{shape}</g>'


def _texts(lane: Lane, top: float, style: LaneStyle, say: Say) -> Iterator[str]:
    right = WIDTH - RIGHT + 14
    room = RIGHT - 26
    if style.flat:
        line = top + style.height / 2 + 4
        yield text(16, line, fit(lane.name, LEFT - 28, _SMALL), kind="flat")
        due = say(lane.target).partition(" ")[2]
        words = fit(lane.verdict, room - wide(due, _SMALL) - 6, _SMALL, bold=True)
        yield text(right, line, words, kind=f"flat {lane.tone}")
        yield text(WIDTH - 12, line, due, kind="small", anchor="end")
        return
    first, second = top + style.height / 2 - 3, top + style.height / 2 + 12
    yield text(16, first, fit(lane.name, LEFT - 28, _SIZE, bold=True), kind="name")
    yield text(16, second, fit(lane.calendar, LEFT - 28, _SMALL), kind="small")
    yield text(right, first, fit(lane.verdict, room, _SIZE, bold=True), kind=lane.tone)
    target = fit(f"target {say(lane.target)}", room, _SMALL)
    yield text(right, second, target, kind="small")


def _told(lane: Lane, say: Say) -> str:
    return (
        f"{lane.name}: {lane.verdict}; from {say(lane.life[0])}, "
        f"target {say(lane.target)}, counted in {lane.calendar}"
    )


def rules_between(lanes: Sequence[Lane], top: float, style: LaneStyle) -> Iterator[str]:
    """A rule where another milestone type begins, a shorter one between its occurrences."""
    for place, lane in enumerate(lanes):
        y = top + place * style.height
        begins = place == 0 or lanes[place - 1].milestone != lane.milestone
        yield f'<path class="rule" d="M{0 if begins else LEFT} {y:g}H{WIDTH if begins else LEFT + PLOT}"/>'
