"""The drawing as a whole: title, what happened to the record, axis, lanes, legend."""

from collections.abc import Iterator
from functools import partial
from zlib import crc32

from shared.domain.life.axis import said
from shared.domain.life.picture import Picture
from shared.domain.life.svg.lanes import LaneStyle, draw_lane, rules_between
from shared.domain.life.svg.legend import legend, legend_height
from shared.domain.life.svg.paper import LEFT, PLOT, WIDTH, Scale, fit, plain, text, wide
from shared.domain.life.svg.record import ROW, changes, falls, labels_of, rows_of
from shared.domain.life.svg.style import STYLE

_HEAD, _AXIS = 62, 36
_SMALL = 11
_GAP = 10


def draw(picture: Picture) -> str:
    """Write the picture as SVG; its height grows with the lanes, its width is fixed."""
    # ids of their own, so that several drawings can stand on one page
    ids = f"m{crc32(f'{picture.title}{picture.low}{picture.high}'.encode()):08x}"
    style = LaneStyle.of(len(picture.lanes), hatch=f"{ids}-hatch")
    scale = Scale(picture.low, picture.high)
    say = partial(said, picture.zone, since=picture.record[0].at)
    labels = labels_of(picture.record, scale)
    record = _HEAD + rows_of(labels) * ROW + 8
    lanes_top = record + 6 + _AXIS
    bottom = lanes_top + max(1, len(picture.lanes)) * style.height
    hours = {name: f"{ids}-hours-{place}" for place, name in enumerate(sorted(picture.hours))}
    keys = list(legend(picture, bottom, style))
    height = bottom + legend_height(keys)
    parts = [
        *_opening(picture, height, ids),
        *_definitions(picture, scale, style, hours),
        f'<rect class="paper" width="{WIDTH}" height="{height:g}"/>',
        text(16, 27, fit(picture.title, WIDTH - 32, 17, bold=True), kind="title"),
        text(16, 47, fit(picture.words, WIDTH - 32, 12), kind="soft"),
        *_rules(picture, scale, lanes_top, bottom),
    ]
    for place, lane in enumerate(picture.lanes):
        top = lanes_top + place * style.height
        parts += draw_lane(lane, top, scale, style, say, hours)
    parts += [
        *rules_between(picture.lanes, lanes_top, style),
        *falls(labels, record, bottom),
        *_turns(picture, scale, lanes_top, bottom),
        *_axis(picture, scale, lanes_top),
        *changes(labels, record, say),
        *_nothing(picture, lanes_top),
        f'<path class="rule" d="M0 {bottom:g}H{WIDTH}"/>',
        *keys,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _nothing(picture: Picture, lanes_top: float) -> Iterator[str]:
    if not picture.lanes:
        words = "No milestone has begun."
        yield text(LEFT + PLOT / 2, lanes_top + 26, words, kind="soft", anchor="middle")


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


def _rules(picture: Picture, scale: Scale, lanes_top: float, bottom: float) -> Iterator[str]:
    for tick in picture.ticks:
        yield f'<path class="rule" d="M{scale.x(tick.at):g} {lanes_top - 6:g}V{bottom:g}"/>'


def _axis(picture: Picture, scale: Scale, lanes_top: float) -> Iterator[str]:
    yield text(16, lanes_top - 8, fit(picture.zone, LEFT - 28, _SMALL), kind="small")
    taken, headed = 0.0, 0.0
    for tick in picture.ticks:
        x = scale.x(tick.at)
        half = wide(tick.words, _SMALL) / 2
        if x - half >= taken and x + half <= WIDTH:
            yield text(x, lanes_top - 10, tick.words, kind="tick", anchor="middle")
            taken = x + half + 4
        if tick.heading and x - half >= headed:
            yield text(x - half, lanes_top - 25, tick.heading, kind="heading")
            headed = x - half + wide(tick.heading, _SMALL, bold=True) + _GAP


def _turns(picture: Picture, scale: Scale, lanes_top: float, bottom: float) -> Iterator[str]:
    for at, seconds in picture.clock_changes:
        way = "forward" if seconds > 0 else "back"
        words = f"the clock goes {way} by {abs(seconds) // 60} minutes"
        yield (
            f'<g><title>{words}</title><path class="turn" '
            f'd="M{scale.x(at):g} {lanes_top - 6:g}V{bottom:g}"/></g>'
        )
    if picture.now is not None:
        yield f'<path class="now" d="M{scale.x(picture.now):g} {lanes_top - _AXIS - 6:g}V{bottom:g}"/>'
