"""Real clients whose every call fails in a way that is asked for, without leaving the process."""

from typing import Any

import boto3
from botocore.config import Config

from shared.adapters.aws import config_of


def refusing(service: Any, code: str, *, status: int = 400) -> Any:
    """A client that gets this error code for an answer, after all its tries."""
    client = boto3.client(service, config=_once(service))

    def refuse(http_response: Any, parsed: dict[str, Any], **_: Any) -> None:
        parsed.clear()
        parsed["Error"] = {"Code": code, "Message": code}
        parsed["ResponseMetadata"] = {"HTTPStatusCode": status}
        http_response.status_code = status

    client.meta.events.register("after-call", refuse)
    return client


def raising(service: Any, error: Exception) -> Any:
    """A client that never gets an answer, for this reason."""
    client = boto3.client(service, config=_once(service))

    def fail(**_: Any) -> None:
        raise error

    client.meta.events.register_first("before-send", fail)
    return client


def _once(service: str) -> Config:
    return config_of(service).merge(
        Config(retries={"total_max_attempts": 1}, parameter_validation=True)
    )
