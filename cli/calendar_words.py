"""What the terminal says of a calendar that changes: who counts by it, and what moves them."""

import shlex

from cli.job_show import said
from cli.job_work import work_on
from shared.domain.history import Caller
from shared.workflows.calendar_use import calendar_use
from shared.workflows.jobs.start_job import make_job
from shared.workflows.world import World


def use_of(world: World, name: str) -> str:
    """How many open milestones stay on the revision that they have, and the command that moves them."""
    found = calendar_use(world, name)
    if found.records == 0:
        return "no open case counts by it"
    command = f"milepost job run recompute {shlex.quote(f'calendar={name}')}"
    return (
        f"{found.milestones} open milestones of {found.records} cases count by it, and stay on the "
        f"revision that they have: {command} moves them"
    )


def recompute(world: World, name: str, caller: Caller) -> str:
    """Run that command at once, and say what it came to."""
    job = make_job(world, "recompute", {"calendar": name}, caller, reason="applied")
    return said(work_on(world, job))
