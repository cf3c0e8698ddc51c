"""Judge a document of the directory that somebody wants to put: everything wrong with it at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.account_bounds import strays
from shared.domain.configuration import Configuration
from shared.domain.directory_draft import check_draft
from shared.domain.directory_form import check_form
from shared.domain.document_label import label_of
from shared.domain.field_access import FieldAccess
from shared.domain.history import Caller
from shared.errors import Fault
from shared.workflows.referrers import MOST, left_behind
from shared.workflows.world import World

_KNOWN_BY_NAME = ("account", "product")

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One document as it was asked for; `is_named`: its id is what people call it."""

    kind: str
    id: str
    document: Document
    is_named: bool = True


def faults_in(
    world: World, asked: Asked, before: Document | None, caller: Caller, given: Document
) -> list[Fault]:
    """Every fault of the whole document; `given` are the keys of it that the caller sets."""
    configuration = world.shelf.current()
    access = configuration.declared("case").open_to
    kind, document = asked.kind, asked.document
    return [
        *_closed(kind, given, access, caller),
        *_nameless(asked),
        *check_form(kind, asked.id, document),
        *check_draft(kind, asked.id, document, before, world.directory.get, configuration),
        *_bad_version(document, before, configuration),
        *_moves_away(world, asked, before),
    ]


def _closed(kind: str, given: Document, access: FieldAccess, caller: Caller) -> list[Fault]:
    closed = access.closed_to(caller.roles)
    own = [(f"/{name}", name) for name in given if name != "fields"]
    inner = [(f"/fields/{name}", name) for name in given.get("fields") or {}]
    return [
        Fault(pointer, f"You may not set '{name}'.", "not_permitted")
        for pointer, name in (*own, *inner)
        if f"{kind}.{name}" in closed
    ]


def _nameless(asked: Asked) -> list[Fault]:
    """Nobody would know again what has neither a name nor an id that somebody has chosen."""
    if asked.is_named or asked.kind not in _KNOWN_BY_NAME or asked.document.get("name"):
        return []
    words = f"is missing: a new {asked.kind} has a name, or an id of your own"
    return [Fault("/name", words, "missing")]


def _bad_version(
    document: Document, before: Document | None, configuration: Configuration
) -> list[Fault]:
    process, version = document.get("process"), document.get("version")
    if not isinstance(version, int) or process not in configuration.names("process"):
        return []
    status = configuration.status_of_version(str(process), version)
    if status is None:
        return [Fault("/version", f"'{process}' has no version {version}.", "unknown")]
    stays = before is not None and all(
        before.get(key) == document.get(key) for key in ("process", "version")
    )
    if status != "retired" or stays:
        return []
    words = f"Version {version} of '{process}' is retired: nothing enters it any more."
    return [Fault("/version", words, "retired")]


def _moves_away(world: World, asked: Asked, before: Document | None) -> list[Fault]:
    """A contact or an asset does not leave an account whose documents name it (E1)."""
    account = before.get("account") if before is not None else None
    if account is None or asked.document.get("account") in (None, account):
        return []
    words = [
        *left_behind(world, asked.kind, asked.id, str(account)),
        *(_lines_left(world, asked) if asked.kind == "asset" else ()),
    ]
    return [Fault("/account", said, "referred") for said in words]


def _lines_left(world: World, asked: Asked) -> Iterator[str]:
    """Lines of contracts that would name an asset of a foreign account."""

    def find(kind: str, name: str) -> Document | None:
        is_asked = (kind, name) == (asked.kind, asked.id)
        return asked.document if is_asked else world.directory.get(kind, name)

    for one in world.directory.list("line", of=(asked.kind, asked.id), limit=MOST).items:
        if one.document.get("asset") == asked.id and any(strays("line", one.document, find)):
            yield f"{label_of('line', one.id)} refers to it"
