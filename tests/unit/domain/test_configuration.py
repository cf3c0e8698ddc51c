"""A configuration answers by name, and reads only what it is asked for."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.configuration import Configuration
from shared.errors import Misconfigured

PROCESS: Mapping[str, Any] = {
    "name": "Gold",
    "milestones": [{"milestone": "First Response", "within": "1h"}],
}
OFFICE: Mapping[str, Any] = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
SETTINGS: Mapping[str, Any] = {"zone": "Europe/Berlin", "default_queue": "Tier 1"}


def document(kind: str, name: str, body: Mapping[str, Any], version: int = 1) -> dict[str, Any]:
    return {"kind": kind, "name": name, "version": version, "body": body}


def configuration(*documents: dict[str, Any]) -> Configuration:
    return Configuration.from_documents(7, documents)


def test_P3_the_default_version_is_answered_and_another_is_not_there() -> None:
    known = configuration(document("process", "Gold", PROCESS, version=3))

    gold = known.process("Gold")
    assert gold is not None
    assert gold.name == "Gold"
    assert known.process("Gold", 3) is gold
    assert known.process("Gold", 2) is None
    assert known.process("Silver") is None
    assert known.default_version("Gold") == 3


def test_of_several_versions_of_a_name_the_highest_is_the_default() -> None:
    known = configuration(
        document("process", "Gold", {**PROCESS, "notes": "new"}, version=10),
        document("process", "Gold", PROCESS, version=9),
    )

    gold = known.process("Gold")
    assert gold is not None
    assert (gold.notes, known.default_version("Gold")) == ("new", 10)


def test_what_nobody_asks_for_is_never_read() -> None:
    known = configuration(
        document("process", "Broken", {"name": "Broken", "nonsense": True}),
        document("calendar", "Broken", {"zone": "Mars/Olympus"}),
        document("process", "Gold", PROCESS),
        document("settings", "settings", SETTINGS),
    )

    assert known.process("Gold") is not None
    assert known.matching_settings().process_types == {"Broken": "case", "Gold": "case"}


def test_calendars_are_compiled_and_24x7_always_exists() -> None:
    known = configuration(document("calendar", "Office", OFFICE, version=4))
    monday_nine = 1_772_442_000

    assert known.calendar("Office").add(monday_nine, 3_600) == monday_nine + 3_600
    assert not known.calendar("Office").is_open(monday_nine - 1)
    assert known.calendar("24x7").is_open(monday_nine - 1)
    assert (known.calendar_version("Office"), known.calendar_version("24x7")) == (4, 0)


def test_what_is_not_configured_is_said_in_a_sentence() -> None:
    known = configuration()

    with pytest.raises(Misconfigured, match="has no calendar 'Office'"):
        known.calendar("Office")
    with pytest.raises(Misconfigured, match="has no process 'Gold'"):
        known.default_version("Gold")
    with pytest.raises(Misconfigured, match="has no settings"):
        _ = known.settings


def test_K6_closed_statuses_come_from_the_declared_fields() -> None:
    status = {
        "name": "status",
        "type": "picklist",
        "values": [{"value": "New"}, {"value": "Solved", "is_closed": True}],
    }
    known = configuration(document("fields", "case", {"for": "case", "fields": [status]}))

    assert known.closed_statuses("case") == {"solved"}
    assert known.closed_statuses("work_order") == {"closed"}


def test_people_templates_and_rules_are_found_by_name() -> None:
    known = configuration(
        document("queue", "Tier 1", {"name": "Tier 1", "members": ["alex"]}),
        document("user", "alex", {"name": "alex", "email": "alex@acme.example"}),
        document("mail_template", "hello", {"name": "hello", "subject": "s", "text": "t"}),
        document("assignment_rules", "assignment_rules", {"rules": [{"queue": "Tier 1"}]}),
    )

    hello = known.template("hello")
    assert hello is not None
    assert (hello.subject, known.template("goodbye")) == ("s", None)
    assert known.queues["Tier 1"].members == ("alex",)
    assert known.users["alex"].email == "alex@acme.example"
    assert [rule.queue for rule in known.assignment_rules] == ["Tier 1"]


def test_matching_learns_what_it_needs_of_the_organisation() -> None:
    known = configuration(
        document("settings", "settings", {**SETTINGS, "auto_assign": {"web": False}}),
        document("process", "Field", {**PROCESS, "applies_to": "work_order"}),
        document("entitlement_rules", "entitlement_rules", {"rules": [{"process": "Field"}]}),
    )

    settings = known.matching_settings()
    assert (settings.zone, settings.auto_assign.web, settings.auto_assign.email) == (
        "Europe/Berlin",
        False,
        True,
    )
    assert settings.process_types == {"Field": "work_order"}
    assert [rule.process for rule in settings.rules] == ["Field"]
    assert "gmail.com" in settings.public_mail_domains
