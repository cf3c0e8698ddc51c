"""Delete a document of the directory, unless anything refers to it (E7)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from shared.domain.configuration_wish import refuse_referred
from shared.domain.history import Caller
from shared.workflows.put_document import read_document
from shared.workflows.referrers import (
    MOST,
    configuration_naming,
    documents_naming,
    records_naming,
)
from shared.workflows.world import World

_OF_RECORDS = ("account", "contact", "asset", "entitlement")


def delete_document(
    world: World, kind: str, identifier: str, caller: Caller, *, expected: int | None = None
) -> None:
    """Delete it; raises Absent, StaleRevision, Refused naming what refers to it.

    Of an account's records the newest thousand are looked at.
    """
    document = read_document(world, kind, identifier).document
    found = list(islice(_outside(world, kind, identifier, document), MOST))
    if found:
        inside = documents_naming(world, kind, identifier)
        refuse_referred(kind, identifier, [*found, *islice(inside, MOST)])
    world.directory.delete(
        kind,
        identifier,
        who=caller.name,
        at=world.clock.now(),
        door=caller.door,
        expected=expected,
    )


def _outside(
    world: World, kind: str, identifier: str, document: Mapping[str, Any]
) -> Iterator[str]:
    """What the directory does not know of: the rules in force, and records."""
    yield from configuration_naming(world, kind, identifier)
    account = identifier if kind == "account" else document.get("account")
    if account and kind in _OF_RECORDS:
        below = document.get("covers") == "account_and_subsidiaries"
        yield from records_naming(world, kind, identifier, str(account), below=below)
