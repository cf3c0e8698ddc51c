"""The whole local stack from nothing to ready, and back."""

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from cli.local import toolchain
from cli.local.aws import LocalAws, take_over
from cli.local.deployment import deploy
from cli.local.desk import Desk
from cli.local.mail_page import MailPage
from cli.local.people import sign_up
from cli.local.place import ROOT, Place, free_port
from cli.local.sink import Sink


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack."""

    place: Place
    sink: Sink
    page: MailPage
    aws: LocalAws

    def desk(self, agent: str = "alex") -> Desk:
        """A seat at the deployed API."""
        return Desk(self.place, agent)


@contextmanager
def running(place: Place, organisation: Path, console: Console) -> Iterator[Stack]:
    """Start everything, load the organisation, hand over; stop everything that was started."""
    take_over(place)
    signal.signal(signal.SIGTERM, _interrupt)
    smtp_port = free_port()
    sink = Sink(place.mails, smtp_port)
    page = MailPage(sink, free_port())
    aws = LocalAws(place, smtp_port)
    sink.start()
    page.start()
    try:
        with console.status("starting the local AWS") as status:
            aws.start()
            status.update("deploying")
            deploy(place, status.update)
            status.update(f"applying {organisation.name}")
            apply(place, organisation)
            status.update("making sign-ins")
            sign_up(place)
            status.update("warming the functions one by one")
            _warm(place)
        yield Stack(place, sink, page, aws)
    finally:
        with console.status("stopping the local AWS, which writes its state"):
            aws.stop()
        page.stop()
        sink.stop()
        place.owner_file.unlink(missing_ok=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """A polite end is an end: everything that was started is stopped."""
    raise KeyboardInterrupt


def apply(place: Place, organisation: Path) -> None:
    """Load an organisation by the same command that everybody uses, unless it is loaded already."""
    digest = _digest(organisation)
    if place.recall("applied") == digest:
        return
    command = toolchain.python("-m", "cli", "apply", str(organisation), "--stage", "local")
    done = subprocess.run(  # noqa: S603 - our own command line
        command,
        cwd=ROOT,
        env={**os.environ, "MILEPOST_LOCAL_OUTPUTS": str(place.outputs_file)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(
            f"The organisation could not be applied:\n{done.stdout}{done.stderr}"
        )
    place.remember("applied", digest)


def _warm(place: Place) -> None:
    desk = Desk(place, "alex")
    for path in ("/web-to-case", "/openapi.json"):
        status = desk.page(path)
        if status != 200:  # noqa: PLR2004 - OK
            raise click.ClickException(f"GET {path} was answered {status}; see {place.log}")
    desk.get("/cases?limit=1")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.y*ml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
