"""One synthesis per stage and test session, shared by all test processes."""

import os
from pathlib import Path

import pytest

from tests.infra.synthesis import Synthesis, synthesise


@pytest.fixture(scope="session")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "assemblies"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session")
def local(assemblies: Path) -> Synthesis:
    return synthesise("local", assemblies)


@pytest.fixture(scope="session")
def dev(assemblies: Path) -> Synthesis:
    return synthesise("dev", assemblies)


@pytest.fixture(scope="session")
def prod(assemblies: Path) -> Synthesis:
    return synthesise("prod", assemblies)


@pytest.fixture(scope="session", params=["local", "dev", "prod"])
def stack(request: pytest.FixtureRequest, assemblies: Path) -> Synthesis:
    """Every stage in turn, for what must hold everywhere."""
    return synthesise(request.param, assemblies)
