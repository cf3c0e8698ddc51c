"""What the refusal of a commit means: done already, done by others, or somebody was faster."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.dynamo.items import WRITTEN_BY, to_model
from shared.adapters.dynamo.transaction import Refusals
from shared.domain.history import Receipt
from shared.errors import AlreadyDone, BalanceMoved, Conflict, MilepostError, NumberTaken
from shared.ports import Commit


def has_landed(commit: Commit, refused: Refusals) -> bool | None:
    """Whether this very commit is what stands in its own way; None if that cannot be told."""
    event, file = refused.get("event"), refused.get("file")
    if any(_token(found) == commit.token for found in (event, file)):
        return True
    if event or file is None or _version(file) < commit.file.version:
        return False
    return None


def verdict(commit: Commit, refused: Refusals) -> MilepostError | None:
    """The error that a refused commit deserves; None if an earlier try of it has succeeded.

    A creation whose receipt holds its own fresh number was committed, whatever was decided anew.
    """
    number, is_new = commit.file.number, commit.expected_version is None
    if "receipt" in refused:
        receipt = to_model(refused["receipt"], Receipt)
        if is_new and receipt.number == number:
            return None
        return AlreadyDone(receipt.number, receipt.fingerprint)
    if "file" in refused or "event" in refused:
        if is_new:
            return NumberTaken(f"{number} exists already")
        return Conflict(f"{number} has moved on")
    return BalanceMoved("the allowance has left its zone")


def _token(found: Mapping[str, Any] | None) -> str | None:
    return found[WRITTEN_BY]["S"] if found and WRITTEN_BY in found else None


def _version(found: Mapping[str, Any]) -> int:
    return int(found["version"]["N"]) if "version" in found else 0
