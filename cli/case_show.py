"""A record on the terminal: who, which promise and why, the clocks, and what happened when."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.why_show import show_why
from cli.words import moment
from shared.business_time.duration import format_duration
from shared.domain.case_view import CaseView, ExplainedMilestone, TimelineEntry
from shared.domain.decision import MilestoneFacts
from shared.domain.life.story import BECAUSE
from shared.domain.life.words import name_of
from shared.domain.task import Task


def show(
    console: Console,
    view: CaseView,
    tasks: Sequence[Task],
    timeline: Sequence[TimelineEntry],
    *,
    zone: str,
    reasons: bool = True,
) -> None:
    """Print a record whole; instants are on the clock of `zone`, reasons on that of their calendar."""
    _head(console, view, zone)
    _entitlement(console, view)
    _unknown(console, view)
    console.print("\n[bold]Milestones[/]")
    show_milestones(console, view, zone)
    if reasons:
        _reasons(console, view)
    _tasks(console, tasks, zone)
    _timeline(console, timeline, zone)


def _head(console: Console, view: CaseView, zone: str) -> None:
    file, fields = view.file, view.file.fields
    console.print(f"[bold]{file.number}[/]  {_text(fields.get('subject'))}")
    level = fields.get("escalation_level")
    escalated = f", escalated (level {level})" if fields.get("escalated") else ""
    rows = {
        "status": f"{_text(fields.get('status'))}{escalated}",
        "priority": _text(fields.get("priority")),
        "owner": _text(fields.get("owner")),
        "queue": _text(fields.get("queue")),
        "contact": _contact(view),
        "account": _named(view, "account.name", file.account),
        "received": f"{moment(file.created_at, zone)} ({zone}) by {file.origin}",
        "clocks": view.roll_up.replace("_", " "),
    }
    if view.mail_state:
        rows["mail"] = escape(f"{view.mail_state.address} {view.mail_state.words}")
    if file.watchers:
        rows["watchers"] = escape(", ".join(file.watchers))
    _pairs(console, rows)


def _entitlement(console: Console, view: CaseView) -> None:
    file, stamp, note = view.file, view.file.stamp, view.match_note
    console.print("\n[bold]Entitlement[/]")
    process = f"{file.process.name}, version {file.process.version}" if file.process else "-"
    why = note.because if note and note.because else _why(stamp.by, stamp.no_entitlement)
    rows = {
        "entitlement": _named(view, "entitlement.name", file.entitlement),
        "why": escape(why),
        "process": escape(process),
    }
    if stamp.warnings:
        rows["warnings"] = ", ".join(word.replace("_", " ") for word in stamp.warnings)
    _pairs(console, rows)
    for name, verdict in (note.candidates if note else {}).items():
        console.print(f"    candidate {escape(name)}: {verdict.replace('_', ' ')}")


def _unknown(console: Console, view: CaseView) -> None:
    """What a form said that no field is declared for (I1)."""
    if view.unknown:
        console.print("\n[bold]Not declared[/]")
        _pairs(console, {escape(name): escape(said) for name, said in view.unknown.items()})


def _why(by: str | None, reason: str | None) -> str:
    words = {
        "match": "matching found it",
        "named": "it was named",
        "account_unknown": "no account could be found",
        "none_matched": "no entitlement of the account fits",
        "ambiguous": "several accounts are possible",
        "auto_assign_off": "matching is switched off for this channel",
    }
    key = by or reason or "-"
    return words.get(key, key.replace("rule:", "entitlement rule "))


def show_milestones(console: Console, view: CaseView, zone: str) -> None:
    """Print how each occurrence stands, one a line."""
    if not view.milestones:
        console.print("  none")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("  milestone", "start", "target", "left", "outcome", "counts in"):
        table.add_column(title, header_style="dim")
    for explained in view.milestones:
        table.add_row(*_milestone(explained, zone))
    console.print(table)


def _reasons(console: Console, view: CaseView) -> None:
    """Why each target is what it is; an ended occurrence may have run on what is not at hand."""
    for explained in view.milestones:
        if explained.why is not None:
            facts = explained.facts
            show_why(console, name_of(facts.milestone, facts.occurrence), explained.why)


def _milestone(explained: ExplainedMilestone, zone: str) -> tuple[str, ...]:
    facts = explained.facts
    return (
        f"  {escape(name_of(facts.milestone, facts.occurrence))}",
        moment(facts.start, zone),
        moment(facts.target, zone),
        _left(facts),
        _outcome(facts, zone),
        f"{escape(facts.calendar)} ({BECAUSE[facts.calendar_because]})",
    )


def _left(facts: MilestoneFacts) -> str:
    if facts.outcome not in {"open", "scheduled"}:
        return "-"
    if facts.remaining_seconds < 0:
        return f"[red]{format_duration(-facts.remaining_seconds)} over[/]"
    return format_duration(facts.remaining_seconds)


def _outcome(facts: MilestoneFacts, zone: str) -> str:
    words: list[str] = [facts.outcome]
    if facts.completed_at is not None:
        words.append(f"at {moment(facts.completed_at, zone)}")
    if facts.ended_because:
        words.append(f"({escape(facts.ended_because)})")
    shown = " ".join(words)
    marks = [
        mark
        for mark, holds in (
            ("[yellow]paused[/]", facts.paused),
            ("[red]violated[/]", facts.violated),
            ("waived", facts.waived),
        )
        if holds
    ]
    return ", ".join([shown, *marks])


def _tasks(console: Console, tasks: Sequence[Task], zone: str) -> None:
    if not tasks:
        return
    console.print("\n[bold]Tasks[/]")
    for task in tasks:
        due = f", due {moment(task.due_at, zone)}" if task.due_at is not None else ""
        state = (
            f"done {moment(task.done_at, zone)} by {escape(task.done_by or '-')}"
            if task.done_at is not None
            else f"open{due}"
        )
        whose = escape(task.owner or task.queue or "-")
        console.print(f"  {escape(task.subject)} [dim]· {whose} · {state} · {task.id}[/]")


def _timeline(console: Console, timeline: Sequence[TimelineEntry], zone: str) -> None:
    console.print("\n[bold]Timeline[/]")
    for entry in timeline:
        console.print(f"  {moment(entry.at, zone)}  {timeline_text(entry)}")


def timeline_text(entry: TimelineEntry) -> str:
    """Say one line of the story, with how late it was and what woke the record."""
    about = f"{escape(entry.milestone)}: " if entry.milestone else ""
    remarks = [
        remark
        for remark in (
            entry.who if entry.kind in {"created", "event", "comment", "assigned"} else None,
            _late(entry.lateness_seconds),
            f"woken by {entry.wake_source}" if entry.wake_source else None,
            f"effect {entry.effect_id}" if entry.effect_id else None,
        )
        if remark
    ]
    tail = f" [dim]· {escape(' · '.join(remarks))}[/]" if remarks else ""
    return f"{about}{escape(entry.text)}{tail}"


def _late(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return f"{format_duration(seconds)} late" if seconds else "on time"


def _contact(view: CaseView) -> str:
    supplied = view.file.supplied
    name = view.file.fields.get("contact.name") or supplied.get("name") or view.file.contact
    address = view.file.fields.get("contact.email") or supplied.get("email")
    mark = "" if view.file.verified or not (name or address) else " [yellow](not verified)[/]"
    return _text(name) + (f" <{escape(str(address))}>" if address else "") + mark


def _named(view: CaseView, field: str, identifier: str | None) -> str:
    name = view.file.fields.get(field)
    if identifier is None:
        return "-"
    return f"{_text(name)} ({escape(identifier)})" if name else escape(identifier)


def _pairs(console: Console, rows: dict[str, str]) -> None:
    for name, value in rows.items():
        console.print(f"  [dim]{name:<12}[/]{value}")


def _text(value: object) -> str:
    return "-" if value is None or value == "" else escape(str(value))
