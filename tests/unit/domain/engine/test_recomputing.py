"""Moving a record to other revisions of its calendars is exact (C7)."""

from typing import Any

import pytest

from shared.domain.scenario import live, run_scenario
from shared.errors import Refused

DAYS = ("mon", "tue", "wed", "thu", "fri")
SEAM = "2026-03-03T12:00:00Z"
"""A Tuesday noon: from then on the desk closes earlier, or later."""


def hours(opens: str, closes: str, since: str | None = None, **more: Any) -> dict[str, Any]:
    form = {"zone": "UTC", "week": {day: [[opens, closes]] for day in DAYS}, **more}
    return form if since is None else {**form, "effective_from": since}


def story(*events: dict[str, Any], calendar: Any = None, **more: Any) -> dict[str, Any]:
    """A record of Monday 09:00 with ten hours at the desk, which opens 09:00 to 17:00 at first."""
    item = {"milestone": "Fix", "within": "10h", "business_hours": "Desk", **more.pop("item", {})}
    return {
        "calendars": {"Desk": calendar or [hours("09:00", "17:00"), hours("09:00", "20:00", SEAM)]},
        "process": {"name": "Support", "milestones": [item], **more.pop("process", {})},
        "record": {
            "created_at": "2026-03-02T09:00:00Z",
            "fields": {"status": "New"},
            **more.pop("record", {}),
        },
        "events": [{**event, "at": f"2026-03-{event['at']}:00Z"} for event in events],
        "until": "2026-03-20T00:00:00Z",
        **more,
    }


def row(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = run_scenario(document)["milestones"][0]
    return found


RECOMPUTE = {"at": "04T08:00", "recompute": True}


def test_C7_a_record_stays_on_its_revision_until_it_is_recomputed() -> None:
    document = story(item={"within": "20h"})
    assert row(document)["target"] == "2026-03-04T13:00:00Z"
    moved = story({"at": "03T13:00", "recompute": True}, item={"within": "20h"})
    # eight hours on Monday, eleven on Tuesday, one on Wednesday
    assert row(moved)["target"] == "2026-03-04T10:00:00Z"
    assert row(moved)["elapsed_seconds"] > row(document)["elapsed_seconds"]


def test_C7_what_has_elapsed_stays() -> None:
    calm = story(until="2026-03-03T12:00:00Z", item={"within": "30h"})
    moved = story({"at": "03T12:00", "recompute": True}, item={"within": "30h"})
    moved["until"] = "2026-03-03T12:00:01Z"
    assert row(moved)["elapsed_seconds"] == row(calm)["elapsed_seconds"] + 1


def test_C7_a_revision_that_says_the_same_moves_nothing() -> None:
    same = [hours("09:00", "17:00"), hours("09:00", "17:00", SEAM)]
    events = [
        {"at": "02T10:00", "stop": True},
        {"at": "03T13:00", "recompute": True},
        {"at": "03T14:00", "stop": False},
    ]
    document = story(*events, calendar=same, item={"within": "30h"})
    quiet = story(events[0], events[2], calendar=same, item={"within": "30h"})
    assert run_scenario(document) == run_scenario(quiet)


def test_C7_a_pause_at_the_very_target_is_not_undone_by_the_same_hours() -> None:
    same = [hours("09:00", "17:00"), hours("09:00", "17:00", SEAM)]
    stop, resume = {"at": "03T11:00", "stop": True}, {"at": "03T15:00", "stop": False}
    document = story(stop, resume, {"at": "03T15:00", "recompute": True}, calendar=same)
    assert row(document) == row(story(stop, resume, calendar=same))


def test_C7_a_target_moved_into_the_past_is_violated_at_that_target() -> None:
    # the night desk opens at six: what was due at ten is due at nine, an hour ago
    calendar = [hours("09:00", "17:00"), hours("06:00", "17:00", "2026-03-04T00:00:00Z")]
    late = {"at": "04T10:00", "recompute": True}
    document = story(late, calendar=calendar, item={"within": "18h"})
    found = row(document)
    assert (found["target"], found["violated_at"]) == ("2026-03-04T08:00:00Z",) * 2


def test_C7_what_is_completed_stays_as_it_was() -> None:
    done = {"at": "03T13:00", "complete": "Fix"}
    document = story(done, RECOMPUTE, item={"within": "20h"})
    life = live(document)
    assert row(document)["target"] == "2026-03-04T13:00:00Z"
    assert life.milestones[0].calendar_version == 1
    assert life.file.calendars == {"Desk": 2}


def test_C7_a_violation_stands() -> None:
    calendar = [hours("09:00", "17:00"), hours("09:00", "10:00", SEAM)]
    document = story(
        {"at": "03T12:00", "recompute": True}, calendar=calendar, item={"within": "10h"}
    )
    assert row(document)["violated_at"] == "2026-03-03T11:00:00Z"


def test_C7_a_pause_keeps_the_time_that_was_left() -> None:
    events = [
        {"at": "03T10:00", "stop": True},
        {"at": "04T08:00", "recompute": True},
        {"at": "04T16:00", "stop": False},
    ]
    document = story(*events, item={"within": "13h"})
    found = row(document)
    # four hours were left: 16:00 to 20:00 under the new hours
    assert found["target"] == "2026-03-04T20:00:00Z"


def test_C7_triggers_that_fired_stay_fired_and_others_are_planned_anew() -> None:
    actions = [
        {"name": "early", "on": "warning", "before": "12h"},
        {"name": "late", "on": "warning", "before": "1h"},
    ]
    document = story(RECOMPUTE, item={"within": "20h", "actions": actions})
    told = [(a["action"], a["at"][8:16], a["result"]) for a in run_scenario(document)["actions"]]
    assert told == [("early", "03T09:00", "fired"), ("late", "04T09:00", "fired")]


def test_C7_a_warning_whose_time_has_passed_is_skipped() -> None:
    actions = [{"name": "late", "on": "warning", "before": "1h"}]
    late = {"at": "04T09:30", "recompute": True}
    document = story(late, item={"within": "20h", "actions": actions})
    assert [a["result"] for a in run_scenario(document)["actions"]] == ["skipped"]


def test_C7_a_sequential_occurrence_that_is_to_come_moves_too() -> None:
    process = {"milestone_types": {"Fix": {"recurrence": "sequential"}}}
    events: list[dict[str, Any]] = [
        {"at": "02T10:00", "complete": "Fix"},
        {"at": "03T10:00", "recompute": True},
    ]
    calendar = [
        hours("09:00", "17:00"),
        hours("09:00", "20:00", "2026-03-03T12:00:00Z", saved_at="2026-03-03T09:00:00Z"),
    ]
    document = story(*events, process=process, calendar=calendar)
    life = live({**document, "until": "2026-03-03T10:30:00Z"})
    first, second = life.milestones
    assert (first.calendar_version, second.calendar_version) == (1, 2)
    assert (second.outcome, run_scenario(document)["milestones"][1]["target"]) == (
        "scheduled",
        "2026-03-04T10:00:00Z",
    )


def test_C7_an_explanation_uses_the_revision_of_its_milestone() -> None:
    life = live(story(RECOMPUTE, item={"within": "20h"}))
    why = life.why(life.milestones[0])
    assert why is not None
    assert why.calendar_version == 2
    assert sum(end - start for start, end in why.counted) == why.allowed_seconds


def test_C7_a_recompute_names_the_revision_that_it_moves_to() -> None:
    third = hours("09:00", "12:00", "2026-03-05T00:00:00Z", saved_at="2026-03-03T12:00:00Z")
    calendar = [hours("09:00", "17:00"), hours("09:00", "20:00", SEAM), third]
    document = story({**RECOMPUTE, "recompute": {"Desk": 2}}, calendar=calendar)
    assert live(document).file.calendars == {"Desk": 2}
    assert live(story(RECOMPUTE, calendar=calendar)).file.calendars == {"Desk": 3}
    born = story(calendar=calendar, record={"calendar_revisions": {"Desk": 2}})
    assert live(born).file.calendars == {"Desk": 2}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (story({**RECOMPUTE, "recompute": {"Desk": 3}}), "events[0].recompute.Desk"),
        (story(record={"calendar_revisions": {"Shop": 1}}), "record.calendar_revisions.Shop"),
        (story(calendar=[hours("09:00", "17:00")] * 2), "calendars.Desk[1].effective_from"),
        (
            story(calendar=[hours("09:00", "17:00", saved_at="x")]),
            "calendars.Desk[0].saved_at",
        ),
    ],
)
def test_C7_what_no_revision_is_named_for_is_refused(document: dict[str, Any], path: str) -> None:
    with pytest.raises(Refused) as refused:
        run_scenario(document)
    assert [fault.pointer for fault in refused.value.faults] == [path]
