"""Where one local stack keeps what it knows: its state, its locks, its outputs, its mail."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cli.local.ports import free_port, is_free

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 4566


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and a port of its own, so that several stacks can run at once."""

    folder: Path
    port: int

    @classmethod
    def at(cls, folder: Path, *wanted: int) -> "Place":
        """The place in `folder`, at the first port that is free: a wanted one, else the last one.

        Only the holder of the folder may ask, since the port is written down.
        """
        folder.mkdir(parents=True, exist_ok=True)
        place = cls(folder, free_port(*wanted, _last_port(folder)))
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
    def buckets(self) -> Path:
        """What the local AWS keeps of objects."""
        return self.folder / "s3"

    @property
    def scratch(self) -> Path:
        """What the local AWS and its functions need only while they run."""
        return self.folder / "scratch"

    @property
    def mails(self) -> Path:
        """Every mail that was sent, one file each."""
        return self.folder / "mails"

    @property
    def calls(self) -> Path:
        """Every webhook and chat message that came, one file each."""
        return self.folder / "calls"

    @property
    def aws_lock(self) -> Path:
        """Held by the local AWS of this place as long as it lives."""
        return self.folder / "aws.pid"

    @property
    def log(self) -> Path:
        """What the local AWS says."""
        return self.folder / "aws.log"

    @property
    def outputs_file(self) -> Path:
        """Outputs of the stacks, and how to reach them; the command line reads it."""
        return self.folder / "outputs.json"

    @property
    def passwords_file(self) -> Path:
        """Sign-ins of the people of the example."""
        return self.folder / "passwords.json"

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

    def passwords(self) -> dict[str, str]:
        """The passwords as they were written down, by user name."""
        return read_json(self.passwords_file)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty if there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _last_port(folder: Path) -> int | None:
    port = read_json(folder / "place.json").get("port")
    return port if isinstance(port, int) else None
