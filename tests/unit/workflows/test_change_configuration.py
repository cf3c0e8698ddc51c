"""One document of the configuration at a time: the checks of a whole apply, one revision, one flip."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from shared.business_time.instant import format_instant
from shared.domain.configuration_wish import Wish
from shared.domain.document_size import LARGEST
from shared.domain.formula import without_trees
from shared.domain.history import Caller
from shared.errors import Absent, Refused, StaleRevision
from shared.workflows.change_configuration import (
    ABSENT,
    Configured,
    delete_configured,
    put_configured,
)
from shared.workflows.show_case import show_case
from tests.support.town import Town

MARIA = Caller(name="maria", door="api", roles=("managers",))
WEEK = {"mon": [["09:00", "17:00"]]}
TIER_3 = {"members": ["alex"], "hours": "Office Berlin"}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def put(
    town: Town,
    kind: str,
    name: str,
    body: Mapping[str, Any],
    *,
    expected: int | None = None,
) -> Configured:
    return put_configured(town.world, Wish(kind, name, body), MARIA, expected=expected)


def delete(town: Town, kind: str, name: str, *, expected: int | None = None) -> None:
    delete_configured(town.world, kind, name, MARIA, expected=expected)


def refusal(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        act()
    return {fault.pointer: fault.message for fault in refused.value.faults}


def body(town: Town, kind: str, name: str) -> Mapping[str, Any]:
    row = town.world.shelf.current().row(kind, name)
    assert row is not None
    return without_trees(row["body"])


def test_a_put_makes_the_next_revision_and_says_who_made_it_when(town: Town) -> None:
    made = put(town, "queue", "Tier 3", TIER_3, expected=ABSENT)

    assert (town.world.policies.revision(), made.fate) == (2, "created")
    assert body(town, "queue", "Tier 3")["members"] == ["alex"]
    assert (made.document["edition"], made.document["created"]) == (2, ["maria", town.clock.now()])
    (entry,) = town.world.directory.changes("queue", "Tier 3").items
    assert (entry.verb, entry.door, entry.by, entry.edition) == ("create", "api", "maria", 2)


def test_the_same_once_more_changes_nothing_even_with_an_old_etag(town: Town) -> None:
    first = put(town, "queue", "Tier 3", TIER_3, expected=ABSENT)
    before = dict(town.store.dynamo.items)

    again = put(town, "queue", "Tier 3", TIER_3, expected=ABSENT)

    assert (again.fate, again.document) == ("unchanged", first.document)
    assert town.store.dynamo.items == before


@pytest.mark.parametrize(("name", "expected"), [("Tier 3", 7), ("Tier 1", ABSENT), ("Tier 1", 7)])
def test_a_stale_etag_is_told_and_nothing_is_written(town: Town, name: str, expected: int) -> None:
    with pytest.raises(StaleRevision, match="and you meant"):
        put(town, "queue", name, TIER_3, expected=expected)
    assert town.world.policies.revision() == 1


def test_all_faults_are_told_with_their_pointers_and_nothing_is_written(town: Town) -> None:
    told = refusal(
        lambda: put(
            town,
            "process",
            "Broken",
            {
                "business_hours": "Nowhere",
                "milestones": [
                    {
                        "milestone": "Resolution",
                        "within": "1h",
                        "actions": [{"name": "w", "on": "warning"}],
                    },
                    {"milestone": "Fix", "within": -5, "colour": "red"},
                ],
            },
        )
    )
    assert {"/business_hours", "/milestones/0/actions/0", "/milestones/1/within"} <= set(told)
    assert "/milestones/1/colour" in told
    assert town.world.policies.revision() == 1


@pytest.mark.parametrize(
    "wrong", [{}, {"zone": 5}, {"zone": "UTC", "week": "x"}, {"zone": "UTC", "week": {"mon": 9}}]
)
def test_wrong_types_are_faults(town: Town, wrong: dict[str, Any]) -> None:
    assert refusal(lambda: put(town, "calendar", "Odd", wrong))


def test_a_change_that_breaks_another_document_is_refused_naming_it(town: Town) -> None:
    declared = body(town, "fields", "case")
    left = [one for one in declared["fields"] if one["name"] != "sla_state"]

    with pytest.raises(Refused) as refused:
        put(town, "fields", "case", {"fields": left})

    (fault, *_) = refused.value.faults
    assert (fault.pointer, fault.code) == ("", "breaks")
    assert fault.message.startswith("process '")
    assert "sla_state" in fault.message


@pytest.mark.parametrize("empty", [{}, {"fields": []}])
def test_K6_taking_away_every_field_is_refused_by_what_uses_one(
    town: Town, empty: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        put(town, "fields", "case", empty)
    assert {fault.code for fault in refused.value.faults} == {"breaks"}


def test_what_was_wrong_before_stands_in_nobodys_way(town: Town) -> None:
    policies = town.world.policies
    documents = [one for one in policies.documents(1) if one["kind"] != "mail_template"]
    policies.publish(documents, expected_revision=1, who="m", at=1)

    assert put(town, "queue", "Tier 3", TIER_3).fate == "created"


def referrers(town: Town, kind: str, name: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        delete(town, kind, name)
    assert {fault.code for fault in refused.value.faults} == {"referred"}
    return [fault.message for fault in refused.value.faults]


def test_E7_deleting_what_is_referenced_names_everything_that_refers_to_it(town: Town) -> None:
    held = next(
        held
        for held in town.world.directory.list("entitlement").items
        if held.document.get("process") == "Gold support"
    )
    hours = {**held.document, "business_hours": "Office Berlin"}
    town.world.directory.put("entitlement", held.id, hours, who="m", at=town.clock.now())

    assert f"entitlement '{held.id}' refers to it" in referrers(town, "process", "Gold support")
    assert f"entitlement '{held.id}' refers to it" in referrers(town, "calendar", "Office Berlin")
    words = referrers(town, "mail_template", "milestone-warning")
    assert any(one.startswith("process 'Gold support': milestones[") for one in words)
    assert town.world.policies.revision() == 1


def test_E7_what_an_older_version_of_a_process_names_stays(town: Town) -> None:
    put(town, "mail_template", "farewell", {"subject": "Bye", "text": "Bye"})
    mail = {"email": {"template": "farewell", "to": ["contact"]}}
    action = {"name": "bye", "on": "success", "do": [mail]}
    milestone = {"milestone": "Resolution", "within": "1h"}
    put(town, "process", "Short", {"milestones": [{**milestone, "actions": [action]}]})
    put(town, "process", "Short", {"milestones": [milestone]})

    told = refusal(lambda: delete(town, "mail_template", "farewell"))

    assert told[""].startswith("process 'Short (version 1)': milestones[0].actions[0]")


def test_E7_a_queue_that_holds_records_or_a_user_who_owns_an_account_stays(town: Town) -> None:
    number = town.post("dana@demo.example").number
    queue = str(show_case(town.world, number).file.fields["queue"])
    owner = next(
        held.document["owner"]
        for held in town.world.directory.list("account").items
        if held.document.get("owner")
    )

    assert f"record {number} is held by it" in referrers(town, "queue", queue)
    assert any(words.startswith("account '") for words in referrers(town, "user", owner))


def test_what_nothing_refers_to_is_deleted_and_leaves_a_trail(town: Town) -> None:
    made = put(town, "queue", "Tier 3", TIER_3)
    with pytest.raises(StaleRevision):
        delete(town, "queue", "Tier 3", expected=1)

    delete(town, "queue", "Tier 3", expected=made.document["edition"])

    assert town.world.shelf.current().row("queue", "Tier 3") is None
    with pytest.raises(Absent):
        delete(town, "queue", "Tier 3")
    assert [e.verb for e in town.world.directory.changes("queue", "Tier 3").items] == [
        "delete",
        "create",
    ]


def test_an_etag_never_comes_back(town: Town) -> None:
    first = put(town, "queue", "Tier 3", TIER_3)
    delete(town, "queue", "Tier 3")
    second = put(town, "queue", "Tier 3", TIER_3)
    assert second.document["edition"] > first.document["edition"]


def test_the_settings_cannot_be_deleted(town: Town) -> None:
    told = refusal(lambda: delete(town, "settings", "settings"))
    assert "there is no document of kind 'settings'" in told[""]


def test_a_lost_race_is_decided_anew(town: Town) -> None:
    policies: Any = town.world.policies
    publish = policies.publish
    racing = iter([True])

    def slower(*args: Any, **more: Any) -> int:
        if next(racing, False):
            put(town, "queue", "Faster", {})
        return int(publish(*args, **more))

    policies.publish = slower
    put(town, "queue", "Slower", {})

    names = town.world.shelf.current().names("queue")
    assert {"Faster", "Slower"} <= set(names)
    assert town.world.policies.revision() == 3


def test_C1_the_holidays_of_a_country_are_looked_up(town: Town) -> None:
    hours = {"zone": "America/New_York", "week": WEEK}
    put(town, "calendar", "US", {**hours, "holidays": {"country": "US"}})
    told = refusal(lambda: put(town, "calendar", "XX", {**hours, "holidays": [{"country": "XX"}]}))

    (days,) = body(town, "calendar", "US")["holidays"]
    assert days["days"]["2026-07-04"] == "Independence Day"
    assert set(told) == {"/holidays/0/country"}


def test_C7_a_calendar_revision_does_not_reach_into_the_past(town: Town) -> None:
    past = format_instant(town.clock.now() - 60)
    told = refusal(
        lambda: put(
            town,
            "calendar",
            "Office Berlin",
            {"zone": "Europe/Berlin", "week": WEEK, "effective_from": past},
        )
    )
    assert set(told) == {"/effective_from"}


def test_P2_a_put_of_a_process_is_its_next_version_and_the_default(town: Town) -> None:
    changed = {**body(town, "process", "Silver support"), "notes": "quicker"}

    made = put(town, "process", "Silver support", changed)

    assert (made.document["version"], made.document["published"]) == (2, [1, 2])


def test_a_field_of_customers_that_no_document_declares_may_be_read(town: Town) -> None:
    milestone = {
        "milestone": "Resolution",
        "within": "1h",
        "when": {"items": [{"field": "Account.Region__c", "operator": "equals", "value": "EMEA"}]},
    }
    assert put(town, "process", "Regional", {"milestones": [milestone]}).fate == "created"
    told = refusal(
        lambda: put(
            town,
            "process",
            "Regional",
            {
                "milestones": [
                    {
                        **milestone,
                        "when": {"items": [{"field": "regoin", "operator": "equals", "value": 1}]},
                    }
                ]
            },
        )
    )
    assert set(told) == {"/milestones/0/when/items/0/field"}


def test_a_rule_may_name_an_entitlement_of_the_directory_alone(town: Town) -> None:
    (held, *_) = town.world.directory.list("entitlement").items
    put(town, "entitlement_rules", "entitlement_rules", {"rules": [{"entitlement": held.id}]})
    told = refusal(
        lambda: put(
            town, "entitlement_rules", "entitlement_rules", {"rules": [{"entitlement": "nobody"}]}
        )
    )
    assert told == {"/rules/0/entitlement": "there is no entitlement 'nobody'"}


def test_a_document_that_the_table_cannot_hold_is_refused(town: Town) -> None:
    words = {"subject": "s", "text": "x" * LARGEST}
    assert refusal(lambda: put(town, "mail_template", "Long", words))
    assert town.world.policies.revision() == 1


def test_a_deleted_calendar_still_counts_for_the_records_that_run_on_it(town: Town) -> None:
    put(town, "calendar", "Brief", {"zone": "UTC", "week": {"mon": [["00:00", "24:00"]]}})
    milestone = {"milestone": "Resolution", "within": "2h", "business_hours": "Brief"}
    demo = body(town, "process", "Demo support")
    put(town, "process", "Demo support", {**demo, "milestones": [milestone]})
    known = town.world.directory.get("entitlement", "demo-support") or {}
    following = {**known, "version": "default", "pinned_version": None}
    town.world.directory.put("entitlement", "demo-support", following, who="m", at=1)
    number = town.post("dana@demo.example").number
    policies = town.world.policies
    documents = policies.documents(policies.revision())
    left = [one for one in documents if one["name"] != "Brief"]
    policies.publish(left, expected_revision=policies.revision(), who="m", at=1)

    town.pass_minutes(125, step=60)

    (milestone_facts,) = show_case(town.world, number).file.sla.milestones
    assert milestone_facts.calendar == "Brief"
    assert milestone_facts.violated_at == milestone_facts.target
