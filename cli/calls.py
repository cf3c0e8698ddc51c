"""`milepost calls`: where webhooks and chats go, and the secrets that they need."""

import sys

import click
from rich.markup import escape
from rich.table import Table

from cli.speech import complain, console
from cli.stage import outputs_of, stage_option, world_of
from shared import wiring
from shared.domain.call_target import CallTarget
from shared.ports import SecretKeeper
from shared.workflows.call_secrets import TargetState, keep_secret, make_missing, target_states

_COLOURS = {"missing": "red", "no key": "red", "there": "green"}


@click.group()
def calls() -> None:
    """Look after call targets and their secrets."""


@calls.command("list")
@stage_option
def list_targets(stage: str) -> None:
    """List every call target in force, and whether its secret is there."""
    targets, secrets = _at(stage)
    states = target_states(targets, secrets)
    console().print(_table(states) if states else "No call targets.")


@calls.command("secret")
@click.argument("name")
@click.option("--generate", is_flag=True, help="Make a fresh one, and print it once.")
@click.option("--stdin", is_flag=True, help="Read it from standard input.")
@stage_option
def set_secret(name: str, stage: str, *, generate: bool, stdin: bool) -> None:
    """Make or replace the secret NAME; asked for without showing it, unless an option says else.

    Webhooks are then signed with the new one and with the one before, until the next replacement.
    """
    if generate and stdin:
        raise click.UsageError("Either --generate or --stdin.")
    targets, secrets = _at(stage)
    value = _value(secrets, generate=generate, stdin=stdin)
    users = keep_secret(name, value, targets, secrets)
    if generate:
        print(value)
    complain(f"Kept; used by {', '.join(target.name for target in users)} within five minutes.")


@calls.command("make-secrets")
@stage_option
def make_secrets(stage: str) -> None:
    """Make a fresh secret for every webhook that has none, and print each once."""
    targets, secrets = _at(stage)
    made = make_missing(targets, secrets)
    for name, value in made:
        print(f"{name}  {value}")
    complain(f"{len(made)} made." if made else "Every webhook has its secret.")


def _at(stage: str) -> tuple[tuple[CallTarget, ...], SecretKeeper]:
    world, _ = world_of(stage)
    return world.shelf.current().call_targets(), wiring.secrets_for_cli(outputs_of(stage))


def _value(secrets: SecretKeeper, *, generate: bool, stdin: bool) -> str:
    if generate:
        return secrets.fresh()
    if stdin:
        return sys.stdin.read().strip()
    given: str = click.prompt("Secret", hide_input=True, confirmation_prompt=True)
    return given


def _table(states: tuple[TargetState, ...]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("target", "type", "address", "secret", "is"):
        table.add_column(title, header_style="dim", overflow="fold")
    for found in states:
        target, colour = found.target, _COLOURS.get(found.state, "dim")
        table.add_row(
            escape(target.name),
            target.type,
            escape(target.url),
            escape(target.secret or "-"),
            f"[{colour}]{found.state}[/]",
        )
    return table
