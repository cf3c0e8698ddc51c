"""What milestones say in reports."""

from fractions import Fraction
from typing import Any

import pytest

from shared.business_time import parse_instant
from shared.domain.compliance import Assessment, assess, compliance, period
from shared.domain.decision import MilestoneFacts

TARGET = parse_instant("2026-03-31T22:30:00Z")


def known(**changes: Any) -> MilestoneFacts:
    """An open milestone of an hour that is not yet due."""
    facts = {
        "milestone": "Reply",
        "occurrence": 1,
        "item": 0,
        "start": TARGET - 3600,
        "target": TARGET,
        "outcome": "open",
        "paused": False,
        "violated": False,
        "violated_at": None,
        "completed_at": None,
        "ended_at": None,
        "ended_because": None,
        "waived": False,
        "allowed_seconds": 3600,
        "elapsed_seconds": 0,
        "stopped_seconds": 0,
        "actual_elapsed_seconds": 0,
        "remaining_seconds": 3600,
        "calendar": "24x7",
        "calendar_because": "org",
    }
    return MilestoneFacts.model_validate({**facts, **changes})


MET = known(outcome="completed", completed_at=TARGET)
LATE = known(outcome="completed", completed_at=TARGET + 1, violated=True)


@pytest.mark.parametrize(("zone", "month"), [("UTC", "2026-03"), ("Europe/Berlin", "2026-04")])
def test_Q1_a_milestone_belongs_to_the_month_of_its_target_where_the_reader_is(
    zone: str, month: str
) -> None:
    assert period(MET, zone) == month


def test_Q2_met_is_completed_and_not_violated() -> None:
    assert assess(MET, TARGET) == Assessment("met")
    assert assess(LATE, TARGET + 1) == Assessment("missed")


@pytest.mark.parametrize("outcome", ["open", "cancelled", "exited"])
def test_Q2_what_was_violated_is_missed_however_it_ended(outcome: str) -> None:
    assert assess(known(outcome=outcome, violated=True), TARGET + 9) == Assessment("missed")


@pytest.mark.parametrize("outcome", ["cancelled", "exited", "scheduled", "open"])
def test_Q2_what_was_not_violated_and_not_completed_is_not_assessed(outcome: str) -> None:
    assert assess(known(outcome=outcome), TARGET) == Assessment("not_assessed", outcome)  # type: ignore[arg-type]  # a word of its list


def test_Q2_an_open_milestone_is_missed_from_the_second_after_its_target() -> None:
    assert assess(known(), TARGET).verdict == "not_assessed"
    assert assess(known(), TARGET + 1) == Assessment("missed")
    assert assess(known(paused=True), TARGET + 1) == Assessment("not_assessed", "open")


@pytest.mark.parametrize("facts", [MET, LATE, known(violated=True)])
def test_Q2_what_is_waived_is_counted_apart_also_if_it_was_late(facts: MilestoneFacts) -> None:
    waived = facts.model_copy(update={"waived": True})
    assert assess(waived, TARGET + 9) == Assessment("not_assessed", "waived")


def test_Q3_compliance_is_met_of_what_was_assessed_and_lists_the_rest_by_reason() -> None:
    cancelled = known(outcome="cancelled")
    found = compliance([MET, MET, LATE, cancelled, cancelled, known()], TARGET)
    assert (found.met, found.missed, found.share) == (2, 1, Fraction(2, 3))
    assert dict(found.not_assessed) == {"cancelled": 2, "open": 1}


def test_Q3_nothing_assessed_is_no_share_and_not_a_hundred_per_cent() -> None:
    assert compliance([known()], TARGET).share is None
    assert compliance([], TARGET).share is None


def test_Q3_only_milestones_of_the_asked_agreement_count() -> None:
    internal = LATE.model_copy(update={"agreement": "ola"})
    nothing = LATE.model_copy(update={"agreement": "none"})
    rows = [MET, internal, nothing]
    assert compliance(rows, TARGET).share == 1
    assert compliance(rows, TARGET, agreement="ola").share == 0
