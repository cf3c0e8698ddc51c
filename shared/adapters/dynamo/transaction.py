"""One TransactWriteItems: its actions by role, and what a refusal of each of them means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_CANCELLED = "TransactionCanceledException"
_CONDITION = "ConditionalCheckFailed"
_BUSY = frozenset({"TransactionConflict"})


@dataclass(frozen=True, slots=True)
class Part:
    """One action and its role."""

    role: str
    action: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A part whose condition failed, with the item that stood in its way."""

    role: str
    found: Mapping[str, Any]


def write(dynamo: "DynamoDBClient", parts: Sequence[Part], token: str) -> tuple[RefusedPart, ...]:
    """Write all parts or none; answers the parts whose conditions failed.

    Raises Conflict when another transaction was at work, Unavailable when throttled, UnknownOutcome
    when the answer was lost.
    """
    try:
        with writing("write a change"):
            _write(dynamo, parts, token)
    except _Cancelled as cancelled:
        return _sorted_out(parts, cancelled.reasons)
    return ()


class _Cancelled(Exception):
    def __init__(self, reasons: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("cancelled")
        self.reasons = reasons


def _write(dynamo: "DynamoDBClient", parts: Sequence[Part], token: str) -> None:
    try:
        dynamo.transact_write_items(
            TransactItems=[part.action for part in parts],  # type: ignore[misc]  # built by role
            ClientRequestToken=token,
        )
    except ClientError as error:
        if code_of(error) == _CANCELLED:
            raise _Cancelled(error.response.get("CancellationReasons", [])) from error
        if code_of(error) == "IdempotentParameterMismatchException":
            raise Conflict("the token was used for another write") from error
        raise


def _sorted_out(
    parts: Sequence[Part], reasons: Sequence[Mapping[str, Any]]
) -> tuple[RefusedPart, ...]:
    codes = [str(reason.get("Code", "None")) for reason in reasons]
    refused = tuple(
        RefusedPart(part.role, reason.get("Item") or {})
        for part, reason in zip(parts, reasons, strict=False)
        if reason.get("Code") == _CONDITION
    )
    if refused:
        return refused
    if any(code in _BUSY for code in codes):
        raise Conflict("another transaction was at work on the same item")
    raise Unavailable(f"the write was cancelled: {', '.join(sorted(set(codes) - {'None'}))}")
