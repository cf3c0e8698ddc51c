"""Documents of the directory by what they name, what they are called, and whether they are in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shared.domain.held_document import HeldDocument
from shared.domain.service_contract import TermStatus
from shared.ports import Page
from shared.workflows.documents_beside import Beside
from shared.workflows.world import World

_MOST_READS = 10
"""How many pages are looked through for one; what is then still missing is on the next."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for; all of it must hold. `named` maps a key to the kind and id that it names."""

    kind: str
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    beginning: str = ""
    status: TermStatus | None = None
    ids: tuple[str, ...] = ()


def list_documents(
    world: World, sought: Sought, beside: Beside, cursor: str | None, limit: int
) -> Page[HeldDocument]:
    """One page: by id of those that name something, by name otherwise; it may be short.

    The first thing that is named is looked up, the rest is compared: its cost is that of the first.
    """
    if sought.ids:
        wanted = [(sought.kind, name) for name in dict.fromkeys(sought.ids)]
        found = world.directory.together(wanted)
        there = (found[one] for one in wanted if one in found)
        return Page(tuple(_fitting(sought, beside, tuple(there))))
    items: list[HeldDocument] = []
    for _ in range(_MOST_READS):
        page = world.directory.list(
            sought.kind,
            of=next(iter(sought.named.values()), None),
            beginning=sought.beginning,
            cursor=cursor,
            limit=limit - len(items),
        )
        items += _fitting(sought, beside, page.items)
        cursor = page.cursor
        if cursor is None or len(items) == limit:
            break
    return Page(tuple(items), cursor)


def _fitting(
    sought: Sought, beside: Beside, found: tuple[HeldDocument, ...]
) -> Iterator[HeldDocument]:
    close = [
        one
        for one in found
        if _is_called(one, sought.beginning)
        and all(_names(one, key, name) for key, (_, name) in sought.named.items())
    ]
    if sought.status is not None:
        beside.look(close)
    for one in close:
        if sought.status is None or beside.status_of(one) == sought.status:
            yield one


def _is_called(one: HeldDocument, beginning: str) -> bool:
    called = one.document.get("name") or one.document.get("serial_number") or one.id
    return str(called).casefold().startswith(beginning.casefold())


def _names(one: HeldDocument, key: str, name: str) -> bool:
    several = one.document.get(f"{key}s") or ()
    return one.document.get(key) == name or name in several
