"""What IAM says to a door that calls the table: what its policy has, and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.door_policies import door_that_calls, is_allowed
from tests.support.fakes import refusals


def enforce(operation: str, request: Mapping[str, Any]) -> None:
    """Raise what AWS answers when the calling door may not do this; a bare verb may do all."""
    door = door_that_calls()
    if door is None:
        return
    for action in _actions(operation, request):
        if not is_allowed(door, action, request.get("IndexName")):
            message = f"The door {door} is not authorized to perform: dynamodb:{action}"
            raise refusals.refusal(operation, "AccessDeniedException", message)


def _actions(operation: str, request: Mapping[str, Any]) -> Iterator[str]:
    """A transaction asks for the actions that it is made of."""
    if operation != "TransactWriteItems":
        yield operation
        return
    for part in request["TransactItems"]:
        yield from (
            "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item" for kind in part
        )
