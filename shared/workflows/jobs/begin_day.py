"""Once a day: the jobs of the day begin, and those that stand still go on."""

from contextlib import suppress

from shared.business_time.instant import Instant, to_datetime
from shared.domain.history import Caller
from shared.domain.job import Job, JobKind
from shared.errors import NumberTaken
from shared.workflows.world import World

DAILY: tuple[JobKind, ...] = ("notices", "resets")
STILL_SECONDS = 3_600
_LATEST = 100
_NOBODY = Caller(name="milepost", door="timer", roles=("managers",))


def begin_day(world: World) -> tuple[str, ...]:
    """Start the jobs of the day, and every job of late that an hour has not ended; answers which.

    The jobs of a day are named for it: called twice, a day begins once. A job that is running all
    the same has two runners then, which does no harm. Raises Unavailable.
    """
    now = world.clock.now()
    fresh = [_job_of_day(kind, now) for kind in DAILY]
    for job in fresh:
        with suppress(NumberTaken):
            world.jobs.create(job)
    waiting = [
        job.id
        for job in world.jobs.recent(None, _LATEST).items
        if not job.has_ended and job.at < now - STILL_SECONDS
    ]
    begun = [job.id for job in fresh if not world.jobs.load(job.id).has_ended]
    started = tuple(dict.fromkeys([*begun, *waiting]))
    for identifier in started:
        world.runs.start(identifier)
    return started


def _job_of_day(kind: JobKind, now: Instant) -> Job:
    return Job(
        id=f"{kind.upper()}-{to_datetime(now):%Y%m%d}",
        kind=kind,
        who=_NOBODY.name,
        door=_NOBODY.door,
        roles=_NOBODY.roles,
        at=now,
    )
