"""Clients, made once, and the translation of what they raise into our errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from shared.errors import Misconfigured, Unavailable, UnknownOutcome

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_events import EventBridgeClient
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sqs import SQSClient

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "max_attempts": 3},
    tcp_keepalive=True,
    max_pool_connections=16,
)

_THROTTLED = frozenset(
    {
        "InternalServerError",
        "InternalServerException",
        "InternalFailure",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceQuotaExceededException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
_SERVER_ERROR = 500


@lru_cache(maxsize=1)
def _session() -> boto3.Session:
    return boto3.Session()


@overload
def client(name: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(name: Literal["scheduler"]) -> "EventBridgeSchedulerClient": ...
@overload
def client(name: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(name: Literal["sesv2"]) -> "SESV2Client": ...
@overload
def client(name: Literal["events"]) -> "EventBridgeClient": ...
@lru_cache(maxsize=8)
def client(name: Any) -> Any:
    """One client per service, all from one session."""
    return _session().client(name, config=_CONFIG)


def code_of(error: ClientError) -> str:
    """The service's own name for what went wrong."""
    return str(error.response.get("Error", {}).get("Code", "Unknown"))


def is_temporary(error: ClientError) -> bool:
    """Whether the same call may succeed later."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return code_of(error) in _THROTTLED or status >= _SERVER_ERROR


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Translate the failures of a read: temporary ones are Unavailable, the rest Misconfigured."""
    try:
        yield
    except ClientError as error:
        raise _translated(what, error) from error
    except BotoCoreError as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error


@contextmanager
def writing(what: str) -> Iterator[None]:
    """The same for a write, where a lost answer may hide that it happened."""
    try:
        yield
    except ClientError as error:
        raise _translated(what, error) from error
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error
    except (ReadTimeoutError, ConnectionClosedError) as error:
        raise UnknownOutcome(f"{what}: {type(error).__name__}") from error
    except BotoCoreError as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error


def _translated(what: str, error: ClientError) -> Exception:
    if is_temporary(error):
        return Unavailable(f"{what}: {code_of(error)}")
    return Misconfigured(f"{what}: {code_of(error)}")
