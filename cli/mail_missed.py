"""`milepost mail missed`: stored mails of which the deployment was never told."""

import click
from rich.markup import escape

from cli.speech import console
from cli.stage import mail_world_of, stage_option
from shared.workflows.missed_mail import missed_mails, take_missed

_HOUR = 3_600


@click.command("missed")
@click.option("--hours", type=click.IntRange(1, 24 * 30), default=24, show_default=True)
@click.option("--take", is_flag=True, help="Take them in, as mail that nobody vouches for.")
@stage_option
def missed(hours: int, take: bool, stage: str) -> None:
    """List mails that were stored and became nothing, because their notification was lost."""
    mail_world = mail_world_of(stage)
    found = list(missed_mails(mail_world, mail_world.world.clock.now() - hours * _HOUR))
    if not found:
        console().print(f"No mail of the last {hours} hours was missed.")
    for identifier in found:
        words = ""
        if take:
            received = take_missed(mail_world, identifier)
            words = f": {received.became} {received.number or received.why or ''}"
        console().print(escape(f"{identifier}{words}"))
