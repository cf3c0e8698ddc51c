"""What happened, in words: events of people, steps of the engine, actions."""

from shared.business_time.duration import format_duration
from shared.domain.decision import FiredAction, MilestoneFacts
from shared.domain.scenario_document import ScenarioEvent, ScenarioStop


def words_of_event(event: ScenarioEvent) -> str:
    """Say everything that one change did."""
    said = [f"{name} = {_shown(value)}" for name, value in event.set.items()]
    said += [name.replace("_", " ") for name in event.event]
    if event.complete:
        said.append(f"{event.complete} completed by hand")
    if event.reopen_milestone:
        said.append(f"{event.reopen_milestone} reopened by hand")
    if event.waive:
        said.append(f"{event.waive} waived")
    if event.stop is not None:
        said.append(_stop(event.stop))
    if event.switches:
        said.append(f"goes over to {event.process or 'no process'}")
    if event.apply_process:
        said.append("process applied")
    return ", ".join(said) or "nothing"


def words_of_action(action: FiredAction) -> str:
    """Say what a trigger did, and why it did not."""
    result = "fired" if action.result == "fired" else f"skipped: {action.reason or 'late'}"
    changed = ", ".join(f"{name} = {_shown(value)}" for name, value in action.updates.items())
    return f"{action.on} '{action.action}' {result}" + (f" ({changed})" if changed else "")


def name_of(milestone: str, occurrence: int) -> str:
    """Name one occurrence; the first goes without a number."""
    return milestone if occurrence == 1 else f"{milestone} #{occurrence}"


def verdict_of(known: MilestoneFacts) -> str:
    """Say in a few words how it stands: `met, 48m of 1h`, `missed by 3h`."""
    used = format_duration(known.actual_elapsed_seconds)
    allowed = format_duration(known.allowed_seconds)
    if known.waived:
        return f"waived, {known.outcome}"
    if known.violated:
        return _late(known, max(0, -known.remaining_seconds))
    if known.outcome == "completed":
        return f"met, {used} of {allowed}"
    if known.outcome == "open":
        left = format_duration(max(0, known.remaining_seconds))
        return f"{'paused' if known.paused else 'open'}, {left} left"
    return known.outcome


def _late(known: MilestoneFacts, over: int) -> str:
    # nothing to say of a target that was the closing hour, with no open time since
    if known.outcome == "completed":
        return f"missed by {format_duration(over)}" if over else "missed"
    if known.outcome == "open" and over:
        return f"open, {format_duration(over)} over"
    return f"{known.outcome}, violated"


def _stop(stop: bool | ScenarioStop) -> str:
    if isinstance(stop, ScenarioStop):
        return f"stopped ({stop.reason})" if stop.reason else "stopped"
    return "stopped" if stop else "resumed"


def _shown(value: object) -> str:
    return "blank" if value is None or value == "" else str(value)
