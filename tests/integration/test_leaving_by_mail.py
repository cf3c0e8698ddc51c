"""Watchers are offered a way to leave, and it works; nobody else is (A1, I3)."""

import re
from dataclasses import replace

import pytest

from shared.domain.alteration import Alteration
from shared.domain.effect import Effect, Recipient
from shared.domain.mail.envelope import Verdicts
from shared.domain.mail.ties import Ties
from shared.workflows.change_case import change_case
from shared.workflows.tie_mail import for_watchers
from tests.support.fakes.memory_postman import MemoryPostman
from tests.support.mail_town import MailTown
from tests.support.mails import TRUSTED, a_mail
from tests.support.town import AGENT

ALEX = "alex@acme.example"


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def a_watched_case(town: MailTown) -> str:
    number = town.arrives(a_mail()).number or ""
    change_case(town.world, number, Alteration(verb="watch"), AGENT)
    assert town.store.records.load(number).watchers == ("alex",)
    return number


def an_effect(*kinds: str) -> Effect:
    to = tuple(Recipient.model_validate({"kind": kind}) for kind in kinds)
    return Effect(id="4TZK9MWXA.0", template="late", to=to, due_at=1, made_at=1)


@pytest.mark.parametrize(
    ("kinds", "offered"),
    [
        (("watchers",), True),
        (("owner", "watchers"), True),
        (("owner",), False),
        (("watchers", "contact"), False),
        (("watchers", "address"), False),
    ],
)
def test_A1_only_watchers_are_offered_a_way_to_leave(kinds: tuple[str, ...], offered: bool) -> None:
    ties = for_watchers(Ties(reply_to="case+x@acme.example"), an_effect(*kinds))
    assert (ties.leave == "case+x@acme.example") is offered
    assert for_watchers(Ties(), an_effect(*kinds)).leave is None


def test_A1_the_header_is_one_that_mail_programs_know(town: MailTown) -> None:
    number = a_watched_case(town)
    town.deliver()
    (posted,) = town.postman.posted
    assert posted.message["List-Unsubscribe"] is None, "an acknowledgement has nobody to leave"
    ties = Ties(reply_to=town.address_of(number), leave=town.address_of(number))
    postman = MemoryPostman()
    postman.send(replace(posted.mail, ties=ties))
    header = postman.posted[0].message["List-Unsubscribe"]
    assert re.fullmatch(
        rf"<mailto:case\+{number.lower()}\.[a-z2-7]{{16}}@\S+\?subject=unwatch>", header
    )
    assert postman.posted[0].message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("subject", ["unwatch", " Unsubscribe "])
def test_A1_a_watcher_leaves_by_mail_and_nothing_is_said_on_the_record(
    town: MailTown, subject: str
) -> None:
    number = a_watched_case(town)
    left = a_mail("", **{"from": ALEX, "subject": subject, "message_id": "<u@acme.example>"})
    for _ in range(2):
        received = town.arrives(left, sender=ALEX, to=town.address_of(number))
        assert (received.became, received.number, received.why) == ("kept", number, "unwatch")
    assert town.store.records.load(number).watchers == ()
    assert town.comments(number) == ()


def test_A1_nobody_is_taken_off_by_whom_nobody_vouches_for(town: MailTown) -> None:
    number = a_watched_case(town)
    forged = a_mail("x", **{"from": ALEX, "subject": "unwatch"})
    town.arrives(forged, sender="x@evil.example", to=town.address_of(number), verdicts=Verdicts())
    assert town.store.records.load(number).watchers == ("alex",)


def test_A1_a_customer_who_writes_the_word_says_something(town: MailTown) -> None:
    number = a_watched_case(town)
    says = a_mail("Please.", subject="unwatch", message_id="<c@northwind.example>")
    received = town.arrives(says, to=town.address_of(number), verdicts=TRUSTED)
    assert received.became == "comment"
    assert town.store.records.load(number).watchers == ("alex",)
