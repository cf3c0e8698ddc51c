"""The story of a record in plain words, from history, action log, comments and matching."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from shared.domain.case_view import TimelineEntry
from shared.domain.decision import FiredAction, Milestep
from shared.domain.effect import Effect
from shared.domain.history import Comment, HistoryEntry, LogEntry, MatchNote
from shared.domain.mail.story import lines_of_mail
from shared.domain.task import Task
from shared.domain.task_wish import TASK_VERBS

if TYPE_CHECKING:
    from shared.domain.mail.kept import KeptMail

_STEP_WORDS = {
    "entered": "entered the process",
    "exited": "left the process",
    "reopened": "came back into the process",
    "created": "started",
    "started": "started",
    "completed": "completed",
    "violated": "violated its target",
    "cancelled": "cancelled",
    "milestone_reopened": "reopened",
    "waived": "waived",
    "paused": "paused",
    "resumed": "resumed",
    "target_moved": "target moved",
    "cascade_stopped": "stopped a cascade of actions",
    "task_left_out": "left a task out",
    "pause_overdue": "has been paused for too long",
    "switched": "went over to another process",
}

_ASSIGNMENT = frozenset({"owner", "queue"})
_TASKS = "tasks."
_SENT_AS = {"email": "mail"}
_QUIET = frozenset({"awaiting_us_since", "last_message_by"})


def timeline_of(
    *,
    history: Sequence[HistoryEntry],
    log: Sequence[LogEntry],
    comments: Sequence[Comment],
    match_notes: Sequence[MatchNote],
    tasks: Sequence[Task] = (),
    effects: Sequence[Effect] = (),
    mails: "Sequence[KeptMail]" = (),
    hidden: AbstractSet[str] = frozenset(),
) -> tuple[TimelineEntry, ...]:
    """Bring everything into one order: by instant, then as it was written; `hidden` fields left out."""
    entries = [
        *(line for task in tasks for line in _of_task(task)),
        *(line for entry in history for line in _of_history(entry, hidden)),
        *(_of_match(note) for note in match_notes),
        *(_of_log(entry) for entry in log),
        *(_of_comment(comment) for comment in comments),
        *(line for effect in effects for line in _of_waiting(effect)),
        *(line for mail in mails for line in lines_of_mail(mail)),
    ]
    rank = {"created": 0, "matched": 1, "assigned": 2, "event": 3, "comment": 3}
    return tuple(sorted(entries, key=lambda e: (e.at, rank.get(e.kind, 4))))


def words_of_step(step: Milestep) -> str:
    """Say what the engine did, and why."""
    words = _STEP_WORDS[step.what]
    return f"{words} ({step.because})" if step.because else words


def _of_history(entry: HistoryEntry, hidden: AbstractSet[str]) -> Iterator[TimelineEntry]:
    if entry.change.created:
        yield TimelineEntry(
            at=entry.at,
            kind="created",
            text=f"received by {entry.door}",
            who=entry.who,
            door=entry.door,
        )
    yield from _of_fields(entry, hidden)
    if entry.note:
        of_task = entry.verb in TASK_VERBS
        yield TimelineEntry(
            # a task is nothing to the engine, whose time stands still
            at=entry.written_at if of_task else entry.at,
            kind="task" if of_task else "event",
            text=entry.note,
            who=entry.who,
            door=entry.door,
        )
    if warned := entry.origin.get("warnings"):
        words = f"warning: {str(warned).replace('_', ' ')}"
        yield TimelineEntry(at=entry.at, kind="event", text=words, who=entry.who, door=entry.door)
    for step in entry.steps:
        yield _of_step(entry, step)
    for fired in entry.fired:
        yield _of_fired(entry, fired)


def _of_fields(entry: HistoryEntry, hidden: AbstractSet[str]) -> Iterator[TimelineEntry]:
    if _ASSIGNMENT & entry.after.keys():
        owner, queue = entry.after.get("owner"), entry.after.get("queue")
        words = f"assigned to {owner}" if owner else f"put into the queue {queue}"
        yield TimelineEntry(
            at=entry.at, kind="assigned", text=words, who=entry.who, door=entry.door
        )
    if entry.change.created:
        return
    quiet = _ASSIGNMENT | _QUIET | hidden
    moved = [name for name in entry.after if name not in quiet and not name.startswith(_TASKS)]
    if moved:
        words = ", ".join(
            f"{name}: {_shown(entry.before.get(name))} → {_shown(entry.after.get(name))}"
            for name in moved
        )
        yield TimelineEntry(at=entry.at, kind="event", text=words, who=entry.who, door=entry.door)


def _of_step(entry: HistoryEntry, step: Milestep) -> TimelineEntry:
    return TimelineEntry(
        at=step.at,
        kind="milestone",
        text=words_of_step(step),
        who=entry.who,
        door=entry.door,
        milestone=step.milestone,
        occurrence=step.occurrence,
        due_at=step.target,
        wake_source=entry.source,
    )


def _of_fired(entry: HistoryEntry, fired: FiredAction) -> TimelineEntry:
    reason = f" ({fired.reason})" if fired.reason else ""
    return TimelineEntry(
        at=fired.at,
        kind="action",
        text=f"{fired.on} '{fired.action}' {fired.result}{reason}",
        who=entry.who,
        door=entry.door,
        milestone=fired.milestone,
        occurrence=fired.occurrence,
        action=fired.action,
        due_at=fired.due_at,
        fired_at=entry.written_at,
        lateness_seconds=max(0, entry.written_at - fired.due_at),
        wake_source=entry.source,
        result=fired.result,
    )


def _of_match(note: MatchNote) -> TimelineEntry:
    if note.entitlement:
        words = f"entitlement {note.entitlement} chosen"
    else:
        words = f"no entitlement: {note.no_entitlement}"
    reason = f" ({note.because})" if note.because else ""
    return TimelineEntry(at=note.at, kind="matched", text=words + reason)


def _of_log(entry: LogEntry) -> TimelineEntry:
    to = f" to {', '.join(entry.to)}" if entry.to else ""
    detail = f" ({entry.detail})" if entry.detail else ""
    return TimelineEntry(
        at=entry.fired_at,
        kind="mail" if entry.kind == "email" else "call",
        text=f"{_SENT_AS.get(entry.kind, entry.kind)} '{entry.action}' {entry.result}{to}{detail}",
        milestone=entry.milestone,
        occurrence=entry.occurrence,
        action=entry.action,
        due_at=entry.due_at,
        fired_at=entry.fired_at,
        lateness_seconds=entry.lateness_seconds,
        effect_id=entry.effect,
        wake_source=entry.source,
        result=entry.result,
    )


def _of_waiting(effect: Effect) -> Iterator[TimelineEntry]:
    """What is still to go out, at the instant at which it will: held (A5), or tried again (A3)."""
    if effect.retry_at is None or effect.claimed_until is not None:
        return
    waits = "is tried again" if effect.attempts else "is held until the calendar opens"
    yield TimelineEntry(
        at=effect.retry_at,
        kind="mail" if effect.kind == "email" else "call",
        text=f"{_SENT_AS.get(effect.kind, effect.kind)} '{effect.action}' {waits}",
        milestone=effect.milestone,
        occurrence=effect.occurrence,
        action=effect.action,
        due_at=effect.due_at,
        effect_id=effect.id,
        result="waiting",
    )


def _of_task(task: Task) -> Iterator[TimelineEntry]:
    holder = task.owner or f"the queue {task.queue}"
    yield TimelineEntry(
        at=task.made_at,
        kind="task",
        text=f"task for {holder}: {task.subject}",
        milestone=task.milestone,
        occurrence=task.occurrence,
        action=task.action,
        due_at=task.due_at,
        who=task.made_by,
    )
    # what people did to it since stands in the history of the record
    if task.done_at is not None and task.edition == 1:
        yield TimelineEntry(
            at=task.done_at, kind="task", text=f"task done: {task.subject}", who=task.done_by
        )


def _of_comment(comment: Comment) -> TimelineEntry:
    return TimelineEntry(
        at=comment.at,
        kind="comment",
        text=f"{_kind_of(comment)}: {comment.body[:200]}",
        who=comment.by,
        door=comment.door,
    )


def _kind_of(comment: Comment) -> str:
    if comment.reply is not None:
        return f"reply by mail to {', '.join(comment.reply.to)}"
    if comment.from_customer:
        return "customer reply" if comment.verified else "customer reply (not verified)"
    return "public reply" if comment.public else "internal note"


def _shown(value: object) -> str:
    return "(blank)" if value is None or value == "" else str(value)
