"""The steps about what customers are promised: processes, milestones, entitlements, contracts."""

from shared.domain.checklist.holdings import Holdings
from shared.domain.checklist.verdict import Verdict, done, listed, not_done, not_used
from shared.domain.configuration import Configuration
from shared.domain.process import EntitlementProcess
from shared.domain.process_parts import MilestoneItem

_NONE_YET = "there is no process yet"


def templates(_: Configuration, held: Holdings) -> Verdict:
    """Entitlements that come with a product (E5)."""
    if not held.templates.number:
        return not_used("no entitlement comes with a product by itself")
    return done(held.templates.told("template", "templates"))


def milestone_types(configuration: Configuration, _: Holdings) -> Verdict:
    """The list of promises, else their names over all processes."""
    used = {item.milestone for item in _items(configuration)}
    known = configuration.milestone_types()
    if known is None:
        words = f"no list: processes may name any; they name {listed(sorted(used))}"
        return done(words) if used else not_done("no milestone type is used by any process")
    idle = [one.name for one in known.types if one.name not in used]
    unused = f"; used by no process: {listed(idle)}" if idle else ""
    return done(f"{listed([one.name for one in known.types])}{unused}")


def completion(configuration: Configuration, _: Holdings) -> Verdict:
    """Milestones that no person has to complete (M7)."""
    items = _items(configuration)
    by_itself = sum(item.complete is not None for item in items)
    words = f"{by_itself} of {len(items)} milestones are completed by an event or a condition"
    return done(words) if by_itself else not_done(words)


def processes(configuration: Configuration, _: Holdings) -> Verdict:
    """Published processes (P1)."""
    names = [process.name for process in _processes(configuration)]
    return done(listed(names)) if names else not_done(_NONE_YET)


def ways(configuration: Configuration, _: Holdings) -> Verdict:
    """Entry, exit and pauses that differ from what a process does left alone (M2, M10, M11)."""
    known = _processes(configuration)
    if not known:
        return not_done(_NONE_YET)
    paused = sum(process.pause is not None for process in known)
    own_exit = sum(process.exit is not None for process in known)
    own_entry = sum(process.entry != "created_at" for process in known)
    return done(
        f"of {len(known)} processes {own_entry} have their own entry, {own_exit} their own exit, "
        f"{paused} a pause"
    )


def milestones(configuration: Configuration, _: Holdings) -> Verdict:
    """How many milestones the processes have (P6)."""
    known = _processes(configuration)
    counts = [f"{process.name} {len(process.milestones)}" for process in known]
    return done(listed(counts)) if counts else not_done(_NONE_YET)


def actions(configuration: Configuration, _: Holdings) -> Verdict:
    """Warnings, violation and success actions (A1)."""
    items = _items(configuration)
    silent = [item.milestone for item in items if not item.actions]
    total = sum(len(item.actions) for item in items)
    if not total:
        return not_done("no milestone does anything when it is due, violated or completed")
    return done(f"{total} actions; milestones without any: {listed(silent) or 'none'}")


def entitlements(_: Configuration, held: Holdings) -> Verdict:
    """Entitlements that start a clock (E2)."""
    told = held.entitlements.told("entitlement", "entitlements")
    if not held.with_process.number:
        return not_done(f"{told}, none with a process")
    more = "at least " if held.with_process.more else ""
    return done(f"{told}, {more}{held.with_process.number} with a process")


def versions(configuration: Configuration, held: Holdings) -> Verdict:
    """Processes that have been changed since their first version (P3)."""
    changed = [
        f"{process.name} v{configuration.default_version(process.name)}"
        for process in _processes(configuration)
        if configuration.default_version(process.name) > 1
    ]
    if not changed:
        return not_used("every process is in its first version")
    pinned = f"; entitlements are pinned to versions {_numbers(held)}" if held.versions else ""
    return done(f"{listed(changed)}{pinned}")


def contracts(_: Configuration, held: Holdings) -> Verdict:
    """Service contracts (E1)."""
    if not held.contracts.number:
        return not_used("no service contract")
    return done(held.contracts.told("service contract", "service contracts"))


def lines(_: Configuration, held: Holdings) -> Verdict:
    """Contract line items (E1)."""
    if not held.lines.number:
        return not_used("no contract line item")
    return done(held.lines.told("contract line item", "contract line items"))


def _numbers(held: Holdings) -> str:
    return ", ".join(str(version) for version in sorted(held.versions))


def _processes(configuration: Configuration) -> list[EntitlementProcess]:
    found = (configuration.process(name) for name in configuration.names("process"))
    return [process for process in found if process is not None]


def _items(configuration: Configuration) -> list[MilestoneItem]:
    return [item for process in _processes(configuration) for item in process.milestones]
