"""Mails that were stored, and of which nobody was told (I5)."""

import pytest
from click.testing import CliRunner

from cli import mail_missed
from cli.mail import mail
from shared.errors import Absent
from shared.workflows.missed_mail import SETTLING_SECONDS, missed_mails, take_missed
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import a_mail


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def missed(town: MailTown) -> list[str]:
    town.clock.tick(SETTLING_SECONDS)
    return list(missed_mails(town.mail_world, 0))


def test_I5_fault_36_a_mail_whose_notification_was_lost_is_found_and_taken_in(
    town: MailTown,
) -> None:
    town.arrives(a_mail(message_id="<1@northwind.example>"))
    town.arrives(a_mail(message_id="<2@northwind.example>"), to="nobody@acme.example")
    town.stored(a_mail(subject="Lost", message_id="<3@northwind.example>"), identifier="lost")
    assert list(missed_mails(town.mail_world, 0)) == [], "it may still be on its way"
    assert missed(town) == ["lost"]
    received = take_missed(town.mail_world, "lost")
    file = town.store.records.load(received.number or "")
    assert (received.became, file.fields["subject"]) == ("case", "Lost")
    assert (file.verified, file.contact) == (False, None), "nobody vouches for it any more"
    assert missed(town) == []


def test_I5_fault_36_the_notification_that_comes_late_makes_no_second_case(town: MailTown) -> None:
    raw = a_mail(message_id="<3@northwind.example>")
    town.stored(raw, identifier="lost")
    first = take_missed(town.mail_world, "lost")
    second = town.arrives(raw, identifier="lost")
    assert second.number == first.number
    assert len(town.numbers()) == 1


def test_I5_a_repeat_of_a_mail_was_not_missed(town: MailTown) -> None:
    for _ in range(2):
        town.arrives(a_mail())
    assert missed(town) == []


@pytest.mark.parametrize("name", ["Virus", "Spam"])
def test_I4_a_warning_in_a_header_counts_where_the_verdict_is_lost(
    town: MailTown, name: str
) -> None:
    town.stored(b"X-SES-%s-Verdict: FAIL\n" % name.encode() + a_mail(), identifier="lost")
    received = take_missed(town.mail_world, "lost")
    assert (received.became, received.why) == ("quarantined", name.lower())


def test_I4_a_verdict_in_a_header_that_praises_is_worth_nothing(town: MailTown) -> None:
    praised = b"X-SES-DKIM-Verdict: PASS\nAuthentication-Results: x; dmarc=pass\n" + a_mail()
    town.stored(praised, to=SUPPORT, identifier="lost")
    received = take_missed(town.mail_world, "lost")
    assert town.store.records.load(received.number or "").verified is False


def test_I5_what_is_not_stored_cannot_be_taken(town: MailTown) -> None:
    with pytest.raises(Absent):
        take_missed(town.mail_world, "gone")


def test_the_trial_of_the_receiving_service_is_no_mail(town: MailTown) -> None:
    town.stored(b"x", identifier="AMAZON_SES_SETUP_NOTIFICATION")
    assert missed(town) == []


def test_the_command_line_lists_and_takes(town: MailTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_missed, "mail_world_of", lambda _stage: town.mail_world)
    assert "No mail" in CliRunner().invoke(mail, ["missed"]).output
    town.stored(a_mail(), identifier="lost")
    town.clock.tick(SETTLING_SECONDS)
    assert CliRunner().invoke(mail, ["missed"]).output.strip() == "lost"
    assert "lost: case" in CliRunner().invoke(mail, ["missed", "--take"]).output
