"""The drawing as a whole: title, what happened to the record, axis, lanes, legend."""

from collections.abc import Iterator
from zlib import crc32

from shared.domain.life.axis import local
from shared.domain.life.picture import Picture
from shared.domain.life.svg.lanes import LaneStyle, draw_lane, rules_between
from shared.domain.life.svg.legend import legend, legend_height
from shared.domain.life.svg.paper import LEFT, PLOT, WIDTH, Scale, fit, plain, text, wide
from shared.domain.life.svg.style import STYLE

_HEAD, _RECORD_ROW, _RECORD_ROWS, _AXIS = 62, 15, 3, 36
_SMALL = 11
_GAP = 10


def draw(picture: Picture) -> str:
    """Write the picture as SVG; its height grows with the lanes, its width is fixed."""
    # ids of their own, so that several drawings can stand on one page
    ids = f"m{crc32(f'{picture.title}{picture.low}{picture.high}'.encode()):08x}"
    style = LaneStyle.of(len(picture.lanes), hatch=f"{ids}-hatch")
    lanes_top = _HEAD + _RECORD_ROWS * _RECORD_ROW + 14 + _AXIS
    bottom = lanes_top + max(1, len(picture.lanes)) * style.height
    scale = Scale(picture.low, picture.high)
    hours = {name: f"{ids}-hours-{place}" for place, name in enumerate(sorted(picture.hours))}
    keys = list(legend(picture, bottom, style))
    height = bottom + legend_height(keys)
    parts = [
        *_opening(picture, height, ids),
        *_definitions(picture, scale, style, hours),
        f'<rect class="paper" width="{WIDTH}" height="{height:g}"/>',
        text(16, 27, fit(picture.title, WIDTH - 32, 17, bold=True), kind="title"),
        text(16, 47, fit(picture.words, WIDTH - 32, 12), kind="soft"),
        *_axis(picture, scale, lanes_top, bottom),
    ]
    for place, lane in enumerate(picture.lanes):
        top = lanes_top + place * style.height
        parts += draw_lane(lane, top, scale, style, picture.zone, hours)
    if not picture.lanes:
        words = "No milestone has begun."
        parts.append(text(LEFT + PLOT / 2, lanes_top + 24, words, kind="small", anchor="middle"))
    parts += [
        *rules_between(picture.lanes, lanes_top, style),
        *_record(picture, scale, lanes_top, bottom),
        f'<path class="rule" d="M0 {bottom:g}H{WIDTH}"/>',
        *keys,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(picture: Picture, height: float, ids: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="milepost-life" role="img" '
        f'aria-labelledby="{ids}-title {ids}-desc" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}">'
    )
    yield f'<title id="{ids}-title">{plain(picture.title)}</title>'
    yield f'<desc id="{ids}-desc">{plain(picture.words)}</desc>'
    yield f"<style>{STYLE}</style>"


def _definitions(
    picture: Picture, scale: Scale, style: LaneStyle, hours: dict[str, str]
) -> Iterator[str]:
    yield "<defs>"
    yield (
        f'<pattern id="{style.hatch}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>'
    )
    for name, spans in sorted(picture.hours.items()):
        path = scale.path(spans, 0, style.height)
        yield f'<path id="{hours[name]}" d="{path}"/>'
    yield "</defs>"


def _axis(picture: Picture, scale: Scale, lanes_top: float, bottom: float) -> Iterator[str]:
    yield text(16, lanes_top - 8, fit(picture.zone, LEFT - 28, _SMALL), kind="small")
    taken, headed = 0.0, 0.0
    for tick in picture.ticks:
        x = scale.x(tick.at)
        yield f'<path class="rule" d="M{x:g} {lanes_top - 6:g}V{bottom:g}"/>'
        half = wide(tick.words, _SMALL) / 2
        if x - half >= taken and x + half <= WIDTH:
            yield text(x, lanes_top - 10, tick.words, kind="tick", anchor="middle")
            taken = x + half + 4
        if tick.heading and x - half >= headed:
            yield text(x - half, lanes_top - 25, tick.heading, kind="heading")
            headed = x - half + wide(tick.heading, _SMALL, bold=True) + _GAP
    for at, seconds in picture.clock_changes:
        way = "forward" if seconds > 0 else "back"
        words = f"the clock goes {way} by {abs(seconds) // 60} minutes"
        yield (
            f'<g><title>{words}</title><path class="turn" '
            f'd="M{scale.x(at):g} {lanes_top - 6:g}V{bottom:g}"/></g>'
        )


def _record(picture: Picture, scale: Scale, lanes_top: float, bottom: float) -> Iterator[str]:
    y = lanes_top - _AXIS - 6
    yield text(16, y + 4, "The record", kind="name")
    yield f'<path class="rule" d="M{LEFT} {y:g}H{LEFT + PLOT}"/>'
    ends = [0.0] * _RECORD_ROWS
    for mark in picture.record:
        x = scale.x(mark.at)
        words = fit(mark.words, 190, _SMALL)
        width = wide(words, _SMALL)
        row = next((row for row, end in enumerate(ends) if _begin(x, width) >= end), None)
        told = plain(f"{mark.words}, {local(picture.zone, mark.at):%a %d %b %H:%M}")
        yield f'<g class="happening"><title>{told}</title>'
        yield f'<path class="event" d="M{x:g} {y:g}V{bottom:g}"/>'
        if row is not None:
            line = y - 10 - row * _RECORD_ROW
            yield f'<path class="rule" d="M{x:g} {y:g}V{line + 2:g}"/>'
            yield text(_begin(x, width), line, words, kind="small")
            ends[row] = _begin(x, width) + width + _GAP
        kind = "engine" if mark.by_engine else "dot"
        yield f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="4"/></g>'
    if picture.now is not None:
        x = scale.x(picture.now)
        yield f'<path class="now" d="M{x:g} {y:g}V{bottom:g}"/>'


def _begin(x: float, width: float) -> float:
    """Beside its mark, or before it where the paper would end."""
    return x - 4 if x + width <= WIDTH - 8 else x - width
