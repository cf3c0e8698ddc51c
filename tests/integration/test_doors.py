"""The doors with real event JSON: from a posted form to the mails that leave."""

import base64
import importlib
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.api.app import answer
from functions.milestone_actions.answer import answer_wakes
from functions.web_to_case.receive import receive
from shared import wiring
from shared.domain.wake import Wake, write_wake
from shared.names import NEEDS, Door
from tests.support.door_events import CalmContext, api_event, http_event, sqs_event, stream_event
from tests.support.town import Town

FORM = {
    "name": "Sue Smoke",
    "email": "sue@smoke-ltd.example",
    "subject": "Is it burning?",
    "description": "There is smoke.",
    "priority": "High",
}
FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.fixture
def town() -> Town:
    return Town()


def posted(town: Town, fields: dict[str, str], **headers: str) -> dict[str, Any]:
    body = base64.b64encode(urlencode(fields).encode()).decode()
    event = http_event(
        "POST",
        "/web-to-case",
        body,
        headers={"Content-Type": FORM_TYPE, "Accept": "text/html", **headers},
        encoded=True,
    )
    return receive(event, town.world)


def asked(town: Town, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
    event = api_event(method, path, body, **{"name": "alex", **more})
    return answer(event, CalmContext(), town.world)


def told(response: dict[str, Any]) -> Any:
    return json.loads(response["body"])


def header(response: dict[str, Any], name: str) -> str:
    """Names of headers have no case."""
    found = {key.lower(): value for key, value in response["headers"].items()}
    return str(found.get(name, ""))


def opened(town: Town) -> str:
    response = posted(town, FORM, Accept="application/json")
    assert response["statusCode"] == 201
    return str(told(response)["number"])


def test_I1_a_browser_gets_a_page_with_the_case_number(town: Town) -> None:
    response = posted(town, FORM)
    number = town.store.records.work(None).items[0].number
    assert response["statusCode"] == 200
    assert header(response, "content-type").startswith("text/html")
    assert "default-src 'none'" in header(response, "content-security-policy")
    assert number in response["body"].replace("-", "")


def test_I2_a_double_submit_makes_one_case(town: Town) -> None:
    assert opened(town) == opened(town)
    assert len(town.store.records.work(None).items) == 1


def test_I1_what_is_wrong_with_a_form_is_told_at_once_and_nothing_is_made(town: Town) -> None:
    response = posted(town, {"email": "no address", "description": "x"}, Accept="application/json")
    assert response["statusCode"] == 422
    assert {fault["pointer"] for fault in told(response)["errors"]} == {
        "/name",
        "/email",
        "/subject",
    }
    page = posted(town, {"email": "<script>alert(1)</script>"})
    assert "<script>alert" not in page["body"]
    assert town.store.records.work(None).items == ()


def test_I1_unknown_fields_are_kept_raw_and_status_and_owner_are_ignored(town: Town) -> None:
    fields = {**FORM, "orgid": "00D", "utm_source": "mail", "status": "Closed", "owner": "alex"}
    response = posted(town, fields, Accept="application/json")
    number = told(response)["number"]
    file = town.store.records.load(number)
    assert (file.fields["status"], file.fields.get("owner")) == ("New", None)
    lead = asked(town, "GET", f"/cases/{number}", name="maria", groups="[managers]")
    assert told(lead)["unknown"] == {"orgid": "00D", "utm_source": "mail"}
    assert told(asked(town, "GET", f"/cases/{number}"))["unknown"] is None
    story = told(asked(town, "GET", f"/cases/{number}/timeline"))["items"]
    assert any(line["text"].endswith("not declared: orgid, utm_source") for line in story)


def test_a_form_of_200_kb_is_too_large(town: Town) -> None:
    response = posted(town, {**FORM, "description": "x" * 200_000})
    assert response["statusCode"] == 413


@pytest.mark.parametrize("address", ["//evil.example", "https://ok@evil.example", "javascript:x"])
def test_a_return_address_that_is_not_listed_never_redirects(town: Town, address: str) -> None:
    response = posted(town, {**FORM, "retURL": address})
    assert response["statusCode"] == 200
    assert "location" not in response["headers"]


def test_a_listed_return_address_gets_the_customer_back() -> None:
    town = Town("acme")
    response = posted(town, {**FORM, "retURL": "https://www.acme.example/thanks?a=1"})
    assert response["statusCode"] == 303
    assert header(response, "location") == "https://www.acme.example/thanks?a=1"


def test_a_case_is_read_changed_and_told_with_its_etag(town: Town) -> None:
    number = opened(town)
    read = asked(town, "GET", f"/cases/{number}")
    assert read["statusCode"] == 200
    case = told(read)
    assert case["entitlement"] == "smoke-support"
    assert case["why_entitlement"]["candidates"]
    assert {m["milestone"] for m in case["milestones"]} >= {"One minute", "Two minutes"}
    assert all(m["why_target"] for m in case["milestones"])
    etag = header(read, "etag")

    missing = asked(town, "PATCH", f"/cases/{number}", {"priority": "Low"})
    assert missing["statusCode"] == 428
    changed = asked(
        town, "PATCH", f"/cases/{number}", {"priority": "Low"}, headers={"if-match": etag}
    )
    assert changed["statusCode"] == 200
    stale = asked(
        town, "PATCH", f"/cases/{number}", {"priority": "High"}, headers={"if-match": etag}
    )
    assert stale["statusCode"] == 412
    assert told(stale)["current"]["priority"] == "Low"


def test_the_queue_is_listed_by_next_target_in_pages(town: Town) -> None:
    for turn in range(3):
        posted(town, {**FORM, "subject": f"number {turn}"})
        town.clock.tick(5)
    first = told(asked(town, "GET", "/cases", query={"queue": "Desk", "limit": "2"}))
    second = told(
        asked(town, "GET", "/cases", query={"queue": "Desk", "limit": "2", "cursor": first["next"]})
    )
    subjects = [card["subject"] for card in (*first["items"], *second["items"])]
    assert subjects == ["number 0", "number 1", "number 2"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (http_event("GET", "/cases"), 401),
        (api_event("GET", "/cases", groups="[]"), 403),
        (api_event("GET", "/cases/3K7Q9WZDD"), 404),
        (api_event("GET", "/nowhere"), 404),
        (api_event("POST", "/cases", "{not json"), 400),
        (api_event("POST", "/cases", {"colour": "red"}), 422),
        (api_event("POST", "/entitlements/match", "\x1f"), 400),
    ],
)
def test_bad_requests_get_problem_documents(town: Town, event: dict[str, Any], status: int) -> None:
    response = answer(event, CalmContext(), town.world)
    assert response["statusCode"] == status
    assert header(response, "content-type") == "application/problem+json"
    assert told(response)["status"] == status
    assert "Traceback" not in response["body"]


def test_an_id_token_opens_nothing(town: Town) -> None:
    event = api_event("GET", "/cases")
    event["requestContext"]["authorizer"]["jwt"]["claims"]["token_use"] = "id"
    assert answer(event, CalmContext(), town.world)["statusCode"] == 401


def test_an_illegal_move_says_why(town: Town) -> None:
    number = opened(town)
    response = asked(town, "POST", f"/cases/{number}/resume", {})
    assert response["statusCode"] == 422
    assert "not stopped" in told(response)["detail"]


def test_C9_a_record_with_business_hours_that_nothing_has_is_refused(town: Town) -> None:
    body = {"subject": "By phone", "business_hours": "Moonlight"}
    response = asked(town, "POST", "/cases", body)
    assert response["statusCode"] == 422
    assert [fault["pointer"] for fault in told(response)["errors"]] == ["/business_hours"]


@pytest.mark.parametrize("strange", ['W/"1"', '"yesterday"', "1"])
def test_an_if_match_that_names_no_revision_changes_nothing(town: Town, strange: str) -> None:
    path = f"/cases/{opened(town)}"
    response = asked(town, "PATCH", path, {"priority": "Low"}, headers={"if-match": strange})
    assert response["statusCode"] == 412
    assert told(response)["detail"].endswith("is at revision 1, and you named none of them.")


def test_a_cursor_of_another_hand_is_refused_where_it_stands(town: Town) -> None:
    response = asked(town, "GET", "/cases", query={"cursor": "abc"})
    assert response["statusCode"] == 422
    (fault,) = told(response)["errors"]
    assert (fault["in"], fault["pointer"]) == ("query", "/cursor")


@pytest.mark.parametrize("words", ["no", "true", 1])
def test_words_for_true_and_false_are_not_guessed(town: Town, words: Any) -> None:
    path = f"/cases/{opened(town)}/comments"
    response = asked(town, "POST", path, {"body": "Hello", "public": words})
    assert response["statusCode"] == 422
    assert told(response)["errors"][0]["pointer"] == "/public"


def test_an_idempotency_key_answers_once_and_refuses_another_body(town: Town) -> None:
    body = {"subject": "By phone", "email": "sue@smoke-ltd.example", "name": "Sue"}
    key = {"idempotency-key": "k-1"}
    first = asked(town, "POST", "/cases", body, headers=key)
    again = asked(town, "POST", "/cases", body, headers=key)
    other = asked(town, "POST", "/cases", {**body, "subject": "Other"}, headers=key)
    assert first["statusCode"] == again["statusCode"] == 201
    assert told(first)["entitlement"] == "smoke-support"
    assert told(again) == {**told(first), "repeated": True}
    assert other["statusCode"] == 409


def test_a_batch_of_wakes_gives_back_only_what_failed(town: Town) -> None:
    number = opened(town)
    town.clock.tick(31)
    good = write_wake(Wake(number=number, source="schedule", due_at=town.clock.now()))
    event = sqs_event("no wake at all", good)
    result = answer_wakes(event, town.world, lambda: 20_000)
    assert result == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert town.mails() == {"0.1.0.0": 1}


def test_with_no_time_left_the_rest_of_a_batch_is_given_back_untouched(town: Town) -> None:
    number = opened(town)
    town.clock.tick(31)
    event = sqs_event(write_wake(Wake(number=number, source="sweep")))
    result = answer_wakes(event, town.world, lambda: 1_000)
    assert result == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert town.mails() == {}


@pytest.mark.parametrize("door", [Door.SWEEP, Door.PUBLISH_EVENTS])
def test_the_timed_doors_work_from_their_handlers(
    town: Town, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in NEEDS[door]:
        monkeypatch.setenv(key.value, "20" if key.value == "FUNCTION_TIMEOUT" else "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    wiring.world.cache_clear()
    handler = importlib.import_module(f"functions.{door.value}.handler")
    monkeypatch.setattr(handler, "world", town.world)
    number = opened(town)
    if door is Door.SWEEP:
        town.clock.tick(200)
        handler.lambda_handler({"source": "aws.events"}, CalmContext())
        assert [sent.number for sent in town.queue.receive()] == [number]
        return
    images = [
        record["dynamodb"]["NewImage"]
        for record in town.store.dynamo.stream
        if record["dynamodb"]["Keys"]["sk"]["S"].startswith("EVENT#")
    ]
    town.bus.refuse = frozenset({0})
    first = handler.lambda_handler(stream_event(images), CalmContext())
    assert first == {"batchItemFailures": [{"itemIdentifier": "1000"}]}
    assert handler.lambda_handler(stream_event(images), CalmContext()) == {"batchItemFailures": []}
    assert [(entry.number, entry.verb) for entry in town.bus.published] == [(number, "open")]
