"""`milepost local`: the stack on this machine."""

import time
from pathlib import Path

import click
from rich.console import Console

from cli.local.people import PEOPLE, token_of
from cli.local.place import DEFAULT_PORT, ROOT, Place
from cli.local.smoke import smoke
from cli.local.stack import Stack, running
from cli.local.story import Story

RUN_FOLDER = ROOT / ".local" / "run"
SAMPLE = {
    "name": "Dana Demo",
    "email": "dana@demo.example",
    "company": "Demo Ltd",
    "subject": "Conveyor stopped",
    "description": "The belt in hall 2 stopped this morning and does not start again.",
    "priority": "High",
}


@click.group()
def local() -> None:
    """Run the whole stack on this machine."""


@local.command()
@click.option(
    "--organisation",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT / "examples" / "acme",
    show_default="examples/acme",
    help="The folder that is loaded.",
)
@click.option("--no-sample", is_flag=True, help="Post no sample case.")
def run(organisation: Path, no_sample: bool) -> None:
    """Start everything, post a sample case and follow its life until Ctrl-C."""
    console = Console()
    started = time.monotonic()
    console.print("Starting Milepost on this machine.")
    with running(RUN_FOLDER, organisation, console, DEFAULT_PORT) as stack:
        _print_addresses(stack, console, time.monotonic() - started)
        try:
            if no_sample:
                _wait()
            desk = stack.desk()
            number = desk.post_form(
                {**SAMPLE, "description": f"{SAMPLE['description']} ({int(time.time())})"}
            )
            console.print(
                f"\nA customer posted the form: case [bold]{number}[/]. Its life (times in UTC):\n"
            )
            Story(desk, number, console).follow(stack.aws)
        except KeyboardInterrupt:
            console.print("\nStopping; the state is kept for the next start.")


@local.command("token")
@click.argument("name", type=click.Choice(sorted(PEOPLE)))
def token(name: str) -> None:
    """Print the token that a sign-in of the running stack sends to the API."""
    print(token_of(Place.of_running(RUN_FOLDER), name))


def _print_addresses(stack: Stack, console: Console, seconds: float) -> None:
    api = stack.place.outputs()["ApiUrl"]
    console.print(f"[bold green]Ready[/] after {seconds:.0f} s.\n")
    passwords = stack.place.passwords()
    lines = {
        "Web form": f"{api}/web-to-case",
        "API": api,
        "OpenAPI": f"{api}/openapi.json",
        "Mail in (SMTP)": f"127.0.0.1:{stack.inbox.port}",
        "Sent mail": stack.page.address,
        "Received calls": f"{stack.page.address}calls",
        **{
            f"Sign-in of {name}": f"{passwords[name]}  ({person.group})"
            for name, person in PEOPLE.items()
        },
        "Access token": ".venv/bin/milepost local token alex",
    }
    for name, value in lines.items():
        console.print(f"  {name:<20} {value}", highlight=False, soft_wrap=True)


def _wait() -> None:
    while True:
        time.sleep(1)


local.add_command(smoke)
