"""Who gets a new record, and who hears of it, whichever door it came through (O1, O2, O3, R1)."""

from typing import Any

import pytest

from shared.domain.alteration import Alteration
from shared.domain.history import Caller
from shared.domain.intake import Intake
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.errors import IllegalMove
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from tests.support.mail_town import MailTown
from tests.support.mails import example
from tests.support.town import AGENT, Town

HIGH = {"items": [{"field": "priority", "operator": "equals", "value": "High"}]}
LOW = {"items": [{"field": "priority", "operator": "equals", "value": "Low"}]}
ALERT = {
    "name": "breach",
    "on": "violation",
    "after": "0m",
    "do": [{"email": {"template": "late", "to": ["owner"]}}],
}
CHANNELS = ("web", "email", "api", "console", "portal")


def organisation(
    *rules: dict[str, Any], bob: dict[str, Any] | None = None, **settings: Any
) -> Organisation:
    documents: list[dict[str, Any]] = [
        {
            "kind": "settings",
            "zone": "UTC",
            "default_queue": "Desk",
            "fallback_queue": "Safe",
            **settings,
        },
        {"kind": "queue", "name": "Desk", "members": ["ann", "bob", "gone"]},
        {"kind": "queue", "name": "Safe", "address": "safe@acme.example", "members": ["ann"]},
        {"kind": "queue", "name": "Tier 2", "address": "tier2@acme.example", "members": ["ann"]},
        {"kind": "user", "name": "ann", "email": "ann@acme.example"},
        {"kind": "user", "name": "bob", "email": "bob@acme.example", **(bob or {})},
        {"kind": "user", "name": "away", "email": "away@acme.example", "away": True},
        {"kind": "user", "name": "gone", "email": "gone@acme.example", "active": False},
        {"kind": "mail_template", "name": "late", "subject": "late", "text": "late"},
        {
            "kind": "process",
            "name": "Support",
            "milestones": [{"milestone": "Reply", "within": "1h", "actions": [ALERT]}],
        },
        {"kind": "account", "external_id": "acme", "email_domains": ["acme-customer.example"]},
        {
            "kind": "contact",
            "external_id": "cleo",
            "account": "acme",
            "email": "cleo@acme-customer.example",
        },
        {
            "kind": "entitlement",
            "external_id": "cover",
            "account": "acme",
            "process": "Support",
        },
    ]
    if rules:
        documents.append({"kind": "assignment_rules", "rules": list(rules)})
    return organise([SourceDocument("o.yaml", one) for one in documents])


def opened(town: Town, origin: Any = "api", **given: Any) -> dict[str, Any]:
    intake = Intake(
        origin=origin,
        verified=True,
        subject="Stuck",
        email="cleo@acme-customer.example",
        repeat_key=f"{origin} {sorted(given.items())} {town.clock.now()}",
        fingerprint="once",
        fields=given,
    )
    number = open_case(town.world, intake, Caller(name="someone", door="api")).number
    file = town.store.records.load(number)
    return {**file.fields, "number": number, "entitlement": file.entitlement}


def held(record: dict[str, Any]) -> tuple[str | None, str | None]:
    return record.get("owner"), record.get("queue")


def alerted(town: Town) -> set[str]:
    """To whom the alert of the violated milestone goes."""
    town.pass_minutes(62, step=60)
    return {address for posted in town.postman.posted for address in posted.mail.to}


@pytest.mark.parametrize("origin", CHANNELS)
def test_O1_the_first_rule_that_holds_decides_in_every_channel(origin: str) -> None:
    town = Town(
        organisation(
            {"when": LOW, "queue": "Tier 2"},
            {"when": HIGH, "user": "bob"},
            {"when": HIGH, "queue": "Tier 2"},
        )
    )
    assert held(opened(town, origin, priority="High")) == ("bob", None)
    assert held(opened(town, origin, priority="Low")) == (None, "Tier 2")


@pytest.mark.parametrize("rules", [(), ({"when": LOW, "queue": "Tier 2"},)])
def test_O1_what_no_rule_takes_goes_to_the_default_queue(rules: tuple[dict[str, Any], ...]) -> None:
    assert held(opened(Town(organisation(*rules)), priority="High")) == (None, "Desk")


def test_O1_what_was_given_stands_before_every_rule() -> None:
    town = Town(organisation({"queue": "Tier 2"}))
    assert held(opened(town, owner="bob")) == ("bob", None)
    assert held(opened(town, queue="Safe")) == (None, "Safe")


@pytest.mark.parametrize("user", ["away", "gone"])
def test_O2_a_rule_whose_user_is_not_there_gives_the_record_to_the_fallback_queue(
    user: str,
) -> None:
    town = Town(organisation({"user": user}))
    assert held(opened(town)) == (None, "Safe")
    assert alerted(town) == {"safe@acme.example"}


@pytest.mark.parametrize("left", [{"away": True}, {"active": False}])
def test_O2_alerts_of_an_owner_who_left_later_reach_the_fallback_queue(
    left: dict[str, Any],
) -> None:
    town = Town(organisation({"user": "bob"}))
    assert held(opened(town)) == ("bob", None)
    town.apply(organisation({"user": "bob"}, bob=left))
    assert alerted(town) == {"safe@acme.example"}


@pytest.mark.parametrize(
    ("queue", "addresses"),
    [
        ("Tier 2", {"tier2@acme.example"}),
        ("Desk", {"ann@acme.example", "bob@acme.example"}),
    ],
)
def test_O2_alerts_of_a_queued_record_go_to_its_address_or_else_to_members_who_are_there(
    queue: str, addresses: set[str]
) -> None:
    town = Town(organisation({"queue": queue}))
    opened(town)
    assert alerted(town) == addresses


def test_O3_who_accepts_a_record_owns_it_hears_of_it_and_nobody_takes_it_twice() -> None:
    town = Town(organisation({"queue": "Tier 2"}))
    number = opened(town)["number"]
    ann = Caller(name="ann", door="api", roles=("agents",))
    view = change_case(town.world, number, Alteration(verb="accept"), ann)
    assert (view.file.fields["owner"], view.file.fields.get("queue")) == ("ann", None)
    with pytest.raises(IllegalMove):
        change_case(town.world, number, Alteration(verb="accept"), AGENT)
    assert alerted(town) == {"ann@acme.example"}


@pytest.mark.parametrize("origin", CHANNELS)
def test_R1_auto_assign_is_a_setting_of_each_channel_by_itself(origin: str) -> None:
    town = Town(organisation(auto_assign={origin: False}))
    found = {one: opened(town, one)["entitlement"] for one in CHANNELS}
    assert found == {one: None if one == origin else "cover" for one in CHANNELS}


def test_R1_a_mail_has_a_blank_entitlement_where_auto_assign_is_off_for_mail() -> None:
    town = MailTown()
    settings = next(one for one in town.world.shelf.current().rows("settings"))
    documents = [
        {**one, "body": {**settings["body"], "auto_assign": {"email": False}}}
        if one["kind"] == "settings"
        else one
        for one in town.world.policies.documents(1)
    ]
    town.world.policies.publish(documents, expected_revision=1, who="maria", at=1)
    received = town.arrives(example("plain"))
    file = town.store.records.load(received.number or "")
    assert (file.account, file.contact, file.entitlement) == ("northwind", "dana", None)
