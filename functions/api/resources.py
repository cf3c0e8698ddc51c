"""The resources of the directory: for each kind its address, its model and what it is listed by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from functions.api.answers import MailState, Moment, Told
from functions.api.directory_examples import CHANGES, DOCUMENTS
from functions.api.shapes import Asked
from shared.domain.account import Account
from shared.domain.asset import Asset
from shared.domain.contact import Contact
from shared.domain.entitlement import Entitlement
from shared.domain.entitlement_template import EntitlementTemplate
from shared.domain.product import Product
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.domain.settled import KEPT_BY_US
from shared.domain.value import Frozen
from shared.domain.written import Id

Fields: TypeAlias = dict[str, tuple[Any, Any]]

_NOT_ASKED_FOR = frozenset({"id", *KEPT_BY_US})


@dataclass(frozen=True, slots=True)
class Resource:
    """`filters` maps a query parameter to the kind that it names; `name` is the operations' word."""

    kind: str
    path: str
    name: str
    model: type[Frozen]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_term(self) -> bool:
        """Whether one is in force from day to day, so that it has a status (E3)."""
        return self.kind in ("entitlement", "contract", "line")

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return self.kind.replace("_", " ")


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "account", "/accounts", "Account", Account, {"parent": "account", "partner": "account"}
    ),
    Resource("contact", "/contacts", "Contact", Contact, {"account": "account"}),
    Resource("product", "/products", "Product", Product),
    Resource(
        "entitlement_template",
        "/entitlement-templates",
        "EntitlementTemplate",
        EntitlementTemplate,
        {"product": "product"},
    ),
    Resource(
        "asset",
        "/assets",
        "Asset",
        Asset,
        {"account": "account", "product": "product", "contact": "contact"},
    ),
    Resource(
        "contract",
        "/contracts",
        "Contract",
        ServiceContract,
        {"account": "account", "parent": "contract"},
    ),
    Resource(
        "line",
        "/lines",
        "Line",
        ContractLine,
        {"contract": "contract", "product": "product", "asset": "asset"},
    ),
    Resource(
        "entitlement",
        "/entitlements",
        "Entitlement",
        Entitlement,
        {
            "account": "account",
            "contract": "contract",
            "line": "line",
            "asset": "asset",
            "contact": "contact",
            "template": "entitlement_template",
            "process": "process",
            "renewed_from": "entitlement",
        },
    ),
)


ENTITLEMENT = next(one for one in RESOURCES if one.kind == "entitlement")


def new_shape(resource: Resource) -> type[BaseModel]:
    """What may be asked for when one is created; without `id` one is made up."""
    fields = {
        name: (info.rebuild_annotation(), _default(info)) for name, info in _own(resource).items()
    }
    made: Fields = {"id": (Id | None, Field(None, description="Your name for it.")), **fields}
    return _asked(f"New{resource.name}", made, DOCUMENTS[resource.name])


def whole_shape(resource: Resource) -> type[BaseModel]:
    """What may be asked for when one is replaced as a whole; its id stands in the address."""
    fields: Fields = {
        name: (info.rebuild_annotation(), _default(info)) for name, info in _own(resource).items()
    }
    example = {key: value for key, value in DOCUMENTS[resource.name].items() if key != "id"}
    return _asked(f"Whole{resource.name}", fields, example)


def change_shape(resource: Resource) -> type[BaseModel]:
    """What may be asked for when one is changed: any key; null clears."""
    fields: Fields = {
        name: (info.rebuild_annotation() | None, None) for name, info in _own(resource).items()
    }
    return _asked(f"{resource.name}Change", fields, CHANGES[resource.name])


def told_shape(resource: Resource) -> type[Told]:
    """What is told of one; keys that are blank or hidden are left out."""
    blank: Any = None
    fields: Fields = {
        name: (info.rebuild_annotation() | None, Field(blank, exclude_if=_is_none))
        for name, info in resource.model.model_fields.items()
        if name != "id"
    }
    meta: Fields = {
        "id": (str, ...),
        "edition": (int, ...),
        "created_at": (Moment, ...),
        "created_by": (str, ...),
        "changed_at": (Moment, ...),
        "changed_by": (str, ...),
        "expanded": (dict[str, Any] | None, Field(blank, exclude_if=_is_none)),
    }
    if resource.has_term:
        meta["status"] = (str, ...)
    if resource.kind == "contact":
        meta["mail_state"] = (MailState | None, Field(blank, exclude_if=_is_none))
    if resource.kind == "entitlement":
        meta["renewed_as"] = (str | None, Field(blank, exclude_if=_is_none))
        for key in ("used_cases", "remaining_cases", "used_work_orders", "remaining_work_orders"):
            meta[key] = (int | None, ...)
    return create_model(f"Told{resource.name}", __base__=Told, **meta, **fields)  # type: ignore[call-overload,no-any-return]  # fields by name


def page_shape(resource: Resource, told: type[Told]) -> type[Told]:
    """One page of them."""
    fields: Fields = {"items": (list[told], ...), "next": (str | None, ...)}  # type: ignore[valid-type]  # made above
    return create_model(f"{resource.name}Page", __base__=Told, **fields)  # type: ignore[call-overload,no-any-return]  # fields by name


def _asked(name: str, fields: Fields, example: Mapping[str, Any]) -> type[BaseModel]:
    made: type[BaseModel] = create_model(name, __base__=Asked, **fields)  # type: ignore[call-overload]  # fields by name
    made.model_config["json_schema_extra"] = {"example": dict(example)}
    made.model_rebuild(force=True)
    return made


def _own(resource: Resource) -> dict[str, FieldInfo]:
    return {
        name: info
        for name, info in resource.model.model_fields.items()
        if name not in _NOT_ASKED_FOR
    }


def _default(info: FieldInfo) -> Any:
    return ... if info.is_required() else info.get_default(call_default_factory=True)


def _is_none(value: Any) -> bool:
    return value is None
