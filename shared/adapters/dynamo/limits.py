"""What the table cannot hold, said to whoever asked for it."""

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of
from shared.errors import Fault, Refused

_CODES = frozenset({"TransactionCanceledException", "ValidationException"})
_WORDS = ("maximum allowed size", "cannot exceed 4 MB", "Collection size")


def refuse_too_large(error: ClientError) -> None:
    """Raise Refused if an item or a transaction was larger than DynamoDB takes."""
    if code_of(error) not in _CODES:
        return
    reasons = error.response.get("CancellationReasons", [])
    said = [str(error), *(str(reason.get("Message", "")) for reason in reasons)]
    if any(words in message for message in said for words in _WORDS):
        raise Refused(
            "This is more than a record can hold.",
            faults=(Fault("", "The record would be larger than 400 KB.", "too_large"),),
        ) from error
