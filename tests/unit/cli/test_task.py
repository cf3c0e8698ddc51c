"""Tasks from the terminal: the same verbs as through the API."""

import pytest

from cli import task as module
from cli.main import run
from shared.domain.history import Caller
from tests.support.town import Town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = Town("acme")
    caller = Caller(name="maria", door="cli", roles=("managers",))
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(module, "world_of", lambda _: (town.world, caller))
    return town


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["task", *words]) == 0
    return capsys.readouterr().out


def test_A1_a_task_goes_from_hand_to_hand_until_it_is_done(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    number = town.post().number
    due = ("--due", "2026-03-02T15:00:00Z")
    made = told(capsys, "add", number.lower(), "Call  Ann", "--owner", "sam", *due)
    assert made == f"{number} t2: Call Ann · sam · due 2026-03-02T15:00:00Z\n"
    assert "Nothing is to be done." in told(capsys, "list", "--owner", "alex")
    moved = told(capsys, "change", number, "t2", "--queue", "Tier 1", "--subject", "Write")
    assert "Write · queue Tier 1" in moved
    listed = told(capsys, "list", "--queue", "Tier 1")
    assert (number in listed, "Write" in listed, "maria" in listed) == (True, True, True)
    assert "done 2026-" in told(capsys, "done", number, "t2")
    assert "done" not in told(capsys, "reopen", number, "t2")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list"], 2),
        (["list", "--owner", "sam", "--queue", "Tier 1"], 2),
        (["add", "{number}", " "], 1),
        (["add", "{number}", "Call", "--owner", "nobody"], 1),
        (["add", "{number}", "Call", "--due", "soon"], 2),
        (["done", "{number}", "t9"], 3),
    ],
)
def test_what_cannot_be_done_with_a_task_is_said(town: Town, words: list[str], code: int) -> None:
    number = town.post().number
    assert run(["task", *(word.format(number=number) for word in words)]) == code
