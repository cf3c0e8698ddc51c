"""Put an organisation into force: configuration first and at once, then the directory (§1)."""

from dataclasses import dataclass

from shared.domain.applied import Applied, Fate
from shared.domain.document_label import label_of
from shared.domain.history import Caller
from shared.domain.organisation import Organisation
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import FileFault, OrganisationRefused
from shared.errors import Busy, Conflict, StaleRevision
from shared.ports import Clock, Directory, PolicyStore
from shared.workflows.grant_entitlements import Granting, grant_entitlements
from shared.workflows.plan_organisation import OrganisationPlan, Progress, plan_organisation
from shared.workflows.publish_configuration import publish_configuration
from shared.workflows.put_entries import put_entries


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
    overwrite: bool = False,
    lanes: int = 1,
) -> ApplyReport:
    """Make the deployment as the files say; the same files again change nothing.

    Raises OrganisationRefused before anything is written, also for what a person changed meanwhile
    through another door, unless it is to `overwrite` that; Busy if somebody else writes at the same
    time. After a crash, apply again: readers saw the old configuration or the new one. `lanes` is
    how many documents of the directory are written at a time.
    """
    ranked = organisation.ranked()
    entries = [entry for _, entry in ranked]
    steps = len(entries) * 2 + 1
    plan = plan_organisation(
        organisation,
        directory=directory,
        policies=policies,
        now=clock.now(),
        progress=lambda done, _, name: progress(done, steps, name),
    )
    if not overwrite:
        _refuse_to_undo(organisation, plan)
    progress(len(entries), steps, "configuration")
    reached = plan.revision
    if plan.configuration.changes_anything:
        reached = _publish(plan, policies, clock, caller)
    lines = list(plan.configuration.lines)
    puts = put_entries(
        entries,
        [rank for rank, _ in ranked],
        lambda entry: _put(entry, plan, directory, clock, caller),
        lanes,
    )
    for place, entry in enumerate(entries):
        progress(len(entries) + 1 + place, steps, f"{entry.kind.name} {entry.name}")
        lines.append(next(puts))
    if plan.granting:
        progress(steps - 1, steps, "entitlements of templates")
        granting = Granting(
            directory, caller, clock.now(), _zone(organisation), plan.configuration.version_of
        )
        for kind, name in plan.granting:
            given = grant_entitlements(granting, kind, name)
            lines += (Applied("entitlement", entitlement, "created") for entitlement in given)
    progress(steps, steps, "done")
    return ApplyReport(reached, plan.revision, tuple(lines))


def _refuse_to_undo(organisation: Organisation, plan: OrganisationPlan) -> None:
    sources = {(entry.kind.name, entry.name): entry.source for entry in organisation.entries}
    faults = []
    for change in plan.changes:
        if change.undoes is None:
            continue
        kind, name = change.applied.kind, change.applied.name
        words = f"{label_of(kind, name)}: {change.undoes.words}; bring that into the files "
        words += "(milepost export shows it), or let them count with --overwrite"
        source = sources.get((kind, name))
        faults.append(
            source.fault("", words) if source else FileFault("the folder", None, "", words)
        )
    if faults:
        raise OrganisationRefused(faults)


def _publish(plan: OrganisationPlan, policies: PolicyStore, clock: Clock, caller: Caller) -> int:
    try:
        publish_configuration(
            plan.configuration.documents,
            plan.in_force,
            plan.revision,
            policies=policies,
            clock=clock,
            caller=caller,
            also=plan.configuration.also,
        )
    except Conflict as lost:
        raise Busy("Somebody else applied a configuration just now: apply again.") from lost
    return plan.revision + 1


def _put(
    entry: Entry,
    plan: OrganisationPlan,
    directory: Directory,
    clock: Clock,
    caller: Caller,
) -> Applied:
    try:
        moved = directory.put(
            entry.kind.name,
            entry.name,
            plan.bodies[entry.kind.name, entry.name],
            who=caller.name,
            at=clock.now(),
            door=caller.door,
            expected=plan.editions[entry.kind.name, entry.name],
        )
    except StaleRevision as lost:
        words = f"Somebody else changed {label_of(entry.kind.name, entry.name)} just now"
        raise Busy(f"{words}: apply again, and what is done already stays done.") from lost
    if plan.known[entry.kind.name, entry.name] is None:
        return Applied(entry.kind.name, entry.name, "created")
    return Applied(entry.kind.name, entry.name, "changed" if moved else "unchanged")


def _zone(organisation: Organisation) -> str:
    return next(
        str(entry.body["zone"])
        for entry in organisation.configuration()
        if entry.kind.name == "settings"
    )
