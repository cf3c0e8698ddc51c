"""What putting a document of the directory refuses, because it would lose data or name nothing."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.dynamo.directory_copies import terms_of
from shared.adapters.dynamo.directory_documents import Documents
from shared.adapters.dynamo.kept_document import Document, Kept
from shared.domain.directory_form import read_form
from shared.domain.entitlement import (
    Entitlement,
    check_contract,
    refuse_other_account,
)
from shared.domain.held_document import words_for
from shared.errors import Fault, Refused, StaleRevision


def parsed(kind: str, identifier: str, document: Mapping[str, Any]) -> Document:
    """The document as it is kept: read once, under its id, without what has its default."""
    return read_form(kind, identifier, document).model_dump(mode="json", exclude_defaults=True)


def refuse_stale(kind: str, identifier: str, kept: Kept, expected: int | None) -> None:
    """Raise StaleRevision unless the document is at the edition that was expected; 0 is none."""
    present = 0 if kept.document is None else kept.edition
    if expected is not None and expected != present:
        words = f"is at edition {present}" if present else "does not exist"
        raise StaleRevision(f"The {kind} '{identifier}' {words}, and {words_for(expected)}.")


def check(kind: str, wanted: Document, before: Document | None, documents: Documents) -> None:
    """Raise Refused for what names nothing, and for what may never move (E1, E2)."""
    named = {"contact": "account", "asset": "account", "contract": "account", "line": "contract"}
    if kind in named:
        _exists(named[kind], wanted[named[kind]], documents)
    if kind == "entitlement":
        _check_entitlement(Entitlement.model_validate(wanted), before, documents)
    if before is not None and kind in ("contract", "line"):
        _stays(kind, wanted, before, documents)


def _check_entitlement(
    entitlement: Entitlement, before: Document | None, documents: Documents
) -> None:
    if before is not None:
        refuse_other_account(Entitlement.model_validate(before), entitlement)
    _exists("account", entitlement.account, documents)
    for kind, name in (("line", entitlement.line), ("contract", entitlement.contract)):
        if name is not None:
            _exists(kind, name, documents)
    faults = check_contract(entitlement, *terms_of(documents, entitlement))
    if faults:
        raise Refused("The entitlement cannot be accepted.", faults=faults)


def _stays(kind: str, wanted: Document, before: Document, documents: Documents) -> None:
    """A contract and its lines stay with their account, because entitlements carry their terms."""
    if kind == "contract":
        was, now = before["account"], wanted["account"]
    else:
        was, now = (_account_of_line(one, documents) for one in (before, wanted))
    if was != now:
        fault = Fault("account" if kind == "contract" else "contract", f"'{was}' for ever", "fixed")
        raise Refused(f"A {kind} cannot move to another account.", faults=(fault,))


def _account_of_line(line: Document, documents: Documents) -> str | None:
    contract = documents.get("contract", line["contract"])
    return str(contract["account"]) if contract else None


def _exists(kind: str, name: str, documents: Documents) -> None:
    if documents.get(kind, name) is None:
        words = f"there is no {kind} '{name}'"
        raise Refused(f"There is no {kind} '{name}'.", faults=(Fault(kind, words, "unknown"),))
