"""Crashes on demand: any port made to fail before or after its effect, on the nth call.

A first run with an empty `Plan` lists its `calls`; one run for each position then enumerates
"a crash after every port call".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from shared.workflows.world import World

When = Literal["before", "after"]

PORTS = (
    "records",
    "directory",
    "policies",
    "ledger",
    "notices",
    "jobs",
    "runs",
    "alarm",
    "wakes",
    "postman",
    "calls",
    "bus",
    "mail_states",
    "mails",
    "mailbox",
    "counters",
)


class Crash(BaseException):
    """The process died; nothing that handles ordinary errors may catch it."""


@dataclass(slots=True)
class Plan:
    """At which call to fail, on which side of its effect, and how."""

    at: int | None = None
    when: When = "after"
    error: BaseException = field(default_factory=Crash)
    only: str | None = None
    calls: list[str] = field(default_factory=list)

    def _is_now(self, name: str) -> bool:
        if self.only is not None and not name.startswith(self.only):
            return False
        self.calls.append(name)
        return self.at == len(self.calls)

    def run(self, name: str, call: Any) -> Any:
        """Make the call, unless it is the one that fails."""
        now = self._is_now(name)
        if now and self.when == "before":
            raise self.error
        answer = call()
        if now:
            raise self.error
        return answer


class Watched:
    """A port whose every call goes through a plan."""

    def __init__(self, name: str, port: Any, plan: Plan) -> None:
        self._name, self._port, self._plan = name, port, plan

    def __getattr__(self, method: str) -> Any:
        inner = getattr(self._port, method)
        if not callable(inner):
            return inner
        name = f"{self._name}.{method}"

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._plan.run(name, lambda: inner(*args, **kwargs))

        return call


def watched(world: World, plan: Plan, ports: tuple[str, ...] = PORTS) -> World:
    """The same world, with every call of these ports going through the plan."""
    chosen = {f.name for f in fields(world)} & set(ports)
    changes: dict[str, Any] = {
        name: Watched(name, getattr(world, name), plan) for name in sorted(chosen)
    }
    return replace(world, **changes)


@contextmanager
def crashing() -> Iterator[None]:
    """What happens in here may die of a Crash."""
    try:
        yield
    except Crash:
        return
