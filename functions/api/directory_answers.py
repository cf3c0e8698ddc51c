"""What people are told of the directory: documents with their authors, computed keys and company."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from functions.api.answers import MailState
from functions.api.present import mail_state
from functions.api.resources import Resource
from shared.business_time.instant import format_instant
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument, keys_naming, references_of
from shared.domain.history import Caller
from shared.errors import Fault, Refused
from shared.ports import Page
from shared.workflows.documents_beside import Beside
from shared.workflows.mail_states import bar_of
from shared.workflows.renew_entitlement import renewal_of
from shared.workflows.world import World


def told_document(
    world: World,
    resource: Resource,
    told: type[Any],
    held: HeldDocument,
    caller: Caller,
    expand: str | None = None,
) -> Any:
    """One document in its answer's shape, without what is hidden from the caller (S1)."""
    more: dict[str, Any] = {}
    if resource.kind == "entitlement":
        renewal = renewal_of(world, held.id)
        more["renewed_as"] = renewal.id if renewal else None
    if resource.kind == "contact":
        more["mail_state"] = _mail_state(world, held, caller)
    (one,) = _told(world, resource, told, (held,), caller, Beside(world), expand, **more)
    return one


def _mail_state(world: World, held: HeldDocument, caller: Caller) -> MailState | None:
    """What bars mail to a contact whose address the caller may see."""
    hidden = world.shelf.current().declared("case").open_to.hidden_from(caller.roles)
    address = None if "contact.email" in hidden else held.document.get("email")
    known = bar_of(world, address)
    return mail_state(known) if known else None


def told_page(
    world: World,
    resource: Resource,
    told: type[Any],
    page: Page[HeldDocument],
    caller: Caller,
    beside: Beside,
    expand: str | None = None,
) -> dict[str, Any]:
    """One page of documents, without what takes a look at others: what they were renewed as."""
    items = _told(world, resource, told, page.items, caller, beside, expand)
    return {"items": list(items), "next": page.cursor}


def _told(
    world: World,
    resource: Resource,
    told: type[Any],
    items: Sequence[HeldDocument],
    caller: Caller,
    beside: Beside,
    expand: str | None,
    **more: Any,
) -> Iterator[Any]:
    keys = _known_keys(resource, expand)
    hidden = world.shelf.current().declared("case").open_to.hidden_from(caller.roles)
    beside.look(items)
    if resource.kind == "entitlement":
        beside.count(items)
    if keys:
        beside.documents(
            (kind, name) for held in items for _, kind, name in _named(resource, held, keys)
        )
    for held in items:
        also = {"expanded": _expanded(resource, held, hidden, keys, beside)} if keys else {}
        yield told(
            **_meta(held),
            **_computed(held, beside),
            **visible(resource.kind, held.document, hidden),
            **also,
            **more,
        )


def _meta(held: HeldDocument) -> dict[str, Any]:
    return {
        "id": held.id,
        "edition": held.edition,
        "created_at": format_instant(held.created_at),
        "created_by": held.created_by,
        "changed_at": format_instant(held.changed_at),
        "changed_by": held.changed_by,
    }


def visible(kind: str, document: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """The keys of a document that are not hidden, its own fields among them, without its id (S1)."""
    seen = {
        name: value
        for name, value in document.items()
        if name != "id" and f"{kind}.{name}" not in hidden
    }
    if "fields" in seen:
        seen["fields"] = {
            name: value for name, value in seen["fields"].items() if f"{kind}.{name}" not in hidden
        }
    return seen


def _computed(held: HeldDocument, beside: Beside) -> dict[str, Any]:
    status = beside.status_of(held)
    if status is None:
        return {}
    own = _balance(held, beside) if held.kind == "entitlement" else {}
    return {"status": status, **own}


def _balance(held: HeldDocument, beside: Beside) -> dict[str, Any]:
    entitlement = Entitlement.model_validate(held.document)
    left: dict[str, Any] = {}
    kinds: tuple[tuple[RecordType, str], ...] = (("case", "cases"), ("work_order", "work_orders"))
    for record_type, key in kinds:
        most, used = entitlement.allowance(record_type), beside.used(entitlement, record_type)
        left[f"used_{key}"] = used
        left[f"remaining_{key}"] = None if most is None or used is None else most - used
    return left


def _known_keys(resource: Resource, expand: str | None) -> list[str]:
    wanted = [key.strip() for key in (expand or "").split(",") if key.strip()]
    known = keys_naming(resource.kind)
    strange = [key for key in wanted if key not in known]
    if strange:
        there = ", ".join(known) or "none"
        words = f"'{strange[0]}' names no document of the directory; those that do: {there}."
        raise Refused("This cannot be expanded.", faults=(Fault("query:/expand", words),))
    return wanted


def _named(
    resource: Resource, held: HeldDocument, keys: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    return (
        (path, kind, name)
        for path, kind, name in references_of(resource.kind, held.document)
        if path.partition("[")[0] in keys
    )


def _expanded(
    resource: Resource,
    held: HeldDocument,
    hidden: frozenset[str],
    keys: list[str],
    beside: Beside,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = beside.documents(())
    for path, kind, name in _named(resource, held, keys):
        key, is_list, _ = path.partition("[")
        there = known.get((kind, name))
        told = {"id": name, **visible(kind, there.document, hidden)} if there else None
        if is_list:
            found.setdefault(key, []).append(told)
        else:
            found[key] = told
    return found
