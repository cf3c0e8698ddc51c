"""What somebody may do with a record now: what its state allows and their roles permit."""

from functions.api import permissions
from functions.api.answers import MilestoneAction, RecordAction
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.history import Caller


def record_actions(
    file: CaseFile, caller: Caller, *, closed: bool, stopped: bool
) -> list[RecordAction]:
    """Name the commands that would be accepted."""
    candidates: tuple[tuple[RecordAction, bool, permissions.Permission], ...] = (
        ("change", True, permissions.CHANGE_RECORDS),
        ("comment", True, permissions.COMMENT),
        ("stop", not stopped and not closed, permissions.STOP_CLOCKS),
        ("resume", stopped, permissions.STOP_CLOCKS),
        ("close", not closed, permissions.CLOSE_RECORDS),
        ("reopen", closed, permissions.CLOSE_RECORDS),
        ("match", file.entitlement is None, permissions.CHANGE_RECORDS),
        ("accept", _is_queued(file) and not closed, permissions.CHANGE_RECORDS),
        ("watch", caller.name not in file.watchers, permissions.WATCH),
        ("unwatch", caller.name in file.watchers, permissions.WATCH),
    )
    return [
        action
        for action, fits, permission in candidates
        if fits and permissions.is_allowed(caller.roles, permission)
    ]


def milestone_actions(
    file: CaseFile, facts: MilestoneFacts, caller: Caller
) -> list[MilestoneAction]:
    """Name the commands that would be accepted: they mean the latest occurrence of a type."""
    is_latest = file.sla.counts.get(facts.milestone) == facts.occurrence
    is_in = file.sla.exited is None
    candidates: tuple[tuple[MilestoneAction, bool, permissions.Permission], ...] = (
        ("complete", is_latest and facts.outcome == "open", permissions.COMPLETE_MILESTONES),
        (
            "reopen",
            is_latest and is_in and facts.outcome == "completed",
            permissions.REOPEN_MILESTONES,
        ),
        ("waive", is_latest and not facts.waived, permissions.WAIVE_MILESTONES),
    )
    return [
        action
        for action, fits, permission in candidates
        if fits and permissions.is_allowed(caller.roles, permission)
    ]


def _is_queued(file: CaseFile) -> bool:
    return bool(file.fields.get("queue")) and not file.fields.get("owner")
