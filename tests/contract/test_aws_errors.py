"""What botocore raises, said in our words: what happened, what may have, and what never will."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)

from shared.adapters.aws import client, config_of, reading, telling, writing
from shared.errors import MilepostError, Misconfigured, Unavailable, UnknownOutcome

URL = "https://dynamodb"


def refused(code: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "PutItem")


@pytest.mark.parametrize(
    ("error", "of_a_read", "of_a_write"),
    [
        (refused("ThrottlingException"), Unavailable, Unavailable),
        (refused("ProvisionedThroughputExceededException"), Unavailable, Unavailable),
        (refused("ServiceUnavailable", 503), Unavailable, Unavailable),
        (refused("InternalServerError", 500), Unavailable, UnknownOutcome),
        (refused("TransactionInProgressException"), Unavailable, UnknownOutcome),
        (refused("AccessDeniedException"), Misconfigured, Misconfigured),
        (refused("ResourceNotFoundException"), Misconfigured, Misconfigured),
        (ReadTimeoutError(endpoint_url=URL), Unavailable, UnknownOutcome),
        (ConnectionClosedError(endpoint_url=URL), Unavailable, UnknownOutcome),
        (ConnectTimeoutError(endpoint_url=URL), Unavailable, Unavailable),
        (EndpointConnectionError(endpoint_url=URL), Unavailable, Unavailable),
        (NoCredentialsError(), Misconfigured, Misconfigured),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_a_failure_says_whether_it_may_have_happened(
    error: Exception, of_a_read: type[MilepostError], of_a_write: type[MilepostError]
) -> None:
    assert said(reading, error) is of_a_read
    assert said(writing, error) is of_a_write
    assert said(telling, error) is Unavailable


@pytest.mark.parametrize("said_by", [reading, writing, telling])
def test_our_own_mistake_is_nobodys_outage(said_by: Callable[[str], Any]) -> None:
    with pytest.raises(ParamValidationError), said_by("try"):
        raise ParamValidationError(report="Missing required parameter")


@pytest.mark.parametrize("said_by", [reading, writing, telling])
def test_our_own_words_pass_unchanged(said_by: Callable[[str], Any]) -> None:
    with pytest.raises(UnknownOutcome, match="as it was"), said_by("try"):
        raise UnknownOutcome("as it was")


def test_a_client_is_made_once(aws: None) -> None:
    remembered: Any = client
    remembered.cache_clear()

    assert client("dynamodb") is client("dynamodb")

    remembered.cache_clear()


@pytest.mark.parametrize(
    ("service", "tries"), [("dynamodb", 3), ("sqs", 3), ("ses", 1), ("secretsmanager", 1)]
)
def test_a_call_is_tried_a_few_times_and_a_mail_once(
    credentials: pytest.MonkeyPatch, service: Any, tries: int
) -> None:
    known: Any = boto3.client(service, config=config_of(service)).meta.config

    assert known.retries == {"mode": "standard", "total_max_attempts": tries}
    assert known.connect_timeout == 1
    assert known.tcp_keepalive


def said(by: Callable[[str], Any], error: Exception) -> type[MilepostError]:
    with pytest.raises(MilepostError) as told, by("try"):
        raise error
    return type(told.value)
