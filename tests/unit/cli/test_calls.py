"""Secrets of call targets are listed, made and replaced from the terminal."""

import pytest

from cli import calls as calls_module
from cli.main import run
from shared import wiring
from shared.domain.history import Caller
from tests.support.fakes.memory_secrets import MemorySecrets
from tests.support.town import ACTIONS, Town


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> MemorySecrets:
    town, secrets = Town(ACTIONS), MemorySecrets()
    caller = Caller(name="maria", door="cli", roles=("managers",))
    monkeypatch.setattr(calls_module, "world_of", lambda _stage: (town.world, caller))
    monkeypatch.setattr(calls_module, "outputs_of", lambda _stage: {})
    monkeypatch.setattr(wiring, "secrets_for_cli", lambda _outputs: secrets)
    monkeypatch.setenv("COLUMNS", "160")
    return secrets


def test_a_target_tells_whether_its_secret_is_there(
    secrets: MemorySecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["calls", "list"]) == 0
    missing = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in missing[1:]] == ["missing", "missing"]
    secrets.keep("pager", "too short")
    secrets.keep("room", "T00/B00")
    assert run(["calls", "list"]) == 0
    found = capsys.readouterr().out.splitlines()
    assert "no key" in found[1]
    assert found[2].split() == [
        "Room",
        "chat",
        "https://chat.example/hooks/{secret}",
        "room",
        "there",
    ]


def test_a_secret_is_generated_once_and_replaced(
    secrets: MemorySecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(["calls", "secret", "pager", "--generate"]) == 0
    first, second = capsys.readouterr().out.split()
    assert secrets.values("pager") == (second, first)


def test_what_no_target_names_and_what_is_no_key_is_refused(
    secrets: MemorySecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["calls", "secret", "other", "--generate"]) == 1
    assert "/name: Targets name: pager, room." in capsys.readouterr().err
    secrets.short = True
    assert run(["calls", "secret", "pager", "--generate"]) == 1
    assert "shorter than 24 bytes" in capsys.readouterr().err
    assert secrets.known == {}


def test_missing_secrets_of_webhooks_are_made_and_others_left(
    secrets: MemorySecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["calls", "make-secrets"]) == 0
    (name, value) = capsys.readouterr().out.split()
    assert (name, secrets.known) == ("pager", {"pager": (value,)})
    assert run(["calls", "make-secrets"]) == 0
    assert capsys.readouterr() == ("", "Every webhook has its secret.\n")
