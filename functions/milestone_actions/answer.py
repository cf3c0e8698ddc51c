"""A batch of wakes, one record at a time: one line about each, and back with what failed."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.wake import Wake, read_wake
from shared.telemetry import action_fired, effects_parked, logger
from shared.workflows.fire_due import FireReport, fire_due, postpone
from shared.workflows.world import World

ENOUGH_MILLISECONDS = 5_000
"""With less time than this left, the rest of a batch is given back untouched."""


def answer_wakes(
    event: Mapping[str, Any], world: World, remaining: Callable[[], int]
) -> dict[str, Any]:
    """Answer each wake, and name those that SQS must bring again."""
    failed = [
        message["messageId"]
        for message in event["Records"]
        if remaining() < ENOUGH_MILLISECONDS or not _answer(message, world)
    ]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def _answer(message: Mapping[str, Any], world: World) -> bool:
    wake: Wake | None = None
    try:
        wake = read_wake(message["body"])
        report = fire_due(world, wake.number, wake.source, wake.due_at, wake.report)
    except Exception:  # noqa: BLE001 - one bad record must not hold up its neighbours
        logger.exception("wake failed", message_id=message["messageId"], **_named(wake))
        if wake is not None:
            postpone(world, wake.number)
        return False
    _tell(wake, report, world)
    return True


def _tell(wake: Wake, report: FireReport, world: World) -> None:
    for fired in report.fired:
        if fired.action.result == "fired":
            action_fired(fired.lateness_seconds)
    results = [outcome.result for outcome in report.outcomes]
    effects_parked(results.count("parked"))
    logger.info(
        "wake answered",
        **_named(wake),
        lateness_seconds=None if wake.due_at is None else world.clock.now() - wake.due_at,
        fired=[
            f"{fired.action.milestone}#{fired.action.occurrence} {fired.action.action} "
            f"{fired.action.result} {fired.lateness_seconds}s late"
            for fired in report.fired
        ],
        effects={result: results.count(result) for result in sorted(set(results))},
        handed_over=report.handed_over,
        nothing=report.nothing,
        orphan=report.orphan,
        armed=report.armed,
    )


def _named(wake: Wake | None) -> dict[str, Any]:
    return {} if wake is None else wake.model_dump()
