"""Leaving a process for another one, or for none: the entitlement was set, changed or cleared (R9)."""

from dataclasses import dataclass

from shared.domain.case_file import CaseFile
from shared.domain.change import Switch
from shared.domain.engine.run import Run
from shared.domain.engine.selection import finish
from shared.domain.pin import Pin
from shared.domain.policies import Policies

BECAUSE = "the entitlement was changed"


@dataclass(frozen=True, slots=True)
class Onto:
    """The record as it was stamped anew, and the policies that it runs on from then on."""

    file: CaseFile
    policies: Policies


def switch(run: Run, said: Switch, onto: Onto) -> None:
    """Cancel what is alive, keep what has ended as part of the version it ran on, and start afresh.

    Pauses of the stay and a stop by hand are the record's, and stay. What is back under a version
    that it ran on before counts as that version's own.
    """
    left = run.file.process
    _cancel_what_is_alive(run)
    _belong_to(run, left)
    run.note("switched", because=f"{_words(left)} → {_words(said.process)}")
    run.take(onto.file, onto.policies)
    for milestone in run.in_order():
        if milestone.of is not None and milestone.of == said.process:
            run.put(milestone.model_copy(update={"of": None}))
    run.change_state(
        applied=False,
        entered=None,
        entry_from=None,
        exited=None,
        switches=run.state.switches + (left is not None),
    )
    run.skips_past = None if said.fire_past else "past when the entitlement was changed"


def _cancel_what_is_alive(run: Run) -> None:
    for milestone in run.in_order():
        if milestone.is_alive:
            ended = finish(run, milestone, "cancelled", BECAUSE)
            run.note("cancelled", ended, because=BECAUSE)


def _belong_to(run: Run, left: Pin | None) -> None:
    """Note what the record leaves behind: process, and revisions that were only the record's."""
    for milestone in run.in_order():
        if milestone.of is not None:
            continue
        version = milestone.calendar_version or run.file.calendars.get(milestone.calendar)
        run.put(milestone.model_copy(update={"of": left, "calendar_version": version}))


def _words(pin: Pin | None) -> str:
    return f"{pin.name}, version {pin.version}" if pin is not None else "no process"
