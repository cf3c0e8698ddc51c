"""The process dies around an answer by mail: it is kept once, and leaves at least once, as one."""

import pytest

from shared.domain.alteration import Repeat
from shared.domain.reply import ReplyDraft
from shared.workflows.fire_due import fire_due
from shared.workflows.receive_mail import receive_mail
from shared.workflows.reply_by_mail import reply_by_mail
from shared.workflows.world import World
from tests.support.faults import Plan, When, crashing, watched
from tests.support.mail_town import MailTown
from tests.support.mails import example
from tests.support.town import AGENT

REPEAT = Repeat(key="k", fingerprint="f")
DRAFT = ReplyDraft(body="On our way.", cc=("omar@fabrikam.example",))


def a_town() -> tuple[MailTown, str]:
    town = MailTown(agent_replies="public", recipients=["fabrikam.example"])
    number = town.arrives(example("plain")).number or ""
    town.deliver()
    town.postman.posted.clear()
    town.clock.tick(60)
    return town, number


def reply(world: World, number: str) -> None:
    reply_by_mail(world, number, DRAFT, AGENT, repeat=REPEAT)


def calls_of_reply() -> list[str]:
    (town, number), plan = a_town(), Plan()
    reply(watched(town.world, plan), number)
    return plan.calls


def calls_of_sending() -> list[str]:
    (town, number), plan = a_town(), Plan()
    reply(town.world, number)
    fire_due(watched(town.world, plan), number, "message", None)
    return plan.calls


REPLY, SENDING = calls_of_reply(), calls_of_sending()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(REPLY) + 1), ids=lambda at: f"{at}-{REPLY[at - 1]}")
def test_A4_an_answer_that_dies_anywhere_is_kept_and_sent_once_when_it_is_repeated(
    at: int, when: When
) -> None:
    town, number = a_town()
    with crashing():
        reply(watched(town.world, Plan(at=at, when=when)), number)
    reply(town.world, number)
    town.pass_minutes(6)
    assert [comment.body for comment in town.comments(number)] == ["On our way."]
    assert list(town.mails().values()) == [1]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, len(SENDING) + 1), ids=lambda at: f"{at}-{SENDING[at - 1]}")
def test_A4_a_sending_that_dies_anywhere_is_finished_by_the_sweep(at: int, when: When) -> None:
    town, number = a_town()
    reply(town.world, number)
    with crashing():
        fire_due(watched(town.world, Plan(at=at, when=when)), number, "message", None)
    town.pass_minutes(8)
    (times,) = town.mails().values()
    sent_and_not_marked = SENDING[at - 1] in ("postman.send", "records.log", "records.save")
    assert 1 <= times <= (2 if sent_and_not_marked else 1)
    assert town.store.records.load(number).effects == ()
    assert len({posted.message["Message-ID"] for posted in town.postman.posted}) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("port", ["mails.", "mailbox.", "records."])
def test_I3_a_users_mail_that_dies_on_its_way_is_one_answer_when_it_comes_again(
    port: str, when: When
) -> None:
    town, number = a_town()
    raw = example("attachments").replace(b"dana@northwind.example", b"alex@acme.example")
    envelope = town.stored(raw, "alex@acme.example", town.address_of(number))
    plan = Plan(at=3, when=when, only=port)
    world = watched(town.world, plan)
    dying = type(town.mail_world)(
        world=world,
        mails=world.mails,
        mailbox=world.mailbox,
        secrets=town.secrets,
        deployment="milepost-test",
    )
    with crashing():
        receive_mail(dying, envelope)
    receive_mail(town.mail_world, envelope)
    town.pass_minutes(6)
    assert len(town.comments(number)) == 1
    assert list(town.mails().values()) == [1]
    assert len(town.kept.attached(number)) == 5
