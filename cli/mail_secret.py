"""`milepost mail rotate-secret`: a fresh key for the addresses under which cases are answered."""

import click

from cli.speech import complain
from cli.stage import mail_world_of, outputs_of, stage_option
from cli.words import moment
from shared import wiring
from shared.business_time.duration import parse_duration
from shared.workflows.rotate_reply_key import rotate_reply_key


def _seconds(_context: click.Context, _parameter: click.Parameter, given: str) -> int:
    try:
        return parse_duration(given)
    except ValueError as fault:
        raise click.BadParameter(str(fault)) from fault


@click.command("rotate-secret")
@click.option(
    "--grace",
    default="30d",
    show_default=True,
    callback=_seconds,
    help="For how long addresses that are out already lead to their cases; 0 for not at all.",
)
@stage_option
def rotate_secret(grace: int, stage: str) -> None:
    """Replace the key that signs reply addresses.

    Answers to older mails still find their case by the mail that they answer.
    """
    world = mail_world_of(stage).world
    keys = rotate_reply_key(wiring.mail_secrets_for_cli(outputs_of(stage)), world.clock, grace)
    if not keys.before:
        complain("Kept; from now on no older address leads to a case.")
        return
    zone = world.shelf.current().settings.zone
    complain(
        f"Kept; older addresses lead to their cases until {moment(keys.before[0].until, zone)}."
    )
