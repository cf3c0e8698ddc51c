"""One record under one process, decided on minute by minute."""

from typing import Any

from shared.business_time import ALWAYS_OPEN, Calendar, timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Stop
from shared.domain.decision import Decision
from shared.domain.engine import decide, facts
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.value import Value

NINE = 1_772_442_000
MINUTE = 60
HOUR = 3_600
HOURS = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
OFFICE = timetable(Calendar.from_mapping("Office", HOURS))
WARN = {"name": "warn", "on": "warning", "before": "20m"}
BREACH = {"name": "breach", "on": "violation", "after": "0m"}
STOP, RESUME = Change(stop=Stop()), Change(resume=True)


def equals(field: str, value: str) -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}


def within(minutes: int) -> dict[str, Any]:
    """Holds for the first minutes of a record's life, and never again."""
    value = f"{minutes} minutes"
    return {"items": [{"field": "created_at", "operator": "within", "value": value}]}


class Case:
    """One record made at 09:00, with milestones of an hour; `now` counts in minutes from then."""

    def __init__(self, *items: dict[str, Any], fields: Any = None, **process: Any) -> None:
        body = {
            "name": "Gold",
            "exit": equals("status", "Gone"),
            "milestones": [{"milestone": "Reply", "within": "1h", **item} for item in items],
            **process,
        }
        self.rules = Policies(
            process=EntitlementProcess.parse(body),
            calendars={"24x7": timetable(ALWAYS_OPEN), "Office": OFFICE},
            closed_statuses=frozenset({"closed"}),
        )
        file = CaseFile(
            number="3K7Q9WZDD",
            origin="web",
            created_at=NINE,
            changed_at=NINE,
            fields={"status": "New", "created_at": "2026-03-02T09:00:00Z", **(fields or {})},
            process=Pin(name="Gold", version=1),
            calendars={"Office": 3},
        )
        self.last = decide(file, self.rules, Change(created=True), NINE)

    @property
    def file(self) -> CaseFile:
        return self.last.file

    def at(self, minute: int, change: Change) -> Decision:
        self.last = decide(self.file, self.rules, change, NINE + minute * MINUTE)
        return self.last

    def sets(self, minute: int, **fields: Value) -> Decision:
        return self.at(minute, Change(set=fields))

    def wakes(self, minute: int) -> Decision:
        return self.at(minute, Change())

    def told(self, minute: int = 600) -> list[tuple[str, int, str]]:
        known = facts(self.file, self.rules, NINE + minute * MINUTE)
        return [(one.milestone, one.occurrence, one.outcome) for one in known]

    def target(self, place: int = 0) -> int:
        """In minutes from nine."""
        return (facts(self.file, self.rules, NINE)[place].target - NINE) // MINUTE
