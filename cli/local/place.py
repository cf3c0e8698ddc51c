"""Where one local stack keeps what it knows: its state, its pid, its outputs, its mail."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 4566


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and a port of its own, so that several stacks can run at once."""

    folder: Path
    port: int

    @classmethod
    def at(cls, folder: Path, *, port: int | None = None) -> "Place":
        """The place in `folder`; it keeps the port that it had, unless that is taken."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = _known_port(folder / "place.json")
        wanted = port or kept or DEFAULT_PORT
        place = cls(folder, wanted if is_free(wanted) else free_port())
        (folder / "place.json").write_text(json.dumps({"port": place.port}))
        return place

    @classmethod
    def of_running(cls, folder: Path) -> "Place":
        """The place of a stack that runs; nothing of it is moved. Raises ClickException if none does."""
        endpoint = read_json(folder / "outputs.json").get("AWS_ENDPOINT_URL", "")
        port = endpoint.rpartition(":")[2]
        if not port.isdigit() or is_free(int(port)):
            raise click.ClickException("The local stack is not running: start it with `make run`.")
        return cls(folder, int(port))

    @property
    def endpoint(self) -> str:
        """The address of every local AWS API; an IP, so that buckets are addressed by path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> Path:
        """What the local AWS keeps over a restart."""
        return self.folder / "state"

    @property
    def mails(self) -> Path:
        """Every mail that was sent, one file each."""
        return self.folder / "mails"

    @property
    def pid_file(self) -> Path:
        """The local AWS that this place started."""
        return self.folder / "aws.pid"

    @property
    def owner_file(self) -> Path:
        """The command that holds the place."""
        return self.folder / "owner.pid"

    @property
    def log(self) -> Path:
        """What the local AWS says."""
        return self.folder / "aws.log"

    @property
    def outputs_file(self) -> Path:
        """Outputs of the stacks, and how to reach them; the command line reads it."""
        return self.folder / "outputs.json"

    def environment(self) -> dict[str, str]:
        """What an AWS client needs to speak to this place."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    def outputs(self) -> Mapping[str, str]:
        """The outputs as they were written down; empty before the first deploy."""
        return read_json(self.outputs_file)

    def remember(self, name: str, value: object) -> None:
        """Keep one fact over restarts."""
        facts = dict(read_json(self.folder / "facts.json"))
        facts[name] = value
        (self.folder / "facts.json").write_text(json.dumps(facts, indent=1))

    def recall(self, name: str) -> Any:
        """A fact that was kept, or None."""
        return read_json(self.folder / "facts.json").get(name)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty if there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_free(port: int) -> bool:
    """Whether nobody listens on the port of this machine's loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _known_port(path: Path) -> int | None:
    port = read_json(path).get("port")
    return port if isinstance(port, int) else None
