"""The legend: what the signs of this one drawing mean."""

from collections.abc import Iterator, Sequence

from shared.business_time.pauses import merged
from shared.domain.life.lane import Lane
from shared.domain.life.picture import Picture
from shared.domain.life.svg.lanes import LaneStyle
from shared.domain.life.svg.paper import WIDTH, text, wide
from shared.domain.life.svg.style import SHAPES

_SIZE = 11
_ROW = 22
_FIRST = 24
_BOX = 'x="0" y="-6" width="18" height="12"'
_RAISED = {"warning": 8, "skipped": 8, "action": -12.5}
"""Signs that stand above or below their bar come back to the middle of the line."""
_MEANS = {
    "target": "target",
    "old target": "earlier target",
    "warning": "warning",
    "skipped": "skipped: too late",
    "action": "action",
    "violation": "violated",
    "completion": "completed",
    "late completion": "completed late",
    "end": "ended without completion",
}


def legend(picture: Picture, top: float, style: LaneStyle) -> Iterator[str]:
    """Draw one key for every sign that the picture has, in rows below `top`."""
    x, y = 16.0, top + _FIRST
    for sign, words in (*_spans(picture, style), *_signs(picture)):
        width = 26 + wide(words, _SIZE) + 14
        if x + width > WIDTH - 8:
            x, y = 16.0, y + _ROW
        said = text(26, 4, words, kind="small")
        yield f'<g class="key" transform="translate({x:g} {y:g})">{sign}{said}</g>'
        x += width


def legend_height(keys: Sequence[str]) -> float:
    """How much paper the rows of these keys take."""
    rows = len({key.partition(")")[0].rpartition(" ")[2] for key in keys})
    return _FIRST + rows * _ROW


def _spans(picture: Picture, style: LaneStyle) -> Iterator[tuple[str, str]]:
    lanes = picture.lanes
    paused = f'<rect {_BOX} fill="url(#{style.hatch})"/><rect class="edge" {_BOX}/>'
    for found, sign, words in (
        (any(picture.hours.values()), f'<rect class="hours" {_BOX}/>', "open hours"),
        (any(lane.counted for lane in lanes), f'<rect class="counted" {_BOX}/>', "counts"),
        (
            any(lane.overdue for lane in lanes),
            f'<rect class="overdue" {_BOX}/>',
            "counts, past the target",
        ),
        (any(lane.pauses for lane in lanes), paused, "paused"),
        (
            any(_idle(lane) for lane in lanes),
            '<path class="line" d="M0 0H18"/>',
            "runs, but the hours are closed",
        ),
        (
            any(lane.ahead for lane in lanes),
            '<path class="ahead" d="M0 0H18"/>',
            "time that was left",
        ),
    ):
        if found:
            yield sign, words


def _idle(lane: Lane) -> bool:
    shown = merged((*lane.counted, *lane.overdue, *lane.pauses))
    start, end = lane.life
    return sum(min(until, end) - max(since, start) for since, until in shown) < end - start


def _signs(picture: Picture) -> Iterator[tuple[str, str]]:
    kinds = {mark.kind for lane in picture.lanes for mark in lane.marks}
    for kind, shape in SHAPES.items():
        if kind in kinds:
            raised = _RAISED.get(kind, 0)
            sign = f'<g transform="translate(9 {raised})">{shape.format(tall=8)}</g>'
            yield sign, _MEANS[kind]
    if not all(mark.by_engine for mark in picture.record):
        yield '<circle class="dot" cx="9" r="3.5"/>', "the record changes"
    if any(mark.by_engine for mark in picture.record):
        yield '<circle class="engine" cx="9" r="6"/>', "by itself"
    if picture.clock_changes:
        yield '<path class="turn" d="M9 -8V8"/>', "the clock changes"
    if picture.now is not None:
        yield '<path class="now" d="M9 -8V8"/>', "end of the story"
