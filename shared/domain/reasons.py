"""Why time did not count, in a few words: `5 nights, 1 weekend, Thanksgiving` (M17)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from shared.business_time.instant import Instant, format_instant, local_date
from shared.domain.engine.explanation import Explanation, NotCounted

_EVERYDAY = frozenset({"outside hours", "closed weekday", "break", "paused"})
_SATURDAY = 5
_MOST_NAMED = 6
_ORDER = ("night", "weekend", "closed day", "closing during the day", "break", "pause")
_PLURAL = {"closing during the day": "closings during the day"}


def reasons_in_words(why: Explanation) -> str:
    """What lay between start and target and did not count; empty if all of it counted."""
    counts: Counter[str] = Counter()
    named: dict[str, None] = {}
    for closing in _closings(why):
        if closing[0].reason == "paused":
            counts["pause"] += 1
            continue
        days = {span.day: span for span in closing if span.reason not in _EVERYDAY}
        named.update(dict.fromkeys(_name(span) for _, span in sorted(days.items(), key=_day)))
        kind = _kind(closing, why.zone)
        if kind is not None:
            counts[kind] += 1
    words = [_counted(counts[kind], kind) for kind in _ORDER if counts[kind]]
    shown = list(named)[:_MOST_NAMED]
    more = len(named) - len(shown)
    return ", ".join([*words, *shown, *([f"{more} more days"] if more else [])])


def told(why: Explanation) -> dict[str, Any]:
    """The whole explanation as JSON: instants as text, every span, and the summary in words."""
    return {
        **why.model_dump(mode="json", exclude={"start", "target", "counted", "not_counted"}),
        "start": format_instant(why.start),
        "target": format_instant(why.target),
        "counted": [
            {"start": format_instant(start), "end": format_instant(end), "seconds": end - start}
            for start, end in why.counted
        ],
        "not_counted": [
            {
                "start": format_instant(span.start),
                "end": format_instant(span.end),
                "reason": span.reason,
                "day": None if span.day is None else span.day.isoformat(),
                "name": span.name,
                "words": word_of(span, why.zone),
            }
            for span in why.not_counted
        ],
        "summary": reasons_in_words(why),
    }


def word_of(span: NotCounted, zone: str) -> str:
    """Why one span did not count, in a word: `night`, `weekend`, `Thanksgiving`, `paused`."""
    if span.reason not in _EVERYDAY:
        return _name(span)
    if span.reason in ("paused", "break"):
        return span.reason
    return _kind([span], zone) or span.reason


def _closings(why: Explanation) -> Iterator[list[NotCounted]]:
    """Closed spans that follow on one another are one closing; pauses stand by themselves."""
    together: list[NotCounted] = []
    for span in why.not_counted:
        if span.reason == "paused":
            if span.start < why.target:
                yield [span]
            continue
        if together and together[-1].end != span.start:
            yield together
            together = []
        together.append(span)
    if together:
        yield together


def _kind(closing: Iterable[NotCounted], zone: str) -> str | None:
    spans = list(closing)
    reasons = {span.reason for span in spans}
    if "closed weekday" in reasons:
        days = {span.day for span in spans if span.reason == "closed weekday" and span.day}
        return "weekend" if any(day.weekday() >= _SATURDAY for day in days) else "closed day"
    if reasons - _EVERYDAY:
        return None
    if reasons == {"break"}:
        return "break"
    return "night" if _crosses_midnight(spans, zone) else "closing during the day"


def _crosses_midnight(spans: list[NotCounted], zone: str) -> bool:
    first: Instant = spans[0].start
    last: Instant = spans[-1].end
    # one that begins at midnight is the rest of a night in which the record came
    return local_date(zone, first - 1) != local_date(zone, last)


def _name(span: NotCounted) -> str:
    if span.name:
        return span.name
    day = "-" if span.day is None else span.day.isoformat()
    return f"holiday {day}" if span.reason == "holiday" else f"other hours on {day}"


def _day(entry: tuple[date | None, NotCounted]) -> date:
    return entry[0] or date.min


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind if number == 1 else _PLURAL.get(kind, f'{kind}s')}"
