"""One TransactWriteItems: its actions by role, and what a refusal of each of them means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo.limits import refuse_too_large
from shared.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_CANCELLED = "TransactionCanceledException"
_MISMATCH = "IdempotentParameterMismatchException"
_CONDITION = "ConditionalCheckFailed"
_CONFLICT = "TransactionConflict"


@dataclass(frozen=True, slots=True)
class Part:
    """One action and its role."""

    role: str
    action: Mapping[str, Any]


Refusals = Mapping[str, Mapping[str, Any]]
"""Role of each part whose condition failed, with the item that stood in its way."""


def write(dynamo: "DynamoDBClient", parts: Sequence[Part], token: str) -> Refusals:
    """Write all parts or none; answers the parts whose conditions failed.

    Raises Conflict when another transaction was at work, Refused for what is too large,
    Unavailable when throttled, UnknownOutcome when the answer was lost.
    """
    reasons: Sequence[Mapping[str, Any]]
    with writing("write a change"):
        try:
            dynamo.transact_write_items(
                TransactItems=[dict(part.action) for part in parts],  # type: ignore[misc]  # built by role
                ClientRequestToken=token,
            )
        except ClientError as error:
            refuse_too_large(error)
            if code_of(error) == _MISMATCH:
                raise Conflict("the token was used for another write") from error
            if code_of(error) != _CANCELLED:
                raise
            reasons = error.response.get("CancellationReasons", [])
        else:
            return {}
    return _sorted_out(parts, reasons)


def in_table(table: str, part: Part) -> Part:
    """The same action with the name of its table."""
    return Part(part.role, {kind: {"TableName": table, **a} for kind, a in part.action.items()})


def _sorted_out(parts: Sequence[Part], reasons: Sequence[Mapping[str, Any]]) -> Refusals:
    refused = {
        part.role: reason.get("Item") or {}
        for part, reason in zip(parts, reasons, strict=False)
        if reason.get("Code") == _CONDITION
    }
    if refused:
        return refused
    codes = {str(reason.get("Code", "None")) for reason in reasons} - {"None"}
    if _CONFLICT in codes:
        raise Conflict("another transaction was at work on the same item")
    raise Unavailable(f"the write was cancelled: {', '.join(sorted(codes)) or 'no reason given'}")
