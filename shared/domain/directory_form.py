"""The form of documents of the directory: read by kind, every fault with its pointer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.domain.account import parse_account
from shared.domain.asset import parse_asset
from shared.domain.contact import parse_contact
from shared.domain.entitlement import parse_entitlement
from shared.domain.entitlement_template import parse_entitlement_template
from shared.domain.json_pointer import pointer_of
from shared.domain.product import parse_product
from shared.domain.service_contract import parse_contract, parse_line
from shared.domain.value import Frozen
from shared.errors import Fault, Refused

_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], Frozen]] = {
    "account": parse_account,
    "contact": parse_contact,
    "asset": parse_asset,
    "contract": parse_contract,
    "line": parse_line,
    "entitlement": parse_entitlement,
    "product": parse_product,
    "entitlement_template": parse_entitlement_template,
}


def read_form(kind: str, identifier: str, document: Mapping[str, Any]) -> Frozen:
    """The document read under its id; raises Refused with every fault and its path."""
    if kind not in _PARSERS:
        raise Refused(f"The directory holds no '{kind}'.")
    own = {name: value for name, value in document.items() if name != "external_id"}
    return _PARSERS[kind]({**own, "id": identifier})


def check_form(kind: str, identifier: str, document: Mapping[str, Any]) -> list[Fault]:
    """What its model finds wrong with a document by itself, such as an end before its start."""
    try:
        read_form(kind, identifier, document)
    except Refused as refused:
        # people who ask for one document call its name `id`
        named = (
            replace(one, pointer="id") if one.pointer == "external_id" else one
            for one in refused.faults
        )
        return with_pointers(tuple(named))
    return []


def with_pointers(faults: tuple[Fault, ...]) -> list[Fault]:
    """Faults whose paths have become pointers."""
    return [
        fault
        if fault.pointer.startswith("/")
        else Fault(pointer_of(fault.pointer), fault.message, fault.code)
        for fault in faults
    ]
