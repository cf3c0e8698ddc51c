"""`milepost local smoke`: the main job without a person, once as it is and once with broken timers."""

import signal
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import click
from rich.console import Console

from cli.local.broken_timers import break_timers
from cli.local.browsers import check_browsers
from cli.local.desk import Desk
from cli.local.outside import secret_of
from cli.local.place import ROOT
from cli.local.smoke_calls import CALLED, called, check_calls
from cli.local.smoke_checks import ALWAYS, EXPECTED, LATE_WARNINGS, Observed, check, observe
from cli.local.stack import Stack, running
from cli.local.story import line_of

ORGANISATION = ROOT / "examples" / "smoke"
FORM = {
    "name": "Sue Smoke",
    "email": "sue@smoke-ltd.example",
    "subject": "Is it burning, Zoë? \N{FIRE}",
    "priority": "High",
}
LONGEST = 300
"""Seconds from the post in which everything must have happened."""

_LONGEST_IN_ALL = 1_800
_SETTLE = 25


@dataclass(frozen=True, slots=True)
class Round:
    """One life of a case, and what must wake it."""

    title: str
    source: str
    most_late: int
    wanted: frozenset[str]
    may_be_suppressed: frozenset[str]


_AS_THEY_ARE = Round("timers as they are", "schedule", 60, EXPECTED, frozenset())
_BROKEN = Round("timers broken: the sweep alone", "sweep", 180, ALWAYS, LATE_WARNINGS)


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the state in this folder.")
def smoke(keep: Path | None) -> int:
    """Watch a case live and its mails go out, each once, by schedules; then by the sweep alone."""
    console = Console(width=140)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(_LONGEST_IN_ALL)
    with TemporaryDirectory(prefix="milepost-smoke-", ignore_cleanup_errors=True) as own:
        started = time.monotonic()
        with running(keep or Path(own), ORGANISATION, console) as stack:
            console.print(f"Ready after {time.monotonic() - started:.0f} s.")
            faults = [*check_browsers(stack.place), *_live(stack, console, _AS_THEY_ARE)]
            break_timers(stack.place)
            console.print("Schedules can no longer reach the wake queue.")
            faults += _live(stack, console, _BROKEN)
            signal.alarm(0)
    for fault in faults:
        console.print(f"FAULT {fault}", style="red", markup=False, highlight=False)
    console.print("smoke failed" if faults else "smoke passed")
    return 1 if faults else 0


def _live(stack: Stack, console: Console, planned: Round) -> list[str]:
    console.rule(planned.title)
    desk = stack.desk()
    posted = time.monotonic()
    number = desk.post_form({**FORM, "description": f"{planned.title} {time.time():.0f}"})
    console.print(f"The form was accepted: case {number}.")
    desk.post(f"/cases/{number}/comments", {"body": "We are on our way.", "public": True})
    while not _all_came(desk, stack, number, planned):
        if time.monotonic() - posted > LONGEST:
            break
        time.sleep(2)
    console.print(f"Waiting {_SETTLE} s more, for mails that should not come.")
    time.sleep(_SETTLE)
    observed = observe(desk, stack.sink, number)
    _show(observed, console)
    faults = check(
        observed,
        source=planned.source,
        most_late=planned.most_late,
        may_be_suppressed=planned.may_be_suppressed,
    )
    faults += check_calls(
        number, stack.receiver.calls(), observed.timeline, secret_of(stack.place, "smoke-hook")
    )
    console.print(f"{planned.title}: {len(faults)} faults")
    return [f"{planned.title}: {fault}" for fault in faults]


def _all_came(desk: Desk, stack: Stack, number: str, planned: Round) -> bool:
    mailed = observe(desk, stack.sink, number).mailed() >= planned.wanted
    return mailed and called(stack.receiver.calls(), number) >= CALLED


def _show(observed: Observed, console: Console) -> None:
    for entry in observed.timeline:
        console.print(line_of(entry), highlight=False, markup=False)
    for mail in observed.mails:
        arrived = time.strftime("%H:%M:%S", time.gmtime(mail.at))
        said = f"{arrived}  mail {mail.effect} to {', '.join(mail.to)}: {mail.subject}"
        console.print(said, highlight=False, markup=False)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise click.ClickException(f"Smoke did not end within {_LONGEST_IN_ALL} s.")
