"""A target explains itself: what counted, what did not, and why (M17)."""

from datetime import date

from shared.business_time import Calendar, parse_instant, timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Stop
from shared.domain.engine import Explanation, decide, explain
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess

OFFICE = Calendar.from_mapping(
    "Office",
    {
        "zone": "Europe/Berlin",
        "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        "holidays": ["2026-03-03"],
    },
)
MONDAY_15_BERLIN = parse_instant("2026-03-02T14:00:00Z")
RULES = Policies(
    process=EntitlementProcess.parse(
        {
            "name": "Gold",
            "business_hours": "Office",
            "milestones": [{"milestone": "Reply", "within": "4h"}],
        }
    ),
    calendars={"Office": timetable(OFFICE)},
)


def at(text: str) -> int:
    return parse_instant(f"2026-03-{text}:00Z")


def explained(*changes: tuple[int, Change]) -> Explanation:
    file = CaseFile(
        number="3K7Q9WZDD",
        origin="web",
        created_at=MONDAY_15_BERLIN,
        changed_at=MONDAY_15_BERLIN,
        process=Pin(name="Gold", version=7),
        calendars={"Office": 3},
    )
    file = decide(file, RULES, Change(created=True), MONDAY_15_BERLIN).file
    for instant, change in changes:
        file = decide(file, RULES, change, instant).file
    told = explain(file, RULES, "Reply", 1, at("04T09:00"))
    assert told is not None
    return told


def test_M17_spans_that_counted_add_up_to_what_was_allowed() -> None:
    told = explained()
    assert told.counted == (
        (at("02T14:00"), at("02T16:00")),
        (at("04T08:00"), at("04T10:00")),
    )
    assert sum(end - start for start, end in told.counted) == told.allowed_seconds == 4 * 3_600
    assert told.target == at("04T10:00")


def test_M17_it_names_process_version_and_calendar_and_why() -> None:
    told = explained()
    assert (told.process, told.version) == ("Gold", 7)
    assert (told.calendar, told.calendar_version) == ("Office", 3)
    assert (told.zone, told.calendar_because) == ("Europe/Berlin", "process")
    assert told.start_because == "process"


def test_M17_closed_time_has_its_reason_and_a_holiday_its_date() -> None:
    told = explained()
    assert told.not_counted[0].start == at("02T16:00")
    assert told.not_counted[-1].end == at("04T08:00")
    assert [span.day for span in told.not_counted if span.reason == "holiday"] == [date(2026, 3, 3)]


def test_M17_a_pause_is_taken_out_of_what_counted() -> None:
    told = explained(
        (at("02T14:30"), Change(stop=Stop(reason="parts"))),
        (at("02T15:00"), Change(resume=True)),
    )
    assert told.counted == (
        (at("02T14:00"), at("02T14:30")),
        (at("02T15:00"), at("02T16:00")),
        (at("04T08:00"), at("04T10:30")),
    )
    paused = [(span.start, span.end) for span in told.not_counted if span.reason == "paused"]
    assert paused == [(at("02T14:30"), at("02T15:00"))]


def test_M17_what_the_file_does_not_hold_has_no_explanation() -> None:
    file = CaseFile(number="3K7Q9WZDD", origin="web", created_at=0, changed_at=0)
    assert explain(file, RULES, "Reply", 1, 0) is None
