"""`milepost mail bounce` and `milepost mail state`: what becomes of an address, and what is known of it."""

import json

import boto3
import click
from rich.markup import escape

from cli.local.simulator import NAMES, news_of
from cli.speech import console
from cli.stage import local_outputs, stage_option, world_of
from cli.words import moment
from shared.workflows.mail_states import clear_mail_state, mail_state


@click.command("bounce")
@click.argument("effect")
@click.argument("address")
@click.option("--as", "name", type=click.Choice(NAMES), default="gone", show_default=True)
def bounce(effect: str, address: str, name: str) -> None:
    """Say on the local stack that a mail could not be delivered, or that its reader complained.

    EFFECT is the id of a sent mail, as the page of sent mail shows it.
    """
    outputs = local_outputs()
    body = json.dumps(news_of(name, effect, address))
    boto3.client("sqs").send_message(QueueUrl=outputs["DeliveryQueueUrl"], MessageBody=body)
    console().print(f"Said of {escape(effect)}: {name} {escape(address)}.")


@click.command("state")
@click.argument("address")
@click.option("--clear", is_flag=True, help="Let mail go there again.")
@stage_option
def state(address: str, clear: bool, stage: str) -> None:
    """Show what is known of an address that bounced, or whose owner complained."""
    world, caller = world_of(stage)
    found = clear_mail_state(world, address, caller) if clear else mail_state(world, address)
    zone = world.shelf.current().settings.zone
    words = f"{found.address}: {found.words}, {moment(found.at, zone)} ({zone})"
    console().print(escape(words))
