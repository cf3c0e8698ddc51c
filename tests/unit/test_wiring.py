"""Ports that few doors ask for are made when one does, each as what it is called."""

from dataclasses import fields

import pytest

from shared import wiring
from shared.errors import Misconfigured
from shared.settings import Settings
from shared.workflows.world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    return wiring.world_of(Settings(table_name="milepost-test"))


def test_every_port_of_a_world_is_there(world: World) -> None:
    assert all(getattr(world, field.name) is not None for field in fields(world))
    for port, verb in (("jobs", "reports"), ("notices", "keep"), ("ledger", "enter")):
        assert getattr(getattr(world, port), verb).__func__.__module__.endswith(f"dynamo.{port}")


def test_a_deployment_without_a_job_machine_says_so_when_it_is_asked(world: World) -> None:
    with pytest.raises(Misconfigured, match="nothing that runs jobs"):
        world.runs.start("3K7Q9WZDD")
