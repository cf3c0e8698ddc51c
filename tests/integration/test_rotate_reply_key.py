"""The key of reply addresses is replaced: what is out in the world goes on leading to its case."""

import pytest
from click.testing import CliRunner

from cli import mail_secret
from cli.mail import mail
from shared import wiring
from shared.workflows.rotate_reply_key import rotate_reply_key
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail

DAY = 86_400


def to_the_old_address(town: MailTown, number: str, turn: int) -> str | None:
    raw = a_mail(to=town.address_of(number), message_id=f"<r{turn}@northwind.example>")
    return town.arrives(raw).number


def test_I3_an_old_address_leads_to_its_case_until_the_grace_is_over() -> None:
    town = MailTown()
    number = town.arrives(a_mail()).number or ""
    rotate_reply_key(town.secrets, town.clock, 30 * DAY)
    assert to_the_old_address(town, number, 1) == number
    town.clock.tick(30 * DAY - 1)
    assert to_the_old_address(town, number, 2) == number
    town.clock.tick(1)
    assert to_the_old_address(town, number, 3) != number


def test_I3_mail_is_signed_with_the_new_key_by_the_next_process() -> None:
    town = MailTown()
    number = town.arrives(a_mail()).number or ""
    rotate_reply_key(town.secrets, town.clock, 30 * DAY)
    town.deliver()
    (posted,) = town.postman.posted
    assert posted.mail.ties
    assert posted.mail.ties.reply_to
    assert posted.mail.ties.reply_to.partition("@")[0] != town.address_of(number).partition("@")[0]
    raw = a_mail(message_id="<new@northwind.example>")
    assert town.arrives(raw, to=posted.mail.ties.reply_to).number == number


def test_I3_without_grace_no_address_that_is_out_counts() -> None:
    town = MailTown()
    number = town.arrives(a_mail()).number or ""
    keys = rotate_reply_key(town.secrets, town.clock, 0)
    assert keys.before == ()
    assert to_the_old_address(town, number, 1) != number


def test_I3_a_key_that_was_replaced_by_hand_counts_until_the_next() -> None:
    town = MailTown()
    number = town.arrives(a_mail()).number or ""
    town.secrets.keep("reply", "typed in by somebody")
    assert to_the_old_address(town, number, 1) == number
    town.secrets.keep("reply", "and once more")
    assert to_the_old_address(town, number, 2) != number


def test_I3_a_secret_that_was_never_made_is_made() -> None:
    town = MailTown()
    town.secrets.known.clear()
    assert rotate_reply_key(town.secrets, town.clock, DAY).before == ()
    assert len(town.mail_world.reply_secrets()) == 1


def test_the_command_says_how_long_older_addresses_count(monkeypatch: pytest.MonkeyPatch) -> None:
    town = MailTown()
    monkeypatch.setattr(mail_secret, "mail_world_of", lambda _stage: town.mail_world)
    monkeypatch.setattr(mail_secret, "outputs_of", lambda _stage: {})
    monkeypatch.setattr(wiring, "mail_secrets_for_cli", lambda _outputs: town.secrets)
    run = CliRunner().invoke
    done = run(mail, ["rotate-secret", "--grace", "2d"])
    assert done.exit_code == 0
    assert "older addresses lead to their cases until" in done.output
    assert "whsec_" not in done.output
    assert "no older address" in run(mail, ["rotate-secret", "--grace", "0"]).output
    refused = run(mail, ["rotate-secret", "--grace", "soon"])
    assert refused.exit_code == 2
    assert len(town.mail_world.reply_secrets()) == 1
