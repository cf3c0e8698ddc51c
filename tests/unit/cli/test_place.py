"""Where a local stack keeps what it knows: looking at it moves nothing."""

import json
import socket
from pathlib import Path

import click
import pytest

from cli.local.place import Place


def listening() -> socket.socket:
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return server


@pytest.mark.enable_socket
def test_a_place_that_runs_is_found_where_it_is(tmp_path: Path) -> None:
    with listening() as server:
        port = server.getsockname()[1]
        endpoint = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        (tmp_path / "outputs.json").write_text(json.dumps(endpoint))
        assert Place.of_running(tmp_path).port == port
        assert not (tmp_path / "place.json").exists()


@pytest.mark.enable_socket
def test_a_place_that_does_not_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="not running"):
        Place.of_running(tmp_path)


@pytest.mark.enable_socket
def test_a_place_keeps_its_port_unless_somebody_took_it(tmp_path: Path) -> None:
    first = Place.at(tmp_path)
    assert Place.at(tmp_path).port == first.port
    with listening() as server:
        (tmp_path / "place.json").write_text(json.dumps({"port": server.getsockname()[1]}))
        assert Place.at(tmp_path).port != server.getsockname()[1]
