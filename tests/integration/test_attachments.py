"""Files of a record: those of its mails, those that agents put up, and what goes with an answer."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.attached import MOST_BYTES, MOST_UPLOADS, Attached, sendable
from shared.domain.mail.kept import KeptFile
from tests.support.door_events import CalmContext, api_event
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail, example

ALEX: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
PDF = {"name": "Angebot März.pdf", "type": "application/pdf", "size": 4}


@pytest.fixture
def town() -> MailTown:
    return MailTown()


@pytest.fixture
def number(town: MailTown) -> str:
    received = town.arrives(example("attachments"))
    town.deliver()
    town.postman.posted.clear()
    return received.number or ""


def ask(
    town: MailTown, method: str, path: str, body: Any = None, *, key: str = "", **who: Any
) -> tuple[int, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    event = api_event(method, f"/cases/{path}", body, headers=headers, **{**ALEX, **who})
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def put_up(town: MailTown, number: str, content: bytes = b"%PDF", **given: Any) -> str:
    asked = {**PDF, "size": len(content), **given}
    status, told = ask(town, "POST", f"{number}/attachments", asked)
    assert status == 201
    town.mailbox.put(f"uploads/{number}/{told['id']}", content)
    return str(told["id"])


def reply(town: MailTown, number: str, *files: str) -> tuple[int, Any]:
    return ask(town, "POST", f"{number}/replies", {"body": "See.", "attachments": [*files]})


def test_I3_files_of_mails_are_listed_and_fetched(town: MailTown, number: str) -> None:
    status, told = ask(town, "GET", f"{number}/attachments")
    assert status == 200
    names = [one["name"] for one in told["items"]]
    assert names[:3] == ["roller.png", "Prüfbericht 2026.pdf", "passwd"]
    assert {one["by"] for one in told["items"]} == {"dana@northwind.example"}
    file = told["items"][1]
    status, place = ask(town, "GET", f"{number}/attachments/{file['id']}")
    assert (status, place["name"]) == (200, "Prüfbericht 2026.pdf")
    assert f"cases/{number}/ses-1/files/2" in place["url"]
    assert place["expires_at"] > told["items"][0]["at"]


def test_a_file_is_put_up_at_an_address_that_takes_just_this_file(
    town: MailTown, number: str
) -> None:
    status, told = ask(town, "POST", f"{number}/attachments", PDF)
    assert (status, told["method"]) == (201, "PUT")
    assert told["headers"] == {
        "content-type": "application/pdf",
        "content-disposition": "attachment",
    }
    assert f"uploads/{number}/{told['id']}" in told["url"]
    assert "size=4" in told["url"]


def test_a_name_and_a_type_are_made_safe(town: MailTown, number: str) -> None:
    evil = {"name": "../../etc/pass wd<>.html", "type": "text/html; x=1", "size": 1}
    _, told = ask(town, "POST", f"{number}/attachments", evil)
    assert (told["name"], told["type"]) == ("pass wd_.html", "application/octet-stream")


@pytest.mark.parametrize(
    "bad",
    [
        {"size": 0},
        {"size": MOST_BYTES + 1},
        {"size": "4"},
        {"size": True},
        {"name": ""},
        {"name": "a\nb"},
        {"name": "x" * 121},
        {"key": "cases/other"},
    ],
)
def test_what_is_no_file_that_we_send_is_refused(
    town: MailTown, number: str, bad: dict[str, Any]
) -> None:
    assert ask(town, "POST", f"{number}/attachments", {**PDF, **bad})[0] == 422


def test_a_file_that_was_put_up_goes_with_the_answer(town: MailTown, number: str) -> None:
    status, told = reply(town, number, put_up(town, number))
    assert status == 201
    sent = {"name": "Angebot März.pdf", "type": "application/pdf", "size": 4}
    assert told["comments"][-1]["mail"]["files"] == [sent]
    town.pass_minutes(1)
    (posted,) = town.postman.posted
    (file,) = posted.message.iter_attachments()
    assert file.get_filename() == "Angebot März.pdf"
    assert file.get_content_type() == "application/pdf"
    assert file.get_content() == b"%PDF"
    assert posted.message.get_content_type() == "multipart/mixed"
    assert posted.message.as_bytes().isascii()


def test_a_file_of_a_mail_may_be_sent_too(town: MailTown, number: str) -> None:
    _, told = ask(town, "GET", f"{number}/attachments")
    assert reply(town, number, told["items"][1]["id"])[0] == 201
    town.pass_minutes(1)
    (posted,) = town.postman.posted
    (file,) = posted.message.iter_attachments()
    assert len(file.get_content()) == told["items"][1]["size"]


def test_a_file_that_is_not_there_or_not_whole_is_refused(town: MailTown, number: str) -> None:
    _, waiting = ask(town, "POST", f"{number}/attachments", PDF)
    other = put_up(town, number)
    town.mailbox.put(f"uploads/{number}/{other}", b"longer than it was said")
    status, problem = reply(town, number, waiting["id"], other, "nothing")
    assert status == 422
    pointers = [error["pointer"] for error in problem["errors"]]
    assert pointers == ["/attachments/0", "/attachments/1", "/attachments/2"]
    assert town.comments(number) == ()


def test_a_file_that_was_not_put_up_is_listed_as_waiting_and_cannot_be_fetched(
    town: MailTown, number: str
) -> None:
    _, place = ask(town, "POST", f"{number}/attachments", PDF)
    there = put_up(town, number)
    _, told = ask(town, "GET", f"{number}/attachments")
    waiting = {one["id"]: one["waiting"] for one in told["items"]}
    assert (waiting.pop(place["id"]), waiting.pop(there)) == (True, False)
    assert set(waiting.values()) == {False}
    status, problem = ask(town, "GET", f"{number}/attachments/{place['id']}")
    assert status == 404
    assert problem["detail"] == f"There is no file '{PDF['name']}' yet: it was not put up."
    assert "uploads/" not in json.dumps(problem)


def test_what_belongs_to_another_record_is_not_there(town: MailTown, number: str) -> None:
    other = town.arrives(a_mail(message_id="<o@northwind.example>")).number or ""
    file = put_up(town, other)
    assert reply(town, number, file)[0] == 422
    assert ask(town, "GET", f"{number}/attachments/{file}")[0] == 404
    assert ask(town, "GET", f"{other}/attachments/{file}")[0] == 200


def test_files_that_no_mail_takes_are_refused_before_anything_is_kept(
    town: MailTown, number: str
) -> None:
    half = MOST_BYTES // 2 + 1
    files = [put_up(town, number, b"x" * half, name=f"{turn}.bin") for turn in range(2)]
    status, problem = reply(town, number, *files)
    assert (status, problem["errors"][0]["code"]) == (422, "too_large")
    assert reply(town, number, *[f"f{turn}" for turn in range(11)])[0] == 422
    assert reply(town, number, files[0], files[0])[0] == 422


def test_a_place_that_is_asked_for_twice_is_one_place(town: MailTown, number: str) -> None:
    path = f"{number}/attachments"
    first = ask(town, "POST", path, PDF, key="k")[1]["id"]
    assert ask(town, "POST", path, PDF, key="k")[1]["id"] == first
    assert ask(town, "POST", path, {**PDF, "size": 5}, key="k")[0] == 409
    listed = [one["id"] for one in ask(town, "GET", path)[1]["items"]]
    assert listed.count(first) == 1


def test_S1_readers_look_at_files_and_put_up_none(town: MailTown, number: str) -> None:
    readers = {"name": "ruth", "groups": "[readers]"}
    assert ask(town, "GET", f"{number}/attachments", **readers)[0] == 200
    assert ask(town, "POST", f"{number}/attachments", PDF, **readers)[0] == 403


def test_I3_files_of_a_users_mail_are_sent_on_with_it() -> None:
    town = MailTown(agent_replies="public")
    number = town.arrives(a_mail(message_id="<first@northwind.example>")).number or ""
    town.deliver()
    town.postman.posted.clear()
    raw = example("attachments").replace(b"dana@northwind.example", b"alex@acme.example")
    town.arrives(raw, sender="alex@acme.example", to=town.address_of(number))
    town.pass_minutes(1)
    (posted,) = town.postman.posted
    names = [file.get_filename() for file in posted.message.iter_attachments()]
    assert names[:2] == ["roller.png", "Prüfbericht 2026.pdf"], "what stood in the page goes too"


def test_I3_files_that_no_mail_takes_are_named_in_the_one_that_is_sent_on() -> None:
    small = KeptFile(name="s", type="a/b", size=1, key="k")
    many = [small.model_copy(update={"name": f"s{turn}", "key": f"k{turn}"}) for turn in range(12)]
    sent, held = sendable(many)
    assert (len(sent), held) == (10, ("s10", "s11"))
    large = small.model_copy(update={"name": "film", "key": "l", "size": MOST_BYTES})
    sent, held = sendable([small, large])
    assert ([one.name for one in sent], held) == (["s"], ("film",))


def test_a_record_takes_only_so_many_files(town: MailTown, number: str) -> None:
    file = Attached(id="u", name="a", type="a/b", size=1, key="k", at=0, by="alex")
    town.store.mails.attach(number, "many", [file] * MOST_UPLOADS)
    assert ask(town, "POST", f"{number}/attachments", PDF)[0] == 422


def test_A3_an_answer_whose_file_is_gone_is_parked_and_says_which(
    town: MailTown, number: str
) -> None:
    file = put_up(town, number)
    reply(town, number, file)
    town.mailbox.stored.pop(f"uploads/{number}/{file}")
    town.pass_minutes(1)
    (parked,) = town.store.records.parked().items
    assert parked.detail == "The file 'Angebot März.pdf' is not there any more."


def test_I3_a_case_tells_which_one_it_follows(town: MailTown) -> None:
    first = town.arrives(a_mail(message_id="<1@northwind.example>")).number or ""
    ask(town, "POST", f"{first}/close", {})
    town.clock.tick(15 * 86_400)
    late = a_mail(message_id="<2@northwind.example>", to=town.address_of(first))
    number = town.arrives(late).number or ""
    assert ask(town, "GET", number)[1]["follows"] == first
