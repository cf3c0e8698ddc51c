"""What people are told of the directory: documents with their authors, computed keys and company."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.api.resources import Resource
from shared.business_time.instant import format_instant, local_date
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument, references_of
from shared.domain.history import Caller
from shared.domain.service_contract import ContractLine, ServiceContract, status_on
from shared.errors import Fault, Refused
from shared.ports import Page
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
    keys = _known_keys(resource, expand)
    if keys:
        more["expanded"] = _expanded(world, resource, held, caller, keys)
    if resource.kind == "entitlement":
        renewal = renewal_of(world, held.id)
        more["renewed_as"] = renewal.id if renewal else None
    return _told(world, resource, told, held, caller, _Days(world), **more)


def told_page(
    world: World, resource: Resource, told: type[Any], page: Page[HeldDocument], caller: Caller
) -> dict[str, Any]:
    """One page of documents, without what takes a look at others: what they were renewed as."""
    days = _Days(world)
    items = [_told(world, resource, told, held, caller, days) for held in page.items]
    return {"items": items, "next": page.cursor}


def _told(
    world: World,
    resource: Resource,
    told: type[Any],
    held: HeldDocument,
    caller: Caller,
    days: "_Days",
    **more: Any,
) -> Any:
    return told(
        **_meta(held),
        **_computed(world, resource, held, days),
        **_visible(world, resource.kind, held.document, caller),
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


def _visible(
    world: World, kind: str, document: Mapping[str, Any], caller: Caller
) -> dict[str, Any]:
    hidden = world.shelf.current().declared("case").open_to.hidden_from(caller.roles)
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


def _computed(
    world: World, resource: Resource, held: HeldDocument, days: "_Days"
) -> dict[str, Any]:
    if resource.kind == "contract":
        contract = ServiceContract.model_validate(held.document)
        today = days.today(contract.account)
        return {"status": status_on(today, contract.start_date, contract.last_day)}
    if resource.kind == "line":
        line = ContractLine.model_validate(held.document)
        owner = world.directory.get("contract", line.contract) or {}
        today = days.today(owner.get("account", ""))
        return {"status": status_on(today, line.start_date, line.end_date)}
    if resource.kind == "entitlement":
        entitlement = Entitlement.model_validate(held.document)
        today = days.today(entitlement.account)
        return {"status": entitlement.status(today), **_balance(world, entitlement)}
    return {}


class _Days:
    """The date of each account, looked up once for all documents of an answer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, date] = {}

    def today(self, account: str) -> date:
        """Dates count in the account's zone, else the organisation's (E2)."""
        if account not in self._known:
            own = (self._world.directory.get("account", account) or {}) if account else {}
            zone = own.get("zone") or self._world.shelf.current().settings.zone
            self._known[account] = local_date(zone, self._world.clock.now())
        return self._known[account]


def _balance(world: World, entitlement: Entitlement) -> dict[str, Any]:
    left: dict[str, Any] = {}
    kinds: tuple[tuple[RecordType, str], ...] = (("case", "cases"), ("work_order", "work_orders"))
    for record_type, key in kinds:
        most = entitlement.allowance(record_type)
        used = (
            None
            if most is None
            else world.directory.balance(entitlement.account, entitlement.id, record_type)
        )
        left[f"used_{key}"] = used
        left[f"remaining_{key}"] = None if most is None or used is None else most - used
    return left


def _known_keys(resource: Resource, expand: str | None) -> list[str]:
    wanted = [key.strip() for key in (expand or "").split(",") if key.strip()]
    known = [*resource.model.model_fields]
    strange = [key for key in wanted if key not in known]
    if strange:
        words = f"'{strange[0]}' is no key of this; there are: {', '.join(known)}."
        raise Refused("This cannot be expanded.", faults=(Fault("query:/expand", words),))
    return wanted


def _expanded(
    world: World, resource: Resource, held: HeldDocument, caller: Caller, keys: list[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, kind, name in references_of(resource.kind, held.document):
        key, is_list, _ = path.partition("[")
        if key not in keys:
            continue
        document = world.directory.get(kind, name)
        told = None
        if document is not None:
            told = {"id": name, **_visible(world, kind, document, caller)}
        if is_list:
            found.setdefault(key, []).append(told)
        else:
            found[key] = told
    return found
