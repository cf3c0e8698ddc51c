"""A document of the directory that a person wants to put: judged against all that it names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.domain.configuration import Configuration
from shared.domain.held_document import references_of
from shared.domain.json_pointer import pointer_of
from shared.domain.references import BELONGS_TO_ACCOUNT, WITH_PARENTS, named_at
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
    kind: str, identifier: str, document: Document, find: Find, configuration: Configuration
) -> list[Fault]:
    """Every name that nothing has, everything of another account, every circle (E1, E2)."""
    return [
        *_unknown(kind, identifier, document, find),
        *_of_other_accounts(kind, document, find),
        *_circles(kind, identifier, document, find),
        *_not_configured(kind, document, configuration),
    ]


def _unknown(kind: str, identifier: str, document: Document, find: Find) -> Iterator[Fault]:
    for path, target, name in references_of(kind, document):
        is_itself = (target, name) == (kind, identifier)
        if target not in _OPTIONAL and not is_itself and find(target, name) is None:
            yield Fault(pointer_of(path), f"There is no {target} '{name}'.", "unknown")


def _of_other_accounts(kind: str, document: Document, find: Find) -> Iterator[Fault]:
    if document.get("covers") == "account_and_subsidiaries":
        return
    for pattern, target in BELONGS_TO_ACCOUNT.get(kind, {}).items():
        for path, name in named_at(document, pattern):
            owner = (find(target, name) or {}).get("account")
            if owner and owner != document.get("account"):
                words = f"{target} '{name}' belongs to '{owner}'."
                yield Fault(pointer_of(path), words, "other_account")


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
