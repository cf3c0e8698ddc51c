"""Put an organisation into force: configuration first and at once, then the directory (§1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.domain.apply_plan import (
    Applied,
    ConfigurationPlan,
    Fate,
    check_versions,
    pinned,
    plan_configuration,
)
from shared.domain.history import Caller
from shared.domain.organisation import Organisation
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import FileFault, OrganisationRefused
from shared.errors import Busy, Conflict
from shared.ports import Clock, Directory, PolicyStore

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and which one is next."""

Known: TypeAlias = Mapping[tuple[str, str], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What became of every document; `revision` is the configuration now in force."""

    revision: int
    previous_revision: int
    lines: tuple[Applied, ...]

    def count(self, fate: Fate) -> int:
        """How many documents had this fate."""
        return sum(line.fate == fate for line in self.lines)


def apply_organisation(
    organisation: Organisation,
    *,
    directory: Directory,
    policies: PolicyStore,
    clock: Clock,
    caller: Caller,
    progress: Progress,
) -> ApplyReport:
    """Make the deployment as the files say; the same files again change nothing.

    Raises OrganisationRefused before anything is written, Busy if somebody else applies at the
    same time. After a crash, apply again: readers saw the old configuration or the new one.
    """
    revision = policies.revision()
    plan = plan_configuration(
        organisation.configuration(),
        policies.documents(revision) if revision else (),
        policies.document,
    )
    entries = organisation.directory()
    steps = len(entries) * 2 + 1
    known = _look_up(entries, directory, lambda done, name: progress(done, steps, name))
    faults = [*check_versions(entries, plan, policies.document), *_moved(entries, known)]
    if faults:
        raise OrganisationRefused(faults)
    progress(len(entries), steps, "configuration")
    if plan.changes_anything:
        reached = _publish(plan, revision, policies, clock, caller)
    else:
        reached = revision
    lines = list(plan.lines)
    for place, entry in enumerate(entries):
        progress(len(entries) + 1 + place, steps, f"{entry.kind.name} {entry.name}")
        lines.append(
            _put(entry, known[entry.kind.name, entry.name], plan, directory, clock, caller)
        )
    progress(steps, steps, "done")
    return ApplyReport(reached, revision, tuple(lines))


def _look_up(
    entries: Sequence[Entry], directory: Directory, progress: Callable[[int, str], None]
) -> Known:
    known = {}
    for place, entry in enumerate(entries):
        progress(place, f"{entry.kind.name} {entry.name}")
        known[entry.kind.name, entry.name] = directory.get(entry.kind.name, entry.name)
    return known


def _moved(entries: Sequence[Entry], known: Known) -> list[FileFault]:
    faults = []
    for entry in entries:
        before = known[entry.kind.name, entry.name]
        if entry.kind.name != "entitlement" or before is None:
            continue
        if before.get("account") != entry.body.get("account"):
            words = f"is '{before.get('account')}' for ever; create a new entitlement instead"
            faults.append(entry.source.fault("account", words))
    return faults


def _publish(
    plan: ConfigurationPlan, revision: int, policies: PolicyStore, clock: Clock, caller: Caller
) -> int:
    try:
        return policies.publish(
            plan.documents, expected_revision=revision, who=caller.name, at=clock.now()
        )
    except Conflict as lost:
        raise Busy("Somebody else applied a configuration just now: apply again.") from lost


def _put(
    entry: Entry,
    before: Mapping[str, Any] | None,
    plan: ConfigurationPlan,
    directory: Directory,
    clock: Clock,
    caller: Caller,
) -> Applied:
    body = entry.body
    if entry.kind.name == "entitlement":
        body = pinned(body, before, plan.version_of)
    moved = directory.put(entry.kind.name, entry.name, body, who=caller.name, at=clock.now())
    if before is None:
        return Applied(entry.kind.name, entry.name, "created")
    return Applied(entry.kind.name, entry.name, "changed" if moved else "unchanged")
