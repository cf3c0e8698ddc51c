"""The same story told otherwise comes out the same: moved by weeks, with pauses cut in two."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from shared.business_time import Calendar, Instant, timetable
from shared.domain.change import Change, Stop
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.value import Value
from tests.property.lives import (
    MINUTE,
    OFFICE,
    START,
    TABLES,
    Event,
    Life,
    Story,
    punctual,
    stories,
)
from tests.property.size import examples

DAY = 24 * 60 * MINUTE
WEEK = 7 * DAY
WINTER_WEEKS = st.integers(1, 17)
"""Back from the second of March to the last change of clocks in Berlin, and not beyond."""

_EVERY_WEEK = timetable(
    Calendar.from_mapping(
        "Office", {k: v for k, v in OFFICE.to_mapping().items() if k not in ("name", "dates")}
    )
)
_INSTANTS = ("start", "target", "violated_at", "completed_at", "ended_at", "at", "due_at")


class WeeklyStory(Story):
    """A story in hours that are the same every week."""

    @property
    @override
    def policies(self) -> Policies:
        tables = {**TABLES, "Office": _EVERY_WEEK}
        return Policies(
            process=self.process, calendars=tables, closed_statuses=frozenset({"closed"})
        )


def weekly(story: Story, *, earlier: Instant = 0) -> WeeklyStory:
    return WeeklyStory(
        process=story.process,
        fields=_moved_fields(story.fields, earlier),
        events=[Event(one.at - earlier, _moved(one.change, earlier)) for one in story.events],
        hours=story.hours,
        start=story.start - earlier,
    )


def _moved(change: Change, earlier: Instant) -> Change:
    stop = change.stop
    if stop is not None and stop.until is not None:
        stop = stop.model_copy(update={"until": stop.until - earlier})
    given_at = None if change.completed_at is None else change.completed_at - earlier
    update = {"set": _moved_fields(change.set, earlier), "stop": stop, "completed_at": given_at}
    return change.model_copy(update=update)


def _moved_fields(fields: Any, earlier: Instant) -> dict[str, Value]:
    return {
        name: value - earlier if name == "visit_at" and isinstance(value, int) else value
        for name, value in fields.items()
    }


def rows(life: Life, *, later: Instant = 0) -> list[dict[str, Any]]:
    """Facts and fired actions, as if everything had been `later`."""
    told = life.told()
    dumped = [one.model_dump() for one in (*told["facts"], *told["fired"])]
    return [{name: _later(name, value, later) for name, value in row.items()} for row in dumped]


def _later(name: str, value: Any, later: Instant) -> Any:
    if name == "pauses":
        return [(start + later, end + later) for start, end in value]
    return value + later if name in _INSTANTS and value is not None else value


@settings(max_examples=examples(100), deadline=None)
@given(stories(), st.integers(0, 6), WINTER_WEEKS)
def test_C2_a_story_moved_by_whole_weeks_comes_out_the_same(
    story: Story, days: int, weeks: int
) -> None:
    here = punctual(weekly(story, earlier=-days * DAY))
    there = punctual(weekly(story, earlier=weeks * WEEK - days * DAY))
    assert rows(there, later=weeks * WEEK) == rows(here)


def _without_stops_and_writes(story: Story, start: Instant, end: Instant) -> Story:
    """Nothing happens in the pause that would tell where it was cut.

    A milestone that ends in a pause keeps the target of its beginning, and an action that writes
    a field tells when it fired.
    """
    kept = [
        one
        for one in story.events
        if not (one.change.stop or one.change.resume) and not start <= one.at <= end
    ]
    body = dict(story.process.to_mapping())
    body["milestones"] = [
        {**item, "actions": [{**action, "do": []} for action in item.get("actions", [])]}
        for item in body["milestones"]
    ]
    return replace(story, events=kept, process=EntitlementProcess.parse(body))


@settings(max_examples=examples(100), deadline=None)
@given(stories(), st.data())
def test_M10_a_pause_cut_in_two_is_one_pause(story: Story, data: st.DataObject) -> None:
    moments = st.integers(0, 900).map(lambda minutes: START + minutes * MINUTE + 30)
    start, cut, end = sorted(data.draw(st.tuples(moments, moments, moments)))
    assume(start < cut < end)
    bare = _without_stops_and_writes(story, start, end)
    stop, resume = Change(stop=Stop()), Change(resume=True)
    whole = [Event(start, stop), Event(end, resume)]
    halves = [Event(start, stop), Event(cut, resume), Event(cut, stop), Event(end, resume)]
    one, two = (
        punctual(replace(bare, events=sorted((*bare.events, *more), key=lambda event: event.at)))
        for more in (whole, halves)
    )
    assert two.told()["facts"] == one.told()["facts"]
    assert {_named(fired) for fired in two.fired} == {_named(fired) for fired in one.fired}


def _named(fired: Any) -> tuple[Any, ...]:
    return fired.milestone, fired.occurrence, fired.position, fired.result
