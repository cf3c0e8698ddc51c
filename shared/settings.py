"""The environment of a door: read once, frozen, and loud about everything that is missing."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import Misconfigured
from shared.names import LOCAL_STAGE, NEEDS, ONLY_LOCAL, Door, Env

_DEFAULT_TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What a door was given; a key that it does not need is empty."""

    stage: str = ""
    deployment: str = ""
    table_name: str = ""
    wake_queue_url: str = ""
    wake_queue_arn: str = ""
    schedule_group: str = ""
    schedule_role_arn: str = ""
    schedule_dlq_arn: str = ""
    mail_sender: str = ""
    mail_configuration_set: str = ""
    bus_name: str = ""
    call_queue_url: str = ""
    call_secrets: str = ""
    call_egress: str = ""
    call_authority: str = ""
    job_machine_arn: str = ""
    mail_bucket: str = ""
    mail_secrets: str = ""
    delivery_dlq_url: str = ""
    function_timeout: int = _DEFAULT_TIMEOUT


def load(door: Door) -> Settings:
    """Read what the door needs; raises one Misconfigured that names every missing key."""
    return read(door, os.environ)


def read(door: Door, environment: Mapping[str, str]) -> Settings:
    """The same from any mapping."""
    missing = [key.value for key in NEEDS[door] if not environment.get(key.value)]
    if missing:
        raise Misconfigured(f"The door {door.value} lacks {', '.join(missing)}.")
    given: dict[str, str] = {key.value.lower(): environment[key.value] for key in NEEDS[door]}
    if given[Env.STAGE.value.lower()] == LOCAL_STAGE:
        extra = {key.value: environment.get(key.value, "") for key in ONLY_LOCAL.get(door, ())}
        given |= {name.lower(): value for name, value in extra.items()}
    timeout = given.pop(Env.FUNCTION_TIMEOUT.value.lower(), str(_DEFAULT_TIMEOUT))
    if not timeout.isdigit():
        raise Misconfigured(f"{Env.FUNCTION_TIMEOUT.value} is no number of seconds: '{timeout}'.")
    return Settings(**given, function_timeout=int(timeout))
