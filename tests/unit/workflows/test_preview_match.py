"""What a record would get before there is one: the same decision as opening it, and every reason."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

ENTITLEMENTS: tuple[dict[str, Any], ...] = (
    {"id": "plain", "name": "Plain"},
    {"id": "for-sue", "name": "For Sue", "contacts": ["sue"], "cases_per_entitlement": 5},
    {"id": "early", "precedence": 50},
    {"id": "gone", "end_date": "2020-01-31"},
    {"id": "to-come", "start_date": "2099-01-01"},
    {"id": "for-pump", "asset": "pump-1"},
    {"id": "visits", "process": "Visits"},
    {"id": "spent", "cases_per_entitlement": 0, "policy": "block"},
)


@pytest.fixture
def town() -> Town:
    town = Town("smoke")
    put(town, "contact", {"id": "sue", "account": "smoke-ltd", "email": "sue@smoke-ltd.example"})
    put(town, "asset", {"id": "pump-1", "account": "smoke-ltd"})
    for entitlement in ENTITLEMENTS:
        put(town, "entitlement", {"account": "smoke-ltd", **entitlement})
    return town


def put(town: Town, kind: str, document: dict[str, Any]) -> None:
    town.store.directory.put(kind, document["id"], document, who="test", at=town.clock.now())


def ask(town: Town, body: dict[str, Any], role: str = "agents") -> tuple[int, Any]:
    event = api_event("POST", "/entitlements/match", body, groups=f"[{role}]")
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def verdicts(told: Any) -> dict[str, tuple[str, str]]:
    return {one["entitlement"]: (one["verdict"], one["words"]) for one in told["candidates"]}


def test_R7_every_candidate_is_told_with_its_name_its_verdict_and_the_reason(town: Town) -> None:
    status, told = ask(town, {"account": "smoke-ltd", "contact": "sue"})
    assert status == 200
    found = verdicts(told)
    assert told["entitlement"] == "for-sue"
    assert found["for-sue"] == ("chosen", "it is for named contacts, before all others")
    assert found["plain"] == (
        "outranked",
        "it is for the whole account, and 'for-sue' is for named contacts",
    )
    assert found["gone"] == ("expired", "it ended on 2020-01-31")
    assert found["to-come"] == ("not_started", "it starts on 2099-01-01")
    assert found["for-pump"] == (
        "asset_mismatch",
        "it is for asset 'pump-1', and the record has none",
    )
    assert found["spent"] == (
        "allowance_spent",
        "its allowance of 0 is used up, and its policy is to block",
    )
    chosen = told["candidates"][0]
    assert (chosen["name"], chosen["account"], chosen["cases_left"]) == ("For Sue", "smoke-ltd", 5)


def test_R4_the_first_thing_that_sets_two_apart_is_told(town: Town) -> None:
    _, told = ask(town, {"account": "smoke-ltd"})
    found = verdicts(told)
    assert found["early"] == ("chosen", "it is for the whole account, before all others")
    assert found["plain"][1] == "its precedence is 100, and that of 'early' is 50"
    assert found["for-sue"] == (
        "contact_not_named",
        "it names contacts, and the record has none",
    )


def test_R7_what_is_told_is_what_opening_the_record_then_does(town: Town) -> None:
    body = {"account": "smoke-ltd", "contact": "sue", "asset": "pump-1"}
    _, told = ask(town, body)
    event = api_event("POST", "/cases", {"subject": "Hello", **body}, groups="[agents]")
    opened = json.loads(answer(event, CalmContext(), town.world)["body"])
    assert opened["entitlement"] == told["entitlement"]
    note = town.store.records.match_notes(opened["number"])[0]
    assert note.candidates == {name: verdict for name, (verdict, _) in verdicts(told).items()}
    assert note.because == told["because"]


def test_R7_asking_writes_nothing(town: Town) -> None:
    written = town.store.dynamo.written
    ask(town, {"account": "smoke-ltd", "contact": "sue"})
    assert town.store.dynamo.written == written
    assert town.store.records.work(None).items == ()
    assert town.store.directory.balance("smoke-ltd", "for-sue") == 0


def test_R1_each_channel_is_asked_as_it_would_answer(town: Town) -> None:
    stranger = {"email": "new@smoke-ltd.example"}
    assert ask(town, {**stranger, "channel": "web"})[1]["no_entitlement"] == "account_unknown"
    ignored = {"account": "smoke-ltd", "entitlement": "gone"}
    assert ask(town, {**ignored, "channel": "web"})[1]["entitlement"] == "early"


def test_R8_a_named_one_that_would_be_refused_is_refused_with_every_filter(town: Town) -> None:
    put(town, "account", {"id": "other", "name": "Other"})
    status, told = ask(town, {"account": "other", "entitlement": "gone"})
    assert status == 422
    assert [fault["code"] for fault in told["errors"]] == ["active", "same_account"]
    status, told = ask(town, {"account": "nobody", "entitlement": "nothing"})
    assert {fault["pointer"] for fault in told["errors"]} == {"/account", "/entitlement"}


def test_R1_a_named_one_is_the_only_candidate(town: Town) -> None:
    _, told = ask(town, {"entitlement": "plain"})
    assert (told["account"], told["by"]) == ("smoke-ltd", "named")
    assert verdicts(told) == {"plain": ("chosen", "named by whoever opens the record")}


def test_E3_it_can_be_asked_for_another_day(town: Town) -> None:
    _, told = ask(town, {"account": "smoke-ltd", "at": "2099-06-01T12:00:00Z"})
    assert verdicts(told)["to-come"][0] == "outranked"
    assert told["as_of"] == "2099-06-01T12:00:00Z"


def test_P3_the_version_that_the_record_would_run_on_is_told(town: Town) -> None:
    put(town, "entitlement", {"id": "smoke-support", "account": "smoke-ltd", "process": "Smoke"})
    _, told = ask(town, {"account": "smoke-ltd", "entitlement": "smoke-support"})
    assert told["process"] == {"name": "Smoke", "version": 1}


def test_S1_a_reader_may_not_ask(town: Town) -> None:
    assert ask(town, {"account": "smoke-ltd"}, role="readers")[0] == 403


def test_every_fault_of_the_draft_is_told_at_once(town: Town) -> None:
    body = {"priority": "Extreme", "queue": "Nowhere", "fields": {"colour": "red"}}
    status, told = ask(town, body)
    assert status == 422
    assert {fault["pointer"] for fault in told["errors"]} == {
        "/priority",
        "/queue",
        "/fields/colour",
    }
