"""What applying an organisation would change, found by reading alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

from shared.business_time.history import EARLIER
from shared.business_time.instant import Instant
from shared.domain.applied import Applied, Fate
from shared.domain.apply_plan import (
    ConfigurationPlan,
    Known,
    check_versions,
    plan_configuration,
)
from shared.domain.difference import Difference, differences
from shared.domain.entitlement_template import GRANTING_KINDS
from shared.domain.formula import without_trees
from shared.domain.held_document import HeldDocument
from shared.domain.kept_documents import check_kept
from shared.domain.organisation import Organisation
from shared.domain.organisation_entry import Entry
from shared.domain.settled import settled
from shared.domain.source_document import FileFault, OrganisationRefused
from shared.ports import Directory, PolicyStore
from shared.workflows.edits_undone import Edit, edit_undone
from shared.workflows.grant_entitlements import owed, templates_of

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and which one is next."""

Place: TypeAlias = tuple[str, str]

_FIXED = ("entitlement", "contract")


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What becomes of one document; `differences` is empty for what is created or stays."""

    applied: Applied
    differences: tuple[Difference, ...] = ()
    undoes: Edit | None = None


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """Everything that applying would do; planned on `revision`, whose documents are `in_force`.

    `bodies` are the documents of the directory as they are to be, `editions` those that they had
    when it was planned; what is `granting` gets an entitlement from a template (E5).
    """

    revision: int
    in_force: tuple[Mapping[str, Any], ...]
    configuration: ConfigurationPlan
    changes: tuple[PlannedChange, ...]
    known: Known
    bodies: Mapping[Place, Mapping[str, Any]]
    editions: Mapping[Place, int]
    granting: tuple[Place, ...]

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
    held = _look_up(entries, directory, lambda done, name: progress(done, len(entries), name))
    known: Known = {place: one.document if one else None for place, one in held.items()}
    faults = [
        *plan.faults,
        *check_versions(entries, plan, known),
        *_moved(entries, known, directory),
        *check_kept(plan, in_force, lambda kind, name: _has(kind, name, known, directory)),
    ]
    if faults:
        raise OrganisationRefused(faults)
    bodies = _settled(entries, known, plan, directory)
    grants = dict(_grants(bodies, directory))
    return OrganisationPlan(
        revision,
        in_force,
        plan,
        (
            *(
                replace(change, undoes=edit_undone(directory, change.applied))
                for change in (
                    *_configured(plan, in_force),
                    *(_of_directory(entry, known, bodies) for entry in entries),
                )
            ),
            *(PlannedChange(Applied("entitlement", name, "created")) for name in grants),
        ),
        known,
        bodies,
        {place: one.edition if one else 0 for place, one in held.items()},
        tuple(dict.fromkeys(grants.values())),
    )


def _look_up(
    entries: Sequence[Entry], directory: Directory, progress: Callable[[int, str], None]
) -> dict[Place, HeldDocument | None]:
    held = {}
    for place, entry in enumerate(entries):
        progress(place, f"{entry.kind.name} {entry.name}")
        held[entry.kind.name, entry.name] = directory.read(entry.kind.name, entry.name)
    return held


def _moved(entries: Sequence[Entry], known: Known, directory: Directory) -> list[FileFault]:
    """What stays with its account for ever: entitlements, contracts, and lines with their contract."""
    faults = []
    contracts = {entry.name: entry.body for entry in entries if entry.kind.name == "contract"}
    for entry in entries:
        before = known[entry.kind.name, entry.name]
        if before is None:
            continue
        if entry.kind.name == "line":
            was, now = (_owner(one, contracts, directory) for one in (before, entry.body))
            if was != now:
                words = f"line '{entry.name}' belongs to '{was}' for ever; create a new one instead"
                faults.append(entry.source.fault("contract", words))
        elif entry.kind.name in _FIXED and before.get("account") != entry.body.get("account"):
            words = f"is '{before.get('account')}' for ever; create a new {entry.kind.name} instead"
            faults.append(entry.source.fault("account", words))
    return faults


def _has(kind: str, name: str, known: Known, directory: Directory) -> bool:
    return (kind, name) in known or directory.get(kind, name) is not None


def _owner(
    line: Mapping[str, Any], contracts: Mapping[str, Mapping[str, Any]], directory: Directory
) -> object:
    name = line["contract"]
    contract = contracts.get(name) or directory.get("contract", name) or {}
    return contract.get("account")


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


def _settled(
    entries: Sequence[Entry], known: Known, plan: ConfigurationPlan, directory: Directory
) -> dict[Place, Mapping[str, Any]]:
    own = {
        entry.name: entry.body.get("products", ())
        for entry in entries
        if entry.kind.name == "entitlement_template"
    }

    @cache
    def templates(product: str) -> tuple[str, ...]:
        others = (name for name in templates_of(directory, product) if name not in own)
        return tuple(sorted({*others, *(name for name in own if product in own[name])}))

    return {
        (kind, entry.name): settled(
            kind,
            _pinned_as_before(entry.body, known[kind, entry.name]),
            known[kind, entry.name],
            default=plan.version_of,
            templates=templates,
        )
        for entry in entries
        for kind in (entry.kind.name,)
    }


def _pinned_as_before(body: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Naming the version that an entitlement is pinned to anyhow, as an export does, changes nothing."""
    pin = (before or {}).get("pinned_version")
    same = before is not None and body.get("process") == before.get("process")
    if pin is None or not same or body.get("version") != pin:
        return dict(body)
    return {key: value for key, value in body.items() if key != "version"}


def _grants(
    bodies: Mapping[Place, Mapping[str, Any]], directory: Directory
) -> Iterator[tuple[str, Place]]:
    """What comes of templates, and for which asset or line, unless the files say it themselves."""
    for (kind, name), body in bodies.items():
        if kind in GRANTING_KINDS:
            for _, entitlement in owed(directory, body, name):
                if ("entitlement", entitlement) not in bodies:
                    yield entitlement, (kind, name)


def _of_directory(
    entry: Entry, known: Known, bodies: Mapping[Place, Mapping[str, Any]]
) -> PlannedChange:
    before = known[entry.kind.name, entry.name]
    if before is None:
        return PlannedChange(Applied(entry.kind.name, entry.name, "created"))
    body = bodies[entry.kind.name, entry.name]
    found = differences(_without_id(before), _without_id(body))
    fate: Fate = "changed" if found else "unchanged"
    return PlannedChange(Applied(entry.kind.name, entry.name, fate), found)


def _without_id(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("id", "external_id")}
