"""Mail about a case carries what brings its answer back to it, and never waits for that."""

from email.message import EmailMessage

from shared.domain.mail.reply_address import reply_address
from shared.errors import Unavailable
from shared.workflows.open_case import open_case
from tests.support.fakes.memory_postman import Posted
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail
from tests.support.town import MAIL_DOMAIN, REPLY_KEY, WEB, Town, an_intake

FIRST = "first@northwind.example"


def an_acknowledged_case(town: MailTown) -> tuple[str, Posted]:
    number = town.arrives(a_mail(message_id=f"<{FIRST}>")).number or ""
    town.deliver()
    (posted,) = town.postman.posted
    return number, posted


def answered(message: EmailMessage, *headers: str) -> bytes:
    """What a mail client makes of a click on Reply, with only these of its headers left."""
    made = {
        "to": str(message["Reply-To"]),
        "in_reply_to": str(message["Message-ID"]),
        "references": f"{message['References']} {message['Message-ID']}",
    }
    kept = {name: value for name, value in made.items() if name in headers}
    return a_mail("It still burns.", subject="Re: it", message_id="<r@northwind.example>", **kept)


def test_I3_an_answer_to_any_mail_of_a_case_lands_on_it_by_the_signed_address() -> None:
    town = MailTown()
    number, posted = an_acknowledged_case(town)
    assert posted.mail.ties
    assert posted.mail.ties.reply_to == reply_address(number, REPLY_KEY, MAIL_DOMAIN)
    received = town.arrives(answered(posted.message, "to"), to=posted.mail.ties.reply_to or "")
    assert (received.became, received.number, received.why) == ("comment", number, "address")


def test_I3_a_client_that_forgets_the_address_is_known_by_what_it_answers() -> None:
    town = MailTown()
    number, posted = an_acknowledged_case(town)
    received = town.arrives(answered(posted.message, "in_reply_to"))
    assert (received.number, received.why) == (number, "reference")


def test_I3_the_id_that_the_sending_service_gives_is_remembered_too() -> None:
    town = MailTown()
    number, posted = an_acknowledged_case(town)
    del posted.message["Message-ID"]
    posted.message["Message-ID"] = f"<{posted.message_id}@eu-west-1.amazonses.com>"
    received = town.arrives(answered(posted.message, "references"))
    assert (received.number, received.why) == (number, "reference")


def test_I3_an_alert_to_the_owner_is_answered_onto_the_case_too() -> None:
    town = Town()
    number = town.post().number
    town.pass_minutes(2)
    assert {posted.mail.to for posted in town.postman.posted} >= {("desk@smoke.example",)}
    for posted in town.postman.posted:
        assert posted.mail.ties
        assert posted.mail.ties.reply_to == reply_address(number, REPLY_KEY, MAIL_DOMAIN)
        assert posted.mail.ties.in_reply_to is None
    assert len({posted.message["Message-ID"] for posted in town.postman.posted}) == len(
        town.postman.posted
    )


def test_I3_our_mail_answers_the_customers_last_one() -> None:
    town = MailTown()
    number, posted = an_acknowledged_case(town)
    assert posted.message["In-Reply-To"] == posted.message["References"] == f"<{FIRST}>"
    town.arrives(a_mail(to=town.address_of(number), message_id="<second@northwind.example>"))
    assert town.store.records.load(number).last_mail == "second@northwind.example"
    agents = {"from": "alex@acme.example", "message_id": "<third@acme.example>"}
    town.arrives(a_mail(to=town.address_of(number), **agents), sender="alex@acme.example")
    assert town.store.records.load(number).last_mail == "second@northwind.example"


def test_I3_a_mail_keeps_its_id_however_often_it_is_tried() -> None:
    town = MailTown()
    town.arrives(a_mail())
    town.postman.fail(Unavailable("throttled"))
    town.deliver()
    town.clock.tick(40)
    town.sweep()
    town.deliver()
    (posted,) = town.postman.posted
    again = MailTown()
    again.arrives(a_mail())
    again.deliver()
    assert posted.message["Message-ID"] == again.postman.posted[0].message["Message-ID"]


def test_I3_a_stranger_who_knows_the_number_cannot_make_our_id() -> None:
    ids = set()
    for key in (REPLY_KEY, "another key"):
        town = MailTown()
        town.secrets.known["reply"] = (key,)
        ids.add(str(an_acknowledged_case(town)[1].message["Message-ID"]))
    assert len(ids) == 2


def test_A4_a_mail_never_waits_for_a_secret_that_cannot_be_read() -> None:
    town = MailTown()
    number = town.arrives(a_mail(message_id=f"<{FIRST}>")).number
    town.secrets.is_broken = True
    town.deliver()
    (posted,) = town.postman.posted
    assert (posted.message["Reply-To"], posted.message["In-Reply-To"]) == (None, f"<{FIRST}>")
    town.secrets.is_broken = False
    sent = a_mail(in_reply_to=f"<{posted.message_id}@email.amazonses.com>", message_id="<r@x.y>")
    assert town.arrives(sent).number == number


def test_I3_the_key_is_read_once_in_the_life_of_a_process() -> None:
    town = Town()
    town.post()
    town.pass_minutes(3)
    assert len(town.postman.posted) > 3
    assert town.secrets.asked == 1
    town.post(key="another")
    town.pass_minutes(3)
    assert town.secrets.asked == 1


def test_I3_mail_that_customers_typed_into_the_form_is_answered_onto_the_case() -> None:
    town = MailTown()
    number = town.world.records.load(_opened_by_form(town)).number
    town.deliver()
    (posted,) = town.postman.posted
    assert posted.mail.ties
    received = town.arrives(a_mail(), to=posted.mail.ties.reply_to or "")
    assert (received.became, received.number) == ("comment", number)


def _opened_by_form(town: MailTown) -> str:
    intake = an_intake("dana@northwind.example").model_copy(update={"acknowledge": "received"})
    return open_case(town.world, intake, WEB).number
