"""What refers to a document from outside its own kind of store, in words (E7)."""

from collections.abc import Iterator

from shared.domain.document_label import label_of
from shared.domain.held_document import kinds_naming, mentions_of
from shared.domain.history import Card
from shared.domain.references import BELONGS_TO_ACCOUNT, REFERENCES, named_at
from shared.workflows.world import World

MOST = 20
_LOOKED_AT = 1_000
_AT_ONCE = 100
_LEVELS = 5


def documents_naming(world: World, kind: str, name: str) -> Iterator[str]:
    """Documents of the directory that name it."""
    for of in kinds_naming(kind):
        for one in world.directory.list(of, of=(kind, name), limit=MOST).items:
            if (kind, name) in ((target, id_) for _, target, id_ in mentions_of(of, one.document)):
                yield f"{label_of(of, one.id)} refers to it"


def left_behind(world: World, kind: str, name: str, account: str) -> Iterator[str]:
    """Documents of an account that name it, and may name nothing of another account (E1)."""
    for of, patterns in BELONGS_TO_ACCOUNT.items():
        if kind not in patterns.values():
            continue
        for one in world.directory.list(of, of=(kind, name), limit=MOST).items:
            wide = one.document.get("covers") == "account_and_subsidiaries"
            named = (kind, name) in ((to, id_) for _, to, id_ in mentions_of(of, one.document))
            if named and not wide and one.document.get("account") == account:
                yield f"{label_of(of, one.id)} of '{account}' refers to it"


def configuration_naming(world: World, kind: str, name: str) -> Iterator[str]:
    """Documents of the configuration in force that name a document of the directory."""
    configuration = world.shelf.current()
    for of, patterns in REFERENCES.items():
        wanted = [pattern for pattern, target in patterns.items() if target == kind]
        for row in configuration.rows(of) if wanted else ():
            for pattern in wanted:
                for path, named in named_at(row["body"], pattern):
                    if named == name:
                        yield f"{of.replace('_', ' ')}: {path} refers to it"


def held_by(world: World, kind: str, name: str) -> Iterator[str]:
    """Open records and open tasks of a user or a queue."""
    holder = f"{kind}:{name}"
    for card in world.records.work(holder, limit=MOST).items:
        yield f"record {card.number} is held by it"
    for task in world.records.open_tasks(holder, limit=MOST).items:
        yield f"a task of record {task.number} is held by it"


def records_naming(
    world: World, kind: str, name: str, account: str, *, below: bool
) -> Iterator[str]:
    """Records that are for it, among the newest thousand of each account that may have some.

    `below` looks at the accounts below too, which an entitlement may cover.
    """
    for one in _accounts(world, account, _LEVELS if below else 0):
        for numbers in _of_account(world, kind, name, one):
            yield from (f"record {number} refers to it" for number in numbers)


def _accounts(world: World, account: str, levels: int) -> Iterator[str]:
    yield account
    if levels:
        for child in world.directory.list("account", of=("account", account), limit=_AT_ONCE).items:
            if child.document.get("parent") == account:
                yield from _accounts(world, child.id, levels - 1)


def _of_account(world: World, kind: str, name: str, account: str) -> Iterator[list[str]]:
    cursor: str | None = None
    seen = 0
    while seen < _LOOKED_AT:
        page = world.records.of_account(account, cursor, _AT_ONCE)
        yield _naming(world, kind, name, page.items)
        seen += len(page.items)
        cursor = page.cursor
        if cursor is None:
            return


def _naming(world: World, kind: str, name: str, cards: tuple[Card, ...]) -> list[str]:
    if kind == "account":
        return [card.number for card in cards]
    if kind == "asset":
        # a card does not say which asset its record is about
        files = world.records.load_many([card.number for card in cards])
        return [file.number for file in files if file.asset == name]
    return [card.number for card in cards if getattr(card, kind) == name]
