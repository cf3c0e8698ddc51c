"""Mails of a case through the API: listed, and shown whole with page and original."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.api.app import answer
from tests.support.door_events import CalmContext, api_event
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail, example

ALEX: dict[str, Any] = {"name": "alex", "groups": "[agents]"}


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def ask(town: MailTown, path: str, **given: Any) -> tuple[int, Any]:
    event = api_event("GET", path, **{**ALEX, **given})
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def a_conversation(town: MailTown) -> str:
    number = town.arrives(example("html")).number or ""
    town.clock.tick(60)
    address = town.address_of(number)
    said = a_mail("It drips.", to=address, message_id="<m2@northwind.example>", cc="x@acme.example")
    assert town.arrives(said).became == "comment"
    town.clock.tick(60)
    away = {"to": address, "message_id": "<m3@northwind.example>", "auto_submitted": "auto-replied"}
    assert town.arrives(a_mail("I am away.", **away)).became == "kept"
    return number


def test_I3_every_mail_of_a_case_is_listed_with_what_it_became(town: MailTown) -> None:
    number = a_conversation(town)
    status, told = ask(town, f"/cases/{number}/mails")
    assert status == 200
    lines = {one["became"]: one for one in told["items"]}
    assert lines.keys() == {"case", "comment", "kept"}
    assert lines["comment"]["comment"] == town.comments(number)[-1].order
    assert (lines["comment"]["sender"], lines["comment"]["cc"]) == (
        "dana@northwind.example",
        ["x@acme.example"],
    )
    assert {one["verified"] for one in told["items"]} == {True}
    assert (lines["kept"]["automatic"], lines["kept"]["why_automatic"]) == (
        "auto_reply",
        "it answers by itself",
    )
    _, page = ask(town, f"/cases/{number}/mails", query={"limit": "2"})
    assert len(page["items"]) == 2
    _, rest = ask(town, f"/cases/{number}/mails", query={"limit": "2", "cursor": page["next"]})
    assert [*page["items"], *rest["items"]] == told["items"]


def test_I3_a_mail_is_shown_whole_with_its_page_and_its_original(town: MailTown) -> None:
    number = a_conversation(town)
    _, told = ask(town, f"/cases/{number}/mails")
    first = next(one for one in told["items"] if one["became"] == "case")
    status, mail = ask(town, f"/cases/{number}/mails/{first['id']}")
    assert status == 200
    assert first.items() <= mail.items()
    assert mail["text"]
    assert "<p" in mail["html"]
    assert "<script" not in mail["html"]
    place = urlsplit(mail["original"]["url"])
    assert place.path == "in/ses-1"
    asked = parse_qs(place.query)
    assert asked == {"name": [f"{number}-{first['id']}.eml"], "type": ["message/rfc822"]}
    del town.mailbox.stored["in/ses-1"]
    assert ask(town, f"/cases/{number}/mails/{first['id']}")[1]["original"] is None


def test_I3_files_of_a_mail_are_fetched_by_the_ids_that_it_names(town: MailTown) -> None:
    number = town.arrives(example("attachments")).number or ""
    _, told = ask(town, f"/cases/{number}/mails")
    for file in told["items"][0]["files"]:
        status, place = ask(town, f"/cases/{number}/attachments/{file['id']}")
        assert (status, place["name"]) == (200, file["name"])


def test_S1_mails_are_read_by_our_people_alone_and_by_the_type_of_their_record(
    town: MailTown,
) -> None:
    number = a_conversation(town)
    customer = {"name": "dana", "contact": "dana", "groups": "[customers]"}
    assert ask(town, f"/cases/{number}/mails", **customer)[0] == 404
    assert ask(town, f"/work-orders/{number}/mails")[0] == 404
    assert ask(town, f"/cases/{number}/mails/none")[0] == 404
