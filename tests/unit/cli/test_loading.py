"""The local stack loads its example over nothing that somebody else has put there."""

import json
from pathlib import Path

import pytest

from cli import stage
from cli.local.organisation import undoes_others
from cli.organisation_files import read_organisation
from cli.stage import calls_port_of
from shared.domain.configuration_wish import Wish
from shared.domain.history import Caller
from shared.workflows.change_configuration import put_configured
from shared.workflows.plan_organisation import plan_organisation
from tests.support.town import EXAMPLES, Town

ACME = read_organisation(EXAMPLES / "acme")
MOVED = read_organisation(EXAMPLES / "acme", 9443)
MARIA = Caller(name="maria", door="api", roles=("managers",))


def put(town: Town, kind: str, name: str, body: dict[str, object]) -> None:
    put_configured(town.world, Wish(kind, name, body), MARIA, expected=None)


def test_what_nobody_else_has_changed_is_loaded_anew() -> None:
    town = Town("acme")
    assert not undoes_others(town.world, ACME, "1")
    assert not undoes_others(town.world, MOVED, "1")


@pytest.mark.parametrize("loaded", ["1", None])
def test_what_people_changed_is_left_alone(loaded: str | None) -> None:
    town = Town("acme")
    put(town, "queue", "Tier 2", {"members": ["alex"]})
    assert undoes_others(town.world, ACME, loaded)


def test_what_people_added_keeps_other_files_from_being_loaded() -> None:
    town = Town("acme")
    put(town, "queue", "Night shift", {"members": ["alex"]})
    assert not undoes_others(town.world, ACME, "1")
    assert undoes_others(town.world, MOVED, "1")


def test_the_files_change_nothing_where_calls_go_to_another_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps({"CallsPort": "9443"}))
    monkeypatch.setattr(stage.local_outputs, "__defaults__", (outputs,))
    town = Town(MOVED)
    again = read_organisation(EXAMPLES / "acme", calls_port_of("local"))
    plan = plan_organisation(
        again,
        directory=town.world.directory,
        policies=town.world.policies,
        now=town.clock.now(),
        progress=lambda _done, _total, _what: None,
    )
    assert plan.count("changed") == 0
    assert calls_port_of("dev") == 8443


def test_without_a_stack_the_usual_port_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.local_outputs, "__defaults__", (tmp_path / "none.json",))
    assert calls_port_of("local") == 8443
