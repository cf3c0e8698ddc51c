"""A job is asked for: checked, kept, and started where nobody waits for it."""

from collections.abc import Mapping

from shared.domain.alteration import Repeat
from shared.domain.history import Caller, Receipt
from shared.domain.intake import API_REPEAT_SECONDS
from shared.domain.job import Job, JobKind
from shared.errors import AlreadyDone, StateConflict, UnknownOutcome
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.race import until_won
from shared.workflows.world import World

_LATEST = 100
_WRITE_TRIES = 3


def start_job(
    world: World,
    kind: JobKind,
    parameters: Mapping[str, str],
    caller: Caller,
    *,
    reason: str | None = None,
    repeat: Repeat | None = None,
) -> Job:
    """Keep a job and start it; a repeat of the request answers with the same one, and starts it too.

    Raises Refused, StateConflict (the repeat key came with another body), Unavailable: then it is
    kept, and starts when the request is repeated.
    """
    job = make_job(world, kind, parameters, caller, reason=reason, repeat=repeat)
    if not job.has_ended:
        world.runs.start(job.id)
    return job


def make_job(
    world: World,
    kind: JobKind,
    parameters: Mapping[str, str],
    caller: Caller,
    *,
    reason: str | None = None,
    repeat: Repeat | None = None,
) -> Job:
    """Keep a job that somebody else runs; raises Refused, StateConflict."""
    KINDS[kind].check(world, parameters)

    def attempt() -> Job:
        now = world.clock.now()
        job = Job(
            id=world.mint.number(),
            kind=kind,
            parameters=dict(parameters),
            reason=reason,
            who=caller.name,
            door=caller.door,
            roles=caller.roles,
            at=now,
        )
        return _keep(world, job, repeat)

    return until_won(attempt, clock=world.clock, mint=world.mint)


def unfinished(world: World, kind: JobKind, parameters: Mapping[str, str]) -> Job | None:
    """The latest job of this kind and these parameters that has not ended, if it is of late."""
    for job in world.jobs.recent(None, _LATEST).items:
        same = (job.kind, job.parameters) == (kind, dict(parameters))
        if same and not job.has_ended and job.status != "cancelling":
            return job
    return None


def _keep(world: World, job: Job, repeat: Repeat | None) -> Job:
    receipt = None
    if repeat is not None:
        receipt = Receipt(
            key=repeat.key,
            number=job.id,
            fingerprint=repeat.fingerprint,
            expires_at=job.at + API_REPEAT_SECONDS,
        )
    try:
        _create(world, job, receipt)
    except AlreadyDone as done:
        if repeat is None or done.fingerprint != repeat.fingerprint:
            raise StateConflict("This idempotency key was used for another request.") from done
        return world.jobs.load(done.number)
    return job


def _create(world: World, job: Job, receipt: Receipt | None) -> None:
    for _ in range(_WRITE_TRIES - 1):
        try:
            world.jobs.create(job, receipt)
        except UnknownOutcome:
            continue
        return
    world.jobs.create(job, receipt)
