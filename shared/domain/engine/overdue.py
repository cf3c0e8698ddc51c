"""A pause that lasts longer than the organisation allows is told, once (M10)."""

from shared.business_time.duration import format_duration
from shared.business_time.instant import Instant, format_instant
from shared.domain.bus_event import BusEvent
from shared.domain.effect import Effect, Recipient
from shared.domain.engine.run import Run
from shared.domain.sla_state import PauseLimit

NAME = "pause_overdue"


def watch_pause(run: Run) -> None:
    """Set the limit of a pause that has begun, and forget that of one that is over.

    The pause of a record lasts from its first cause to the end of its last one; its limit is the
    setting's as it was then, in clock time.
    """
    since = _paused_since(run)
    limit, longest = run.state.pause_limit, run.policies.max_pause
    if since is None and limit is not None:
        run.change_state(pause_limit=None)
    elif since is not None and limit is None and longest is not None:
        run.change_state(pause_limit=PauseLimit(since=since, overdue_at=since + longest))


def tell_overdue(run: Run) -> None:
    """Say that the pause is too long: in the story, on the bus, and to the owner by mail."""
    limit = run.state.pause_limit
    if limit is None:
        return
    run.change_state(pause_limit=limit.model_copy(update={"told": True}))
    length = format_duration(limit.overdue_at - limit.since)
    run.note(NAME, because=f"longer than {length}")
    identifier = f"{run.file.number}.{NAME}.{limit.since}"
    fields = {"since": format_instant(limit.since), "owner": run.fields.get("owner")}
    run.events.append(BusEvent(id=identifier, name=NAME, at=run.at, fields=fields))
    template = run.policies.pause_template
    if template is not None:
        run.effects.append(
            Effect(
                id=identifier,
                template=template,
                to=(Recipient(kind="owner"),),
                action=NAME,
                due_at=limit.overdue_at,
                made_at=run.at,
            )
        )


def _paused_since(run: Run) -> Instant | None:
    if run.state.exited is not None or (not run.has_process and run.is_closed):
        return None
    causes = [run.state.paused_at, run.state.stop.since if run.state.stop else None]
    causes += [
        milestone.paused_at
        for milestone in run.milestones.values()
        if milestone.is_open and milestone.waived is None
    ]
    return min((since for since in causes if since is not None), default=None)
