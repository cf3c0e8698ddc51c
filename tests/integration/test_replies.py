"""Agents answer by mail from the API: judged whole, kept, sent once, and the clock hears of it."""

import json
import re
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.alteration import Alteration
from shared.domain.reply import ReplyDraft
from shared.errors import Refused, Unavailable
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from shared.workflows.reply_by_mail import reply_by_mail
from shared.workflows.show_case import case_timeline
from tests.support.door_events import CalmContext, api_event
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import a_mail
from tests.support.town import AGENT, WEB, an_intake

DANA = "dana@northwind.example"


@pytest.fixture
def town() -> MailTown:
    return MailTown()


@pytest.fixture
def number(town: MailTown) -> str:
    received = town.arrives(a_mail(subject="Belt", message_id="<first@northwind.example>"))
    town.deliver()
    town.postman.posted.clear()
    town.clock.tick(60)
    return received.number or ""


def reply(
    town: MailTown, number: str, body: str = "On our way.", *, key: str = "", **given: Any
) -> tuple[int, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    event = api_event(
        "POST",
        f"/cases/{number}/replies",
        {"body": body, **given},
        headers=headers,
        name="alex",
        groups="[agents]",
    )
    response = answer(event, CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def pointers(problem: Any) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


def test_M7_an_answer_by_mail_completes_the_first_response(town: MailTown, number: str) -> None:
    status, told = reply(town, number)
    assert status == 201
    assert told["comments"][-1]["mail"]["to"] == [DANA]
    assert told["comments"][-1]["public"] is True
    entry = town.store.records.history(number).items[-1]
    assert entry.change.record_events == ("first_public_reply", "public_reply")
    assert ("completed", "Answer") in {(step.what, step.milestone) for step in entry.steps}
    reply(town, number, "And again.")
    entry = town.store.records.history(number).items[-1]
    assert entry.change.record_events == ("public_reply",)


def test_A4_an_answer_leaves_after_its_commit_and_once(town: MailTown, number: str) -> None:
    reply(town, number)
    assert town.postman.posted == []
    town.pass_minutes(3)
    (posted,) = town.postman.posted
    assert posted.mail.effect == f"{number}.reply.2"
    assert posted.mail.to == (DANA,)
    assert posted.message["Subject"] == f"Re: Belt [{number[:4]}-{number[4:8]}-{number[8:]}]"
    assert posted.message["In-Reply-To"] == "<first@northwind.example>"
    assert posted.message.get_content_type() == "multipart/alternative"
    assert town.store.records.load(number).effects == ()


def test_A4_an_answer_that_does_not_leave_is_tried_again_as_the_same(
    town: MailTown, number: str
) -> None:
    town.postman.fail(Unavailable("throttled"), Unavailable("throttled"))
    reply(town, number)
    town.pass_minutes(5)
    assert town.mails() == {"reply.2": 1}


def test_A3_what_became_of_an_answer_stands_in_the_story(town: MailTown, number: str) -> None:
    reply(town, number, cc=["alex@acme.example"])
    town.pass_minutes(1)
    texts = [line.text for line in case_timeline(town.world, number)]
    assert f"reply by mail to {DANA}: On our way." in texts
    assert f"mail 'reply' sent to {DANA}, alex@acme.example" in texts
    (line,) = [x for x in case_timeline(town.world, number) if x.text.startswith("reply by mail")]
    assert (line.who, line.door) == ("alex", "api")


def test_I4_an_answer_of_a_person_does_not_say_that_a_machine_wrote_it(
    town: MailTown, number: str
) -> None:
    reply(town, number)
    town.deliver()
    (posted,) = town.postman.posted
    assert posted.message["Auto-Submitted"] == "no"
    assert posted.message["X-Auto-Response-Suppress"] is None
    other = MailTown(deployment="milepost-other", seed=2)
    del posted.message["From"]
    posted.message["From"] = DANA
    assert other.arrives(posted.message.as_bytes()).automatic is None


def test_I3_the_customers_answer_to_an_answer_comes_back(town: MailTown, number: str) -> None:
    reply(town, number)
    town.deliver()
    (posted,) = town.postman.posted
    back = a_mail(message_id="<back@northwind.example>", in_reply_to=posted.message["Message-ID"])
    assert town.arrives(back).number == number
    texts = [line.text for line in case_timeline(town.world, number)]
    assert "customer reply: Hello." in texts


def test_markdown_is_sent_as_words_and_as_a_page(town: MailTown, number: str) -> None:
    words = "**Today**\n\n- belt\n- pump\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    reply(town, number, words, format="markdown")
    town.deliver()
    (posted,) = town.postman.posted
    (plain, page) = posted.message.iter_parts()
    assert plain.get_content().strip() == words
    html = page.get_content()
    assert "<strong>Today</strong>" in html
    assert "<li>belt</li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        '<img src=x onerror="alert(1)">',
        '<https://ok.example/?"onmouseover=alert(1)>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_no_markdown_makes_a_page_that_does_anything(
    town: MailTown, number: str, evil: str
) -> None:
    status, told = reply(town, number, evil, format="markdown")
    assert status == 201
    html = told["comments"][-1]["mail"]["html"]
    assert not re.search(r"<(script|img)|<[^>]+\s(on\w+|src)=|href=\"(javascript|data)", html)


def test_plain_words_keep_their_lines_and_run_nothing(town: MailTown, number: str) -> None:
    _, told = reply(town, number, "a <b>\nc\n\n\nd & **e**")
    assert told["comments"][-1]["mail"]["html"] == (
        "<p>a &lt;b&gt;<br>c</p>\n<p>d &amp; **e**</p>\n"
    )


def test_an_answer_goes_to_nobody_but_the_people_of_the_record(town: MailTown, number: str) -> None:
    status, problem = reply(
        town, number, to=["eve@evil.example", DANA], cc=["alex@acme.example", "x@other.example"]
    )
    assert (status, pointers(problem)) == (422, ["/to/0", "/cc/1"])
    assert town.comments(number) == ()


def test_whoever_is_in_a_mail_of_the_record_may_be_answered(town: MailTown, number: str) -> None:
    assert reply(town, number, cc=["omar@fabrikam.example"])[0] == 422
    copied = a_mail(
        to=town.address_of(number), cc="Omar <omar@fabrikam.example>", message_id="<m2@x.example>"
    )
    town.arrives(copied)
    assert reply(town, number, cc=["Omar@Fabrikam.example"])[0] == 201


def test_the_settings_list_whom_else_agents_may_write_to() -> None:
    town = MailTown(recipients=["@fabrikam.example", "help@globex.example"])
    number = town.arrives(a_mail()).number or ""
    given = ["a@fabrikam.example", "b@it.fabrikam.example", "help@globex.example"]
    assert reply(town, number, cc=given)[0] == 201
    status, problem = reply(town, number, cc=["other@globex.example", "x@notfabrikam.example"])
    assert (status, pointers(problem)) == (422, ["/cc/0", "/cc/1"])


def test_who_left_the_house_is_nobody_of_the_record(town: MailTown, number: str) -> None:
    assert reply(town, number, cc=["alex@acme.example"])[0] == 201
    assert reply(town, number, cc=["gone@acme.example"])[0] == 422


def test_work_orders_are_answered_by_mail_too(town: MailTown) -> None:
    opened = {"subject": "Visit", "email": DANA}
    event = api_event("POST", "/work-orders", opened, name="alex", groups="[agents]")
    number = json.loads(answer(event, CalmContext(), town.world)["body"])["number"].replace("-", "")
    path = f"/work-orders/{number}/replies"
    event = api_event("POST", path, {"body": "At nine."}, name="alex", groups="[agents]")
    assert answer(event, CalmContext(), town.world)["statusCode"] == 201
    town.pass_minutes(1)
    assert [posted.mail.to for posted in town.postman.posted] == [(DANA,)]


def test_I4_an_answer_never_goes_to_an_address_of_ours(town: MailTown, number: str) -> None:
    status, problem = reply(town, number, to=[SUPPORT], cc=[town.address_of(number)])
    assert (status, pointers(problem)) == (422, ["/to/0", "/cc/0"])


@pytest.mark.parametrize(
    "given",
    [
        {"to": ["dana@northwind.example\r\nBcc: all@x.example"]},
        {"to": ["Dana <dana@northwind.example>"]},
        {"to": ["dana"]},
        {"to": [DANA, "DANA@northwind.example"]},
        {"to": [f"p{n}@northwind.example" for n in range(21)]},
        {"subject": "a\nBcc: all@x.example"},
        {"subject": "x" * 201},
        {"subject": ""},
        {"body": "  "},
        {"body": "x" * 32_001},
        {"format": "html"},
        {"from": "x@y.example"},
    ],
)
def test_what_no_mail_may_have_is_refused(
    town: MailTown, number: str, given: dict[str, Any]
) -> None:
    status, problem = reply(town, number, **given)
    assert status == 422
    assert problem["errors"]
    assert town.comments(number) == ()


def test_every_fault_of_an_answer_is_told_at_once(town: MailTown, number: str) -> None:
    status, problem = reply(town, number, " ", to=["x"], subject="a\nb", format="rtf")
    found = {pointer.split("/")[1] for pointer in pointers(problem)}
    assert (status, found) == (422, {"body", "to", "subject", "format"})


def test_a_page_that_no_mail_could_hold_is_refused(town: MailTown, number: str) -> None:
    status, problem = reply(town, number, "[a](b)" * 5_300, format="markdown")
    assert (status, pointers(problem)) == (422, ["/body"])


def test_a_record_of_which_no_address_is_known_needs_one(town: MailTown) -> None:
    nobody = an_intake().model_copy(update={"email": None})
    opened = open_case(town.world, nobody, WEB)
    status, problem = reply(town, opened.number)
    assert (status, pointers(problem)) == (422, ["/to"])


def test_an_answer_that_is_asked_for_twice_is_sent_once(town: MailTown, number: str) -> None:
    assert reply(town, number, key="k1")[0] == 201
    assert reply(town, number, key="k1")[0] == 201
    assert reply(town, number, "Other words.", key="k1")[0] == 409
    town.pass_minutes(1)
    assert town.mails() == {"reply.2": 1}
    assert len(town.comments(number)) == 1


def test_a_repeat_is_answered_though_the_customer_has_moved_meanwhile(
    town: MailTown, number: str
) -> None:
    assert reply(town, number, key="k1", to=[DANA])[0] == 201
    change_case(town.world, number, Alteration(verb="update", clear=("contact",)), AGENT)
    assert reply(town, number, key="k1", to=[DANA])[0] == 201


def test_work_orders_are_answered_as_cases_are_and_not_as_each_other(
    town: MailTown, number: str
) -> None:
    event = api_event(
        "POST", f"/work-orders/{number}/replies", {"body": "x"}, name="alex", groups="[agents]"
    )
    assert answer(event, CalmContext(), town.world)["statusCode"] == 404


def test_S1_readers_do_not_answer(town: MailTown, number: str) -> None:
    event = api_event("POST", f"/cases/{number}/replies", {"body": "x"}, groups="[readers]")
    assert answer(event, CalmContext(), town.world)["statusCode"] == 403


def test_A3_an_answer_that_can_never_leave_is_parked_and_says_why(
    town: MailTown, number: str
) -> None:
    town.postman.fail(Refused("The mail was refused: MessageRejected."))
    reply(town, number)
    town.pass_minutes(1)
    (parked,) = town.store.records.parked().items
    assert (parked.effect, parked.action) == (f"{number}.reply.2", "reply")


def test_the_subject_keeps_the_number_that_it_has_already(town: MailTown, number: str) -> None:
    draft = ReplyDraft(body="x", subject=f"About {number}")
    reply_by_mail(town.world, number, draft, AGENT)
    kept = town.comments(number)[-1].reply
    assert kept
    assert kept.subject == f"About {number}"


def test_a_comment_of_blanks_is_none(town: MailTown, number: str) -> None:
    for path in ("comments", "replies"):
        event = api_event(
            "POST", f"/cases/{number}/{path}", {"body": " \n "}, name="alex", groups="[agents]"
        )
        assert answer(event, CalmContext(), town.world)["statusCode"] == 422
