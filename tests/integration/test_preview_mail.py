"""A mail template is seen before anybody gets it."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.history import Caller
from shared.workflows.preview_mail import MailWish, preview_mail
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

LEAD: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
GREETING = {
    "subject": "Re: {{case.subject}} [{{case.number}}]",
    "text": "Hello {{contact.name|you}}, {{milestone.name}} by {{milestone.target}}.",
    "html": "<p>{{case.subject}} for {{account.name}}</p>",
}


def preview(town: Town, who: dict[str, Any] = LEAD, **body: Any) -> tuple[int, Any]:
    event = api_event("POST", "/mail-templates/preview", body, **who)
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def test_A1_a_draft_is_filled_for_an_example_without_a_record() -> None:
    status, told = preview(Town(), template=GREETING)
    assert status == 200
    assert told["subject"] == "Re: The milling machine stops with error E42 [7K2M9QXRD]"
    assert told["text"].startswith("Hello Ann Lee, First Response by Tue 03 Mar 2026, ")
    shown = "<p>The milling machine stops with error E42 for Northwind Traders</p>"
    assert shown in told["html"]
    assert "width=device-width" in told["html"]
    assert told["missing"] == []


def test_A1_a_draft_is_filled_for_a_record_with_its_next_milestone_and_shows_its_gaps() -> None:
    town = Town()
    opened = {"subject": "<b>Help</b>", "email": "sue@smoke-ltd.example"}
    event = api_event("POST", "/cases", opened, **LEAD)
    number = json.loads(answer(event, CalmContext(), town.world)["body"])["number"]
    status, told = preview(
        town, template=GREETING | {"text": "{{milestone.name}}{{asset.product}}"}, case=number
    )
    assert status == 200
    assert told["subject"] == f"Re: <b>Help</b> [{number}]"
    assert "&lt;b&gt;Help&lt;/b&gt;" in told["html"]
    assert told["text"] == "One minute[asset.product?]"
    assert told["missing"] == ["asset.product"]


def test_A1_a_template_in_force_is_previewed_by_its_name() -> None:
    town = Town()
    names = town.world.shelf.current().names("mail_template")
    assert names
    for name in names:
        status, told = preview(town, template=name)
        assert (status, told["missing"]) == (200, []), name


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"template": "nowhere"}, {"/template"}),
        ({"template": {"subject": "{{case.nothing}}", "text": "{{x.y}} {{"}},
         {"/template/subject", "/template/text"}),
        ({"template": {"html": "x"}}, {"/template/subject", "/template/text"}),
        ({"template": GREETING, "case": "what?"}, {"/case"}),
        ({"template": GREETING, "milestone": "First Response"}, {"/milestone"}),
    ],
)  # fmt: skip
def test_I5_what_cannot_be_previewed_is_told_with_every_fault(
    body: dict[str, Any], pointers: set[str]
) -> None:
    status, told = preview(Town(), **body)
    assert status == 422
    assert {fault["pointer"] for fault in told["errors"]} == pointers


def test_I5_a_milestone_that_the_record_lacks_is_a_fault() -> None:
    town = Town()
    number = town.post().number
    status, told = preview(town, template=GREETING, case=number, milestone="Moon landing")
    assert (status, told["errors"][0]["pointer"]) == (422, "/milestone")


def test_S1_an_agent_may_not_preview_and_what_is_hidden_from_somebody_is_a_gap() -> None:
    town = Town("acme")
    agent: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
    assert preview(town, who=agent, template=GREETING)[0] == 403
    opened = {"subject": "Pump 3", "email": "ann@northwind.example"}
    event = api_event("POST", "/cases", {**opened, "fields": {"internal_cost": 900}}, **LEAD)
    number = json.loads(answer(event, CalmContext(), town.world)["body"])["number"]
    wish = MailWish({"subject": "s", "text": "{{case.internal_cost}}"}, number)
    seen = {
        role: preview_mail(town.world, wish, Caller(name="x", door="api", roles=(role,))).text
        for role in ("managers", "agents")
    }
    assert seen == {"managers": "900", "agents": "[case.internal_cost?]"}
