"""Put an organisation into force: configuration first and at once, then the directory (§1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.apply_plan import Applied, ConfigurationPlan, Fate, pinned
from shared.domain.history import Caller
from shared.domain.organisation import Organisation
from shared.domain.organisation_entry import Entry
from shared.errors import Busy, Conflict
from shared.ports import Clock, Directory, PolicyStore
from shared.workflows.plan_organisation import OrganisationPlan, Progress, plan_organisation
from shared.workflows.publish_configuration import publish_configuration


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
    entries = organisation.directory()
    steps = len(entries) * 2 + 1
    plan = plan_organisation(
        organisation,
        directory=directory,
        policies=policies,
        now=clock.now(),
        progress=lambda done, _, name: progress(done, steps, name),
    )
    progress(len(entries), steps, "configuration")
    reached = plan.revision
    if plan.configuration.changes_anything:
        reached = _publish(plan, policies, clock, caller)
    lines = list(plan.configuration.lines)
    for place, entry in enumerate(entries):
        progress(len(entries) + 1 + place, steps, f"{entry.kind.name} {entry.name}")
        before = plan.known[entry.kind.name, entry.name]
        lines.append(_put(entry, before, plan.configuration, directory, clock, caller))
    progress(steps, steps, "done")
    return ApplyReport(reached, plan.revision, tuple(lines))


def _publish(plan: OrganisationPlan, policies: PolicyStore, clock: Clock, caller: Caller) -> int:
    try:
        return publish_configuration(
            plan.configuration.documents,
            plan.in_force,
            plan.revision,
            policies=policies,
            clock=clock,
            caller=caller,
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
    moved = directory.put(
        entry.kind.name, entry.name, body, who=caller.name, at=clock.now(), door=caller.door
    )
    if before is None:
        return Applied(entry.kind.name, entry.name, "created")
    return Applied(entry.kind.name, entry.name, "changed" if moved else "unchanged")
