"""A record as a person reads it: the file, its facts, its reasons and its story."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts, RollUp
from shared.domain.engine import Explanation
from shared.domain.history import Comment, MatchNote, WakeSource
from shared.domain.mail_state import MailState
from shared.domain.value import Frozen


class ExplainedMilestone(Frozen):
    """One occurrence with its facts and the reasons of its target (M15, M17)."""

    facts: MilestoneFacts
    why: Explanation | None = None


class CaseView(Frozen):
    """Everything about one record, judged at `now`."""

    file: CaseFile
    milestones: tuple[ExplainedMilestone, ...]
    roll_up: RollUp
    next_target: Instant | None
    match_note: MatchNote | None
    description: str
    unknown: Mapping[str, str] = Field(default_factory=dict)
    """What a form said that no field is declared for (I1)."""
    comments: tuple[Comment, ...]
    mail_state: MailState | None = None
    """What bars mail to the customer, if anything does."""
    now: Instant


class TimelineEntry(Frozen):
    """One line of a record's story; actions and mails carry how late they were and who woke us."""

    at: Instant
    kind: Literal[
        "created",
        "matched",
        "assigned",
        "milestone",
        "event",
        "action",
        "mail",
        "call",
        "task",
        "comment",
    ]
    text: str
    who: str | None = None
    door: str | None = None
    milestone: str | None = None
    occurrence: int | None = None
    action: str | None = None
    due_at: Instant | None = None
    fired_at: Instant | None = None
    lateness_seconds: int | None = None
    effect_id: str | None = None
    wake_source: WakeSource | None = None
    result: str | None = None
