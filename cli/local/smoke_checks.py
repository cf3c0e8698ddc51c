"""What smoke looks at, and what must hold of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.local.desk import Desk
from cli.local.sink import KeptMail, Sink
from shared.business_time import parse_instant

ALWAYS = frozenset({"0.1.1.0", "1.1.1.0", "1.1.2.1", "3.1.0.0"})
"""Item, occurrence, position, place of the mails that must go out however late the wakes are."""

LATE_WARNINGS = frozenset({"0.1.0.0", "1.1.0.0"})
"""Warnings whose targets have passed when the sweep comes: suppressed as late (M14)."""

EXPECTED = ALWAYS | LATE_WARNINGS

ANSWERED = 2
"""The item that an agent completes before its time: no mail may come of it."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A record with its story and its mails, as seen from outside."""

    number: str
    case: dict[str, Any]
    timeline: list[dict[str, Any]]
    mails: tuple[KeptMail, ...]

    def mailed(self) -> set[str]:
        """The effects of which a mail has come, without the number."""
        return {mail.effect.removeprefix(f"{self.number}.") for mail in self.mails}


def observe(desk: Desk, sink: Sink, number: str) -> Observed:
    """Look once."""
    return Observed(
        number,
        desk.get(f"/cases/{number}"),
        desk.get(f"/cases/{number}/timeline?limit=500")["items"],
        tuple(mail for mail in sink.mails() if mail.effect.startswith(f"{number}.")),
    )


def check(
    observed: Observed, *, source: str, most_late: int, may_be_suppressed: frozenset[str]
) -> list[str]:
    """Everything that does not hold, in sentences."""
    return [
        *_entitlement(observed),
        *_mails(observed, may_be_suppressed),
        *_wakes(observed, source, most_late),
        *_milestones(observed),
    ]


def _entitlement(observed: Observed) -> Iterator[str]:
    if observed.case.get("entitlement") != "smoke-support":
        yield f"the entitlement is {observed.case.get('entitlement')}, not smoke-support"


def _mails(observed: Observed, may_be_suppressed: frozenset[str]) -> Iterator[str]:
    came = Counter(mail.effect.removeprefix(f"{observed.number}.") for mail in observed.mails)
    due = {
        entry["effect_id"]: parse_instant(entry["due_at"])
        for entry in observed.timeline
        if entry["kind"] == "mail"
    }
    suppressed = {
        entry["effect_id"].removeprefix(f"{observed.number}.")
        for entry in observed.timeline
        if entry["kind"] == "mail" and entry["result"] == "suppressed"
    }
    for effect in sorted(EXPECTED):
        excused = effect in may_be_suppressed and effect in suppressed
        if came[effect] != 1 and not (came[effect] == 0 and excused):
            yield f"mail {effect} came {came[effect]} times, not once"
    for effect in sorted(set(came) - EXPECTED):
        yield f"mail {effect} came {came[effect]} times and was not expected"
    for mail in observed.mails:
        if mail.effect not in due:
            yield f"mail {mail.effect} is not in the action log"
        elif mail.at < due[mail.effect]:
            yield f"mail {mail.effect} came {due[mail.effect] - mail.at} s early"


def _wakes(observed: Observed, source: str, most_late: int) -> Iterator[str]:
    for entry in observed.timeline:
        if entry["kind"] not in ("action", "mail"):
            continue
        name = f"{entry['kind']} '{entry['action']}' of {entry['milestone']}"
        if entry.get("wake_source") != source:
            yield f"{name} was woken by {entry.get('wake_source')}, not by {source}"
        if (entry.get("lateness_seconds") or 0) > most_late:
            yield f"{name} was {entry['lateness_seconds']} s late, more than {most_late}"


def _milestones(observed: Observed) -> Iterator[str]:
    wanted = {
        "One minute": ("open", True),
        "Two minutes": ("open", True),
        "Answered in time": ("completed", False),
    }
    known = {m["milestone"]: (m["outcome"], m["violated"]) for m in observed.case["milestones"]}
    for name, state in wanted.items():
        if known.get(name) != state:
            yield f"{name} is {known.get(name)}, not {state}"
