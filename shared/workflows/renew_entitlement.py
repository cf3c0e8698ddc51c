"""Renew an entitlement: make that of the next term, once, linked to the one before (E9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument
from shared.domain.history import Caller
from shared.domain.renewal import next_term, renewed, renewed_id
from shared.errors import Fault, StateConflict
from shared.workflows.create_document import create_document
from shared.workflows.judge_document import Asked
from shared.workflows.put_document import read_document
from shared.workflows.world import World

_KIND = "entitlement"


def renew_entitlement(
    world: World,
    identifier: str,
    caller: Caller,
    *,
    start: date | None = None,
    end: date | None = None,
    changes: Mapping[str, Any],
) -> HeldDocument:
    """Answer the renewal, which is made if there is none yet.

    Raises Absent, Refused, StateConflict if it was renewed otherwise than is now asked.
    """
    held = read_document(world, _KIND, identifier)
    asked = {**changes, **_given(start_date=start, end_date=end)}
    there = renewal_of(world, identifier)
    if there is not None:
        return _agreed(there, asked)
    term = next_term(Entitlement.model_validate(held.document), start, end)
    body = renewed(held.document, term, changes)
    try:
        return create_document(world, Asked(_KIND, renewed_id(identifier), body), caller)
    except StateConflict:
        there = renewal_of(world, identifier)
        if there is None:
            raise
        return _agreed(there, asked)


def renewal_of(world: World, identifier: str) -> HeldDocument | None:
    """The entitlement that this one was renewed as."""
    named = world.directory.list(_KIND, of=(_KIND, identifier), limit=10).items
    return next((one for one in named if one.document.get("renewed_from") == identifier), None)


def _given(**dates: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in dates.items() if day is not None}


def _agreed(there: HeldDocument, asked: Mapping[str, Any]) -> HeldDocument:
    others = [name for name, value in asked.items() if there.document.get(name) != value]
    if others:
        raise StateConflict(
            f"This entitlement was renewed as '{there.id}' already.",
            faults=tuple(
                Fault(f"/{name}", f"'{there.id}' has {there.document.get(name)}.", "renewed")
                for name in others
            ),
        )
    return there
