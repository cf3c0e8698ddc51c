"""What a fired action owes the world: mails, calls, tasks, events on the bus (A1, A4, A5)."""

from shared.business_time.faults import NotEnoughOpenTime
from shared.business_time.instant import Instant
from shared.domain.action_kinds import BusEventOrder, Do, Escalate, FormulaValue, TaskOrder
from shared.domain.bus_event import BusEvent
from shared.domain.effect import Effect, Recipient
from shared.domain.engine.run import Run
from shared.domain.milestone import Milestone
from shared.domain.process_parts import Action
from shared.domain.task import TaskDue
from shared.domain.value import Fields, Value

MOST_TASKS = 50
"""A change is one transaction, which has an end."""


class Debt:
    """One thing that one fired action does, with everything that names it."""

    def __init__(
        self,
        run: Run,
        milestone: Milestone,
        action: Action,
        position: int,
        due: Instant,
        place: int,
    ) -> None:
        self._run = run
        self._milestone = milestone
        self._action = action
        self._due = due
        self._place = f"{milestone.item}.{milestone.n}.{position}.{place}"
        if run.state.switches:
            # another process may have an item in the same place
            self._place = f"p{run.state.switches}.{self._place}"

    def owe(self, do: Do, before: Fields) -> list[str]:
        """Note what is owed; answers the ids of the effects. `before`: the fields as they were."""
        if do.task is not None:
            self._order(do.task)
        if do.event is not None:
            self._run.events.append(self._event(do.event))
        made = self._effect(do, before)
        if made is None:
            return []
        self._run.effects.append(made)
        return [made.id]

    def _effect(self, do: Do, before: Fields) -> Effect | None:
        if do.email is not None:
            return self._made("email", template=do.email.template, to=do.email.to)
        if do.escalate is not None and do.escalate.template is not None:
            to = _told(do.escalate, before)
            return self._made("email", template=do.escalate.template, to=to)
        if do.webhook is not None:
            return self._made("webhook", target=do.webhook.target, fields=do.webhook.fields)
        if do.chat is not None:
            return self._made("chat", target=do.chat.target, template=do.chat.template or "")
        return None

    def _made(self, kind: str, **given: object) -> Effect:
        """Words for people are void after the target that they warn of; a webhook never is."""
        warns = self._action.on == "warning" and kind != "webhook"
        return Effect.model_validate(
            {
                "id": f"{self._run.file.number}.{self._place}",
                "kind": kind,
                "milestone": self._milestone.name,
                "occurrence": self._milestone.n,
                "action": self._action.name,
                "on": self._action.on,
                "due_at": self._due,
                "made_at": self._run.at,
                "void_after": self._milestone.target if warns else None,
                "retry_at": self._held_until(),
                **given,
            }
        )

    def _held_until(self) -> Instant | None:
        """An effect may wait until the calendar is open (A5)."""
        if not self._action.hold_until_open:
            return None
        opens = self._run.table_of(self._milestone).next_open(self._run.at)
        return opens if opens > self._run.at else None

    def _order(self, order: TaskOrder) -> None:
        if len(self._run.tasks) < MOST_TASKS:
            self._run.tasks.append(self._task(order))
        else:
            because = f"more than {MOST_TASKS} tasks at once"
            self._run.note("task_left_out", self._milestone, because=because)

    def _task(self, order: TaskOrder) -> TaskDue:
        return TaskDue(
            id=self._place,
            subject=order.subject,
            to=order.to,
            milestone=self._milestone.name,
            occurrence=self._milestone.n,
            action=self._action.name,
            made_at=self._run.at,
            due_at=self._due_of(order),
        )

    def _due_of(self, order: TaskOrder) -> Instant | None:
        if order.within is None:
            return None
        if order.hours == "clock":
            return self._run.at + order.within
        try:
            return self._run.table_of(self._milestone).add(self._run.at, order.within)
        except NotEnoughOpenTime:
            return None

    def _event(self, order: BusEventOrder) -> BusEvent:
        return BusEvent(
            id=f"{self._run.file.number}.{self._place}",
            name=order.name,
            at=self._run.at,
            milestone=self._milestone.name,
            occurrence=self._milestone.n,
            action=self._action.name,
            fields={name: self._value(value) for name, value in order.fields.items()},
        )

    def _value(self, value: Value | FormulaValue) -> Value:
        if isinstance(value, FormulaValue):
            return self._run.value_of(value.formula)
        return value


def _told(escalate: Escalate, before: Fields) -> tuple[Recipient, ...]:
    """The manager that an escalation informs is that of whoever it takes the record from."""
    owner, queue = before.get("owner"), before.get("queue")
    former = f"user:{owner}" if owner else f"queue:{queue}" if queue else None
    return tuple(
        Recipient(kind="manager", name=former) if recipient.kind == "manager" else recipient
        for recipient in escalate.inform
    )
