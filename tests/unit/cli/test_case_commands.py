"""Cases are changed from the terminal by the same verbs as through the API."""

import pytest

from cli import case as case_module
from cli import case_commands
from cli.main import run
from shared.domain.history import Caller
from shared.domain.organisation import organise
from shared.domain.source_document import SourceDocument
from tests.support.town import MINUTE, Town

DOCUMENTS = (
    {"kind": "settings", "name": "Desk", "zone": "UTC", "default_queue": "Desk"},
    {"kind": "queue", "name": "Desk", "address": "desk@acme.example"},
    {
        "kind": "calendar",
        "name": "Office",
        "zone": "UTC",
        "week": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed")},
        "holidays": ["2026-03-03"],
    },
    {
        "kind": "fields",
        "for": "case",
        "fields": [{"name": "seats", "type": "number"}, {"name": "vip", "type": "checkbox"}],
    },
    {
        "kind": "process",
        "name": "Support",
        "business_hours": "Office",
        "milestones": [
            {"milestone": "Reply", "within": "1h", "required_to_close": True},
            {"milestone": "Repair", "within": "10h"},
        ],
    },
    {"kind": "account", "external_id": "acme", "name": "Acme"},
    {
        "kind": "contact",
        "external_id": "sue",
        "account": "acme",
        "name": "Sue",
        "email": "sue@smoke-ltd.example",
    },
    {
        "kind": "entitlement",
        "external_id": "cover",
        "account": "acme",
        "name": "Cover",
        "process": "Support",
    },
)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = Town(organise([SourceDocument("folder.yaml", one) for one in DOCUMENTS]))
    caller = Caller(name="maria", door="cli", roles=("managers",))
    monkeypatch.setenv("COLUMNS", "160")
    for module in (case_module, case_commands):
        monkeypatch.setattr(module, "world_of", lambda _stage: (town.world, caller))
    return town


@pytest.fixture
def number(town: Town) -> str:
    number = town.post().number
    town.clock.tick(30 * MINUTE)
    return number


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["case", *arguments]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_M7_a_milestone_is_completed_and_its_completion_taken_back(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    done = told(capsys, "complete", number, "Reply", "--at", "2026-03-02T09:05:00Z")
    assert "completed at 2026-03-02 09:05:00 (person)" in done
    again = told(capsys, "reopen-milestone", number, "Reply", "--reason", "by mistake")
    assert "Reply" in again
    assert "completed" not in again
    early = told(capsys, "complete", number, "Reply", "--at", "2026-03-01T09:05:00Z", code=1)
    assert "cannot be completed before it started" in early
    assert "is no instant such as" in told(
        capsys, "complete", number, "Reply", "--at", "now", code=2
    )


def test_M10_a_stop_names_its_end_and_is_resumed(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = told(capsys, "stop", number, "--reason", "lunch", code=1)
    assert "/reason: Give one of: Waiting on customer" in wrong
    stopped = told(
        capsys,
        *("stop", number, "--reason", "waiting on customer", "--until", "2026-03-02T11:00:00Z"),
    )
    assert "paused" in stopped
    town.clock.tick(15 * MINUTE)
    resumed = told(capsys, "resume", number)
    assert "paused" not in resumed
    assert "2026-03-02 10:15:00" in resumed
    assert "The record is not stopped." in told(capsys, "resume", number, code=1)


def test_M11_closing_over_what_is_required_takes_force_and_a_reason(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = told(capsys, "close", number, code=1)
    assert "'Reply' is still open" in refused
    assert "takes a reason" in told(capsys, "close", number, "--force", code=1)
    closed = told(capsys, "close", number, "--force", "--reason", "customer left")
    assert "Closed, compliant" in closed
    assert "exited" in closed
    assert "Open, compliant" in told(capsys, "reopen", number, "--reason", "came back")


def test_M16_a_milestone_is_waived_with_a_reason(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--reason" in told(capsys, "waive", number, "Reply", code=2)
    assert "waived" in told(capsys, "waive", number, "Reply", "--reason", "agreed by phone")


def test_K6_fields_are_read_as_they_are_declared(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = told(capsys, "change", number, "seats=many", "colour=red", "vip", code=1)
    assert wrong.splitlines()[1:] == [
        "seats: This is a number.",
        "colour: There is no such field.",
        "vip: Write it as name=value.",
    ]
    told(capsys, "change", number, "Seats=12", "vip=yes", "priority=low")
    fields = town.store.records.load(number).fields
    assert (fields["seats"], fields["vip"], fields["priority"]) == (12, True, "Low")
    told(capsys, "change", number, "seats=", "product=pump")
    assert "seats" not in town.store.records.load(number).fields
    assert town.store.records.load(number).product == "pump"


def test_M17_a_case_shows_every_span_that_counted_and_why_others_did_not(
    number: str, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "stop", number, "--reason", "Planned work")
    town.clock.tick(30 * MINUTE)
    told(capsys, "resume", number)
    lines = [line.strip() for line in told(capsys, "show", number).splitlines()]
    begins = lines.index("Repair: target Wed 4 Mar 11:30 (UTC)")
    assert lines[begins + 1 : begins + 14] == [
        "10h in Office, revision 1, named by the process",
        "counted from Mon 2 Mar 09:00, the entry into the process",
        "by Support, version 1",
        "in between: 1 closing during the day, 1 pause, holiday 2026-03-03",
        "+ Mon 2 Mar 09:00 to Mon 2 Mar 09:30  30m",
        "- Mon 2 Mar 09:30 to Mon 2 Mar 10:00  paused",
        "+ Mon 2 Mar 10:00 to Mon 2 Mar 12:00  2h",
        "- Mon 2 Mar 12:00 to Mon 2 Mar 13:00  closing during the day",
        "+ Mon 2 Mar 13:00 to Mon 2 Mar 17:00  4h",
        "- Mon 2 Mar 17:00 to Tue 3 Mar 00:00  night",
        "- Tue 3 Mar 00:00 to Wed 4 Mar 00:00  holiday 2026-03-03",
        "- Wed 4 Mar 00:00 to Wed 4 Mar 08:00  night",
        "+ Wed 4 Mar 08:00 to Wed 4 Mar 11:30  3h 30m",
    ]
    assert "night" not in told(capsys, "show", number, "--brief")
