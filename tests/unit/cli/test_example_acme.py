"""The example organisation is sound, and lives through the story that `make run` shows."""

import re
from pathlib import Path

from cli.organisation_files import read_organisation
from shared.domain.process import EntitlementProcess
from tests.support.town import Town

ACME = Path(__file__).parents[3] / "examples" / "acme"
ORGANISATION = read_organisation(ACME)


def test_the_example_has_no_faults_and_no_warnings() -> None:
    assert ORGANISATION.warnings == ()
    assert {entry.kind.name for entry in ORGANISATION.entries} >= {
        "settings",
        "calendar",
        "process",
        "mail_template",
        "queue",
        "user",
        "assignment_rules",
        "fields",
        "account",
        "contact",
        "asset",
        "entitlement",
    }


def test_the_demo_warns_after_one_minute_violates_at_two_and_escalates_at_three() -> None:
    body = next(entry.body for entry in ORGANISATION.entries if entry.name == "Demo support")
    response = EntitlementProcess.parse(body).milestones[0]

    assert (response.milestone, response.within) == ("First Response", 120)
    offsets = {
        action.name: (action.before, action.after)
        for action in response.actions
        if action.name != "met"
    }
    assert offsets == {"warn": (60, None), "breach": (None, 0), "escalate": (None, 60)}


def test_dana_of_demo_ltd_is_covered_by_the_demo() -> None:
    bodies = {entry.name: entry.body for entry in ORGANISATION.directory()}

    assert (bodies["dana"]["email"], bodies["dana"]["account"]) == ("dana@demo.example", "demo")
    assert bodies["demo-support"]["process"] == "Demo support"


def test_every_address_of_the_example_leads_nowhere() -> None:
    words = "\n".join(path.read_text(encoding="utf-8") for path in ACME.rglob("*.yaml"))

    domains = set(re.findall(r"@([\w.-]+\.\w+)", words))
    assert domains
    assert {domain for domain in domains if not domain.endswith(".example")} == set()


def test_every_mail_has_a_plain_and_a_formatted_part() -> None:
    mails = [entry.body for entry in ORGANISATION.entries if entry.kind.name == "mail_template"]

    assert len(mails) >= 4
    assert all(mail["text"] and mail["html"] for mail in mails)


def test_E5_its_sensors_come_with_a_warranty_as_an_asset_and_as_a_line() -> None:
    town = Town("acme")
    asset = town.store.directory.get("entitlement", "sensor-warranty-for-sensor-2") or {}
    line = town.store.directory.get("entitlement", "sensor-warranty-for-fabrikam-sensors") or {}
    assert (asset["asset"], asset["start_date"], asset["end_date"]) == (
        "sensor-2",
        "2026-02-01",
        "2028-01-31",
    )
    assert (line["line"], line["start_date"]) == ("fabrikam-sensors", "2026-03-01")
