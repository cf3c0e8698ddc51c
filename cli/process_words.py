"""What the terminal says of a process that changes: whom the next version concerns (P3)."""

from shared.workflows.process_use import process_use
from shared.workflows.settle_version import use_of_version
from shared.workflows.world import World

_SHOWN = 20


def use_of(world: World, name: str) -> str:
    """Who follows the new version, and who stays on the one that they have."""
    found = process_use(world, name)
    follow = _counted(found.following, "entitlement follows", "entitlements follow")
    stay = _counted(found.pinned, "pinned entitlement", "pinned entitlements")
    run = _counted(found.records, "open case", "open cases")
    who = f" ({_listed(found.followers, found.following)})" if found.following else ""
    return (
        f"{follow} it for new cases{who}; {stay} and {run} stay on the version that they have (P3)"
    )


def pinned_to(world: World, name: str, version: int) -> str:
    """What a retired version means to those who are pinned to it (P2)."""
    pinned = use_of_version(world, name, version).pinned
    if not pinned:
        return "no entitlement is pinned to it"
    one = pinned == 1
    who = f"{pinned} {'entitlement is' if one else 'entitlements are'} pinned to it"
    return f"{who}: {'its' if one else 'their'} new cases run on the default from then on"


def _listed(names: tuple[str, ...], count: int) -> str:
    shown = ", ".join(names[:_SHOWN])
    more = count - len(names[:_SHOWN])
    return f"{shown} and {more} more" if more else shown


def _counted(count: int, one: str, many: str) -> str:
    return f"{count or 'no'} {one if count == 1 else many}"
