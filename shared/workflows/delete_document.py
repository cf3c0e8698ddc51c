"""Delete a document of the directory, unless documents or records refer to it (E7)."""

from collections.abc import Iterator

from shared.domain.history import Caller, Card
from shared.errors import Fault, Refused
from shared.workflows.put_document import read_document
from shared.workflows.world import World

_LOOKED_AT = 1_000
_NAMED = 20


def delete_document(
    world: World, kind: str, identifier: str, caller: Caller, *, expected: int | None = None
) -> None:
    """Delete it; raises Absent, StaleRevision, Refused naming what refers to it.

    Of an account's records the newest thousand are looked at.
    """
    document = read_document(world, kind, identifier).document
    account = identifier if kind == "account" else document.get("account")
    if account and kind in ("account", "contact", "entitlement"):
        _refuse_with_records(world, kind, identifier, str(account))
    world.directory.delete(
        kind,
        identifier,
        who=caller.name,
        at=world.clock.now(),
        door=caller.door,
        expected=expected,
    )


def _refuse_with_records(world: World, kind: str, identifier: str, account: str) -> None:
    referring = [
        card.number
        for card in _records(world, account)
        if kind == "account" or getattr(card, kind) == identifier
    ]
    if referring:
        raise Refused(
            f"The {kind} '{identifier}' is referred to.",
            faults=tuple(
                Fault("", f"record {number} refers to it", "referred")
                for number in referring[:_NAMED]
            ),
        )


def _records(world: World, account: str) -> Iterator[Card]:
    cursor: str | None = None
    seen = 0
    while seen < _LOOKED_AT:
        page = world.records.of_account(account, cursor, 100)
        yield from page.items
        seen += len(page.items)
        cursor = page.cursor
        if cursor is None:
            return
