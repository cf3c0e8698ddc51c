"""What waits in quarantine, from the terminal: never less than is said, and redriven by what fits."""

import pytest

from cli import mail_quarantine
from cli.main import run
from shared.domain.history import Caller
from shared.domain.mail.envelope import Verdicts
from shared.workflows.mail_quarantine import quarantined
from tests.support.mail_town import MailTown
from tests.support.mails import TRUSTED, a_mail

SPAM = Verdicts(**{**TRUSTED.model_dump(), "spam": "fail"})


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> MailTown:
    town = MailTown()
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(mail_quarantine, "mail_world_of", lambda _: town.mail_world)
    maria = Caller(name="maria", door="cli", roles=("managers",))
    monkeypatch.setattr(mail_quarantine, "whoever_calls", lambda: maria)
    for turn in range(3):
        town.arrives(a_mail(message_id=f"<s{turn}@northwind.example>"), verdicts=SPAM)
        town.clock.tick(1)
    who = "x@other.example"
    town.arrives(a_mail(message_id="<n@other.example>", **{"from": who}), sender=who, to="no@a.b")
    return town


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["mail", "quarantine", *words]) == 0
    return capsys.readouterr().out


def test_I5_a_list_that_is_cut_says_that_more_wait(
    town: MailTown, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(quarantined(town.mail_world).items) == 4
    assert "the first 2; more wait" in told(capsys, "list", "--limit", "2")
    assert "more wait" not in told(capsys, "list", "--limit", "4")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("--reason", "spam"), 3),
        (("--reason", "no_route"), 1),
        (("--from", "X@other.example"), 1),
        (("--from", "@northwind.example"), 3),
        (("--reason", "spam", "--from", "@other.example"), 0),
    ],
)
def test_I5_what_waits_is_listed_by_reason_and_sender(
    town: MailTown, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], shown: int
) -> None:
    assert told(capsys, "list", *words).count("ses-") == shown


def test_I5_what_fits_is_redriven_so_many_at_a_time_with_progress(
    town: MailTown, capsys: pytest.CaptureFixture[str]
) -> None:
    first = told(capsys, "redrive", "--reason", "spam", "--limit", "2")
    assert ("1 of 2  ses-1: case" in first, "Taken in: 2. More wait." in first) == (True, True)
    assert "Taken in: 1." in told(capsys, "redrive", "--reason", "spam")
    assert [one.reason for one in quarantined(town.mail_world).items] == ["no_route"]
    assert "ses-4: case" in told(capsys, "redrive", "ses-4")


def test_I5_one_that_cannot_be_redriven_holds_up_none_of_the_others(
    town: MailTown, capsys: pytest.CaptureFixture[str]
) -> None:
    del town.mailbox.stored["in/ses-1"]
    assert run(["mail", "quarantine", "redrive", "--reason", "spam"]) == 4
    said = capsys.readouterr()
    assert "Taken in: 2." in said.out
    assert "1 of 3  ses-1: There is no mail" in said.err
    assert len(quarantined(town.mail_world).items) == 2


@pytest.mark.parametrize("words", [[], ["ses-1", "--reason", "spam"]])
def test_redrive_takes_mails_or_filters_and_not_both(town: MailTown, words: list[str]) -> None:
    assert run(["mail", "quarantine", "redrive", *words]) == 2
