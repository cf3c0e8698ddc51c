"""One session, each client made once, and botocore's errors said in ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProxyConnectionError,
    SSLError,
)

from shared.errors import MilepostError, Misconfigured, Unavailable, UnknownOutcome

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_events import EventBridgeClient
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_ses import SESClient
    from types_boto3_sqs import SQSClient

_TRIES = 3
_ONCE = 1
_SIGNED_ADDRESSES: dict[str, Any] = {
    "signature_version": "s3v4",
    "s3": {"addressing_style": "virtual"},
    "request_checksum_calculation": "when_required",
}
"""Addresses of S3 that a browser can use: of the bucket's own region, with nothing to compute."""

_ASKED_ONCE = frozenset({"ses", "secretsmanager"})

_TEMPORARY = frozenset(
    {
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceQuotaExceededException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "ThrottledException",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_MAY_HAVE_HAPPENED = frozenset(
    {"InternalFailure", "InternalServerError", "TransactionInProgressException"}
)
_NEVER_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError)
_NOT_SET_UP = (NoCredentialsError, NoRegionError, PartialCredentialsError)
_SERVER_ERROR = 500


def config_of(name: str) -> Config:
    """How a client waits and retries.

    SES has no request token, so nothing repeats a mail; a secret is asked for again with its call.
    """
    is_mail = name == "ses"
    return Config(
        connect_timeout=1,
        read_timeout=10 if is_mail else 3,
        retries={
            "mode": "standard",
            "total_max_attempts": _ONCE if name in _ASKED_ONCE else _TRIES,
        },
        tcp_keepalive=True,
        max_pool_connections=16,
        account_id_endpoint_mode="disabled",
        **(_SIGNED_ADDRESSES if name == "s3" else {}),
        parameter_validation=False,  # up to a fifth of a call's CPU; the contract suite has it on
    )


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
def client(name: Literal["ses"]) -> "SESClient": ...
@overload
def client(name: Literal["secretsmanager"]) -> "SecretsManagerClient": ...
@overload
def client(name: Literal["events"]) -> "EventBridgeClient": ...
@overload
def client(name: Literal["stepfunctions"]) -> Any: ...
@overload
def client(name: Literal["s3"]) -> Any: ...
@lru_cache(maxsize=8)
def client(name: Any) -> Any:
    """One client per service, all from one session."""
    return _session().client(name, config=config_of(name))


def code_of(error: ClientError) -> str:
    """The service's own name for what went wrong."""
    return str(error.response.get("Error", {}).get("Code", "Unknown"))


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Say the failures of a read: temporary ones are Unavailable, the rest Misconfigured."""
    try:
        yield
    except ClientError as error:
        raise _refused(what, error) from error
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        raise _not_answered(what, error) from error


@contextmanager
def writing(what: str) -> Iterator[None]:
    """The same for a write, where a lost answer or a 500 may hide that it happened."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _MAY_HAVE_HAPPENED:
            raise UnknownOutcome(f"{what}: {code_of(error)}") from error
        raise _refused(what, error) from error
    except _NEVER_SENT as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error
    except (HTTPClientError, IncompleteReadError) as error:
        raise UnknownOutcome(f"{what}: {type(error).__name__}") from error
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        raise _not_answered(what, error) from error


@contextmanager
def telling(what: str) -> Iterator[None]:
    """The same for what may safely be said twice: every failure is Unavailable."""
    try:
        yield
    except ClientError as error:
        raise Unavailable(f"{what}: {code_of(error)}") from error
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error


def _refused(what: str, error: ClientError) -> MilepostError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code_of(error) in _TEMPORARY or status >= _SERVER_ERROR:
        return Unavailable(f"{what}: {code_of(error)}")
    return Misconfigured(f"{what}: {code_of(error)}")


def _not_answered(what: str, error: BotoCoreError) -> MilepostError:
    kind = Misconfigured if isinstance(error, _NOT_SET_UP) else Unavailable
    return kind(f"{what}: {type(error).__name__}")
