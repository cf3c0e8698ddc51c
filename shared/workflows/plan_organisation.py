"""What applying an organisation would change, found by reading alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.business_time.history import EARLIER
from shared.business_time.instant import Instant
from shared.domain.apply_plan import (
    Applied,
    ConfigurationPlan,
    Fate,
    Known,
    check_versions,
    pinned,
    plan_configuration,
)
from shared.domain.difference import Difference, differences
from shared.domain.formula import without_trees
from shared.domain.organisation import Organisation
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import FileFault, OrganisationRefused
from shared.ports import Directory, PolicyStore

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and which one is next."""


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What becomes of one document; `differences` is empty for what is created or stays."""

    applied: Applied
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """Everything that applying would do; planned on `revision`, whose documents are `in_force`."""

    revision: int
    in_force: tuple[Mapping[str, Any], ...]
    configuration: ConfigurationPlan
    changes: tuple[PlannedChange, ...]
    known: Known

    def count(self, fate: Fate) -> int:
        """How many documents would have this fate."""
        return sum(change.applied.fate == fate for change in self.changes)


def plan_organisation(
    organisation: Organisation,
    *,
    directory: Directory,
    policies: PolicyStore,
    now: Instant,
    progress: Progress,
) -> OrganisationPlan:
    """Compare the files with the deployment; raises OrganisationRefused for what would lose data."""
    revision = policies.revision()
    in_force = policies.documents(revision) if revision else ()
    plan = plan_configuration(organisation.configuration(), in_force, policies.document, now)
    entries = organisation.directory()
    known = _look_up(entries, directory, lambda done, name: progress(done, len(entries), name))
    faults = [
        *plan.faults,
        *check_versions(entries, plan, known),
        *_moved(entries, known),
    ]
    if faults:
        raise OrganisationRefused(faults)
    return OrganisationPlan(
        revision,
        in_force,
        plan,
        (*_configured(plan, in_force), *(_of_directory(entry, known, plan) for entry in entries)),
        known,
    )


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


def _configured(
    plan: ConfigurationPlan, in_force: Sequence[Mapping[str, Any]]
) -> list[PlannedChange]:
    before = {(found["kind"], found["name"]): found["body"] for found in in_force}
    after = {(found["kind"], found["name"]): found["body"] for found in plan.documents}
    return [
        PlannedChange(
            line,
            differences(
                _as_written(before[line.kind, line.name]),
                _as_written(after[line.kind, line.name]),
            )
            if line.fate == "changed"
            else (),
        )
        for line in plan.lines
    ]


def _as_written(body: Mapping[str, Any]) -> dict[str, Any]:
    """What nobody wrote is no difference: trees of formulas, earlier revisions of a calendar."""
    return {key: value for key, value in without_trees(body).items() if key != EARLIER}


def _of_directory(entry: Entry, known: Known, plan: ConfigurationPlan) -> PlannedChange:
    before = known[entry.kind.name, entry.name]
    if before is None:
        return PlannedChange(Applied(entry.kind.name, entry.name, "created"))
    body = entry.body
    if entry.kind.name == "entitlement":
        body = pinned(body, before, plan.version_of)
    found = differences(_without_id(before), _without_id(body))
    fate: Fate = "changed" if found else "unchanged"
    return PlannedChange(Applied(entry.kind.name, entry.name, fate), found)


def _without_id(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("id", "external_id")}
