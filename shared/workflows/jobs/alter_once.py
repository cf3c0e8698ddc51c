"""Change a record in the name of a job, at most once: the ordinary verb, with a receipt."""

from shared.domain.alteration import Alteration, Repeat
from shared.domain.job import Job, Outcome
from shared.workflows.change_case import change_case
from shared.workflows.world import World


def alter_once(world: World, job: Job, number: str, alteration: Alteration) -> Outcome:
    """Change the record; a repeat by the same job answers as the first time did."""
    key = job.receipt_of(number)
    repeat = Repeat(key=key, fingerprint=job.id)
    change_case(world, number, alteration, job.caller, repeat=repeat)
    # the receipt joins the change: without one, nothing had to be changed
    left = world.records.receipt(key, world.clock.now())
    return "unchanged" if left is None else "changed"
