"""Judging the set-up step by step; the steps are those of setting up entitlement management."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.domain.checklist import foundations, promises
from shared.domain.checklist.holdings import Holdings
from shared.domain.checklist.step import Step
from shared.domain.checklist.verdict import Verdict
from shared.domain.configuration import Configuration

_APPLY = "milepost apply DIR"


@dataclass(frozen=True, slots=True)
class _Point:
    """A step before it is judged."""

    id: str
    title: str
    command: str | None
    judge: Callable[[Configuration, Holdings], Verdict]


_POINTS: tuple[_Point, ...] = (
    _Point("settings", "Settings of the organisation", _APPLY, foundations.settings),
    _Point("fields", "Fields declared and shown", _APPLY, foundations.fields),
    _Point("lookup-filters", "Lookup filters for entitlements", _APPLY, foundations.filters),
    _Point("access", "Access for users", _APPLY, foundations.access),
    _Point("templates", "Entitlement templates", _APPLY, promises.templates),
    _Point("auto-web", "Entitlements added to web cases", _APPLY, foundations.auto_web),
    _Point("auto-email", "Entitlements added to e-mail cases", _APPLY, foundations.auto_email),
    _Point("auto-portal", "Entitlements added to portal cases", _APPLY, foundations.auto_portal),
    _Point("milestone-types", "Milestone types", _APPLY, promises.milestone_types),
    _Point("feed", "Milestones in the record's story", None, foundations.feed),
    _Point("tracker", "Milestone tracker", None, foundations.tracker),
    _Point("limits", "Limits on milestone updates", _APPLY, foundations.limits),
    _Point("auto-completion", "Milestones completed by themselves", _APPLY, promises.completion),
    _Point("processes", "Entitlement processes", _APPLY, promises.processes),
    _Point("process-fields", "Entry, exit and pauses of processes", _APPLY, promises.ways),
    _Point("milestones", "Milestones on processes", _APPLY, promises.milestones),
    _Point("actions", "Milestone actions", _APPLY, promises.actions),
    _Point("entitlements", "Processes applied to entitlements", _APPLY, promises.entitlements),
    _Point("versions", "Versions of processes made and used", _APPLY, promises.versions),
    _Point("contracts", "Service contracts", _APPLY, promises.contracts),
    _Point("lines", "Contract line items", _APPLY, promises.lines),
    _Point("portal", "Customer portal", None, foundations.portal),
    _Point("reports", "Reports", None, foundations.reports),
    _Point("guidelines", "Guidelines for the support team", _APPLY, foundations.guidelines),
)


def judge_setup(configuration: Configuration, holdings: Holdings) -> tuple[Step, ...]:
    """Every step in the order in which one sets things up."""
    return tuple(_judged(configuration, holdings))


def _judged(configuration: Configuration, holdings: Holdings) -> Iterator[Step]:
    for point in _POINTS:
        verdict = point.judge(configuration, holdings)
        yield Step(
            id=point.id,
            title=point.title,
            state=verdict.state,
            found=verdict.found,
            command=point.command,
        )
