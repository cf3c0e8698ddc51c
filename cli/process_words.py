"""What the terminal says of a process that changes: whom the next version concerns (P3)."""

from shared.workflows.process_use import process_use
from shared.workflows.world import World


def use_of(world: World, name: str) -> str:
    """Who follows the new version, and who stays on the one that they have."""
    found = process_use(world, name)
    follow = _counted(found.following, "entitlement follows", "entitlements follow")
    stay = _counted(found.pinned, "pinned entitlement", "pinned entitlements")
    run = _counted(found.records, "open case", "open cases")
    return f"{follow} it for new cases; {stay} and {run} stay on the version that they have (P3)"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count or 'no'} {one if count == 1 else many}"
