"""What happened to the record, above the lanes: a dot for each change, and as many words as fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.life.picture import RecordMark
from shared.domain.life.svg.paper import LEFT, PLOT, WIDTH, Say, Scale, fit, plain, text, wide

ROW = 15
_ROWS = 6
_SMALL, _LONGEST, _GAP = 11, 190, 10


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one change; `row` counts from the line upwards, None where no room is left."""

    mark: RecordMark
    x: float
    begin: float
    words: str
    row: int | None


def labels_of(record: Sequence[RecordMark], scale: Scale) -> tuple[Label, ...]:
    """Put each label into the lowest row where it touches no other."""
    ends: list[float] = []
    labels = []
    for mark in record:
        x, words = scale.x(mark.at), fit(mark.words, _LONGEST, _SMALL)
        width = wide(words, _SMALL)
        begin = x - 4 if x + width <= WIDTH - 8 else x - width
        row = next((row for row, end in enumerate(ends) if begin >= end), None)
        if row is None and len(ends) < _ROWS:
            row = len(ends)
            ends.append(0)
        if row is not None:
            ends[row] = begin + width + _GAP
        labels.append(Label(mark, x, begin, words, row))
    return tuple(labels)


def rows_of(labels: Sequence[Label]) -> int:
    """How many rows the labels take."""
    return max((label.row + 1 for label in labels if label.row is not None), default=1)


def falls(labels: Sequence[Label], y: float, bottom: float) -> Iterator[str]:
    """Draw a dotted line from each change down through the lanes, and one up to its words."""
    for label in labels:
        yield f'<path class="event" d="M{label.x:g} {y:g}V{bottom:g}"/>'
        if label.row:
            yield f'<path class="rule" d="M{label.x:g} {y:g}V{_line(y, label.row) + 2:g}"/>'


def changes(labels: Sequence[Label], y: float, say: Say) -> Iterator[str]:
    """Draw the dots and their words; a ring is what the engine did by itself."""
    yield text(16, y + 4, "The record", kind="name")
    untold = sum(label.row is None for label in labels)
    if untold:
        yield text(16, y + 18, f"{untold} more changes than words fit", kind="small")
    yield f'<path class="rule" d="M{LEFT} {y:g}H{LEFT + PLOT}"/>'
    for label in sorted(labels, key=lambda label: not label.mark.by_engine):
        told = plain(f"{label.mark.words}, {say(label.mark.at)}")
        yield f'<g class="happening"><title>{told}</title>'
        if label.row is not None:
            yield text(label.begin, _line(y, label.row), label.words, kind="small")
        kind, size = ("engine", "6") if label.mark.by_engine else ("dot", "3.5")
        yield f'<circle class="{kind}" cx="{label.x:g}" cy="{y:g}" r="{size}"/></g>'


def _line(y: float, row: int) -> float:
    return y - 11 - row * ROW
