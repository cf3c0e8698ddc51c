"""What a process would have made of the past: met, missed, not assessed, and why (Q1 to Q3)."""

from typing import Any

from shared.business_time import ALWAYS_OPEN, Calendar, parse_instant, timetable
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.trial.past_case import PastCase
from shared.domain.trial.result import TrialResult, TrialRow
from shared.domain.trial.trial import Trial

OFFICE = Calendar.from_mapping(
    "Office", {"zone": "UTC", "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "fri")}}
)
PROCESS: dict[str, Any] = {
    "name": "Support",
    "business_hours": "Office",
    "milestones": [
        {"milestone": "Reply", "within": "1h", "complete": {"event": "first_public_reply"}},
        {
            "milestone": "Solve",
            "within": "8h",
            "when": {"items": [{"field": "priority", "operator": "equals", "value": "High"}]},
            "complete": {"event": "closed"},
        },
        {"milestone": "Handover", "within": "30m", "agreement": "ola"},
    ],
}
UNTIL = "2026-04-30T00:00:00Z"


def tried(*cases: PastCase) -> TrialResult:
    policies = Policies(
        process=EntitlementProcess.parse(PROCESS),
        calendars={"24x7": timetable(ALWAYS_OPEN), "Office": timetable(OFFICE)},
    )
    return Trial(policies, until=parse_instant(UNTIL), zone="UTC").of(cases)


def a_case(
    created: str, reply: str | None = None, closed: str | None = None, **fields: str
) -> PastCase:
    return PastCase(
        line=2,
        id="7",
        created=parse_instant(created),
        first_reply=parse_instant(reply) if reply else None,
        closed=parse_instant(closed) if closed else None,
        customer="Acme",
        fields={**fields},
    )


def row(result: TrialResult, milestone: str) -> TrialRow:
    return next(one for one in result.rows if one.milestone == milestone)


def test_Q2_a_reply_in_time_is_met_and_a_late_one_is_missed() -> None:
    in_time = a_case("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z")
    late = a_case("2026-03-02T09:00:00Z", "2026-03-02T10:00:01Z", "2026-03-02T12:00:00Z")
    found = row(tried(in_time, late), "Reply")
    assert (found.met, found.missed, found.share) == (1, 1, 0.5)


def test_Q2_business_hours_decide_what_is_late() -> None:
    over_the_weekend = a_case(
        "2026-03-06T16:30:00Z", "2026-03-09T09:30:00Z", "2026-03-09T10:00:00Z"
    )
    assert row(tried(over_the_weekend), "Reply").met == 1


def test_Q1_a_milestone_belongs_to_the_month_of_its_target() -> None:
    at_the_end = a_case(
        "2026-03-31T16:30:00Z", "2026-03-31T16:40:00Z", "2026-04-03T10:00:00Z", priority="High"
    )
    result = tried(at_the_end)
    assert row(result, "Reply").month == "2026-04"
    assert row(result, "Handover").month == "2026-03"


def test_Q2_an_open_case_is_missed_once_its_target_has_passed() -> None:
    old, new = a_case("2026-03-02T09:00:00Z"), a_case("2026-04-29T20:00:00Z")
    reply = [one for one in tried(old, new).rows if one.milestone == "Reply"]
    assert [(one.month, one.missed, dict(one.not_assessed)) for one in reply] == [
        ("2026-03", 1, {}),
        ("2026-05", 0, {"open": 1}),
    ]


def test_Q2_what_ended_with_the_case_is_not_assessed_by_its_reason() -> None:
    unanswered = a_case("2026-03-02T09:00:00Z", None, "2026-03-02T09:20:00Z")
    assert dict(row(tried(unanswered), "Reply").not_assessed) == {"exited": 1}


def test_Q3_an_ola_stands_apart_from_compliance() -> None:
    result = tried(a_case("2026-03-02T09:00:00Z", "2026-03-02T09:50:00Z", "2026-03-02T12:00:00Z"))
    assert row(result, "Handover").missed == 1
    assert (result.total().met, result.total().missed) == (1, 0)


def test_M17_the_worst_comes_first_with_its_reasons() -> None:
    little = a_case("2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")
    much = a_case("2026-03-06T16:30:00Z", "2026-03-10T16:30:00Z", "2026-03-10T17:00:00Z")
    result = tried(little, much)
    first, second = (worst for worst in result.worst if worst.milestone == "Reply")
    assert (first.late_by_seconds, second.late_by_seconds) == (15 * 3_600, 3_600)
    assert "weekend" in first.in_between
    assert first.calendar_because == "process"


def test_results_of_two_halves_are_the_result_of_the_whole() -> None:
    cases = [
        a_case(f"2026-03-{day:02}T09:00:00Z", f"2026-03-{day + 1:02}T{day:02}:00:00Z")
        for day in range(2, 20)
    ]
    halves = tried(*cases[:9]).with_other(tried(*cases[9:]), worst=10)
    assert halves == TrialResult().with_other(tried(*cases), worst=10)
