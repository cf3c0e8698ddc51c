"""A record that cannot be opened: everything that is wrong with it, at once."""

import json

from functions.api.app import answer
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town


def test_I5_names_and_values_that_are_wrong_are_told_together() -> None:
    town = Town("acme")
    body = {
        "subject": "Pump",
        "account": "nobody",
        "contact": "nobody",
        "asset": "nothing",
        "priority": "Purple",
        "business_hours": "Never",
        "fields": {"colour": "red"},
    }
    event = api_event("POST", "/cases", body, name="alex", groups="[agents]")
    told = json.loads(answer(event, CalmContext(), town.world)["body"])
    assert {fault["pointer"] for fault in told["errors"]} == {
        "/account",
        "/contact",
        "/asset",
        "/priority",
        "/business_hours",
        "/fields/colour",
    }
