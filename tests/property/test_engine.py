"""Laws of the engine over random processes, records and wakes (M12, M14, Q5)."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.engine import explain, facts
from shared.domain.process import EntitlementProcess
from tests.property.lives import (
    MOMENTS,
    TABLES,
    TYPES,
    Story,
    haphazard,
    processes,
    punctual,
    stories,
)
from tests.property.size import examples


@settings(max_examples=examples(150), deadline=None)
@given(stories(), st.data())
def test_M14_no_fact_depends_on_when_wakes_come(story: Story, data: st.DataObject) -> None:
    wakes = [data.draw(st.lists(MOMENTS, max_size=3)) for _ in story.events]
    lived = haphazard(story, wakes)
    replayed = punctual(replace(story, events=lived.committed))
    assert replayed.told() == lived.told()


@settings(max_examples=examples(150), deadline=None)
@given(stories())
def test_every_history_keeps_the_laws(story: Story) -> None:
    life = punctual(story)
    at = story.until - 1
    known = [*life.past, *facts(life.file, story.policies, at)]
    for row in known:
        assert row.violated_at in (None, row.target), "M8: violated_at is the target"
        assert 0 <= row.stopped_seconds <= row.elapsed_seconds
        late = row.target < at and row.outcome == "open" and not row.paused and not row.waived
        assert row.violated or not late, "M8: violated at its target"
    for name in TYPES:
        numbers = sorted(row.occurrence for row in known if row.milestone == name)
        assert numbers == list(range(1, len(numbers) + 1)), "M3: numbered over the life"
        alive = [row for row in known if row.milestone == name and row.ended_at is None]
        assert len(alive) <= 1, "M6: at most one open occurrence"
    marks = [(fired.milestone, fired.occurrence, fired.position) for fired in life.fired]
    assert len(marks) == len(set(marks)), "M12: each trigger at most once per occurrence"
    ids = [effect.id for effect in life.file.effects]
    assert len(ids) == len(set(ids)), "A4: every effect has an id of its own"


@settings(max_examples=examples(100), deadline=None)
@given(stories())
def test_M17_what_an_explanation_counts_is_what_was_allowed(story: Story) -> None:
    life = punctual(story)
    for row in facts(life.file, story.policies, story.until):
        told = explain(life.file, story.policies, row.milestone, row.occurrence, story.until)
        assert told is not None
        table = TABLES[told.calendar]
        counted = sum(end - start for start, end in told.counted)
        assert counted <= told.allowed_seconds
        if row.stopped_seconds == 0:
            assert table.elapsed(told.start, told.target) == counted == told.allowed_seconds


@settings(max_examples=examples(100), deadline=None)
@given(processes())
def test_P1_any_process_goes_round_through_its_file_form(process: EntitlementProcess) -> None:
    assert EntitlementProcess.parse(process.to_mapping()) == process
