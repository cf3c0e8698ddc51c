"""Which deployment the command line speaks to, and who is speaking."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from cli.calls_port import USUAL_PORT
from shared import wiring
from shared.domain.history import Caller
from shared.errors import Misconfigured, Unavailable
from shared.workflows.mail_world import MailWorld
from shared.workflows.world import World

LOCAL_OUTPUTS = Path(
    os.environ.get("MILEPOST_LOCAL_OUTPUTS")
    or Path(__file__).parents[1] / ".local" / "run" / "outputs.json"
)
CALLS_PORT = "CallsPort"
"""The output of a local stack that says where its receiver listens."""
STACKS = ("data", "service")
ROLES = ("managers",)

stage_option = click.option(
    "--stage",
    type=click.Choice(["local", "dev", "prod"]),
    default="local",
    show_default=True,
    envvar="MILEPOST_STAGE",
    help="The deployment that is meant.",
)


def world_of(stage: str) -> tuple[World, Caller]:
    """The ports of a deployment and the caller; raises Misconfigured or Unavailable in a sentence."""
    outputs, caller = outputs_of(stage), whoever_calls()
    return wiring.world_for_cli(outputs, caller), caller


def mail_world_of(stage: str) -> MailWorld:
    """The ports of mail of a deployment; raises Misconfigured or Unavailable in a sentence."""
    return wiring.mail_world_for_cli(outputs_of(stage), whoever_calls())


def whoever_calls() -> Caller:
    """Who is at the command line; raises Misconfigured if nobody can say."""
    return Caller(name=_who(), door="cli", roles=ROLES)


def outputs_of(stage: str) -> Mapping[str, str]:
    """Where everything of a deployment is; raises Misconfigured or Unavailable in a sentence."""
    return local_outputs() if stage == "local" else stack_outputs(stage)


def local_outputs(path: Path = LOCAL_OUTPUTS) -> Mapping[str, str]:
    """What the local stack wrote down when it was deployed; points AWS calls at it."""
    try:
        outputs: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misconfigured("The local stack is not running: start it with `make run`.") from None
    except (OSError, ValueError) as fault:
        raise Misconfigured(f"{path} cannot be read: start the local stack anew.") from fault
    _speak_to_local(outputs)
    return outputs


def calls_port_of(stage: str) -> int:
    """Where calls to this machine's receiver end in a stage; the usual port if nobody knows."""
    with suppress(Misconfigured):
        if stage == "local":
            return int(local_outputs().get(CALLS_PORT, USUAL_PORT))
    return USUAL_PORT


def stack_outputs(stage: str) -> Mapping[str, str]:
    """The outputs of the deployed stacks of a stage, from CloudFormation."""
    try:
        client = boto3.client("cloudformation")
        found: list[Any] = [
            output
            for stack in STACKS
            for described in client.describe_stacks(StackName=f"Milepost-{stage}-{stack}")["Stacks"]
            for output in described.get("Outputs", [])
        ]
    except ClientError as refused:
        reason = refused.response.get("Error", {}).get("Message", str(refused))
        raise Misconfigured(f"The stage '{stage}' cannot be found: {reason}") from refused
    except BotoCoreError as fault:
        raise Unavailable(f"AWS cannot be reached: {fault}") from fault
    return {output["OutputKey"]: output["OutputValue"] for output in found}


def _who() -> str:
    try:
        return str(boto3.client("sts").get_caller_identity()["Arn"]).rpartition(":")[2]
    except (BotoCoreError, ClientError) as fault:
        raise Unavailable(f"AWS does not say who you are: {fault}") from fault


def _speak_to_local(outputs: Mapping[str, str]) -> None:
    for name, value in outputs.items():
        if name.startswith("AWS_"):
            os.environ[name] = value
