"""The errors of AWS as botocore raises them, for fakes to raise."""

from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError


def refusal(operation: str, code: str, message: str = "", **more: Any) -> ClientError:
    """A ClientError with its code; `more` joins the response."""
    status = 500 if code == "InternalServerError" else 400
    response: Any = {
        "Error": {"Code": code, "Message": message or code},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0},
        **more,
    }
    return ClientError(response, operation)


def invalid(operation: str, message: str) -> ClientError:
    """What a request gets that can never succeed."""
    return refusal(operation, "ValidationException", message)


def throttled(operation: str) -> ClientError:
    """What DynamoDB answers when a partition or the table is over its rate."""
    return refusal(operation, "ProvisionedThroughputExceededException", "The level is exceeded.")


def cancelled(operation: str, reasons: Sequence[Mapping[str, Any]]) -> ClientError:
    """A transaction that did not happen, with a reason for each of its actions."""
    codes = ", ".join(str(reason["Code"]) for reason in reasons)
    message = (
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    )
    return refusal(
        operation, "TransactionCanceledException", message, CancellationReasons=list(reasons)
    )


def conflict(operation: str) -> ClientError:
    """Another transaction is at work on the same item."""
    if operation == "TransactWriteItems":
        return cancelled(operation, [{"Code": "TransactionConflict"}])
    return refusal(operation, "TransactionConflictException")


def lost(operation: str) -> ReadTimeoutError:
    """The request was sent, and no answer came."""
    return ReadTimeoutError(endpoint_url=f"https://fake/{operation}")
