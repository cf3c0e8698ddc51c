"""The rules of entitlements as customers and agents meet them: through the form and the API."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from functions.web_to_case.receive import receive
from shared.business_time.instant import parse_instant
from tests.support.door_events import CalmContext, api_event, http_event
from tests.support.harbour import Harbour, the_harbour

GOLD = {"items": [{"field": "account.tier", "operator": "equals", "value": "Gold"}]}
UNKNOWN = {"items": [{"field": "account.name", "operator": "is_blank", "value": "true"}]}
JSON = {"content-type": "application/json", "accept": "application/json"}


def rules(*given: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "entitlement_rules", "name": "rules", "rules": list(given)}


def api(harbour: Harbour, method: str, path: str, body: Any = None) -> Any:
    event = api_event(
        method,
        path,
        body,
        name="alex",
        groups="[agents]",
        headers={"if-match": "*"},
        request_id=f"{method} {path} {body} {harbour.clock.now()}",
    )
    response = answer(event, CalmContext(), harbour.world)
    told = json.loads(response["body"])
    assert response["statusCode"] in (200, 201), told
    return told


def opened(harbour: Harbour, **given: Any) -> Any:
    number = api(harbour, "POST", "/cases", {"subject": "The crane is stuck", **given})["number"]
    return api(harbour, "GET", f"/cases/{number}")


def posted(harbour: Harbour, email: str) -> Any:
    body = json.dumps({"subject": "The crane is stuck", "email": email, "name": "Ida"})
    response = receive(http_event("POST", "/", body, headers=JSON), harbour.world)
    assert response["statusCode"] == 201, response["body"]
    return api(harbour, "GET", f"/cases/{json.loads(response['body'])['number']}")


def process_of(case: Any) -> tuple[str, int] | None:
    pin = case["clock"]["process"]
    return (pin["name"], pin["version"]) if pin else None


def verdicts(case: Any) -> dict[str, str]:
    return {one["entitlement"]: one["verdict"] for one in case["why_entitlement"]["candidates"]}


def test_R5_a_rule_names_the_entitlement_before_anything_is_compared() -> None:
    harbour = Harbour(rules({"when": GOLD, "entitlement": "slow"}))
    case = opened(harbour, contact="ida")
    assert (case["entitlement"], case["why_entitlement"]["by"]) == ("slow", "rule:1")
    assert verdicts(case)["fast"] == "outranked"


def test_R5_a_rule_that_names_no_candidate_falls_through_to_the_next_and_then_to_R4() -> None:
    first = {"when": GOLD, "entitlement": "over"}
    second = {"when": GOLD, "entitlement": "slow"}
    assert opened(Harbour(rules(first, second)), contact="ida")["why_entitlement"]["by"] == "rule:2"
    case = opened(Harbour(rules(first)), contact="ida")
    assert (case["entitlement"], case["why_entitlement"]["by"]) == ("fast", "match")


def test_R5_every_gold_account_without_an_entitlement_of_its_own_gets_a_clock() -> None:
    harbour = Harbour(rules({"when": GOLD, "process": "Slow"}))
    harbour.put("account", external_id="new", tier="Gold")
    case = opened(harbour, account="new")
    assert (process_of(case), case["entitlement"]) == (("Slow", 1), None)
    assert case["why_entitlement"]["no_entitlement"] == "none_matched"
    assert [one["outcome"] for one in case["milestones"]] == ["open", "open"]
    # who owns one is not helped by the rule
    assert opened(harbour, contact="ida")["entitlement"] == "fast"


def test_R5_an_expired_gold_customer_keeps_a_clock() -> None:
    harbour = Harbour(rules({"when": GOLD, "process": "Slow"}))
    harbour.put("account", external_id="old", tier="Gold")
    harbour.put("entitlement", external_id="ended", account="old", end_date="2020-01-01")
    case = opened(harbour, account="old")
    assert (process_of(case), verdicts(case)) == (("Slow", 1), {"ended": "expired"})


def test_R5_a_record_of_nobody_known_has_a_clock_too() -> None:
    harbour = Harbour(rules({"when": UNKNOWN, "process": "Slow"}))
    case = posted(harbour, "stranger@nowhere.example")
    assert process_of(case) == ("Slow", 1)
    assert case["why_entitlement"]["no_entitlement"] == "account_unknown"


def test_R5_a_process_for_work_orders_is_not_given_to_a_case() -> None:
    harbour = Harbour(rules({"process": "Visit"}))
    assert process_of(posted(harbour, "stranger@nowhere.example")) is None


@pytest.mark.parametrize("channel", ["web", "api"])
def test_R1_where_auto_assign_is_off_the_account_is_found_and_the_entitlement_blank(
    channel: str,
) -> None:
    harbour = Harbour(rules({"process": "Slow"}), auto_assign={channel: False})
    cases = {
        "web": posted(harbour, "ida@shipping.example"),
        "api": opened(harbour, contact="ida"),
    }
    off, on = cases.pop(channel), next(iter(cases.values()))
    assert (off["account"], off["entitlement"], process_of(off)) == ("shipping", None, None)
    assert off["why_entitlement"]["no_entitlement"] == "auto_assign_off"
    assert on["account"] == "shipping"
    assert process_of(on) is not None


def test_R1_what_was_left_blank_is_matched_when_somebody_asks() -> None:
    harbour = Harbour(auto_assign={"web": False})
    number = posted(harbour, "ida@shipping.example")["number"]
    case = api(harbour, "POST", f"/cases/{number}/match", {})
    assert case["entitlement"] == "fast"


def test_R1_naming_one_needs_no_auto_assign() -> None:
    harbour = Harbour(auto_assign={"api": False})
    assert opened(harbour, contact="ida", entitlement="slow")["entitlement"] == "slow"


def test_R2_an_anonymous_form_matches_by_the_full_address_alone() -> None:
    harbour = Harbour()
    assert posted(harbour, "IDA@Shipping.example")["account"] == "shipping"
    by_domain = posted(harbour, "somebody@shipping.example")
    assert by_domain["account"] is None
    assert opened(harbour, email="somebody@shipping.example")["account"] == "shipping"


def test_R3_a_subsidiary_is_covered_only_by_what_covers_subsidiaries() -> None:
    case = opened(Harbour(), account="tugs")
    assert (case["entitlement"], verdicts(case)) == ("slow", {"slow": "chosen"})


def test_R4_the_most_specific_wins() -> None:
    harbour = Harbour()
    assert opened(harbour, account="shipping", asset="crane")["entitlement"] == "crane-care"
    assert opened(harbour, account="shipping")["entitlement"] == "fast"


def test_R7_every_candidate_is_told_with_its_verdict() -> None:
    case = opened(Harbour(), contact="ida")
    assert verdicts(case) == {
        "crane-care": "asset_mismatch",
        "fast": "chosen",
        "over": "expired",
        "slow": "outranked",
        "tracked": "outranked",
        "visits": "wrong_record_type",
    }


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("2026-05-31T21:59:59Z", "not_started"),
        ("2026-05-31T22:00:00Z", "chosen"),
        ("2026-06-30T21:59:59Z", "chosen"),
        ("2026-06-30T22:00:00Z", "expired"),
    ],
)
def test_E2_both_dates_count_in_the_zone_of_the_account(now: str, verdict: str) -> None:
    harbour = Harbour()
    harbour.put("account", external_id="berlin", zone="Europe/Berlin")
    june = {"start_date": "2026-06-01", "end_date": "2026-06-30"}
    harbour.put("entitlement", external_id="june", account="berlin", **june)
    harbour.clock.move_to(parse_instant(now))
    assert verdicts(opened(harbour, account="berlin")) == {"june": verdict}


def test_E2_an_entitlement_without_a_process_tracks_and_nothing_runs() -> None:
    case = opened(Harbour(), contact="ida", entitlement="tracked")
    assert (case["entitlement"], process_of(case), case["milestones"]) == ("tracked", None, [])


def test_E3_the_status_follows_the_dates_without_any_write() -> None:
    harbour = Harbour()
    harbour.put("entitlement", external_id="fast", account="shipping", end_date="2026-12-31")
    harbour.clock.move_to(parse_instant("2026-12-31T23:59:59Z"))
    assert verdicts(opened(harbour, contact="ida"))["fast"] != "expired"
    harbour.clock.tick(1)
    assert verdicts(opened(harbour, contact="ida"))["fast"] == "expired"


def test_E4_expiry_stops_new_records_and_no_running_clock() -> None:
    harbour = Harbour()
    number = opened(harbour, contact="ida")["number"]
    gone = {"account": "shipping", "process": "Fast", "end_date": "2020-01-01"}
    harbour.put("entitlement", external_id="fast", **gone)
    harbour.pass_minutes(61, step=60)
    case = api(harbour, "GET", f"/cases/{number}")
    assert [one["milestone"] for one in case["milestones"] if one["violated"]] == ["Reply"]
    assert harbour.mails() == {"0.1.0.0": 1}
    assert opened(harbour, contact="ida")["entitlement"] != "fast"


def test_P3_a_record_keeps_its_version_and_an_entitlement_follows_only_if_it_says_so() -> None:
    following = {
        "kind": "entitlement",
        "external_id": "follows",
        "account": "rival",
        "process": "Fast",
        "version": "default",
    }
    harbour = Harbour(following)
    number = opened(harbour, contact="ida")["number"]
    faster = {
        "kind": "process",
        "name": "Fast",
        "milestones": [{"milestone": "Reply", "within": "30m"}],
    }
    harbour.apply(the_harbour(following, faster))
    assert process_of(api(harbour, "GET", f"/cases/{number}")) == ("Fast", 1)
    assert process_of(opened(harbour, contact="ida")) == ("Fast", 1)
    assert process_of(opened(harbour, account="rival", entitlement="follows")) == ("Fast", 2)
    moved = api(harbour, "PATCH", f"/cases/{number}", {"entitlement": "slow"})
    assert process_of(moved) == ("Slow", 1)


def test_R9_an_agent_moves_clears_and_asks_to_fire_through_the_api() -> None:
    harbour = Harbour()
    number = opened(harbour, contact="ida", entitlement="slow")["number"]
    harbour.clock.tick(2 * 3_600)
    body = {"entitlement": "fast", "fire_past": True}
    case = api(harbour, "PATCH", f"/cases/{number}", body)
    assert (case["entitlement"], case["why_entitlement"]["because"]) == (
        "fast",
        "account known by record; named by hand",
    )
    assert case["clock"]["roll_up"] == "open_violation"
    case = api(harbour, "PATCH", f"/cases/{number}", {"entitlement": None})
    assert (case["entitlement"], case["clock"]["process"]) == (None, None)
    assert case["why_entitlement"]["no_entitlement"] == "cleared"
    told = [line["text"] for line in api(harbour, "GET", f"/cases/{number}/timeline")["items"]]
    assert any("entitlement: fast → (blank)" in line for line in told)


def test_R9_asking_to_fire_what_is_past_belongs_to_an_entitlement_that_is_named() -> None:
    harbour = Harbour()
    number = opened(harbour, contact="ida")["number"]
    event = api_event("PATCH", f"/cases/{number}", {"fire_past": True}, headers={"if-match": "*"})
    response = answer(event, CalmContext(), harbour.world)
    assert response["statusCode"] == 422
    assert json.loads(response["body"])["errors"][0]["pointer"] == "/fire_past"
