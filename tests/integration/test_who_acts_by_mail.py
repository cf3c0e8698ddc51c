"""Who may act on a case by mail: a way that is proven, or a sender who is and belongs there."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.domain.alteration import Alteration
from shared.domain.mail.envelope import Verdicts
from shared.domain.reply import ReplyDraft
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.reply_by_mail import reply_by_mail
from shared.workflows.show_case import case_timeline
from tests.support.door_events import CalmContext, api_event
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail
from tests.support.town import AGENT

FORGED = Verdicts(spam="pass", virus="pass", spf="fail", dkim="fail", dmarc="fail")
EVE = "eve@evil.example"
OMAR = {"account": "northwind", "name": "Omar", "email": "omar@home.example"}


@pytest.fixture
def town() -> MailTown:
    return MailTown()


@pytest.fixture
def number(town: MailTown) -> str:
    first = a_mail(subject="Belt", message_id="<first@northwind.example>")
    received = town.arrives(first)
    town.deliver()
    town.clock.tick(60)
    return received.number or ""


def forge(town: MailTown, **headers: str) -> Any:
    filled = {"message_id": "<forged@evil.example>", **headers}
    return town.arrives(a_mail("Pay here.", **filled), sender=EVE, verdicts=FORGED)


def ways(number: str) -> dict[str, dict[str, str]]:
    return {
        "subject": {"subject": f"Re: {number}"},
        "in_reply_to": {"in_reply_to": "<first@northwind.example>"},
        "references": {"references": "<a@x.example> <first@northwind.example>"},
    }


@pytest.mark.parametrize("way", ["subject", "in_reply_to", "references"])
@pytest.mark.parametrize("who", ["dana@northwind.example", "alex@acme.example"])
def test_I3_an_unverified_mail_that_only_names_a_case_moves_nothing_of_it(
    town: MailTown, number: str, way: str, who: str
) -> None:
    change_case(town.world, number, Alteration(verb="close"), AGENT)
    before = town.store.records.load(number)
    received = forge(town, **{"from": who}, cc=EVE, **ways(number)[way])
    assert received.became == "case"
    assert received.number != number
    assert town.store.records.load(number) == before
    assert town.comments(number) == ()
    assert len(town.kept.mails(number)) == 1
    made = town.store.records.load(received.number)
    assert (made.verified, made.account, made.contact, made.follows) == (False, None, None, None)


def test_I3_an_unverified_mail_to_the_signed_address_lands_marked(
    town: MailTown, number: str
) -> None:
    change_case(town.world, number, Alteration(verb="close"), AGENT)
    assert forge(town, to=town.address_of(number)).number == number
    assert town.status(number) == "Open"
    (comment,) = town.comments(number)
    assert (comment.from_customer, comment.verified) == (True, False)
    texts = [line.text for line in case_timeline(town.world, number)]
    assert "customer reply (not verified): Pay here." in texts
    event = api_event("GET", f"/cases/{number}", name="alex", groups="[agents]")
    (told,) = json.loads(answer(event, CalmContext(), town.world)["body"])["comments"]
    assert told["verified"] is False


def test_I3_a_verified_answer_bears_no_mark(town: MailTown, number: str) -> None:
    town.arrives(a_mail(to=town.address_of(number), message_id="<r@northwind.example>"))
    assert [comment.verified for comment in town.comments(number)] == [True]


def test_I3_an_unverified_mail_makes_nobody_one_of_the_people_of_a_case(
    town: MailTown, number: str
) -> None:
    forge(town, to=town.address_of(number), cc=EVE)
    with pytest.raises(Refused):
        reply_by_mail(town.world, number, ReplyDraft(body="x", cc=(EVE,)), AGENT)
    honest = {"to": town.address_of(number), "message_id": "<cc@northwind.example>"}
    town.arrives(a_mail(cc="ann@other.example", **honest))
    reply_by_mail(town.world, number, ReplyDraft(body="x", cc=("ann@other.example",)), AGENT)


def test_I4_nobody_acts_as_a_user_without_proof(town: MailTown, number: str) -> None:
    forge(town, **{"from": "alex@acme.example"}, to=town.address_of(number))
    (comment,) = town.comments(number)
    assert (comment.by, comment.public, comment.verified) == ("alex@acme.example", True, False)


@pytest.mark.parametrize("way", ["subject", "in_reply_to", "references"])
def test_I3_a_verified_stranger_joins_nothing_by_naming_it(
    town: MailTown, number: str, way: str
) -> None:
    mail = a_mail(**{"from": EVE, "message_id": "<e@evil.example>", **ways(number)[way]})
    received = town.arrives(mail, sender=EVE)
    assert (received.became, received.number == number) == ("case", False)


@pytest.mark.parametrize("way", ["subject", "in_reply_to"])
@pytest.mark.parametrize(
    "who", ["omar@home.example", "ann@other.example", "bo@northwind.example", "alex@acme.example"]
)
def test_R2_people_of_the_account_of_its_mails_and_of_ours_join_by_naming_it(
    town: MailTown, number: str, way: str, who: str
) -> None:
    town.store.directory.put("contact", "omar", OMAR, who="test", at=town.clock.now())
    honest = {"to": town.address_of(number), "message_id": "<cc@northwind.example>"}
    town.arrives(a_mail(cc="ann@other.example", **honest))
    mail = a_mail(**{"from": who, "message_id": f"<{who}>", **ways(number)[way]})
    assert town.arrives(mail, sender=who).number == number


def test_I3_one_id_that_two_senders_use_brings_nobody_to_anothers_case(town: MailTown) -> None:
    shared = {"message_id": "<same@x.example>"}
    eves = town.arrives(a_mail(**{"from": EVE}, **shared), sender=EVE).number
    danas = town.arrives(a_mail(**shared)).number
    assert danas != eves
    later = a_mail(in_reply_to="<same@x.example>", message_id="<next@northwind.example>")
    assert town.arrives(later).number != eves


def test_I4_a_machine_that_nobody_vouches_for_joins_nothing_by_a_number(
    town: MailTown, number: str
) -> None:
    received = forge(town, subject=f"Re: {number}", auto_submitted="auto-replied")
    assert (received.became, received.why) == ("quarantined", "automatic_answer")
    assert len(town.kept.mails(number)) == 1


def test_I3_a_forged_sender_passes_no_list_of_a_route(town: MailTown) -> None:
    omar, to = "omar@fabrikam.example", "partners@acme.example"
    forged = a_mail(**{"from": omar})
    received = town.arrives(forged, verdicts=FORGED, sender=omar, to=to)
    assert (received.became, received.why) == ("quarantined", "not_authorized")
    assert town.arrives(forged, sender=omar, to=to).became == "case"


def test_I3_a_strangers_automatic_mail_makes_him_none_of_the_people_of_a_case(
    town: MailTown, number: str
) -> None:
    machine = {"auto_submitted": "auto-replied", "in_reply_to": "<first@northwind.example>"}
    first = a_mail(**{"from": EVE}, message_id="<e1@evil.example>", **machine)
    assert town.arrives(first, sender=EVE).became == "kept"
    second = a_mail(**{"from": EVE}, message_id="<e2@evil.example>", subject=f"Re: {number}")
    assert town.arrives(second, sender=EVE).number != number
    with pytest.raises(Refused):
        reply_by_mail(town.world, number, ReplyDraft(body="x", cc=(EVE,)), AGENT)
