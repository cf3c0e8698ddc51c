"""From what the house knows to what people are told."""

from typing import Any

from functions.api import answers
from functions.api.allowed import milestone_actions, record_actions
from functions.api.instants import show_if
from functions.api.permissions import SEE_UNDECLARED, is_allowed
from functions.api.shapes import OWN_KEYS
from shared.business_time.duration import format_duration
from shared.business_time.instant import format_instant
from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView, ExplainedMilestone, TimelineEntry
from shared.domain.declared_fields import DeclaredFields, closed_statuses
from shared.domain.engine import Explanation
from shared.domain.history import Caller, Card, Comment, LogEntry
from shared.domain.kept_reply import Reply
from shared.domain.mail_state import MailState
from shared.domain.reasons import told as told_reasons
from shared.domain.task import Task
from shared.domain.value import Value


def case(view: CaseView, caller: Caller, declared: DeclaredFields) -> answers.Case:
    """Tell all about a record that this caller may see, and what they may do with it."""
    file = view.file
    hidden = declared.open_to.hidden_from(caller.roles)
    seen = {name: value for name, value in file.fields.items() if name not in hidden}
    closed = str(file.fields.get("status") or "").casefold() in closed_statuses(declared)
    stopped = file.sla.stop is not None
    told: dict[str, Any] = {
        **{name: _text(file.fields.get(name)) for name in OWN_KEYS - {"description"}},
        **{name: getattr(file, name) for name in _SAME},
    }
    return answers.Case(
        **told,
        description=view.description,
        created_at=format_instant(file.created_at),
        changed_at=format_instant(file.changed_at),
        as_of=format_instant(view.now),
        fields={
            name: value for name, value in seen.items() if name not in OWN_KEYS and "." not in name
        },
        related={name: value for name, value in seen.items() if "." in name},
        mail_state=mail_state(view.mail_state) if view.mail_state else None,
        unknown=dict(view.unknown) if is_allowed(caller.roles, SEE_UNDECLARED) else None,
        why_entitlement=_why_entitlement(view),
        clock=_clock(view),
        milestones=[_milestone(explained, view, caller) for explained in view.milestones],
        comments=[comment(written) for written in view.comments],
        watchers=list(file.watchers),
        actions=record_actions(file, caller, closed=closed, stopped=stopped),
    )


_SAME = (
    "number",
    "revision",
    "record_type",
    "origin",
    "account",
    "contact",
    "asset",
    "product",
    "entitlement",
    "verified",
    "supplied",
    "follows",
)


def mail_state(known: MailState) -> answers.MailState:
    """Tell what is known of an address."""
    return answers.MailState(**known.model_dump(exclude={"at"}), at=format_instant(known.at))


def card(known: Card) -> answers.CaseCard:
    """Tell one line of a list."""
    told = known.model_dump(exclude={"next_target", "created_at", "warnings"})
    return answers.CaseCard(
        **told,
        next_target=show_if(known.next_target),
        created_at=format_instant(known.created_at),
        warnings=list(known.warnings),
    )


def comment(written: Comment) -> answers.Comment:
    """Tell one comment."""
    told = written.model_dump(exclude={"number", "at", "reply"})
    return answers.Comment(
        **told,
        at=format_instant(written.at),
        mail=None if written.reply is None else _sent(written.reply),
    )


def _sent(reply: Reply) -> answers.SentReply:
    told = reply.model_dump(exclude={"files"})
    files = [answers.SentFile(**one.model_dump(exclude={"key"})) for one in reply.files]
    return answers.SentReply(**told, files=files)


def task(known: Task) -> answers.Task:
    """Tell one task."""
    told = known.model_dump(exclude={"made_at", "due_at", "done_at", "request"})
    return answers.Task(
        **told,
        made_at=format_instant(known.made_at),
        due_at=show_if(known.due_at),
        done_at=show_if(known.done_at),
    )


def effect(known: LogEntry) -> answers.Effect:
    """Tell what became of one try at an effect."""
    told = known.model_dump(include=set(_OF_EFFECT))
    return answers.Effect(
        **told,
        due_at=format_instant(known.due_at),
        at=format_instant(known.fired_at),
        to=list(known.to),
    )


_OF_EFFECT = (
    "number",
    "effect",
    "kind",
    "milestone",
    "occurrence",
    "action",
    "result",
    "attempts",
    "detail",
)


def timeline_line(entry: TimelineEntry) -> answers.TimelineLine:
    """Tell one line of a record's story."""
    told = entry.model_dump(exclude={"at", "due_at", "fired_at"})
    return answers.TimelineLine(
        **told,
        at=format_instant(entry.at),
        due_at=show_if(entry.due_at),
        fired_at=show_if(entry.fired_at),
    )


def _why_entitlement(view: CaseView) -> answers.WhyEntitlement:
    stamp, note = view.file.stamp, view.match_note
    return answers.WhyEntitlement(
        by=stamp.by,
        no_entitlement=stamp.no_entitlement,
        because=note.because if note else None,
        matched_at=show_if(stamp.matched_at),
        counted=stamp.counted,
        warnings=list(stamp.warnings),
        candidates=[
            answers.Candidate(entitlement=name, verdict=verdict)
            for name, verdict in (note.candidates if note else {}).items()
        ],
    )


def _clock(view: CaseView) -> answers.Clock:
    file = view.file
    return answers.Clock(
        process=_process(file),
        start=show_if(file.sla.entered),
        exit=show_if(file.sla.exited),
        roll_up=view.roll_up,
        next_target=show_if(view.next_target),
        paused=file.sla.paused_at is not None,
        pause_overdue=file.sla.pause_limit is not None and file.sla.pause_limit.told,
        stop=_stop(file),
    )


def _stop(file: CaseFile) -> answers.Stop | None:
    stop = file.sla.stop
    if stop is None:
        return None
    return answers.Stop(
        since=format_instant(stop.since),
        reason=stop.said.reason,
        by=stop.said.by,
        until=show_if(stop.said.until),
    )


def _process(file: CaseFile) -> answers.Process | None:
    pin = file.process
    return answers.Process(name=pin.name, version=pin.version) if pin else None


def _milestone(explained: ExplainedMilestone, view: CaseView, caller: Caller) -> answers.Milestone:
    facts, now = explained.facts, view.now
    ended = facts.completed_at or facts.ended_at
    told: dict[str, Any] = {
        **facts.model_dump(include=set(_FACTS)),
        **{name: show_if(getattr(facts, name)) for name in _MOMENTS},
        **{name: duration(getattr(facts, f"{name}_seconds")) for name in _DURATIONS},
    }
    return answers.Milestone(
        **told,
        clock_elapsed=duration(max(0, (ended or now) - facts.start)),
        clock_remaining=duration(facts.target - (ended or now)),
        why_target=why_target(explained.why) if explained.why else None,
        actions=milestone_actions(view.file, facts, caller),
    )


def why_target(why: Explanation) -> answers.WhyTarget:
    """Tell why a target is what it is (M17)."""
    return answers.WhyTarget.model_validate(told_reasons(why))


_FACTS = (
    "milestone",
    "occurrence",
    "item",
    "agreement",
    "outcome",
    "paused",
    "violated",
    "waived",
    "waived_because",
    "ended_because",
    "calendar",
    "calendar_because",
)
_MOMENTS = ("start", "target", "completed_at", "violated_at", "ended_at")
_DURATIONS = ("allowed", "elapsed", "stopped", "actual_elapsed", "remaining")


def duration(seconds: int) -> answers.Duration:
    """Tell a length of time in seconds and in words; what is overdue has a minus."""
    return answers.Duration(seconds=seconds, text=format_duration(seconds))


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)
