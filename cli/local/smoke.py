"""`milepost local smoke`: the main job without a person, once as it is and once with broken timers."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import boto3
import click
from rich.console import Console

from cli.local.place import ROOT, Place, free_port
from cli.local.smoke_checks import (
    ALWAYS,
    EXPECTED,
    LATE_WARNINGS,
    Observed,
    check,
    observe,
)
from cli.local.stack import Stack, running
from cli.local.story import line_of
from shared.names import Door, Env

ORGANISATION = ROOT / "examples" / "smoke"
FORM = {
    "name": "Sue Smoke",
    "email": "sue@smoke-ltd.example",
    "subject": "Is it burning?",
    "priority": "High",
}
LONGEST = 300
_SETTLE = 25
_ARMING = (Door.WEB_TO_CASE, Door.API, Door.MILESTONE_ACTIONS)


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the state in this folder.")
def smoke(keep: Path | None) -> int:
    """Watch a case live and its mails go out, each once, by schedules; then by the sweep alone."""
    console = Console(width=140)
    with TemporaryDirectory(prefix="milepost-smoke-") as own:
        folder = keep or Path(own)
        place = Place.at(folder, port=free_port())
        started = time.monotonic()
        with running(place, ORGANISATION, console) as stack:
            console.print(f"Ready after {time.monotonic() - started:.0f} s.")
            faults = _round(stack, console, "timers as they are", "schedule", most_late=60)
            _break_scheduler(stack, console)
            faults += _round(stack, console, "timers broken", "sweep", most_late=180)
    for fault in faults:
        console.print(f"[red]FAULT[/] {fault}")
    console.print("smoke failed" if faults else "smoke passed")
    return 1 if faults else 0


def _round(stack: Stack, console: Console, title: str, source: str, *, most_late: int) -> list[str]:
    console.rule(title)
    desk = stack.desk()
    posted = int(time.time())
    number = desk.post_form({**FORM, "description": f"{title} {posted}"})
    console.print(f"The form was accepted: case {number}.")
    desk.post(f"/cases/{number}/comments", {"body": "We are on our way.", "public": True})
    wanted = ALWAYS if source == "sweep" else EXPECTED
    while True:
        observed = observe(desk, stack.sink, number)
        if observed.mailed() >= wanted or time.time() - posted > LONGEST:
            break
        time.sleep(2)
    console.print(f"Waiting {_SETTLE} s more, for mails that should not come.")
    time.sleep(_SETTLE)
    observed = observe(desk, stack.sink, number)
    _show(observed, console)
    suppressed = LATE_WARNINGS if source == "sweep" else frozenset[str]()
    faults = check(observed, source=source, most_late=most_late, may_be_suppressed=suppressed)
    console.print(f"{title}: {len(faults)} faults")
    return [f"{title}: {fault}" for fault in faults]


def _show(observed: Observed, console: Console) -> None:
    for entry in observed.timeline:
        console.print(line_of(entry), highlight=False)
    for mail in observed.mails:
        console.print(f"mail {mail.effect}: {mail.subject}", highlight=False)


def _break_scheduler(stack: Stack, console: Console) -> None:
    """Take from the schedules what their role gives them: reaching the wake queue.

    The local AWS does not enforce roles, so the schedules get a target that nobody may reach: they
    are made and fire, and nothing arrives, as with a role that lacks sqs:SendMessage.
    """
    place = stack.place
    functions = boto3.client(
        "lambda",
        endpoint_url=place.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the local AWS takes any
    )
    for door in _ARMING:
        name = f"milepost-local-{door.value.replace('_', '-')}"
        known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        nowhere = f"{known[Env.WAKE_QUEUE_ARN.value]}-out-of-reach"
        functions.update_function_configuration(
            FunctionName=name,
            Environment={"Variables": {**known, Env.WAKE_QUEUE_ARN.value: nowhere}},
        )
    place.remember("deployed", value=None)
    console.print("Schedules can no longer reach the wake queue.")
