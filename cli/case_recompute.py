"""What recomputing a record moves, in lines: calendars first, then targets."""

from collections.abc import Iterator

from cli.words import moment
from shared.domain.milestone import Milestone
from shared.workflows.preview_change import Preview


def told(found: Preview, zone: str, *, done: bool) -> Iterator[str]:
    """Say what moved, or would move; instants are on the clock of `zone`."""
    moved = [*_calendars(found), *_targets(found, zone)]
    if not moved:
        yield f"{found.before.number} runs on the present revisions: nothing moves."
        return
    yield from moved
    yield f"{found.before.number} was recomputed." if done else "Nothing was changed: a preview."


def _calendars(found: Preview) -> Iterator[str]:
    before = found.before.calendars
    for name, version in sorted(found.after.calendars.items()):
        if before.get(name) != version:
            yield f"calendar {name}: revision {before.get(name)} -> {version}"


def _targets(found: Preview, zone: str) -> Iterator[str]:
    for before, after in found.milestones():
        if before is not None and _differ(before, after):
            was, now = moment(before.target, zone), moment(after.target, zone)
            late = ", violated" if after.violated_at and not before.violated_at else ""
            move = f"{was} -> {now}" if was != now else f"{now} stays"
            yield f"{after.name}: target {move}{late}"


def _differ(before: Milestone, after: Milestone) -> bool:
    return (before.target, before.violated_at, before.calendar_version) != (
        after.target,
        after.violated_at,
        after.calendar_version,
    )
