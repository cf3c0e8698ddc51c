"""A user's mail on a case: a note, or by setting an answer that is sent on to the customer (I3)."""

from shared.domain.mail.envelope import Verdicts
from shared.workflows.show_case import case_timeline
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail

ALEX = "alex@acme.example"
DANA = "dana@northwind.example"
WORDS = "A technician comes today.\n\nOn Mon, 2 Mar 2026 Acme wrote:\n> Internal: {}\n> 2h left\n"


def a_case(town: MailTown, sender: str = DANA) -> str:
    first = {"from": sender, "subject": "Belt", "message_id": "<first@northwind.example>"}
    number = town.arrives(a_mail(**first), sender=sender).number or ""
    town.deliver()
    town.postman.posted.clear()
    town.clock.tick(60)
    return number


def answers(town: MailTown, number: str, **headers: str) -> None:
    filled = {"from": f"Alex <{ALEX}>", "to": town.address_of(number), "message_id": "<a@acme.x>"}
    town.arrives(a_mail(WORDS.format(number), **{**filled, **headers}), sender=ALEX)
    town.pass_minutes(1)


def test_I3_a_users_mail_stays_in_the_house_unless_the_settings_say_else() -> None:
    town = MailTown()
    number = a_case(town)
    answers(town, number)
    (comment,) = town.comments(number)
    assert (comment.by, comment.public) == ("alex", False)
    assert town.postman.posted == []


def test_I3_a_users_answer_is_sent_on_without_what_it_quotes() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    answers(town, number)
    (posted,) = town.postman.posted
    assert posted.mail.to == (DANA,)
    assert posted.mail.text.strip() == "A technician comes today."
    assert posted.mail.html
    assert "Internal" not in posted.mail.html
    assert posted.message["In-Reply-To"] == "<first@northwind.example>"
    assert ALEX not in posted.message.as_string()


def test_M7_a_users_answer_by_mail_is_the_first_public_reply() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    answers(town, number)
    entry = town.store.records.history(number).items[1]
    assert entry.change.record_events == ("first_public_reply", "public_reply")
    assert ("completed", "Answer") in {(step.what, step.milestone) for step in entry.steps}
    texts = [line.text for line in case_timeline(town.world, number)]
    assert f"reply by mail to {DANA}: A technician comes today." in texts


def test_I3_one_mail_of_a_user_is_sent_on_once() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    answers(town, number)
    answers(town, number)
    assert len(town.postman.posted) == 1


def test_I3_a_customer_who_has_the_mail_already_gets_it_once() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    answers(town, number, cc=f"Dana <{DANA}>")
    assert [comment.public for comment in town.comments(number)] == [True]
    assert town.postman.posted == []


def test_I4_a_users_automatic_mail_is_sent_on_to_nobody() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    answers(town, number, auto_submitted="auto-replied")
    assert town.comments(number) == ()
    assert town.postman.posted == []


def test_I4_who_only_says_that_he_is_a_user_is_none() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town)
    raw = a_mail("Pay here.", to=town.address_of(number), message_id="<f@x.example>")
    forged = raw.replace(b"dana@northwind.example", ALEX.encode())
    town.arrives(forged, sender="x@evil.example", verdicts=Verdicts())
    town.pass_minutes(1)
    assert [comment.from_customer for comment in town.comments(number)] == [True]
    assert town.postman.posted == []


def test_I3_a_user_who_is_the_customer_of_a_case_writes_as_one() -> None:
    town = MailTown(agent_replies="public")
    number = a_case(town, ALEX)
    answers(town, number)
    assert [comment.from_customer for comment in town.comments(number)] == [True]
    assert town.postman.posted == []
