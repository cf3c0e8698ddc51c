import base64
import hashlib
import json
import re
from typing import Any

import pytest

from functions.web_to_case import answers
from functions.web_to_case.form import LONGEST
from functions.web_to_case.submission import TooLarge
from shared.domain.intake import Opened
from shared.errors import Fault, Refused

NASTY = '<script>alert("x")</script>'


def browser(**headers: str) -> dict[str, Any]:
    return {"headers": headers}


@pytest.mark.parametrize(
    ("headers", "json_wanted"),
    [
        ({"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, False),
        ({"accept": "application/json"}, True),
        ({"accept": "*/*", "content-type": "application/json"}, True),
        ({"accept": "text/html", "content-type": "application/json"}, False),
        ({"content-type": "application/x-www-form-urlencoded"}, False),
        ({}, False),
    ],
)
def test_programs_hear_json_and_people_see_pages(
    headers: dict[str, str], json_wanted: bool
) -> None:
    assert answers.wants_json(browser(**headers)) is json_wanted


def test_I1_a_person_gets_the_number_on_a_page_and_nothing_else_about_the_case() -> None:
    opened = Opened(number="4TZK-9MWXA", entitlement="gold", warnings=("allowance_low",))
    answer = answers.received(opened, as_json=False, return_to=None)
    assert answer["statusCode"] == 200
    assert "4TZK-9MWXA" in answer["body"]
    assert "gold" not in answer["body"]


def test_I1_a_program_gets_201_and_the_number_only() -> None:
    answer = answers.received(
        Opened(number="4TZK-9MWXA", entitlement="gold"), as_json=True, return_to="https://x.example"
    )
    assert answer["statusCode"] == 201
    assert json.loads(answer["body"]) == {"number": "4TZK-9MWXA"}


def test_I1_an_allowed_return_address_is_a_303() -> None:
    answer = answers.received(
        Opened(number="4TZK-9MWXA"), as_json=False, return_to="https://www.acme.example/thanks"
    )
    assert answer["statusCode"] == 303
    assert answer["headers"]["location"] == "https://www.acme.example/thanks"


def test_I5_a_page_names_every_fault_and_escapes_what_it_repeats() -> None:
    error = Refused(NASTY, faults=(Fault("/email", NASTY), Fault(f"/{NASTY}", "bad")))
    answer = answers.refused(error, as_json=False)
    assert answer["statusCode"] == 422
    assert "E-mail" in answer["body"]
    assert "<script>" not in answer["body"]
    assert answer["body"].count("<li>") == 2


def test_I5_a_problem_document_names_every_fault_with_its_pointer() -> None:
    error = Refused("No.", faults=(Fault("/email", "Wrong.", "not_an_address"),))
    answer = answers.refused(error, as_json=True)
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert json.loads(answer["body"]) == {
        "type": "urn:milepost:problem:refused",
        "title": "Refused",
        "status": 422,
        "detail": "No.",
        "errors": [{"pointer": "/email", "detail": "Wrong.", "code": "not_an_address"}],
    }
    assert answers.refused(TooLarge("Much."), as_json=True)["statusCode"] == 413


@pytest.mark.parametrize("as_json", [False, True])
def test_what_does_not_work_is_asked_for_again(as_json: bool) -> None:
    answer = answers.unavailable(as_json=as_json)
    assert answer["statusCode"] == 503
    assert answer["headers"]["retry-after"] == "5"


@pytest.mark.parametrize(
    "answer",
    [
        answers.blank_form(),
        answers.received(Opened(number="1"), as_json=False, return_to=None),
        answers.refused(Refused("No."), as_json=False),
        answers.unavailable(as_json=False),
    ],
)
def test_a_page_runs_nothing_and_loads_nothing_but_its_own_style(answer: dict[str, Any]) -> None:
    policy = answer["headers"]["content-security-policy"]
    style = re.search(r"<style>(.*?)</style>", answer["body"], re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script|\sstyle=|\son\w+=|javascript:|\ssrc=", answer["body"])
    assert answer["body"].count("<style>") == 1
    assert 'lang="en"' in answer["body"]
    assert "width=device-width" in answer["body"]


def test_every_input_of_the_form_has_a_label_and_a_limit_that_the_door_agrees_with() -> None:
    form = answers.blank_form()["body"]
    inputs = re.findall(r"<(?:input|textarea|select)[^>]*>", form)
    labels = re.findall(r"<label>.*?</label>", form, re.DOTALL)
    assert len(inputs) == len(labels) == 8
    for control in inputs:
        name = re.search(r'name="(\w+)"', control)
        longest = re.search(r'maxlength="(\d+)"', control)
        if name and longest:
            assert int(longest[1]) == LONGEST[name[1]]
