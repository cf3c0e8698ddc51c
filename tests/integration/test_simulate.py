"""The API's simulation: the same engine, the same picture, bounded, and nothing is written."""

import copy
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from functions.api.app import answer
from functions.api.shapes import DraftSimulation, Simulation
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

VERSION = "/processes/Gold%20support/versions/1/simulate"
BODY: dict[str, Any] = Simulation.model_json_schema()["example"]
DRAFT: dict[str, Any] = DraftSimulation.model_json_schema()["example"]
Ask = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def town() -> Town:
    return Town("acme")


@pytest.fixture
def ask(town: Town) -> Ask:
    def asked(path: str, body: Any, groups: str = "[agents]", **query: str) -> tuple[int, Any]:
        event = api_event("POST", path, body, name="alex", groups=groups, query=query)
        response = answer(event, CalmContext(), town.world)
        return response["statusCode"], json.loads(response["body"])

    return asked


def test_M17_a_case_under_a_version_tells_outcome_reasons_and_story(ask: Ask) -> None:
    status, told = ask(VERSION, BODY)
    assert status == 200
    first, second = told["expect"]["milestones"]
    assert (first["target"], first["violated"]) == ("2026-03-06T21:40:00Z", True)
    assert (second["milestone"], second["stopped_seconds"]) == ("Resolution", 10 * 3_600)
    assert [why["target"] for why in told["why"]] == [first["target"], second["target"]]
    assert told["why"][1]["calendar_version"] == 1
    assert told["why"][1]["summary"] == "4 nights, 2 weekends, 1 pause"
    assert told["story"][0]["text"].startswith("created")
    assert (told["zone"], told["svg"], "errors" in told["expect"]) == (
        "America/New_York",
        None,
        False,
    )


def test_the_default_version_has_a_name(ask: Ask) -> None:
    path = VERSION.replace("/1/", "/default/")
    assert ask(path, BODY) == ask(VERSION, BODY)


def test_the_picture_comes_when_it_is_asked_for(ask: Ask) -> None:
    _, told = ask(VERSION, BODY, picture="true")
    assert told["svg"].startswith('<svg xmlns="http://www.w3.org/2000/svg" class="milepost-life"')


def test_a_draft_runs_with_draft_calendars_before_the_published_ones(ask: Ask) -> None:
    body = copy.deepcopy(DRAFT)
    body["process"]["business_hours"] = "Sundays"
    body["calendars"] = {"Sundays": {"zone": "UTC", "week": {"sun": [["10:00", "12:00"]]}}}
    status, told = ask("/simulate", body)
    assert status == 200
    assert told["expect"]["milestones"][0]["target"] == "2026-03-08T11:00:00Z"
    assert told["why"][0]["calendar_version"] is None


def test_what_publishing_would_say_is_told_as_warnings(ask: Ask) -> None:
    body = copy.deepcopy(DRAFT)
    body["process"]["milestones"][0]["actions"] = [
        {"name": "w", "on": "warning", "before": "2h", "do": [{"escalate": {"queue": "Nobody"}}]}
    ]
    _, told = ask("/simulate", body)
    assert {(doubt["pointer"], doubt["code"]) for doubt in told["warnings"]} >= {
        ("process.milestones[0].actions[0].before", "always_late"),
        ("process.milestones[0].actions[0].do[0].escalate.queue", "unknown"),
    }


def test_K6_a_field_that_nobody_declared_is_told_and_one_of_an_account_is_not(ask: Ask) -> None:
    body = copy.deepcopy(DRAFT)
    formula = "AND(Colour = 'red', account.region = 'EU', entitlement.kind = 'x', Priority = 'Odd')"
    body["process"]["milestones"][0]["when"] = {"formula": formula}
    _, told = ask("/simulate", body)
    told_of = [one for one in told["warnings"] if one["code"] != "never_set"]
    assert [one["detail"].partition(";")[0] for one in told_of] == [
        "unknown field 'colour', at column 5",
        "unknown field 'entitlement.kind', at column 44",
        "'Odd' is none of the values of 'priority', at column 79",
    ]


def test_P5_all_faults_of_a_draft_come_at_once_with_json_pointers(ask: Ask) -> None:
    body = {
        **DRAFT,
        "process": {"name": "P", "colour": 1, "milestones": [{"milestone": "A", "within": "-4h"}]},
        "calendars": {"Never": {"zone": "UTC", "week": {}}},
        "until": "2033-01-01T00:00:00Z",
    }
    status, told = ask("/simulate", body)
    assert status == 422
    assert {fault["pointer"] for fault in told["errors"]} == {
        "/process/colour",
        "/process/milestones/0/within",
        "/calendars/Never/week",
        "/until",
    }


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"until": "2026-03-06T20:40:00Z"}, "/until"),
        ({"events": [{"at": "2026-03-07T00:00:00Z"}] * 201}, "/events"),
        ({"record": {"created_at": "then"}}, "/record/created_at"),
        ({"record": {"created_at": "2026-03-06T20:40:00Z", "type": "work_order"}}, "/record/type"),
        (
            {"record": {"created_at": "2026-03-06T20:40:00Z", "business_hours": "Mars"}},
            "/record/business_hours",
        ),
        ({"events": [{"at": "2026-03-07T00:00:00Z", "event": ["party"]}]}, "/events/0/event/0"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_bad_input_is_told_where_it_stands(change: dict[str, Any], pointer: str, ask: Ask) -> None:
    status, told = ask(VERSION, {**BODY, **change})
    assert status == 422
    assert pointer in {fault["pointer"] for fault in told["errors"]}


@pytest.mark.parametrize("version", ["0", "99", "next", "-1", "1e3", "²"])
def test_a_version_that_does_not_exist_is_absent(version: str, ask: Ask) -> None:
    assert ask(VERSION.replace("/1/", f"/{version}/"), BODY)[0] == 404
    assert ask("/processes/Brass/versions/1/simulate", BODY)[0] == 404


@pytest.mark.parametrize(
    ("groups", "status"), [("[agents]", 200), ("[managers]", 200), ("[readers]", 403)]
)
def test_S1_agents_and_managers_simulate(groups: str, status: int, ask: Ask) -> None:
    assert ask(VERSION, BODY, groups)[0] == status


def test_nothing_is_written(ask: Ask, town: Town) -> None:
    before = copy.deepcopy(town.store.dynamo.items)
    ask(VERSION, BODY)
    ask("/simulate", DRAFT)
    assert town.store.dynamo.items == before


def restless(minutes: str) -> dict[str, Any]:
    """Every violation completes one occurrence and brings the next."""
    round_trip = {"items": [{"field": "turn", "operator": "equals", "value": 1}]}
    return {
        "process": {
            "name": "Restless",
            "milestone_types": {"A": {"recurrence": "sequential"}},
            "milestones": [
                {
                    "milestone": "A",
                    "within": minutes,
                    "complete": round_trip,
                    "actions": [
                        {
                            "name": "v",
                            "on": "violation",
                            "after": 0,
                            "do": [{"update": {"turn": 1}}],
                        },
                        {"name": "s", "on": "success", "do": [{"update": {"turn": 0}}]},
                    ],
                }
            ],
        },
        "record": {"created_at": "2026-03-02T08:00:00Z"},
        "until": "2031-03-02T08:00:00Z",
    }


def test_a_process_that_turns_every_minute_for_years_is_refused_soon(ask: Ask) -> None:
    began = time.process_time()
    status, told = ask("/simulate", restless("1m"))
    assert time.process_time() - began < 10
    assert status == 422
    assert "more happens until then than can be shown" in told["errors"][0]["detail"]


def test_P6_two_hundred_milestones_with_five_triggers_are_simulated(ask: Ask) -> None:
    done = {"items": [{"field": "step", "operator": "greater_than", "value": 0}]}
    actions = [{"name": f"w{i}", "on": "warning", "at": f"{20 + 15 * i}%"} for i in range(4)]
    actions.append({"name": "v", "on": "violation", "after": "0m"})
    body = {
        **BODY,
        "events": [{"at": "2026-03-15T08:00:00Z", "set": {"step": 1}}],
        "process": {
            "name": "Hall",
            "milestones": [
                {
                    "milestone": f"S{n}",
                    "within": f"{n % 40 + 1}h",
                    "complete": done,
                    "actions": actions,
                }
                for n in range(200)
            ],
        },
    }
    status, told = ask("/simulate", body)
    assert status == 200
    assert len(told["expect"]["milestones"]) == 200
    assert len(told["expect"]["actions"]) == 1_000
