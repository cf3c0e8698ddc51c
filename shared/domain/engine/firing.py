"""Firing a trigger: its mark, its effects, and the record changes that join the write (A1, A2)."""

from shared.business_time.instant import Instant
from shared.domain.action_kinds import Do, Escalate, FormulaValue
from shared.domain.decision import ActionResult, FiredAction
from shared.domain.engine.owing import Debt
from shared.domain.engine.run import Run
from shared.domain.milestone import Milestone
from shared.domain.process_parts import Action
from shared.domain.value import Fields, Value


def fire(run: Run, milestone: Milestone, action: Action, position: int, due: Instant) -> bool:
    """Fire one trigger at engine time; answers whether it changed a field of the record."""
    if run.cascade_stopped and any(do.update or do.escalate for do in action.do):
        skip(run, milestone, action, position, due, "cascade stopped")
        return False
    before = dict(run.fields)
    effects: list[str] = []
    for place, do in enumerate(action.do):
        _update(run, do)
        debt = Debt(run, milestone, action, position, due, place)
        effects.extend(debt.owe(do, before))
    changed = _changes(before, run.fields)
    _mark(run, milestone, position)
    run.fired.append(
        _entry(run, milestone, action, position, due, "fired").model_copy(
            update={"effects": tuple(effects), "updates": changed}
        )
    )
    return bool(changed)


def skip(
    run: Run, milestone: Milestone, action: Action, position: int, due: Instant, reason: str
) -> None:
    """Note that a trigger will not fire, and why (M13)."""
    _mark(run, milestone, position)
    entry = _entry(run, milestone, action, position, due, "skipped")
    run.fired.append(entry.model_copy(update={"reason": reason}))


def _changes(before: Fields, after: Fields) -> dict[str, Value]:
    """What is another value than before; None for what was cleared."""
    names = dict.fromkeys((*before, *after))
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def _mark(run: Run, milestone: Milestone, position: int) -> None:
    present = run.milestones[milestone.name, milestone.n]
    done = tuple(sorted({*present.done, position}))
    run.put(present.model_copy(update={"done": done}))


def _entry(
    run: Run,
    milestone: Milestone,
    action: Action,
    position: int,
    due: Instant,
    result: ActionResult,
) -> FiredAction:
    return FiredAction(
        milestone=milestone.name,
        occurrence=milestone.n,
        item=milestone.item,
        position=position,
        action=action.name,
        on=action.on,
        at=run.at,
        due_at=due,
        result=result,
    )


def _update(run: Run, do: Do) -> None:
    for name, value in (do.update or {}).items():
        if isinstance(value, FormulaValue):
            _set(run, name, run.value_of(value.formula))
        else:
            _set(run, name, value)
    if do.escalate is not None:
        _escalate(run, do.escalate)


def _escalate(run: Run, escalate: Escalate) -> None:
    level = run.fields.get("escalation_level")
    _set(run, "escalated", value=True)
    _set(run, "escalation_level", (level if isinstance(level, int) else 0) + 1)
    if escalate.queue is not None:
        _set(run, "queue", escalate.queue)
        _set(run, "owner", None)
    if escalate.owner is not None:
        _set(run, "owner", escalate.owner)
        _set(run, "queue", None)
    if escalate.priority is not None:
        _set(run, "priority", escalate.priority)


def _set(run: Run, name: str, value: Value) -> None:
    if value is None:
        run.fields.pop(name, None)
    else:
        run.fields[name] = value
