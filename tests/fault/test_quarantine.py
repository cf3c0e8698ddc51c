"""Mail that waits in quarantine, redriven by operators who die on the way, or are two (I5)."""

from dataclasses import replace

import pytest

from shared.workflows.mail_quarantine import quarantined, redrive
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received
from tests.support.faults import Plan, Watched, crashing, watched
from tests.support.mail_town import MailTown
from tests.support.mails import example
from tests.support.town import AGENT

_PORTS = ("records", "directory", "policies", "alarm", "wakes", "mail_states")


def a_town_with_a_waiting_mail() -> MailTown:
    town = MailTown()
    town.arrives(example("attachments"), to="nobody@acme.example", identifier="ses-q")
    return town


def dying(town: MailTown, plan: Plan) -> MailWorld:
    """The same world of mail, with every call going through the plan."""
    there = town.mail_world
    return replace(
        there,
        world=watched(there.world, plan, _PORTS),
        mails=Watched("mails", there.mails, plan),
        mailbox=Watched("mailbox", there.mailbox, plan),
    )


def calls_of_a_redrive() -> list[str]:
    town, plan = a_town_with_a_waiting_mail(), Plan()
    redrive(dying(town, plan), "ses-q", AGENT)
    return plan.calls


CALLS = calls_of_a_redrive()


@pytest.mark.parametrize("at", range(1, len(CALLS) + 1), ids=lambda at: f"{at}-{CALLS[at - 1]}")
def test_I5_a_redrive_that_dies_anywhere_is_finished_by_the_next_and_makes_one_case(
    at: int,
) -> None:
    town = a_town_with_a_waiting_mail()
    with crashing():
        redrive(dying(town, Plan(at=at)), "ses-q", AGENT)
    if quarantined(town.mail_world).items:
        redrive(town.mail_world, "ses-q", AGENT)
    assert quarantined(town.mail_world).items == ()
    (number,) = town.numbers()
    assert town.kept.entry("ses-q").number == number
    (mail,) = town.kept.mails(number)
    assert len(mail.files) == 5
    assert all(file.key in town.mailbox.stored for file in mail.files)


def test_I5_two_operators_at_once_make_one_case() -> None:
    town = a_town_with_a_waiting_mail()
    size, met = town.mailbox.size, list[Received]()

    def overtaken(key: str) -> int:
        if not met:
            met.append(Received("quarantined"))
            met.append(redrive(town.mail_world, "ses-q", AGENT))
        return size(key)

    town.mailbox.size = overtaken  # type: ignore[method-assign]  # between looking and taking in
    received = redrive(town.mail_world, "ses-q", AGENT)
    assert received.number == met[1].number
    assert len(town.numbers()) == 1


def test_I5_fault_35_the_notification_that_comes_again_does_not_take_the_release_back() -> None:
    town = a_town_with_a_waiting_mail()
    redrive(town.mail_world, "ses-q", AGENT)
    town.arrives(example("attachments"), to="nobody@acme.example", identifier="ses-q")
    assert quarantined(town.mail_world).items == ()
    assert len(town.numbers()) == 1


def test_I5_fault_36_an_original_that_is_gone_leaves_the_entry_where_it_is() -> None:
    town = a_town_with_a_waiting_mail()
    kept = dict(town.mailbox.stored)
    town.mailbox.stored.clear()
    with pytest.raises(Exception, match="There is no mail"):
        redrive(town.mail_world, "ses-q", AGENT)
    assert [one.envelope.identifier for one in quarantined(town.mail_world).items] == ["ses-q"]
    town.mailbox.stored.update(kept)
    assert redrive(town.mail_world, "ses-q", AGENT).became == "case"
