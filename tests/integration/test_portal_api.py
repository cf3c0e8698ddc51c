"""Customers and partners see what is theirs, and nothing else is there for them (S1, S2)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from functions.api.permissions import OPERATIONS, PORTAL
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

AGENT: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
LEAD: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
ANN: dict[str, Any] = {"name": "ann", "contact": "ann", "groups": "[customers]"}
"""A delegate of northwind."""

OMAR: dict[str, Any] = {"name": "omar", "contact": "omar", "groups": "[customers]"}
BRITTA: dict[str, Any] = {"name": "britta", "contact": "britta", "groups": "[customers]"}
FELIX: dict[str, Any] = {"name": "felix", "contact": "felix", "groups": "[partners]"}
"""Of fabrikam, which looks after northwind-berlin."""

NOT_THERE = {"type", "title", "status", "detail"}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def asked(
    town: Town, who: dict[str, Any], method: str, path: str, body: Any = None, **more: Any
) -> tuple[int, Any]:
    town.clock.tick(1)
    more.setdefault("request_id", f"{who['name']} {method} {path} {town.clock.now()}")
    event = api_event(method, path, body, **who, **more)
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"] or "null")


def opened(town: Town, who: dict[str, Any], **more: Any) -> str:
    status, told = asked(town, who, "POST", "/portal/cases", {"subject": "Help", **more})
    assert status == 201, told
    return str(told["number"])


def numbers(town: Town, who: dict[str, Any], **query: str) -> list[str]:
    status, told = asked(town, who, "GET", "/portal/cases", query=query)
    assert status == 200, told
    return [one["number"] for one in told["items"]]


def test_S1_every_operation_of_the_portal_answers_customers(town: Town) -> None:
    number = opened(town, ANN)
    for operation in (op for op in OPERATIONS if OPERATIONS[op] in PORTAL):
        method, _, path = operation.partition(" ")
        body = {"POST /portal/cases": {"subject": "Help"}}.get(operation, {"body": "Hello"})
        given = body if method == "POST" else None
        status, told = asked(town, ANN, method, path.replace("{number}", number), given)
        assert status in (200, 201), (operation, told)


def test_S2_a_visitor_is_told_who_they_are(town: Town) -> None:
    told = asked(town, ANN, "GET", "/portal/me")[1]
    assert (told["contact"], told["account"], told["delegate"]) == ("ann", "northwind", True)
    accounts = asked(town, FELIX, "GET", "/portal/accounts")[1]["items"]
    assert accounts == [{"id": "northwind-berlin", "name": "Northwind Wasser GmbH", "own": False}]


def test_R1_a_case_of_the_portal_is_matched_like_any_other(town: Town) -> None:
    number = opened(town, OMAR, description="It leaks.", priority="High", asset="pump-17")
    told = asked(town, AGENT, "GET", f"/cases/{number}")[1]
    assert (told["origin"], told["account"], told["contact"]) == ("portal", "northwind", "omar")
    assert told["entitlement"] == "northwind-omar"
    assert told["verified"] is True


def test_R1_without_auto_assign_for_the_portal_a_case_has_no_entitlement(town: Town) -> None:
    settings = asked(town, LEAD, "GET", "/settings")[1]["document"]
    change = {**settings, "auto_assign": {"portal": False}}
    assert asked(town, LEAD, "PUT", "/settings", change, headers={"if-match": "*"})[0] == 200
    told = asked(town, AGENT, "GET", f"/cases/{opened(town, OMAR)}")[1]
    assert told["account"] == "northwind"
    assert told["why_entitlement"]["no_entitlement"] == "auto_assign_off"


def test_S2_a_contact_sees_their_own_cases_a_delegate_those_of_the_account(town: Town) -> None:
    of_omar, of_ann, of_britta = (opened(town, who) for who in (OMAR, ANN, BRITTA))
    assert numbers(town, OMAR) == [of_omar]
    assert numbers(town, ANN) == [of_ann, of_omar]
    assert numbers(town, BRITTA) == [of_britta]
    assert asked(town, ANN, "GET", f"/portal/cases/{of_omar}")[0] == 200
    assert asked(town, OMAR, "GET", f"/portal/cases/{of_ann}")[0] == 404


def test_S2_a_partner_sees_the_accounts_that_their_company_looks_after(town: Town) -> None:
    of_britta, of_ann = opened(town, BRITTA), opened(town, ANN)
    of_fabrikam = opened(town, {**FELIX, "groups": "[customers]"})
    own = opened(town, FELIX, account="northwind-berlin", contact="britta")
    assert numbers(town, FELIX) == [own, of_britta]
    assert numbers(town, BRITTA) == [own, of_britta]
    for number in (of_ann, of_fabrikam):
        assert asked(town, FELIX, "GET", f"/portal/cases/{number}")[0] == 404
    both = {**FELIX, "groups": "[customers partners]"}
    assert numbers(town, both) == [own, of_fabrikam, of_britta]


def test_S2_a_partner_that_is_left_sees_nothing_any_more(town: Town) -> None:
    number = opened(town, BRITTA)
    assert asked(town, FELIX, "GET", f"/portal/cases/{number}")[0] == 200
    change = asked(
        town,
        LEAD,
        "PATCH",
        "/accounts/northwind-berlin",
        {"partner": None},
        headers={"if-match": "*"},
    )
    assert change[0] == 200
    assert asked(town, FELIX, "GET", f"/portal/cases/{number}")[0] == 404
    assert numbers(town, FELIX) == []


def test_S2_lists_go_on_from_page_to_page_without_a_gap(town: Town) -> None:
    both = {**FELIX, "groups": "[customers partners]"}
    made = [opened(town, who) for who in (both, BRITTA, both, BRITTA, both)]
    seen, cursor = [], None
    for _ in range(4):
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = asked(town, both, "GET", "/portal/cases", query=query)[1]
        seen += [one["number"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == made[::-1]


def test_S2_what_is_somebody_elses_is_told_exactly_as_what_does_not_exist(town: Town) -> None:
    number = opened(town, ANN)
    missing = "3K7Q9WZDD"
    bodies = {"POST": {"body": "Hello"}}
    for method, path in (("GET", ""), ("POST", "/comments")):
        answers = [
            asked(town, OMAR, method, f"/portal/cases/{one}{path}", bodies.get(method))
            for one in (number, missing)
        ]
        assert [status for status, _ in answers] == [404, 404]
        told = [json.dumps(body).replace(number, "N").replace(missing, "N") for _, body in answers]
        assert told[0] == told[1]
    for account in ("northwind", "no-such-account"):
        for path in ("/portal/cases", "/portal/entitlements"):
            status, told = asked(town, BRITTA, "GET", path, query={"account": account})
            assert status == 404
            assert told["detail"] == f"There is no account '{account}'."


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if OPERATIONS[op] not in PORTAL])
@pytest.mark.parametrize("who", [ANN, FELIX], ids=["customer", "partner"])
def test_S2_no_operation_of_ours_is_there_for_customers(
    operation: str, who: dict[str, Any]
) -> None:
    if operation == "GET /openapi.json":
        return
    method, _, path = operation.partition(" ")
    for name, value in (("{number}", "3K7Q9WZDD"), ("{identifier}", "northwind"), ("{name}", "x")):
        path = path.replace(name, value)
    given: dict[str, Any] | None = {} if method in ("POST", "PATCH", "PUT") else None
    headers = {"if-match": "*", "idempotency-key": "once"}
    status, told = asked(QUIET, who, method, path, given, headers=headers)
    assert (status, told["detail"]) == (404, "There is nothing at this address.")
    assert told.keys() == NOT_THERE


QUIET = Town("acme")


def test_S2_our_own_people_have_no_business_at_the_portal(town: Town) -> None:
    for who in (AGENT, LEAD):
        assert asked(town, who, "GET", "/portal/cases")[0] == 403


def test_S2_a_contact_that_is_gone_finds_nothing(town: Town) -> None:
    gone = {**ANN, "contact": "nobody"}
    for path in ("/portal/me", "/portal/cases", "/portal/entitlements", "/portal/accounts"):
        assert asked(town, gone, "GET", path)[0] == 404


def test_S2_a_customer_reads_nothing_of_what_goes_on_among_us(town: Town) -> None:
    number = opened(town, OMAR, priority="High")
    at = f"/cases/{number}"
    asked(town, AGENT, "POST", f"{at}/accept", {})
    asked(town, AGENT, "POST", f"{at}/comments", {"body": "Bad payer", "public": False})
    asked(town, AGENT, "POST", f"{at}/comments", {"body": "On our way", "public": True})
    fields = {"fields": {"internal_cost": 900}}
    asked(town, LEAD, "PATCH", at, fields, headers={"if-match": "*"})
    asked(town, OMAR, "POST", f"/portal{at}/comments", {"body": "Thanks"})
    status, told = asked(town, OMAR, "GET", f"/portal{at}")
    assert status == 200
    said = [(one["written_by"], one["name"], one["body"]) for one in told["comments"]]
    assert said == [("support", None, "On our way"), ("customer", "omar", "Thanks")]
    whole = json.dumps(told)
    for secret in ("Bad payer", "alex", "maria", "internal_cost", "Gold support ", "queue"):
        assert secret not in whole
    assert "owner" not in told


def test_M18_customers_are_told_of_promises_to_them_alone(town: Town) -> None:
    number = opened(town, OMAR, priority="High")
    ours = asked(town, AGENT, "GET", f"/cases/{number}")[1]["milestones"]
    told = asked(town, OMAR, "GET", f"/portal/cases/{number}")[1]
    theirs = {one["milestone"] for one in told["promises"]}
    assert theirs == {one["milestone"] for one in ours if one["agreement"] == "sla"}
    assert theirs
    first = min(one["target"] for one in told["promises"] if one["outcome"] == "open")
    assert told["next_target"] == first


def test_M7_what_a_customer_writes_is_a_reply_and_reopens_a_closed_case(town: Town) -> None:
    number = opened(town, OMAR)
    asked(town, AGENT, "POST", f"/cases/{number}/close", {})
    status, told = asked(town, OMAR, "POST", f"/portal/cases/{number}/comments", {"body": "Again"})
    assert (status, told["status"]) == (201, "Open")
    entry = town.store.records.history(number).items[-1]
    assert entry.change.record_events[0] == "customer_reply"
    assert (entry.who, entry.door) == ("omar", "portal")


def test_I3_a_case_that_is_long_closed_takes_no_more_words(town: Town) -> None:
    number = opened(town, OMAR)
    asked(town, AGENT, "POST", f"/cases/{number}/close", {})
    town.clock.tick(15 * 86_400)
    status, told = asked(town, OMAR, "POST", f"/portal/cases/{number}/comments", {"body": "Again"})
    assert (status, told["detail"]) == (422, "This case was closed too long ago: open a new one.")
    assert asked(town, OMAR, "GET", f"/portal/cases/{number}")[1]["actions"] == []


def test_S2_what_a_customer_names_must_be_theirs(town: Town) -> None:
    wishes: tuple[tuple[dict[str, Any], dict[str, str], str], ...] = (
        (BRITTA, {"asset": "pump-17"}, "/asset"),
        (BRITTA, {"asset": "no-such"}, "/asset"),
        (OMAR, {"contact": "ann"}, "/contact"),
        (ANN, {"contact": "britta"}, "/contact"),
        (ANN, {"account": "northwind-berlin"}, "/account"),
        (FELIX, {"account": "northwind"}, "/account"),
        (FELIX, {}, "/account"),
    )
    for who, named, pointer in wishes:
        status, told = asked(town, who, "POST", "/portal/cases", {"subject": "Help", **named})
        assert (status, [one["pointer"] for one in told["errors"]]) == (422, [pointer])
    assert opened(town, ANN, contact="omar") in numbers(town, OMAR)


def test_S1_customers_see_and_set_public_fields_alone(town: Town) -> None:
    for name in ("internal_cost", "no_such_field"):
        body = {"subject": "Help", "fields": {name: 1}}
        status, told = asked(town, OMAR, "POST", "/portal/cases", body)
        assert (status, told["errors"][0]["detail"]) == (422, f"There is no field '{name}'.")
    number = opened(town, OMAR, fields={"product_line": "Pumps"})
    told = asked(town, OMAR, "GET", f"/portal/cases/{number}")[1]
    assert told["fields"] == {"product_line": "Pumps"}


def test_S1_rules_of_access_hide_public_fields_from_customers_too(town: Town) -> None:
    declared = asked(town, LEAD, "GET", "/fields/case")[1]["document"]
    rule = {"fields": ["priority", "product_line"], "hidden_from": ["customers"]}
    change = {**declared, "access": [*declared.get("access", []), rule]}
    status, told = asked(town, LEAD, "PUT", "/fields/case", change, headers={"if-match": "*"})
    assert status == 200, told
    number = opened(town, OMAR)
    told = asked(town, OMAR, "GET", f"/portal/cases/{number}")[1]
    assert "priority" not in told
    refused = asked(town, OMAR, "POST", "/portal/cases", {"subject": "Help", "priority": "High"})
    assert (refused[0], refused[1]["errors"][0]["pointer"]) == (422, "/priority")


def test_S2_a_key_of_somebody_else_repeats_nothing(town: Town) -> None:
    body, once = {"subject": "Help"}, {"headers": {"idempotency-key": "once"}}
    first = asked(town, ANN, "POST", "/portal/cases", body, **once)[1]
    again = asked(town, ANN, "POST", "/portal/cases", body, **once)[1]
    other = asked(town, OMAR, "POST", "/portal/cases", body, **once)[1]
    assert (again["number"], again["repeated"]) == (first["number"], True)
    assert other["number"] != first["number"]
    moved = {**ANN, "contact": "britta"}
    assert asked(town, moved, "POST", "/portal/cases", body, **once)[0] == 404


def test_S2_a_cursor_of_somebody_else_leads_to_ones_own_list(town: Town) -> None:
    made = [opened(town, who) for who in (BRITTA, ANN, BRITTA, ANN)]
    page = asked(town, ANN, "GET", "/portal/cases", query={"limit": "1"})[1]
    shown = numbers(town, BRITTA, cursor=page["next"])
    assert set(shown) <= {made[0], made[2]}


def test_S2_customers_see_what_covers_them_and_what_is_left_of_it(town: Town) -> None:
    opened(town, ANN)
    told = asked(town, ANN, "GET", "/portal/entitlements")[1]["items"]
    gold = next(one for one in told if one["id"] == "northwind-gold")
    assert (gold["status"], gold["remaining_cases"]) == ("Active", 99)
    assert {one["id"] for one in told} == {
        "northwind-gold",
        "northwind-pump-17",
        "northwind-omar",
    }
    inherited = asked(town, BRITTA, "GET", "/portal/entitlements")[1]["items"]
    assert [(one["id"], one["account"]) for one in inherited] == [
        ("northwind-gold", "northwind-berlin")
    ]
    assert asked(town, FELIX, "GET", "/portal/entitlements")[1]["items"] == inherited


def test_S2_a_contact_sees_no_entitlement_of_named_others(town: Town) -> None:
    change = asked(
        town, LEAD, "PATCH", "/contacts/ann", {"delegate": False}, headers={"if-match": "*"}
    )
    assert change[0] == 200
    told = asked(town, ANN, "GET", "/portal/entitlements")[1]["items"]
    assert "northwind-omar" not in {one["id"] for one in told}
    assert "northwind-omar" in {
        one["id"] for one in asked(town, OMAR, "GET", "/portal/entitlements")[1]["items"]
    }


def test_E1_a_work_order_is_not_shown_at_the_portal(town: Town) -> None:
    body = {"subject": "Visit", "account": "northwind", "contact": "omar"}
    status, told = asked(town, AGENT, "POST", "/work-orders", body)
    assert status == 201
    assert numbers(town, ANN) == []
    assert asked(town, OMAR, "GET", f"/portal/cases/{told['number']}")[0] == 404
