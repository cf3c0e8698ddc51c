"""Look at a deployment and say, step by step, how far its set-up is."""

from collections.abc import Iterator

from shared.domain.checklist import Holdings, Step, judge_setup
from shared.domain.checklist.holdings import Count
from shared.domain.held_document import HeldDocument
from shared.workflows.world import World

_LOOKED_AT = 500
_PAGE = 100


def check_setup(world: World) -> tuple[Step, ...]:
    """Every step in order; raises Misconfigured while nothing has been applied.

    Of each kind of document the first five hundred are counted.
    """
    return judge_setup(world.shelf.current(), _holdings(world))


def _holdings(world: World) -> Holdings:
    entitlements = list(_some(world, "entitlement"))
    with_process = [one.document for one in entitlements if one.document.get("process")]
    versions = {one.get("pinned_version") or one.get("version") for one in with_process}
    return Holdings(
        entitlements=_count(entitlements),
        with_process=Count(number=len(with_process), more=len(entitlements) >= _LOOKED_AT),
        templates=_count(list(_some(world, "entitlement_template"))),
        contracts=_count(list(_some(world, "contract"))),
        lines=_count(list(_some(world, "line"))),
        versions=frozenset(version for version in versions if isinstance(version, int)),
    )


def _count(found: list[HeldDocument]) -> Count:
    return Count(number=len(found), more=len(found) >= _LOOKED_AT)


def _some(world: World, kind: str) -> Iterator[HeldDocument]:
    cursor: str | None = None
    for _ in range(_LOOKED_AT // _PAGE):
        page = world.directory.list(kind, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.cursor
        if cursor is None:
            return
