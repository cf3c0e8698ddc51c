"""A life laid out for drawing: which span of time, which lanes, what happened to the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.life.axis import Tick, clock_changes, local, ticks_of
from shared.domain.life.lane import Lane, lanes_of
from shared.domain.life.life import Life
from shared.domain.life.words import words_of_event
from shared.domain.milestone import Span

_MARGIN = 24
_LEAST = 60


@dataclass(frozen=True, slots=True)
class RecordMark:
    """Something that happened to the record itself; `by_engine` says that nobody did it by hand."""

    at: Instant
    words: str
    by_engine: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in [low, high]; `hours` are the open spans of each calendar that a lane counts in.

    `now` is the end of the story where that comes before the right edge.
    """

    title: str
    words: str
    zone: str
    low: Instant
    high: Instant
    now: Instant | None
    ticks: tuple[Tick, ...]
    clock_changes: tuple[tuple[Instant, int], ...]
    hours: Mapping[str, tuple[Span, ...]]
    record: tuple[RecordMark, ...]
    lanes: tuple[Lane, ...]


def picture_of(life: Life, *, most_ticks: int = 12) -> Picture:
    """Lay out a life; the picture ends soon after the last thing that happens or is due."""
    lanes, record = lanes_of(life), tuple(sorted(_of_record(life), key=lambda mark: mark.at))
    low, high = _extent(life, lanes, record)
    calendars = life.policies.calendars
    zone = life.zone
    return Picture(
        title=_title(life),
        words=_words(life, lanes, zone),
        zone=zone,
        low=low,
        high=high,
        now=life.until if life.until < high else None,
        ticks=ticks_of(zone, low, high, most_ticks),
        clock_changes=clock_changes(zone, low, high),
        hours={
            name: tuple(calendars[name].open_spans(low, high))
            for name in sorted({lane.calendar for lane in lanes})
        },
        record=record,
        lanes=lanes,
    )


def _of_record(life: Life) -> Iterator[RecordMark]:
    record = life.scenario.record
    events = "".join(f", {name.replace('_', ' ')}" for name in record.event)
    yield RecordMark(record.created_at, f"created{events}")
    for happening in life.happenings:
        if happening.event is not None:
            refused = " (refused)" if happening.refused else ""
            yield RecordMark(happening.at, words_of_event(happening.event) + refused)
    for step in life.steps:
        if step.what in ("exited", "reopened"):
            words = "left the process" if step.what == "exited" else "back in the process"
            yield RecordMark(step.at, words, by_engine=True)


def _extent(
    life: Life, lanes: tuple[Lane, ...], record: tuple[RecordMark, ...]
) -> tuple[Instant, Instant]:
    points = [mark.at for mark in record]
    for lane in lanes:
        points += [lane.life[0], lane.target, *(mark.at for mark in lane.marks)]
    if life.file.sla.entered is not None:
        points.append(life.file.sla.entered)
    low, high = min(points), max(points)
    span = max(high - low, _LEAST)
    if any(lane.tone == "open" or lane.life[1] == life.until for lane in lanes):
        high = max(high, min(life.until, high + span // 4))
    return low - span // _MARGIN, high + span // _MARGIN


def _title(life: Life) -> str:
    process = life.policies.process
    name = process.name if process else "No process"
    version = f", version {process.version}" if process and process.version else ""
    return f"{name}{version}: {life.scenario.id}"


def _words(life: Life, lanes: tuple[Lane, ...], zone: str) -> str:
    created = local(zone, life.scenario.record.created_at)
    verdicts = [lane.tone for lane in lanes]
    counted = ", ".join(
        f"{verdicts.count(tone)} {word}"
        for tone, word in (
            ("met", "met"),
            ("missed", "missed"),
            ("open", "open"),
            ("ended", "ended otherwise"),
        )
        if tone in verdicts
    )
    return (
        f"Created {created:%A} {created.day} {created:%B %Y, %H:%M} ({zone}). "
        f"{len(verdicts)} milestone{'' if len(verdicts) == 1 else 's'}"
        f"{f': {counted}' if counted else ''}."
    )
