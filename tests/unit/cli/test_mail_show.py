"""Mails of a case from the terminal."""

import pytest

from cli import mail_show
from cli.main import run
from shared.domain.history import Caller
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> MailTown:
    town = MailTown()
    caller = Caller(name="maria", door="cli", roles=("managers",))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(mail_show, "world_of", lambda _: (town.world, caller))
    return town


def test_I3_mails_of_a_case_are_listed_and_shown_whole(
    town: MailTown, capsys: pytest.CaptureFixture[str]
) -> None:
    number = town.arrives(a_mail("It [drips].\n\n> Does it?", subject="Pump")).number or ""
    assert run(["case", "mails", number]) == 0
    listed = capsys.readouterr().out
    (mail,) = town.store.mails.mails(number)
    assert (mail.id in listed, "case" in listed, "Pump" in listed) == (True, True, True)
    assert run(["mail", "show", number, mail.id]) == 0
    shown = capsys.readouterr().out
    assert "It [drips].\n\n> Does it?" in shown
    assert "memory:in/ses-1" in shown
    assert run(["mail", "show", number, mail.id, "--html"]) == 0
    assert "It has no page." in capsys.readouterr().out
    assert run(["mail", "show", number, "none"]) == 3


def test_a_case_without_mail_says_so(town: MailTown, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["case", "mails", town.post().number]) == 0
    assert "No mail came in for it." in capsys.readouterr().out
