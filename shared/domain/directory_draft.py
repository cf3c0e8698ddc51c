"""A document of the directory that a person wants to put: judged against all that it names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.domain.account_bounds import strays
from shared.domain.configuration import Configuration
from shared.domain.directory_form import with_pointers
from shared.domain.entitlement import Entitlement, check_contract
from shared.domain.held_document import references_of
from shared.domain.json_pointer import pointer_of
from shared.domain.references import BELONGS_TO_ACCOUNT, WITH_PARENTS, named_at
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.errors import Fault

Document = Mapping[str, Any]
Find = Callable[[str, str], Document | None]

_MOST_ABOVE = 50
_OPTIONAL = frozenset({"product"})
_CONFIGURED = {
    "account": {"owner": "user"},
    "entitlement": {"process": "process", "business_hours": "calendar"},
    "entitlement_template": {"process": "process", "business_hours": "calendar"},
}


def check_draft(
    kind: str,
    identifier: str,
    document: Document,
    before: Document | None,
    find: Find,
    configuration: Configuration,
) -> list[Fault]:
    """Every name that nothing has, everything of another account, every circle (E1, E2)."""
    fixed = list(_moved(kind, document, before, find))
    return [
        *fixed,
        *_unknown(kind, identifier, document, find),
        # what has to be created anew names other things then
        *([] if fixed else _of_other_accounts(kind, document, find)),
        *_circles(kind, identifier, document, find),
        *_not_configured(kind, document, configuration),
    ]


def _moved(kind: str, document: Document, before: Document | None, find: Find) -> Iterator[Fault]:
    """An entitlement stays with its account; so does a contract, and a line by its contract (E2)."""
    key = {"entitlement": "account", "contract": "account", "line": "contract"}.get(kind)
    if before is None or key is None or key not in document:
        return
    was, now = (_account_of(kind, one, find) for one in (before, document))
    if now is None or was in (None, now):
        return
    words = f"is '{was}' for ever: create a new {kind} for '{now}'"
    yield Fault(f"/{key}", words, "fixed")


def _account_of(kind: str, document: Document, find: Find) -> str | None:
    owner = find("contract", str(document.get("contract"))) if kind == "line" else document
    return (owner or {}).get("account")


def _unknown(kind: str, identifier: str, document: Document, find: Find) -> Iterator[Fault]:
    for path, target, name in references_of(kind, document):
        is_itself = (target, name) == (kind, identifier)
        if target not in _OPTIONAL and not is_itself and find(target, name) is None:
            yield Fault(pointer_of(path), f"There is no {target} '{name}'.", "unknown")


def _of_other_accounts(kind: str, document: Document, find: Find) -> Iterator[Fault]:
    yield from with_pointers(tuple(strays(kind, document, find)))
    yield from with_pointers(tuple(_of_other_contracts(kind, document, find)))
    if document.get("covers") == "account_and_subsidiaries":
        return
    for pattern, target in BELONGS_TO_ACCOUNT.get(kind, {}).items():
        for path, name in named_at(document, pattern):
            owner = (find(target, name) or {}).get("account")
            if owner and owner != document.get("account"):
                words = f"{target} '{name}' belongs to '{owner}'."
                yield Fault(pointer_of(path), words, "other_account")


def _of_other_contracts(kind: str, document: Document, find: Find) -> Iterator[Fault]:
    if kind != "entitlement" or not document.get("account"):
        return
    own = {key: document.get(key) for key in ("account", "contract", "line")}
    wanted = Entitlement.model_validate({"id": "draft", **own})
    line = find("line", wanted.line) if wanted.line else None
    above = wanted.contract or (line or {}).get("contract")
    contract = find("contract", str(above)) if above else None
    told = wanted.contract is not None and document.get("covers", "account") == "account"
    for fault in check_contract(
        wanted,
        ContractLine.model_validate(line) if line else None,
        ServiceContract.model_validate(contract) if contract else None,
    ):
        if not (told and fault.code == "other_account"):
            yield fault


def _circles(kind: str, identifier: str, document: Document, find: Find) -> Iterator[Fault]:
    if kind not in WITH_PARENTS:
        return
    line, above = [identifier], document.get("parent")
    while above and above not in line and len(line) < _MOST_ABOVE:
        line.append(str(above))
        above = (find(kind, str(above)) or {}).get("parent")
    if above == identifier:
        words = f"This goes in a circle: {' < '.join([*line, identifier])}."
        yield Fault("/parent", words, "circle")


def _not_configured(kind: str, document: Document, configuration: Configuration) -> Iterator[Fault]:
    for name, of in _CONFIGURED.get(kind, {}).items():
        value = document.get(name)
        known = configuration.names(of)
        if value and value not in known and not (of == "calendar" and value == "24x7"):
            yield Fault(f"/{name}", f"There is no {of} '{value}'.", "unknown")
