"""Rules I3 and I4 clause by clause, where no other test is named for the clause."""

from typing import Any

import pytest

from shared.domain.alteration import Alteration
from shared.domain.mail.envelope import Verdicts
from shared.workflows.change_case import change_case
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import TRUSTED, a_mail, example
from tests.support.town import AGENT

DANA = "dana@northwind.example"
DAY = 86_400
MACHINES: dict[str, tuple[dict[str, str], str]] = {
    "RFC 3834, replied": ({"auto_submitted": "auto-replied"}, DANA),
    "RFC 3834, generated": ({"auto_submitted": "auto-generated"}, DANA),
    "bulk": ({"precedence": "bulk"}, DANA),
    "list": ({"list_id": "<news.northwind.example>"}, DANA),
    "Exchange": ({"x_auto_response_suppress": "OOF"}, DANA),
    "responder": ({"x_autoreply": "yes"}, DANA),
    "loop": ({"x_milepost_loop": "milepost-other"}, DANA),
    "ourselves": ({"x_milepost_loop": "milepost-test"}, DANA),
    "no envelope sender": ({}, ""),
    "mailer": ({"from": "MAILER-DAEMON@northwind.example"}, DANA),
    "its subject, in bulk": ({"subject": "Out of office: Belt", "precedence": "bulk"}, DANA),
}


def a_case(town: MailTown, **headers: str) -> str:
    first = {"subject": "Belt", "message_id": "<first@northwind.example>", **headers}
    number = town.arrives(a_mail(**first)).number or ""
    town.deliver()
    town.postman.posted.clear()
    town.clock.tick(60)
    return number


def do(town: MailTown, number: str, **given: Any) -> None:
    change_case(town.world, number, Alteration(**given), AGENT)


def reply(town: MailTown, number: str, **headers: str) -> bytes:
    return a_mail(to=town.address_of(number), message_id="<r@northwind.example>", **headers)


@pytest.mark.parametrize("sign", MACHINES)
def test_I3_no_form_of_automatic_mail_reopens_unwaits_completes_or_raises_an_event(
    sign: str,
) -> None:
    town = MailTown()
    number = a_case(town)
    do(town, number, verb="update", fields={"status": "Waiting on customer"})
    before = town.store.records.load(number)
    headers, sender = MACHINES[sign]
    received = town.arrives(reply(town, number, **headers), sender=sender)
    assert (received.became, received.number) == ("kept", number)
    after = town.store.records.load(number)
    assert (after.revision, after.version) == (before.revision, before.version)
    assert len(town.kept.mails(number)) == 2
    assert town.comments(number) == ()
    town.deliver()
    assert town.postman.posted == []


@pytest.mark.parametrize("sign", MACHINES)
def test_I4_no_form_of_automatic_mail_is_answered(sign: str) -> None:
    town = MailTown()
    headers, sender = MACHINES[sign]
    town.arrives(a_mail(message_id="<m@northwind.example>", **headers), sender=sender)
    town.pass_minutes(1)
    assert town.postman.posted == []


def test_I3_an_answer_leaves_a_closed_case_closed_if_the_settings_say_so() -> None:
    town = MailTown(settings={"reopen_on_reply": False})
    number = a_case(town)
    do(town, number, verb="close")
    town.arrives(reply(town, number))
    assert town.status(number) == "Closed"
    assert len(town.comments(number)) == 1
    assert town.store.records.load(number).fields["awaiting_us_since"]


@pytest.mark.parametrize(("days", "became"), [(2, "comment"), (2.0001, "case")])
def test_I3_the_window_for_reopening_is_a_setting_to_the_second(days: float, became: str) -> None:
    town = MailTown(settings={"reopen_window": "2d"})
    number = a_case(town)
    do(town, number, verb="close")
    town.clock.tick(int(days * DAY))
    assert town.arrives(reply(town, number)).became == became


def test_I3_a_case_that_follows_another_is_matched_anew() -> None:
    town = MailTown()
    number = a_case(town)
    do(town, number, verb="update", clear=("entitlement",))
    assert town.store.records.load(number).entitlement is None
    do(town, number, verb="close")
    town.clock.tick(15 * DAY)
    follower = town.store.records.load(town.arrives(reply(town, number)).number or "")
    assert (follower.follows, follower.entitlement) == (number, "nw-support")
    assert follower.sla.milestones


def test_I3_a_token_in_the_quoted_words_is_enough() -> None:
    town = MailTown()
    number = a_case(town)
    words = f"Yes.\n\n> Reply to: {town.address_of(number)}\n"
    stranger = {"from": "omar@fabrikam.example", "message_id": "<q@fabrikam.example>"}
    received = town.arrives(a_mail(words, **stranger), sender="omar@fabrikam.example")
    assert (received.number, received.why) == (number, "text")


def test_I3_without_token_and_known_reference_it_is_a_new_case() -> None:
    town = MailTown()
    number = a_case(town)
    raw = a_mail(
        subject="Re: Belt", in_reply_to="<else@x.example>", message_id="<n@northwind.example>"
    )
    received = town.arrives(raw)
    assert received.became == "case"
    assert received.number != number


def test_I3_a_route_gives_its_cases_origin_priority_and_queue() -> None:
    town = MailTown()
    file = town.store.records.load(a_case(town))
    assert [file.fields[name] for name in ("origin", "priority", "queue")] == [
        "Email",
        "Medium",
        "Sales",
    ]


@pytest.mark.parametrize(
    ("verdicts", "trusted"),
    [
        ({"dmarc": "pass"}, True),
        ({"dmarc": "fail"}, False),
        ({"dmarc": "unknown", "spf": "fail", "dkim": "fail"}, False),
        ({"dmarc": "gray", "spf": "unknown", "dkim": "unknown"}, False),
    ],
)
def test_I4_a_sender_is_linked_and_answered_only_if_somebody_vouches(
    verdicts: dict[str, Any], trusted: bool
) -> None:
    town = MailTown()
    said = TRUSTED.model_copy(update=verdicts)
    number = town.arrives(a_mail(), verdicts=said).number or ""
    town.pass_minutes(1)
    assert (town.store.records.load(number).contact == "dana") is trusted
    assert (len(town.postman.posted) == 1) is trusted


def test_I4_spam_and_viruses_wait_and_are_not_answered() -> None:
    town = MailTown()
    for verdict in ("spam", "virus"):
        said = TRUSTED.model_copy(update={verdict: "fail"})
        raw = a_mail(message_id=f"<{verdict}@northwind.example>")
        assert town.arrives(raw, verdicts=said).why == verdict
    town.pass_minutes(1)
    assert town.postman.posted == []


def test_I4_an_hour_of_one_sender_is_not_anothers() -> None:
    town = MailTown(answers_per_sender=1)
    for turn in range(3):
        for who in (DANA, "omar@fabrikam.example"):
            raw = a_mail(**{"from": who, "message_id": f"<{turn}-{who}>"})
            town.arrives(raw, sender=who)
    town.pass_minutes(1)
    assert sorted(one.mail.to[0] for one in town.postman.posted) == [DANA, "omar@fabrikam.example"]


def test_I4_what_is_held_back_stands_in_the_log_of_its_case() -> None:
    town = MailTown(answers_per_sender=0)
    number = town.arrives(a_mail()).number or ""
    town.pass_minutes(1)
    (entry,) = town.store.records.action_log(number).items
    assert (entry.result, entry.detail) == (
        "suppressed",
        "enough answers to this address for an hour",
    )


def test_I5_a_mail_that_cannot_be_parsed_becomes_a_case_of_its_envelope() -> None:
    town = MailTown()
    for name in ("broken-mime", "no-boundary"):
        assert town.arrives(example(name), to=SUPPORT).became == "case"
    assert town.arrives(b"\xff\x00 nothing \x80", verdicts=Verdicts()).became == "case"
