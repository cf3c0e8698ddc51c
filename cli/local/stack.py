"""The whole local stack from nothing to ready, and back."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from cli.calls_port import USUAL_PORT
from cli.local.authority import Authority
from cli.local.aws import LocalAws
from cli.local.deployment import deploy
from cli.local.desk import Desk
from cli.local.inbox import USUAL_PORT as USUAL_INBOX
from cli.local.inbox import Inbox
from cli.local.lock import holder, take
from cli.local.mail_page import MailPage
from cli.local.organisation import load
from cli.local.outside import make_secrets, trust
from cli.local.people import sign_up
from cli.local.place import Place
from cli.local.ports import free_port
from cli.local.receiver import Receiver
from cli.local.simulator import Simulator
from cli.local.sink import Sink
from cli.local.steps import Steps
from cli.local.warming import warm
from cli.stage import CALLS_PORT

_MAIL_PAGE_PORT = 8025


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack."""

    place: Place
    sink: Sink
    receiver: Receiver
    authority: Authority
    page: MailPage
    inbox: Inbox
    aws: LocalAws

    def desk(self, agent: str = "alex") -> Desk:
        """A seat at the deployed API."""
        return Desk(self.place, agent)


@contextmanager
def running(folder: Path, organisation: Path, console: Console, *ports: int) -> Iterator[Stack]:
    """Start everything, load the organisation, hand over; stop everything that was started.

    Raises ClickException when another command holds the folder.
    """
    # SIGINT too: a shell that puts us aside has it ignored, and Ctrl-C must stop us all the same
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    with ExitStack() as started:
        started.enter_context(_held(folder))
        stack = _started(Place.at(folder, *ports), Steps(console), started)
        _prepare(stack, organisation, Steps(console))
        yield stack


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    lock = folder / "owner.pid"
    held = take(lock)
    if held is None:
        raise click.ClickException(
            f"A local stack is already running here (process {holder(lock)}). "
            "Use it, or stop it first with Ctrl-C."
        )
    with held:
        yield


def _started(place: Place, steps: Steps, started: ExitStack) -> Stack:
    smtp_port = free_port()
    sink = Sink(place.mails, smtp_port, Simulator(place).hear)
    sink.start()
    started.callback(sink.stop)
    authority = Authority(place.folder)
    # the same port as before where the usual one is taken: nothing has to be loaded anew
    receiver = Receiver(place.calls, free_port(USUAL_PORT, _last_port(place)), authority)
    receiver.start()
    started.callback(receiver.stop)
    page = MailPage(sink, receiver, free_port(_MAIL_PAGE_PORT))
    page.start()
    started.callback(page.stop)
    inbox = Inbox(place, free_port(USUAL_INBOX))
    inbox.start()
    started.callback(inbox.stop)
    aws = LocalAws(place, smtp_port)
    started.callback(_stop, aws, steps)
    with steps.step("starting the local AWS"):
        aws.start()
    return Stack(place, sink, receiver, authority, page, inbox, aws)


def _last_port(place: Place) -> int | None:
    port = place.outputs().get(CALLS_PORT)
    return None if port is None else int(port)


def _prepare(stack: Stack, organisation: Path, steps: Steps) -> None:
    deployed = deploy(stack.place, steps, stack.receiver.port)
    with steps.step(f"loading the organisation {organisation.name}"):
        left = load(stack.place, organisation, deployed, stack.receiver.port)
        make_secrets(stack.place)
        trust(stack.place, stack.authority)
    if left is not None:
        steps.say(left)
    with steps.step("making sign-ins"):
        sign_up(stack.place)
    with steps.step("warming the functions one by one"):
        warm(stack.place)


def _stop(aws: LocalAws, steps: Steps) -> None:
    if aws.lives():
        with steps.step("stopping the local AWS, which writes its state"):
            aws.stop()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """A polite end is an end: everything that was started is stopped."""
    raise KeyboardInterrupt
